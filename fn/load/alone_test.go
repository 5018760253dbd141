package load

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func TestReadAloneIsAsBuiltWhole(t *testing.T) {
	named := func(name string) string { return strings.Replace(machine, "name: db", "name: "+name, 1) }
	foreign := func(name string) string {
		return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  a: 'b'\n"
	}
	for name, tc := range map[string]struct {
		kustomization string
		files         map[string]string
		alone         int // files, 0 where kustomize builds the whole
	}{
		"only ours":             {"resources: [a.yaml, b.yaml]\n", map[string]string{"a.yaml": named("a"), "b.yaml": named("b") + "---\n" + named("c")}, 2},
		"foreign ones between":  {"resources: [a.yaml, c.yaml, b.yaml, d.yaml]\n", map[string]string{"a.yaml": named("a"), "c.yaml": foreign("c"), "b.yaml": named("b"), "d.yaml": foreign("d")}, 2},
		"foreign in the file":   {"resources: [a.yaml, b.yaml]\n", map[string]string{"a.yaml": foreign("c") + "---\n" + named("a"), "b.yaml": named("b")}, 1},
		"bases":                 {"resources: [a.yaml, x, b.yaml]\n", map[string]string{"a.yaml": named("a"), "x/kustomization.yaml": "resources: [c.yaml, d.yaml]\n", "x/c.yaml": named("c"), "x/d.yaml": foreign("d"), "b.yaml": named("b")}, 3},
		"fifo":                  {"sortOptions: {order: fifo}\nresources: [c.yaml, a.yaml]\n", map[string]string{"a.yaml": named("a"), "c.yaml": foreign("c")}, 1},
		"values of other types": {"resources: [a.yaml]\n", map[string]string{"a.yaml": strings.Replace(strings.Replace(machine, "cpu: 2", "cpu: 4.0", 1), "name: db", "name: db\n  annotations: {a: yes, b: 010, config.kubernetes.io/local-config: true, config.kubernetes.io/path: x}", 1)}, 1},
		"local in disguise":     {"resources: [a.yaml, b.yaml]\n", map[string]string{"b.yaml": named("b"), "a.yaml": strings.Replace(machine, "name: db", "name: db\n  annotations: {\"config.kubernetes.io\\/local-config\": \"true\"}", 1)}, 0},
		"the same name twice":   {"resources: [a.yaml, b.yaml]\n", map[string]string{"a.yaml": named("a"), "b.yaml": strings.Replace(machine, "name: db", "name: a\n  namespace: default", 1)}, 0},
		"the same file twice":   {"resources: [a.yaml, x]\n", map[string]string{"a.yaml": named("a"), "x/kustomization.yaml": "resources: [b.yaml]\n", "x/b.yaml": named("a")}, 0},
		"no name":               {"resources: [a.yaml, b.yaml]\n", map[string]string{"a.yaml": strings.Replace(machine, "name: db", "x: y", 1), "b.yaml": named("b")}, 0},
		"broken":                {"resources: [a.yaml, b.yaml]\n", map[string]string{"a.yaml": named("a"), "b.yaml": foreign("'")}, 0},
		"a namespace":           {"namespace: shop\nresources: [a.yaml]\n", map[string]string{"a.yaml": named("a")}, 0},
		"a patch in a base":     {"resources: [x]\n", map[string]string{"x/a.yaml": named("a"), "x/kustomization.yaml": "resources: [a.yaml]\npatches: [{target: {kind: Wukong}, patch: '[{op: add, path: /spec/memory, value: 1Gi}]'}]\n"}, 0},
		"legacy order":          {"sortOptions: {order: legacy}\nresources: [a.yaml, c.yaml]\n", map[string]string{"a.yaml": named("a"), "c.yaml": foreign("c")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, ".", tc.files)
			write(t, ".", map[string]string{"kustomization.yaml": tc.kustomization})
			build := func(whole bool) (*Package, int, string) {
				seen, err := lookAt(".", Options{})
				require.NoError(t, err)
				require.Empty(t, seen.found)
				seen.lists = seen.lists && !whole
				v := &view{FileSystem: filesys.MakeFsOnDisk(), tree: seen}
				p, err := v.build()
				return p, len(v.alone), fmt.Sprint(err)
			}
			got, alone, message := build(false)
			want, none, wanted := build(true)
			require.Equal(t, wanted, message)
			require.Equal(t, want, got)
			require.Zero(t, none)
			require.Equal(t, tc.alone, alone)
		})
	}
}

func TestALinkedFileStandsWhereItIsListed(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, ".", map[string]string{
		"kustomization.yaml": "resources: [a.yaml, link.yaml]\n", "a.yaml": machine, "x/c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n",
	})
	require.NoError(t, os.Symlink("x/c.yaml", "link.yaml"))
	p, err := Load([]string{"."}, nil, Options{})
	require.NoError(t, err)
	require.Empty(t, p.Found.All())
	require.Len(t, p.Resources, 2)
	require.Equal(t, []string{"db", "c"}, []string{p.Resources[0].Meta.Name, p.Resources[1].Meta.Name})
	require.Equal(t, 2, p.Files)
}
