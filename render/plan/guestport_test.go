package plan

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestGuestPorts: one attachment for a VLAN, for a trunk and for the network as it is, in each namespace that uses it.
func TestGuestPorts(t *testing.T) {
	machine := func(namespace, name, entries string) string {
		return "{metadata: {name: " + name + ", namespace: " + namespace + "}, spec: {networks: [" + entries + "]}}"
	}
	p := resolve(t, []string{
		machine("a", "one", "{name: x, networkRef: lan, vlanId: 10}, {name: v, networkRef: lan, vlanId: 20}"),
		machine("a", "two", "{name: x, networkRef: lan, vlanId: 10}, {name: v, networkRef: lan}"),
		machine("b", "three", "{name: x, networkRef: lan, vlanId: 10}"),
		machine("b", "four", "{name: x, networkRef: lan, trunk: ['30', 10-19]}, {name: v, networkRef: wan, vlanId: 7}"),
		machine("b", "five", "{name: x, networkRef: lan, trunk: [10-19, '30']}, {name: v, networkRef: lan, trunk: ['30']}"),
		machine("b", "six", "{name: x, networkRef: vf, vlanId: 9}"),
	}, []string{
		"{metadata: {name: lan}, spec: {type: bridge, physicalInterface: e1, ipConfig: {mode: dhcp}, nodeSelector: {z: a}}}",
		"{metadata: {name: wan}, spec: {type: ovs, ports: [e2, e3]}}",
		"{metadata: {name: vf}, spec: {type: sriov, physicalInterface: e4, sriov: {numVfs: 1, resourceName: x.io/vf}}}",
	})
	type attachment struct {
		name, bridge, resource string
		vlan                   int
		trunk                  []api.Tags
		policy                 string
	}
	var got []attachment
	for _, a := range p.Attachments {
		one := attachment{a.Namespace + "/" + a.Name, a.Bridge, a.ResourceName, a.VLAN, nil, a.Policy}
		if a.Port != nil {
			one.trunk = a.Port.Trunk
		}
		if len(one.trunk) == 0 {
			one.trunk = nil
		}
		got = append(got, one)
	}
	require.Equal(t, []attachment{
		{"a/lan-10-nad", "br-lan", "", 10, nil, "lan-bridge"},
		{"a/lan-20-nad", "br-lan", "", 20, nil, "lan-bridge"},
		{"a/lan-nad", "br-lan", "", 0, nil, "lan-bridge"},
		{"b/lan-10-nad", "br-lan", "", 10, nil, "lan-bridge"},
		{"b/lan-trunk-2053c846-nad", "br-lan", "", 0, []api.Tags{{Min: 10, Max: 19}, {Min: 30, Max: 30}}, "lan-bridge"},
		{"b/lan-trunk-624b60c5-nad", "br-lan", "", 0, []api.Tags{{Min: 30, Max: 30}}, "lan-bridge"},
		{"b/vf-9-nad", "", "x.io/vf", 9, nil, "vf-bridge"},
		{"b/wan-7-nad", "br-wan", "ovs-cni.network.kubevirt.io/br-wan", 7, nil, "wan-bridge"},
	}, got)

	itf := func(machine, name string) *Interface {
		for i := range p.Machines {
			for j := range p.Machines[i].Interfaces {
				if itf := &p.Machines[i].Interfaces[j]; p.Machines[i].Owner.Name == machine && itf.Name == name {
					return itf
				}
			}
		}
		t.Fatal(machine, name)
		return nil
	}
	access := itf("one", "x")
	require.Equal(t, "lan-10-nad", access.Attachment)
	require.Equal(t, "e1.10", access.Segment)
	require.Equal(t, 10, access.VLAN)
	require.Equal(t, "br-lan", access.Bridge)
	require.NotNil(t, access.IP, "the network's, as for every machine")
	require.Nil(t, itf("four", "x").IP, "frames without a tag do not get through")
	require.Equal(t, "e2.7", itf("four", "v").Segment)
	require.Equal(t, SRIOV, itf("six", "x").Binding)

	for name, tc := range map[string]struct {
		a, b *Interface
		want Certainty
	}{
		"one VLAN":                       {access, itf("two", "x"), Certain},
		"another VLAN":                   {access, itf("one", "v"), Separate},
		"a VLAN and no tag":              {access, itf("two", "v"), Separate},
		"a VLAN of a trunk":              {access, itf("four", "x"), Certain},
		"no VLAN of a trunk":             {itf("one", "v"), itf("four", "x"), Separate},
		"no tag and a trunk":             {itf("two", "v"), itf("four", "x"), Separate},
		"trunks with a common VLAN":      {itf("four", "x"), itf("five", "v"), Certain},
		"one VLAN under another uplink":  {itf("six", "x"), &Interface{Segment: "e1.9", VLAN: 9}, Possible},
		"a trunk and another uplink":     {itf("four", "x"), &Interface{Segment: "e9.10", VLAN: 10}, Possible},
		"a trunk on nodes that differ":   {itf("four", "x"), &Interface{Segment: "e1.10", VLAN: 10, Nodes: Nodes{"z": "b"}}, Possible},
		"a trunk and a VLAN's interface": {itf("four", "x"), &Interface{Segment: "e1.10", VLAN: 10}, Certain},
	} {
		require.Equal(t, tc.want, Together(tc.a, tc.b), name)
		require.Equal(t, tc.want, Together(tc.b, tc.a), name)
	}
}

// TestPortsAreShared: an MTU reaches every port, and the uplink of another network.
func TestPortsAreShared(t *testing.T) {
	p := resolve(t, nil, []string{
		"{metadata: {name: a}, spec: {type: bridge, ports: [e1, e2]}}",
		"{metadata: {name: b}, spec: {type: bridge, physicalInterface: e2, vlanId: 7, mtu: 9000}}",
		"{metadata: {name: c}, spec: {type: bridge, ports: [e3, e4], ensure: absent}}",
		"{metadata: {name: d}, spec: {type: bridge, physicalInterface: e4}}",
	})
	require.Equal(t, 9000, p.HostNetworks[0].UplinkMTU)
	require.Equal(t, map[string]bool{"e4": true}, p.HostNetworks[2].Taken)
	require.False(t, p.HostNetworks[0].UplinkGuessed)
}
