package check

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// nodeRoutes: routes whose next hop no address of the network reaches.
func nodeRoutes(in *Input, say report) {
	for _, h := range in.hosts {
		if h.Absent {
			continue
		}
		for i := range h.More().Routes {
			if problem := unreachable(h, h.More().Routes[i].To, h.More().Routes[i].Via); problem != "" {
				say(finding.New(finding.NextHop, "", problem).Values(h.More().Routes[i].Via, ""), h.At("routes["+strconv.Itoa(i)+"].via"))
			}
		}
	}
}

// unreachable says why a next hop cannot be reached, empty where it can, or may be by an address that comes by DHCP.
func unreachable(h *plan.HostNetwork, to, via string) string {
	destination, err := netip.ParsePrefix(to)
	hop, err2 := netip.ParseAddr(via)
	switch {
	case err != nil, err2 != nil:
		return ""
	case destination.Addr().Is4() != hop.Is4():
		return "the next hop is of another IP version than the destination " + to + ": write one of the same"
	case !h.Addressed():
		return "the nodes have no address on " + h.Carrier() + ", so no next hop can be reached over it: write nodeIP or nodeAddress"
	case h.NodeAddress != nil, hop.Is6() && hop.IsLinkLocalUnicast() && slices.ContainsFunc(h.Addresses, func(p netip.Prefix) bool { return p.Addr().Is6() }):
		return ""
	}
	var subnets []string
	for _, p := range h.Addresses {
		switch {
		case p.Addr() == hop:
			return "the next hop is the node's own address: write that of the router"
		case p.Contains(hop):
			return ""
		}
		subnets = append(subnets, p.Masked().String())
	}
	return "the next hop is outside of what the node has on " + h.Carrier() + " (" + strings.Join(subnets, ", ") + "), so it cannot be reached: " +
		"write a router of that subnet"
}

// nodeAddressesWrong: static addresses of nodes that no host can have.
func nodeAddressesWrong(in *Input, say report) {
	for _, e := range in.nodes {
		for _, p := range e.host.Addresses {
			problem := ""
			if of := noHost(p.Addr()); of != "" {
				problem = "the node's address is " + of + ": no host can have it on a network"
			} else if of := reservedFor(p); of != "" {
				problem = "the address is " + of + " of " + p.Masked().String() + ": a host cannot have it"
			}
			if problem != "" {
				at, value := e.holding(p.Addr())
				say(finding.New(finding.AddressReserved, "", problem).Values(value, ""), at)
			}
		}
	}
}

// resolversTwice: dns replaces what a node has, so that of two networks with resolvers the last wins.
func resolversTwice(in *Input, say report) {
	resolvers := groups[string]{}
	for _, h := range in.hosts {
		if h.More().DNS != nil && !h.Absent {
			resolvers.add("", h, strings.Join(h.More().DNS.Servers, " ")+"\x00"+strings.Join(h.More().DNS.Search, " "))
		}
	}
	resolvers.each(in, say, finding.ResolversTwice, func(_ string, first, second *plan.HostNetwork) {
		conflict(say, finding.ResolversTwice, fmt.Sprintf("a node has one list of resolvers, and %s here and %s there set different ones: write them on one of "+
			"the two", second.Carrier(), first.Carrier()), func(*plan.HostNetwork) string { return "dns" }, first, second)
	})
}

// waysOut: a static address on a management uplink takes the place of DHCP, which gave the node its default route and resolvers.
func waysOut(in *Input, say report) {
	management := in.Config.Network.ManagementInterfaces
	if len(management) == 0 {
		return
	}
	for _, h := range in.hosts {
		if h.Absent || len(h.Addresses) == 0 || h.NodeAddress != nil || !h.Untagged() || !onManagement(h, management) || h.WayOut() && h.More().DNS != nil {
			continue
		}
		missing := "dns"
		switch {
		case h.WayOut():
		case h.More().DNS == nil:
			missing = "routes with a default route (to: 0.0.0.0/0 or ::/0), and dns"
		default:
			missing = "routes with a default route (to: 0.0.0.0/0 or ::/0)"
		}
		say(finding.New(finding.NoWayOut, "", fmt.Sprintf("%s carries the node's own address (network.managementInterfaces), and with a static one the node "+
			"keeps neither the default route nor the resolvers that came by DHCP: the node is cut off. Add %s", h.Uplink, missing)).
			Values(cmp.Or(h.NodeIP, h.Addresses[0].String()), ""), h.At("nodeIP"))
	}
}

// oneAddressForAll: nodeIP is one address, and without a selector for one host several nodes get it.
func oneAddressForAll(in *Input, say report) {
	if in.Config.Cluster.Nodes == 1 {
		return
	}
	for _, h := range in.hosts {
		if _, one := h.NodeSelector[api.HostnameLabel]; h.Absent || h.NodeIP == "" || one {
			continue
		}
		say(finding.New(finding.OneAddressForAll, "", fmt.Sprintf("each of the nodes (%s) gets this address: write a table in nodes with an address each, "+
			"or nodeSelector with %s; on a cluster of one node set cluster.nodes: 1", plan.Nodes(h.NodeSelector), api.HostnameLabel)).
			Values(h.NodeIP, ""), h.At("nodeIP"))
	}
}

// onManagement says whether a network's uplink, or a port of its bond, is one that carries the node's own address.
func onManagement(h *plan.HostNetwork, management []string) bool {
	return slices.Contains(management, h.Uplink) ||
		h.Bond != nil && slices.ContainsFunc(h.Bond.Ports, func(port string) bool { return slices.Contains(management, port) })
}
