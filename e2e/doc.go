// Package e2e holds no code of its own: its tests prove the function's output against
// the programs that consume it. They are kube-apiserver with etcd, KubeVirt's
// admission, the CNI bridge plugin, kustomize, kpt and a container engine, each built
// by build.sh at one exact version and started by the tests themselves; run does
// both.
//
// The function is a black box here: its static binary, called as `generate DIR` or as
// a KRM function. A test whose prerequisite is missing says which and skips; with
// WUKONG_E2E_STRICT set, as CI does where everything is known to be there, it fails
// instead.
package e2e
