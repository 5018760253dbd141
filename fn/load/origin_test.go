package load

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
)

const machine = `# a machine
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata:
  name: db # x
spec:
  cpu: 2
  networks:
  - name: lan
    type: bridge
    vlanId: 7
  - name: wan
    type: bridge
  disks:
  - {name: d, size: 1Gi, storageClassName: s}
`

func TestPlacesInAKustomization(t *testing.T) {
	at := func(name, field string) finding.Place {
		return finding.Place{APIVersion: "vm.novasphere.dev/v1alpha1", Kind: "Wukong", Namespace: "shop", Name: name, Field: field}
	}
	foreign := "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n---\n"
	list := "apiVersion: v1\nkind: List\nitems:\n- " + strings.ReplaceAll(strings.TrimPrefix(strings.TrimSuffix(machine, "\n"), "# a machine\n"), "\n", "\n  ") + "\n"
	for name, tc := range map[string]struct {
		overlay, base, patch string
		want                 map[string]string // by field
	}{
		"as it was written": {"", machine, "", map[string]string{
			"": "o/../b/w.yaml:1", "spec": "w.yaml:6:1 spec:", "spec.cpu": "w.yaml:7:3   cpu: 2", "spec.networks[1]": "w.yaml:12:5   - name: wan",
			"spec.networks[0].vlanId": "w.yaml:11:5     vlanId: 7", "spec.networks[0].ipConfig.address": "w.yaml:9:5   - name: lan", "spec.memory": "w.yaml:6:1 spec:",
		}},
		"behind another document": {"", foreign + machine, "", map[string]string{"": "w.yaml:6", "spec.cpu": "w.yaml:12:3   cpu: 2"}},
		"in a list":               {"", list, "", map[string]string{"spec.cpu": "w.yaml:9:5     cpu: 2", "spec.networks[0].vlanId": "w.yaml:13:7       vlanId: 7"}},
		"under another name": {"namePrefix: x-\nlabels: [{pairs: {a: b}}]\n", machine, "", map[string]string{
			"spec.cpu": "w.yaml:7:3   cpu: 2", "metadata.name": "w.yaml", "metadata": "w.yaml:4:1 metadata:",
		}},
		"changed by a patch": {"", machine, "spec: {cpu: 4, networks: [{name: lan, vlanId: 8}, {name: other, type: bridge}], memory: 1Gi}", map[string]string{
			"spec": "w.yaml:6:1 spec:", "spec.cpu": "w.yaml", "spec.networks[0].vlanId": "w.yaml", "spec.networks[1].name": "w.yaml", "spec.memory": "w.yaml",
			"spec.networks[0].name": "w.yaml:9:5   - name: lan", "spec.networks[0]": "w.yaml", "spec.networks": "w.yaml", "spec.disks[0].size": "w.yaml:15:15   - {name: d, size: 1Gi, storageClassName: s}",
		}},
		"in flow style": {"", `{"apiVersion": "vm.novasphere.dev/v1alpha1", "kind": "Wukong", "metadata": {"name": "db"},` + "\n" + `"spec": {"cpu": 2}}`, "", map[string]string{
			"spec.cpu": `w.yaml:2:10 "spec": {"cpu": 2}}`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			files := map[string]string{
				"b/kustomization.yaml": "resources: [w.yaml]\n", "b/w.yaml": tc.base,
				"o/kustomization.yaml": "namespace: shop\nresources: [../b]\n" + tc.overlay,
			}
			if tc.patch != "" {
				files["o/kustomization.yaml"] += "patches:\n- target: {kind: Wukong}\n  path: patch.yaml\n"
				files["o/patch.yaml"] = "{apiVersion: vm.novasphere.dev/v1alpha1, kind: Wukong, metadata: {name: db}, " + tc.patch + "}\n"
			}
			write(t, ".", files)
			p, err := Load([]string{"o"}, nil, Options{})
			require.NoError(t, err)
			require.Empty(t, p.Found.All())
			for field, want := range tc.want {
				name := "db"
				if strings.Contains(tc.overlay, "namePrefix") {
					name = "x-db"
				}
				place := at(name, field)
				place.File = p.Resources[len(p.Resources)-1].Source.File
				p.Locate([]*finding.Place{&place})
				_, want, _ = strings.Cut(want, "w.yaml")
				want = "b/w.yaml" + want
				require.Equal(t, want, strings.TrimSuffix(place.Position()+" "+place.Text, " "), field)
			}
			for _, r := range p.Resources {
				require.NotContains(t, r.Text, "internal.fn", "the mark does not stay")
			}
		})
	}
}

// A file that is read as something else, too, carries no mark there.
func TestMarksDoNotGetIntoOtherFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, ".", map[string]string{"kustomization.yaml": "resources: [w.yaml]\nconfigMapGenerator:\n- name: c\n  files: [w.yaml]\n", "w.yaml": machine})
	p, err := Load([]string{"."}, nil, Options{})
	require.NoError(t, err)
	require.Empty(t, p.Found.All())
	require.Len(t, p.Resources, 2)
	for _, r := range p.Resources {
		require.NotContains(t, r.Text, "internal.fn")
		if r.Meta.Kind == "ConfigMap" {
			require.Contains(t, r.Text, "cpu: 2\n      networks:")
		}
	}
}

// Lines of a rendered kustomization are right: what stands there is what the finding is about.
func TestFindingsOfAKustomizationHaveLines(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, ".", map[string]string{
		"k/kustomization.yaml": "resources: [m/w.yaml]\nnameSuffix: -x\n", "k/m/w.yaml": strings.Replace(machine, "vlanId: 7", "vlanId: 5000", 1),
	})
	p, err := Load([]string{"k"}, nil, Options{})
	require.NoError(t, err)
	result, err := render.Render(render.Input{Resources: p.Resources, Locate: p.Locate})
	require.NoError(t, err)
	require.Contains(t, places(result.Findings), "k/m/w.yaml:11:5 spec.networks[0].vlanId\n")
	text, err := os.ReadFile("k/m/w.yaml")
	require.NoError(t, err)
	for _, f := range result.Findings {
		require.Positive(t, f.Place.Line, f)
		require.Contains(t, strings.Split(string(text), "\n")[f.Place.Line-1], f.Place.Text)
	}
}
