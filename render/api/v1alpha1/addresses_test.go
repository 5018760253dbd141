package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestAddresses holds what may stand where the nodes have addresses.
func TestAddresses(t *testing.T) {
	const bond = "bond: {name: bond0, mode: active-backup, ports: [e0, e1]}"
	for name, tc := range map[string]struct {
		spec string
		want []string
	}{
		"a bond alone":             {"{type: host, " + bond + ", vlanId: 7, nodeIP: 192.0.2.10/24, mtu: 9000, lldp: true}", nil},
		"a card without address":   {"{type: host, physicalInterface: e1}", nil},
		"what only bridges have":   {"{type: host, bridgeName: br0, stp: true}", []string{"WK017 spec.bridgeName", "WK017 spec.stp"}},
		"what only guests have":    {"{type: host, ipConfig: {mode: dhcp}}", []string{"WK017 spec.ipConfig"}},
		"what machines attach to":  {"{type: host, nadName: lan}", []string{"WK017 spec.nadName"}},
		"VLAN with a long name":    {"{type: host, physicalInterface: enp216s0f0np0, vlanId: 100}", []string{"WK023 spec.vlanId"}},
		"VLAN with a name":         {"{type: host, physicalInterface: enp216s0f0np0, vlanId: 100, vlanInterface: vlan100}", nil},
		"address on a bridge":      {"{type: bridge, nodeIP: '2001:db8::1/64'}", nil},
		"address on an OVS bridge": {"{type: ovs, nodeIP: 192.0.2.1/24}", nil},
		"address on functions":     {"{type: sriov, nodeIP: 192.0.2.1/24, sriov: {numVfs: 1, resourceName: a/b}}", []string{"WK017 spec.nodeIP"}},
		"address without length":   {"{type: bridge, nodeIP: 192.0.2.10}", []string{"WK024 spec.nodeIP -> 192.0.2.10/24"}},
		"address with zeros":       {"{type: bridge, nodeIP: 192.0.02.10/24}", []string{"WK024 spec.nodeIP -> 192.0.2.10/24"}},
		"two addresses":            {"{type: bridge, nodeIP: 192.0.2.1/24, nodeAddress: dhcp}", []string{"WK017 spec.nodeIP"}},
		"DHCP without gateway":     {"{type: host, nodeAddress: {dhcp: true, gateway: false}}", nil},
		"no DHCP":                  {"{type: host, nodeAddress: {gateway: false}}", []string{"WK007 spec.nodeAddress.dhcp -> true"}},
		"a word that is none":      {"{type: bridge, nodeAddress: dhcpp}", []string{"WK007 spec.nodeAddress -> dhcp"}},
		"DHCP on an OVS bridge":    {"{type: ovs, nodeAddress: dhcp, vlanId: 7, nodeVlanId: 8}", nil},
		"DHCP on a tagged bridge":  {"{type: bridge, nodeAddress: dhcp, vlanId: 7}", []string{"WK017 spec.nodeAddress"}},
		"VLAN of no address":       {"{type: ovs, nodeVlanId: 8}", []string{"WK017 spec.nodeVlanId"}},
		"routes and resolvers":     {"{type: host, nodeIP: 192.0.2.1/24, routes: [{to: 0.0.0.0/0, via: 192.0.2.254}], dns: {servers: [192.0.2.53]}}", nil},
		"route to a host's subnet": {"{type: host, nodeIP: 192.0.2.1/24, routes: [{to: 10.0.0.1/8, via: 192.0.2.254}]}", []string{"WK024 spec.routes[0].to -> 10.0.0.0/8"}},
		"route to nowhere":         {"{type: host, nodeIP: 192.0.2.1/24, routes: [{metric: -1}]}", []string{"WK006 spec.routes[0].to", "WK006 spec.routes[0].via", "WK007 spec.routes[0].metric -> 0"}},
		"resolvers that are none":  {"{type: host, dns: {servers: [dns.example.com], search: [a_b]}}", []string{"WK024 spec.dns.servers[0]", "WK008 spec.dns.search[0]"}},
		"IPv6 and a small MTU":     {"{type: host, nodeIP: '2001:db8::1/64', mtu: 1279}", []string{"WK017 spec.mtu -> 1280"}},
		"IPv6 and its least MTU":   {"{type: host, nodeIP: '2001:db8::1/64', mtu: 1280}", nil},
		"no static address back":   {"{type: bridge, nodeIP: 192.0.2.1/24, restore: none}", []string{"WK017 spec.restore -> dhcp"}},
		"nothing back of a VLAN":   {"{type: bridge, vlanId: 7, nodeIP: 192.0.2.1/24, restore: none}", nil},
		"no way out back":          {"{type: host, nodeAddress: dhcp, restore: none}", []string{"WK017 spec.restore -> dhcp"}},
		"nothing back, no way out": {"{type: host, nodeIP: 192.0.2.1/24, restore: none}", nil},
		"no address":               {"{type: host, nodeIP: dhcp}", []string{"WK024 spec.nodeIP"}},
	} {
		t.Run(name, func(t *testing.T) {
			n := NetworkConfig{Metadata: ObjectMeta{Name: "a"}}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.spec), &n.Spec))
			require.ElementsMatch(t, tc.want, said(n.Validate()))
		})
	}
}

// TestHostIsNoNetworkOfAMachine holds that an entry of a Wukong cannot be of type host.
func TestHostIsNoNetworkOfAMachine(t *testing.T) {
	for entry, want := range map[string][]string{
		"{name: a, type: host}":   {"WK105 spec.networks[0].type -> bridge"},
		"{name: a, type: hos}":    {"WK007 spec.networks[0].type"},
		"{name: a, type: bridge}": nil,
	} {
		w := Wukong{Metadata: ObjectMeta{Name: "w"}}
		require.NoError(t, yaml.UnmarshalStrict([]byte("{networks: ["+entry+"]}"), &w.Spec))
		require.ElementsMatch(t, want, said(w.Validate()), entry)
	}
}
