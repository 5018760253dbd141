package release

import "github.com/novasphere/wukong-fn/render/nmstate/schema"

// nodeStateDefinition is the kind in which a node tells how its network is. It is the same in every release.
func nodeStateDefinition() *definition {
	return define(
		names{
			Kind:       "NodeNetworkState",
			Plural:     "nodenetworkstates",
			ShortNames: []string{"nns"},
			Singular:   "nodenetworkstate",
		},
		served("v1beta1", resource(schema.Props{
			"status": schema.Object(schema.Props{
				"conditions":                   conditions(),
				"currentState":                 networkState(),
				"handlerNetworkManagerVersion": schema.String(),
				"handlerNmstateVersion":        schema.String(),
				"hostNetworkManagerVersion":    schema.String(),
				"lastSuccessfulUpdateTime":     schema.DateTime(),
			}),
		})).stored(),
	)
}
