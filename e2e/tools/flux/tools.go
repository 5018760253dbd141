//go:build tools

// Package flux pins the version of Flux's kustomize-controller, which build.sh builds.
// go.mod repeats the controller's replace block, which a module does not inherit.
package flux

import _ "github.com/fluxcd/kustomize-controller"
