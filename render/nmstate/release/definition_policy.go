package release

import "github.com/novasphere/wukong-fn/render/nmstate/schema"

// policyDefinition is the kind that says how the network of a set of nodes should be.
func policyDefinition(r release) *definition {
	root := policySchema(r)
	return define(
		names{
			Kind:       "NodeNetworkConfigurationPolicy",
			Plural:     "nodenetworkconfigurationpolicies",
			ShortNames: []string{"nncp"},
			Singular:   "nodenetworkconfigurationpolicy",
		},
		served("v1", root, statusColumn(), reasonColumn()).stored(),
		served("v1beta1", root, statusColumn(), reasonColumn()).deprecated(""),
	)
}

func policySchema(r release) *schema.Schema {
	nodes := labels()
	if r.nodeSelectorLimits {
		nodes = nodes.AtMostKeys(256).Validated(
			"self.all(k, !format.qualifiedName().validate(k).hasValue())",
			"nodeSelector keys must be valid qualified names",
		)
	}
	status := schema.Object(schema.Props{
		"conditions":                     conditions(),
		"lastUnavailableNodeCountUpdate": schema.DateTime(),
		"unavailableNodeCount":           schema.Integer(),
	})
	if r.unavailableByNode {
		status = status.WithField("unavailableNodeCountMap", countByNode())
	}
	return resource(schema.Props{
		"spec": schema.Object(schema.Props{
			"capture":        schema.Map(schema.String()),
			"desiredState":   networkState(),
			"maxUnavailable": schema.IntOrString(),
			"nodeSelector":   nodes,
		}),
		"status": status,
	})
}
