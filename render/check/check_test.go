package check

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// pack is a package for a test: networks of Wukongs w0, w1, ... (each a list in YAML), specs of whole Wukongs, and
// NetworkConfigs by name.
type pack struct {
	networks []string
	specs    []string
	configs  map[string]string
	config   func(*api.RenderSpec)
	guessed  bool // nobody declared the default uplink
	held     []object.ID
	foreign  []ForeignPolicy
}

// found are the findings as "CODE KIND/NAME FIELD", with " / KIND/NAME FIELD" for the other place and " and N more"
// where it is said once for several.
func (p pack) found(t *testing.T) []string {
	t.Helper()
	out := []string{}
	for _, f := range p.check(t) {
		s := fmt.Sprintf("%s %s %s", f.Code, f.Place.Resource(), f.Place.Field)
		if f.Other != nil {
			s += fmt.Sprintf(" / %s %s", f.Other.Resource(), f.Other.Field)
		}
		if f.Alike > 0 {
			s += fmt.Sprintf(" and %d more", f.Alike)
		}
		out = append(out, s)
	}
	return out
}

func (p pack) check(t *testing.T) []finding.Finding {
	t.Helper()
	in := plan.Input{Config: api.DefaultRenderSpec()}
	in.Config.Network.ClusterCIDRs = []string{"10.244.0.0/16"} // what is said without them has its own test
	if p.config != nil {
		p.config(&in.Config)
	}
	specs := p.specs
	for _, n := range p.networks {
		specs = append(specs, "{disks: [{name: d, size: 1Gi, storageClassName: s}], networks: "+n+"}")
	}
	for i, text := range specs {
		w := &api.Wukong{Metadata: api.ObjectMeta{Name: fmt.Sprintf("w%d", i)}}
		require.NoError(t, yaml.UnmarshalStrict([]byte(text), &w.Spec))
		require.False(t, finding.AnyError(w.Validate()), "the case must be right by itself: %v", w.Validate())
		in.Wukongs = append(in.Wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: plan.NewOwner(finding.Place{Kind: "Wukong", Name: w.Metadata.Name})})
	}
	for name, text := range p.configs {
		n := &api.NetworkConfig{Metadata: api.ObjectMeta{Name: name}}
		require.NoError(t, yaml.UnmarshalStrict([]byte(text), &n.Spec))
		require.Empty(t, n.Validate())
		in.NetworkConfigs = append(in.NetworkConfigs, plan.Sourced[api.NetworkConfig]{Resource: n, Owner: plan.NewOwner(finding.Place{Kind: "NetworkConfig", Name: name})})
	}
	var found finding.List
	in.Say = func(f finding.Finding) { found.Add(f) }
	pl := plan.Resolve(in)
	require.Empty(t, found.All())
	Plan(Input{
		Existing: func(string, string) *plan.Existing { return nil }, Homes: func(string) []string { return nil },
		Say: in.Say, Plan: pl, Config: in.Config, UplinkDeclared: !p.guessed, Foreign: p.foreign,
		Has: func(id object.ID) bool {
			for _, h := range p.held {
				if h == id {
					return true
				}
			}
			return false
		},
	})
	return found.All()
}

const (
	zoneA = "nodeSelector: {zone: a}"
	zoneB = "nodeSelector: {zone: b}"
)

// TestNested has bridges that stand on themselves or on one another, and their nearest that do not.
func TestNested(t *testing.T) {
	const own = "WK079 Wukong/w0 spec.networks[0].bridgeName"
	bond := func(rest string) string {
		return "[{name: a, type: bridge, bridgeName: br0, " + rest + "}]"
	}
	on := func(bridge, uplink, rest string) string {
		return "[{name: a, type: bridge, bridgeName: " + bridge + ", physicalInterface: " + uplink + rest + "}]"
	}
	both := func(first, second string) string {
		return "WK079 Wukong/w1 spec.networks[0]." + second + " / Wukong/w0 spec.networks[0]." + first
	}
	for name, tc := range map[string]struct {
		networks []string
		want     []string
	}{
		"named like its uplink":                   {[]string{on("e1", "e1", "")}, []string{own}},
		"named like its uplink, with a VLAN":      {[]string{on("e1", "e1", ", vlanId: 5")}, []string{own}},
		"said once":                               {[]string{on("e1", "e1", ""), on("e1", "e1", "")}, []string{own}},
		"named like the default uplink":           {[]string{"[{name: a, type: bridge, bridgeName: ens160}]"}, []string{own}},
		"named nearly like its uplink":            {[]string{on("e1.", "e1", "")}, nil},
		"named like its VLAN interface":           {[]string{on("e1.5", "e1", ", vlanId: 5")}, []string{own}},
		"named like another VLAN of its uplink":   {[]string{on("e1.6", "e1", ", vlanId: 5")}, nil},
		"named like its bond":                     {[]string{bond("bond: {name: br0, mode: broadcast, ports: [e1]}")}, []string{own}},
		"named like a port of its bond":           {[]string{bond("bond: {name: b0, mode: broadcast, ports: [e1, br0]}")}, []string{own}},
		"named otherwise":                         {[]string{bond("bond: {name: b0, mode: broadcast, ports: [e1, br1]}")}, nil},
		"named like its uplink, and removed":      {[]string{on("e1", "e1", ", ensure: absent")}, nil},
		"a bridge in a bridge":                    {[]string{on("br0", "e1", ""), on("br1", "br0", "")}, []string{both("bridgeName", "physicalInterface")}},
		"a bridge in a bridge, the other order":   {[]string{on("br0", "br1", ""), on("br1", "e1", "")}, []string{"WK079 Wukong/w0 spec.networks[0].physicalInterface / Wukong/w1 spec.networks[0].bridgeName"}},
		"a bridge in a bridge, nodes apart":       {[]string{on("br0", "e1", ", "+zoneA), on("br1", "br0", ", "+zoneB)}, nil},
		"a VLAN of a bridge in a bridge":          {[]string{on("br0", "e1", ""), on("br1", "br0", ", vlanId: 5")}, nil},
		"a bridge in an OVS bridge":               {[]string{on("br0", "e1", ""), "[{name: a, type: ovs, bridgeName: br1, physicalInterface: br0}]"}, nil},
		"a bridge that the nodes have":            {[]string{on("br1", "br0", "")}, nil},
		"each other's uplink":                     {[]string{on("br0", "br1", ""), on("br1", "br0", "")}, []string{"WK079 Wukong/w0 spec.networks[0].physicalInterface / Wukong/w1 spec.networks[0].bridgeName", both("bridgeName", "physicalInterface")}},
		"each other's uplink, with VLANs":         {[]string{on("br0", "br1", ", vlanId: 5"), on("br1", "br0", ", vlanId: 5")}, []string{both("physicalInterface", "physicalInterface")}},
		"each other's uplink, on different nodes": {[]string{on("br0", "br1", ", vlanId: 5, "+zoneA), on("br1", "br0", ", vlanId: 5, "+zoneB)}, nil},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, pack{networks: tc.networks}.found(t)) })
	}
}

// TestRules has for each rule a case that trips it and the nearest that must not.
func TestRules(t *testing.T) {
	none := []string{}
	for name, tc := range map[string]struct {
		pack
		want []string
	}{
		"one bridge, one way": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5}]", "[{name: b, type: bridge, bridgeName: br0, vlanId: 5}]"}}, none},
		"one bridge, two VLANs": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5}]", "[{name: b, type: bridge, bridgeName: br0, vlanId: 6}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"one bridge, two VLANs, nodes apart": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5, " + zoneA + "}]", "[{name: b, type: bridge, bridgeName: br0, vlanId: 6, " + zoneB + "}]"}}, none},
		"one bridge, two VLANs, nodes may overlap": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5, " + zoneA + "}]", "[{name: b, type: bridge, bridgeName: br0, vlanId: 6, nodeSelector: {disk: ssd}}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"one bridge, spanning tree": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0}]", "[{name: b, type: bridge, bridgeName: br0, stp: true}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"one bridge, two types": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0}]", "[{name: b, type: ovs, bridgeName: br0}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"one bridge, two uplinks": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, physicalInterface: e1}]", "[{name: b, type: bridge, bridgeName: br0, physicalInterface: e2}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"one bridge, the node's address on it or not": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, nodeAddress: dhcp}]", "[{name: b, type: bridge, bridgeName: br0}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"one bridge, the default uplink and the same by name": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0}]", "[{name: b, type: bridge, bridgeName: br0, physicalInterface: ens160}]"}}, none},
		"bridge named like a bond": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: b0}]", "[{name: b, type: bridge, vlanId: 5, bond: {name: b0, mode: broadcast, ports: [e1]}}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bond / Wukong/w0 spec.networks[0].bridgeName"}},
		"OVS bridge, two VLANs of attachments": {pack{networks: []string{"[{name: a, type: ovs, bridgeName: br0, vlanId: 5}]", "[{name: b, type: ovs, bridgeName: br0, vlanId: 6}]"}}, none},
		"one card, a bridge with an MTU and virtual functions": {pack{networks: []string{"[{name: a, type: bridge, mtu: 9000, physicalInterface: e1}]",
			"[{name: b, type: sriov, physicalInterface: e1, sriov: {numVfs: 4, resourceName: x/y}}]"}}, none},
		"one uplink, LLDP and an MTU": {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5, mtu: 9000}]", "[{name: b, type: bridge, vlanId: 6, lldp: true}]"}}, none},
		"one uplink, two MTUs":        {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5, mtu: 9000}]", "[{name: b, type: bridge, vlanId: 6, mtu: 1400}]"}}, none},
		"one VLAN, two interfaces": {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5}]", "[{name: b, type: bridge, vlanId: 5, vlanInterface: vlan5}]"}},
			[]string{"WK100 Wukong/w1 spec.networks[0].vlanInterface / Wukong/w0 spec.networks[0].vlanId"}},
		"one VLAN, two interfaces, nodes apart": {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5, " + zoneA + "}]", "[{name: b, type: bridge, vlanId: 5, vlanInterface: vlan5, " + zoneB + "}]"}}, none},
		"bond in two ways": {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: bridge, vlanId: 6, bond: {name: b0, mode: broadcast, ports: [e2]}}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bond / Wukong/w0 spec.networks[0].bond"}},
		"bond in one way, two VLANs": {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: bridge, vlanId: 6, bond: {name: b0, mode: broadcast, ports: [e1]}}]"}}, none},
		"card with two numbers": {pack{networks: []string{"[{name: a, type: sriov, physicalInterface: e1, sriov: {numVfs: 2, resourceName: x/a}}]", "[{name: b, type: sriov, physicalInterface: e1, sriov: {numVfs: 3, resourceName: x/a}}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].sriov.numVfs / Wukong/w0 spec.networks[0].sriov.numVfs"}},
		"card with one number": {pack{networks: []string{"[{name: a, type: sriov, physicalInterface: e1, sriov: {numVfs: 2, resourceName: x/a}}]", "[{name: b, type: sriov, physicalInterface: e1, vlanId: 3, sriov: {numVfs: 2, resourceName: x/a}}]"}}, none},

		"bridge removed here, defined there": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, ensure: absent}]", "[{name: b, type: bridge, bridgeName: br0}]"}},
			[]string{"WK030 Wukong/w1 spec.networks[0].bridgeName / Wukong/w0 spec.networks[0].bridgeName"}},
		"bridge removed, its uplink in another": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, ensure: absent}]", "[{name: b, type: bridge, bridgeName: br1}]"}}, none},

		"uplink in two bridges": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0}]", "[{name: b, type: bridge, bridgeName: br1}]"}},
			[]string{"WK031 Wukong/w1 spec.networks[0].physicalInterface / Wukong/w0 spec.networks[0].physicalInterface"}},
		"uplink in two bridges, nodes apart":     {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, " + zoneA + "}]", "[{name: b, type: bridge, bridgeName: br1, " + zoneB + "}]"}}, none},
		"two VLANs of one uplink in two bridges": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5}]", "[{name: b, type: bridge, bridgeName: br1, vlanId: 6}]"}}, none},
		"one VLAN in two bridges": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5}]", "[{name: b, type: bridge, bridgeName: br1, vlanId: 5}]"}},
			[]string{"WK031 Wukong/w1 spec.networks[0].physicalInterface / Wukong/w0 spec.networks[0].physicalInterface"}},
		"uplink in a bridge of a NetworkConfig and of a Wukong": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0}]"}, configs: map[string]string{"lan": "{type: bridge}"}},
			[]string{"WK031 Wukong/w0 spec.networks[0].physicalInterface / NetworkConfig/lan spec.physicalInterface"}},

		"spanning tree under the node's address": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, stp: true, nodeAddress: dhcp}]", "[{name: a, type: bridge, bridgeName: br0, stp: true, nodeAddress: dhcp}]"}},
			[]string{"WK077 Wukong/w0 spec.networks[0].stp"}},
		"spanning tree that goes from under the node's address": {pack{networks: []string{"[{name: a, type: bridge, stp: true, nodeAddress: dhcp, ensure: absent}]"}}, none},
		"spanning tree under machines alone":                    {pack{networks: []string{"[{name: a, type: bridge, stp: true}]"}}, none},
		"native and tagged on one card": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0}]", "[{name: b, type: bridge, bridgeName: br1, vlanId: 5}]", "[{name: b, type: bridge, bridgeName: br2, vlanId: 6}]"}},
			[]string{"WK078 Wukong/w1 spec.networks[0].physicalInterface / Wukong/w0 spec.networks[0].physicalInterface"}},
		"native and tagged on one bond": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 5, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: ovs, bridgeName: br1, bond: {name: b0, mode: broadcast, ports: [e1]}}]"}},
			[]string{"WK078 Wukong/w1 spec.networks[0].bond / Wukong/w0 spec.networks[0].bond"}},
		"two VLANs on one card": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, vlanId: 4}]", "[{name: b, type: bridge, bridgeName: br1, vlanId: 5}]"}}, none},
		"bridge on a bond's port": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: bridge, bridgeName: br1, physicalInterface: e1}]"}},
			[]string{"WK032 Wukong/w1 spec.networks[0].physicalInterface / Wukong/w0 spec.networks[0].bond"}},
		"native and tagged on nodes apart": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, " + zoneA + "}]", "[{name: b, type: bridge, bridgeName: br1, vlanId: 5, " + zoneB + "}]"}}, none},
		"VLAN on a bond's port": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: bridge, bridgeName: br1, physicalInterface: e1, vlanId: 5}]"}},
			[]string{"WK032 Wukong/w1 spec.networks[0].physicalInterface / Wukong/w0 spec.networks[0].bond"}},
		"port of two bonds": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: bridge, bridgeName: br1, bond: {name: b1, mode: broadcast, ports: [e1]}}]"}},
			[]string{"WK032 Wukong/w1 spec.networks[0].bond / Wukong/w0 spec.networks[0].bond"}},
		"two bonds": {pack{networks: []string{"[{name: a, type: bridge, bridgeName: br0, bond: {name: b0, mode: broadcast, ports: [e1]}}]", "[{name: b, type: bridge, bridgeName: br1, bond: {name: b1, mode: broadcast, ports: [e2]}}]"}}, none},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, tc.found(t)) })
	}
}

func TestAddresses(t *testing.T) {
	entry := func(network, address, rest string) string {
		return "[{name: n, type: bridge, " + network + ", ipConfig: {mode: static, address: '" + address + "'" + rest + "}}]"
	}
	twice := []string{"WK033 Wukong/w1 spec.networks[0].ipConfig.address / Wukong/w0 spec.networks[0].ipConfig.address"}
	own := []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.address"}
	for name, tc := range map[string]struct {
		networks []string
		want     []string
	}{
		"different":                        {[]string{entry("vlanId: 5", "10.0.0.5/24", ""), entry("vlanId: 5", "10.0.0.6/24", "")}, nil},
		"same, other VLAN":                 {[]string{entry("vlanId: 5", "10.0.0.5/24", ""), entry("vlanId: 6, bridgeName: br6", "10.0.0.5/24", "")}, nil},
		"same, other uplink":               {[]string{entry("physicalInterface: e1, bridgeName: b1", "10.0.0.5/24", ""), entry("physicalInterface: e2, bridgeName: b2", "10.0.0.5/24", "")}, nil},
		"IPv6 written differently":         {[]string{entry("vlanId: 5", "fd00::1/64", ""), entry("vlanId: 5", "fd00:0:0::1/64", "")}, twice},
		"IPv4 in IPv6":                     {[]string{entry("vlanId: 5", "10.0.0.5/24", ""), entry("vlanId: 5", "::ffff:10.0.0.5/120", "")}, twice},
		"existing attachment":              {[]string{"[{name: n, type: bridge, nadName: x/lan, ipConfig: {mode: static, address: 10.0.0.5/24}}]", "[{name: m, type: bridge, nadName: x/lan, ipConfig: {mode: static, address: 10.0.0.5/24}}]"}, []string{twice[0], "WK040 Wukong/w0 spec.networks[0].nadName and 1 more"}},
		"the network's own":                {[]string{entry("vlanId: 5", "10.0.0.0/24", "")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.address"}},
		"the first":                        {[]string{entry("vlanId: 5", "10.0.0.1/24", "")}, nil},
		"the broadcast address":            {[]string{entry("vlanId: 5", "10.0.0.255/24", "")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.address"}},
		"the last":                         {[]string{entry("vlanId: 5", "10.0.0.254/24", "")}, nil},
		"broadcast of an odd prefix":       {[]string{entry("vlanId: 5", "10.0.15.255/20", "")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.address"}},
		"point to point":                   {[]string{entry("vlanId: 5", "10.0.0.0/31", ", gateway: 10.0.0.1")}, nil},
		"a single host":                    {[]string{entry("vlanId: 5", "10.0.0.0/32", "")}, nil},
		"IPv6 network's own":               {[]string{entry("vlanId: 5", "fd00::/64", "")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.address"}},
		"IPv6 last, which is no broadcast": {[]string{entry("vlanId: 5", "fd00::ffff:ffff:ffff:ffff/64", "")}, nil},
		"its own gateway":                  {[]string{entry("vlanId: 5", "10.0.0.1/24", ", gateway: 10.0.0.1")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.address"}},
		"gateway outside":                  {[]string{entry("vlanId: 5", "10.0.0.5/24", ", gateway: 10.0.1.1")}, []string{"WK035 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"a host's own subnet, and the gateway on the link":         {[]string{entry("vlanId: 5", "10.0.0.5/32", ", gateway: 10.0.1.1")}, nil},
		"a host's own subnet in IPv6, and the gateway on the link": {[]string{entry("vlanId: 5", "fd00::5/128", ", gateway: 'fd00:0:0:1::1'")}, nil},
		"two hosts' subnet, and the gateway outside":               {[]string{entry("vlanId: 5", "10.0.0.4/31", ", gateway: 10.0.1.1")}, []string{"WK035 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"a large subnet in IPv6, and the gateway outside":          {[]string{entry("vlanId: 5", "fd00::5/32", ", gateway: 'fd01::1'")}, []string{"WK035 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"gateway inside":                   {[]string{entry("vlanId: 5", "10.0.0.5/23", ", gateway: 10.0.1.1")}, nil},
		"gateway of another family":        {[]string{entry("vlanId: 5", "10.0.0.5/24", ", gateway: 'fd00::1'")}, []string{"WK035 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"link-local gateway":               {[]string{entry("vlanId: 5", "fd00::5/64", ", gateway: 'fe80::1'")}, nil},
		"link-local gateway, IPv4 address": {[]string{entry("vlanId: 5", "10.0.0.5/24", ", gateway: 'fe80::1'")}, []string{"WK035 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"IPv4 link-local gateway":          {[]string{entry("vlanId: 5", "10.0.0.5/24", ", gateway: 169.254.1.1")}, []string{"WK035 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"IPv4 in IPv6 and its gateway":     {[]string{entry("vlanId: 5", "10.0.0.5/24", ", gateway: '::ffff:10.0.0.1'")}, nil},
		"loopback":                         {[]string{entry("vlanId: 5", "127.0.0.1/8", "")}, own},
		"after loopback":                   {[]string{entry("vlanId: 5", "128.0.0.1/8", "")}, nil},
		"loopback of IPv6":                 {[]string{entry("vlanId: 5", "::1/128", "")}, own},
		"multicast":                        {[]string{entry("vlanId: 5", "224.0.0.5/24", "")}, own},
		"before multicast":                 {[]string{entry("vlanId: 5", "223.0.0.5/24", "")}, nil},
		"multicast of IPv6":                {[]string{entry("vlanId: 5", "ff02::5/64", "")}, own},
		"reserved":                         {[]string{entry("vlanId: 5", "240.0.0.5/24", "")}, own},
		"all ones":                         {[]string{entry("vlanId: 5", "255.255.255.255/32", "")}, own},
		"this network":                     {[]string{entry("vlanId: 5", "0.0.0.5/24", "")}, own},
		"after this network":               {[]string{entry("vlanId: 5", "1.0.0.5/24", "")}, nil},
		"unspecified in IPv6":              {[]string{entry("vlanId: 5", "::/128", "")}, own},
		"link-local address":               {[]string{entry("vlanId: 5", "169.254.0.5/16", "")}, nil},
		"multicast gateway":                {[]string{entry("vlanId: 5", "10.0.0.5/24", ", gateway: 224.0.0.1")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.gateway"}},
		"multicast resolver":               {[]string{entry("vlanId: 5", "10.0.0.5/24", ", dnsServers: [10.0.0.1, 224.0.0.251]")}, []string{"WK034 Wukong/w0 spec.networks[0].ipConfig.dnsServers[1]"}},
		"resolver in the guest":            {[]string{entry("vlanId: 5", "10.0.0.5/24", ", dnsServers: [127.0.0.53]")}, nil},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, pack{networks: tc.networks}.found(t)) })
	}
}

func TestOtherRules(t *testing.T) {
	disk := func(name, rest string) string {
		return "{name: " + name + ", size: 10Gi, storageClassName: s" + rest + "}"
	}
	management := func(names ...string) func(*api.RenderSpec) {
		return func(s *api.RenderSpec) { s.Network.ManagementInterfaces = names }
	}
	secret := object.ID{Kind: "Secret", Name: "keys"}
	for name, tc := range map[string]struct {
		pack
		want []string
	}{
		"VLAN outside the plan": {pack{networks: []string{"[{name: a, type: bridge, vlanId: 200}]", "[{name: b, type: bridge, vlanId: 201}]"}, config: func(s *api.RenderSpec) { s.Network.VLANRanges = []api.VLANRange{{Name: "m", Min: 100, Max: 200}} }},
			[]string{"WK037 Wukong/w1 spec.networks[0].vlanId"}},
		"no disk to boot from":                     {pack{specs: []string{"{disks: [" + disk("a", "") + ", " + disk("b", "") + "]}"}}, []string{"WK038 Wukong/w0 spec.disks"}},
		"one of two disks to boot from":            {pack{specs: []string{"{disks: [" + disk("a", "") + ", " + disk("b", ", boot: true") + "]}"}}, nil},
		"one disk alone":                           {pack{specs: []string{"{disks: [" + disk("a", "") + "]}"}}, nil},
		"no disk":                                  {pack{specs: []string{"{}"}}, []string{"WK039 Wukong/w0 spec"}},
		"secret elsewhere, said once":              {pack{specs: []string{"{sshKeySecret: keys, disks: [" + disk("a", "") + "]}", "{sshKeySecret: keys, disks: [" + disk("a", "") + "]}"}}, []string{"WK040 Wukong/w0 spec.sshKeySecret and 1 more"}},
		"two secrets elsewhere":                    {pack{specs: []string{"{sshKeySecret: keys, disks: [" + disk("a", "") + "]}", "{sshKeySecret: others, disks: [" + disk("a", "") + "]}"}}, []string{"WK040 Wukong/w0 spec.sshKeySecret", "WK040 Wukong/w1 spec.sshKeySecret"}},
		"secret in the package":                    {pack{specs: []string{"{sshKeySecret: keys, disks: [" + disk("a", "") + "]}"}, held: []object.ID{secret}}, nil},
		"attachment elsewhere":                     {pack{networks: []string{"[{name: a, type: bridge, nadName: lan}]"}}, []string{"WK040 Wukong/w0 spec.networks[0].nadName"}},
		"memory below 1Gi":                         {pack{specs: []string{"{memory: 512Mi, disks: [" + disk("a", "") + "]}"}}, []string{"WK041 Wukong/w0 spec.memory"}},
		"memory in odd steps":                      {pack{specs: []string{"{memory: 2049Mi, disks: [" + disk("a", "") + "]}"}}, []string{"WK041 Wukong/w0 spec.memory"}},
		"memory of 1Gi":                            {pack{specs: []string{"{memory: 1Gi, disks: [" + disk("a", "") + "]}"}}, nil},
		"management uplink taken":                  {pack{networks: []string{"[{name: a, type: bridge}]"}, config: management("ens160")}, []string{"WK044 Wukong/w0 spec.networks[0].physicalInterface"}},
		"management uplink, address too":           {pack{networks: []string{"[{name: a, type: bridge, nodeAddress: dhcp}]"}, config: management("ens160")}, nil},
		"VLAN on a management uplink":              {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5}]"}, config: management("ens160")}, nil},
		"another uplink":                           {pack{networks: []string{"[{name: a, type: bridge, physicalInterface: e2}]"}, config: management("ens160")}, nil},
		"management uplink in OVS":                 {pack{networks: []string{"[{name: a, type: ovs, vlanId: 5}]"}, config: management("ens160")}, []string{"WK044 Wukong/w0 spec.networks[0].physicalInterface"}},
		"management uplink in a bond":              {pack{networks: []string{"[{name: a, type: bridge, vlanId: 5, bond: {name: b0, mode: broadcast, ports: [e1, ens160]}}]"}, config: management("ens160")}, []string{"WK044 Wukong/w0 spec.networks[0].bond"}},
		"management bond in a bridge":              {pack{networks: []string{"[{name: a, type: bridge, bond: {name: b0, mode: broadcast, ports: [e1]}}]"}, config: management("b0")}, []string{"WK044 Wukong/w0 spec.networks[0].bond"}},
		"virtual functions of a management uplink": {pack{networks: []string{"[{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/a}}]"}, config: management("ens160")}, nil},
		"uplink that nobody chose":                 {pack{networks: []string{"[{name: a, type: bridge}]"}, guessed: true}, []string{"WK045 Wukong/w0 spec.networks[0].physicalInterface"}},
		"uplink chosen by the network":             {pack{networks: []string{"[{name: a, type: bridge, physicalInterface: ens160}]"}, guessed: true}, nil},
		"uplink chosen by the configuration":       {pack{networks: []string{"[{name: a, type: bridge}]"}}, nil},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, tc.found(t)) })
	}
}

func TestBlastRadius(t *testing.T) {
	p := pack{guessed: true, networks: []string{
		"[{name: a, type: bridge, bridgeName: br0, vlanId: 5, " + zoneA + "}]", "[{name: b, type: bridge, bridgeName: br0, vlanId: 5, " + zoneA + "}]",
		"[{name: c, type: bridge, bridgeName: br1, vlanId: 6}]", "[{name: default}]",
	}}
	found := p.check(t)
	require.Len(t, found, 1)
	require.Contains(t, found[0].Message, "bridges br0, br1; nodes: all, those with zone=a; machines: 3.")
}

// TestConflictsStayLinear holds what makes the rules fit for fleets: a definition for each of many nodes is not compared
// with all others.
func TestConflictsStayLinear(t *testing.T) {
	const n = 20_000
	members := make([]member[int, string], n)
	for i := range members {
		members[i] = member[int, string]{value: &i, selector: map[string]string{"kubernetes.io/hostname": fmt.Sprint("node", i)}, same: fmt.Sprint(i)}
	}
	met := 0
	conflicts(members, func(_, _ *int) { met++ })
	require.Zero(t, met)
	members = append(members, member[int, string]{value: new(int), same: "everywhere"})
	conflicts(members, func(_, _ *int) { met++ })
	require.Equal(t, n, met, "one that may be everywhere meets each of them once")
}
