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

// TestGuide holds the host networks of the NMState guide: its interfaces, as it writes them, come out of ours. Two
// differences are meant: 6.3 writes bond, which nmstate refuses, for link-aggregation, and leaves stp of its bridge open,
// where ours is off.
func TestGuide(t *testing.T) {
	vlanAndBridge := `
- {name: ens160.100, type: vlan, state: up, vlan: {base-iface: ens160, id: 100}}
- {name: br-mgmt, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens160.100}]}}`
	for name, tc := range map[string]struct{ spec, want string }{
		"4.1 bridge on an uplink": {"{type: bridge, bridgeName: br-mgmt, physicalInterface: ens160}", `
- {name: br-mgmt, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens160}]}}`},
		"4.2 bridge on a VLAN":   {"{type: bridge, bridgeName: br-mgmt, physicalInterface: ens160, vlanId: 100}", vlanAndBridge},
		"6.1 management network": {"{type: bridge, bridgeName: br-mgmt, vlanId: 100}", vlanAndBridge},
		"6.2 data network": {"{type: bridge, bridgeName: br-data, physicalInterface: ens161}", `
- {name: br-data, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens161}]}}`},
		"6.3 bonding": {"{type: bridge, bridgeName: br-bond, bond: {name: bond0, mode: active-backup, ports: [eth0, eth1]}}", `
- {name: bond0, type: bond, state: up, link-aggregation: {mode: active-backup, port: [eth0, eth1]}}
- {name: br-bond, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: bond0}]}}`},
		"11.4 test bridge": {"{type: bridge, bridgeName: br-test}", `
- {name: br-test, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: ens160}]}}`},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec)) })
	}
}

func TestOtherNetworks(t *testing.T) {
	for name, tc := range map[string]struct{ spec, want string }{
		"VLAN on a bond, spanning tree": {"{type: bridge, stp: true, bridgeName: br0, vlanId: 7, bond: {name: bond1, mode: 802.3ad, ports: [e0], options: {miimon: 100}}}", `
- {name: bond1, type: bond, state: up, link-aggregation: {mode: 802.3ad, options: {miimon: 100}, port: [e0]}}
- {name: bond1.7, type: vlan, state: up, vlan: {base-iface: bond1, id: 7}}
- {name: br0, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: true}}, port: [{name: bond1.7}]}}`},
		"OVS: the VLAN is the attachment's": {"{type: ovs, bridgeName: ovs0, vlanId: 7}", `
- {name: ovs0, type: ovs-bridge, state: up, bridge: {port: [{name: ens160}]}}`},
		"OVS with spanning tree": {"{type: ovs, stp: true}", `
- {name: br-net, type: ovs-bridge, state: up, bridge: {options: {stp: {enabled: true}}, port: [{name: ens160}]}}`},
		"SR-IOV": {"{type: sriov, physicalInterface: e1, sriov: {numVfs: 4, resourceName: x.io/vf}}", `
- {name: e1, type: ethernet, state: up, ethernet: {sr-iov: {total-vfs: 4}}}`},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec)) })
	}
}

// TestFields holds the shapes of what a network may say beyond its bridge.
func TestFields(t *testing.T) {
	const plain = "bridge: {options: {stp: {enabled: false}}, port: "
	for name, tc := range map[string]struct{ spec, other, want string }{
		"MTU of uplink and bridge": {"{type: bridge, mtu: 9000}", "", `
- {name: ens160, state: up, mtu: 9000}
- {name: br-net, type: linux-bridge, state: up, mtu: 9000, ` + plain + `[{name: ens160}]}}`},
		"MTU of a VLAN on an uplink of which another wants more": {"{type: bridge, vlanId: 7, mtu: 1400}", "{type: bridge, vlanId: 8, mtu: 9000}", `
- {name: ens160, state: up, mtu: 9000}
- {name: ens160.7, type: vlan, state: up, mtu: 1400, vlan: {base-iface: ens160, id: 7}}
- {name: br-net, type: linux-bridge, state: up, mtu: 1400, ` + plain + `[{name: ens160.7}]}}`},
		"MTU that another wants on other nodes": {"{type: bridge, vlanId: 7, mtu: 1400, nodeSelector: {zone: a}}", "{type: bridge, mtu: 9000, nodeSelector: {zone: b}}", `
- {name: ens160, state: up, mtu: 1400}
- {name: ens160.7, type: vlan, state: up, mtu: 1400, vlan: {base-iface: ens160, id: 7}}
- {name: br-net, type: linux-bridge, state: up, mtu: 1400, ` + plain + `[{name: ens160.7}]}}`},
		"MTU of a bond and its ports": {"{type: bridge, mtu: 9000, bond: {name: bond0, mode: active-backup, ports: [e0, e1]}}", "", `
- {name: e0, state: up, mtu: 9000}
- {name: e1, state: up, mtu: 9000}
- {name: bond0, type: bond, state: up, mtu: 9000, link-aggregation: {mode: active-backup, port: [e0, e1]}}
- {name: br-net, type: linux-bridge, state: up, mtu: 9000, ` + plain + `[{name: bond0}]}}`},
		"MTU that another wants of the bond": {"{type: bridge, vlanId: 3, bond: {name: bond0, mode: active-backup, ports: [e0]}}", "{type: bridge, vlanId: 4, mtu: 9000, bond: {name: bond0, mode: active-backup, ports: [e0]}}", `
- {name: e0, state: up, mtu: 9000}
- {name: bond0, type: bond, state: up, mtu: 9000, link-aggregation: {mode: active-backup, port: [e0]}}
- {name: bond0.3, type: vlan, state: up, vlan: {base-iface: bond0, id: 3}}
- {name: br-net, type: linux-bridge, state: up, ` + plain + `[{name: bond0.3}]}}`},
		"an OVS bridge has no MTU": {"{type: ovs, mtu: 9000}", "", `
- {name: ens160, state: up, mtu: 9000}
- {name: br-net, type: ovs-bridge, state: up, bridge: {port: [{name: ens160}]}}`},
		"description and LLDP": {"{type: bridge, description: rack 4, lldp: true}", "", `
- {name: ens160, state: up, lldp: {enabled: true}}
- {name: br-net, type: linux-bridge, state: up, description: rack 4, ` + plain + `[{name: ens160}]}}`},
		"Open vSwitch": {"{type: ovs, description: tenants, ovs: {allowExtraPatchPorts: true, externalIDs: {team: net}}}", "", `
- {name: br-net, type: ovs-bridge, state: up, description: tenants, bridge: {allow-extra-patch-ports: true, port: [{name: ens160}]}, ovs-db: {external_ids: {team: net}}}`},
		"name of the VLAN's interface": {"{type: bridge, vlanId: 30, vlanInterface: vlan30}", "", `
- {name: vlan30, type: vlan, state: up, vlan: {base-iface: ens160, id: 30}}
- {name: br-net, type: linux-bridge, state: up, ` + plain + `[{name: vlan30}]}}`},
		"name of the VLAN's interface, removed": {"{type: bridge, vlanId: 30, vlanInterface: vlan30, ensure: absent}", "", `
- {name: br-net, type: linux-bridge, state: absent}
- {name: vlan30, type: vlan, state: absent}`},
		"virtual functions": {`{type: sriov, description: fast, mtu: 9000, sriov: {numVfs: 3, resourceName: x/y, vfs: [
			{id: 0, mac: "02:00:5e:00:00:01", spoofCheck: true, trust: false}, {id: 2, vlan: 5, qos: 3, minTxRate: 100, maxTxRate: 200}]}}`, "", `
- {name: ens160, type: ethernet, state: up, description: fast, mtu: 9000, ethernet: {sr-iov: {total-vfs: 3, vfs: [
    {id: 0, mac-address: "02:00:5e:00:00:01", spoof-check: true, trust: false}, {id: 2, vlan-id: 5, qos: 3, min-tx-rate: 100, max-tx-rate: 200}]}}}`},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec, tc.other)) })
	}
}

func TestMaxUnavailable(t *testing.T) {
	for limit, want := range map[string]any{"": nil, "3": 3, "10%": "10%"} {
		h := plan.HostNetwork{NetworkSpec: &api.NetworkSpec{NetworkMore: &api.NetworkMore{MaxUnavailable: limit}}, Policy: "p"}
		require.Equal(t, want, new(builder).policyOf(&h).Spec.MaxUnavailable)
	}
}

func TestNodeAddressMovesToTheBridge(t *testing.T) {
	const dhcp = "ipv4: {enabled: true, dhcp: true}, ipv6: {enabled: true, dhcp: true, autoconf: true}"
	const bond = "{name: bond0, type: bond, state: up, link-aggregation: {mode: active-backup, port: [e1, e0]}}"
	bridge := func(port, more string) string {
		return "{name: br-net, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: false}}, port: [{name: " + port + "}]}, " + dhcp + more + "}"
	}
	for name, tc := range map[string]struct {
		spec   string
		former *plan.FormerBridge
		want   string
	}{
		"with the uplink's MAC address": {"{type: bridge, nodeAddress: dhcp}", nil, "[" + bridge("ens160", ", copy-mac-from: ens160") + "]"},
		"the bond is not there yet, its first port is": {"{type: bridge, nodeAddress: dhcp, bond: {name: bond0, mode: active-backup, ports: [e1, e0]}}", nil,
			"[" + bond + ", " + bridge("bond0", ", copy-mac-from: e1") + "]"},
		"on a bond that the nodes have": {"{type: bridge, nodeAddress: dhcp, physicalInterface: bond0}", nil, "[" + bridge("bond0", ", copy-mac-from: bond0") + "]"},
		"a bridge that stands keeps its own": {"{type: bridge, nodeAddress: dhcp, bond: {name: bond0, mode: active-backup, ports: [e1, e0]}}",
			&plan.FormerBridge{DHCP: true}, "[" + bond + ", " + bridge("bond0", "") + "]"},
		"a bridge that stands keeps the uplink's": {"{type: bridge, nodeAddress: dhcp}", &plan.FormerBridge{CopiesMAC: true, DHCP: true},
			"[" + bridge("ens160", ", copy-mac-from: ens160") + "]"},
	} {
		t.Run(name, func(t *testing.T) {
			former := func(string, map[string]string) (found plan.FormerBridge, stands bool) {
				if tc.former == nil {
					return found, false
				}
				return *tc.former, true
			}
			require.YAMLEq(t, tc.want, rendered(t, former, tc.spec))
		})
	}
}

func TestRemoval(t *testing.T) {
	const gone = "{name: br-net, type: linux-bridge, state: absent}"
	const back = ", ipv4: {enabled: true, dhcp: true}, ipv6: {enabled: true, dhcp: true, autoconf: true}}"
	const quiet = "auto-dns: false, auto-gateway: false, auto-routes: false"
	const addressAlone = ", ipv4: {enabled: true, dhcp: true, " + quiet + "}, ipv6: {enabled: true, dhcp: true, autoconf: true, " + quiet + "}}"
	const tagged, vlan, bonded = "{name: bond0.7, type: vlan, state: absent}", "{name: ens160.7, type: vlan, state: absent}", "{name: bond0, type: bond, state: absent}"
	up := func(name string) string { return "{name: " + name + ", state: up" }
	bond := "bond: {name: bond0, mode: broadcast, ports: [e0, e1]}"
	for name, tc := range map[string]struct {
		spec, other, want string
	}{
		"bridge on an uplink, of whatever type":        {"{type: bridge, ensure: absent}", "", "[" + gone + ", " + up("ens160") + "}]"},
		"restore: none is the default":                 {"{type: bridge, ensure: absent, restore: none}", "", "[" + gone + ", " + up("ens160") + "}]"},
		"with an address, which makes no routes":       {"{type: bridge, ensure: absent, restore: dhcp}", "", "[" + gone + ", " + up("ens160") + addressAlone + "]"},
		"the node's address comes back whole":          {"{type: bridge, ensure: absent, nodeAddress: dhcp}", "", "[" + gone + ", " + up("ens160") + back + "]"},
		"so it does where that is said":                {"{type: bridge, ensure: absent, nodeAddress: dhcp, restore: dhcp}", "", "[" + gone + ", " + up("ens160") + back + "]"},
		"VLAN: the uplink stays as it is":              {"{type: bridge, vlanId: 7, ensure: absent}", "", "[" + gone + ", " + vlan + "]"},
		"bond, from the top down":                      {"{type: bridge, vlanId: 7, ensure: absent, " + bond + "}", "", "[" + gone + ", " + tagged + ", " + bonded + ", " + up("e0") + "}, " + up("e1") + "}]"},
		"a bond's ports have no address in any case":   {"{type: bridge, ensure: absent, restore: dhcp, " + bond + "}", "", "[" + gone + ", " + bonded + ", " + up("e0") + "}, " + up("e1") + "}]"},
		"but for the one whose address the bridge has": {"{type: bridge, ensure: absent, nodeAddress: dhcp, " + bond + "}", "", "[" + gone + ", " + bonded + ", " + up("e0") + back + ", " + up("e1") + "}]"},
		"bond that another VLAN uses":                  {"{type: bridge, vlanId: 7, ensure: absent, " + bond + "}", "{type: bridge, vlanId: 8, " + bond + "}", "[" + gone + ", " + tagged + "]"},
		"bond that only a VLAN uses any more":          {"{type: bridge, ensure: absent, nodeAddress: dhcp, " + bond + "}", "{type: bridge, vlanId: 8, " + bond + "}", "[" + gone + ", " + up("bond0") + back + "]"},
		"uplink that only a VLAN uses any more":        {"{type: bridge, ensure: absent}", "{type: bridge, vlanId: 8}", "[" + gone + ", " + up("ens160") + "}]"},
		"uplink that another bridge takes over":        {"{type: bridge, ensure: absent}", "{type: bridge}", "[" + gone + "]"},
		"uplink that another bond takes over":          {"{type: bridge, ensure: absent}", "{type: bridge, bond: {name: bond0, mode: broadcast, ports: [ens160]}}", "[" + gone + "]"},
		"uplink that another takes elsewhere":          {"{type: bridge, ensure: absent, nodeSelector: {zone: a}}", "{type: bridge, nodeSelector: {zone: b}}", "[" + gone + ", " + up("ens160") + "}]"},
		"OVS":                                          {"{type: ovs, vlanId: 7, ensure: absent}", "", "[{name: br-net, type: ovs-bridge, state: absent}, " + up("ens160") + "}]"},
		"SR-IOV":                                       {"{type: sriov, ensure: absent, sriov: {numVfs: 3, resourceName: x/y}}", "", "[{name: ens160, type: ethernet, state: up, ethernet: {sr-iov: {total-vfs: 0}}}]"},
		"SR-IOV that another uses":                     {"{type: sriov, ensure: absent, sriov: {numVfs: 3, resourceName: x/y}}", "{type: sriov, sriov: {numVfs: 3, resourceName: x/y}}", "null"},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, interfacesOf(t, tc.spec, tc.other)) })
	}
}

func TestNodeSelectorIsACopy(t *testing.T) {
	h := plan.HostNetwork{NetworkSpec: &api.NetworkSpec{NodeSelector: map[string]string{"a": "b"}}, Policy: "p"}
	p := new(builder).policyOf(&h)
	p.Spec.NodeSelector["a"] = "c"
	require.Equal(t, "b", h.NodeSelector["a"])
}

// interfacesOf renders the policy of a network, beside others, and gives its interfaces as YAML.
func interfacesOf(t *testing.T, spec string, others ...string) string {
	t.Helper()
	return rendered(t, nil, spec, others...)
}

// rendered is interfacesOf with what an earlier run says of bridges.
func rendered(t *testing.T, former func(string, map[string]string) (plan.FormerBridge, bool), spec string, others ...string) string {
	t.Helper()
	in := plan.Input{Config: api.DefaultRenderSpec(), FormerBridge: former}
	for i, text := range append([]string{spec}, others...) {
		if text == "" {
			continue
		}
		n := &api.NetworkConfig{Metadata: api.ObjectMeta{Name: []string{"net", "other"}[i]}}
		require.NoError(t, yaml.UnmarshalStrict([]byte(text), &n.Spec))
		in.NetworkConfigs = append(in.NetworkConfigs, plan.Sourced[api.NetworkConfig]{Resource: n, Owner: plan.NewOwner(finding.Place{Kind: "NetworkConfig", Name: n.Metadata.Name})})
	}
	var found []finding.Finding
	in.Say = func(f finding.Finding) { found = append(found, f) }
	p := plan.Resolve(in)
	require.Empty(t, found)
	policy := new(builder).policyOf(&p.HostNetworks[0])
	require.Contains(t, []string{"net-bridge", "net-bridge-n1"}, policy.Metadata.Name)
	text, err := encode.String(policy)
	require.NoError(t, err)
	var back struct {
		Spec struct {
			DesiredState struct {
				Interfaces any `json:"interfaces"`
			} `json:"desiredState"`
		} `json:"spec"`
	}
	require.NoError(t, yaml.Unmarshal([]byte(text), &back))
	out, err := yaml.Marshal(back.Spec.DesiredState.Interfaces)
	require.NoError(t, err)
	return string(out)
}
