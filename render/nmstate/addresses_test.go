package nmstate

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestAddresses holds how the nodes' addresses stand on bridges and on interfaces of their own.
func TestAddresses(t *testing.T) {
	const four = "ipv4: {enabled: true, dhcp: false, address: [{ip: 192.0.2.10, prefix-length: 24}]}"
	const six = "ipv6: {enabled: true, dhcp: false, autoconf: false, address: [{ip: '2001:db8::10', prefix-length: 64}]}"
	const none = "ipv4: {enabled: false}, ipv6: {enabled: false}"
	for name, tc := range map[string]struct{ spec, want string }{
		"static address of a bridge": {"{type: bridge, nodeIP: 192.0.2.10/24}", `
- {name: br-net, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens160}]}, ` + four + `}`},
		"IPv6, on a VLAN's bridge": {"{type: bridge, vlanId: 7, nodeIP: '2001:db8::10/64'}", `
- {name: ens160.7, type: vlan, state: up, vlan: {base-iface: ens160, id: 7}}
- {name: br-net, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens160.7}]}, ` + six + `}`},
		"an interface alone": {"{type: host, physicalInterface: e1, nodeIP: 192.0.2.10/24, description: storage}", `
- {name: e1, state: up, description: storage, ` + four + `}`},
		"a VLAN alone": {"{type: host, physicalInterface: e1, vlanId: 7, vlanInterface: vlan7, nodeIP: 192.0.2.10/24, mtu: 9000}", `
- {name: e1, state: up, mtu: 9000}
- {name: vlan7, type: vlan, state: up, mtu: 9000, vlan: {base-iface: e1, id: 7}, ` + four + `}`},
		"a bond alone": {"{type: host, bond: {name: bond0, mode: active-backup, ports: [e0, e1]}, nodeIP: 192.0.2.10/24}", `
- {name: bond0, type: bond, state: up, link-aggregation: {mode: active-backup, port: [e0, e1]}, ` + four + `}`},
		"a VLAN on a bond without address": {"{type: host, vlanId: 7, bond: {name: bond0, mode: active-backup, ports: [e0, e1]}}", `
- {name: bond0, type: bond, state: up, link-aggregation: {mode: active-backup, port: [e0, e1]}}
- {name: bond0.7, type: vlan, state: up, vlan: {base-iface: bond0, id: 7}}`},
		"OVS: an internal port carries it": {"{type: ovs, mtu: 1400, physicalInterface: e1, nodeIP: 192.0.2.10/24}", `
- {name: e1, state: up, mtu: 1400}
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: e1}, {name: br-net}]}}
- {name: br-net, type: ovs-interface, state: up, mtu: 1400, ` + four + `}`},

		"by DHCP without gateway": {"{type: host, physicalInterface: e1, nodeAddress: {dhcp: true, gateway: false, dns: false, routes: true}}", `
- {name: e1, state: up, ipv4: {enabled: true, dhcp: true, auto-gateway: false, auto-dns: false, auto-routes: true},
   ipv6: {enabled: true, dhcp: true, autoconf: true, auto-gateway: false, auto-dns: false, auto-routes: true}}`},
		"OVS, by DHCP in a VLAN": {"{type: ovs, physicalInterface: e1, nodeAddress: dhcp, nodeVlanId: 7}", `
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: e1}, {name: br-net, vlan: {mode: access, tag: 7}}]}}
- {name: br-net, type: ovs-interface, state: up, ipv4: {enabled: true, dhcp: true}, ipv6: {enabled: true, dhcp: true, autoconf: true}}`},
		"OVS, by DHCP as the uplink had it": {"{type: ovs, physicalInterface: e1, nodeAddress: dhcp}", `
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: e1}, {name: br-net}]}}
- {name: br-net, type: ovs-interface, state: up, copy-mac-from: e1, ipv4: {enabled: true, dhcp: true}, ipv6: {enabled: true, dhcp: true, autoconf: true}}`},
		"an address in a VLAN goes with the bridge": {"{type: ovs, physicalInterface: e1, nodeIP: 192.0.2.10/24, nodeVlanId: 7, ensure: absent}", `
- {name: br-net, type: ovs-bridge, state: absent}
- {name: br-net, type: ovs-interface, state: absent}
- {name: e1, state: up}`},
		"the way out of a node stays": {"{type: host, physicalInterface: e1, nodeAddress: dhcp, ensure: absent}", `
- {name: e1, state: up, ipv4: {enabled: true, dhcp: true}, ipv6: {enabled: true, dhcp: true, autoconf: true}}`},
		"static address goes back to the uplink": {"{type: bridge, nodeIP: 192.0.2.10/24, ensure: absent}", `
- {name: br-net, type: linux-bridge, state: absent}
- {name: ens160, state: up, ` + four + `}`},
		"of a VLAN's bridge it goes with the VLAN": {"{type: bridge, vlanId: 7, nodeIP: 192.0.2.10/24, ensure: absent}", `
- {name: br-net, type: linux-bridge, state: absent}
- {name: ens160.7, type: vlan, state: absent}`},
		"of an internal port to the uplink": {"{type: ovs, nodeIP: 192.0.2.10/24, ensure: absent}", `
- {name: br-net, type: ovs-bridge, state: absent}
- {name: br-net, type: ovs-interface, state: absent}
- {name: ens160, state: up, ` + four + `}`},
		"an interface without its address": {"{type: host, physicalInterface: e1, nodeIP: 192.0.2.10/24, ensure: absent}", `
- {name: e1, state: up, ` + none + `}`},
		"a VLAN without its address": {"{type: host, physicalInterface: e1, vlanId: 7, nodeIP: 192.0.2.10/24, ensure: absent}", `
- {name: e1.7, type: vlan, state: absent}`},
		"a bond without its address": {"{type: host, bond: {name: bond0, mode: active-backup, ports: [e0, e1]}, nodeIP: 192.0.2.10/24, ensure: absent}", `
- {name: bond0, type: bond, state: absent}
- {name: e0, state: up}
- {name: e1, state: up}`},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec)) })
	}
}

// TestAddressOfAnother holds that a network that goes does not take what another has.
func TestAddressOfAnother(t *testing.T) {
	const gone = "{type: host, physicalInterface: e1, nodeIP: 192.0.2.10/24, ensure: absent}"
	for name, tc := range map[string]struct{ other, want string }{
		"the interface has another address": {"{type: host, physicalInterface: e1, nodeIP: 192.0.2.11/24}", "null"},
		"it is the port of a bridge":        {"{type: bridge, physicalInterface: e1}", "null"},
		"it carries a VLAN":                 {"{type: host, physicalInterface: e1, vlanId: 7}", "[{name: e1, state: up, ipv4: {enabled: false}, ipv6: {enabled: false}}]"},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, gone, tc.other)) })
	}
}

// TestRoutes holds routes and resolvers of nodes: where they stand, and what becomes of them when the network goes.
func TestRoutes(t *testing.T) {
	const more = "nodeIP: 192.0.2.10/24, routes: [{to: 10.0.0.0/8, via: 192.0.2.1, metric: 100, table: 200}], dns: {servers: [192.0.2.53], search: [example.com]}"
	const dns = "dns-resolver: {config: {server: [192.0.2.53], search: [example.com]}}"
	routes := func(on string) string {
		return "routes: {config: [{destination: 10.0.0.0/8, next-hop-address: 192.0.2.1, next-hop-interface: " + on + ", metric: 100, table-id: 200}]}"
	}
	for name, tc := range map[string]struct{ spec, want string }{
		"over a bridge":          {"{type: bridge, " + more + "}", "{" + dns + ", " + routes("br-net") + "}"},
		"over a VLAN":            {"{type: host, physicalInterface: e1, vlanId: 7, " + more + "}", "{" + dns + ", " + routes("e1.7") + "}"},
		"over an internal port":  {"{type: ovs, " + more + "}", "{" + dns + ", " + routes("br-net") + "}"},
		"back to the uplink":     {"{type: bridge, ensure: absent, " + more + "}", "{" + dns + ", " + routes("ens160") + "}"},
		"away with a VLAN":       {"{type: host, physicalInterface: e1, vlanId: 7, ensure: absent, " + more + "}", "{dns-resolver: {config: {}}}"},
		"away from an interface": {"{type: host, physicalInterface: e1, ensure: absent, " + more + "}", "{dns-resolver: {config: {}}, routes: {config: [{next-hop-interface: e1, state: absent}]}}"},
	} {
		t.Run(name, func(t *testing.T) {
			n := api.NetworkConfig{Metadata: api.ObjectMeta{Name: "net"}}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.spec), &n.Spec))
			in := plan.Input{Config: api.DefaultRenderSpec(), Say: func(f finding.Finding) { t.Error(f) }}
			in.NetworkConfigs = []plan.Sourced[api.NetworkConfig]{{Resource: &n, Owner: plan.NewOwner(finding.Place{Kind: "NetworkConfig", Name: "net"})}}
			state := SpecOf(&plan.Resolve(in).HostNetworks[0]).DesiredState
			text, err := encode.String(struct {
				DNS    *DNS    `json:"dns-resolver,omitempty"`
				Routes *Routes `json:"routes,omitempty"`
			}{state.DNS, state.Routes})
			require.NoError(t, err)
			require.YAMLEq(t, tc.want, text)
		})
	}
}
