package release

import "github.com/novasphere/wukong-fn/render/object"

type namespace struct {
	object.Header
}

// newNamespace is the operator's. Its handlers run privileged on the node's own network, which pod security must allow.
func newNamespace(name string) *namespace {
	n := &namespace{Header: object.Namespace.Header("", name)}
	n.Metadata.Labels = object.Strings{
		{Key: "name", Value: name},
		{Key: "pod-security.kubernetes.io/audit", Value: "privileged"},
		{Key: "pod-security.kubernetes.io/enforce", Value: "privileged"},
		{Key: "pod-security.kubernetes.io/warn", Value: "privileged"},
	}
	return n
}
