package nmstate

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// removal takes a network off the nodes, from the top down: the bridge, its VLAN, its bond. What others still use stays.
// Interfaces that a bridge or bond lets go do not come back up by themselves (nmstate 2.2.38), so they are brought up, with
// an address as the network's restore says.
func removal(h *plan.HostNetwork) []Interface {
	if h.Type == api.TypeSRIOV {
		if h.Kept[h.Uplink] {
			return []Interface{}
		}
		return []Interface{{Name: h.Uplink, Type: "ethernet", State: "up", Ethernet: &Ethernet{}}}
	}
	kind := "linux-bridge"
	if h.Type == api.TypeOVS {
		kind = "ovs-bridge"
	}
	list := []Interface{{Name: h.Bridge, Type: kind, State: "absent"}}
	if h.Kept[h.Bridge] {
		list = list[:0]
	}
	enslaved := h.VLAN == 0 || h.Type == api.TypeOVS // the bridge's port is the uplink itself
	if vlan := api.VLANInterface(h.Uplink, h.VLAN); !enslaved && !h.Kept[vlan] {
		list = append(list, Interface{Name: vlan, Type: "vlan", State: "absent"})
	}
	switch {
	case h.Kept[h.Uplink]:
	case h.Bond != nil:
		list = append(list, Interface{Name: h.Bond.Name, Type: "bond", State: "absent"})
		for _, port := range h.Bond.Ports {
			if !h.Kept[port] {
				list = append(list, restored(port, h.Restore))
			}
		}
	case enslaved:
		list = append(list, restored(h.Uplink, h.Restore))
	}
	return list
}

// restored is a physical interface that is free again.
func restored(name, restore string) Interface {
	itf := Interface{Name: name, Type: "ethernet", State: "up", IPv4: &DHCP{}, IPv6: &DHCP{}}
	if restore != api.RestoreNone {
		itf.IPv4 = &DHCP{DHCP: true, Enabled: true}
		itf.IPv6 = &DHCP{Autoconf: true, DHCP: true, Enabled: true}
	}
	return itf
}
