// Package plan resolves all resources of a package into one model: the networks of the hosts, the attachments in the
// namespaces and the machines. Defaults are filled in here, references followed, and rules over the whole package
// checked. Everything later reads the model and looks nothing up again.
//
// The model is sorted (host networks by policy, attachments and machines by namespace and name) and so does not depend on
// the order of the input.
package plan

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// Input is a decoded package: resources that have passed their own validation, with unique identities.
type Input struct {
	// Say takes what only the whole package shows to be wrong.
	Say            func(finding.Finding)
	Config         api.RenderSpec
	Wukongs        []Sourced[api.Wukong]
	NetworkConfigs []Sourced[api.NetworkConfig]
	// Broken are names of NetworkConfigs that the package holds but that have mistakes of their own: who refers to one is not
	// told that it is missing.
	Broken []string
	// Incomplete says that the package may hold more NetworkConfigs: nobody is told that one is missing.
	Incomplete bool
	// FormerBridge is what the policies of an earlier run say of a Linux bridge on nodes that a selector may pick; false where
	// they do not make it. It may be nil.
	FormerBridge func(bridge string, nodes map[string]string) (FormerBridge, bool)
	// Existing is an attachment that the package holds and that is not ours, nil where it holds none of the name. It may be nil.
	Existing func(namespace, name string) *Existing
}

// Existing is an attachment that exists, as far as its CNI configuration tells. What that does not say is empty.
type Existing struct {
	Place finding.Place
	// Type is that of its plugin, the first one in a list. IPAM is the type of what gives addresses.
	Type, IPAM string
	Bridge     string
	VLAN       int
	// Network is a network of OVN, as Interface.Segment has it.
	Network string
	// Problem says why nobody can read the configuration.
	Problem string
}

// FormerBridge is a bridge as an earlier run rendered it.
type FormerBridge struct {
	// CopiesMAC says that the bridge was made with the MAC address of another interface, DHCP that it has its address by DHCP.
	CopiesMAC, DHCP bool
}

// Sourced is a resource with who it is.
type Sourced[T any] struct {
	Resource *T
	Owner    *Owner
}

// Plan is the model.
type Plan struct {
	HostNetworks []HostNetwork
	Attachments  []Attachment
	Machines     []Machine
}

// Owner is the input resource that objects are generated from. All that comes from one resource shares one Owner.
type Owner struct {
	finding.Place
	// Text is KIND/NAMESPACE/NAME, the form of the owner annotation; the namespace may be empty.
	Text string
	// Labels and Annotations are those of the resource that the objects made from it carry.
	Labels, Annotations map[string]string
}

// NewOwner is the owner at a resource's place.
func NewOwner(place finding.Place) *Owner {
	return &Owner{Place: place, Text: OwnerText(place.Kind, place.Namespace, place.Name)}
}

// OwnerText is KIND/NAMESPACE/NAME.
func OwnerText(kind, namespace, name string) string { return kind + "/" + namespace + "/" + name }

// Origin is where a part of the model comes from: a resource, and a field in it.
type Origin struct {
	Owner *Owner
	// Field is the path of the part in the resource, empty for all of it.
	Field string
}

// At is the place of a field below the origin.
func (o *Origin) At(field string) finding.Place {
	place := o.Owner.Place
	if place.Field = field; o.Field != "" && field != "" {
		place.Field = o.Field + "." + field
	} else if field == "" {
		place.Field = o.Field
	}
	return place
}

// HostNetwork is what one policy brings about on the nodes.
type HostNetwork struct {
	Origin
	// The definition as it was written: what an interface of the nodes is like stands there and is not copied.
	*api.NetworkSpec
	Policy string
	Resolved
	// Table is the table of nodes that the network comes from, nil where it has none, and Entry the index there.
	Table *Table
	Entry int
	// Kept are interfaces of a network that is being removed which others on the same nodes still use; Taken are those of them that
	// others have as a port of a bridge or bond, or with an address.
	Kept, Taken map[string]bool
	// Addresses are the static ones of the node on this network, in the order in which they are written. Where they come from is
	// resolved here, so that a table of nodes gives each node its own.
	Addresses []netip.Prefix
	// Patched is what the policy says with its patch, nil without one: a value of the package that builds policies.
	Patched any
}

// Resolved is what follows from a definition, its name and the defaults.
type Resolved struct {
	// Bridge is the bridge's interface name; empty for sriov and host.
	Bridge string
	// Uplink is the physical interface, the bond's name when Bond is set, or the first of Ports.
	Uplink string
	// UplinkGuessed says that the network names no uplink, no bond and no ports.
	UplinkGuessed bool
	// VLAN is the tagged VLAN on the uplink, 0 for none. For ovs and sriov it is applied in the attachment.
	VLAN int
	// Port carries the network: the uplink, the interface of its VLAN, or the first of Ports. It is the bridge's port, where there is
	// a bridge; empty for sriov.
	Port string
	// MACFrom is the interface whose MAC address the bridge copies, empty where it has one of its own.
	MACFrom string
	// Absent networks are removed from the nodes.
	Absent bool
	// UplinkMAC is the uplink's MAC address where the nodes know it by that alone: Uplink is then a name of ours.
	UplinkMAC string
	// PhysicalNetwork is what a localnet is mapped as, empty for others.
	PhysicalNetwork string
	// UplinkMTU is the largest MTU that any network wants of the uplink on the nodes, 0 where none does.
	UplinkMTU int
}

// Alike says whether two networks certainly mean the same, whatever nodes they pick: all of their interfaces are then the same.
func (h *HostNetwork) Alike(other *HostNetwork) bool {
	return h.Resolved == other.Resolved && slices.Equal(h.Addresses, other.Addresses) && h.NetworkSpec.Alike(other.NetworkSpec)
}

// Nodes are those that the policy is for.
func (h *HostNetwork) Nodes() Nodes { return h.NodeSelector }

// Addressed says whether the node has an address on the network.
func (h *HostNetwork) Addressed() bool { return h.NodeAddress != nil || len(h.Addresses) > 0 }

// Carrier is the interface that has the node's address: the bridge, or that of the network itself.
func (h *HostNetwork) Carrier() string { return cmp.Or(h.Bridge, h.Port) }

// TakesAddress says whether the bridge takes the node's own address over from its uplink. In a VLAN the node's address is one of
// the network alone.
func (h *HostNetwork) TakesAddress() bool {
	return h.Addressed() && h.Bridge != "" && h.Untagged()
}

// Attachment is one NetworkAttachmentDefinition.
type Attachment struct {
	Origin
	// The definition of the network as it was written.
	*api.NetworkSpec
	Namespace, Name string
	Bridge          string
	VLAN, MTU       int // 0 where they are not given
	// Policy is the name of the policy that makes the host network, empty where none of ours does.
	Policy string
	// ResourceName is the device plugin's resource that a pod must be given with the attachment; empty for a bridge without marker.
	ResourceName string
	// Port is the machines' own port on the network, nil where they take the network as it is.
	Port *GuestPort
	// OVNNetwork is the network's name to OVN, empty for networks that are none of its.
	OVNNetwork string
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
	Origin
	Name    string
	Binding Binding
	MAC     string
	// Attachment is NAME or NAMESPACE/NAME of the attachment; empty on the pod network.
	Attachment string
	// Existing says that the attachment is one that the user names and nobody generates, and MACGiven that the user chose the
	// MAC address, which is derived otherwise.
	Existing, MACGiven bool
	// Unseen says that nothing is known of the attachment but its name.
	Unseen bool
	// Primary says that the network takes the place of the pod network, and so gives the guest its address.
	Primary bool
	// Segment is what carries the L2 segment: the uplink or the VLAN on it, or an existing attachment; empty on the pod network.
	// Bridge is the bridge on the nodes, empty where none is ours. For whether two interfaces are in one segment see Together.
	Segment, Bridge string
	// VLAN is the segment's tagged VLAN, 0 for none, and Nodes are those that have the network; neither is known of an existing
	// attachment.
	VLAN  int
	Nodes Nodes
	// Port is the machine's own port on the network, nil where it takes the network as it is.
	Port *GuestPort
	// IP is the guest's address; nil where the guest is left alone.
	IP *api.IPConfig
	// MTU of the network, 0 where it is not given.
	MTU int
	// Model of the guest's card, KubeVirt's default where it is empty.
	Model string
}

// Machine is one virtual machine with its defaults filled in.
type Machine struct {
	Origin
	// CPUs and Memory are the guest's; Memory is canonical. Both are empty beside an instance type.
	CPUs       CPUs
	Memory     string
	Interfaces []Interface
	// Where are the groups of nodes on which the machine may run, nil where that is everywhere. The node selector of its own is one of
	// them beside an instance type, for KubeVirt refuses a selector where that has one, too.
	Where []Term
	// Pod is what the guest is told of the pod network, nil where it has none.
	Pod  *PodNetwork
	Spec *api.WukongSpec
	// Patched is what the VirtualMachine says with its patch, nil without one: a value of the package that builds machines.
	Patched any
	// Settings are the configuration's for all machines.
	Settings *api.VM
}

// Resolve builds the model. With an error among the findings the model is incomplete and must not be rendered.
func Resolve(in Input) *Plan {
	r := newResolver(in)
	for i := range in.NetworkConfigs {
		r.networkConfig(&in.NetworkConfigs[i])
	}
	for i := range in.Wukongs {
		r.wukong(&in.Wukongs[i])
	}
	p := r.plan
	p.join(in.Existing)
	keep(p.HostNetworks)
	shareMTU(p.HostNetworks)
	sort(p.HostNetworks, func(a, b *HostNetwork) int { return strings.Compare(a.Policy, b.Policy) })
	sort(p.Attachments, func(a, b *Attachment) int {
		return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
	})
	sort(p.Machines, func(a, b *Machine) int {
		return cmp.Or(strings.Compare(a.Owner.Namespace, b.Owner.Namespace), strings.Compare(a.Owner.Name, b.Owner.Name))
	})
	return p
}

// sort sorts indexes and then moves each element once, for the elements are large: slices.SortFunc on a fleet's themselves
// takes seven times as long, and a copy of them would be a tenth of the memory of a run.
func sort[T any](list []T, compare func(a, b *T) int) {
	order := make([]int, len(list)) // by place, the index of the element that belongs there
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(&list[a], &list[b]) }) // quick where little is out of order
	// Round each cycle of elements that take one another's places.
	for i := range order {
		first, place := list[i], i
		for order[place] != i {
			from := order[place]
			list[place], order[place] = list[from], place
			place = from
		}
		list[place], order[place] = first, place
	}
}
