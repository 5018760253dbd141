package v1alpha1

import (
	"net/netip"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// nodesNetwork reports what is wrong with the nodes' addresses, routes and resolvers on a network.
func (c *checker) nodesNetwork(at path, s *NetworkSpec) {
	if s.NodeAddress != nil {
		c.nodeAddress(at.in("nodeAddress"), s.NodeAddress)
	}
	if s.More().NodeVLANID != nil && s.NodeAddress == nil && s.NodeIP == "" && !s.HasTable() {
		c.add(finding.Contradiction, at.in("nodeVlanId"), "needs nodeIP or nodeAddress, whose VLAN it is: write one of the two, or remove this",
			strconv.Itoa(*s.More().NodeVLANID), "")
	}
	if mtu := s.More().MTU; mtu != nil && s.NodeIP != "" {
		if p, err := netip.ParsePrefix(s.NodeIP); err == nil {
			c.mtuOfIPv6(at.in("mtu"), *mtu, p)
		}
	}
	if len(s.More().Routes) > 0 {
		c.routes(at.in("routes"), s.More().Routes)
	}
	if s.More().DNS != nil {
		servers, search := at.in("dns.servers"), at.in("dns.search")
		for i, server := range s.More().DNS.Servers {
			c.address(servers.element(i), server)
		}
		for i, domain := range s.More().DNS.Search {
			c.subdomain(search.element(i), domain)
		}
	}
}

func (c *checker) nodeAddress(at path, n *NodeAddress) {
	switch {
	case n.Word == AddressDHCP:
	case n.Word != "":
		c.add(finding.OutOfRange, at, "must be dhcp, or a mapping with dhcp: true", n.Word, spell.Nearest(n.Word, []string{AddressDHCP}))
	case !n.DHCP:
		c.add(finding.OutOfRange, at.in("dhcp"), "must be true: remove nodeAddress where the address does not come by DHCP", "", "true")
	}
}

func (c *checker) routes(list path, routes []NodeRoute) {
	for i := range routes {
		r, at := &routes[i], list.element(i)
		if c.required(at.in("to"), r.To, "the destination, such as 10.0.0.0/8, or 0.0.0.0/0 for the default route") {
			c.subnet(at.in("to"), r.To)
		}
		if c.required(at.in("via"), r.Via, "the address of the next hop") {
			if a, err := netip.ParseAddr(r.Via); err != nil || a.Zone() != "" {
				c.noAddress(at.in("via"), r.Via, "") // a proposal could be out of reach
			}
		}
		c.within(at.in("metric"), r.Metric, 0, mostNumber)
		c.within(at.in("table"), r.Table, 0, mostNumber)
	}
}

// mostNumber is the highest metric and table: nmstate reads signed numbers of 32 bits.
const mostNumber = 1<<31 - 1
