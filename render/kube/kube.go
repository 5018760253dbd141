// Package kube holds what every Kubernetes object we write has in common: its type, its name, its labels and
// annotations. It is the only shape that the builders and the code that marks and orders objects share.
//
// Fields carry json tags; the writer (render/yamlout) honours omitempty and flattens embedded structs as encoding/json
// does. No field is ever written with a zero value unless its tag says so.
package kube

import (
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/yamlout"
)

// Header is embedded by every object that we write.
type Header struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   Meta   `json:"metadata"`
}

// Meta is the part of ObjectMeta that a generator owns: never a status, a timestamp or a server-side field.
type Meta struct {
	Annotations Strings `json:"annotations,omitempty"`
	Labels      Strings `json:"labels,omitempty"`
	Name        string  `json:"name,omitempty"`
	Namespace   string  `json:"namespace,omitempty"`
}

// Strings is a map of a few strings. It is written on every object, and a slice costs a tenth of a map there. Keys are
// sorted, each is there once.
type Strings []yamlout.Pair

// Set sets the value of a key.
func (s *Strings) Set(key, value string) {
	at, found := slices.BinarySearchFunc(*s, key, func(p yamlout.Pair, key string) int { return strings.Compare(p.Key, key) })
	if found {
		(*s)[at].Value = value
		return
	}
	*s = slices.Insert(*s, at, yamlout.Pair{Key: key, Value: value})
}

// Get is the value of a key, empty where there is none.
func (s Strings) Get(key string) string {
	for i := range s {
		if s[i].Key == key {
			return s[i].Value
		}
	}
	return ""
}

// Object is any value that embeds a Header.
type Object interface{ Head() *Header }

// Head makes every struct that embeds Header an Object.
func (h *Header) Head() *Header { return h }

// ID is an object's identity in a cluster. Versions of one group are one identity, as they are for the API server.
type ID struct {
	Group, Kind, Namespace, Name string
}

// ClusterScoped says whether a kind of those that we write has no namespace: the API server drops one that is given.
func ClusterScoped(group, kind string) bool {
	switch group {
	case "":
		return kind == "Namespace"
	case "rbac.authorization.k8s.io":
		return kind == "ClusterRole" || kind == "ClusterRoleBinding"
	case "apiextensions.k8s.io":
		return kind == "CustomResourceDefinition"
	}
	return group == "nmstate.io" // all of its kinds
}

// Scoped is the identity as the API server knows it: without a namespace where the kind has none.
func (id ID) Scoped() ID {
	if id.Namespace != "" && ClusterScoped(id.Group, id.Kind) {
		id.Namespace = ""
	}
	return id
}

// IDOf is the identity of the object with this header.
func IDOf(h *Header) ID {
	return ID{Group: Group(h.APIVersion), Kind: h.Kind, Namespace: h.Metadata.Namespace, Name: h.Metadata.Name}
}

// Group is the API group of an apiVersion: "apps" of "apps/v1", empty for the core group's "v1".
func Group(apiVersion string) string {
	for i := range len(apiVersion) {
		if apiVersion[i] == '/' {
			return apiVersion[:i]
		}
	}
	return ""
}

// String is KIND/NAMESPACE/NAME, or KIND/NAME for an object without a namespace.
func (id ID) String() string {
	if id.Namespace == "" {
		return id.Kind + "/" + id.Name
	}
	return id.Kind + "/" + id.Namespace + "/" + id.Name
}
