package v1alpha1

import "github.com/novasphere/wukong-fn/render/finding"

// NetworkPatches are merged into what is made of a network, as kustomize merges patches of a kind that it does not know: the last resort
// for what no field says.
type NetworkPatches struct {
	// Policy is merged into the policy: metadata.labels, metadata.annotations and spec. Into each, where a table of nodes has several.
	Policy map[string]any `json:"policy,omitempty" shown:"names"`
	// Attachment is merged into the attachment: metadata.labels and metadata.annotations. Into each, where it stands in several namespaces.
	Attachment map[string]any `json:"attachment,omitempty" shown:"names"`
	// AttachmentConfig is merged into the CNI configuration of the attachment.
	AttachmentConfig map[string]any `json:"attachmentConfig,omitempty" shown:"names"`
}

// MachinePatches are merged into what is made of a machine.
type MachinePatches struct {
	// VirtualMachine is merged into the VirtualMachine: metadata.labels, metadata.annotations and spec.
	VirtualMachine map[string]any `json:"virtualMachine,omitempty" shown:"names"`
}

// MayCarry says whether a user may give an object of ours a label, or an annotation, of this key: not one that tells a tool what to do
// with the object, or says who owns it.
func MayCarry(key string, isLabel bool) bool {
	if isLabel {
		return carriesLabel(key)
	}
	return carriesAnnotation(key)
}

// patches reports patches of what is not made.
func (c *checker) patches(at path, s *NetworkSpec) {
	if s.More().Patches.Policy != nil && !s.HasPolicy() {
		c.add(finding.Contradiction, at.in("policy"), "has no policy to go into, for nothing on the nodes is made of this network: remove it", "", "")
	}
	for _, of := range []struct {
		field string
		patch map[string]any
	}{{"attachment", s.More().Patches.Attachment}, {"attachmentConfig", s.More().Patches.AttachmentConfig}} {
		if of.patch != nil && (s.NADName != "" || s.Type == TypeHost) {
			c.add(finding.Contradiction, at.in(of.field), "has no attachment to go into, for none is made of this network: remove it", "", "")
		}
	}
}
