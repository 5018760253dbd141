package release

import "github.com/novasphere/wukong-fn/render/nmstate/schema"

// enactmentDefinition is the kind in which a node tells how it fares with a policy.
func enactmentDefinition(r release) *definition {
	metaInfo := schema.Object(schema.Props{"time": schema.DateTime(), "version": schema.String()})
	captured := schema.Object(schema.Props{"metaInfo": metaInfo, "state": networkState()})

	status := schema.Object(schema.Props{
		"capturedStates":       schema.Map(captured),
		"conditions":           conditions(),
		"desiredState":         networkState(),
		"desiredStateMetaInfo": metaInfo,
		"features":             schema.Array(schema.String()),
		"policyGeneration":     schema.Int64(),
	})
	if r.retryCount {
		status = status.WithField("retryCount", countByNode())
	}
	return define(
		names{
			Kind:       "NodeNetworkConfigurationEnactment",
			Plural:     "nodenetworkconfigurationenactments",
			ShortNames: []string{"nnce"},
			Singular:   "nodenetworkconfigurationenactment",
		},
		served("v1beta1", resource(schema.Props{"status": status}).Open(),
			statusColumn(), ofTrueCondition("Status Age", "lastTransitionTime", "date"), reasonColumn()).stored(),
	)
}
