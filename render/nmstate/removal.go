package nmstate

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// removal takes a network off the nodes, from the top down: the bridge, its VLAN, its bond. What others still use stays.
// Interfaces that a bridge or bond lets go do not come back up by themselves (nmstate 2.2.38), so they are brought up.
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
	if !enslaved && !h.Kept[h.Port] {
		list = append(list, Interface{Name: h.Port, Type: "vlan", State: "absent"})
	}
	switch {
	case h.Bond != nil && !h.Kept[h.Uplink]:
		list = append(list, Interface{Name: h.Bond.Name, Type: "bond", State: "absent"})
		for i, port := range h.Bond.Ports {
			if !h.Taken[port] {
				// The bridge copied the MAC address of the first, which therefore gets the same lease.
				list = append(list, freed(port, h.TakesAddress() && i == 0, false))
			}
		}
	case enslaved && !h.Taken[h.Uplink]:
		list = append(list, freed(h.Uplink, h.TakesAddress(), h.Restore == api.RestoreDHCP && h.Bond == nil))
	}
	return list
}

// freed is an interface that is free again. Where the bridge had taken the node's address over, it comes back with all that
// the DHCP server gives. Any other gets an address only where that is wanted, and never a route: its default route could win
// over the node's own.
func freed(name string, carriedAddress, dhcp bool) Interface {
	itf := Interface{Name: name, State: "up"}
	if carriedAddress || dhcp {
		itf.IPv4 = &DHCP{DHCP: true, Enabled: true}
		itf.IPv6 = &DHCP{Autoconf: true, DHCP: true, Enabled: true}
	}
	if dhcp && !carriedAddress {
		for _, ip := range []*DHCP{itf.IPv4, itf.IPv6} {
			ip.AutoDNS, ip.AutoGateway, ip.AutoRoutes = new(false), new(false), new(false)
		}
	}
	return itf
}
