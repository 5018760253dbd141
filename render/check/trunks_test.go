package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestTrunks has each rule about VLANs of machines and bridges with the case that trips it and the nearest that does not.
func TestTrunks(t *testing.T) {
	machine := func(entries ...string) pack { return pack{networks: entries} }
	with := func(p pack, configs ...string) pack {
		p.configs = map[string]string{}
		for i := 0; i < len(configs); i += 2 {
			p.configs[configs[i]] = configs[i+1]
		}
		return p
	}
	const own = "[{name: x, networkRef: lan, "
	for name, tc := range map[string]struct {
		pack pack
		want []string
	}{
		"access port":         {with(machine(own+"vlanId: 10}]"), "lan", "{type: bridge}"), nil},
		"access port of OVS":  {with(machine(own+"vlanId: 10}]"), "lan", "{type: ovs}"), nil},
		"access port of a VF": {with(machine(own+"vlanId: 10}]"), "lan", "{type: sriov, sriov: {numVfs: 1, resourceName: x/y}}"), nil},
		"trunk":               {with(machine(own+"trunk: ['10', 20-29]}]"), "lan", "{type: bridge}"), nil},
		"trunk of OVS":        {with(machine(own+"trunk: ['10']}]"), "lan", "{type: ovs}"), nil},
		"trunk of a VF": {with(machine(own+"trunk: ['10']}]"), "lan", "{type: sriov, sriov: {numVfs: 1, resourceName: x/y}}"),
			[]string{"WK125 Wukong/w0 spec.networks[0].trunk / NetworkConfig/lan spec"}},
		"network with a VLAN": {with(machine(own+"vlanId: 10}]"), "lan", "{type: bridge, vlanId: 9}"),
			[]string{"WK125 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec"}},
		"OVS with the same VLAN": {with(machine(own+"vlanId: 10}]"), "lan", "{type: ovs, vlanId: 10}"),
			[]string{"WK125 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec"}},
		"network without filtering": {with(machine(own+"vlanId: 10}]"), "lan", "{type: bridge, vlanFiltering: false}"),
			[]string{"WK125 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec"}},
		"attachment that exists": {with(pack{networks: []string{own + "vlanId: 10}]", own + "trunk: ['1000']}]"}}, "lan", "{type: bridge, nadName: given, trunk: ['7']}"),
			[]string{"WK040 Wukong/w0 spec.networks[0].nadName and 1 more",
				"WK125 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec", "WK125 Wukong/w1 spec.networks[0].trunk / NetworkConfig/lan spec"}},

		"VLAN 1": {with(machine(own+"vlanId: 1}]"), "lan", "{type: bridge}"),
			[]string{"WK126 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec.trunk"}},
		"in the trunk": {with(machine(own+"vlanId: 29}]"), "lan", "{type: bridge, trunk: ['10', 20-29]}"), nil},
		"outside of the trunk": {with(machine(own+"vlanId: 30}]"), "lan", "{type: bridge, trunk: ['10', 20-29]}"),
			[]string{"WK126 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec.trunk"}},
		"trunk inside the trunk": {with(machine(own+"trunk: [22-25]}]"), "lan", "{type: bridge, trunk: ['10', 20-29]}"), nil},
		"trunk outside of the trunk": {with(machine(own+"trunk: ['10', 25-30]}]"), "lan", "{type: bridge, trunk: ['10', 20-29]}"),
			[]string{"WK126 Wukong/w0 spec.networks[0].trunk / NetworkConfig/lan spec.trunk"}},

		"native VLAN, access port":   {with(machine(own+"vlanId: 5}]"), "lan", "{type: bridge, nativeVlan: 5}"), nil},
		"native VLAN, trunk":         {with(machine(own+"trunk: ['7']}]"), "lan", "{type: bridge, nativeVlan: 5}"), nil},
		"native VLAN 1, no port":     {with(machine("[{name: x, networkRef: lan}]"), "lan", "{type: bridge, nativeVlan: 1}"), nil},
		"trunk, no port":             {with(machine("[{name: x, networkRef: lan}]"), "lan", "{type: bridge, trunk: ['7']}"), nil},
		"native VLAN, no port":       {with(machine("[{name: x, networkRef: lan}]"), "lan", "{type: bridge, nativeVlan: 5}"), []string{"WK128 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec.nativeVlan"}},
		"native VLAN of the machine": {machine("[{name: x, type: bridge, nativeVlan: 5}]"), []string{"WK128 Wukong/w0 spec.networks[0].vlanId / Wukong/w0 spec.networks[0].nativeVlan"}},

		"trunk and another VLAN's interface": {with(pack{}, "lan", "{type: bridge, trunk: ['7']}", "tag", "{type: bridge, vlanId: 8}"),
			[]string{"WK078 NetworkConfig/tag spec.physicalInterface / NetworkConfig/lan spec.physicalInterface"}},
		"trunk and a VLAN's interface": {with(pack{}, "lan", "{type: bridge, trunk: ['7', '8-9']}", "tag", "{type: bridge, vlanId: 8}"),
			[]string{"WK078 NetworkConfig/tag spec.physicalInterface / NetworkConfig/lan spec.physicalInterface",
				"WK129 NetworkConfig/lan spec.trunk / NetworkConfig/tag spec.vlanId"}},
		"the same on other nodes": {with(pack{}, "lan", "{type: bridge, trunk: ['7', '8-9'], "+zoneA+"}", "tag", "{type: bridge, vlanId: 8, "+zoneB+"}"), nil},
		"access port and another VLAN's interface": {with(machine(own+"vlanId: 7}]"), "lan", "{type: bridge}", "tag", "{type: bridge, vlanId: 8}"),
			[]string{"WK078 NetworkConfig/tag spec.physicalInterface / NetworkConfig/lan spec.physicalInterface"}},
		"access port and a VLAN's interface": {with(machine(own+"vlanId: 8}]", own+"vlanId: 8}]"), "lan", "{type: ovs, bridgeName: o}", "tag", "{type: bridge, vlanId: 8}"),
			[]string{"WK078 NetworkConfig/tag spec.physicalInterface / NetworkConfig/lan spec.physicalInterface",
				"WK129 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/tag spec.vlanId",
				"WK129 Wukong/w1 spec.networks[0].vlanId / NetworkConfig/tag spec.vlanId"}},
		"guest's trunk and a VLAN's interface on the second port": {with(machine(own+"trunk: [2-9]}]"), "lan", "{type: bridge, ports: [e0, e1], stp: true}",
			"tag", "{type: bridge, vlanId: 8, vlanInterface: v8, physicalInterface: e1}"),
			[]string{"WK078 NetworkConfig/tag spec.physicalInterface / NetworkConfig/lan spec.ports",
				"WK129 Wukong/w0 spec.networks[0].trunk / NetworkConfig/tag spec.vlanId"}},

		"one bridge, two trunks": {with(pack{}, "a", "{type: bridge, bridgeName: b, trunk: ['7']}", "b", "{type: bridge, bridgeName: b, trunk: ['8']}"),
			[]string{"WK030 NetworkConfig/b spec.bridgeName / NetworkConfig/a spec.bridgeName"}},
		"one bridge, one trunk in another order": {with(pack{}, "a", "{type: bridge, bridgeName: b, trunk: ['7', '9']}", "b", "{type: bridge, bridgeName: b, trunk: ['9', '7']}"), nil},
		"one bridge, two native VLANs": {with(pack{}, "a", "{type: bridge, bridgeName: b, nativeVlan: 7}", "b", "{type: bridge, bridgeName: b}"),
			[]string{"WK030 NetworkConfig/b spec.bridgeName / NetworkConfig/a spec.bridgeName"}},
		"one port in two bridges": {with(pack{}, "a", "{type: bridge, ports: [e0, e1], stp: true}", "b", "{type: bridge, physicalInterface: e1}"),
			[]string{"WK031 NetworkConfig/b spec.physicalInterface / NetworkConfig/a spec.ports"}},
		"a port in a bond": {with(pack{}, "a", "{type: bridge, ports: [e0, e1], stp: true}", "b", "{type: bridge, bond: {name: b0, mode: 802.3ad, ports: [e1]}}"),
			[]string{"WK032 NetworkConfig/b spec.bond / NetworkConfig/a spec.ports"}},
		"a bridge named like its second port": {with(pack{}, "a", "{type: bridge, ports: [e0, e1], stp: true, bridgeName: e1}"),
			[]string{"WK079 NetworkConfig/a spec.bridgeName"}},

		"one address in one VLAN": {with(machine(own+"vlanId: 7, ipConfig: {mode: static, address: 192.0.2.9/24}}]",
			own+"vlanId: 7, ipConfig: {mode: static, address: 192.0.2.9/24}}]"), "lan", "{type: bridge}"),
			[]string{"WK033 Wukong/w1 spec.networks[0].ipConfig.address / Wukong/w0 spec.networks[0].ipConfig.address"}},
		"one address in two VLANs": {with(machine(own+"vlanId: 7, ipConfig: {mode: static, address: 192.0.2.9/24}}]",
			own+"vlanId: 8, ipConfig: {mode: static, address: 192.0.2.9/24}}]"), "lan", "{type: bridge}"), nil},
		"one MAC address in a trunk and its VLAN": {with(machine(own+"vlanId: 7, macAddress: 02:00:00:00:00:01}]", own+"trunk: [2-9], macAddress: 02:00:00:00:00:01}]"),
			"lan", "{type: bridge}"), []string{"WK036 Wukong/w1 spec.networks[0].macAddress / Wukong/w0 spec.networks[0].macAddress"}},
		"one MAC address in a trunk and another VLAN": {with(machine(own+"vlanId: 10, macAddress: 02:00:00:00:00:01}]", own+"trunk: [2-9], macAddress: 02:00:00:00:00:01}]"),
			"lan", "{type: bridge}"), []string{"WK091 Wukong/w1 spec.networks[0].macAddress / Wukong/w0 spec.networks[0].macAddress"}},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, tc.pack.found(t)) })
	}
}

// TestPortsAndConfiguration: management uplinks among several ports, and planned VLANs.
func TestPortsAndConfiguration(t *testing.T) {
	management := func(c *api.RenderSpec) { c.Network.ManagementInterfaces = []string{"e1"} }
	planned := func(c *api.RenderSpec) { c.Network.VLANRanges = []api.VLANRange{{Name: "x", Min: 10, Max: 19}} }
	for name, tc := range map[string]struct {
		pack pack
		want []string
	}{
		"management uplink among the ports": {pack{config: management, configs: map[string]string{"a": "{type: bridge, stp: true, ports: [e0, e1]}"}},
			[]string{"WK044 NetworkConfig/a spec.ports"}},
		"its address taken over": {pack{config: management, configs: map[string]string{"a": "{type: bridge, ports: [e1], nodeAddress: dhcp}"}}, nil},
		"planned VLAN":           {pack{config: planned, networks: []string{"[{name: x, networkRef: a, vlanId: 10}]"}, configs: map[string]string{"a": "{type: bridge}"}}, nil},
		"unplanned VLAN": {pack{config: planned, networks: []string{"[{name: x, networkRef: a, vlanId: 9}]"}, configs: map[string]string{"a": "{type: bridge}"}},
			[]string{"WK037 Wukong/w0 spec.networks[0].vlanId"}},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, tc.pack.found(t)) })
	}
}
