package plan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPodNetworkIsAdded holds which machines get the pod network, and where in the order of their interfaces.
func TestPodNetworkIsAdded(t *testing.T) {
	for name, tc := range map[string]struct {
		networks  string
		with, off string // the names of the interfaces, with the pod network and where the configuration leaves it off
	}{
		"no network":          {"[]", "default", "default"},
		"another network":     {"[{name: lan, type: bridge}]", "default lan", "lan"},
		"two":                 {"[{name: lan, type: bridge}, {name: wan, type: ovs}]", "default lan wan", "lan wan"},
		"named by the user":   {"[{name: default}, {name: lan, type: bridge}]", "default lan", "default lan"},
		"named as the last":   {"[{name: lan, type: bridge}, {name: default}]", "lan default", "lan default"},
		"beside what goes":    {"[{name: lan, type: bridge, ensure: absent}, {name: wan, type: bridge}]", "default wan", "wan"},
		"only what goes":      {"[{name: lan, type: bridge, ensure: absent}]", "default", "default"},
		"a primary network":   {"[{name: lan, type: bridge}, {name: pods, type: bridge, nadName: x, primary: true}]", "lan pods", "lan pods"},
		"primary, and goes":   {"[{name: lan, type: bridge, nadName: x, bridgeName: br0, primary: true, ensure: absent}]", "default", "default"},
		"an attachment there": {"[{name: lan, type: bridge, nadName: x}]", "default lan", "lan"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, []string{"{metadata: {name: a}, spec: {networks: " + tc.networks + "}}"}, nil)
			interfaces := func() string {
				p, found := resolved(in)
				require.Empty(t, found)
				var names []string
				for _, itf := range p.Machines[0].Interfaces {
					names = append(names, itf.Name)
					require.Equal(t, itf.Name == "default", itf.Binding == Masquerade)
					require.Equal(t, itf.Name == "default", itf.Attachment == "")
					require.NotEmpty(t, itf.MAC)
				}
				require.Equal(t, strings.Contains(strings.Join(names, " "), "default"), p.Machines[0].Pod != nil)
				return strings.Join(names, " ")
			}
			require.Equal(t, tc.with, interfaces())
			in.Config.VM.PodNetwork = false
			require.Equal(t, tc.off, interfaces())
		})
	}
}

// TestPodNetworkBesideOthers holds what a guest is told of the pod network, by what its other networks bring.
func TestPodNetworkBesideOthers(t *testing.T) {
	const cluster4, cluster6 = "10.244.0.0/16", "fd00:10:244::/56"
	to4 := Route{To: cluster4, Via: "10.0.2.1"}
	to6 := Route{To: cluster6, Via: "fd10:0:2::1"}
	any6 := Route{To: "::/0", Via: "fd10:0:2::1", Metric: 2000}
	address6 := []string{"fd10:0:2::2/120"}
	for name, tc := range map[string]struct {
		ipConfig string
		want     PodNetwork
	}{
		"no address":             {"null", PodNetwork{0, address6, []Route{to6, any6}}},
		"no gateway":             {"{mode: static, address: 192.0.2.5/24}", PodNetwork{0, address6, []Route{to6, any6}}},
		"a gateway":              {"{mode: static, address: 192.0.2.5/24, gateway: 192.0.2.1}", PodNetwork{1000, address6, []Route{to4, to6, any6}}},
		"a gateway in IPv6":      {"{mode: static, address: '2001:db8::5/64', gateway: '2001:db8::1'}", PodNetwork{}},
		"by DHCP, perhaps":       {"{mode: dhcp}", PodNetwork{1000, address6, []Route{to4, to6, any6}}},
		"gateways of both":       {"{mode: static, address: 192.0.2.5/24, addresses: ['2001:db8::5/64'], gateway: 192.0.2.1, gateway6: '2001:db8::1'}", PodNetwork{1000, nil, []Route{to4}}},
		"DHCP and gateway6":      {"{mode: dhcp, addresses: ['2001:db8::5/64'], gateway6: '2001:db8::1'}", PodNetwork{1000, nil, []Route{to4}}},
		"a default route":        {"{mode: static, address: 192.0.2.5/24, routes: [{to: 0.0.0.0/0, via: 192.0.2.1}]}", PodNetwork{1000, address6, []Route{to4, to6, any6}}},
		"another route":          {"{mode: static, address: 192.0.2.5/24, routes: [{to: 10.0.0.0/8, via: 192.0.2.1}]}", PodNetwork{0, address6, []Route{to6, any6}}},
		"IPv6 without a gateway": {"{mode: static, address: '2001:db8::5/64'}", PodNetwork{0, address6, []Route{to6, any6}}},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, []string{"{metadata: {name: a}, spec: {networks: [{name: lan, networkRef: lan}]}}"}, []string{"{metadata: {name: lan}, spec: {type: bridge, ipConfig: " + tc.ipConfig + "}}"})
			in.Config.Network.ClusterCIDRs = []string{cluster4, cluster6}
			p, found := resolved(in)
			require.Empty(t, found)
			require.Equal(t, tc.want, *p.Machines[0].Pod)
			in.Config.VM.PodNetwork = false
			p, _ = resolved(in)
			require.Nil(t, p.Machines[0].Pod)
		})
	}
}
