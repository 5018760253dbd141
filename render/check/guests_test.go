package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestPodNetwork has machines without the pod network, and with a default route elsewhere, and their nearest.
func TestPodNetwork(t *testing.T) {
	const lan = "{name: lan, type: bridge, physicalInterface: e1"
	static := "[" + lan + ", ipConfig: {mode: static, address: 192.0.2.5/24, gateway: 192.0.2.1}}]"
	without := func(c *api.RenderSpec) { c.VM.PodNetwork = false }
	subnets := func(cidrs ...string) func(*api.RenderSpec) {
		return func(c *api.RenderSpec) { c.Network.ClusterCIDRs = cidrs }
	}
	for name, tc := range map[string]struct {
		networks []string
		config   func(*api.RenderSpec)
		want     []string
	}{
		"not on it":                         {[]string{"[" + lan + "}]"}, without, []string{"WK155 Wukong/w0 spec.networks"}},
		"said once":                         {[]string{"[" + lan + "}]", "[" + lan + "}]"}, without, []string{"WK155 Wukong/w0 spec.networks and 1 more"}},
		"on it by its own word":             {[]string{"[{name: default}, " + lan + "}]"}, without, nil},
		"without any network":               {[]string{"[]"}, without, nil},
		"another in its place":              {[]string{"[{name: x, type: bridge, nadName: pods, primary: true}]"}, without, []string{"WK040 Wukong/w0 spec.networks[0].nadName"}},
		"on it by itself":                   {[]string{"[" + lan + "}]"}, nil, nil},
		"gateway, no subnets":               {[]string{static, "[{name: default}]"}, subnets(), []string{"WK156 Wukong/w0 spec.networks"}},
		"gateway, subnets of IPv6 alone":    {[]string{static}, subnets("fd00:10:244::/56"), []string{"WK156 Wukong/w0 spec.networks"}},
		"gateway and subnets":               {[]string{static}, subnets("10.244.0.0/16"), nil},
		"by DHCP, no subnets":               {[]string{"[" + lan + ", ipConfig: {mode: dhcp}}]"}, subnets(), []string{"WK156 Wukong/w0 spec.networks"}},
		"no gateway, no subnets":            {[]string{"[" + lan + ", ipConfig: {mode: static, address: 192.0.2.5/24}}]"}, subnets(), nil},
		"gateway in IPv6 alone, no subnets": {[]string{"[" + lan + ", ipConfig: {mode: static, address: '2001:db8::5/64', gateway: '2001:db8::1'}}]"}, subnets(), nil},
		"gateway, not on it":                {[]string{static}, func(c *api.RenderSpec) { without(c); subnets()(c) }, []string{"WK155 Wukong/w0 spec.networks"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, pack{networks: tc.networks, config: tc.config}.found(t))
		})
	}
}

// TestDefaultRoutes has guests with two default routes of one IP version, and their nearest that have none.
func TestDefaultRoutes(t *testing.T) {
	entry := func(name, ip string) string {
		return "{name: " + name + ", type: bridge, physicalInterface: e" + name + ", ipConfig: {" + ip + "}}"
	}
	const (
		v4    = "mode: static, address: 192.0.2.5/24, gateway: 192.0.2.1"
		other = "mode: static, address: 198.51.100.5/24"
		v6    = "mode: static, address: '2001:db8::5/64', gateway: '2001:db8::1'"
		both  = "mode: static, address: 192.0.2.5/24, addresses: ['2001:db8::5/64'], gateway: 192.0.2.1, gateway6: '2001:db8::1'"
	)
	at := func(second, first string) []string {
		return []string{"WK157 Wukong/w0 spec.networks" + second + " / Wukong/w0 spec.networks" + first}
	}
	for name, tc := range map[string]struct {
		networks string
		want     []string
	}{
		"two gateways":                       {entry("a", v4) + "," + entry("b", other+", gateway: 198.51.100.1"), at("[1].ipConfig.gateway", "[0].ipConfig.gateway")},
		"beside the pod network":             {"{name: default}, " + entry("a", v4), nil},
		"one and a route":                    {entry("a", v4) + "," + entry("b", other+", routes: [{to: 10.0.0.0/8, via: 198.51.100.1}]"), nil},
		"one and a route to everything":      {entry("a", v4) + "," + entry("b", other+", routes: [{to: 0.0.0.0/0, via: 198.51.100.1}]"), at("[1].ipConfig.routes[0].via", "[0].ipConfig.gateway")},
		"one of each IP version":             {entry("a", v4) + "," + entry("b", v6), nil},
		"dual stack":                         {entry("a", both), nil},
		"dual stack and another of IPv6":     {entry("a", both) + "," + entry("b", "mode: static, address: '2001:db8:1::5/64', gateway: '2001:db8:1::1'"), at("[1].ipConfig.gateway", "[0].ipConfig.gateway6")},
		"two of IPv6 on one network":         {entry("a", v6+", gateway6: '2001:db8::2'"), at("[0].ipConfig.gateway6", "[0].ipConfig.gateway")},
		"one, and one that may come by DHCP": {entry("a", v4) + "," + entry("b", "mode: dhcp"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, pack{networks: []string{"[" + tc.networks + "]"}}.found(t))
		})
	}
	one := pack{networks: []string{"[" + entry("a", v4) + "]", "[" + entry("a", "mode: static, address: 192.0.2.6/24, gateway: 192.0.2.1") + "]"}}
	require.Empty(t, one.found(t), "two guests have one each")
}

// TestPrimaryNetworks has networks that cannot take the place of the pod network, and the nearest that can.
func TestPrimaryNetworks(t *testing.T) {
	wrong := []string{"WK158 Wukong/w0 spec.networks[0].primary"}
	missing := "WK040 Wukong/w0 spec.networks[0].nadName"
	for name, tc := range map[string]struct {
		network string
		configs map[string]string
		want    []string
	}{
		"of our own":              {"{name: a, type: bridge, physicalInterface: e1, primary: true}", nil, wrong},
		"that exists":             {"{name: a, type: bridge, nadName: x, primary: true}", nil, []string{missing}},
		"shared, of our own":      {"{name: a, networkRef: lan, primary: true}", map[string]string{"lan": "{type: bridge, physicalInterface: e1}"}, wrong},
		"shared, that exists":     {"{name: a, networkRef: lan, primary: true}", map[string]string{"lan": "{type: bridge, nadName: x}"}, []string{missing}},
		"of our own, not primary": {"{name: a, type: bridge, physicalInterface: e1}", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, pack{networks: []string{"[" + tc.network + "]"}, configs: tc.configs}.found(t))
		})
	}
}

// TestMoreAddresses holds the rules on addresses for those beside the first one, and on gateways for routes.
func TestMoreAddresses(t *testing.T) {
	entry := func(ip string) string { return "[{name: a, networkRef: lan, ipConfig: {" + ip + "}}]" }
	const static = "mode: static, address: 192.0.2.5/24"
	at := func(code, field string) []string {
		return []string{code + " Wukong/w0 spec.networks[0].ipConfig." + field}
	}
	for name, tc := range map[string]struct {
		ips  []string
		want []string
	}{
		"dual stack":                        {[]string{static + ", addresses: ['2001:db8::5/64'], gateway: 192.0.2.1, gateway6: '2001:db8::1'"}, nil},
		"the gateway of the second subnet":  {[]string{static + ", addresses: [198.51.100.5/24], gateway: 198.51.100.1"}, nil},
		"gateway6 outside":                  {[]string{static + ", addresses: ['2001:db8::5/64'], gateway6: '2001:db8:1::1'"}, at("WK035", "gateway6")},
		"gateway6 of the link":              {[]string{static + ", addresses: ['2001:db8::5/64'], gateway6: 'fe80::1'"}, nil},
		"gateway6 without IPv6":             {[]string{static + ", gateway6: '2001:db8::1'"}, at("WK035", "gateway6")},
		"gateway6 of the link without IPv6": {[]string{static + ", gateway6: 'fe80::1'"}, at("WK035", "gateway6")},
		"gateway6 beside DHCP":              {[]string{"mode: dhcp, gateway6: '2001:db8::1'"}, at("WK035", "gateway6")},
		"gateway6 and an address, DHCP":     {[]string{"mode: dhcp, addresses: ['2001:db8::5/64'], gateway6: '2001:db8::1'"}, nil},
		"its own gateway":                   {[]string{static + ", addresses: ['2001:db8::1/64'], gateway6: '2001:db8::1'"}, at("WK034", "addresses[0]")},
		"a second address of no host":       {[]string{static + ", addresses: [192.0.3.0/24]"}, at("WK034", "addresses[0]")},
		"a second address of multicast":     {[]string{static + ", addresses: ['ff02::5/64'], gateway6: '2001:db8::1'"}, at("WK034", "addresses[0]")},
		"route":                             {[]string{static + ", routes: [{to: 10.0.0.0/8, via: 192.0.2.9}]"}, nil},
		"route outside":                     {[]string{static + ", routes: [{to: 10.0.0.0/8, via: 192.0.3.9}]"}, at("WK035", "routes[0].via")},
		"route by DHCP":                     {[]string{"mode: dhcp, routes: [{to: 10.0.0.0/8, via: 192.0.3.9}]"}, nil},
		"route on the link":                 {[]string{"mode: static, address: 192.0.2.5/32, routes: [{to: 10.0.0.0/8, via: 192.0.3.9}]"}, nil},
		"route by the guest itself":         {[]string{static + ", routes: [{to: 10.0.0.0/8, via: 192.0.2.5}]"}, at("WK034", "address")},
		"two guests, both addresses": {[]string{static + ", addresses: ['2001:db8::5/64']", "mode: static, address: '2001:db8::5/64', addresses: [192.0.2.5/24]"}, []string{
			"WK033 Wukong/w1 spec.networks[0].ipConfig.address / Wukong/w0 spec.networks[0].ipConfig.addresses[0]",
			"WK033 Wukong/w1 spec.networks[0].ipConfig.addresses[0] / Wukong/w0 spec.networks[0].ipConfig.address",
		}},
		"two guests": {[]string{static + ", addresses: ['2001:db8::5/64']", "mode: static, address: 192.0.2.6/24, addresses: ['2001:db8::6/64']"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: map[string]string{"lan": "{type: bridge, physicalInterface: e1}"}}
			for _, ip := range tc.ips {
				p.networks = append(p.networks, entry(ip))
			}
			require.ElementsMatch(t, tc.want, p.found(t))
		})
	}
}
