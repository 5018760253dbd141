// Package core stands in for kubevirt.io/virt-template-api, whose v0.2.0 the module
// proxy does not serve. KubeVirt's packages name it beside the admission code, in
// informers and in the export admitter; no machine's admission gets there.
package core

// The names of the API group, as KubeVirt's export admitter compares them.
const (
	GroupName            = "template.kubevirt.io"
	SingularResourceName = "virtualmachinetemplate"
	PluralResourceName   = "virtualmachinetemplates"
)
