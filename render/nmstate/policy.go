// Package nmstate turns the host networks of a plan into NodeNetworkConfigurationPolicies. What one network needs stands
// in one policy, because NMState applies policies in no promised order. The NMState release itself is in
// nmstate/release.
//
// Keys are nmstate's (2.2.38): a bond is link-aggregation with port names, a bridge port is an object, and an interface
// always says its type, since nmstate takes one without for ethernet.
package nmstate

import (
	"maps"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Policy is a NodeNetworkConfigurationPolicy.
type Policy struct {
	kube.Header
	Spec PolicySpec `json:"spec"`
}

// PolicySpec says which nodes get which state.
type PolicySpec struct {
	DesiredState DesiredState      `json:"desiredState"`
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`
}

// DesiredState is the part of nmstate's network state that we set.
type DesiredState struct {
	Interfaces []Interface `json:"interfaces"`
}

// Interface is one interface of a node.
type Interface struct {
	Name            string           `json:"name"`
	Type            string           `json:"type"`
	State           string           `json:"state"`
	VLAN            *VLAN            `json:"vlan,omitempty"`
	Bridge          *BridgeConfig    `json:"bridge,omitempty"`
	LinkAggregation *LinkAggregation `json:"link-aggregation,omitempty"`
	Ethernet        *Ethernet        `json:"ethernet,omitempty"`
	IPv4            *DHCP            `json:"ipv4,omitempty"`
	IPv6            *DHCP            `json:"ipv6,omitempty"`
	CopyMACFrom     string           `json:"copy-mac-from,omitempty"`
}

// DHCP asks for an address; autoconf is IPv6's.
type DHCP struct {
	Autoconf bool `json:"autoconf,omitempty"`
	DHCP     bool `json:"dhcp,omitempty"`
	Enabled  bool `json:"enabled"`
}

// VLAN is a tagged VLAN, 1 to 4094, on a base interface.
type VLAN struct {
	BaseInterface string `json:"base-iface"`
	ID            int    `json:"id"`
}

// BridgeConfig is a Linux or OVS bridge with its ports.
type BridgeConfig struct {
	Options *BridgeOptions `json:"options,omitempty"`
	Ports   []Port         `json:"port"`
}

// BridgeOptions holds what we set of a bridge.
type BridgeOptions struct {
	STP Switch `json:"stp"`
}

// Switch is on or off, written in both cases.
type Switch struct {
	Enabled bool `json:"enabled"`
}

// Port is a port of a bridge.
type Port struct {
	Name string `json:"name"`
}

// LinkAggregation is a bond.
type LinkAggregation struct {
	Mode    string         `json:"mode"`
	Options map[string]any `json:"options,omitempty"`
	Ports   []string       `json:"port"`
}

// Ethernet holds the number of virtual functions.
type Ethernet struct {
	SRIOV VirtualFunctions `json:"sr-iov"`
}

// VirtualFunctions of a physical interface.
type VirtualFunctions struct {
	Total int `json:"total-vfs"`
}

// NewPolicy is the policy of one host network.
func NewPolicy(h *plan.HostNetwork) *Policy {
	return &Policy{
		Header: kube.Header{APIVersion: "nmstate.io/v1", Kind: "NodeNetworkConfigurationPolicy", Metadata: kube.Meta{Name: h.Policy}},
		Spec:   PolicySpec{DesiredState: DesiredState{Interfaces: interfaces(h)}, NodeSelector: maps.Clone(h.NodeSelector)},
	}
}

// interfaces are a network's interfaces from the uplink up, each standing on the one before.
func interfaces(h *plan.HostNetwork) []Interface {
	if h.Absent {
		return removal(h)
	}
	if h.Type == api.TypeSRIOV {
		return []Interface{{Name: h.Uplink, Type: "ethernet", State: "up", Ethernet: &Ethernet{SRIOV: VirtualFunctions{Total: h.VFs}}}}
	}
	list := make([]Interface, 0, 3)
	if h.Bond != nil {
		list = append(list, bond(h.Bond))
	}
	if h.Type == api.TypeOVS {
		return append(list, ovsBridge(h))
	}
	port := h.Uplink
	if h.VLAN != 0 {
		port = api.VLANInterface(h.Uplink, h.VLAN)
		list = append(list, Interface{Name: port, Type: "vlan", State: "up", VLAN: &VLAN{BaseInterface: h.Uplink, ID: h.VLAN}})
	}
	bridge := Interface{Name: h.Bridge, Type: "linux-bridge", State: "up", Bridge: &BridgeConfig{
		Options: &BridgeOptions{STP: Switch{h.STP}}, Ports: []Port{{port}},
	}}
	if h.TakesAddress() { // with the uplink's MAC address, so that the DHCP server gives the same lease
		bridge.CopyMACFrom = port
		bridge.IPv4 = &DHCP{DHCP: true, Enabled: true}
		bridge.IPv6 = &DHCP{Autoconf: true, DHCP: true, Enabled: true}
	}
	return append(list, bridge)
}

func bond(b *api.Bond) Interface {
	return Interface{Name: b.Name, Type: "bond", State: "up", LinkAggregation: &LinkAggregation{
		Mode: b.Mode, Options: maps.Clone(b.Options), Ports: append([]string(nil), b.Ports...),
	}}
}

// ovsBridge has no VLAN interface below it: Open vSwitch tags at the attachment. Its spanning tree is off by default.
func ovsBridge(h *plan.HostNetwork) Interface {
	b := &BridgeConfig{Ports: []Port{{h.Uplink}}}
	if h.STP {
		b.Options = &BridgeOptions{STP: Switch{true}}
	}
	return Interface{Name: h.Bridge, Type: "ovs-bridge", State: "up", Bridge: b}
}
