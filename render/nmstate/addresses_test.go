package nmstate

import (
	"testing"

	"github.com/stretchr/testify/require"
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
