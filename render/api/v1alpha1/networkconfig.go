package v1alpha1

import (
	"net/netip"
	"strings"
)

// The types of network.
const (
	TypeBridge  = "bridge"
	TypeOVS     = "ovs"
	TypeSRIOV   = "sriov"
	TypeMacvlan = "macvlan"
)

// PodNetwork is the name of the network that is the cluster's own.
const PodNetwork = "default"

// NetworkConfig is one host network standing on its own, so that many Wukongs share it by networkRef.
type NetworkConfig struct {
	APIVersion string     `json:"apiVersion" shown:"value"`
	Kind       string     `json:"kind" shown:"value"`
	Metadata   ObjectMeta `json:"metadata" schema:"required,object=56"`
	// Spec is the network.
	Spec NetworkSpec `json:"spec" schema:"required,with=type"`
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
	NetworkSpec
}

// NetworkSpec is the definition of a network. The tag `network` says where a field may stand: see networkField.
type NetworkSpec struct {
	// Type is bridge, ovs or sriov. Required unless the name is default or networkRef is given.
	Type string `json:"type,omitempty" schema:"enum=bridge|ovs|sriov"`
	// NADName is an existing NetworkAttachmentDefinition, NAME or NAMESPACE/NAME: none is generated, and no policy.
	NADName string `json:"nadName,omitempty" schema:"nad" refers:"NetworkAttachmentDefinition"`
	// VLANID is the tagged VLAN on the uplink, 1 to 4094.
	VLANID *int `json:"vlanId,omitempty" schema:"min=1,max=4094" network:"policy"`
	// BridgeName on the node, br-{name} when absent.
	BridgeName string `json:"bridgeName,omitempty" schema:"interface" network:"policy,types=bridge|ovs"`
	// PhysicalInterface is the uplink; the function's network.physicalInterface when absent.
	PhysicalInterface string `json:"physicalInterface,omitempty" schema:"interface" network:"policy"`
	// IPConfig is the guest's address.
	IPConfig *IPConfig `json:"ipConfig,omitempty" network:"guest"`
	// Bond makes the uplink of several ports. Addition.
	Bond *Bond `json:"bond,omitempty" network:"policy,types=bridge|ovs"`
	// SRIOV says how the virtual functions are made and found. Addition, required with type sriov.
	SRIOV *SRIOV `json:"sriov,omitempty" network:"policy,types=sriov"`
	// STP switches the bridge's spanning tree on. Addition.
	STP bool `json:"stp,omitempty" network:"types=bridge|ovs"`
	// NodeAddress is dhcp where the uplink carries the node's own address by DHCP: the bridge takes it over, so that the node
	// stays reachable. A new bridge copies the MAC address of the uplink, or of the first port of the bond. Addition.
	NodeAddress string `json:"nodeAddress,omitempty" schema:"enum=dhcp" network:"types=bridge|ovs"`
	// Ensure is present or absent. Absent keeps the policy and lets it remove from the nodes what it made; the attachment goes,
	// and no machine may use the network. Present when it is not given. Addition.
	Ensure string `json:"ensure,omitempty" schema:"enum=present|absent"`
	// Restore says how an uplink comes back that ensure: absent frees: none is up without address, dhcp with an address but
	// without gateway, DNS and routes. With nodeAddress it comes back by DHCP in any case. Addition, none when it is not given.
	Restore string `json:"restore,omitempty" schema:"enum=dhcp|none"`
	// NodeSelector limits the policy to nodes with these labels. Addition.
	NodeSelector map[string]string `json:"nodeSelector,omitempty" schema:"labels"`
}

// IPConfig is the address of the guest on a network.
type IPConfig struct {
	// Mode is static or dhcp.
	Mode string `json:"mode" schema:"required,enum=static|dhcp"`
	// Address with its prefix length, required for static.
	Address string `json:"address,omitempty" schema:"prefix"`
	// Gateway of the default route.
	Gateway string `json:"gateway,omitempty" schema:"address"`
	// DNSServers are addresses of resolvers.
	DNSServers []string `json:"dnsServers,omitempty" schema:"address"`
}

// OnLink says whether the gateway is on the link though no subnet has it: the prefix is the guest's address alone. Of a link-local
// gateway every system knows that.
func (ip *IPConfig) OnLink() bool {
	alone := "/32"
	if strings.Contains(ip.Address, ":") {
		alone = "/128"
	}
	if !strings.HasSuffix(ip.Address, alone) {
		return false
	}
	gateway, err := netip.ParseAddr(ip.Gateway)
	return err == nil && !(gateway.Is6() && gateway.IsLinkLocalUnicast())
}

// The values of ensure and restore.
const (
	EnsurePresent = "present"
	EnsureAbsent  = "absent"
	RestoreDHCP   = "dhcp"
	RestoreNone   = "none"
)

// The modes of an IPConfig.
const (
	ModeStatic = "static"
	ModeDHCP   = "dhcp"
)

// Bond is a link aggregation that becomes the uplink.
type Bond struct {
	// Name of the bond interface on the node.
	Name string `json:"name" schema:"required,interface"`
	// Mode of the bond as the kernel names it: active-backup, 802.3ad, ...
	Mode string `json:"mode" schema:"required,enum=balance-rr|active-backup|balance-xor|broadcast|802.3ad|balance-tlb|balance-alb"`
	// Ports are the interfaces that it bundles.
	Ports []string `json:"ports" schema:"required,interface,some,unique"`
	// Options of the bond in the kernel's spelling, such as miimon or lacp_rate.
	Options map[string]any `json:"options,omitempty" schema:"scalars"`
}

// SRIOV is what an SR-IOV network needs beyond its uplink.
type SRIOV struct {
	// NumVfs is the number of virtual functions on the uplink.
	NumVfs int `json:"numVfs" schema:"required,min=1,max=256"`
	// ResourceName is the device plugin's resource, such as example.com/vfs.
	ResourceName string `json:"resourceName" schema:"required,resource"`
}
