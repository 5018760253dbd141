package v1alpha1

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestNodeTables holds tables of nodes that are wrong, and the nearest that are right.
func TestNodeTables(t *testing.T) {
	const bond = "bond: {name: bond0, mode: active-backup, ports: [e0, e1]}, "
	const first = "bond: {name: bond0, mode: active-backup, ports: [e0, e1], options: {primary: e1}}, "
	for name, tc := range map[string]struct {
		spec string // without type: bridge
		want string
	}{
		"nodes by name":                          {"nodes: [{name: a}, {name: b.example.com, physicalInterface: e1, mtu: 9000}]", ""},
		"a node twice":                           {"nodes: [{name: a}, {name: b}, {name: a}]", "WK011 nodes[2]"},
		"an empty table":                         {"nodes: []", "WK006 nodes"},
		"an entry for no node":                   {"nodes: [{physicalInterface: e1}]", "WK006 nodes[0].name"},
		"name and labels":                        {"nodes: [{name: a, nodeSelector: {x: z}}]", "WK017 nodes[0].nodeSelector"},
		"a name that no label can have":          {"nodes: [{name: 'a b'}]", "WK008 nodes[0].name"},
		"groups":                                 {"nodes: [{nodeSelector: {rack: a}}, {nodeSelector: {rack: b}}]", ""},
		"groups of several labels":               {"nodes: [{nodeSelector: {rack: a, row: '1'}}, {nodeSelector: {row: '2', rack: a}}]", ""},
		"a group twice":                          {"nodes: [{nodeSelector: {rack: a, row: '1'}}, {nodeSelector: {row: '1', rack: a}}]", "WK011 nodes[1]"},
		"groups that may meet":                   {"nodes: [{nodeSelector: {rack: a}}, {nodeSelector: {row: '1'}}]", "WK115 nodes[1]"},
		"a group that has a label more":          {"nodes: [{nodeSelector: {rack: a}}, {nodeSelector: {rack: b, row: '1'}}]", "WK115 nodes[1]"},
		"a node that may be in a group":          {"nodes: [{name: a}, {nodeSelector: {rack: b}}]", "WK115 nodes[1]"},
		"a group by host name":                   {"nodes: [{name: a}, {nodeSelector: {kubernetes.io/hostname: b}}]", ""},
		"an uplink beside the bond":              {bond + "nodes: [{name: a, physicalInterface: e2}]", "WK017 nodes[0].physicalInterface"},
		"ports of the bond":                      {bond + "nodes: [{name: a, bondPorts: [e2, e3]}]", ""},
		"ports with the first one":               {first + "nodes: [{name: a, bondPorts: [e1, e9]}]", ""},
		"ports without the first one":            {first + "nodes: [{name: a, bondPorts: [e2, e3]}]", "WK017 nodes[0].bondPorts"},
		"a port of the bond twice":               {bond + "nodes: [{name: a, bondPorts: [e2, e2]}]", "WK011 nodes[0].bondPorts[1]"},
		"ports of no bond":                       {"nodes: [{name: a, bondPorts: [e2, e3]}]", "WK017 nodes[0].bondPorts"},
		"functions of a bridge":                  {"nodes: [{name: a, numVfs: 4}]", "WK017 nodes[0].numVfs"},
		"an uplink too long for its VLAN":        {"vlanId: 100, nodes: [{name: a, physicalInterface: enp216s0f0np0}]", "WK023 nodes[0].physicalInterface"},
		"an uplink with another name":            {"vlanId: 100, vlanInterface: vlan100, nodes: [{name: a, physicalInterface: enp216s0f0np0}]", ""},
		"an MTU that nothing has":                {"nodes: [{name: a, mtu: 100}]", "WK007 nodes[0].mtu"},
		"an uplink by its address":               {"nodes: [{name: a, macAddress: '02:00:5e:10:00:01'}]", ""},
		"an uplink by two names":                 {"nodes: [{name: a, physicalInterface: e1, macAddress: '02:00:5e:10:00:01'}]", "WK017 nodes[0].macAddress"},
		"a VLAN on an uplink by its address":     {"vlanId: 5, nodes: [{name: a, macAddress: '02:00:5e:10:00:01'}]", "WK017 nodes[0].macAddress"},
		"a VLAN with a name on such an uplink":   {"vlanId: 5, vlanInterface: vlan5, nodes: [{name: a, macAddress: '02:00:5e:10:00:01'}]", ""},
		"a node's address on such an uplink":     {"nodeAddress: dhcp, nodes: [{name: a, macAddress: '02:00:5e:10:00:01'}]", "WK017 nodes[0].macAddress"},
		"addresses of nodes":                     {"nodes: [{name: a, addresses: [192.0.2.1/24, '2001:db8::1/64']}, {name: b, addresses: [192.0.2.2/24]}]", ""},
		"an address that is none":                {"nodes: [{name: a, addresses: [192.0.2.1/24, 192.0.2.2]}]", "WK024 nodes[0].addresses[1]"},
		"an address twice":                       {"nodes: [{name: a, addresses: [192.0.2.1/24]}, {name: b, addresses: [192.0.2.1/24]}]", "WK011 nodes[1].addresses[0]"},
		"an address outside the others' subnet":  {"nodes: [{name: a, addresses: [198.51.100.1/24]}, {name: b, addresses: [192.0.2.1/24]}, {name: c, addresses: [192.0.2.2/24]}]", "WK116 nodes[0].addresses[0]"},
		"an address of another length":           {"nodes: [{name: a, addresses: [192.0.2.1/24]}, {name: b, addresses: [192.0.2.2/25]}]", "WK116 nodes[1].addresses[0]"},
		"an address of a group":                  {"nodes: [{nodeSelector: {rack: a}, addresses: [192.0.2.1/24]}]", "WK017 nodes[0].addresses"},
		"an address beside another":              {"nodeAddress: dhcp, nodes: [{name: a, addresses: [192.0.2.1/24]}]", "WK017 nodes[0].addresses"},
		"a number of nodes that may be changed":  {"maxUnavailable: '1', nodes: [{name: a}]", "WK017 maxUnavailable"},
		"a number of policies that are applied":  {"rollout: 1, nodes: [{name: a}]", ""},
		"no policies that could be applied":      {"rollout: 0, nodes: [{name: a}]", "WK007 rollout"},
		"a number of policies without any":       {"rollout: 1", "WK017 rollout"},
		"a table of an attachment, which exists": {"nadName: lan, nodes: [{name: a}]", ""},
		"a table elsewhere":                      {"rollout: 1, nodesFrom: {configMap: inventory, key: nodes.csv}", ""},
		"a table elsewhere and here":             {"nodesFrom: {configMap: inventory, key: nodes.csv}, nodes: [{name: a}]", "WK017 nodesFrom"},
		"a table in no ConfigMap":                {"nodesFrom: {key: nodes.csv}", "WK006 nodesFrom.configMap"},
		"a ConfigMap that is none":               {"nodesFrom: {configMap: a/b, key: .csv}", "WK008 nodesFrom.configMap"},
		"a table under no key":                   {"nodesFrom: {configMap: a}", "WK006 nodesFrom.key"},
		"a key that is none":                     {"nodesFrom: {configMap: a, key: ../nodes.csv}", "WK008 nodesFrom.key"},
		"nodes to change beside such a table":    {"maxUnavailable: '1', nodesFrom: {configMap: a, key: b}", "WK017 maxUnavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, foundIn(t, "{type: bridge, "+tc.spec+"}"))
		})
	}
	const sriov = "{type: sriov, physicalInterface: e1, sriov: {numVfs: 8, resourceName: x.io/vf, vfs: [{id: 5}]}, "
	require.Empty(t, foundIn(t, sriov+"nodes: [{name: a, numVfs: 6}]}"))
	require.Equal(t, "WK007 nodes[0].numVfs", foundIn(t, sriov+"nodes: [{name: a, numVfs: 5}]}"), "the functions that are set must be there")
}

// foundIn are the codes and fields of what is wrong with a NetworkConfig.
func foundIn(t *testing.T, spec string) string {
	t.Helper()
	var n NetworkConfig
	require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: a}, spec: "+spec+"}"), &n))
	var found []string
	for _, f := range n.Validate() {
		found = append(found, string(f.Code)+" "+strings.TrimPrefix(f.Place.Field, "spec."))
	}
	return strings.Join(found, ", ")
}

// TestNodePolicies has the names of the policies of a table.
func TestNodePolicies(t *testing.T) {
	long := strings.Repeat("n", 49)
	for name, tc := range map[string]struct{ entry, want string }{
		"a node":                     {"{name: node1.example.com}", "net-bridge-node1.example.com"},
		"a group":                    {"{nodeSelector: {example.com/rack: b2}}", "net-bridge-b2"},
		"a group with capitals":      {"{nodeSelector: {rack: B2}}", "net-bridge-b2-abdbc2b5"},
		"a group without a value":    {"{nodeSelector: {node-role.kubernetes.io/worker: ''}}", "net-bridge-e3b0c442"},
		"a group by labels in order": {"{nodeSelector: {row: '2', rack: b}}", "net-bridge-b-2-68960076"},
		"62 characters":              {"{name: " + long + "nn}", "net-bridge-" + long + "nn"},
		"64 characters":              {"{name: " + long + "nnnn}", "net-bridge-" + long[:43] + "-6b8dd724"},
		"a dot where it is cut":      {"{name: " + long[:42] + ".nnnnnnnnnn}", "net-bridge-" + long[:42] + "-358a4ab9"},
	} {
		t.Run(name, func(t *testing.T) {
			var n Node
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.entry), &n))
			policy := NodePolicy("net-bridge", n.Suffix())
			require.Equal(t, tc.want, policy)
			require.True(t, isSubdomain(policy))
			require.LessOrEqual(t, len(policy), 63)
		})
	}
}
