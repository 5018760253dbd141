// Package plan resolves all resources of a package into one model: the networks of the hosts, the attachments in the
// namespaces and the machines. Defaults are filled in here, references followed, and rules over the whole package
// checked. Everything later reads the model and looks nothing up again.
//
// The model is sorted (host networks by policy, attachments and machines by namespace and name) and so does not depend on
// the order of the input.
package plan

import (
	"cmp"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// Input is a decoded package: resources that have passed their own validation, with unique identities.
type Input struct {
	Config         api.RenderSpec
	Wukongs        []Sourced[api.Wukong]
	NetworkConfigs []Sourced[api.NetworkConfig]
	// Broken are names of NetworkConfigs that the package holds but that have mistakes of their own: who refers to one is not
	// told that it is missing.
	Broken []string
}

// Sourced is a resource with the place that it was read from.
type Sourced[T any] struct {
	Resource *T
	Place    finding.Place
}

// Plan is the model.
type Plan struct {
	HostNetworks []HostNetwork
	Attachments  []Attachment
	Machines     []Machine
}

// Owner names the input resource that an object is generated from.
type Owner struct{ Kind, Namespace, Name string }

// String is KIND/NAMESPACE/NAME, the form of the owner annotation; the namespace may be empty.
func (o Owner) String() string { return o.Kind + "/" + o.Namespace + "/" + o.Name }

// HostNetwork is what one policy brings about on the nodes.
type HostNetwork struct {
	Owner  Owner
	Policy string
	// Type is bridge, ovs or sriov.
	Type string
	// Bridge is the bridge's interface name; empty for sriov.
	Bridge string
	// Uplink is the physical interface, or the bond's name when Bond is set.
	Uplink string
	Bond   *api.Bond
	// VLAN is the tagged VLAN on the uplink, 0 for none. For ovs and sriov it is applied in the attachment.
	VLAN int
	STP  bool
	VFs  int
	// Absent networks are removed from the nodes: Restore is how a freed uplink comes back, and Kept are interfaces of the
	// network that others on the same nodes still use.
	Absent  bool
	Restore string
	Kept    map[string]bool
	// UplinkGuessed says that neither the network nor a bond names the uplink.
	UplinkGuessed bool
	// NodeAddress is dhcp where the bridge takes the node's own address over from the uplink.
	NodeAddress  string
	NodeSelector map[string]string
	Place        finding.Place
}

// TakesAddress says whether the bridge takes the node's own address over from its uplink.
func (h *HostNetwork) TakesAddress() bool { return h.NodeAddress != "" }

// Attachment is one NetworkAttachmentDefinition.
type Attachment struct {
	Owner           Owner
	Namespace, Name string
	Type            string
	Bridge          string
	VLAN            int
	// Policy is the name of the policy that makes the host network, empty where none of ours does.
	Policy string
	// ResourceName is the device plugin's resource that a pod must be given with the attachment; empty for bridge.
	ResourceName string
	Place        finding.Place
}

// Binding is how KubeVirt connects an interface to its network.
type Binding string

// The bindings in use.
const (
	Masquerade Binding = "masquerade"
	Bridge     Binding = "bridge"
	SRIOV      Binding = "sriov"
)

// Interface is one network interface of a machine.
type Interface struct {
	Name    string
	Binding Binding
	MAC     string
	// Attachment is NAME or NAMESPACE/NAME of the attachment; empty on the pod network.
	Attachment string
	// Existing says that the attachment is one that the user names and nobody generates.
	Existing bool
	// Segment names the L2 segment: uplink and VLAN, or an existing attachment; empty on the pod network. Bridge is the
	// bridge on the nodes, empty where none is ours.
	Segment, Bridge string
	// IP is the guest's address; nil where the guest is left alone.
	IP    *api.IPConfig
	Place finding.Place
}

// Machine is one virtual machine with its defaults filled in.
type Machine struct {
	Owner Owner
	// Cores and Memory are the guest's; Memory is canonical.
	Cores      int
	Memory     string
	Interfaces []Interface
	Spec       *api.WukongSpec
	Place      finding.Place
}

// Resolve builds the model and reports what only the whole package shows. With an error among the findings the model is
// incomplete and must not be rendered.
func Resolve(in Input) (*Plan, []finding.Finding) {
	r := newResolver(in)
	for i := range in.NetworkConfigs {
		r.networkConfig(&in.NetworkConfigs[i])
	}
	for i := range in.Wukongs {
		r.wukong(&in.Wukongs[i])
	}
	p := r.plan
	keep(p.HostNetworks)
	slices.SortFunc(p.HostNetworks, func(a, b HostNetwork) int { return cmp.Compare(a.Policy, b.Policy) })
	slices.SortFunc(p.Attachments, func(a, b Attachment) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(p.Machines, func(a, b Machine) int {
		return cmp.Or(cmp.Compare(a.Owner.Namespace, b.Owner.Namespace), cmp.Compare(a.Owner.Name, b.Owner.Name))
	})
	return p, r.found
}
