package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGenerateReadsADirectory(t *testing.T) {
	dir := write(t, map[string]string{
		"a/wukong.yml":   wukongYAML,
		"b.yaml":         "# first\n" + namespaceYAML + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: {a:   b}\n",
		"render.yaml":    renderYAML(install + "none\n"),
		"values.yaml":    "replicas: 3\n",
		"README.md":      "no manifest",
		".hidden/x.yaml": "not: [read",
		".hidden.yaml":   "not: [read",
		"Kptfile":        kptfile,
		".krmignore":     "old*.yaml\nskipped\n",
		"a/old.yaml":     "not: [read",
		"skipped/x.yaml": "not: [read",
		"a/.krmignore":   "/this.yaml\n",
		"a/this.yaml":    "not: [read",
		"b/this.yaml":    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: read\n",
		"local.yaml":     "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: l\n  annotations: {config.kubernetes.io/local-config: \"true\"}\n",
	})
	o := succeed(t, "", "generate", dir)
	require.Contains(t, o.out, "# first\n"+namespaceYAML+"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: {a:   b}\n---\n")
	require.Contains(t, o.out, "name: db-vm\n")
	require.Contains(t, o.out, "name: read\n")
	for _, absent := range []string{"replicas", "name: l\n", "kind: Wukong\n", "WukongRender\n", "Kptfile", "config.kubernetes.io/path", "local-config"} {
		require.NotContains(t, o.out, absent)
	}
	require.Contains(t, o.stderr, "values.yaml:1 warning WK009 ")
}

func TestGenerateReadsAStream(t *testing.T) {
	stream := wukongYAML + "---\n" + renderYAML(install+"none\n")
	want := succeed(t, stream, "generate", "-").out
	require.Contains(t, want, "name: db-vm\n")
	list := listHead + "- " + strings.TrimPrefix(indent(wukongYAML[len("# a machine\n"):]), "  ") + noInstall
	require.Equal(t, strings.ReplaceAll(want, "//wukong", "//config"), succeed(t, list, "generate", "-").out)
}

// TestNothingOfOurs is most likely the wrong directory. A WukongRender asks for the release alone.
func TestNothingOfOurs(t *testing.T) {
	foreign := write(t, map[string]string{"a.yaml": namespaceYAML, "b/c.yaml": namespaceYAML, "values.yaml": "a: b\n"})
	built := write(t, map[string]string{"kustomization.yaml": "resources: [a.yaml, b.yaml]\n", "a.yaml": namespaceYAML, "b.yaml": strings.Replace(namespaceYAML, "shop", "b", 1)})
	last := write(t, map[string]string{"vm.yaml": "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata:\n  name: db-vm\n  annotations: {fn.novasphere.dev/owner: Wukong//db}\n  labels: {app.kubernetes.io/managed-by: wukong-fn}\n"})
	empty := t.TempDir()
	for name, tc := range map[string]struct{ dir, stdin, looked string }{
		"empty directory":       {empty, "", empty + " (0 files, 0 resources)"},
		"foreign resources":     {foreign, "", foreign + " (3 files, 2 resources)"},
		"kustomization":         {built, "", built + " (2 files, 2 resources)"},
		"output of ours alone":  {last, "", last + " (1 files, 1 resources)"},
		"empty stream":          {"-", "", "standard input (0 resources)"},
		"foreign stream":        {"-", namespaceYAML, "standard input (1 resources)"},
		"list without anything": {"-", listHead, "standard input (0 resources)"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, command := range []string{"generate", "validate"} {
				o := call(tc.stdin, command, tc.dir)
				require.Equal(t, exitFindings, o.code)
				require.Contains(t, o.out+o.stderr, "error WK028 ")
				require.Contains(t, o.out+o.stderr, tc.looked)
				require.NotContains(t, o.out, "apiVersion:")
			}
			config := write(t, map[string]string{"config.yaml": renderYAML(install + "olm\n")})
			require.Contains(t, succeed(t, tc.stdin, "generate", tc.dir, "--config", filepath.Join(config, "config.yaml")).out, "kind: Subscription")
		})
	}
	release := write(t, map[string]string{"render.yaml": renderYAML(install + "olm\n")})
	require.Contains(t, succeed(t, "", "generate", release).out, "kind: Subscription")
	o := call("", "generate", write(t, map[string]string{"a.yaml": "a: ["}))
	require.Equal(t, exitFindings, o.code)
	require.NotContains(t, o.stderr, "WK028", "what cannot be read may have been a Wukong")
}

func TestVerboseNamesWhatIsRemoved(t *testing.T) {
	old := "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata:\n  name: old-vm\n  annotations: {fn.novasphere.dev/owner: Wukong//old}\n  labels: {app.kubernetes.io/managed-by: wukong-fn}\n"
	dir := write(t, map[string]string{"wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "none\n"), "old.yaml": old})
	o := succeed(t, "", "generate", dir)
	require.NotContains(t, o.out, "old-vm")
	require.Contains(t, o.stderr, "1 objects of an earlier run")
	require.NotContains(t, o.stderr, "VirtualMachine/old-vm")
	for _, command := range []string{"generate", "validate"} {
		o = succeed(t, "", command, "--verbose", dir)
		require.Contains(t, o.out+o.stderr, "in VirtualMachine/old-vm")
		require.Contains(t, o.out+o.stderr, "1 objects of an earlier run")
	}
}

func TestFindingsNameFileLineAndField(t *testing.T) {
	dir := write(t, map[string]string{
		"good.yaml":  wukongYAML,
		"bad.yaml":   namespaceYAML + "---\n" + strings.Replace(wukongYAML, "    type: bridge", "    type: bridge\n    vlanID: 7", 1),
		"worse.yaml": "a: [\n",
	})
	o := call("", "generate", dir)
	require.Equal(t, exitFindings, o.code)
	require.Empty(t, o.out, "with an error nothing is printed")
	require.Contains(t, o.stderr, "bad.yaml:15:5 error WK002 ")
	require.Contains(t, o.stderr, "      in Wukong/db spec.networks[0].vlanID\n      15 |     vlanID: 7\n      proposed \"vlanId\"\n")
	require.Contains(t, o.stderr, "worse.yaml:1 error WK001 ")
	require.Equal(t, o.stderr, call("", "validate", dir).out, "validate says the same")
}

func TestLinksDoNotLeadOutOfThePackage(t *testing.T) {
	outside := write(t, map[string]string{"secret.yaml": namespaceYAML})
	dir := write(t, map[string]string{"wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "none\n")})
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret.yaml"), filepath.Join(dir, "link.yaml")))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "dir")))
	require.NotContains(t, succeed(t, "", "generate", dir).out, "shop")
}

func TestOutputDirectory(t *testing.T) {
	dir := write(t, map[string]string{"wukong.yaml": wukongYAML, "namespace.yaml": namespaceYAML, "render.yaml": renderYAML(install + "none\n")})
	out := filepath.Join(t.TempDir(), "deep", "out")
	o := succeed(t, "", "generate", dir, "--output", out)
	require.Empty(t, o.out)
	first := tree(t, out)
	for _, want := range []string{"== 00-install/namespace_shop.yaml\n" + namespaceYAML, "== 20-host-networks/nodenetworkconfigurationpolicy_db-lan-bridge.yaml\n", "== 40-machines/virtualmachine_db-vm.yaml\n"} {
		require.Contains(t, first, want)
	}
	succeed(t, "", "generate", dir, "--output", out)
	require.Equal(t, first, tree(t, out), "a second run gives the same")

	t.Run("stays as it was on error", func(t *testing.T) {
		bad := write(t, map[string]string{"wukong.yaml": strings.Replace(wukongYAML, "bridge", "macvlan", 1)})
		require.Equal(t, exitFindings, call("", "generate", bad, "--output", out).code)
		require.Equal(t, first, tree(t, out))
	})
	t.Run("loses what is no longer generated", func(t *testing.T) {
		less := write(t, map[string]string{"render.yaml": renderYAML(install + "none\n"), "namespace.yaml": namespaceYAML})
		succeed(t, "", "generate", less, "--output", out)
		_, files, _ := strings.Cut(tree(t, out), "  00-install/namespace_shop.yaml\n") // that ends the index
		require.Equal(t, "== 00-install/namespace_shop.yaml\n"+namespaceYAML, files)
	})
	t.Run("leaves nothing beside it", func(t *testing.T) {
		entries, err := os.ReadDir(filepath.Dir(out))
		require.NoError(t, err)
		require.Len(t, entries, 1)
	})
}

// TestLists holds that what kubectl prints of several resources is read like documents.
func TestLists(t *testing.T) {
	const foreign = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}   # as it was\n"
	const list = `apiVersion: v1
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: # ours, but not to be touched
    name: foreign
  data: {a:   b}
- apiVersion: vm.novasphere.dev/v1alpha1
  kind: Wukong
  metadata:
    name: db
  spec:
    cpu: 2
kind: List
metadata:
  resourceVersion: ""
`
	dir := write(t, map[string]string{"list.yaml": list + "---\n" + foreign})
	o := succeed(t, "", "generate", dir, "--set", "nmstate.install=none")
	require.Contains(t, o.out, "name: db-vm\n")
	require.Contains(t, o.out, "apiVersion: v1\nkind: ConfigMap\nmetadata: # ours, but not to be touched\n  name: foreign\ndata: {a:   b}\n---\n")
	require.Contains(t, o.out, foreign, "a list without anything of ours stays as it is")
	require.NotContains(t, o.out, "kind: Wukong")
	require.Equal(t, dir+"/list.yaml\n", succeed(t, "", "discover", dir).out)

	dir = write(t, map[string]string{"list.yaml": "# first\n---\n" + strings.Replace(list, "cpu: 2", "cpus: 2", 1)})
	o = call("", "validate", dir)
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.out, "list.yaml:15:5 error WK002", "lines are those of the file")

	for name, text := range map[string]string{
		"the API's own": strings.Replace(strings.Replace(list, "apiVersion: v1", "apiVersion: vm.novasphere.dev/v1alpha1", 1), "kind: List", "kind: WukongList", 1),
		"JSON":          `{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "vm.novasphere.dev/v1alpha1", "kind": "Wukong", "metadata": {"name": "db"}}]}`,
	} {
		require.Contains(t, succeed(t, text, "generate", "-").out, "name: db-vm\n", name)
	}
	o = call("apiVersion: v1\nkind: List\nitems: vm.novasphere.dev/v1alpha1\n", "generate", "-")
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.stderr, "items is not a list")
}

// TestGenerateBadList has ResourceLists on standard input that cannot be taken apart, and items that are no resources.
func TestGenerateBadList(t *testing.T) {
	const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
	for name, tc := range map[string]struct{ list, want string }{
		"items no list":     {head + "items: 3\n", "3 error WK001 items is not a list"},
		"item no mapping":   {head + "items:\n- 3\n", "4 error WK001 items[0] is not a mapping"},
		"item without kind": {head + "items:\n- apiVersion: vm.novasphere.dev/v1alpha1\n", "4 warning WK009"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call(tc.list, "generate", "-", "--set", "nmstate.install=none")
			require.Equal(t, exitFindings, o.code)
			require.Contains(t, o.stderr, tc.want)
			require.Empty(t, o.out)
		})
	}
}
