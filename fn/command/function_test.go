package command

import (
	"bytes"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/fn/load"
)

const listHead = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n"

// noInstall keeps the NMState release out of tests that are not about it.
const noInstall = `functionConfig:
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: config
  data:
    nmstate.install: none
`

const wukongItem = `- apiVersion: vm.novasphere.dev/v1alpha1
  kind: Wukong
  metadata: # the database
    name: db
    namespace: shop
  spec:
    networks:
    - name: lan
      type: bridge
`

// parsed is a ResourceList as any consumer sees it.
type parsed struct {
	APIVersion string           `json:"apiVersion"`
	Kind       string           `json:"kind"`
	Items      []map[string]any `json:"items"`
	Results    []struct {
		Message  string         `json:"message"`
		Severity string         `json:"severity"`
		Tags     map[string]any `json:"tags"`
		Field    map[string]any `json:"field"`
		File     map[string]any `json:"file"`
	} `json:"results"`
	FunctionConfig map[string]any `json:"functionConfig"`
}

func parse1(t *testing.T, text string) parsed {
	t.Helper()
	var p parsed
	require.NoError(t, yaml.Unmarshal([]byte(text), &p), text)
	return p
}

// names are the items as KIND/NAME.
func (p parsed) names() []string {
	out := []string{}
	for _, i := range p.Items {
		out = append(out, i["kind"].(string)+"/"+i["metadata"].(map[string]any)["name"].(string))
	}
	return out
}

// errors are the codes of results that are errors.
func (p parsed) errors() []string {
	out := []string{}
	for _, r := range p.Results {
		if r.Severity == "error" {
			out = append(out, r.Tags["code"].(string))
		}
	}
	return out
}

func (p parsed) codes() []string {
	out := []string{}
	for _, r := range p.Results {
		out = append(out, r.Tags["code"].(string))
	}
	return out
}

func TestFunctionRenders(t *testing.T) {
	o := succeed(t, listHead+wukongItem+noInstall)
	p := parse1(t, o.out)
	require.Equal(t, []string{"Wukong/db", "NodeNetworkConfigurationPolicy/db-lan-bridge", "NetworkAttachmentDefinition/db-lan-nad", "VirtualMachine/db-vm"}, p.names())
	require.Equal(t, "ConfigMap", p.FunctionConfig["kind"])
	require.Contains(t, o.out, "  metadata: # the database\n    annotations:\n      config.kubernetes.io/local-config: \"true\"\n    name: db\n    namespace: shop\n  spec:\n")
	for _, item := range p.Items[1:] {
		meta := item["metadata"].(map[string]any)
		require.Equal(t, "wukong-fn", meta["labels"].(map[string]any)["app.kubernetes.io/managed-by"])
		require.Equal(t, "Wukong/shop/db", meta["annotations"].(map[string]any)["fn.novasphere.dev/owner"])
		require.NotEmpty(t, meta["annotations"].(map[string]any)["internal.config.kubernetes.io/path"])
		require.NotContains(t, item, "status")
	}
}

func TestForeignItemsComeBackByteForByte(t *testing.T) {
	foreign := `# before the first
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: "odd",   namespace: shop}   # flow style
  data:
    script: |
      - not an item
      kind: Wukong
    folded: >-
        a
        b
    unusual:    "x"
- kind: Deployment # kind first
  apiVersion: apps/v1

  metadata:
      name: indented
  spec: {replicas: 0x3, on: yes}
`
	o := succeed(t, listHead+foreign+wukongItem+"# behind the last\n"+noInstall)
	require.Contains(t, o.out, listHead+foreign)
	require.Contains(t, o.out, "# behind the last\n")
}

// TestLastLineWithoutBreak has a list that ends in the middle of a line, with an item that is short and one that is written
// at once because of its size: what follows starts a line all the same.
func TestLastLineWithoutBreak(t *testing.T) {
	foreign := "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n  data:\n    text: "
	for name, last := range map[string]string{"short": "x", "long": strings.Repeat("x", flushSize)} {
		t.Run(name, func(t *testing.T) {
			o := succeed(t, noInstall+listHead+wukongItem+foreign+last)
			require.Equal(t, []string{"Wukong/db", "ConfigMap/a", "NodeNetworkConfigurationPolicy/db-lan-bridge", "NetworkAttachmentDefinition/db-lan-nad", "VirtualMachine/db-vm"}, parse1(t, o.out).names())

			o = call(noInstall + listHead + strings.Replace(wukongItem, "type: bridge", "tpye: bridge", 1) + foreign + last)
			require.Equal(t, exitFindings, o.code)
			require.Equal(t, []string{"WK002"}, parse1(t, o.out).codes())
			require.Contains(t, o.out, foreign+last+"\nresults:\n")
		})
	}
}

// TestIndentOfItems has the items of a list at some columns: the generated ones are the same, at the same column.
func TestIndentOfItems(t *testing.T) {
	machine := strings.Replace(wukongItem, "  spec:\n", "  spec:\n    cloudInitUser:\n      name: u\n      sudo: \"a\\n\\n b\"\n", 1)
	want := parse1(t, succeed(t, noInstall+listHead+machine).out)
	for _, blanks := range []string{" ", "  ", "   ", "         "} {
		item := blanks + strings.TrimSuffix(strings.ReplaceAll(machine, "\n", "\n"+blanks), blanks)
		o := succeed(t, noInstall+listHead+item)
		require.Equal(t, want.Items, parse1(t, o.out).Items)
		require.Equal(t, len(want.Items), strings.Count(o.out, "\n"+blanks+"- apiVersion:"))
	}
}

func TestOrderOfInputDoesNotMatterToTheOutput(t *testing.T) {
	items := []string{}
	for _, n := range []string{"a", "b", "c", "d"} {
		items = append(items, strings.ReplaceAll(wukongItem, "name: db", "name: "+n))
	}
	generated := func() string {
		o := succeed(t, listHead+strings.Join(items, "")+noInstall)
		_, after, _ := strings.Cut(o.out, "- apiVersion: nmstate.io/v1\n")
		return after
	}
	want := generated()
	for seed := range int64(10) {
		rand.New(rand.NewSource(seed)).Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		require.Equal(t, want, generated())
	}
}

func TestOwnership(t *testing.T) {
	first := succeed(t, listHead+wukongItem+noInstall).out
	t.Run("stale objects go", func(t *testing.T) {
		changed := strings.Replace(first, "    - name: lan\n      type: bridge\n", "    - name: wan\n      type: bridge\n", 1)
		p := parse1(t, succeed(t, changed).out)
		require.Equal(t, []string{"Wukong/db", "NodeNetworkConfigurationPolicy/db-wan-bridge", "NetworkAttachmentDefinition/db-wan-nad", "VirtualMachine/db-vm"}, p.names())
	})
	t.Run("edited objects are made anew", func(t *testing.T) {
		edited := strings.Replace(first, "cores: 1", "cores: 17", 1)
		require.NotEqual(t, first, edited)
		require.Equal(t, first, succeed(t, edited).out)
	})
	t.Run("foreign objects of the same kind stay", func(t *testing.T) {
		foreign := "- apiVersion: kubevirt.io/v1\n  kind: VirtualMachine\n  metadata:\n    name: other-vm\n    namespace: shop\n"
		p := parse1(t, succeed(t, listHead+foreign+wukongItem+noInstall).out)
		require.Equal(t, "VirtualMachine/other-vm", p.names()[0])
	})
	t.Run("a clash is refused", func(t *testing.T) {
		clash := "- apiVersion: kubevirt.io/v1\n  kind: VirtualMachine\n  metadata:\n    name: db-vm\n    namespace: shop\n"
		o := call(listHead + clash + wukongItem + noInstall)
		require.Equal(t, exitFindings, o.code)
		p := parse1(t, o.out)
		require.Equal(t, []string{"VirtualMachine/db-vm", "Wukong/db"}, p.names())
		require.Equal(t, []string{"WK012"}, p.errors())
		require.Contains(t, o.stderr, "WK012")
	})
	t.Run("an NMState object in the package is kept and none is made", func(t *testing.T) {
		o := succeed(t, listHead+"- apiVersion: nmstate.io/v1\n  kind: NMState\n  metadata:\n    name: nmstate\n"+wukongItem)
		p := parse1(t, o.out)
		require.Equal(t, "NMState/nmstate", p.names()[0])
		require.NotContains(t, p.names()[1:], "NMState/nmstate")
		require.Contains(t, p.codes(), "WK019")
	})
}

func TestFailureLeavesThePackageAsItWas(t *testing.T) {
	bad := strings.Replace(wukongItem, "type: bridge", "tpye: bridge", 1)
	in := listHead + "# a comment\n" + bad + noInstall
	o := call(in)
	require.Equal(t, exitFindings, o.code)
	results := strings.Index(o.out, "results:\n")
	require.Positive(t, results)
	require.Equal(t, in, o.out[:results], "the list comes back byte for byte, with results added")
	p := parse1(t, o.out)
	require.Equal(t, []string{"WK002"}, p.codes(), "that the type is missing follows, and is not said as well")
	require.Equal(t, "type", p.Results[0].Field["proposedValue"])
	require.Contains(t, o.stderr, "tpye")
}

func TestAllFindingsInOneRun(t *testing.T) {
	bad := `- apiVersion: vm.novasphere.dev/v1alpha1
  kind: Wukong
  metadata:
    name: Bad_Name
  spec:
    cpu: "four"
    memory: lots
    memory: 2Gi
    vlan: 3
    networks:
    - name: a
      type: macvlan
      vlanId: 5000
    disks: &d
    - name: x
    osImage: on
`
	o := call(listHead + bad)
	require.Equal(t, exitFindings, o.code)
	codes := parse1(t, o.out).codes()
	for _, want := range []string{"WK002", "WK003", "WK004", "WK005", "WK007", "WK008", "WK018"} {
		require.Contains(t, codes, want)
	}
}

func TestBadLists(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"nothing":                {"", "WK001"},
		"a list of another kind": {"apiVersion: v1\nkind: List\nitems: []\n", "List"},
		"no YAML":                {"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- a: [\n", "WK001"},
		"4 MB of something":      {strings.Repeat("\x00\x01binary: [", 400_000), "WK001"},
		"4 MB of text":           {strings.Repeat("lorem ipsum\n", 350_000), "WK001"},
		"items no list":          {"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: 3\n", "WK001"},
		"an item no mapping":     {"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- 3\n", "WK001"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call(tc.in)
			require.Equal(t, exitFindings, o.code, o.stderr)
			require.Contains(t, o.stderr, tc.want)
			require.Less(t, len(o.stderr), 2000)
			require.Empty(t, o.out)
		})
	}
}

// TestTooLargeAnInput has a stream beyond the limit, of which nothing is read.
func TestTooLargeAnInput(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "list.yaml"))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	require.NoError(t, f.Truncate(load.MaxInput+1))
	for _, args := range [][]string{nil, {"generate", "-"}} {
		var out, stderr bytes.Buffer
		p := Process{In: f, Out: &out, Err: &stderr, Env: os.Getenv, Network: func(bool) error { return nil }}
		require.Equal(t, exitFindings, Run(args, p), "%v: %s", args, &stderr)
		require.Empty(t, out.String())
		require.Regexp(t, "^error WK014:? the input is larger than 1 GiB: split it\n", stderr.String())
	}
}

func TestListsWithoutWukong(t *testing.T) {
	for name, in := range map[string]string{
		"empty list":    "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n",
		"no items":      "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n",
		"other items":   listHead + "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n",
		"older version": "apiVersion: config.kubernetes.io/v1alpha1\nkind: ResourceList\nitems: []\n",
	} {
		t.Run(name, func(t *testing.T) {
			o := succeed(t, in)
			p := parse1(t, o.out)
			require.Equal(t, []string{"WK013"}, p.codes())
			require.Contains(t, o.stderr, "WK013")
			before, _, found := strings.Cut(o.out, "results:\n")
			require.True(t, found)
			require.ElementsMatch(t, parse1(t, in).Items, p.Items, "it comes back as it was")
			require.True(t, strings.HasPrefix(before, strings.TrimSuffix(in, "items: []\n")))

			p = parse1(t, succeed(t, in+noInstallOf("olm")).out)
			require.Contains(t, p.names(), "Subscription/kubernetes-nmstate-operator", "a functionConfig asks for the release")
		})
	}
}

func noInstallOf(install string) string {
	return strings.Replace(noInstall, "install: none", "install: "+install, 1)
}

// TestWhatAnEarlierRunLeft removes what is ours and says so; what only says that it is stays.
func TestWhatAnEarlierRunLeft(t *testing.T) {
	secret := "- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: keys\n    namespace: shop\n    annotations:\n      fn.novasphere.dev/owner: x\n"
	first := succeed(t, listHead+secret+wukongItem+noInstall).out
	p := parse1(t, first)
	require.Equal(t, []string{"Secret/keys", "Wukong/db", "NodeNetworkConfigurationPolicy/db-lan-bridge", "NetworkAttachmentDefinition/db-lan-nad", "VirtualMachine/db-vm"}, p.names())
	require.Contains(t, p.codes(), "WK064")
	require.NotContains(t, p.codes(), "WK066")

	start := strings.Index(first, "- apiVersion: vm.novasphere.dev")
	end := strings.Index(first, "- apiVersion: nmstate.io")
	gone := first[:start] + first[end:]
	p = parse1(t, succeed(t, gone).out)
	require.Equal(t, []string{"Secret/keys"}, p.names())
	require.ElementsMatch(t, []string{"WK013", "WK048", "WK064", "WK066"}, p.codes())

	typo := strings.Replace(first, "type: bridge", "tpye: bridge", 1)
	require.NotEqual(t, first, typo)
	o := call(typo)
	require.Equal(t, exitFindings, o.code)
	require.ElementsMatch(t, []string{"WK002", "WK064"}, parse1(t, o.out).codes(), "of what is broken nothing follows")
	require.Equal(t, parse1(t, first).names(), parse1(t, o.out).names())
}

func TestABrokenConfigurationBesideAFunctionConfig(t *testing.T) {
	o := call(listHead + "- apiVersion: fn.novasphere.dev/v1alpha1\n  kind: WukongRender\n  metadata: wukong\n" + wukongItem + noInstall)
	require.Equal(t, exitFindings, o.code, o.stderr)
	require.Equal(t, []string{"WK003"}, parse1(t, o.out).errors())
}

func TestHostileInput(t *testing.T) {
	for name, tc := range map[string]struct{ in, code string }{
		"path climbs out": {listHead + strings.Replace(wukongItem, "    namespace: shop\n", "    namespace: shop\n    annotations:\n      internal.config.kubernetes.io/path: ../../../etc/cron.d/x\n", 1), "WK015"},
		"absolute path":   {listHead + strings.Replace(wukongItem, "    namespace: shop\n", "    namespace: shop\n    annotations:\n      config.kubernetes.io/path: /etc/cron.d/x\n", 1), "WK015"},
		"aliases":         {listHead + "- apiVersion: vm.novasphere.dev/v1alpha1\n  kind: Wukong\n  metadata:\n    name: a\n  spec:\n    osImage: &x big\n    sshKeySecret: *x\n", "WK005"},
		"deep nesting":    {listHead + "- apiVersion: vm.novasphere.dev/v1alpha1\n  kind: Wukong\n  metadata:\n    name: a\n  spec: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n", "WK"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call(tc.in)
			require.Equal(t, exitFindings, o.code)
			require.Contains(t, o.stderr, tc.code)
		})
	}
}

func TestSecretsAreNotEchoed(t *testing.T) {
	in := listHead + `- apiVersion: vm.novasphere.dev/v1alpha1
  kind: Wukong
  metadata:
    name: a
  spec:
    cloudInitUser:
      name: u
      password: [hunter2]
      passwordHash: 31337
`
	o := call(in)
	require.Equal(t, exitFindings, o.code)
	require.NotContains(t, o.stderr, "hunter2")
	require.NotContains(t, o.stderr, "31337")
	_, results, _ := strings.Cut(o.out, "results:")
	require.NotContains(t, results, "hunter2")
	require.NotContains(t, results, "31337")
}
