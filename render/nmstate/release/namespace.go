package release

import "github.com/novasphere/wukong-fn/render/kube"

type namespace struct {
	kube.Header
}

// newNamespace is the operator's. Its handlers run privileged on the node's own network, which pod security must allow.
func newNamespace(name string) *namespace {
	n := &namespace{Header: header("v1", "Namespace", "", name)}
	n.Metadata.Labels = map[string]string{
		"name":                               name,
		"pod-security.kubernetes.io/audit":   "privileged",
		"pod-security.kubernetes.io/enforce": "privileged",
		"pod-security.kubernetes.io/warn":    "privileged",
	}
	return n
}
