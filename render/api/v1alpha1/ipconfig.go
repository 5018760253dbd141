package v1alpha1

import (
	"net/netip"
	"strconv"
)

// IPConfig is the address of the guest on a network.
type IPConfig struct {
	// Mode is static or dhcp.
	Mode string `json:"mode" schema:"required,enum=static|dhcp"`
	// Address with its prefix length; static needs this or addresses.
	Address string `json:"address,omitempty" schema:"prefix"`
	// Addresses are more of them, such as the one of IPv6 beside one of IPv4; with mode dhcp beside the one that comes by DHCP. Addition.
	Addresses []string `json:"addresses,omitempty" schema:"prefix"`
	// Gateway of the default route.
	Gateway string `json:"gateway,omitempty" schema:"address"`
	// Gateway6 is the gateway of the default route of IPv6, beside a gateway of IPv4. Addition.
	Gateway6 string `json:"gateway6,omitempty" schema:"address6"`
	// Routes of the guest beside the default one. Addition.
	Routes []GuestRoute `json:"routes,omitempty"`
	// DNSServers are addresses of resolvers.
	DNSServers []string `json:"dnsServers,omitempty" schema:"address"`
	// Search are the domains in which the guest looks up short names. Addition.
	Search []string `json:"search,omitempty" schema:"subdomain"`
}

// GuestRoute is a route of the guest.
type GuestRoute struct {
	// To is the subnet that it leads to.
	To string `json:"to" schema:"required,prefix"`
	// Via is the gateway, in a subnet of the guest's addresses.
	Via string `json:"via" schema:"required,address"`
}

// The modes of an IPConfig.
const (
	ModeStatic = "static"
	ModeDHCP   = "dhcp"
)

// The destinations of default routes.
const (
	AnyIPv4 = "0.0.0.0/0"
	AnyIPv6 = "::/0"
)

// Prefixes are the guest's own addresses, as far as they are ones: that of address has the index -1.
func (ip *IPConfig) Prefixes(yield func(int, netip.Prefix) bool) {
	if ip.Address != "" { // else an error would be made for each
		if p, err := netip.ParsePrefix(ip.Address); err == nil && !yield(-1, p) {
			return
		}
	}
	for i, a := range ip.Addresses {
		if p, err := netip.ParsePrefix(a); err == nil && !yield(i, p) {
			return
		}
	}
}

// AddressAt is the field of the address with an index of Prefixes, and what stands there.
func (ip *IPConfig) AddressAt(i int) (field, value string) {
	if i < 0 {
		return "address", ip.Address
	}
	return "addresses[" + strconv.Itoa(i) + "]", ip.Addresses[i]
}

// Gateways are all that the guest's routes go by, in order, with the field that names each. isDefault says that the route is the
// default one of the gateway's family.
func (ip *IPConfig) Gateways(visit func(field, gateway string, isDefault bool)) {
	if ip.Gateway != "" {
		visit("gateway", ip.Gateway, true)
	}
	if ip.Gateway6 != "" {
		visit("gateway6", ip.Gateway6, true)
	}
	for i, r := range ip.Routes {
		to, err := netip.ParsePrefix(r.To)
		visit("routes["+strconv.Itoa(i)+"].via", r.Via, err == nil && to.Bits() == 0)
	}
}

// OnLink says whether a gateway is on the link though no subnet has it: the guest's prefixes of its family are addresses alone. Of a
// link-local gateway every system knows that.
func (ip *IPConfig) OnLink(gateway string) bool {
	to, err := netip.ParseAddr(gateway)
	if err != nil || to.Is6() && to.IsLinkLocalUnicast() {
		return false
	}
	alone := false
	for _, p := range ip.Prefixes {
		if p.Addr().Is4() == to.Unmap().Is4() {
			if !p.IsSingleIP() {
				return false
			}
			alone = true
		}
	}
	return alone
}
