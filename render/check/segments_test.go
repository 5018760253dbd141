package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// The pairs of networks of two machines, and how certain it is that they are one segment.
var pairsOfNetworks = map[string]struct {
	one, another string
	together     plan.Certainty
}{
	"one link":                              {"vlanId: 5", "vlanId: 5", plan.Certain},
	"one link, two bridges, nodes may meet": {"vlanId: 5, bridgeName: b1, " + zoneA, "vlanId: 5, bridgeName: b2, nodeSelector: {disk: ssd}", plan.Certain},
	"one link, all nodes and some":          {"vlanId: 5, bridgeName: b1", "vlanId: 5, bridgeName: b1, " + zoneB, plan.Certain},
	"one link at two sites":                 {"vlanId: 5, bridgeName: b1, " + zoneA, "vlanId: 5, bridgeName: b2, " + zoneB, plan.Possible},
	"one uplink at two sites":               {"bridgeName: b1, " + zoneA, "bridgeName: b2, " + zoneB, plan.Possible},
	"one VLAN, two uplinks":                 {"vlanId: 5, physicalInterface: e1, bridgeName: b1", "vlanId: 5, physicalInterface: e2, bridgeName: b2", plan.Possible},
	"one VLAN, two uplinks, two sites":      {"vlanId: 5, physicalInterface: e1, " + zoneA, "vlanId: 5, physicalInterface: e2, " + zoneB, plan.Possible},
	"no VLAN, two uplinks, two sites":       {"physicalInterface: e1, " + zoneA, "physicalInterface: e2, " + zoneB, plan.Possible},
	"no VLAN, two uplinks of a node":        {"physicalInterface: e1, bridgeName: b1", "physicalInterface: e2, bridgeName: b2", plan.Separate},
	"two VLANs":                             {"vlanId: 5", "vlanId: 6, bridgeName: b6", plan.Separate},
	"two VLANs at two sites":                {"vlanId: 5, " + zoneA, "vlanId: 6, " + zoneB, plan.Separate},
	"one attachment":                        {"nadName: x/lan", "nadName: x/lan", plan.Certain},
	"two attachments":                       {"nadName: x/lan", "nadName: x/wan", plan.Separate},
	"an attachment and a link":              {"nadName: x/lan", "vlanId: 5", plan.Separate},
}

func TestAddressesInSegments(t *testing.T) {
	const places = " Wukong/w1 spec.networks[0].ipConfig.address / Wukong/w0 spec.networks[0].ipConfig.address"
	for name, tc := range pairsOfNetworks {
		t.Run(name, func(t *testing.T) {
			entry := func(network, address string) string {
				return "[{name: n, type: bridge, " + network + ", ipConfig: {mode: static, address: " + address + "}}]"
			}
			want := map[plan.Certainty][]string{plan.Certain: {"WK033" + places}, plan.Possible: {"WK090" + places}}[tc.together]
			found := pack{networks: []string{entry(tc.one, "10.0.0.5/24"), entry(tc.another, "10.0.0.5/24")}}.found(t)
			require.ElementsMatch(t, want, inSegments(found))
			found = pack{networks: []string{entry(tc.one, "10.0.0.5/24"), entry(tc.another, "10.0.0.6/24")}}.found(t)
			require.Empty(t, inSegments(found))
		})
	}
}

func TestMACsInSegments(t *testing.T) {
	const places = " Wukong/w1 spec.networks[0].macAddress / Wukong/w0 spec.networks[0].macAddress"
	for name, tc := range pairsOfNetworks {
		t.Run(name, func(t *testing.T) {
			entry := func(network string, mac int) string {
				return fmt.Sprintf("[{name: n, type: bridge, %s, macAddress: '02:00:00:00:00:%02x'}]", network, mac)
			}
			want, words := "WK091"+places, "harmless unless"
			switch tc.together {
			case plan.Certain:
				want, words = "WK036"+places, "of this segment"
			case plan.Possible:
				words = "if that is one segment"
			case plan.Separate:
			}
			p := pack{networks: []string{entry(tc.one, 1), entry(tc.another, 1)}}
			require.Equal(t, []string{want}, inSegments(p.found(t)))
			require.True(t, slices.ContainsFunc(p.check(t), func(f finding.Finding) bool { return strings.Contains(f.Message, words) }), words)
			require.Empty(t, inSegments(pack{networks: []string{entry(tc.one, 1), entry(tc.another, 2)}}.found(t)))
		})
	}
}

// inSegments are the findings about what is to be unique in a segment.
func inSegments(found []string) []string {
	var out []string
	for _, f := range found {
		switch code, _, _ := strings.Cut(f, " "); finding.Code(code) {
		case finding.AddressTwice, finding.AddressMaybe, finding.MACTwice, finding.MACMaybe:
			out = append(out, f)
		}
	}
	return out
}

func TestMACs(t *testing.T) {
	derived := plan.Resolve(plan.Input{Config: api.DefaultRenderSpec(), Wukongs: []plan.Sourced[api.Wukong]{{
		Resource: &api.Wukong{Metadata: api.ObjectMeta{Name: "w0"}, Spec: api.WukongSpec{Networks: []api.WukongNetwork{{Name: "lan", NetworkSpec: api.NetworkSpec{Type: "bridge"}}}}},
		Owner:    plan.NewOwner(finding.Place{Kind: "Wukong", Name: "w0"}),
	}}}).Machines[0].Interfaces[1].MAC
	pod := func(mac string) string { return "[{name: default, macAddress: '" + mac + "'}]" }
	lan := func(mac string) string { return "{name: lan, type: bridge, macAddress: '" + mac + "'}" }
	for name, tc := range map[string]struct {
		networks []string
		want     []string
	}{
		"each pod's own network":         {[]string{pod("02:00:00:00:00:01"), pod("02:00:00:00:00:01")}, nil},
		"a pod's network and a segment":  {[]string{pod("02:00:00:00:00:01"), "[" + lan("02:00:00:00:00:01") + "]"}, nil},
		"in one machine":                 {[]string{"[{name: default, macAddress: '02:00:00:00:00:01'}, " + lan("02:00:00:00:00:01") + "]"}, []string{"WK036 Wukong/w0 spec.networks[1].macAddress / Wukong/w0 spec.networks[0].macAddress"}},
		"in one machine, each its own":   {[]string{"[{name: default, macAddress: '02:00:00:00:00:02'}, " + lan("02:00:00:00:00:01") + "]"}, nil},
		"one that another's was derived": {[]string{"[{name: lan, type: bridge}]", "[" + lan(derived) + "]"}, []string{"WK036 Wukong/w1 spec.networks[0].macAddress / Wukong/w0 spec.networks[0].macAddress"}},
		"derived":                        {[]string{"[{name: lan, type: bridge}]", "[{name: lan, type: bridge}]"}, nil},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, pack{networks: tc.networks}.found(t)) })
	}
}

// TestTwoSitesAreTwo has 30 machines at each of two sites with the same addresses: that is right, and said in one note. A machine
// that comes twice at one site is found among them.
func TestTwoSitesAreTwo(t *testing.T) {
	var p pack
	p.configs = map[string]string{
		"a": "{type: bridge, vlanId: 5, " + zoneA + "}", "b": "{type: bridge, vlanId: 5, " + zoneB + "}",
	}
	add := func(network string, host int) {
		p.networks = append(p.networks, fmt.Sprintf("[{name: n, networkRef: %s, ipConfig: {mode: static, address: 10.0.0.%d/24}}]", network, host))
	}
	for i := range 30 {
		add("a", 10+i)
		add("b", 10+i)
	}
	const note = "WK090 Wukong/w1 spec.networks[0].ipConfig.address / Wukong/w0 spec.networks[0].ipConfig.address and 29 more"
	require.Equal(t, []string{note}, p.found(t))
	add("b", 11)
	require.ElementsMatch(t, []string{note, "WK033 Wukong/w60 spec.networks[0].ipConfig.address / Wukong/w3 spec.networks[0].ipConfig.address"}, p.found(t))
}

// TestSharedAddressesStayLinear gives one address to each of many machines on nodes of their own, and to some that may be anywhere.
func TestSharedAddressesStayLinear(t *testing.T) {
	const n = 20_000
	list := make([]*plan.Interface, n)
	for i := range list {
		list[i] = &plan.Interface{Segment: "e1.5", VLAN: 5, Nodes: plan.Nodes{"kubernetes.io/hostname": fmt.Sprint("node", i)}}
	}
	list = append(list, &plan.Interface{Segment: "e1.5", VLAN: 5}, &plan.Interface{Segment: "e1.5", VLAN: 5})
	certain := 0
	start := time.Now()
	share(list, func(one, another *plan.Interface) {
		if plan.Together(one, another) == plan.Certain {
			certain++
		}
	})
	require.Equal(t, 2, certain)
	require.Less(t, time.Since(start), 5*time.Second, "comparing all with all takes far longer")
}
