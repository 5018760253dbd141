package object

import "strings"

// ID is an object's identity in a cluster. Versions of one group are one identity, as they are for the API server.
type ID struct {
	Group, Kind, Namespace, Name string
}

// IDOf is the identity of the object with this header, with the namespace as it is written.
func IDOf(h *Header) ID {
	return ID{Group: Group(h.APIVersion), Kind: h.Kind, Namespace: h.Metadata.Namespace, Name: h.Metadata.Name}
}

// In is the identity of the object of the same name in another namespace, or in none.
func (id ID) In(namespace string) ID {
	id.Namespace = namespace
	return id
}

// Scoped is the identity as the API server knows it: without a namespace where the kind has none.
func (id ID) Scoped() ID {
	if id.Namespace != "" && KindOf(id).ClusterScoped() {
		id.Namespace = ""
	}
	return id
}

// String is KIND/NAMESPACE/NAME, or KIND/NAME for an object without a namespace.
func (id ID) String() string {
	if id.Namespace == "" {
		return id.Kind + "/" + id.Name
	}
	return id.Kind + "/" + id.Namespace + "/" + id.Name
}

// Group is the API group of an apiVersion: "apps" of "apps/v1", empty for the core group's "v1".
func Group(apiVersion string) string {
	return apiVersion[:max(strings.IndexByte(apiVersion, '/'), 0)]
}
