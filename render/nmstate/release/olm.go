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
func OLM(namespace string) []Part {
	return []Part{
		namespacePart(namespace),
		{object.OperatorGroup, namespace, "nmstate-operator-group", func() object.Object {
			return &operatorGroup{object.OperatorGroup.Header(namespace, "nmstate-operator-group")}
		}},
		{object.Subscription, namespace, operatorApp, func() object.Object { return newSubscription(namespace) }},
	}
}

func newSubscription(namespace string) *subscription {
	return &subscription{
		Header: object.Subscription.Header(namespace, operatorApp),
		Spec:   subscriptionSpec{Channel: "stable", Name: operatorApp, Source: "operatorhubio-catalog", SourceNamespace: "olm"},
	}
}
