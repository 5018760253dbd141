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
	if h.NodeAddress != "" {
		itf.IPv4, itf.IPv6 = dhcp()
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
