package nmstate

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestUplinkByAddress has the shape of an uplink that the nodes know by its MAC address: identifier and mac-address, with a name
// of ours that VLAN and bridge use (nmstate 2.2.41, not applied here).
func TestUplinkByAddress(t *testing.T) {
	const table = "nodes: [{name: n1, macAddress: '02:00:5e:10:00:01'}]}"
	const uplink = "\n- {name: mac02005e100001, type: ethernet, state: up, identifier: mac-address, mac-address: '02:00:5e:10:00:01'"
	for name, tc := range map[string]struct{ spec, want string }{
		"VLAN": {"{type: bridge, vlanId: 7, vlanInterface: vlan7, " + table, uplink + `}
- {name: vlan7, type: vlan, state: up, vlan: {base-iface: mac02005e100001, id: 7}}
- {name: br-net, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: vlan7}]}}`},
		"MTU": {"{type: ovs, mtu: 9000, " + table, uplink + `, mtu: 9000}
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: mac02005e100001}]}}`},
		"functions": {"{type: sriov, sriov: {numVfs: 4, resourceName: x.io/vf}, " + table, uplink + `, ethernet: {sr-iov: {total-vfs: 4}}}`},
		"removal": {"{type: bridge, ensure: absent, " + table, `
- {name: br-net, type: linux-bridge, state: absent}
- {name: mac02005e100001, state: up, identifier: mac-address, mac-address: '02:00:5e:10:00:01'}`},
		"removal of functions": {"{type: sriov, ensure: absent, sriov: {numVfs: 4, resourceName: x.io/vf}, " + table, uplink + `, ethernet: {sr-iov: {total-vfs: 0}}}`},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec)) })
	}
}
