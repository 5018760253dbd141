package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
)

// TestMTUsOver has interfaces that are larger than what another network makes below them, and their nearest that are not.
func TestMTUsOver(t *testing.T) {
	vlan := func(mtu string) string { return "{type: host, physicalInterface: e1, vlanId: 5" + mtu + "}" }
	at := []string{"WK169 NetworkConfig/b spec.mtu / NetworkConfig/a spec.mtu"}
	for name, tc := range map[string]struct {
		a, b string
		want []string
	}{
		"a VLAN on a VLAN":                 {vlan(", mtu: 1500"), "{type: host, physicalInterface: e1.5, vlanId: 6, mtu: 9000}", at},
		"a VLAN on a VLAN, smaller":        {vlan(", mtu: 1500"), "{type: host, physicalInterface: e1.5, vlanId: 6, mtu: 1496}", nil},
		"a VLAN on a VLAN of unknown size": {vlan(""), "{type: host, physicalInterface: e1.5, vlanId: 6, mtu: 9000}", nil},
		"a bridge on a VLAN":               {vlan(", mtu: 1500"), "{type: bridge, physicalInterface: e1.5, mtu: 9000}", at},
		"a bridge on a VLAN, removed":      {vlan(", mtu: 1500"), "{type: bridge, physicalInterface: e1.5, mtu: 9000, ensure: absent}", nil},
		"a bridge on a VLAN elsewhere":     {vlan(", mtu: 1500, " + zoneA), "{type: bridge, physicalInterface: e1.5, mtu: 9000, " + zoneB + "}", nil},
		"two VLANs of a card":              {vlan(", mtu: 1500"), "{type: host, physicalInterface: e1, vlanId: 6, mtu: 9000}", nil},
		"a bond on two cards":              {"{type: host, physicalInterface: e1, mtu: 1500}", "{type: host, bond: {name: b0, mode: broadcast, ports: [e2, e3]}, mtu: 9000}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, ofCode(pack{configs: map[string]string{"a": tc.a, "b": tc.b}}.found(t), finding.MTUOver))
		})
	}
}

// ofCode are the findings of one code.
func ofCode(found []string, code finding.Code) []string {
	var out []string
	for _, f := range found {
		if f[:len(code)] == string(code) {
			out = append(out, f)
		}
	}
	return out
}

// TestMTUsOfForeignPolicies has VLANs and bridges of policies that are not ours over an uplink of ours, which gets 1500.
func TestMTUsOfForeignPolicies(t *testing.T) {
	vlan := func(base string, mtu int) nmstate.Interface {
		return nmstate.Interface{Name: "x", Type: "vlan", State: "up", MTU: mtu, VLAN: &nmstate.VLAN{BaseInterface: base, ID: 7}}
	}
	bridge := nmstate.Interface{Name: "x", State: "up", MTU: 9000, Bridge: &nmstate.BridgeConfig{Ports: []nmstate.Port{{Name: "e1"}}}}
	for name, tc := range map[string]struct {
		itf   nmstate.Interface
		nodes map[string]string
		want  int
	}{
		"a larger VLAN":                  {vlan("e1", 9000), nil, 1},
		"a VLAN of the same size":        {vlan("e1", 1500), nil, 0},
		"a larger VLAN of another card":  {vlan("e2", 9000), nil, 0},
		"a larger VLAN on other nodes":   {vlan("e1", 9000), map[string]string{"zone": "b"}, 0},
		"a larger VLAN on nodes of both": {vlan("e1", 9000), map[string]string{"disk": "ssd"}, 1},
		"a larger bridge":                {bridge, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: map[string]string{"a": "{type: host, physicalInterface: e1, mtu: 1500, " + zoneA + "}"}, foreign: []ForeignPolicy{{
				Place: finding.Place{Kind: "NodeNetworkConfigurationPolicy", Name: "theirs"},
				Spec:  &nmstate.PolicySpec{NodeSelector: tc.nodes, DesiredState: nmstate.DesiredState{Interfaces: []nmstate.Interface{tc.itf}}},
			}}}
			require.Len(t, ofCode(p.found(t), finding.MTUOver), tc.want)
		})
	}
}

// TestMTUsOfIPv6 has MTUs with which IPv6 does not work, and their nearest.
func TestMTUsOfIPv6(t *testing.T) {
	const (
		table  = "{type: host, physicalInterface: e1, vlanId: 5, nodes: [{name: n1, addresses: ['2001:db8::5/64']"
		static = "ipConfig: {mode: static, address: "
	)
	for name, tc := range map[string]struct {
		config, entry string
		want          []string
	}{
		"of a table":               {table + "}], mtu: 1279}", "", []string{"WK170 NetworkConfig/a spec.mtu"}},
		"of an entry":              {table + ", mtu: 1279}]}", "", []string{"WK170 NetworkConfig/a spec.nodes[0].mtu"}},
		"of an entry, enough":      {table + ", mtu: 1280}], mtu: 1000}", "", nil},
		"of a table of IPv4":       {"{type: host, physicalInterface: e1, vlanId: 5, nodes: [{name: n1, addresses: [192.0.2.5/24]}], mtu: 1279}", "", nil},
		"of DHCP":                  {"{type: host, physicalInterface: e1, vlanId: 5, nodeAddress: dhcp, mtu: 1279}", "", []string{"WK170 NetworkConfig/a spec.mtu"}},
		"of DHCP, enough":          {"{type: host, physicalInterface: e1, vlanId: 5, nodeAddress: dhcp, mtu: 1280}", "", nil},
		"of a guest elsewhere":     {"{type: bridge, physicalInterface: e1, mtu: 1279}", static + "'2001:db8::5/64'}", []string{"WK170 Wukong/w0 spec.networks[0].ipConfig.address"}},
		"of a guest, its second":   {"{type: bridge, physicalInterface: e1, mtu: 1279}", static + "192.0.2.5/24, addresses: ['2001:db8::5/64']}", []string{"WK170 Wukong/w0 spec.networks[0].ipConfig.addresses[0]"}},
		"of a guest, enough":       {"{type: bridge, physicalInterface: e1, mtu: 1280}", static + "'2001:db8::5/64'}", nil},
		"of a guest with IPv4":     {"{type: bridge, physicalInterface: e1, mtu: 1279}", static + "192.0.2.5/24}", nil},
		"of a subnet of OVN":       {"{type: layer2, mtu: 1279, subnets: ['2001:db8::/64']}", "ipConfig: {mode: dhcp}", []string{"WK170 NetworkConfig/a spec.mtu"}},
		"of a subnet of IPv4":      {"{type: layer2, mtu: 1279, subnets: [192.0.2.0/24]}", "ipConfig: {mode: dhcp}", nil},
		"of a network that leaves": {"{type: host, physicalInterface: e1, vlanId: 5, nodeAddress: dhcp, mtu: 1279, ensure: absent}", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: map[string]string{"a": tc.config}}
			if tc.entry != "" {
				p.networks = []string{"[{name: n, networkRef: a, " + tc.entry + "}]"}
			}
			require.Equal(t, tc.want, ofCode(p.found(t), finding.SmallMTU))
		})
	}
}

// TestNodesHaveNoSuchAddress has addresses that no node can have, and their nearest.
func TestNodesHaveNoSuchAddress(t *testing.T) {
	for address, want := range map[string]int{
		"192.0.2.0/24": 1, "192.0.2.255/24": 1, "192.0.2.254/24": 0, "192.0.2.0/31": 0, "192.0.2.0/32": 0, "127.0.0.1/8": 1, "224.0.0.5/24": 1,
		"'2001:db8::/64'": 1, "'2001:db8::1/64'": 0, "'ff02::5/64'": 1,
	} {
		p := pack{configs: map[string]string{"a": "{type: host, physicalInterface: e1, vlanId: 5, " + host + "n1}, nodeIP: " + address + "}"}}
		require.Len(t, ofCode(p.found(t), finding.AddressReserved), want, address)
	}
}

// TestBridgesInBondsAndRings has bridges that are ports of bonds or stand on one another in a ring, and their nearest.
func TestBridgesInBondsAndRings(t *testing.T) {
	bond := func(port, nodes string) string {
		return "{type: host, bond: {name: b0, mode: broadcast, ports: [" + port + ", e2]}" + nodes + "}"
	}
	bridge := func(name, uplink, rest string) string {
		return "{type: ovs, bridgeName: " + name + ", physicalInterface: " + uplink + rest + "}"
	}
	inBond := []string{"WK079 NetworkConfig/a spec.bond / NetworkConfig/b spec.bridgeName"}
	ring := []string{"WK079 NetworkConfig/c spec.physicalInterface / NetworkConfig/a spec.physicalInterface"}
	for name, tc := range map[string]struct {
		a, b, c string
		want    []string
	}{
		"a bridge in a bond":                {bond("br0", ""), bridge("br0", "e3", ""), "", inBond},
		"a bridge in a bond, on some nodes": {bond("br0", ", "+zoneA), bridge("br0", "e3", ", nodeSelector: {disk: ssd}"), "", inBond},
		"a bridge in a bond elsewhere":      {bond("br0", ", "+zoneA), bridge("br0", "e3", ", "+zoneB), "", nil},
		"a bridge that leaves":              {bond("br0", ""), bridge("br0", "e3", ", ensure: absent"), "", nil},
		"a card in a bond":                  {bond("e1", ""), bridge("br0", "e3", ""), "", nil},
		"a ring of three":                   {bridge("br0", "br1", ""), bridge("br1", "br2", ""), bridge("br2", "br0", ""), ring},
		"a chain of three":                  {bridge("br0", "br1", ""), bridge("br1", "br2", ""), bridge("br2", "e1", ""), nil},
		"a ring of three, on no node":       {bridge("br0", "br1", ", "+zoneA), bridge("br1", "br2", ""), bridge("br2", "br0", ", "+zoneB), nil},
		"a ring of three, on some nodes":    {bridge("br0", "br1", ", "+zoneA), bridge("br1", "br2", ""), bridge("br2", "br0", ", nodeSelector: {disk: ssd}"), ring},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: map[string]string{"a": tc.a, "b": tc.b}}
			if tc.c != "" {
				p.configs["c"] = tc.c
			}
			require.Equal(t, tc.want, ofCode(p.found(t), finding.Nested))
		})
	}
}

// TestTrunksAndForeignVLANs has interfaces of VLANs that policies which are not ours make on the uplink of a trunk.
func TestTrunksAndForeignVLANs(t *testing.T) {
	for name, tc := range map[string]struct {
		itf   nmstate.Interface
		nodes map[string]string
		want  []string
	}{
		"a VLAN of the trunk":          {nmstate.Interface{Name: "x", State: "up", VLAN: &nmstate.VLAN{BaseInterface: "e1", ID: 6}}, nil, []string{"WK129 NetworkConfig/a spec.trunk / NodeNetworkConfigurationPolicy/theirs spec.desiredState.interfaces"}},
		"another VLAN":                 {nmstate.Interface{Name: "x", State: "up", VLAN: &nmstate.VLAN{BaseInterface: "e1", ID: 7}}, nil, nil},
		"on another card":              {nmstate.Interface{Name: "x", State: "up", VLAN: &nmstate.VLAN{BaseInterface: "e2", ID: 6}}, nil, nil},
		"removed":                      {nmstate.Interface{Name: "x", State: "absent", VLAN: &nmstate.VLAN{BaseInterface: "e1", ID: 6}}, nil, nil},
		"on a node without the bridge": {nmstate.Interface{Name: "x", State: "up", VLAN: &nmstate.VLAN{BaseInterface: "e1", ID: 6}}, map[string]string{"kubernetes.io/hostname": "n3"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: map[string]string{"a": "{type: bridge, physicalInterface: e1, trunk: ['5', '6'], nodes: [{name: n1}, {name: n2}]}"}, foreign: []ForeignPolicy{{
				Place: finding.Place{Kind: "NodeNetworkConfigurationPolicy", Name: "theirs"},
				Spec:  &nmstate.PolicySpec{NodeSelector: tc.nodes, DesiredState: nmstate.DesiredState{Interfaces: []nmstate.Interface{tc.itf}}},
			}}}
			found := ofCode(p.found(t), finding.TrunkAndTagged)
			require.Equal(t, tc.want, found[:min(len(found), 1)], "of each entry of the table the trunk is one place")
		})
	}
}
