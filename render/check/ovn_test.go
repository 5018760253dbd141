package check

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// TestOVN has networks of OVN's that do not fit together, and their nearest that do.
func TestOVN(t *testing.T) {
	const (
		onEx  = "type: localnet, mtu: 1500, localnet: {bridge: br-ex"
		onX   = "type: localnet, mtu: 1500, localnet: {bridge: br-x"
		twice = "WK135 NetworkConfig/b spec.localnet.bridge / NetworkConfig/a spec.localnet.bridge"
	)
	const access = "{type: localnet, mtu: 1500, localnet: {bridge: br-ex}}"
	for name, tc := range map[string]struct {
		configs  map[string]string
		networks []string
		config   func(*api.RenderSpec)
		want     []string
	}{
		"one physical network, two bridges": {configs: map[string]string{"a": "{" + onEx + ", physicalNetworkName: p}}", "b": "{" + onX + ", physicalNetworkName: p}}"},
			want: []string{twice}},
		"one physical network, one bridge":   {configs: map[string]string{"a": "{" + onEx + ", physicalNetworkName: p}}", "b": "{" + onEx + ", physicalNetworkName: p}}"}},
		"two physical networks, one bridge":  {configs: map[string]string{"a": "{" + onEx + "}}", "b": "{" + onEx + "}}"}},
		"two bridges on nodes that differ":   {configs: map[string]string{"a": "{" + zoneA + ", " + onEx + ", physicalNetworkName: p}}", "b": "{" + zoneB + ", " + onX + ", physicalNetworkName: p}}"}},
		"two bridges on nodes that may meet": {configs: map[string]string{"a": "{" + zoneA + ", " + onEx + ", physicalNetworkName: p}}", "b": "{" + onX + ", physicalNetworkName: p}}"}, want: []string{"WK135 NetworkConfig/a spec.localnet.bridge / NetworkConfig/b spec.localnet.bridge"}},
		"two bridges of machines": {networks: []string{"[{name: a, " + onEx + "}}]", "[{name: a, " + onX + "}}]"},
			want: []string{"WK135 Wukong/w1 spec.networks[0].localnet.bridge / Wukong/w0 spec.networks[0].localnet.bridge"}},
		"own bridge and another": {configs: map[string]string{"a": "{" + onEx + ", physicalNetworkName: p}}", "b": "{type: localnet, physicalInterface: e1, localnet: {name: p}}"},
			want: []string{"WK135 NetworkConfig/b spec.localnet / NetworkConfig/a spec.localnet.bridge"}},
		"removed while another uses it": {configs: map[string]string{"a": "{" + onEx + ", physicalNetworkName: p}}", "b": "{ensure: absent, " + onEx + ", physicalNetworkName: p}}"},
			want: []string{"WK135 NetworkConfig/b spec.ensure / NetworkConfig/a spec.localnet.bridge"}},
		"removed where another does not use it": {configs: map[string]string{"a": "{" + zoneA + ", " + onEx + ", physicalNetworkName: p}}", "b": "{" + zoneB + ", ensure: absent, " + onEx + ", physicalNetworkName: p}}"}},
		"removed twice":                         {configs: map[string]string{"a": "{ensure: absent, " + onEx + ", physicalNetworkName: p}}", "b": "{ensure: absent, " + onX + ", physicalNetworkName: p}}"}},
		"removed, and another physical network": {configs: map[string]string{"a": "{" + onEx + "}}", "b": "{ensure: absent, " + onEx + "}}"}},

		"over a Linux bridge": {configs: map[string]string{"a": "{" + onX + "}}", "b": "{type: bridge, bridgeName: br-x}"},
			want: []string{"WK136 NetworkConfig/a spec.localnet.bridge / NetworkConfig/b spec.type"}},
		"over an OVS bridge that drops ports": {configs: map[string]string{"a": "{" + onX + "}}", "b": "{type: ovs, bridgeName: br-x}"},
			want: []string{"WK136 NetworkConfig/a spec.localnet.bridge / NetworkConfig/b spec.type"}},
		"over an OVS bridge that keeps them":   {configs: map[string]string{"a": "{" + onX + "}}", "b": "{type: ovs, bridgeName: br-x, ovs: {allowExtraPatchPorts: true}}"}},
		"over the bridge of another localnet":  {configs: map[string]string{"a": "{" + onX + "}}", "b": "{type: localnet, mtu: 1500, bridgeName: br-x, physicalInterface: e1}"}},
		"over a Linux bridge on other nodes":   {configs: map[string]string{"a": "{" + zoneA + ", " + onX + "}}", "b": "{" + zoneB + ", type: bridge, bridgeName: br-x}"}},
		"beside a Linux bridge":                {configs: map[string]string{"a": "{" + onX + "}}", "b": "{type: bridge, bridgeName: br-y}"}},
		"its uplink is in another bridge, too": {configs: map[string]string{"a": "{type: localnet, mtu: 1500, physicalInterface: e1}", "b": "{type: bridge, physicalInterface: e1}"}, want: []string{"WK031 NetworkConfig/b spec.physicalInterface / NetworkConfig/a spec.physicalInterface"}},

		"one name, two VLANs": {networks: []string{"[{name: a, vlanId: 5, " + onEx + ", name: x}}]", "[{name: a, vlanId: 6, " + onEx + ", name: x}}]"},
			want: []string{"WK137 Wukong/w1 spec.networks[0] / Wukong/w0 spec.networks[0]"}},
		"one name, one VLAN":               {networks: []string{"[{name: a, vlanId: 5, " + onEx + ", name: x}}]", "[{name: a, vlanId: 5, " + onEx + ", name: x}}]"}},
		"two names":                        {networks: []string{"[{name: a, vlanId: 5, " + onEx + ", name: x}}]", "[{name: a, vlanId: 6, " + onEx + ", name: x2}}]"}},
		"a dash, a dot":                    {networks: []string{"[{name: a, vlanId: 5, " + onEx + ", name: x-1, physicalNetworkName: p}}]", "[{name: a, vlanId: 6, " + onEx + ", name: x/1, physicalNetworkName: p}}]"}, want: []string{"WK137 Wukong/w1 spec.networks[0] / Wukong/w0 spec.networks[0]"}},
		"layer2 and localnet":              {networks: []string{"[{name: a, " + onEx + ", name: x}}]", "[{name: a, type: layer2, mtu: 1400, layer2: {name: x}}]"}, want: []string{"WK137 Wukong/w1 spec.networks[0] / Wukong/w0 spec.networks[0]"}},
		"layer2 without names":             {networks: []string{"[{name: a, type: layer2}]", "[{name: a, type: layer2, mtu: 1400}]"}},
		"the physical network written out": {networks: []string{"[{name: a, " + onEx + ", name: x}}]", "[{name: a, " + onEx + ", name: x, physicalNetworkName: x}}]"}},

		"too large between nodes":         {networks: []string{"[{name: a, type: layer2, mtu: 1401}]"}, want: []string{"WK139 Wukong/w0 spec.networks[0].mtu"}},
		"as large as fits between nodes":  {networks: []string{"[{name: a, type: layer2, mtu: 1400}]"}},
		"jumbo frames between nodes":      {networks: []string{"[{name: a, type: layer2, mtu: 8900}]"}, configs: map[string]string{"m": "{type: bridge, physicalInterface: e1, nodeAddress: dhcp, mtu: 9000}"}},
		"more than those carry":           {networks: []string{"[{name: a, type: layer2, mtu: 8901}]"}, configs: map[string]string{"m": "{type: bridge, physicalInterface: e1, nodeAddress: dhcp, mtu: 9000}"}, want: []string{"WK139 Wukong/w0 spec.networks[0].mtu"}},
		"jumbo frames on another network": {networks: []string{"[{name: a, type: layer2, mtu: 8900}]"}, configs: map[string]string{"m": "{type: bridge, physicalInterface: e1, mtu: 9000}"}, want: []string{"WK139 Wukong/w0 spec.networks[0].mtu"}},
		"jumbo frames on the management's": {networks: []string{"[{name: a, type: layer2, mtu: 8900}]"}, configs: map[string]string{"m": "{type: bridge, vlanId: 5, physicalInterface: e1, mtu: 9000}"},
			config: func(s *api.RenderSpec) { s.Network.ManagementInterfaces = []string{"e1"} }},

		"no MTU, said once":  {networks: []string{"[{name: a, type: localnet, localnet: {bridge: br-ex}}]", "[{name: b, type: localnet, localnet: {bridge: br-ex}}]"}, want: []string{"WK140 Wukong/w0 spec.networks[0].mtu"}},
		"no MTU of a layer2": {networks: []string{"[{name: a, type: layer2}]"}},

		"a VLAN of a machine's own": {networks: []string{"[{name: a, networkRef: lan, vlanId: 10}]"}, configs: map[string]string{"lan": access}},
		"the same VLAN with an interface on a card": {networks: []string{"[{name: a, networkRef: lan, vlanId: 10}]"},
			configs: map[string]string{"lan": access, "tag": "{type: bridge, vlanId: 10}"}},
		"a trunk of a machine's own": {networks: []string{"[{name: a, networkRef: lan, trunk: ['10']}]"}, configs: map[string]string{"lan": access},
			want: []string{"WK125 Wukong/w0 spec.networks[0].trunk / NetworkConfig/lan spec"}},
		"a VLAN on a layer2": {networks: []string{"[{name: a, networkRef: lan, vlanId: 10}]"}, configs: map[string]string{"lan": "{type: layer2}"},
			want: []string{"WK125 Wukong/w0 spec.networks[0].vlanId / NetworkConfig/lan spec"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{configs: tc.configs, networks: tc.networks, config: tc.config}
			found := []string{}
			for _, f := range p.found(t) {
				if !strings.HasPrefix(f, string(finding.OVNNamespace)) && !strings.HasPrefix(f, string(finding.Undeclared)) { // the machines have no namespace
					found = append(found, f)
				}
			}
			require.Equal(t, append([]string{}, tc.want...), found)
		})
	}
}

// TestOVNNamespace holds that an attachment of OVN's has a namespace, which those of bridges need not have.
func TestOVNNamespace(t *testing.T) {
	require.Equal(t, []string{"WK138 Wukong/w0 metadata.namespace"}, pack{networks: []string{"[{name: a, type: layer2}]"}}.found(t))
	require.Equal(t, []string{"WK138 NetworkConfig/a spec"}, pack{networks: []string{"[{name: x, networkRef: a}]"}, configs: map[string]string{"a": "{type: layer2}"}}.found(t))
	require.Empty(t, pack{networks: []string{"[{name: a, type: bridge, physicalInterface: e1}]"}}.found(t))
	require.Empty(t, pack{configs: map[string]string{"a": "{type: layer2}"}}.found(t), "nobody uses it")
}

// TestOVNSegments holds where the addresses of two machines meet.
func TestOVNSegments(t *testing.T) {
	const ip = "ipConfig: {mode: static, address: 192.0.2.1/24}"
	for name, tc := range map[string]struct {
		one, other, want string
	}{
		"one physical network and VLAN":   {"type: localnet, vlanId: 5, localnet: {name: x, bridge: br-ex, physicalNetworkName: p}", "type: localnet, vlanId: 5, localnet: {name: x, bridge: br-ex, physicalNetworkName: p}", "WK033"},
		"two names of one":                {"type: localnet, vlanId: 5, localnet: {name: x, bridge: br-ex, physicalNetworkName: p}", "type: localnet, vlanId: 5, localnet: {name: y2, bridge: br-ex, physicalNetworkName: p}", "WK033"},
		"two VLANs":                       {"type: localnet, vlanId: 5, localnet: {name: x, bridge: br-ex, physicalNetworkName: p}", "type: localnet, vlanId: 6, localnet: {name: y2, bridge: br-ex, physicalNetworkName: p}", ""},
		"two physical networks":           {"type: localnet, localnet: {name: x, bridge: br-ex}", "type: localnet, localnet: {name: y2, bridge: br-ex}", ""},
		"one layer2":                      {"type: layer2, layer2: {name: x}", "type: layer2, layer2: {name: x}", "WK033"},
		"two layer2, each the machine's":  {"type: layer2", "type: layer2", ""},
		"layer2 and localnet of one name": {"type: layer2, layer2: {name: x}", "type: localnet, localnet: {name: x2, physicalNetworkName: x, bridge: br-ex}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			found := strings.Join(pack{networks: []string{"[{name: a, " + ip + ", " + tc.one + "}]", "[{name: a, " + ip + ", " + tc.other + "}]"}}.found(t), "\n")
			if tc.want == "" {
				require.NotContains(t, found, "WK033")
			} else {
				require.Contains(t, found, tc.want+" Wukong/w1")
			}
		})
	}
}
