// Package release holds the objects of a kubernetes-nmstate release: what `kubectl apply` of its install files creates,
// and the three CRDs that its operator would otherwise apply later, so that a policy can be applied in the same sync.
//
// Object for object they are those of the upstream release (github.com/nmstate/kubernetes-nmstate), without
// the descriptions in the schemas and the generator's annotation. What differs between releases is in versions.go and
// nowhere else. The tests compare with digests of the upstream objects.
//
// Every call builds its objects anew; the caller may change what it gets. Fields are written in the order of their
// names, as kubectl prints them; no field is a zero value by accident.
package release

import (
	"github.com/novasphere/wukong-fn/render/object"
)

// The names that one object of the release uses to refer to another.
const (
	operatorName = "nmstate-operator"
	operatorApp  = "kubernetes-nmstate-operator"
)

// Options choose a release and where it goes. No field has a default here.
type Options struct {
	// Version is one of Versions.
	Version string
	// Namespace takes the operator and its handlers.
	Namespace string
	// Registry is the part of the operator's and the handler's image name before the last slash.
	Registry string
	// OperatorReplicas is the operator's number of pods.
	OperatorReplicas int
}

// Part is one object of a release: its identity, and what builds it, anew each time.
type Part struct {
	Kind            object.Kind
	Namespace, Name string
	Build           func() object.Object
}

// Manifests are the objects of a release in the order in which they can be applied: CRDs by name, Namespace,
// ServiceAccount, ClusterRole, Role, their bindings, Deployment. An unknown version is an error.
func Manifests(o Options) ([]Part, error) {
	r, err := find(o.Version)
	if err != nil {
		return nil, err
	}
	return manifests(r, o), nil
}

// manifests gives the ClusterRoleBinding a namespace although its kind has none: upstream's does, and the API server drops it.
func manifests(r release, o Options) []Part {
	ns := o.Namespace
	return []Part{
		{object.CustomResourceDefinition, "", "nmstates." + group, func() object.Object { return nmstateDefinition(r) }},
		{object.CustomResourceDefinition, "", "nodenetworkconfigurationenactments." + group, func() object.Object { return enactmentDefinition(r) }},
		{object.CustomResourceDefinition, "", "nodenetworkconfigurationpolicies." + group, func() object.Object { return policyDefinition(r) }},
		{object.CustomResourceDefinition, "", "nodenetworkstates." + group, func() object.Object { return nodeStateDefinition() }},
		namespacePart(ns),
		{object.ServiceAccount, ns, operatorName, func() object.Object { return newServiceAccount(ns) }},
		{object.ClusterRole, "", operatorName, func() object.Object { return newClusterRole(r) }},
		{object.Role, ns, operatorName, func() object.Object { return newRole(ns) }},
		{object.ClusterRoleBinding, ns, operatorName, func() object.Object { return newClusterRoleBinding(ns) }},
		{object.RoleBinding, ns, operatorName, func() object.Object { return newRoleBinding(ns) }},
		{object.Deployment, ns, operatorName, func() object.Object { return newDeployment(r, o) }},
	}
}

func namespacePart(name string) Part {
	return Part{object.Namespace, "", name, func() object.Object { return newNamespace(name) }}
}
