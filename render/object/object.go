// Package object holds what all objects that we write have in common: their kinds (one table), header, identity, owner
// marks and files. A new kind is a row in kinds.go and a package that builds its objects.
//
// Fields carry json tags; the writer (render/yaml/encode) honours omitempty and flattens embedded structs as encoding/json
// does. No field is ever written with a zero value unless its tag says so.
package object

import (
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// Object is any value that embeds a Header.
type Object interface{ Head() *Header }

// Header is embedded by every object that we write.
type Header struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   Meta   `json:"metadata"`
}

// Head makes every struct that embeds Header an Object.
func (h *Header) Head() *Header { return h }

// Meta is the part of ObjectMeta that a generator owns: never a status, a timestamp or a server-side field.
type Meta struct {
	Annotations Strings `json:"annotations,omitempty"`
	Labels      Strings `json:"labels,omitempty"`
	Name        string  `json:"name,omitempty"`
	Namespace   string  `json:"namespace,omitempty"`
}

// Strings is a map of a few strings.
type Strings = encode.Strings

// Hints are what the order of application and the delivery tool must know of an object beyond its kind.
type Hints struct {
	// Later says that the object's kind comes with the same output, so that a dry run cannot know it yet.
	Later bool
	// Precious says that data is lost with the object.
	Precious bool
	// Kept says that the object stays in the cluster when the package no longer has it.
	Kept bool
	// Step counts the steps of the object's stage that come before its own.
	Step int
	// DependsOn are objects of the same output that must be ready first; only for tools that ask for them.
	DependsOn []ID
}
