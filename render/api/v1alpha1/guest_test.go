package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestGuestAddresses has what is wrong in an ipConfig beside its first address, and the nearest that is right.
func TestGuestAddresses(t *testing.T) {
	const static = "mode: static, address: 192.0.2.5/24"
	for name, tc := range map[string]struct {
		ip   string
		want []string
	}{
		"dual stack":                  {static + ", addresses: ['2001:db8::5/64'], gateway: 192.0.2.1, gateway6: '2001:db8::1'", nil},
		"the list alone":              {"mode: static, addresses: [192.0.2.5/24]", nil},
		"neither":                     {"mode: static, addresses: []", []string{"WK006 address"}},
		"beside DHCP":                 {"mode: dhcp, addresses: ['2001:db8::5/64'], gateway6: '2001:db8::1'", nil},
		"no prefix length":            {static + ", addresses: [192.0.2.6, '2001:db8::5'], gateway6: '2001:db8::1'", []string{"WK024 addresses[0] -> 192.0.2.6/24", "WK024 addresses[1] -> 2001:db8::5/64"}},
		"the first one again":         {static + ", addresses: [192.0.2.5/25]", []string{"WK011 addresses[0]"}},
		"one in the list again":       {static + ", addresses: [192.0.2.6/24, 192.0.2.6/24]", []string{"WK011 addresses[1]"}},
		"two of one subnet":           {static + ", addresses: [192.0.2.6/24]", nil},
		"gateway6 of IPv4":            {static + ", gateway6: 192.0.2.1", []string{"WK024 gateway6"}},
		"gateway6 with a zone":        {static + ", gateway6: 'fe80::1%eth0'", []string{"WK024 gateway6"}},
		"gateway of the link":         {static + ", gateway6: 'fe80::1'", nil},
		"route":                       {static + ", routes: [{to: 10.0.0.0/8, via: 192.0.2.1}, {to: '2001:db8:1::/48', via: 'fe80::1'}]", nil},
		"route to a host":             {static + ", routes: [{to: 10.0.0.1/32, via: 192.0.2.1}]", nil},
		"route to a host in a subnet": {static + ", routes: [{to: 10.0.0.1/8, via: 192.0.2.1}]", []string{"WK024 routes[0].to -> 10.0.0.0/8"}},
		"route to an address":         {static + ", routes: [{to: 10.0.0.1, via: 192.0.2.1}]", []string{"WK024 routes[0].to"}},
		"route without its ends":      {static + ", routes: [{}]", []string{"WK006 routes[0].to", "WK006 routes[0].via"}},
		"route by a subnet":           {static + ", routes: [{to: 10.0.0.0/8, via: 192.0.2.1/24}]", []string{"WK024 routes[0].via -> 192.0.2.1"}},
		"route of two IP versions":    {static + ", routes: [{to: 10.0.0.0/8, via: '2001:db8::1'}]", []string{"WK017 routes[0].via"}},
		"search":                      {static + ", search: [example.com, lab.example.com]", nil},
		"search for no domain":        {static + ", search: ['*.example.com']", []string{"WK008 search[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			var w Wukong
			require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: w}, spec: {networks: [{name: a, type: bridge, ipConfig: {"+tc.ip+"}}]}}"), &w))
			want := []string{}
			for _, s := range tc.want {
				want = append(want, s[:6]+"spec.networks[0].ipConfig."+s[6:])
			}
			require.ElementsMatch(t, want, said(w.Validate()))
		})
	}
}

// TestPrimary has entries that cannot take the place of the pod network, and such that have no effect on it.
func TestPrimary(t *testing.T) {
	const primary = "{name: a, type: bridge, nadName: x, primary: true}"
	for name, tc := range map[string]struct {
		networks string
		want     []string
	}{
		"alone":                     {primary, nil},
		"beside another":            {primary + ", {name: b, type: bridge}", nil},
		"two":                       {primary + ", {name: b, type: bridge, nadName: z, primary: true}", []string{"WK017 spec.networks[1].primary"}},
		"beside the pod network":    {"{name: default}, " + primary, []string{"WK017 spec.networks[1].primary"}},
		"the pod network":           {"{name: default, primary: true}", []string{"WK017 spec.networks[0].primary"}},
		"not primary":               {"{name: default, primary: false}, {name: b, type: bridge, primary: false}", nil},
		"of a NetworkConfig":        {"{name: a, networkRef: lan, primary: true}", nil},
		"addresses of pods":         {"{name: default, ipConfig: {mode: dhcp, addresses: ['fd00::1/64'], gateway6: 'fd00::2'}}", []string{"WK022 spec.networks[0].ipConfig.addresses", "WK022 spec.networks[0].ipConfig.gateway6"}},
		"routes and names of pods":  {"{name: default, ipConfig: {mode: dhcp, routes: [{to: 10.0.0.0/8, via: 10.0.2.1}], search: [a.b]}}", []string{"WK022 spec.networks[0].ipConfig.routes", "WK022 spec.networks[0].ipConfig.search"}},
		"resolvers of pods":         {"{name: default, ipConfig: {mode: dhcp, dnsServers: [9.9.9.9]}}", []string{"WK022 spec.networks[0].ipConfig.dnsServers"}},
		"DHCP alone on the network": {"{name: default, ipConfig: {mode: dhcp}}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var w Wukong
			require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: w}, spec: {networks: ["+tc.networks+"]}}"), &w))
			require.ElementsMatch(t, tc.want, said(w.Validate()))
		})
	}
}

func TestClusterCIDRs(t *testing.T) {
	for cidr, want := range map[string][]string{
		"10.244.0.0/16":    {},
		"fd00:10:244::/56": {},
		"10.244.0.1/16":    {"WK024 spec.network.clusterCIDRs[0] -> 10.244.0.0/16"},
		"10.244.0.0":       {"WK024 spec.network.clusterCIDRs[0]"},
		"pods":             {"WK024 spec.network.clusterCIDRs[0]"},
	} {
		s := DefaultRenderSpec()
		s.Network.ClusterCIDRs = []string{cidr}
		require.ElementsMatch(t, want, said(s.Validate([]string{s.NMState.Version})), cidr)
	}
}
