package nmstate

import (
	"net/netip"

	"github.com/novasphere/wukong-fn/render/plan"
)

// IP is what an interface says of one IP version. What auto-dns, auto-gateway and auto-routes do not say is taken from the server.
type IP struct {
	Addresses   []Address `json:"address,omitempty"`
	AutoDNS     *bool     `json:"auto-dns,omitempty"`
	AutoGateway *bool     `json:"auto-gateway,omitempty"`
	AutoRoutes  *bool     `json:"auto-routes,omitempty"`
	Autoconf    *bool     `json:"autoconf,omitempty"` // IPv6's
	DHCP        *bool     `json:"dhcp,omitempty"`
	Enabled     bool      `json:"enabled"`
}

// Address is a static address.
type Address struct {
	IP           string `json:"ip"`
	PrefixLength int    `json:"prefix-length"`
}

// ByDHCP says whether the address comes from a server.
func (ip *IP) ByDHCP() bool { return ip != nil && ip.DHCP != nil && *ip.DHCP }

// address gives an interface the node's address on a network. Of an IP version without an address nothing is said.
func address(itf *Interface, h *plan.HostNetwork) {
	itf.CopyMACFrom = h.MACFrom
	if n := h.NodeAddress; n != nil {
		itf.IPv4, itf.IPv6 = dhcp()
		for _, ip := range []*IP{itf.IPv4, itf.IPv6} {
			ip.AutoDNS, ip.AutoGateway, ip.AutoRoutes = n.DNS, n.Gateway, n.Routes
		}
		return
	}
	for _, p := range h.Addresses {
		version := &itf.IPv4
		if p.Addr().Is6() {
			version = &itf.IPv6
		}
		static(version, p)
	}
}

// dhcp asks servers for addresses of both IP versions.
func dhcp() (ipv4, ipv6 *IP) {
	return &IP{DHCP: new(true), Enabled: true}, &IP{Autoconf: new(true), DHCP: new(true), Enabled: true}
}

// static adds a static address, and says that none comes by itself: it may have done so before.
func static(version **IP, p netip.Prefix) {
	if *version == nil {
		*version = &IP{DHCP: new(false), Enabled: true}
		if p.Addr().Is6() {
			(*version).Autoconf = new(false)
		}
	}
	(*version).Addresses = append((*version).Addresses, Address{p.Addr().String(), p.Bits()})
}

// Routes are those of a node.
type Routes struct {
	Config []Route `json:"config"`
}

// Route is one of them; in state absent it is taken away.
type Route struct {
	Destination      string `json:"destination,omitempty"`
	Metric           int    `json:"metric,omitempty"`
	NextHopAddress   string `json:"next-hop-address,omitempty"`
	NextHopInterface string `json:"next-hop-interface"`
	State            string `json:"state,omitempty"`
	TableID          int    `json:"table-id,omitempty"`
}

// DNS are the resolvers of a node; empty it has none but those that come by DHCP.
type DNS struct {
	Config DNSConfig `json:"config"`
}

// DNSConfig are resolvers and the domains that are searched.
type DNSConfig struct {
	Search []string `json:"search,omitempty"`
	Server []string `json:"server,omitempty"`
}

// routesOf are a network's routes. They go with the address: back to the uplink, or away. Those of an interface that is removed go
// with it.
func routesOf(h *plan.HostNetwork) *Routes {
	if len(h.More().Routes) == 0 {
		return nil
	}
	on := h.Carrier()
	if h.Absent {
		switch heir := heir(h); {
		case heir != "":
			on = heir
		case h.Bridge != "" || h.Port != h.Uplink || h.Bond != nil || h.Taken[h.Uplink]:
			return nil
		default:
			return &Routes{Config: []Route{{NextHopInterface: on, State: "absent"}}}
		}
	}
	list := make([]Route, 0, len(h.More().Routes))
	for _, r := range h.More().Routes {
		list = append(list, Route{Destination: r.To, Metric: r.Metric, NextHopAddress: r.Via, NextHopInterface: on, TableID: r.Table})
	}
	return &Routes{Config: list}
}

// heir is the interface that gets the address back when a network goes; empty where none does.
func heir(h *plan.HostNetwork) string {
	to := h.Uplink
	if h.Bond != nil && !h.Kept[h.Uplink] {
		to = h.Bond.Ports[0]
	}
	if !h.TakesAddress() || h.Taken[to] {
		return ""
	}
	return to
}

// dnsOf are a network's resolvers. They stay where the address stays, and go otherwise.
func dnsOf(h *plan.HostNetwork) *DNS {
	switch {
	case h.More().DNS == nil:
		return nil
	case h.Absent && heir(h) == "":
		return &DNS{}
	}
	return &DNS{DNSConfig{Search: h.More().DNS.Search, Server: h.More().DNS.Servers}}
}
