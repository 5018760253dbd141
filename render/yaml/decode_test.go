package yaml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yaml"
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
	Memory   string            `json:"memory" yaml:"quantity"`
	Boot     bool              `json:"boot"`
	Networks []network         `json:"networks"`
	Selector map[string]string `json:"nodeSelector"`
	Extra    any               `json:"extra"`
	Raw      any               `json:"raw"`
	User     *login            `json:"cloudInitUser"`
	Child    *sample           `json:"child"`
}

func decode(t *testing.T, text string, out any) []yaml.Problem {
	t.Helper()
	d, err := yaml.Parse(text)
	require.NoError(t, err)
	problems := d.Root().Problems()
	return append(problems, d.Root().Decode(out)...)
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
		Raw:      []any{"a", "1"},
		Child:    &sample{Child: &sample{CPU: -3}},
	}, got)
}

func TestDecodeProblems(t *testing.T) {
	tests := []struct {
		name, text string
		want       yaml.Problem
	}{
		{"other case", "networks:\n- vlanID: 1\n", yaml.Problem{Path: "networks[0].vlanID", Reason: yaml.UnknownField,
			Message: "is an unknown field: did you mean `vlanId`?", Current: "vlanID", Proposed: "vlanId", Known: true}},
		{"underscore", "networks:\n- vlan_id: 1\n", yaml.Problem{Path: "networks[0].vlan_id", Reason: yaml.UnknownField,
			Message: "is an unknown field: did you mean `vlanId`?", Current: "vlan_id", Proposed: "vlanId", Known: true}},
		{"swapped letters", "memroy: 1Gi\n", yaml.Problem{Path: "memroy", Reason: yaml.UnknownField,
			Message: "is an unknown field: did you mean `memory`?", Current: "memroy", Proposed: "memory", Known: true}},
		{"nothing near", "networks: [{colour: x}]\n", yaml.Problem{Path: "networks[0].colour", Reason: yaml.UnknownField,
			Message: "is an unknown field: the fields here are name, vlanId, ipConfig", Current: "colour"}},
		{"never-read field", "Hidden: x\n", yaml.Problem{Path: "Hidden", Reason: yaml.UnknownField, Current: "Hidden",
			Message: "is an unknown field: the fields here are cpu, count, ratio, memory, boot, networks, nodeSelector, extra, raw, cloudInitUser, child, kind, name"}},
		{"boolean word for string", "name: on\n", yaml.Problem{Path: "name", Reason: yaml.WrongType,
			Message: "must be a string, not a boolean: write it in quotes", Current: "on", Proposed: `"on"`, Known: true}},
		{"number for string", "name: 1e3\n", yaml.Problem{Path: "name", Reason: yaml.WrongType,
			Message: "must be a string, not a number: write it in quotes", Current: "1e3", Proposed: `"1e3"`, Known: true}},
		{"date for string", "name: 2024-01-01\n", yaml.Problem{Path: "name", Reason: yaml.WrongType,
			Message: "must be a string, not a date: write it in quotes", Current: "2024-01-01", Proposed: `"2024-01-01"`, Known: true}},
		{"octal quantity", "memory: 010\n", yaml.Problem{Path: "memory", Reason: yaml.WrongType,
			Message: "must be a string, not a number: write it in quotes", Current: "010", Proposed: `"010"`, Known: true}},
		{"list for string", "name: [a]\n", yaml.Problem{Path: "name", Reason: yaml.WrongType, Message: "must be a string, not a list"}},
		{"quoted number", "cpu: \"4\"\n", yaml.Problem{Path: "cpu", Reason: yaml.WrongType,
			Message: "must be a whole number, not a string: write it without quotes", Current: `"4"`, Proposed: "4", Known: true}},
		{"float for int", "cpu: 1e1\n", yaml.Problem{Path: "cpu", Reason: yaml.WrongType,
			Message: "must be a whole number, not a decimal number", Current: "1e1", Proposed: "10", Known: true}},
		{"too large", "cpu: 128\n", yaml.Problem{Path: "cpu", Reason: yaml.OutOfRange,
			Message: "is out of range for a number of 8 bits", Current: "128"}},
		{"too large for YAML", "cpu: 99999999999999999999\n", yaml.Problem{Path: "cpu", Reason: yaml.OutOfRange,
			Message: "is out of range for a number of 8 bits", Current: "99999999999999999999"}},
		{"negative", "count: -1\n", yaml.Problem{Path: "count", Reason: yaml.OutOfRange,
			Message: "is out of range for a number of 16 bits", Current: "-1"}},
		{"quoted boolean", "boot: 'yes'\n", yaml.Problem{Path: "boot", Reason: yaml.WrongType,
			Message: "must be true or false, not a string: write it without quotes", Current: `"yes"`, Proposed: "true", Known: true}},
		{"misspelt boolean", "boot: ture\n", yaml.Problem{Path: "boot", Reason: yaml.WrongType,
			Message: "must be true or false, not a string", Current: "ture", Proposed: "true", Known: true}},
		{"scalar for list", "networks: a\n", yaml.Problem{Path: "networks", Reason: yaml.WrongType, Current: "a",
			Message: "must be a list, not a string: put each entry on a line of its own after a dash"}},
		{"empty entry", "networks:\n-\n", yaml.Problem{Path: "networks[0]", Reason: yaml.WrongType,
			Message: "is empty: fill it in or remove it"}},
		{"empty string entry", "nodeSelector: {a/b: }\n", yaml.Problem{Path: "nodeSelector[a/b]", Reason: yaml.WrongType,
			Message: "must be a string and is empty: write an empty string in quotes", Proposed: `""`, Known: true}},
		{"number as key", "nodeSelector: {1: x}\n", yaml.Problem{Path: "nodeSelector.1", Reason: yaml.WrongType,
			Message: "has a number for its key: write the key in quotes", Current: "1", Proposed: `"1"`, Known: true}},
		{"duplicate", "networks:\n- name: a\n  name: b\n", yaml.Problem{Path: "networks[0].name", Reason: yaml.DuplicateKey,
			Message: "is given twice in one mapping: remove one of the two", Known: true}},
		{"alias", "name: &x a\n", yaml.Problem{Path: "name", Reason: yaml.Alias,
			Message: "has an anchor: leave it out, aliases are not followed", Known: true}},
		{"tag", "name: !x a\n", yaml.Problem{Path: "name", Reason: yaml.Tag, Message: "has a tag: leave it out, tags are not read", Known: true}},
		{"merge key", "<<: {name: a}\n", yaml.Problem{Path: "<<", Reason: yaml.MergeKey,
			Message: "is a merge key: write the fields out, they are not merged"}},
		{"complex key", "? [a]\n: b\n", yaml.Problem{Reason: yaml.ComplexKey,
			Message: "has a key that is a mapping or a list: keys are words"}},
		{"two documents", "name: a\n---\nname: b\n", yaml.Problem{Reason: yaml.ManyDocuments,
			Message: "holds more than one document: give each its own resource", Known: true}},
		{"not a mapping", "- a\n", yaml.Problem{Reason: yaml.WrongType, Message: "must be a mapping, not a list"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, []yaml.Problem{test.want}, decode(t, test.text, &sample{}))
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
	for _, p := range problems { // who reports them knows the path, and may leave the values out
		assert.NotRegexp(t, `\b(colour|on|x|7|3)\b`, p.Message, p.Path)
	}
}

// What was certainly meant is read, so that it can be judged.
func TestDecodeReadsWhatIsKnown(t *testing.T) {
	var got sample
	problems := decode(t, "kind: 1\nnaem: on\ncpu: \"4\"\ncount: 1e1\nratio: '2.5'\nboot: 'yes'\nmemory: 010\nnodeSelector: {1: 2, a: }\ncloudInitUser: {lockPaswd: treu}\n", &got)
	assert.Len(t, problems, 13)
	for _, p := range problems {
		assert.True(t, p.Known, p)
	}
	assert.Equal(t, sample{
		common: common{Kind: "1", Name: "on"}, CPU: 4, Count: 10, Ratio: 2.5, Memory: "010", Boot: true,
		Selector: map[string]string{"1": "2", "a": ""}, User: &login{LockPasswd: true},
	}, got)

	got = sample{CPU: 1}
	problems = decode(t, "cpu: 1000\nname: a\nnaem: b\nboot: 3\n", &got)
	assert.Len(t, problems, 3)
	for _, p := range problems {
		assert.False(t, p.Known, p)
		assert.Empty(t, p.Proposed, "a field that is there already is none to propose")
	}
	assert.Equal(t, sample{common: common{Name: "a"}, CPU: 1}, got)
}

func TestGlance(t *testing.T) {
	d, err := yaml.Parse("kind: a\nnaem: b\ncpu: [1]\nnetworks: [{name: c, colour: d}]\n")
	require.NoError(t, err)
	var got sample
	d.Root().Glance(&got)
	assert.Equal(t, sample{common: common{Kind: "a"}, Networks: []network{{Name: "c"}}}, got)
	d.Root().Glance(nil)
}

func TestParseRefusesDeepNesting(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", 200) + strings.Repeat("]", 200), strings.Repeat("- ", 200) + "a\n"} {
		d, err := yaml.Parse(text)
		require.NoError(t, err)
		problems := d.Root().Problems()
		require.Len(t, problems, 1)
		assert.Equal(t, yaml.TooDeep, problems[0].Reason)
	}
}

func TestParseNeverExpandsAliases(t *testing.T) {
	text := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'z'; c++ {
		text += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 9) + "]\n"
	}
	d, err := yaml.Parse(text)
	require.NoError(t, err)
	assert.Len(t, d.Root().Problems(), 26+25*9)
	z, ok := d.Root().Get("z")
	require.True(t, ok)
	assert.Equal(t, 9, z.Len())
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
			assert.Equal(t, []yaml.Position{{Line: test.line, Column: test.column}}, locate(t, text, test.path))
		})
	}
	var paths []string
	var want []yaml.Position
	for _, test := range tests {
		paths, want = append(paths, test.path), append(want, yaml.Position{Line: test.line, Column: test.column})
	}
	assert.Equal(t, want, locate(t, text, paths...), "all at once")
}

func locate(t *testing.T, text string, paths ...string) []yaml.Position {
	t.Helper()
	d, err := yaml.Parse(text)
	require.NoError(t, err)
	return d.Root().Locate(paths...)
}

// TestDecodeMakesEmbeddedPointersWhereAFieldIsGiven holds that what is rarely given takes no memory where it is not.
func TestDecodeMakesEmbeddedPointersWhereAFieldIsGiven(t *testing.T) {
	type machine struct {
		Name string
		*Rare
	}
	var got machine
	require.Empty(t, decode(t, "Name: a\nseldom:\nnever: ~\n", &got))
	require.Equal(t, machine{Name: "a"}, got)

	require.Empty(t, decode(t, "Name: a\nseldom: b\n", &got))
	require.Equal(t, machine{Name: "a", Rare: &Rare{Seldom: "b"}}, got)
	before := got.Rare
	require.Empty(t, decode(t, "value: 1\n", &got))
	require.Equal(t, machine{Name: "a", Rare: &Rare{Seldom: "b", Rarer: &Rarer{Value: int64(1)}}}, got)
	require.Same(t, before, got.Rare)

	problems := decode(t, "Name: a\nnevr: []\n", &got)
	require.Len(t, problems, 1)
	require.Equal(t, "never", problems[0].Proposed, "names of rare fields are known")
}
