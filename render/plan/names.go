package plan

import (
	"cmp"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// The ends of the names of what comes from a network.
const (
	policySuffix     = "-bridge"
	attachmentSuffix = "-nad"
)

// GivesPolicy says whether an input of this kind, namespace and name gives a policy this name, plain or qualified, for a network
// that it has or had.
func GivesPolicy(kind, namespace, input, policy string) bool {
	of := func(input, policy string) bool {
		return gives(kind, input, policy, policySuffix) || givesNodes(kind, input, policy)
	}
	return of(input, policy) || namespace != "" && of(namespace+"-"+input, policy)
}

// policy is the name of a network's policy: its own, or the plain one that is given.
func (r *resolver) policy(s *api.NetworkSpec, o *Owner, plain string) string {
	if s.More().PolicyName != "" {
		return s.More().PolicyName
	}
	if r.config.Network.PolicyNames == api.NamesQualified && o.Namespace != "" {
		return o.Namespace + "-" + plain
	}
	return plain
}

// GivesAttachment says the same of an attachment.
func GivesAttachment(kind, input, attachment string) bool {
	return gives(kind, input, attachment, attachmentSuffix) || kind == api.KindNetwork && givesPort(input, attachment)
}

// attachmentOf is the name and namespace of a network's attachment for machines of a namespace: its own, or the plain name there.
func attachmentOf(s *api.NetworkSpec, plain, namespace string) (name, home string) {
	if s.More().Attachment == nil {
		return plain, namespace
	}
	return cmp.Or(s.More().Attachment.Name, plain), cmp.Or(s.More().Attachment.Namespace, namespace)
}

// nameIn is what a machine says of a network's attachment: its name, with the namespace where the network has chosen one.
func nameIn(s *api.NetworkSpec, name string) string {
	if s.More().Attachment != nil && s.More().Attachment.Namespace != "" {
		return s.More().Attachment.Namespace + "/" + name
	}
	return name
}

// AttachmentName is the name of the attachments of a network, also where it has none because it is being removed.
func (h *HostNetwork) AttachmentName() string {
	if h.More().Attachment != nil && h.More().Attachment.Name != "" {
		return h.More().Attachment.Name
	}
	policy := h.Policy
	if h.Table != nil {
		policy = h.Table.Policy
	}
	name := strings.TrimSuffix(policy, policySuffix) + attachmentSuffix
	if !GivesAttachment(h.Owner.Kind, h.Owner.Name, name) { // the policy's name is qualified
		name = strings.TrimPrefix(name, h.Owner.Namespace+"-")
	}
	return name
}

// givesNodes says whether an input gives a policy this name for an entry of the table of a network that it has or had:
// INPUT-bridge-ENTRY of a NetworkConfig, INPUT-NETWORK-bridge-ENTRY of a Wukong, both perhaps cut.
func givesNodes(kind, input, policy string) bool {
	left, cut := api.CutPolicy(policy)
	switch kind {
	case api.KindNetwork:
		entry, found := strings.CutPrefix(policy, input+policySuffix+"-")
		return found && entry != "" || cut && strings.HasPrefix(input+policySuffix+"-", left)
	case api.KindWukong:
		rest, found := strings.CutPrefix(policy, input+"-")
		network, entry, named := strings.Cut(rest, policySuffix+"-")
		return found && (named && network != "" && entry != "" || cut) || cut && strings.HasPrefix(input+"-", left)
	}
	return false
}

// gives holds for a Wukong and INPUT-NETWORK-SUFFIX, and for a NetworkConfig, which is one network, and INPUT-SUFFIX.
func gives(kind, input, name, suffix string) bool {
	switch kind {
	case api.KindNetwork:
		return name == input+suffix
	case api.KindWukong:
	default:
		return false
	}
	network, isOfInput := strings.CutPrefix(name, input+"-")
	network, isOfKind := strings.CutSuffix(network, suffix)
	return isOfInput && isOfKind && network != ""
}

// VMName is the name of the machine's VirtualMachine.
func (m *Machine) VMName() string {
	if name := m.Spec.More().VMName; name != "" {
		return name
	}
	return m.Owner.Name + api.MachineSuffix
}

// DiskField is the path of a disk in its Wukong.
func DiskField(i int) string { return "spec.disks[" + strconv.Itoa(i) + "]" }

// Volume is the name of a disk's volume.
func (m *Machine) Volume(d *api.Disk) string { return m.Owner.Name + "-" + d.Name }
