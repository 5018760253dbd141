package change

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// networks are the policies of NetworkConfigs, by name, each written as the YAML of its spec.
type networks map[string]string

func (n networks) policies(t *testing.T) map[string]*nmstate.PolicySpec {
	t.Helper()
	in := plan.Input{Config: api.DefaultRenderSpec(), Say: func(f finding.Finding) { t.Fatal(f) }}
	for _, name := range slices.Sorted(maps.Keys(n)) {
		c := &api.NetworkConfig{Metadata: api.ObjectMeta{Name: name}}
		require.NoError(t, yaml.UnmarshalStrict([]byte(n[name]), &c.Spec))
		in.NetworkConfigs = append(in.NetworkConfigs, plan.Sourced[api.NetworkConfig]{Resource: c, Owner: plan.NewOwner(finding.Place{Kind: "NetworkConfig", Name: name})})
	}
	specs := map[string]*nmstate.PolicySpec{}
	pl := plan.Resolve(in)
	for i := range pl.HostNetworks {
		specs[pl.HostNetworks[i].Policy] = nmstate.SpecOf(&pl.HostNetworks[i])
	}
	return specs
}

// since are the changes of all former policies, as "CODE ROW POLICY FIELD: LEFT".
func since(t *testing.T, was, now map[string]*nmstate.PolicySpec) []string {
	t.Helper()
	p := NewPolicies(len(now))
	for _, name := range slices.Sorted(maps.Keys(now)) {
		p.Add(name, now[name])
	}
	out := []string{}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		for _, c := range p.Since(name, was[name]) {
			text := string(c.Code) + " " + c.Name + ", " + c.Policy
			for _, left := range c.Left {
				text += " " + left
			}
			out = append(out, text)
			require.NotContains(t, c.Text("The machines"), "%")
			require.NotContains(t, c.Text("The machines"), "  ")
			require.NotEmpty(t, c.Source)
		}
	}
	return out
}

// TestNodes has for each row the change that it is about, and the nearest that it is not about.
func TestNodes(t *testing.T) {
	const bond = "{type: bridge, bond: {name: b0, mode: %s, ports: [%s], options: {%s}}}"
	for name, tc := range map[string]struct {
		was, now networks
		want     []string
	}{
		"nothing": {networks{"a": "{type: bridge, vlanId: 7}"}, networks{"a": "{type: bridge, vlanId: 7}"}, nil},

		"bridge renamed": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, bridgeName: br-b}"},
			[]string{"WK081 bridge renamed, a-bridge br-a"}},
		"network renamed with its bridge": {networks{"a": "{type: bridge}"}, networks{"b": "{type: bridge}"},
			[]string{"WK048 policy deleted, a-bridge", "WK081 bridge renamed, b-bridge"}},
		"network renamed, bridge kept": {networks{"a": "{type: bridge}"}, networks{"b": "{type: bridge, bridgeName: br-a}"}, nil},
		"bridge renamed, the port to nobody": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, bridgeName: br-b, physicalInterface: e9}"},
			[]string{"WK082 interfaces left behind, a-bridge br-a"}},
		"bridge renamed on other nodes": {networks{"a": "{type: bridge, nodeSelector: {z: '1'}}"}, networks{"b": "{type: bridge, nodeSelector: {z: '2'}}"},
			[]string{"WK048 policy deleted, a-bridge"}},
		"bridge renamed, the old one removed": {networks{"a": "{type: bridge}"},
			networks{"a": "{type: bridge, bridgeName: br-b}", "old": "{type: bridge, bridgeName: br-a, ensure: absent}"},
			[]string{"WK081 bridge renamed, the old one removed, a-bridge"}},
		"bridge renamed with nodeAddress": {networks{"a": "{type: bridge, nodeAddress: dhcp}"}, networks{"a": "{type: bridge, bridgeName: br-b, nodeAddress: dhcp}"},
			[]string{"WK080 bridge with the node's address renamed, a-bridge br-a"}},
		"another bridge on the node's card": {networks{"a": "{type: bridge, nodeAddress: dhcp}"}, networks{"b": "{type: bridge}"},
			[]string{"WK048 policy deleted, a-bridge", "WK080 bridge with the node's address renamed, b-bridge"}},
		"bridge becomes one of Open vSwitch": {networks{"a": "{type: bridge}"}, networks{"a": "{type: ovs}"},
			[]string{"WK081 bridge renamed, a-bridge"}},

		"bridge removed": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, ensure: absent}"},
			[]string{"WK081 bridge removed with machines attached, a-bridge"}},
		"bridge removed on other nodes": {networks{"a": "{type: bridge, nodeSelector: {z: '1'}}"}, networks{"b": "{type: bridge, bridgeName: br-a, ensure: absent, nodeSelector: {z: '2'}}"},
			[]string{"WK048 policy deleted, a-bridge"}},
		"bridge removed before": {networks{"a": "{type: bridge, ensure: absent}"}, networks{"a": "{type: bridge, ensure: absent}"}, nil},
		"bridge back":           {networks{"a": "{type: bridge, ensure: absent}"}, networks{"a": "{type: bridge}"}, nil},
		"bridge with the node's address removed": {networks{"a": "{type: bridge, nodeAddress: dhcp}"}, networks{"a": "{type: bridge, ensure: absent}"},
			[]string{"WK081 bridge removed with machines attached, a-bridge", "WK083 bridge with the node's address removed, a-bridge"}},

		"another uplink": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, physicalInterface: e9}"},
			[]string{"WK083 another uplink, a-bridge"}},
		"another uplink of Open vSwitch": {networks{"a": "{type: ovs}"}, networks{"a": "{type: ovs, physicalInterface: e9}"},
			[]string{"WK083 another uplink, a-bridge"}},
		"another uplink under a VLAN": {networks{"a": "{type: bridge, vlanId: 7}"}, networks{"a": "{type: bridge, vlanId: 7, physicalInterface: e9}"},
			[]string{"WK083 another uplink, a-bridge ens160.7"}},
		"another uplink under the node's address": {networks{"a": "{type: bridge, nodeAddress: dhcp}"}, networks{"a": "{type: bridge, nodeAddress: dhcp, physicalInterface: e9}"},
			[]string{"WK080 another uplink under the node's address, a-bridge"}},
		"another VLAN": {networks{"a": "{type: bridge, vlanId: 7}"}, networks{"a": "{type: bridge, vlanId: 8}"},
			[]string{"WK083 another VLAN, a-bridge ens160.7"}},
		"a VLAN where there was none": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, vlanId: 8}"}, []string{"WK083 another VLAN, a-bridge"}},
		"no VLAN where there was one": {networks{"a": "{type: bridge, vlanId: 8}"}, networks{"a": "{type: bridge}"}, []string{"WK083 another VLAN, a-bridge ens160.8"}},
		"another VLAN, the old one in use": {networks{"a": "{type: bridge, vlanId: 7}"}, networks{"a": "{type: bridge, vlanId: 8}", "b": "{type: bridge, vlanId: 7}"},
			[]string{"WK083 another VLAN, a-bridge"}},
		"another VLAN under the node's address": {networks{"a": "{type: bridge, vlanId: 7, nodeAddress: dhcp}"}, networks{"a": "{type: bridge, vlanId: 8, nodeAddress: dhcp}"},
			[]string{"WK080 another uplink under the node's address, a-bridge ens160.7"}},
		"VLAN of Open vSwitch": {networks{"a": "{type: ovs, vlanId: 7}"}, networks{"a": "{type: ovs, vlanId: 8}"}, nil},

		"nodeAddress added": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, nodeAddress: dhcp}"},
			[]string{"WK081 nodeAddress added, a-bridge"}},
		"nodeAddress on a new bridge": {networks{}, networks{"a": "{type: bridge, nodeAddress: dhcp}"}, nil},
		"nodeAddress removed": {networks{"a": "{type: bridge, nodeAddress: dhcp}"}, networks{"a": "{type: bridge}"},
			[]string{"WK082 nodeAddress removed, a-bridge"}},
		"mtu left out":  {networks{"a": "{type: bridge, mtu: 9000}"}, networks{"a": "{type: bridge}"}, []string{"WK082 mtu left out, a-bridge"}},
		"mtu":           {networks{"a": "{type: bridge, mtu: 9000}"}, networks{"a": "{type: bridge, mtu: 1500}"}, []string{"WK086 mtu, a-bridge"}},
		"mtu set":       {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, mtu: 9000}"}, []string{"WK086 mtu, a-bridge"}},
		"mtu as it was": {networks{"a": "{type: bridge, mtu: 9000}"}, networks{"a": "{type: bridge, mtu: 9000}"}, nil},
		"stp on":        {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, stp: true}"}, []string{"WK083 stp switched on, a-bridge"}},
		"stp off":       {networks{"a": "{type: bridge, stp: true}"}, networks{"a": "{type: bridge}"}, nil},

		"bond mode": {networks{"a": fmt.Sprintf(bond, "active-backup", "e1, e2", "")}, networks{"a": fmt.Sprintf(bond, "802.3ad", "e1, e2", "")},
			[]string{"WK081 bond mode, a-bridge"}},
		"bond ports": {networks{"a": fmt.Sprintf(bond, "802.3ad", "e1, e2", "")}, networks{"a": fmt.Sprintf(bond, "802.3ad", "e1", "")},
			[]string{"WK083 bond ports, a-bridge"}},
		"bond ports in another order": {networks{"a": fmt.Sprintf(bond, "802.3ad", "e1, e2", "")}, networks{"a": fmt.Sprintf(bond, "802.3ad", "e2, e1", "")}, nil},
		"bond option": {networks{"a": fmt.Sprintf(bond, "802.3ad", "e1", "lacp_rate: slow")}, networks{"a": fmt.Sprintf(bond, "802.3ad", "e1", "lacp_rate: fast")},
			[]string{"WK083 bond options, a-bridge"}},
		"bond option that is reapplied": {networks{"a": fmt.Sprintf(bond, "802.3ad", "e1", "miimon: 100")}, networks{"a": fmt.Sprintf(bond, "802.3ad", "e1", "miimon: 50")}, nil},

		"more virtual functions":               {networks{"a": vfs("4")}, networks{"a": vfs("8")}, []string{"WK081 number of virtual functions, a-bridge"}},
		"virtual functions of another network": {networks{"a": vfs("4")}, networks{"b": vfs("4")}, nil},
		"virtual functions removed": {networks{"a": vfs("4")}, networks{"a": "{type: sriov, ensure: absent, physicalInterface: e1, sriov: {numVfs: 4, resourceName: x/y}}"},
			[]string{"WK081 virtual functions removed, a-bridge"}},
		"virtual functions deleted": {networks{"a": vfs("4")}, networks{}, []string{"WK048 policy deleted, a-bridge"}},

		"policy deleted":                   {networks{"a": "{type: bridge}"}, networks{}, []string{"WK048 policy deleted, a-bridge"}},
		"removal deleted":                  {networks{"a": "{type: bridge, ensure: absent}"}, networks{}, nil},
		"bridge becomes virtual functions": {networks{"a": "{type: bridge}"}, networks{"a": vfs("4")}, []string{"WK082 interfaces left behind, a-bridge br-a"}},

		"fewer nodes": {networks{"a": "{type: bridge}"}, networks{"a": "{type: bridge, nodeSelector: {z: '1'}}"}, []string{"WK082 nodes dropped, a-bridge"}},
		"other nodes": {networks{"a": "{type: bridge, nodeSelector: {z: '1'}}"}, networks{"a": "{type: bridge, nodeSelector: {z: '2'}}"},
			[]string{"WK082 nodes dropped, a-bridge br-a"}},
		"more nodes": {networks{"a": "{type: bridge, nodeSelector: {z: '1'}}"}, networks{"a": "{type: bridge}"}, nil},
		"divided by nodes": {networks{"a": "{type: bridge}"},
			networks{"a": "{type: bridge, nodeSelector: {z: '1'}}", "b": "{type: bridge, bridgeName: br-a, nodeSelector: {z: '2'}}"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, since(t, tc.was.policies(t), tc.now.policies(t)))
		})
	}
}

func vfs(n string) string {
	return "{type: sriov, physicalInterface: e1, sriov: {numVfs: " + n + ", resourceName: x/y}}"
}

// TestNodesBeyondOurInput has changes that no field of a network brings about today.
func TestNodesBeyondOurInput(t *testing.T) {
	dhcp, static := &nmstate.IP{DHCP: new(true), Enabled: true}, &nmstate.IP{Enabled: true}
	with := func(change func(*nmstate.Interface)) map[string]*nmstate.PolicySpec {
		itf := nmstate.Interface{Name: "br-a", Type: "linux-bridge", State: up, Bridge: &nmstate.BridgeConfig{Ports: []nmstate.Port{{Name: "e1"}, {Name: "e2"}}}}
		change(&itf)
		return map[string]*nmstate.PolicySpec{"a": {DesiredState: nmstate.DesiredState{Interfaces: []nmstate.Interface{itf}}}}
	}
	for name, tc := range map[string]struct {
		was, now func(*nmstate.Interface)
		want     []string
	}{
		"no ports left":     {func(*nmstate.Interface) {}, func(i *nmstate.Interface) { i.Bridge.Ports = nil }, []string{"WK081 no ports left, a"}},
		"one port less":     {func(*nmstate.Interface) {}, func(i *nmstate.Interface) { i.Bridge.Ports = i.Bridge.Ports[:1] }, nil},
		"one port more":     {func(i *nmstate.Interface) { i.Bridge.Ports = i.Bridge.Ports[:1] }, func(*nmstate.Interface) {}, nil},
		"DHCP to static":    {func(i *nmstate.Interface) { i.IPv4 = dhcp }, func(i *nmstate.Interface) { i.IPv4 = static }, []string{"WK080 DHCP to static, a"}},
		"static to DHCP":    {func(i *nmstate.Interface) { i.IPv4 = static }, func(i *nmstate.Interface) { i.IPv4 = dhcp }, nil},
		"address, no MAC":   {func(*nmstate.Interface) {}, func(i *nmstate.Interface) { i.IPv4 = dhcp }, nil},
		"the MAC, too":      {func(*nmstate.Interface) {}, func(i *nmstate.Interface) { i.IPv4, i.CopyMACFrom = dhcp, "e1" }, []string{"WK081 nodeAddress added, a"}},
		"the MAC left out":  {func(i *nmstate.Interface) { i.IPv4, i.CopyMACFrom = dhcp, "e1" }, func(i *nmstate.Interface) { i.IPv4 = dhcp }, nil},
		"address and ports": {func(i *nmstate.Interface) { i.IPv4 = dhcp }, func(i *nmstate.Interface) { i.IPv4, i.Bridge.Ports = dhcp, []nmstate.Port{{Name: "e3"}} }, []string{"WK080 another uplink under the node's address, a"}},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, since(t, with(tc.was), with(tc.now))) })
	}
}

// TestManyNetworks changes as many policies as there are: each is looked up, not compared with all.
func TestManyNetworks(t *testing.T) {
	p := NewPolicies(0)
	spec := func(i int, bridge string) *nmstate.PolicySpec {
		return &nmstate.PolicySpec{NodeSelector: map[string]string{"n": fmt.Sprint(i)}, DesiredState: nmstate.DesiredState{Interfaces: []nmstate.Interface{
			{Name: bridge, Type: "linux-bridge", State: up, Bridge: &nmstate.BridgeConfig{Ports: []nmstate.Port{{Name: "e1"}}}},
		}}}
	}
	const n = 2000
	for i := range n {
		p.Add(fmt.Sprint("now", i), spec(i, "br-b"))
	}
	for i := range n {
		require.NotEmpty(t, p.Since(fmt.Sprint("was", i), spec(i+n, "br-a")))
	}
	require.Equal(t, mostCompared, p.compared)
}
