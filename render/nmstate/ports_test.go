package nmstate

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPorts holds the shapes of bridges with several ports and of their VLANs.
func TestPorts(t *testing.T) {
	const (
		plain = "\n- {name: br-net, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens160%s}]}}"
		gone  = "\n- {name: br-net, type: linux-bridge, state: absent}\n- {name: e0, state: up}\n- {name: e1, state: up}"
	)
	vlan := func(text string) string { return plain[:len(plain)-len("%s}]}}")] + text + "}]}}" }
	for name, tc := range map[string]struct{ spec, want string }{
		"as it is": {"{type: bridge, vlanFiltering: true}", vlan("")},
		"a trunk": {"{type: bridge, trunk: ['200-299', '10']}",
			vlan(", vlan: {mode: trunk, trunk-tags: [{id: 10}, {id-range: {min: 200, max: 299}}]}")},
		"a trunk with a native VLAN": {"{type: bridge, trunk: ['10'], nativeVlan: 5}",
			vlan(", vlan: {mode: trunk, trunk-tags: [{id: 10}], enable-native: true, tag: 5}")},
		"a native VLAN": {"{type: bridge, nativeVlan: 3}",
			vlan(", vlan: {mode: trunk, trunk-tags: [{id: 2}, {id-range: {min: 4, max: 4094}}], enable-native: true, tag: 3}")},
		"no VLANs": {"{type: bridge, vlanFiltering: false}", vlan(", vlan: {}")},
		"several ports": {"{type: bridge, stp: true, ports: [e0, e1], trunk: ['10']}", `
- name: br-net
  type: linux-bridge
  state: up
  bridge:
    options: {stp: {enabled: true}}
    port:
    - {name: e0, vlan: {mode: trunk, trunk-tags: [{id: 10}]}}
    - {name: e1, vlan: {mode: trunk, trunk-tags: [{id: 10}]}}`},
		"several ports of OVS": {"{type: ovs, ports: [e0, e1]}", `
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: e0}, {name: e1}]}}`},
		"several ports with an MTU": {"{type: ovs, ports: [e0, e1], mtu: 9000, lldp: true}", `
- {name: e0, state: up, mtu: 9000, lldp: {enabled: true}}
- {name: e1, state: up, mtu: 9000, lldp: {enabled: true}}
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: e0}, {name: e1}]}}`},
		"several ports that go":            {"{type: bridge, ports: [e0, e1], ensure: absent}", gone},
		"several ports of a trunk that go": {"{type: bridge, ports: [e0, e1], trunk: ['10'], nativeVlan: 5, ensure: absent}", gone},
		"several ports with the node's address that go": {"{type: bridge, ports: [e0, e1], nodeAddress: dhcp, ensure: absent}", `
- {name: br-net, type: linux-bridge, state: absent}
- {name: e0, state: up, ipv4: {dhcp: true, enabled: true}, ipv6: {autoconf: true, dhcp: true, enabled: true}}
- {name: e1, state: up}`},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec)) })
	}
}
