//go:build tools

// Package kubernetes pins the control plane that the end-to-end tests start.
// k8s.io/kubernetes replaces its staging modules by folders of its own
// repository, which a module cannot inherit: go.mod names the released twin of
// each instead.
package kubernetes

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
)
