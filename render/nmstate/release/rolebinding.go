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

func newRoleBinding(namespace string) *roleBinding {
	return bind(object.RoleBinding, object.Role, namespace)
}

func newClusterRoleBinding(namespace string) *roleBinding {
	return bind(object.ClusterRoleBinding, object.ClusterRole, namespace)
}

// bind gives the operator's service account the operator's role of this kind.
func bind(kind, roleKind object.Kind, namespace string) *roleBinding {
	return &roleBinding{
		Header:   kind.Header(namespace, operatorName),
		RoleRef:  roleRef{APIGroup: rbacGroup, Kind: roleKind.String(), Name: operatorName},
		Subjects: []subject{{Kind: object.ServiceAccount.String(), Name: operatorName, Namespace: namespace}},
	}
}
