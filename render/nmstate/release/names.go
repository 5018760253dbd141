package release

import "github.com/novasphere/wukong-fn/render/object"

// ids are what a release consists of, in every version and way to install it, each without its namespace. The Namespace
// itself is not among them: it has the name that the configuration gives it.
var ids = map[object.ID]bool{
	{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition", Name: "nmstates.nmstate.io"}:                           true,
	{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition", Name: "nodenetworkconfigurationenactments.nmstate.io"}: true,
	{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition", Name: "nodenetworkconfigurationpolicies.nmstate.io"}:   true,
	{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition", Name: "nodenetworkstates.nmstate.io"}:                  true,
	{Kind: "ServiceAccount", Name: operatorName}:                                                                             true,
	{Group: rbacGroup, Kind: "ClusterRole", Name: operatorName}:                                                              true,
	{Group: rbacGroup, Kind: "Role", Name: operatorName}:                                                                     true,
	{Group: rbacGroup, Kind: "ClusterRoleBinding", Name: operatorName}:                                                       true,
	{Group: rbacGroup, Kind: "RoleBinding", Name: operatorName}:                                                              true,
	{Group: "apps", Kind: "Deployment", Name: operatorName}:                                                                  true,
	{Group: "operators.coreos.com", Kind: "OperatorGroup", Name: "nmstate-operator-group"}:                                   true,
	{Group: "operators.coreos.com", Kind: "Subscription", Name: operatorApp}:                                                 true,
	{Group: group, Kind: "NMState", Name: "nmstate"}:                                                                         true,
}

// Has says whether an object of this identity, in whatever namespace, is part of a release. Of its Namespace only the
// caller can know.
func Has(id object.ID) bool {
	id.Namespace = ""
	return ids[id]
}
