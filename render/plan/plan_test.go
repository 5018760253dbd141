package plan

import (
	"fmt"
	"math/rand"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// input is a package from Wukongs and NetworkConfigs written as YAML.
func input(t *testing.T, wukongs, networks []string) Input {
	t.Helper()
	in := Input{Config: api.DefaultRenderSpec()}
	for _, text := range wukongs {
		w := &api.Wukong{}
		require.NoError(t, yaml.UnmarshalStrict([]byte(text), w))
		in.Wukongs = append(in.Wukongs, Sourced[api.Wukong]{w, NewOwner(finding.Place{Kind: "Wukong", Namespace: w.Metadata.Namespace, Name: w.Metadata.Name})})
	}
	for _, text := range networks {
		n := &api.NetworkConfig{}
		require.NoError(t, yaml.UnmarshalStrict([]byte(text), n))
		in.NetworkConfigs = append(in.NetworkConfigs, Sourced[api.NetworkConfig]{n, NewOwner(finding.Place{Kind: "NetworkConfig", Namespace: n.Metadata.Namespace, Name: n.Metadata.Name})})
	}
	return in
}

func resolve(t *testing.T, wukongs, networks []string) *Plan {
	t.Helper()
	p, found := resolved(input(t, wukongs, networks))
	require.Empty(t, found)
	return p
}

func resolved(in Input) (*Plan, []finding.Finding) {
	var found []finding.Finding
	in.Say = func(f finding.Finding) { found = append(found, f) }
	p := Resolve(in)
	return p, found
}

func TestDefaults(t *testing.T) {
	p := resolve(t, []string{"{metadata: {name: a}}"}, nil)
	require.Empty(t, p.HostNetworks)
	require.Empty(t, p.Attachments)
	m := p.Machines[0]
	require.Equal(t, CPUs{Cores: 1}, m.CPUs)
	require.Equal(t, "2Gi", m.Memory)
	require.Len(t, m.Interfaces, 1)
	require.Equal(t, Masquerade, m.Interfaces[0].Binding)
	require.Empty(t, m.Interfaces[0].Attachment)
}

func TestCanonicalQuantities(t *testing.T) {
	for given, want := range map[string]string{"2048Mi": "2Gi", "1.5Gi": "1536Mi", "4096K": "4096k", "1000M": "1G", "0.5Ti": "512Gi"} {
		require.Equal(t, want, api.CanonicalQuantity(given), given)
	}
}

func TestOwnNetworks(t *testing.T) {
	p := resolve(t, []string{`
metadata: {name: a, namespace: ns}
spec:
  networks:
  - {name: default}
  - {name: lan, type: bridge, vlanId: 7}
  - {name: wan, type: ovs, bridgeName: ovs0, physicalInterface: e1, vlanId: 8}
  - {name: vf, type: sriov, physicalInterface: e2, vlanId: 9, sriov: {numVfs: 3, resourceName: x.io/vf}}
  - {name: agg, type: bridge, bond: {name: bond0, mode: broadcast, ports: [e3]}}
  - {name: old, type: bridge, nadName: other/lan}
  - {name: both, type: bridge, nadName: lan2, bridgeName: br9}
`}, nil)
	policies := map[string]HostNetwork{}
	for _, h := range p.HostNetworks {
		policies[h.Policy] = h
	}
	require.Len(t, policies, 5, "an existing attachment without a host network has no policy")
	require.Equal(t, "ens160", policies["a-lan-bridge"].Uplink)
	require.Equal(t, "br-lan", policies["a-lan-bridge"].Bridge)
	require.Equal(t, "ovs0", policies["a-wan-bridge"].Bridge)
	require.Equal(t, 3, policies["a-vf-bridge"].SRIOV.NumVfs)
	require.Empty(t, policies["a-vf-bridge"].Bridge)
	require.Equal(t, "bond0", policies["a-agg-bridge"].Uplink)
	require.Equal(t, "br9", policies["a-both-bridge"].Bridge)

	attachments := map[string]Attachment{}
	for _, a := range p.Attachments {
		require.Equal(t, "ns", a.Namespace)
		attachments[a.Name] = a
	}
	require.Len(t, attachments, 4)
	require.Equal(t, "ovs-cni.network.kubevirt.io/ovs0", attachments["a-wan-nad"].ResourceName)
	require.Equal(t, "x.io/vf", attachments["a-vf-nad"].ResourceName)
	require.Equal(t, 9, attachments["a-vf-nad"].VLAN)

	names := []string{}
	for _, i := range p.Machines[0].Interfaces {
		names = append(names, i.Name+" "+string(i.Binding)+" "+i.Attachment)
	}
	require.Equal(t, []string{
		"default masquerade ", "lan bridge a-lan-nad", "wan bridge a-wan-nad", "vf sriov a-vf-nad", "agg bridge a-agg-nad",
		"old bridge other/lan", "both bridge lan2",
	}, names)
}

func TestSharedNetwork(t *testing.T) {
	ref := func(name, namespace string) string {
		return "{metadata: {name: " + name + ", namespace: " + namespace + "}, spec: {networks: [{name: x, networkRef: lan}]}}"
	}
	p := resolve(t, []string{ref("a", "n1"), ref("b", "n1"), ref("c", "n2")},
		[]string{"{metadata: {name: lan, namespace: infra}, spec: {type: bridge, vlanId: 5, ipConfig: {mode: dhcp}}}"})
	require.Len(t, p.HostNetworks, 1)
	require.Equal(t, "lan-bridge", p.HostNetworks[0].Policy)
	require.Equal(t, "NetworkConfig/infra/lan", p.HostNetworks[0].Owner.Text)
	require.Len(t, p.Attachments, 2, "one a namespace")
	require.Equal(t, "n1", p.Attachments[0].Namespace)
	require.Equal(t, "n2", p.Attachments[1].Namespace)
	require.Equal(t, "lan-nad", p.Machines[0].Interfaces[1].Attachment)
	require.Equal(t, "dhcp", p.Machines[0].Interfaces[1].IP.Mode, "the network's ipConfig serves where the entry has none")
}

func TestFindings(t *testing.T) {
	long := "abcdefghij0123456789abcdefghij0123456789abcdefghij"
	for name, tc := range map[string]struct {
		wukongs, networks []string
		want              string
	}{
		"unknown network":          {[]string{"{metadata: {name: a}, spec: {networks: [{name: x, networkRef: lam}]}}"}, []string{"{metadata: {name: lan}, spec: {type: bridge}}"}, "WK016 spec.networks[0].networkRef -> lan"},
		"two networks of one name": {nil, []string{"{metadata: {name: lan}, spec: {type: bridge}}", "{metadata: {name: lan, namespace: b}, spec: {type: bridge}}"}, "WK011 metadata.name -> "},
		"policy's name too long":   {[]string{"{metadata: {name: " + long + "}, spec: {networks: [{name: network, type: bridge}]}}"}, nil, "WK008 spec.networks[0] -> "},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := resolved(input(t, tc.wukongs, tc.networks))
			require.Len(t, found, 1)
			require.Equal(t, tc.want, string(found[0].Code)+" "+found[0].Place.Field+" -> "+found[0].Proposed)
		})
	}
	in := input(t, []string{"{metadata: {name: a}, spec: {networks: [{name: x, type: bridge, vlanId: 1234}]}}"}, nil)
	in.Config.Network.PhysicalInterface = "enp216s0f0np0"
	_, found := resolved(in)
	require.Len(t, found, 1)
	require.Equal(t, finding.InterfaceName, found[0].Code)
}

// TestProposalsEnd: to compare all references with all networks took minutes for thousands of either.
func TestProposalsEnd(t *testing.T) {
	const n = 1000
	var in Input
	for i := range n {
		at := finding.Place{Name: fmt.Sprint("network", i)}
		in.NetworkConfigs = append(in.NetworkConfigs, Sourced[api.NetworkConfig]{Resource: &api.NetworkConfig{Metadata: api.ObjectMeta{Name: at.Name}}, Owner: NewOwner(at)})
		w := &api.Wukong{Spec: api.WukongSpec{Networks: []api.WukongNetwork{{Name: "a", NetworkRef: fmt.Sprint("netwark", i)}}}}
		in.Wukongs = append(in.Wukongs, Sourced[api.Wukong]{Resource: w, Owner: NewOwner(finding.Place{})})
	}
	_, found := resolved(in)
	require.Len(t, found, n)
	require.Equal(t, "network0", found[0].Proposed)
	require.Empty(t, found[n-1].Proposed)
}

func TestNamesThatAnInputGives(t *testing.T) {
	for name, tc := range map[string]struct {
		kind, input, policy string
		want                bool
	}{
		"of a Wukong":                {api.KindWukong, "a", "a-b-bridge", true},
		"of another one":             {api.KindWukong, "a", "ab-b-bridge", false},
		"without a network":          {api.KindWukong, "a", "a-bridge", false},
		"of an empty network":        {api.KindWukong, "a", "a--bridge", false},
		"of another end":             {api.KindWukong, "a", "a-b-nad", false},
		"of a NetworkConfig":         {api.KindNetwork, "a", "a-bridge", true},
		"of a NetworkConfig, longer": {api.KindNetwork, "a", "a-b-bridge", false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, GivesPolicy(tc.kind, "ns", tc.input, tc.policy))
			require.Equal(t, tc.want, GivesPolicy(tc.kind, "ns", tc.input, "ns-"+tc.policy), "qualified")
			require.False(t, GivesPolicy(tc.kind, "ns", tc.input, "other-"+tc.policy), "qualified by another namespace")
			require.False(t, GivesPolicy(tc.kind, "", tc.input, "-"+tc.policy), "qualified by none")
			attachment := strings.Replace(strings.Replace(tc.policy, "-nad", "-x", 1), "-bridge", "-nad", 1)
			require.Equal(t, tc.want, GivesAttachment(tc.kind, tc.input, attachment))
		})
	}
}

func TestQualifiedPolicies(t *testing.T) {
	in := input(t, []string{
		"{metadata: {name: a, namespace: dev}, spec: {networks: [{name: x, networkRef: lan}, {name: own, type: bridge}, {name: old, type: bridge, ensure: absent}]}}",
		"{metadata: {name: b}, spec: {networks: [{name: own, type: bridge}]}}",
	}, []string{"{metadata: {name: lan, namespace: infra}, spec: {type: bridge}}"})
	in.Config.Network.PolicyNames = api.NamesQualified
	p, found := resolved(in)
	require.Empty(t, found)
	names := map[string]string{}
	for i := range p.HostNetworks {
		names[p.HostNetworks[i].Policy] = p.HostNetworks[i].Bridge
	}
	require.Equal(t, map[string]string{
		"dev-a-own-bridge": "br-own", "dev-a-old-bridge": "br-old", "infra-lan-bridge": "br-lan", "b-own-bridge": "br-own",
	}, names, "policies have the namespace in front, bridges have not")
	policies := map[string]string{}
	for i := range p.Attachments {
		policies[p.Attachments[i].Namespace+"/"+p.Attachments[i].Name] = p.Attachments[i].Policy
	}
	require.Equal(t, map[string]string{"dev/a-own-nad": "dev-a-own-bridge", "dev/lan-nad": "infra-lan-bridge", "/b-own-nad": "b-own-bridge"}, policies)
}

func TestAbsentNetworks(t *testing.T) {
	t.Run("a network of the machine's own: the policy stays, attachment and interface go", func(t *testing.T) {
		p := resolve(t, []string{"{metadata: {name: a}, spec: {networks: [{name: x, type: bridge, ensure: absent}]}}"}, nil)
		require.Len(t, p.HostNetworks, 1)
		require.True(t, p.HostNetworks[0].Absent)
		require.Empty(t, p.Attachments)
		require.Equal(t, Masquerade, p.Machines[0].Interfaces[0].Binding, "KubeVirt would attach the pod network anyhow")
	})
	t.Run("a shared network that nobody uses", func(t *testing.T) {
		p := resolve(t, nil, []string{"{metadata: {name: lan}, spec: {type: bridge, ensure: absent, restore: none}}"})
		require.True(t, p.HostNetworks[0].Absent)
		require.Equal(t, "none", p.HostNetworks[0].More().Restore)
	})
	t.Run("a shared network that a machine uses", func(t *testing.T) {
		_, found := resolved(input(t, []string{"{metadata: {name: a}, spec: {networks: [{name: x, networkRef: lan}]}}"}, []string{"{metadata: {name: lan}, spec: {type: bridge, ensure: absent}}"}))
		require.Len(t, found, 1)
		require.Equal(t, finding.InUse, found[0].Code)
		require.Equal(t, "spec.networks[0].networkRef", found[0].Place.Field)
		require.Equal(t, "spec.ensure", found[0].Other.Field)
	})
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	var wukongs []string
	for _, n := range []string{"a", "b", "c", "d", "e"} {
		wukongs = append(wukongs, "{metadata: {name: "+n+"}, spec: {networks: [{name: x, networkRef: lan}, {name: y, type: bridge, bridgeName: br"+n+", physicalInterface: e"+n+"}]}}")
	}
	networks := []string{"{metadata: {name: lan}, spec: {type: bridge}}", "{metadata: {name: wan}, spec: {type: ovs}}"}
	want := resolve(t, wukongs, networks)
	for seed := range int64(20) {
		r := rand.New(rand.NewSource(seed))
		r.Shuffle(len(wukongs), func(i, j int) { wukongs[i], wukongs[j] = wukongs[j], wukongs[i] })
		r.Shuffle(len(networks), func(i, j int) { networks[i], networks[j] = networks[j], networks[i] })
		require.Equal(t, want, resolve(t, wukongs, networks))
	}
}

func TestStableMAC(t *testing.T) {
	seen := map[string]bool{}
	for _, network := range []string{"a", "b", "c"} {
		for _, machine := range []string{"m", "n"} {
			mac := stableMAC("ns", machine, network)
			hw, err := net.ParseMAC(mac)
			require.NoError(t, err)
			require.Equal(t, hw.String(), mac)
			require.Zero(t, hw[0]&1, "unicast")
			require.NotZero(t, hw[0]&2, "locally administered")
			require.False(t, seen[mac])
			seen[mac] = true
		}
	}
	require.Equal(t, "0a:34:a3:8d:fa:d1", stableMAC("shop", "db", "lan"), "an address, once given, never changes")
}
