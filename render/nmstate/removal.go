package nmstate

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// removal takes a network off the nodes, from the top down: the bridge, its VLAN, its bond. Of an interface that only had an
// address the address goes. What others still use stays.
// Interfaces that a bridge or bond lets go do not come back up by themselves (nmstate 2.2.38), so they are brought up.
func removal(h *plan.HostNetwork) []Interface {
	if h.Type == api.TypeSRIOV {
		if h.Kept[h.Uplink] {
			return []Interface{}
		}
		card := Interface{Name: h.Uplink, Type: "ethernet", State: "up", Ethernet: &Ethernet{}}
		card.knownBy(h)
		return []Interface{card}
	}
	if h.Uplink == "" {
		return nil // a mapping alone
	}
	list := []Interface{}
	switch {
	case h.Bridge == "" || h.Kept[h.Bridge]:
	case h.OnOVS():
		list = append(list, Interface{Name: h.Bridge, Type: "ovs-bridge", State: "absent"})
		if h.Addressed() {
			list = append(list, Interface{Name: h.Bridge, Type: "ovs-interface", State: "absent"})
		}
	default:
		list = append(list, Interface{Name: h.Bridge, Type: "linux-bridge", State: "absent"})
	}
	untagged := h.Port == h.Uplink // the bridge or the address is on the uplink itself
	if !untagged && !h.Kept[h.Port] {
		list = append(list, Interface{Name: h.Port, Type: "vlan", State: "absent"})
	}
	switch {
	case h.Bond != nil && !h.Kept[h.Uplink]:
		list = append(list, Interface{Name: h.Bond.Name, Type: "bond", State: "absent"})
		for i, port := range h.Bond.Ports {
			if !h.Taken[port] {
				// The bridge copied the MAC address of the first, which therefore gets the same lease.
				list = append(list, freed(port, h, h.TakesAddress() && i == 0, false))
			}
		}
	case untagged:
		for link := range h.Links {
			if h.Taken[link] {
				continue
			}
			itf := freed(link, h, h.TakesAddress() && link == h.Uplink, h.More().Restore == api.RestoreDHCP && h.Bond == nil)
			switch {
			case h.Bridge != "" || !h.Addressed():
			case h.WayOut(): // of the node itself, which would be cut off
				itf.IPv4, itf.IPv6 = dhcp()
			case itf.IPv4 == nil:
				itf.IPv4, itf.IPv6 = &IP{}, &IP{}
			}
			itf.knownBy(h)
			list = append(list, itf)
		}
	}
	return list
}

// freed is an interface that is free again. Where the bridge had taken the node's address over, it gets that back: the static one,
// or all that the DHCP server gives. Any other gets an address only where that is wanted, and never a route: its default route could win
// over the node's own.
func freed(name string, h *plan.HostNetwork, carriedAddress, again bool) Interface {
	itf := Interface{Name: name, State: "up"}
	switch {
	case carriedAddress:
		address(&itf, h)
	case again:
		itf.IPv4, itf.IPv6 = dhcp()
		for _, ip := range []*IP{itf.IPv4, itf.IPv6} {
			ip.AutoDNS, ip.AutoGateway, ip.AutoRoutes = new(false), new(false), new(false)
		}
	}
	return itf
}
