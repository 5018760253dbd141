// Package nmstate turns the host networks of a plan into NodeNetworkConfigurationPolicies. What one network needs stands
// in one policy, because NMState applies policies in no promised order. The NMState release itself is in
// nmstate/release.
//
// Keys are nmstate's (2.2.38): a bond is link-aggregation with port names, a bridge port is an object, and an interface
// that is made says its type. One that only comes back says none: it may be a bond or bridge of the node's own, and nmstate
// takes the type that it has.
package nmstate

import (
	"maps"
	"strconv"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Policy is a NodeNetworkConfigurationPolicy.
type Policy struct {
	object.Header
	Spec PolicySpec `json:"spec"`
}

// PolicySpec says which nodes get which state.
type PolicySpec struct {
	DesiredState   DesiredState      `json:"desiredState"`
	MaxUnavailable any               `json:"maxUnavailable,omitempty"` // an int, or a percentage
	NodeSelector   map[string]string `json:"nodeSelector,omitempty"`
}

// DesiredState is the part of nmstate's network state that we set.
type DesiredState struct {
	DNS        *DNS        `json:"dns-resolver,omitempty"`
	Interfaces []Interface `json:"interfaces,omitempty"`
	OVN        *OVN        `json:"ovn,omitempty"`
	Routes     *Routes     `json:"routes,omitempty"`
}

// Interface is one interface of a node.
type Interface struct {
	Name            string           `json:"name"`
	Identifier      string           `json:"identifier,omitempty"`
	MACAddress      string           `json:"mac-address,omitempty"`
	Type            string           `json:"type,omitempty"` // of an uplink the node knows it
	State           string           `json:"state"`
	Description     string           `json:"description,omitempty"`
	MTU             int              `json:"mtu,omitempty"`
	VLAN            *VLAN            `json:"vlan,omitempty"`
	Bridge          *BridgeConfig    `json:"bridge,omitempty"`
	OVSDatabase     *OVSDatabase     `json:"ovs-db,omitempty"`
	LinkAggregation *LinkAggregation `json:"link-aggregation,omitempty"`
	Ethernet        *Ethernet        `json:"ethernet,omitempty"`
	LLDP            *Switch          `json:"lldp,omitempty"`
	IPv4            *IP              `json:"ipv4,omitempty"`
	IPv6            *IP              `json:"ipv6,omitempty"`
	CopyMACFrom     string           `json:"copy-mac-from,omitempty"`
}

// VLAN is a tagged VLAN, 1 to 4094, on a base interface.
type VLAN struct {
	BaseInterface string `json:"base-iface"`
	ID            int    `json:"id"`
}

// BridgeConfig is a Linux or OVS bridge with its ports.
type BridgeConfig struct {
	// AllowExtraPatchPorts is Open vSwitch's. nmstate does not keep it, so it stands in every policy of the bridge.
	AllowExtraPatchPorts bool           `json:"allow-extra-patch-ports,omitempty"`
	Options              *BridgeOptions `json:"options,omitempty"`
	Ports                []Port         `json:"port"`
}

// OVSDatabase holds notes on an OVS bridge.
type OVSDatabase struct {
	ExternalIDs map[string]string `json:"external_ids"`
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
	Name string    `json:"name"`
	VLAN *PortVLAN `json:"vlan,omitempty"`
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
	Total int               `json:"total-vfs"`
	VFs   []VirtualFunction `json:"vfs,omitempty"`
}

// VirtualFunction is what one of them is set to; rates are in Mbit/s.
type VirtualFunction struct {
	ID         int    `json:"id"`
	MAC        string `json:"mac-address,omitempty"`
	SpoofCheck *bool  `json:"spoof-check,omitempty"`
	Trust      *bool  `json:"trust,omitempty"`
	VLAN       int    `json:"vlan-id,omitempty"`
	QoS        int    `json:"qos,omitempty"`
	MinTxRate  int    `json:"min-tx-rate,omitempty"`
	MaxTxRate  int    `json:"max-tx-rate,omitempty"`
}

// builder builds policies, each in the memory of the one before. The zero builder is ready.
type builder struct {
	policy     Policy
	interfaces []Interface
	// One network has at most one of each.
	vlan    VLAN
	bridge  BridgeConfig
	options BridgeOptions
	port    [1]Port
}

// policyOf is the policy of one host network. It is good until the next one is built.
func (b *builder) policyOf(h *plan.HostNetwork) *Policy {
	b.interfaces = b.list(h)
	b.policy = Policy{
		Header: object.NodeNetworkConfigurationPolicy.Header("", h.Policy),
		Spec: PolicySpec{
			DesiredState:   DesiredState{DNS: dnsOf(h), Interfaces: b.interfaces, OVN: mappings(h), Routes: routesOf(h)},
			MaxUnavailable: unavailable(h.More().MaxUnavailable), NodeSelector: maps.Clone(h.NodeSelector),
		},
	}
	return &b.policy
}

// SpecOf is what the policy of a host network says.
func SpecOf(h *plan.HostNetwork) *PolicySpec { return new(builder).said(h) }

// unavailable is how many nodes a policy may change at once: a number, a percentage as it is, or nothing.
func unavailable(limit string) any {
	if limit == "" {
		return nil
	}
	if n, err := strconv.Atoi(limit); err == nil {
		return n
	}
	return limit
}

// EachInterface visits what every network says of its interfaces. An interface is good until visit returns.
func EachInterface(networks []*plan.HostNetwork, visit func(*plan.HostNetwork, *Interface)) {
	b := &builder{}
	for _, h := range networks {
		list := b.interfacesOf(h)
		for i := range list {
			visit(h, &list[i])
		}
	}
}

// InterfaceOf is what a network says of one of its interfaces, nil where it says nothing.
func InterfaceOf(h *plan.HostNetwork, name string) *Interface {
	list := new(builder).interfacesOf(h)
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// list are a network's interfaces from the uplink up, each standing on the one before.
func (b *builder) list(h *plan.HostNetwork) []Interface {
	if h.Absent {
		return removal(h)
	}
	if h.Uplink == "" {
		return b.interfaces[:0] // a mapping alone
	}
	list := b.uplink(b.interfaces[:0], h)
	if h.Type == api.TypeSRIOV {
		return list
	}
	if h.Port != h.Uplink {
		b.vlan = VLAN{BaseInterface: h.Uplink, ID: h.VLAN}
		list = append(list, Interface{Name: h.Port, Type: "vlan", State: "up", MTU: api.Number(h.More().MTU), VLAN: &b.vlan})
	}
	if h.Bridge == "" {
		own := &list[len(list)-1]
		own.Description = h.More().Description
		address(own, h)
		return list
	}
	b.bridge = BridgeConfig{Ports: b.ports(h)}
	if h.OnOVS() {
		list = append(list, b.ovsBridge(h))
		if h.Addressed() { // an OVS bridge drops an address in silence (nmstate 2.2.38)
			internal := Interface{Name: h.Bridge, Type: "ovs-interface", State: "up", MTU: api.Number(h.More().MTU)}
			address(&internal, h)
			list = append(list, internal)
		}
		return list
	}
	b.options = BridgeOptions{STP: Switch{h.More().STP}}
	b.bridge.Options = &b.options
	bridge := Interface{Name: h.Bridge, Type: "linux-bridge", State: "up", Description: h.More().Description, MTU: api.Number(h.More().MTU), Bridge: &b.bridge}
	address(&bridge, h)
	return append(list, bridge)
}

// uplink adds what a network says of its uplink: a bond with its ports, a card with virtual functions, or what an interface
// that the nodes have is set to. Of that one the type is the nodes' business.
func (b *builder) uplink(list []Interface, h *plan.HostNetwork) []Interface {
	alone := h.Bridge == "" && h.Port == h.Uplink // the network is its uplink
	if h.Type != api.TypeSRIOV && !alone && h.Bond == nil && h.More().MTU == nil && !h.More().LLDP && h.UplinkMAC == "" {
		return list // as most do, since it has nothing to say
	}
	itf := Interface{Name: h.Uplink, State: "up"}
	var ports []string
	switch {
	case h.Type == api.TypeSRIOV:
		itf.Type, itf.Description, itf.Ethernet = "ethernet", h.More().Description, &Ethernet{SRIOV: functions(h.SRIOV)}
	case h.Bond != nil:
		itf, ports = bond(h.Bond), h.Bond.Ports
	case len(h.More().Ports) > 0:
		for _, port := range h.More().Ports[:len(h.More().Ports)-1] {
			list = append(list, listening(Interface{Name: port, State: "up", MTU: h.UplinkMTU}, h))
		}
		itf.Name = h.More().Ports[len(h.More().Ports)-1]
	case h.UplinkMAC != "":
		itf.Type = "ethernet"
	}
	itf.knownBy(h)
	if itf.MTU = h.UplinkMTU; itf.MTU != 0 { // a bond is no larger than its ports
		for _, port := range ports {
			list = append(list, Interface{Name: port, State: "up", MTU: itf.MTU})
		}
	}
	return append(list, listening(itf, h))
}

// listening is an uplink that listens to the switch where the network wants that.
func listening(itf Interface, h *plan.HostNetwork) Interface {
	if h.More().LLDP {
		itf.LLDP = &Switch{true}
	}
	return itf
}

// knownBy lets the nodes find an uplink by its MAC address, where it has a name of ours. nmstate has ports and VLANs on such a
// name since 2.2.41.
func (i *Interface) knownBy(h *plan.HostNetwork) {
	if h.UplinkMAC != "" && i.Name == h.Uplink {
		i.Identifier, i.MACAddress = "mac-address", h.UplinkMAC
	}
}

// functions are a card's virtual functions.
func functions(s *api.SRIOV) VirtualFunctions {
	all := VirtualFunctions{Total: s.NumVfs}
	for _, f := range s.VFs {
		all.VFs = append(all.VFs, VirtualFunction{
			ID: *f.ID, MAC: f.MAC, SpoofCheck: f.SpoofCheck, Trust: f.Trust, VLAN: f.VLAN, QoS: f.QoS, MinTxRate: f.MinTxRate, MaxTxRate: f.MaxTxRate,
		})
	}
	return all
}

func bond(b *api.Bond) Interface {
	return Interface{Name: b.Name, Type: "bond", State: "up", LinkAggregation: &LinkAggregation{
		Mode: b.Mode, Options: maps.Clone(b.Options), Ports: append([]string(nil), b.Ports...),
	}}
}

// ovsBridge has no VLAN interface below it: Open vSwitch tags at the attachment. Its spanning tree is off by default.
func (b *builder) ovsBridge(h *plan.HostNetwork) Interface {
	if h.More().STP {
		b.options = BridgeOptions{STP: Switch{true}}
		b.bridge.Options = &b.options
	}
	if h.Addressed() {
		internal := Port{Name: h.Bridge}
		if h.More().NodeVLANID != nil {
			internal.VLAN = &PortVLAN{Mode: "access", Tag: *h.More().NodeVLANID}
		}
		b.bridge.Ports = append(b.bridge.Ports, internal)
	}
	bridge := Interface{Name: h.Bridge, Type: "ovs-bridge", State: "up", Description: h.More().Description, Bridge: &b.bridge}
	if h.Type == api.TypeLocalnet { // OVN adds the ports, and nmstate would take them off again
		b.bridge.AllowExtraPatchPorts = true
	}
	if o := h.More().OVS; o != nil {
		b.bridge.AllowExtraPatchPorts = o.AllowExtraPatchPorts
		if len(o.ExternalIDs) > 0 {
			bridge.OVSDatabase = &OVSDatabase{maps.Clone(o.ExternalIDs)}
		}
	}
	return bridge
}
