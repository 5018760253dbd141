package release

import "github.com/novasphere/wukong-fn/render/object"

// roleBinding is a RoleBinding or a ClusterRoleBinding.
type roleBinding struct {
	object.Header
	RoleRef  roleRef   `json:"roleRef"`
	Subjects []subject `json:"subjects"`
}

type roleRef struct {
	APIGroup string `json:"apiGroup"`
	Kind     string `json:"kind"`
	Name     string `json:"name"`
}

type subject struct {
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

func newRoleBinding(namespace string) *roleBinding { return bind("Role", namespace) }

// newClusterRoleBinding carries a namespace although its kind has none: upstream's does, and the API server drops it.
func newClusterRoleBinding(namespace string) *roleBinding { return bind("ClusterRole", namespace) }

// bind gives the operator's service account the operator's role of this kind.
func bind(roleKind, namespace string) *roleBinding {
	return &roleBinding{
		Header:   header(rbacGroup+"/v1", roleKind+"Binding", namespace, operatorName),
		RoleRef:  roleRef{APIGroup: rbacGroup, Kind: roleKind, Name: operatorName},
		Subjects: []subject{{Kind: "ServiceAccount", Name: operatorName, Namespace: namespace}},
	}
}
