package v1alpha1

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// podNetwork reports what is wrong in the entry of a machine's networks that is the pod network.
func (c *checker) podNetwork(at path, n *WukongNetwork) {
	if n.NetworkRef != "" {
		c.add(finding.Contradiction, at.in("networkRef"),
			"must not stand in the entry named default, which is the pod network: give the entry another name", n.NetworkRef, "")
	}
	for _, f := range (n.given() & definitionFields).names() {
		c.add(finding.NoEffect, at.in(f),
			"has no effect in the entry named default, which is the pod network: remove it, or give the entry another name", "", "")
	}
	switch {
	case n.IPConfig == nil:
	case n.IPConfig.Mode == ModeDHCP:
		c.ipConfig(at.in("ipConfig"), n.IPConfig)
		c.idleOnPods(at.in("ipConfig"), n.IPConfig)
	default:
		at := at.in("ipConfig")
		c.add(finding.NoEffect, at.in("mode"),
			"has no effect on the pod network, where KubeVirt gives the guest its address by DHCP: write dhcp", n.IPConfig.Mode, ModeDHCP)
	}
}

// idleOnPods reports what the guest is not told of the pod network, on which KubeVirt decides.
func (c *checker) idleOnPods(at path, ip *IPConfig) {
	for _, f := range []struct {
		name  string
		given bool
	}{
		{"addresses", len(ip.Addresses) > 0}, {"gateway6", ip.Gateway6 != ""}, {"routes", len(ip.Routes) > 0},
		{"dnsServers", len(ip.DNSServers) > 0}, {"search", len(ip.Search) > 0},
	} {
		if f.given {
			c.add(finding.NoEffect, at.in(f.name), "has no effect on the pod network, of which KubeVirt tells the guest what it needs: remove it, "+
				"or write it on another network", "", "")
		}
	}
}

// primary reports an entry that cannot take the place of the pod network.
func (c *checker) primary(list path, networks []WukongNetwork, i int) {
	if !networks[i].Primary {
		return
	}
	entry := list.element(i)
	at := entry.in("primary")
	if networks[i].Name == PodNetwork {
		c.add(finding.Contradiction, at, "must not stand in the entry named default, which is the pod network itself: remove it", "true", "")
		return
	}
	for j := range networks {
		switch other := list.element(j); {
		case networks[j].Name == PodNetwork:
			c.add(finding.Contradiction, at, "must not stand beside "+other.String()+", which is the pod network: a primary network takes "+
				"its place, so remove one of the two", "true", "")
		case networks[j].Primary && j < i:
			c.add(finding.Contradiction, at, "is said of "+other.String()+" already: one network at most can take the place of the pod network", "true", "")
		}
	}
}

// LeastIPv6 is the smallest MTU with which a link carries IPv6 (RFC 8200, section 5).
const LeastIPv6 = 1280

// mtuOfIPv6 reports an MTU with which an address does not work, for it is of IPv6. It says whether there was something to report.
func (c *checker) mtuOfIPv6(at path, mtu int, address netip.Prefix) bool {
	small := mtu < LeastIPv6 && address.Addr().Is6()
	if small {
		c.add(finding.Contradiction, at, fmt.Sprintf("must be %d at least, with which IPv6 works, for the address %s", LeastIPv6, address),
			strconv.Itoa(mtu), strconv.Itoa(LeastIPv6))
	}
	return small
}

func (c *checker) ipConfig(at path, ip *IPConfig) {
	if c.required(at.in("mode"), ip.Mode, "static or dhcp") {
		c.oneOf(at.in("mode"), ip.Mode, ModeStatic, ModeDHCP)
	}
	switch {
	case ip.Address == "" && len(ip.Addresses) == 0 && ip.Mode == ModeStatic:
		c.add(finding.Required, at.in("address"),
			"is required with mode static: write an address with its prefix length, such as 192.0.2.10/24", "", "")
	case ip.Address != "":
		c.prefix(at.in("address"), ip.Address, ip.Gateway)
		if ip.Mode == ModeDHCP {
			c.add(finding.Contradiction, at.in("address"), "must not stand beside mode dhcp: remove it or use mode static", ip.Address, "")
		}
	}
	c.addresses(at, ip)
	if ip.Gateway != "" {
		c.address(at.in("gateway"), ip.Gateway)
		if ip.Mode == ModeDHCP {
			c.add(finding.Contradiction, at.in("gateway"),
				"must not stand beside mode dhcp, with which the gateway comes by DHCP: remove it or use mode static", ip.Gateway, "")
		}
	}
	if ip.Gateway6 != "" {
		if a, err := netip.ParseAddr(ip.Gateway6); err != nil || a.Zone() != "" || !a.Is6() {
			c.add(finding.InvalidAddress, at.in("gateway6"), "must be an IPv6 address without prefix length, such as 2001:db8::1", ip.Gateway6, "")
		}
	}
	c.guestRoutes(at.in("routes"), ip.Routes)
	servers, search := at.in("dnsServers"), at.in("search")
	for i, d := range ip.DNSServers {
		c.address(servers.element(i), d)
	}
	for i, d := range ip.Search {
		c.subdomain(search.element(i), d)
	}
}

// addresses reports what is wrong with those beside the first one.
func (c *checker) addresses(at path, ip *IPConfig) {
	if len(ip.Addresses) == 0 {
		return
	}
	list := at.in("addresses")
	for i, a := range ip.Addresses {
		c.prefix(list.element(i), a, cmp.Or(ip.Gateway6, ip.Gateway))
	}
	var known []netip.Addr
	for i, p := range ip.Prefixes {
		if slices.Contains(known, p.Addr()) {
			c.add(finding.Twice, list.element(i), "is an address of the guest here already: remove it", ip.Addresses[i], "")
		}
		known = append(known, p.Addr())
	}
}

func (c *checker) guestRoutes(list path, routes []GuestRoute) {
	for i, r := range routes {
		at := list.element(i)
		to, via := at.in("to"), at.in("via")
		if c.required(to, r.To, "the subnet that the route leads to, such as 10.0.0.0/8") {
			c.subnet(to, r.To)
		}
		subnet, err := netip.ParsePrefix(r.To)
		otherVersion := func(gateway string) bool {
			a, gatewayErr := netip.ParseAddr(gateway)
			return err == nil && gatewayErr == nil && subnet.Addr().Is4() != a.Is4()
		}
		switch nearest := nearestAddress(r.Via); {
		case !c.required(via, r.Via, "the gateway, such as 192.0.2.1"):
		case otherVersion(r.Via):
			c.add(finding.Contradiction, via, "is of another IP version than the subnet "+r.To+": write a gateway of the same", r.Via, "")
		case otherVersion(nearest):
			c.noAddress(via, r.Via, "")
		default:
			c.address(via, r.Via)
		}
	}
}

// prefix reports what is no address with its prefix length.
func (c *checker) prefix(at path, value, gateway string) {
	if _, err := netip.ParsePrefix(value); err != nil {
		c.add(finding.InvalidAddress, at,
			"must be an address with its prefix length, such as 192.0.2.10/24 or "+
				"2001:db8::10/64", value, nearestPrefix(value, gateway))
	}
}

func (c *checker) address(at path, value string) {
	if a, err := netip.ParseAddr(value); err != nil || a.Zone() != "" {
		c.noAddress(at, value, nearestAddress(value))
	}
}

func (c *checker) noAddress(at path, value, proposed string) {
	c.add(finding.InvalidAddress, at, "must be an IP address without prefix length, such as 192.0.2.1 or 2001:db8::1", value, proposed)
}

// subnet reports what is no subnet in CIDR form, as routes lead to.
func (c *checker) subnet(at path, value string) {
	const must = "must be a subnet with its prefix length, such as 10.244.0.0/16 or 2001:db8::/64"
	switch p, err := netip.ParsePrefix(value); {
	case err != nil:
		c.add(finding.InvalidAddress, at, must, value, "")
	case p != p.Masked():
		c.add(finding.InvalidAddress, at, must+", and not the address of a host in it", value, p.Masked().String())
	}
}
