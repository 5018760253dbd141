package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestTables has what a table of nodes becomes: a network for each entry, with its values over the shared ones.
func TestTables(t *testing.T) {
	shared := "type: bridge, mtu: 9000, bond: {name: bond0, mode: active-backup, ports: [e0, e1]}, nodeSelector: {role: worker}, rollout: 2, "
	p := resolve(t, []string{"{metadata: {name: m, namespace: a}, spec: {networks: [{name: x, networkRef: net}]}}"},
		[]string{"{metadata: {name: net}, spec: {" + shared + "nodes: [{name: c}, {name: a, bondPorts: [e2, e3], mtu: 1500}, {name: b}]}}"})
	var all []string
	for i := range p.HostNetworks {
		h := &p.HostNetworks[i]
		all = append(all, fmt.Sprint(h.Policy, " ", h.NodeSelector, " ", h.Bond.Ports, " ", *h.More().MTU, " ", h.Step(), " ", h.After(), " ", h.At("").Field,
			" ", h.At("mtu").Field, " ", h.At("bond").Field, " ", h.At("vlanId").Field, " ", h.AttachmentName()))
	}
	require.Equal(t, []string{
		"net-bridge-a map[kubernetes.io/hostname:a role:worker] [e2 e3] 1500 0 [] spec.nodes[1] spec.nodes[1].mtu spec.nodes[1].bondPorts spec.vlanId net-nad",
		"net-bridge-b map[kubernetes.io/hostname:b role:worker] [e0 e1] 9000 1 [net-bridge-c net-bridge-a] spec.nodes[2] spec.mtu spec.bond spec.vlanId net-nad",
		"net-bridge-c map[kubernetes.io/hostname:c role:worker] [e0 e1] 9000 0 [] spec.nodes[0] spec.mtu spec.bond spec.vlanId net-nad",
	}, all)
	require.Len(t, p.Attachments, 1, "the attachment stays one")
	require.Equal(t, 1500, p.Attachments[0].MTU, "the smallest works everywhere")
	require.Equal(t, []string{"net-bridge-b"}, LastPolicies(p.Attachments[0].Policy, p.Attachments[0].NetworkSpec))
}

// TestTableOfMachine has a table in a Wukong, and the names where policies have namespaces.
func TestTableOfMachine(t *testing.T) {
	in := input(t, []string{"{metadata: {name: m, namespace: a}, spec: {networks: [{name: x, type: bridge, policyName: own, nodes: [{name: one}]}, " +
		"{name: other, type: bridge, nodes: [{nodeSelector: {rack: q}, physicalInterface: e9}]}]}}"}, nil)
	in.Config.Network.PolicyNames = api.NamesQualified
	p, found := resolved(in)
	require.Empty(t, found)
	require.Equal(t, []string{"a-m-other-bridge-q", "own-one"}, []string{p.HostNetworks[0].Policy, p.HostNetworks[1].Policy})
	require.Equal(t, "spec.networks[1].nodes[0].physicalInterface", p.HostNetworks[0].At("physicalInterface").Field)
	require.Equal(t, "m-other-nad", p.HostNetworks[0].AttachmentName())
	require.Equal(t, "e9", p.Machines[0].Interfaces[2].Segment, "not the default uplink, which no node uses")
}

// TestRolloutNeedsATool: not every way of delivery applies policies one after the other.
func TestRolloutNeedsATool(t *testing.T) {
	for delivery, want := range map[string]int{"argocd": 0, "kpt": 0, "flux": 1, "none": 1} {
		in := input(t, nil, []string{"{metadata: {name: net}, spec: {type: bridge, rollout: 1, nodes: [{name: a}]}}"})
		in.Config.Delivery = delivery
		_, found := resolved(in)
		require.Len(t, found, want, delivery)
		if want > 0 {
			require.Equal(t, "spec.rollout", found[0].Place.Field)
		}
	}
}

// TestNamesThatTablesGive has names of policies of tables, and those that none gives.
func TestNamesThatTablesGive(t *testing.T) {
	long := strings.Repeat("n", 56)
	for name, tc := range map[string]struct {
		kind, input, policy string
		want                bool
	}{
		"a node's of a NetworkConfig":   {api.KindNetwork, "a", "a-bridge-node1.example.com", true},
		"of another NetworkConfig":      {api.KindNetwork, "a", "ab-bridge-node1", false},
		"of no node":                    {api.KindNetwork, "a", "a-bridge-", false},
		"a node's of a Wukong":          {api.KindWukong, "a", "a-net-bridge-node1", true},
		"of no network":                 {api.KindWukong, "a", "a--bridge-node1", false},
		"without bridge":                {api.KindWukong, "a", "a-net-node1", false},
		"cut in the node's name":        {api.KindNetwork, "a", api.NodePolicy("a-bridge", long), true},
		"cut in the NetworkConfig's":    {api.KindNetwork, long, api.NodePolicy(long+"-bridge", "node1"), true},
		"cut in the network's":          {api.KindWukong, "a", api.NodePolicy("a-"+long+"-bridge", "node1"), true},
		"cut in the Wukong's":           {api.KindWukong, long, api.NodePolicy(long+"-net-bridge", "node1"), true},
		"cut, of another NetworkConfig": {api.KindNetwork, "b", api.NodePolicy("a-bridge", long), false},
		"cut, of another Wukong":        {api.KindWukong, "b" + long, api.NodePolicy(long+"-net-bridge", "node1"), false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, GivesPolicy(tc.kind, "ns", tc.input, tc.policy)) })
	}
}

// TestIndex finds what a comparison of all with all finds.
func TestIndex(t *testing.T) {
	sets := []Nodes{nil, {"zone": "a"}, {"zone": "b"}, {"rack": "1"}, {"zone": "a", "rack": "1"}, {"zone": "b", "rack": "1"}, {"zone": "b", "rack": "2"}}
	var x Index[int]
	for i, nodes := range sets {
		x.Add(nodes, i)
	}
	for _, nodes := range append(sets, Nodes{"other": "x"}, Nodes{"zone": "c"}) {
		var want, got []int
		for i := range sets {
			if sets[i].Meet(nodes) {
				want = append(want, i)
			}
		}
		compared := 0
		for i := range x.Meeting(nodes, &compared) {
			got = append(got, i)
		}
		require.ElementsMatch(t, want, got, nodes)
	}
}

// TestAbsentTablesAreLinear: a table that is removed beside others of the same nodes asked each entry about all of the others'.
func TestAbsentTablesAreLinear(t *testing.T) {
	table := func(name, more string) string {
		nodes := make([]string, 3000)
		for i := range nodes {
			nodes[i] = fmt.Sprintf("{name: n%d}", i)
		}
		return "{metadata: {name: " + name + "}, spec: {type: bridge, physicalInterface: e1, " + more + "nodes: [" + strings.Join(nodes, ", ") + "]}}"
	}
	p := resolve(t, nil, []string{table("a", "vlanId: 1, "), table("b", "vlanId: 2, ensure: absent, ")})
	all := users{}
	compared := 0
	for i := range p.HostNetworks {
		h := &p.HostNetworks[i]
		all.add(h.Interfaces(), h.Nodes())
		require.True(t, !h.Absent || h.Kept["e1"] && !h.Kept["br-b"])
	}
	all.use([]string{"e1", "br-b"}, Nodes{api.HostnameLabel: "n7"}, &compared)
	require.Less(t, compared, 10)
}

// TestAddressesOfTables: each node has its own addresses, or else that of the network.
func TestAddressesOfTables(t *testing.T) {
	p := resolve(t, nil, []string{"{metadata: {name: net}, spec: {type: host, vlanId: 7, nodeIP: 192.0.2.9/24, " +
		"nodes: [{name: a, addresses: [192.0.2.1/24, '2001:db8::1/64']}, {name: b}]}}"})
	require.Equal(t, "[192.0.2.1/24 2001:db8::1/64] [192.0.2.9/24]", fmt.Sprint(p.HostNetworks[0].Addresses, p.HostNetworks[1].Addresses))
	require.Equal(t, "spec.nodes[0].addresses", p.HostNetworks[0].At("nodeIP").Field)
	require.Equal(t, "spec.nodeIP", p.HostNetworks[1].At("nodeIP").Field)
}
