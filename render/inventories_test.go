package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// inventoryYAML is a ConfigMap with a table.
func inventoryYAML(csv string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: inv}\ndata:\n  nodes.csv: |\n    " +
		strings.ReplaceAll(strings.TrimSpace(csv), "\n", "\n    ") + "\n"
}

func tableOf(more string) string {
	return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: net}\nspec: {type: host, vlanId: 30, " + more +
		"nodesFrom: {configMap: inv, key: nodes.csv}}\n"
}

// policiesOf are the policies of a package, as they are built.
func policiesOf(t *testing.T, documents ...string) map[string]string {
	t.Helper()
	o := rendered(t, Input{}, append(documents, "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata: {name: r}\nspec: {nmstate: {install: none}}\n")...)
	require.False(t, o.result.Failed(), "%v", o.result.Findings)
	made := map[string]string{}
	require.NoError(t, o.result.Each(func(one Object) error {
		text, err := encode.String(one.Value)
		made[one.Value.Head().Metadata.Name] = text
		return err
	}))
	return made
}

// TestInventoryIsTable: a table in a ConfigMap makes what the same table in the network makes, and the ConfigMap is not applied.
func TestInventoryIsTable(t *testing.T) {
	const csv = "name,physicalInterface,addresses,mtu\nn1,e1,192.0.2.1/24;2001:db8::1/64,\nn2,,192.0.2.2/24,9000\n"
	inline := strings.Replace(tableOf(""), "nodesFrom: {configMap: inv, key: nodes.csv}",
		"nodes: [{name: n1, physicalInterface: e1, addresses: [192.0.2.1/24, '2001:db8::1/64']}, {name: n2, addresses: [192.0.2.2/24], mtu: 9000}]", 1)
	want := policiesOf(t, inline)
	require.Len(t, want, 2)
	require.Equal(t, want, policiesOf(t, tableOf(""), inventoryYAML(csv)))

	o := rendered(t, Input{}, tableOf(""), inventoryYAML(csv), strings.Replace(inventoryYAML(csv), "inv", "other", 1))
	var local []bool
	for _, k := range o.result.Kept {
		local = append(local, k.Local)
	}
	require.Equal(t, []bool{true, true, false}, local, "another ConfigMap stays as it is")
	require.Contains(t, o.result.Kept[1].Mark.Insert, "local-config")
}

// TestInventoryMistakes has tables that a network cannot have: code, place and the beginning of the message.
func TestInventoryMistakes(t *testing.T) {
	const at = "data[nodes.csv] of ConfigMap inv, "
	for name, tc := range map[string]struct{ csv, more, want string }{
		"right":                         {"name,addresses\na,192.0.2.1/24\nb,192.0.2.2/24", "", ""},
		"a column that is missing":      {"addresses\n192.0.2.1/24", "", "WK120 " + at + "row 1: has no column name"},
		"a column that is not known":    {"name,addresse\na,b", "", "WK120 " + at + "row 1, column 6: is no column"},
		"a row that is too short":       {"name,addresses\na", "", "WK120 " + at + "row 2: has 1 cells"},
		"a node twice":                  {"name\na\nb\na", "", "WK011 " + at + "row 4: is for the nodes of row 2 already"},
		"an address twice":              {"name,addresses\na,192.0.2.1/24\nb,192.0.2.1/24", "", "WK011 " + at + "row 3, column 3: addresses[0] is an address of row 2 already"},
		"a bad CIDR":                    {"name,mtu,addresses\na,,192.0.2.1/24;192.0.2.300/24", "", "WK024 " + at + "row 2, column 4: addresses[1] must be an address"},
		"an address without its length": {"name,addresses\na,192.0.2.1", "", "WK024 " + at + "row 2, column 3: addresses[0] must be an address"},
		"another subnet":                {"name,addresses\na,192.0.2.1/24\nb,192.0.2.2/24\nc,198.51.100.1/24", "", "WK116 " + at + "row 4, column 3: addresses[0] is outside"},
		"an MTU that nothing has":       {"name,mtu\na,9000\nb,90", "", "WK007 " + at + "row 3, column 3: mtu must be"},
		"an address of a group":         {"nodeSelector,addresses\nrack=a,192.0.2.1/24", "", "WK017 " + at + "row 2, column 8: addresses needs name"},
		"no node":                       {"name,mtu\n,9000", "", "WK006 " + at + "row 2, column 1: name is required"},
		"an uplink beside a bond": {"name,physicalInterface\na,e1", "bond: {name: bond0, mode: active-backup, ports: [e0]}, ",
			"WK017 " + at + "row 2, column 3: physicalInterface must not stand beside"},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, tableOf(tc.more), inventoryYAML(tc.csv))
			found := slices.DeleteFunc(o.result.Findings, func(f finding.Finding) bool { return f.Severity == finding.Info })
			if tc.want == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			f := found[0]
			require.True(t, strings.HasPrefix(string(f.Code)+" "+f.Message, tc.want), "%s", f)
			require.Equal(t, "ConfigMap/inv data[nodes.csv] 10", fmt.Sprint(f.Place.Resource(), " ", f.Place.Field, " ", f.Place.Line), "where the key stands")
		})
	}
}

// TestNoInventory: the table is not where the network says, and the nearest that is.
func TestNoInventory(t *testing.T) {
	configMap := inventoryYAML("name\na")
	for name, tc := range map[string]struct{ network, configMap, want string }{
		"it is there":        {tableOf(""), configMap, ""},
		"no ConfigMap":       {tableOf(""), strings.Replace(configMap, "inv", "other", 1), "WK119 spec.nodesFrom.configMap "},
		"another kind":       {tableOf(""), strings.Replace(configMap, "ConfigMap", "Secret", 1), "WK119 spec.nodesFrom.configMap "},
		"another namespace":  {tableOf(""), strings.Replace(configMap, "name: inv", "name: inv, namespace: shop", 1), "WK119 spec.nodesFrom.configMap "},
		"the same namespace": {strings.Replace(tableOf(""), "name: net", "name: net, namespace: shop", 1), strings.Replace(configMap, "name: inv", "name: inv, namespace: shop", 1), ""},
		"no such key":        {tableOf(""), strings.Replace(configMap, "nodes.csv", "node.csv", 1), "WK119 spec.nodesFrom.key node.csv"},
		"too long":           {tableOf(""), configMap + "#" + strings.Repeat("x", mostBytes) + "\n", "WK014  "},
		"nodes beside it":    {strings.Replace(tableOf(""), "vlanId", "nodes: [{name: a}], vlanId", 1), configMap, "WK017 spec.nodesFrom "},
		"maxUnavailable":     {tableOf("maxUnavailable: 1, "), configMap, "WK017 spec.maxUnavailable "},
		"a rollout":          {tableOf("rollout: 1, "), configMap, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, tc.network, tc.configMap)
			found := slices.DeleteFunc(o.result.Findings, func(f finding.Finding) bool { return f.Severity == finding.Info })
			if tc.want == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Equal(t, tc.want, fmt.Sprint(found[0].Code, " ", found[0].Place.Field, " ", found[0].Proposed))
		})
	}
}

// TestInventoryOfMachine has a table for a network of a Wukong, and a conflict between two networks that names both rows.
func TestInventoryOfMachine(t *testing.T) {
	machine := "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: m}\nspec:\n" +
		"  disks: [{name: d, size: 1Gi, storageClassName: s}]\n  networks: [{name: one, type: bridge, bridgeName: br1, nodesFrom: {configMap: inv, key: nodes.csv}}]\n"
	two := strings.NewReplacer("name: net", "name: two", "type: host, vlanId: 30, ", "type: bridge, ").Replace(tableOf(""))
	o := rendered(t, Input{}, machine, two, inventoryYAML("name,physicalInterface,addresses\na,e1,192.0.2.1/24"))
	require.NotEmpty(t, o.result.Findings)
	found := slices.DeleteFunc(o.result.Findings, func(f finding.Finding) bool { return f.Severity != finding.Error })
	require.NotEmpty(t, found)
	for _, f := range found {
		require.Contains(t, f.Message, "data[nodes.csv] of ConfigMap inv, row 2", "%s", f)
		require.NotContains(t, f.Message, ".nodes[")
	}
}

// TestRowsOfManyNetworks bounds what a small package can ask for: many networks may refer to one table.
func TestRowsOfManyNetworks(t *testing.T) {
	var rows strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&rows, "n%d\n", i)
	}
	documents := []string{inventoryYAML("name\n" + rows.String())}
	for i := range 11 {
		documents = append(documents, strings.Replace(tableOf("ensure: absent, "), "name: net", fmt.Sprintf("name: net%d", i), 1))
	}
	o := rendered(t, Input{}, documents...)
	require.True(t, slices.ContainsFunc(o.result.Findings, func(f finding.Finding) bool {
		return f.Code == finding.Limit && f.Place.Field == "spec.nodesFrom" && f.Place.Name == "net10"
	}), "%v", o.result.Findings)
}

// TestNoSecretOfInventoryIsSaid plants a secret at every place of a table that is no field's.
func TestNoSecretOfInventoryIsSaid(t *testing.T) {
	const planted = "hunter2-s3cr3t"
	for _, csv := range []string{
		"name," + planted + "\na,b", planted + ";name\na", "name,mtu\na,9000," + planted, "name,mtu\na,\"" + planted + "\"x", "name,mtu\na,9000\n" + planted,
		"name,mtu\na,9000\n\"" + planted, "nodeSelector\n" + planted, "name,mtu\na," + planted, "name\u202e\n" + planted,
	} {
		for _, document := range []string{inventoryYAML(csv), "{apiVersion: v1, kind: ConfigMap, metadata: {name: inv}, data: {nodes.csv: " + fmt.Sprintf("%q", csv) + "}}\n"} {
			o := rendered(t, Input{}, tableOf(""), document)
			require.True(t, o.result.Failed(), csv)
			require.NotContains(t, fmt.Sprintf("%+v", o.result.Findings), planted, csv)
		}
	}
}
