package release

import "github.com/novasphere/wukong-fn/render/object"

type operatorGroup struct {
	object.Header
}

type subscription struct {
	object.Header
	Spec subscriptionSpec `json:"spec"`
}

type subscriptionSpec struct {
	Channel         string `json:"channel"`
	Name            string `json:"name"`
	Source          string `json:"source"`
	SourceNamespace string `json:"sourceNamespace"`
}

// OLM is what asks the Operator Lifecycle Manager for the operator: the release and its CRDs are then up to the
// catalog. The namespace is that of the manifests, as the handlers need the same privileges. An OperatorGroup without
// a spec watches the whole cluster.
func OLM(namespace string) []object.Object {
	return []object.Object{
		newNamespace(namespace),
		&operatorGroup{Header: header("operators.coreos.com/v1", "OperatorGroup", namespace, "nmstate-operator-group")},
		&subscription{
			Header: header("operators.coreos.com/v1alpha1", "Subscription", namespace, operatorApp),
			Spec: subscriptionSpec{
				Channel:         "stable",
				Name:            operatorApp,
				Source:          "operatorhubio-catalog",
				SourceNamespace: "olm",
			},
		},
	}
}
