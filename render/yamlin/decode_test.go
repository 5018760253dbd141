package yamlin_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yamlin"
)

type common struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
}

type address struct {
	Mode       string   `json:"mode"`
	DNSServers []string `json:"dnsServers"`
}

type network struct {
	Name   string   `json:"name"`
	VLANID *int32   `json:"vlanId"`
	IP     *address `json:"ipConfig"`
}

type login struct {
	Password   string `json:"password"`
	LockPasswd bool   `json:"lockPasswd"`
}

type sample struct {
	common
	Hidden   string            `json:"-"`
	CPU      int8              `json:"cpu"`
	Count    uint16            `json:"count"`
	Ratio    float64           `json:"ratio"`
	Memory   string            `json:"memory" yamlin:"quantity"`
	Boot     bool              `json:"boot"`
	Networks []network         `json:"networks"`
	Selector map[string]string `json:"nodeSelector"`
	Extra    any               `json:"extra"`
	Raw      yamlin.Node       `json:"raw"`
	User     *login            `json:"cloudInitUser"`
	Child    *sample           `json:"child"`
}

func decode(t *testing.T, text string, out any) []yamlin.Problem {
	t.Helper()
	n, problems, err := yamlin.Parse(text)
	require.NoError(t, err)
	return append(problems, yamlin.Decode(n, out)...)
}

func TestDecodeFillsEveryShape(t *testing.T) {
	got := sample{Ratio: 2, Memory: "1Gi", Hidden: "kept"}
	problems := decode(t, `
kind: Sample
name: "on"
cpu: 0x10
count: 1_000
memory: 2
boot: yes
networks:
- name: a
  vlanId: 7
  ipConfig: {mode: dhcp}
- name: b
  ipConfig:
    dnsServers: [9.9.9.9, "1"]
nodeSelector: {a/b.c: "", "1": x}
extra: {a: [1, 2.5, on, ~, x]}
raw: [a, "1"]
ratio:
child:
  child:
    cpu: -3
`, &got)
	require.Empty(t, problems)
	seven := int32(7)
	assert.Equal(t, sample{
		common: common{Kind: "Sample", Name: "on"}, Hidden: "kept", CPU: 16, Count: 1000, Ratio: 2, Memory: "2", Boot: true,
		Networks: []network{
			{Name: "a", VLANID: &seven, IP: &address{Mode: "dhcp"}},
			{Name: "b", IP: &address{DNSServers: []string{"9.9.9.9", "1"}}},
		},
		Selector: map[string]string{"a/b.c": "", "1": "x"},
		Extra:    map[string]any{"a": []any{int64(1), 2.5, true, nil, "x"}},
		Raw:      yamlin.Node{Kind: yamlin.Sequence, Items: []yamlin.Node{{Plain: true, Value: "a"}, {Value: "1"}}},
		Child:    &sample{Child: &sample{CPU: -3}},
	}, got)
}

func TestDecodeProblems(t *testing.T) {
	tests := []struct {
		name, text string
		want       yamlin.Problem
	}{
		{"other case", "networks:\n- vlanID: 1\n", yamlin.Problem{Path: "networks[0].vlanID", Reason: yamlin.UnknownField,
			Message: "unknown field `vlanID`: did you mean `vlanId`?", Current: "vlanID", Proposed: "vlanId"}},
		{"underscore", "networks:\n- vlan_id: 1\n", yamlin.Problem{Path: "networks[0].vlan_id", Reason: yamlin.UnknownField,
			Message: "unknown field `vlan_id`: did you mean `vlanId`?", Current: "vlan_id", Proposed: "vlanId"}},
		{"swapped letters", "memroy: 1Gi\n", yamlin.Problem{Path: "memroy", Reason: yamlin.UnknownField,
			Message: "unknown field `memroy`: did you mean `memory`?", Current: "memroy", Proposed: "memory"}},
		{"nothing near", "networks: [{colour: x}]\n", yamlin.Problem{Path: "networks[0].colour", Reason: yamlin.UnknownField,
			Message: "unknown field `colour`: valid here are name, vlanId, ipConfig", Current: "colour"}},
		{"never-read field", "Hidden: x\n", yamlin.Problem{Path: "Hidden", Reason: yamlin.UnknownField, Current: "Hidden",
			Message: "unknown field `Hidden`: valid here are cpu, count, ratio, memory, boot, networks, nodeSelector, extra, raw, cloudInitUser, child, kind, name"}},
		{"boolean word for string", "name: on\n", yamlin.Problem{Path: "name", Reason: yamlin.WrongType,
			Message: "is a boolean, wants a string: write it in quotes", Current: "on", Proposed: `"on"`}},
		{"number for string", "name: 1e3\n", yamlin.Problem{Path: "name", Reason: yamlin.WrongType,
			Message: "is a number, wants a string: write it in quotes", Current: "1e3", Proposed: `"1e3"`}},
		{"date for string", "name: 2024-01-01\n", yamlin.Problem{Path: "name", Reason: yamlin.WrongType,
			Message: "is a date, wants a string: write it in quotes", Current: "2024-01-01", Proposed: `"2024-01-01"`}},
		{"octal quantity", "memory: 010\n", yamlin.Problem{Path: "memory", Reason: yamlin.WrongType,
			Message: "is a number, wants a string: write it in quotes", Current: "010", Proposed: `"010"`}},
		{"list for string", "name: [a]\n", yamlin.Problem{Path: "name", Reason: yamlin.WrongType, Message: "is a list, wants a string"}},
		{"quoted number", "cpu: \"4\"\n", yamlin.Problem{Path: "cpu", Reason: yamlin.WrongType,
			Message: "is a string, wants a whole number: write it without quotes", Current: `"4"`, Proposed: "4"}},
		{"float for int", "cpu: 1e1\n", yamlin.Problem{Path: "cpu", Reason: yamlin.WrongType,
			Message: "is a decimal number, wants a whole number", Current: "1e1", Proposed: "10"}},
		{"too large", "cpu: 128\n", yamlin.Problem{Path: "cpu", Reason: yamlin.OutOfRange,
			Message: "is out of range for a number of 8 bits", Current: "128"}},
		{"negative", "count: -1\n", yamlin.Problem{Path: "count", Reason: yamlin.OutOfRange,
			Message: "is out of range for a number of 16 bits", Current: "-1"}},
		{"quoted boolean", "boot: 'yes'\n", yamlin.Problem{Path: "boot", Reason: yamlin.WrongType,
			Message: "is a string, wants true or false: write it without quotes", Current: `"yes"`, Proposed: "true"}},
		{"misspelt boolean", "boot: ture\n", yamlin.Problem{Path: "boot", Reason: yamlin.WrongType,
			Message: "is a string, wants true or false", Current: "ture", Proposed: "true"}},
		{"scalar for list", "networks: a\n", yamlin.Problem{Path: "networks", Reason: yamlin.WrongType, Current: "a",
			Message: "is a string, wants a list: put each entry on a line of its own after a dash"}},
		{"empty entry", "networks:\n-\n", yamlin.Problem{Path: "networks[0]", Reason: yamlin.WrongType,
			Message: "is empty: fill it in or remove it"}},
		{"empty string entry", "nodeSelector: {a/b: }\n", yamlin.Problem{Path: "nodeSelector[a/b]", Reason: yamlin.WrongType,
			Message: "is empty, wants a string: write the empty string in quotes", Proposed: `""`}},
		{"number as key", "nodeSelector: {1: x}\n", yamlin.Problem{Path: "nodeSelector.1", Reason: yamlin.WrongType,
			Message: "the key is a number, wants a string: write it in quotes", Current: "1", Proposed: `"1"`}},
		{"secret", "cloudInitUser:\n  password: 1234\n", yamlin.Problem{Path: "cloudInitUser.password", Reason: yamlin.WrongType,
			Message: "is a number, wants a string: write it in quotes"}},
		{"duplicate", "networks:\n- name: a\n  name: b\n", yamlin.Problem{Path: "networks[0].name", Reason: yamlin.DuplicateKey,
			Message: "is given twice in one mapping: remove one of the two"}},
		{"alias", "name: &x a\n", yamlin.Problem{Path: "name", Reason: yamlin.Alias,
			Message: "has an anchor: leave it out, aliases are not followed"}},
		{"tag", "name: !x a\n", yamlin.Problem{Path: "name", Reason: yamlin.Tag, Message: "has a tag: leave it out, tags are not read"}},
		{"merge key", "<<: {name: a}\n", yamlin.Problem{Path: "<<", Reason: yamlin.MergeKey,
			Message: "is a merge key: write the fields out, they are not merged"}},
		{"complex key", "? [a]\n: b\n", yamlin.Problem{Path: "[]", Reason: yamlin.ComplexKey,
			Message: "has a key that is a mapping or a list: keys are words"}},
		{"two documents", "name: a\n---\nname: b\n", yamlin.Problem{Reason: yamlin.ManyDocuments,
			Message: "holds more than one document: give each its own resource"}},
		{"not a mapping", "- a\n", yamlin.Problem{Reason: yamlin.WrongType, Message: "is a list, wants a mapping"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, []yamlin.Problem{test.want}, decode(t, test.text, &sample{}))
		})
	}
}

func TestDecodeReportsAllAndKeepsNeighbours(t *testing.T) {
	got := sample{CPU: 1, Boot: true}
	problems := decode(t, "cpu: x\ncolour: 1\nname: fine\nboot: 3\ncloudInitUser:\n  password: on\n  lockPasswd: 7\n", &got)
	assert.Len(t, problems, 5)
	assert.Equal(t, int8(1), got.CPU)
	assert.True(t, got.Boot)
	assert.Equal(t, "fine", got.Name)
	for _, p := range problems[3:] {
		assert.Empty(t, p.Current+p.Proposed, p.Path)
	}
}

func TestParseRefusesDeepNesting(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", 200) + strings.Repeat("]", 200), strings.Repeat("- ", 200) + "a\n"} {
		_, problems, err := yamlin.Parse(text)
		require.NoError(t, err)
		require.Len(t, problems, 1)
		assert.Equal(t, yamlin.TooDeep, problems[0].Reason)
	}
}

func TestParseNeverExpandsAliases(t *testing.T) {
	text := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'z'; c++ {
		text += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 9) + "]\n"
	}
	n, problems, err := yamlin.Parse(text)
	require.NoError(t, err)
	assert.Len(t, problems, 26+25*9)
	z, ok := n.Get("z")
	require.True(t, ok)
	assert.Len(t, z.Items, 9)
}

func TestLocate(t *testing.T) {
	const text = "# c\nkind: X\nmetadata:\n  annotations:\n    example.com/x: y\nspec:\n  networks:\n  - name: a\n  -   vlanId: 3\n  network: z\n"
	tests := []struct {
		path         string
		line, column int
	}{
		{"", 2, 1},
		{"kind", 2, 1},
		{"metadata.annotations[example.com/x]", 5, 5},
		{"spec.networks[1].vlanId", 9, 7},
		{"spec.networks[1]", 9, 7},
		{"spec.networks[1].ipConfig.address", 9, 7},
		{"spec.networks[7].name", 7, 3},
		{"spec.network", 10, 3},
		{"status.phase", 2, 1},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			line, column, ok := yamlin.Locate(text, test.path)
			require.True(t, ok)
			assert.Equal(t, [2]int{test.line, test.column}, [2]int{line, column})
		})
	}
	_, _, ok := yamlin.Locate("a: [", "a")
	assert.False(t, ok)
}
