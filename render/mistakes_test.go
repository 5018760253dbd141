package render

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// found are the findings on a package of YAML documents, as "CODE FIELD" with " -> PROPOSED" where there is a proposal.
func found(t *testing.T, in Input, text string) []string {
	t.Helper()
	var err error
	in.Resources, err = resource.Split("p.yaml", text)
	require.NoError(t, err)
	result, err := Render(in)
	require.NoError(t, err)
	out := []string{}
	for _, f := range result.Findings {
		require.Contains(t, []finding.Severity{finding.Error, finding.Warning, finding.Info}, f.Severity)
		s := string(f.Code) + " " + f.Place.Field
		if f.Proposed != "" {
			s += " -> " + f.Proposed
		}
		out = append(out, s)
	}
	return out
}

const (
	wukongHead = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: a}\nspec:\n  disks: [{name: d, size: 1Gi, storageClassName: s}]\n"
	renderHead = "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata: {name: a}\nspec:\n"
)

// TestOneMistakeOneFinding has mistakes from which other findings followed.
func TestOneMistakeOneFinding(t *testing.T) {
	wukong := func(spec string) string { return wukongHead + "  " + spec + "\n" }
	config := func(spec string) string { return wukongHead + "---\n" + renderHead + "  " + spec + "\n" }
	network := func(entry string) string { return wukong("networks: [" + entry + "]") }
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"a word for a number":                  {wukong("cpu: two"), []string{"WK003 spec.cpu"}},
		"a number in quotes":                   {wukong(`cpu: "2"`), []string{"WK003 spec.cpu -> 2"}},
		"a number in quotes, and out of range": {wukong(`cpu: "99"`), []string{"WK007 spec.cpu -> 64"}},
		"a list for a number":                  {wukong("cpu: [2]"), []string{"WK003 spec.cpu"}},
		"a fraction":                           {wukong("cpu: 2.5"), []string{"WK003 spec.cpu"}},
		"a number that is too large":           {wukong("cpu: 99999999999999999999"), []string{"WK007 spec.cpu"}},
		"two mistakes":                         {wukong("cpu: two\n  memory: 0Gi"), []string{"WK003 spec.cpu", "WK007 spec.memory -> 64Mi"}},
		"another field's mistake stays":        {wukong("cpu: two\n  cloudInitUser: {shell: /bin/sh}"), []string{"WK003 spec.cpu", "WK006 spec.cloudInitUser.name"}},
		"a number for a text":                  {network("{name: a, type: 3}"), []string{"WK007 spec.networks[0].type"}},
		"a list for a name":                    {network("{name: [a], type: bridge}"), []string{"WK003 spec.networks[0].name"}},
		"a misspelt name":                      {network("{naem: a, type: bridge}"), []string{"WK002 spec.networks[0].naem -> name"}},
		"a name beyond recognition":            {network("{label: a, type: bridge}"), []string{"WK002 spec.networks[0].label"}},
		"a misspelt field with a wrong value":  {network("{name: a, type: bridge, vlanID: 5000}"), []string{"WK002 spec.networks[0].vlanID -> vlanId", "WK007 spec.networks[0].vlanId -> 4094"}},
		"a type that is not read":              {network("{name: a, type: [sriov], sriov: {numVfs: 1, resourceName: a/b}}"), []string{"WK003 spec.networks[0].type"}},
		"a reference that is not read":         {network("{name: a, networkRef: [b]}"), []string{"WK003 spec.networks[0].networkRef"}},
		"a bond's mode that is not read":       {network("{name: a, type: bridge, bond: {name: b, mode: {}, ports: [c], options: {lacp_rate: fast}}}"), []string{"WK003 spec.networks[0].bond.mode"}},
		"a mode that is not read":              {network("{name: default, ipConfig: {mode: []}}"), []string{"WK003 spec.networks[0].ipConfig.mode"}},
		"an alias":                             {wukong("cpu: &x 2\n  memory: *x"), []string{"WK005 spec.cpu", "WK005 spec.memory"}},
		"an alias in a list":                   {wukong("osImage: &x u\n  cloudInitUser: {name: u, groups: [*x]}"), []string{"WK005 spec.osImage", "WK005 spec.cloudInitUser.groups[0]"}},
		"an alias for an entry":                {"apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: a}\nspec:\n  disks: [&d {name: d, size: 1Gi, storageClassName: s}, *d]\n", []string{"WK005 spec.disks[0]", "WK005 spec.disks[1]"}},
		"a merge key":                          {network("{<<: {name: a}, type: bridge}"), []string{"WK005 spec.networks[0].<<"}},
		"a spec that is not read":              {"apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: a}\nspec: [bridge]\n", []string{"WK003 spec"}},
		"metadata that is not read":            {"apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: 3\nspec: {}\n", []string{"WK003 metadata"}},
		"a severity that there is not":         {config("findings: {WK037: fatal}"), []string{"WK007 spec.findings.WK037 -> error"}},
		"a severity that YAML reads otherwise": {config("findings: {WK037: off}"), []string{"WK007 spec.findings.WK037 -> info"}},
		"a finding on itself":                  {config("findings: {WK007: info}"), []string{"WK007 spec.findings.WK007 -> error"}},
		"ranges that are not read":             {config("network: {physicalInterface: e, vlanRanges: [{min: a, max: 3}]}"), []string{"WK003 spec.network.vlanRanges[0].min"}},
		"a default that is not read":           {config("network: {physicalInterface: [e]}"), []string{"WK003 spec.network.physicalInterface"}},
		"a network that is not read":           {config("network: e"), []string{"WK003 spec.network"}},
		"memory without a unit":                {config("vm: {memory: 2}"), []string{"WK007 spec.vm.memory -> 2Gi"}},
		"a version and a number":               {config("vm: {cpu: two}\n  nmstate: {version: v0.99.0}"), []string{"WK003 spec.vm.cpu", "WK007 spec.nmstate.version -> v0.86.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := found(t, Input{}, tc.text)
			if strings.Contains(tc.text, "Wukong\n") { // that the uplink is a guess is no mistake
				got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "WK045") || strings.HasPrefix(s, "WK039") })
			}
			require.Equal(t, tc.want, got)
		})
	}
}

// TestSettingsHaveOneFindingEach is the same for the other forms of the configuration.
func TestSettingsHaveOneFindingEach(t *testing.T) {
	config := func(data string) *resource.Resource {
		r, err := resource.New("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"+data, false, resource.Source{File: "c.yaml", Line: 1})
		require.NoError(t, err)
		return &r
	}
	for name, tc := range map[string]struct {
		in   Input
		want []string
	}{
		"nothing wrong":             {Input{Config: config("  vm.cpu: \"2\"\n"), Set: map[string]string{"vm.memory": "2Gi"}}, []string{}},
		"data":                      {Input{Config: config("  vm.cpu: two\n  vm.memory: x\n  nmstate.instal: olm\n")}, []string{"WK003 data[vm.cpu]", "WK007 data[vm.memory]", "WK002 data[nmstate.instal] -> install"}},
		"data that is no text":      {Input{Config: config("  vm.cpu: 99\n")}, []string{"WK003 data[vm.cpu] -> \"99\"", "WK007 data[vm.cpu] -> 64"}},
		"data of several fields":    {Input{Config: config("  vm: \"{cpu: two, memory: x}\"\n")}, []string{"WK003 data[vm.cpu]", "WK007 data[vm.memory]"}},
		"data twice":                {Input{Config: config("  vm: \"{cpu: 2}\"\n  vm.cpu: \"3\"\n")}, []string{"WK017 data[vm.cpu]"}},
		"data that is not YAML":     {Input{Config: config("  vm.cpu: \"[\"\n  network.physicalInterface: \"@\"\n")}, []string{"WK001 data[vm.cpu]", "WK001 data[network.physicalInterface]"}},
		"settings":                  {Input{Set: map[string]string{"vm.cpu": "two", "vm.memory": "x", "findings.WK037": "fatal"}}, []string{"WK007 --set findings.WK037 -> error", "WK003 --set vm.cpu", "WK007 --set vm.memory"}},
		"settings over a ConfigMap": {Input{Config: config("  vm.cpu: \"99\"\n  vm.memory: x\n"), Set: map[string]string{"vm.memory": "y"}}, []string{"WK007 --set vm.memory", "WK007 data[vm.cpu] -> 64"}},
		"an unknown setting":        {Input{Set: map[string]string{"vm.cores": "2"}}, []string{"WK002 --set vm.cores"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := slices.DeleteFunc(found(t, tc.in, wukongHead), func(s string) bool { return strings.HasPrefix(s, "WK045") })
			require.Equal(t, tc.want, got)
		})
	}
}

// TestWhatIsNotReadIsNotJudged puts a value of another type into every field that there is: that is one finding, at the
// field, and no other comes with it.
func TestWhatIsNotReadIsNotJudged(t *testing.T) {
	changed := 0
	for _, kind := range []string{"wukong", "networkconfig", "wukongrender"} {
		text, err := os.ReadFile("../hack/schemas/testdata/" + kind + ".yaml")
		require.NoError(t, err)
		for _, one := range strings.Split(string(text), "\n---\n") {
			var document map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(one), &document))
			before := render(t, document)
			delete(document, "status")
			each(document, "", func(path string, _ any, set func(any), value any) {
				wrong := any(map[string]any{"no": "field"})
				switch value.(type) {
				case map[string]any, []any:
					wrong = "text"
				}
				if path == "apiVersion" || path == "kind" || path == "metadata.annotations.a" || strings.HasPrefix(path, "spec.nmstate.instance.") || strings.Contains(path, ".options.") {
					return
				}
				if _, below, found := strings.Cut(path, ".patches."); found && strings.Contains(below, ".") { // free values
					return
				}
				if strings.HasSuffix(path, ".nodeAddress") { // which may be a word alone
					wrong = []any{"text"}
				}
				if strings.HasSuffix(path, ".accessModes") { // likewise
					wrong = map[string]any{"no": "field"}
				}
				set(wrong)
				changed++
				got := render(t, document)
				set(value)
				for _, old := range before {
					got = slices.DeleteFunc(got, func(s string) bool { return s == old })
				}
				require.Equal(t, []string{"WK003 " + path}, got, "%s: %s = %v", kind, path, wrong)
			})
		}
	}
	require.Greater(t, changed, 150)
}

func render(t *testing.T, document any) []string {
	t.Helper()
	text, err := yaml.Marshal(document)
	require.NoError(t, err)
	return found(t, Input{}, string(text))
}

// each visits every value below one, with its path and how it is set.
func each(value any, path string, visit func(path string, holder any, set func(any), value any)) {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			at := strings.TrimPrefix(path+"."+key, ".")
			if strings.ContainsAny(key, "./") {
				at = path + "[" + key + "]"
			}
			child := v[key]
			each(child, at, visit)
			visit(at, v, func(other any) { v[key] = other }, child)
		}
	case []any:
		for i, item := range v {
			at := fmt.Sprintf("%s[%d]", path, i)
			each(item, at, visit)
			visit(at, v, func(other any) { v[i] = other }, item)
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
