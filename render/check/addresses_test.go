package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestNodesNetwork has routes, resolvers and addresses of nodes that cannot work, and their nearest that do.
func TestNodesNetwork(t *testing.T) {
	const at = "NetworkConfig/a spec."
	host := func(rest string) map[string]string {
		return map[string]string{"a": "{type: host, physicalInterface: e1, " + rest + "}"}
	}
	static := func(routes string) map[string]string { return host("nodeIP: 192.0.2.10/24, routes: [" + routes + "]") }
	two := func(first, second string) map[string]string {
		return map[string]string{"a": "{type: host, physicalInterface: e1, " + first + "}", "b": "{type: host, physicalInterface: e2, " + second + "}"}
	}
	const dns = "dns: {servers: [192.0.2.53]}"
	const way = "routes: [{to: 0.0.0.0/0, via: 192.0.2.1}]"
	hop := []string{"WK107 " + at + "routes[0].via"}
	out := []string{"WK106 " + at + "nodeIP"}
	for name, tc := range map[string]struct {
		configs map[string]string
		want    []string
	}{
		"route over the subnet":           {static("{to: 10.0.0.0/8, via: 192.0.2.1}"), nil},
		"route out of the subnet":         {static("{to: 10.0.0.0/8, via: 192.0.3.1}"), hop},
		"route over oneself":              {static("{to: 10.0.0.0/8, via: 192.0.2.10}"), hop},
		"route of two versions":           {static("{to: '2001:db8::/32', via: 192.0.2.1}"), hop},
		"route of a version without":      {static("{to: '2001:db8::/32', via: 'fe80::1'}"), hop},
		"route over a link-local address": {host("nodeIP: '2001:db8::10/64', routes: [{to: '::/0', via: 'fe80::1'}]"), nil},
		"route without an address":        {host("routes: [{to: 10.0.0.0/8, via: 192.0.2.1}]"), hop},
		"route beside DHCP":               {host("nodeAddress: dhcp, routes: [{to: 10.0.0.0/8, via: 192.0.2.1}]"), nil},
		"route of what goes":              {host("ensure: absent, routes: [{to: 10.0.0.0/8, via: 192.0.2.1}]"), nil},

		"resolvers of two networks":     {two(dns, "dns: {servers: [192.0.2.54]}"), []string{"WK108 NetworkConfig/b spec.dns / " + at + "dns"}},
		"the same resolvers":            {two(dns, dns), nil},
		"resolvers on different nodes":  {two(dns+", "+zoneA, "dns: {servers: [192.0.2.54]}, "+zoneB), nil},
		"resolvers of one that goes":    {two(dns, "ensure: absent, dns: {servers: [192.0.2.54]}"), nil},
		"static on a management uplink": {map[string]string{"a": "{type: bridge, nodeIP: 192.0.2.10/24}"}, out},
		"without resolvers":             {map[string]string{"a": "{type: host, nodeIP: 192.0.2.10/24, " + way + "}"}, out},
		"without a default route":       {map[string]string{"a": "{type: ovs, nodeIP: 192.0.2.10/24, " + dns + "}"}, out},
		"with both":                     {map[string]string{"a": "{type: bridge, nodeIP: 192.0.2.10/24, " + way + ", " + dns + "}"}, nil},
		"in a VLAN":                     {map[string]string{"a": "{type: host, vlanId: 7, nodeIP: 192.0.2.10/24}"}, nil},
		"on another uplink":             {host("nodeIP: 192.0.2.10/24"), nil},
		"an interface with DHCP":        {map[string]string{"a": "{type: host, nodeAddress: dhcp}"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: tc.configs, config: func(s *api.RenderSpec) { s.Network.ManagementInterfaces, s.Cluster.Nodes = []string{"ens160"}, 1 }}
			require.ElementsMatch(t, tc.want, p.found(t))
		})
	}
}

// TestOneAddressForAll has an address that several nodes get, and the nearest that one node gets.
func TestOneAddressForAll(t *testing.T) {
	const spec = "{type: host, physicalInterface: e1, nodeIP: 192.0.2.10/24"
	for name, tc := range map[string]struct {
		spec  string
		nodes int
		want  []string
	}{
		"all nodes":           {spec + "}", 0, []string{"WK109 NetworkConfig/a spec.nodeIP"}},
		"three nodes":         {spec + "}", 3, []string{"WK109 NetworkConfig/a spec.nodeIP"}},
		"nodes of a zone":     {spec + ", " + zoneA + "}", 0, []string{"WK109 NetworkConfig/a spec.nodeIP"}},
		"one node":            {spec + ", nodeSelector: {kubernetes.io/hostname: n1}}", 0, nil},
		"a cluster of one":    {spec + "}", 1, nil},
		"one that goes":       {spec + ", ensure: absent}", 0, nil},
		"an address for each": {"{type: host, physicalInterface: e1, nodes: [{name: n1, addresses: [192.0.2.10/24]}, {name: n2, addresses: [192.0.2.11/24]}]}", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: map[string]string{"a": tc.spec}, config: func(s *api.RenderSpec) { s.Cluster.Nodes = tc.nodes }}
			require.ElementsMatch(t, tc.want, p.found(t))
		})
	}
}
