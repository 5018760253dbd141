// Package deliver knows the tools that bring objects to a cluster, a file each: what a tool wants marked on an object, which
// files it needs beside them, and which health checks it lacks. A new tool is a file here, its row in tools, and its name in
// the API.
package deliver

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// Tool is what a delivery tool needs. Functions may be nil.
type Tool struct {
	Name string
	// Mark writes on a new object what the tool must know of it.
	Mark func(*object.Header, object.Stage, object.Hints)
	// References says that objects name those that must be ready before them.
	References bool
	// Strict says that the tool refuses a namespace on an object of a kind that has none.
	Strict bool
	// Files are the files that the tool needs in staged output beside the ones of these names, STAGE/FILE. Directory holds
	// those that belong to no stage.
	Files     func(config *api.RenderSpec, names []string) []File
	Directory string
	// Health is an object with the health checks that the tool lacks.
	Health func() object.Object
}

// File is a file of a tool: its path in staged output, and its documents.
type File struct {
	Name      string
	Documents []any
}

// tools are all of them, by the names that the configuration calls them.
var tools = [...]*Tool{&argoCD, &flux, &kpt}

// Of is the tool of a name. Of any other, such as none, it is one that needs nothing.
func Of(name string) Tool {
	for _, t := range tools {
		if t.Name == name {
			return *t
		}
	}
	return Tool{}
}

// Directories are those that tools have beside the stages.
func Directories() []string {
	var all []string
	for _, t := range tools {
		if t.Directory != "" {
			all = append(all, t.Directory)
		}
	}
	return all
}
