package v1alpha1

// The types of network.
const (
	TypeBridge  = "bridge"
	TypeOVS     = "ovs"
	TypeSRIOV   = "sriov"
	TypeHost    = "host"
	TypeMacvlan = "macvlan"
	// TypeLocalnet and TypeLayer2 are OVN's: see ovn.go.
	TypeLocalnet = "localnet"
	TypeLayer2   = "layer2"
)

// PodNetwork is the name of the network that is the cluster's own.
const PodNetwork = "default"

// NetworkConfig is one host network standing on its own, so that many Wukongs share it by networkRef.
type NetworkConfig struct {
	APIVersion string     `json:"apiVersion" shown:"value"`
	Kind       string     `json:"kind" shown:"value"`
	Metadata   ObjectMeta `json:"metadata" schema:"required,object=56"`
	// Spec is the network.
	Spec NetworkSpec `json:"spec" schema:"required"`
	// Status is a cluster's and is ignored.
	Status any `json:"status,omitempty"`
}

// WukongNetwork is one entry of a Wukong's networks.
type WukongNetwork struct {
	// Name is a DNS label; "default" is the pod network.
	Name string `json:"name" schema:"required,label"`
	// NetworkRef is the name of a NetworkConfig that this entry uses. Addition.
	NetworkRef string `json:"networkRef,omitempty" schema:"label" refers:"NetworkConfig"`
	// MACAddress of the guest's interface; derived from namespace, machine and network when absent. Addition.
	MACAddress string `json:"macAddress,omitempty" schema:"mac"`
	// Model of the guest's network card, virtio when absent. Addition.
	Model string `json:"model,omitempty" schema:"enum=virtio|e1000|e1000e|igb|ne2k_pci|pcnet|rtl8139"`
	// Primary makes the network the pod's own, in the place of the pod network. The attachment must bring an address (IPAM), so it
	// is an existing one: nadName. At most one of a machine's networks.
	Primary bool `json:"primary,omitempty"`
	NetworkSpec
}

// NetworkSpec is the definition of a network. The tag `network` says where a field may stand: see networkField.
type NetworkSpec struct {
	// Type is bridge, ovs or sriov; localnet, a physical network by way of OVN; layer2, a network of OVN's own; in a NetworkConfig also
	// host, which is an interface of the nodes alone, with its addresses and without a bridge. Required unless the name is default or
	// networkRef is given, or nadName is given alone: then it is what the attachment in the package is, bridge where the package does
	// not hold it.
	Type string `json:"type,omitempty" schema:"enum=bridge|ovs|sriov|host|localnet|layer2"`
	// NADName is an existing NetworkAttachmentDefinition, NAME or NAMESPACE/NAME: none is generated, and no policy.
	NADName string `json:"nadName,omitempty" schema:"nad" network:"types=bridge|ovs|sriov|localnet|layer2" refers:"NetworkAttachmentDefinition"`
	// VLANID is the tagged VLAN on the uplink, 1 to 4094. Beside networkRef it is the VLAN of the machine's own port on a network
	// that has none: the guest gets its frames without the tag.
	VLANID *int `json:"vlanId,omitempty" schema:"min=1,max=4094" network:"policy,port"`
	// BridgeName on the node, br-{name} when absent.
	BridgeName string `json:"bridgeName,omitempty" schema:"interface" network:"policy,types=bridge|ovs|localnet"`
	// PhysicalInterface is the uplink; the function's network.physicalInterface when absent.
	PhysicalInterface string `json:"physicalInterface,omitempty" schema:"interface" network:"policy"`
	// IPConfig is the guest's address.
	IPConfig *IPConfig `json:"ipConfig,omitempty" network:"guest,types=bridge|ovs|sriov|localnet|layer2"`
	// Bond makes the uplink of several ports. Addition.
	Bond *Bond `json:"bond,omitempty" network:"policy,types=bridge|ovs|host|localnet"`
	// SRIOV says how the virtual functions are made and found. Addition, required with type sriov.
	SRIOV *SRIOV `json:"sriov,omitempty" network:"policy,types=sriov"`
	// NodeAddress is dhcp where the uplink carries the node's own address by DHCP: the bridge takes it over, so that the node
	// stays reachable. A new bridge copies the MAC address of the uplink, or of the first port of the bond. A mapping says what is
	// not taken from the server. With type host it is the interface's address. Addition.
	NodeAddress *NodeAddress `json:"nodeAddress,omitempty" network:"types=bridge|ovs|host"`
	// NodeIP is the node's static address on the bridge, or on the interface itself with type host, with its prefix length.
	NodeIP string `json:"nodeIP,omitempty" schema:"prefix" network:"policy,types=bridge|ovs|host"`
	// Ensure is present or absent. Absent keeps the policy and lets it remove from the nodes what it made; the attachment goes,
	// and no machine may use the network. Present when it is not given. Addition.
	Ensure string `json:"ensure,omitempty" schema:"enum=present|absent"`
	// NodeSelector limits the policy to nodes with these labels. Addition.
	NodeSelector map[string]string `json:"nodeSelector,omitempty" schema:"labels"`
	*NetworkMore
}

// NetworkMore holds the fields of a network that few have. Read them by NetworkSpec.More: see more.go.
type NetworkMore struct {
	// Ports are several interfaces in the bridge, in place of one uplink. Addition.
	Ports []string `json:"ports,omitempty" schema:"interface,unique" network:"policy,types=bridge|ovs"`
	// Trunk limits the VLANs that the bridge and its ports carry: tags from 2 to 4094, or ranges such as 100-199. All of them when
	// absent. Beside networkRef it is a trunk into the guest: the guest gets the frames of these VLANs with their tags. Addition.
	Trunk []string `json:"trunk,omitempty" yaml:"quantity" schema:"tags" network:"policy,port,types=bridge"`
	// NativeVLAN is the VLAN of frames without a tag on the bridge's ports, 1 when absent. Addition.
	NativeVLAN *int `json:"nativeVlan,omitempty" schema:"min=1,max=4094" network:"policy,types=bridge"`
	// VLANFiltering false makes a bridge that knows no VLANs and passes all tags on to every port. True when absent. Addition.
	VLANFiltering *bool `json:"vlanFiltering,omitempty" network:"policy,types=bridge"`
	// Localnet names a physical network of OVN and the bridge that leads to it. Addition.
	Localnet *Localnet `json:"localnet,omitempty" network:"policy,types=localnet"`
	// Layer2 names a network of OVN's own. Addition.
	Layer2 *Layer2 `json:"layer2,omitempty" network:"types=layer2"`
	// Subnets are those from which OVN gives the guests their addresses. None when absent: then OVN lets any address pass. Addition.
	Subnets []string `json:"subnets,omitempty" schema:"prefix" network:"types=localnet|layer2"`
	// ExcludeSubnets are parts of subnets that no guest gets. Addition.
	ExcludeSubnets []string `json:"excludeSubnets,omitempty" schema:"prefix" network:"types=localnet|layer2"`
	// PersistentIPs keeps a guest's address over restarts and migrations. It needs subnets. Addition.
	PersistentIPs bool `json:"persistentIPs,omitempty" network:"types=localnet|layer2"`
	// STP switches the bridge's spanning tree on. Addition.
	STP bool `json:"stp,omitempty" network:"types=bridge|ovs"`
	// NodeVLANID is the VLAN of the node's address on an OVS bridge. Addition.
	NodeVLANID *int `json:"nodeVlanId,omitempty" schema:"min=1,max=4094" network:"policy,types=ovs"`
	// Routes are the node's, over the network's own interface. Addition.
	Routes []NodeRoute `json:"routes,omitempty" network:"policy,types=bridge|ovs|host"`
	// DNS are the node's resolvers in place of those that it has. Addition.
	DNS *NodeDNS `json:"dns,omitempty" network:"policy,types=bridge|ovs|host"`
	// Restore says how an uplink comes back that ensure: absent frees: none is up without address, dhcp with an address but
	// without gateway, DNS and routes. With nodeAddress it comes back by DHCP in any case. Addition, none when it is not given.
	Restore string `json:"restore,omitempty" schema:"enum=dhcp|none"`
	// MTU of uplink, bond, VLAN, Linux bridge and attachment in bytes, 576 to 65535. An uplink that several networks share gets
	// the largest. What the nodes have when absent. Addition.
	MTU *int `json:"mtu,omitempty" schema:"min=576,max=65535"`
	// Description of the bridge on the nodes, or of the card with type sriov, for people who look there. Addition.
	Description string `json:"description,omitempty"`
	// LLDP lets the nodes read on the uplink what the switch says of itself. Addition.
	LLDP bool `json:"lldp,omitempty"`
	// OVS holds what only an Open vSwitch bridge has. Addition.
	OVS *OVS `json:"ovs,omitempty" network:"types=ovs"`
	// VLANInterface names the interface of the VLAN on the nodes, UPLINK.VLAN when absent. Addition.
	VLANInterface string `json:"vlanInterface,omitempty" schema:"interface" network:"types=bridge|host"`
	// Attachment is what machines are attached with: its name and namespace, and options of the CNI plugin. Addition.
	Attachment *Attachment `json:"attachment,omitempty" network:"types=bridge|ovs|sriov|localnet|layer2"`
	// PolicyName names the policy, {network}-bridge or {wukong}-{network}-bridge when absent: so a policy that is on a cluster
	// keeps its name. Addition.
	PolicyName string `json:"policyName,omitempty" schema:"policy" shown:"value"`
	// MaxUnavailable is how many of its nodes the policy may change at once: a number, or a percentage such as 10%. NMState's
	// default when absent, which is 50%. Addition.
	MaxUnavailable string `json:"maxUnavailable,omitempty" yaml:"quantity" schema:"unavailable"`
	// Nodes is a table of nodes: one policy for each entry, with what the entry says in place of what stands here. Each names a
	// node, or each has a nodeSelector of the same labels. Addition.
	Nodes []Node `json:"nodes,omitempty" schema:"some" network:"policy"`
	// NodesFrom is where the table stands as CSV, in place of nodes. Addition.
	NodesFrom *NodesFrom `json:"nodesFrom,omitempty" network:"policy"`
	// Rollout applies the policies of the table in steps of so many entries, in their order, each step once the one before is
	// ready: for delivery argocd and kpt. All at once when absent. Addition.
	Rollout *int `json:"rollout,omitempty" schema:"min=1,max=1000" network:"policy"`
	// Patches are merged into what is made of the network, for what no field says. Addition.
	Patches *NetworkPatches `json:"patches,omitempty"`
}

// The values of ensure and restore.
const (
	EnsurePresent = "present"
	EnsureAbsent  = "absent"
	RestoreDHCP   = "dhcp"
	RestoreNone   = "none"
)

// Bond is a link aggregation that becomes the uplink.
type Bond struct {
	// Name of the bond interface on the node.
	Name string `json:"name" schema:"required,interface"`
	// Mode of the bond as the kernel names it: active-backup, 802.3ad, ...
	Mode string `json:"mode" schema:"required,enum=balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb"`
	// Ports are the interfaces that it bundles.
	Ports []string `json:"ports" schema:"required,interface,some,unique"`
	// Options of the bond in the kernel's spelling, such as miimon or lacp_rate: those that nmstate knows.
	Options map[string]any `json:"options,omitempty" schema:"scalars,bond"`
}

// SRIOV is what an SR-IOV network needs beyond its uplink.
type SRIOV struct {
	// NumVfs is the number of virtual functions on the uplink.
	NumVfs int `json:"numVfs" schema:"required,min=1,max=256"`
	// ResourceName is the device plugin's resource, such as example.com/vfs.
	ResourceName string `json:"resourceName" schema:"required,resource"`
	// VFs are settings of single virtual functions. Addition.
	VFs []VF `json:"vfs,omitempty" schema:"key=id"`
}

// VF is what one virtual function is set to. What is absent stays as the card has it.
type VF struct {
	// ID counts the card's virtual functions from 0.
	ID *int `json:"id" schema:"required,min=0,max=255"`
	// MAC is the function's address.
	MAC string `json:"mac,omitempty" schema:"mac"`
	// SpoofCheck drops frames with another source address.
	SpoofCheck *bool `json:"spoofCheck,omitempty"`
	// Trust lets the guest change the function's address and mode.
	Trust *bool `json:"trust,omitempty"`
	// VLAN tags the function's frames, 1 to 4094. Not beside vlanId, which does so for all.
	VLAN int `json:"vlan,omitempty" schema:"min=1,max=4094"`
	// QoS is the priority of the tagged frames, 0 to 7.
	QoS int `json:"qos,omitempty" schema:"min=0,max=7"`
	// MinTxRate is what the function may send in any case, in Mbit/s.
	MinTxRate int `json:"minTxRate,omitempty" schema:"min=0,max=1000000"`
	// MaxTxRate is the most that it may send, in Mbit/s.
	MaxTxRate int `json:"maxTxRate,omitempty" schema:"min=0,max=1000000"`
}

// OVS is what only an Open vSwitch bridge has.
type OVS struct {
	// AllowExtraPatchPorts keeps patch ports that others add to the bridge, as OVN does.
	AllowExtraPatchPorts bool `json:"allowExtraPatchPorts,omitempty"`
	// ExternalIDs are notes on the bridge in the OVS database.
	ExternalIDs map[string]string `json:"externalIDs,omitempty" shown:"names"`
}

// Number is a number that may be left out, 0 where it is.
func Number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
