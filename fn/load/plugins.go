package load

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// helmGenerator is kustomize's own plugin that runs helm.
const helmGenerator = "HelmChartInflationGenerator"

// programs refuses the fields for which kustomize runs helm.
func (t *tree) programs(l *layer, k *types.Kustomization) {
	for field, n := range map[string]int{"helmCharts": len(k.HelmCharts), "helmChartInflationGenerator": len(k.HelmChartInflationGenerator)} {
		if n > 0 {
			t.find(l, finding.New(finding.Program, field, "kustomize would run helm, and no program is run: "+
				"write the chart's manifests to a file (helm template) and list that under resources"))
		}
	}
}

// inline looks at the texts in a kustomization that kustomize reads as YAML.
//
//nolint:staticcheck // kustomize still reads what is deprecated
func (t *tree) inline(l *layer, k *types.Kustomization) {
	look := func(text string) {
		if f := aliases(text); f != nil {
			f.Place.Line, f.Place.Column = 0, 0 // those of the text, not of the file
			t.find(l, *f)
		}
		l.total.add(effort(text))
	}
	for _, patches := range [][]types.Patch{k.Patches, k.PatchesJson6902} {
		for i := range patches {
			look(patches[i].Patch)
		}
	}
	for _, patch := range k.PatchesStrategicMerge {
		look(string(patch))
	}
	for _, text := range slices.Concat(k.Generators, k.Transformers, k.Validators) {
		look(text)
	}
}

// plugins looks at the configurations of plugins in a text. kustomize's own do what they say, as long as that needs no
// network. For any other one kustomize would run a program, but for a WukongRender among the transformers, which we run.
func (t *tree) plugins(l *layer, e entry, file, text string) {
	resources, err := resource.Split(t.shown(file), text)
	if err != nil {
		return // kustomize says what is wrong with it
	}
	for i := range resources {
		m := &resources[i].Meta
		switch {
		case m.Kind == "":
		case isRender(m) && len(resources) == 1 && strings.HasPrefix(e.field, "transformers["):
			l.renders[e.field] = &resources[i]
		case m.APIVersion == konfig.BuiltinPluginApiVersion && m.Kind != helmGenerator:
			for _, url := range urls(resources[i].Text) {
				t.refuse(l, entry{e.field, url, toFile})
			}
		default:
			t.find(l, finding.New(finding.Program, e.field, fmt.Sprintf("kustomize would run a program for %s, and no program is run: "+
				"list what it makes under resources", m.Kind)))
		}
	}
}

func isRender(m *resource.Meta) bool {
	return m.Kind == api.KindRender && object.Group(m.APIVersion) == api.RenderGroup
}

// urls are the URLs in the fields by which kustomize's own plugins read files.
func urls(text string) []string {
	var config any
	if yaml.Unmarshal([]byte(text), &config) != nil {
		return nil
	}
	var all []string
	var walk func(key string, value any)
	walk = func(key string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for key, value := range v {
				walk(key, value)
			}
		case []any:
			for _, value := range v {
				walk(key, value)
			}
		case string:
			_, behind, _ := strings.Cut(v, "=")
			if slices.Contains([]string{"path", "paths", "targetFilePath", "files", "env", "envs"}, key) && (isURL(v) || isURL(behind)) {
				all = append(all, v)
			}
		}
	}
	walk("", config)
	slices.Sort(all)
	return all
}

// give takes our transformers out of a kustomization, since no plugin is run, and asks for origins in the root's.
func (t *tree) give(l *layer, k *types.Kustomization) {
	root := l.dir == t.root
	if !root && len(l.renders) == 0 || k.CheckEmpty() != nil { // an empty one kustomize refuses
		return
	}
	var rest []string
	for i, value := range k.Transformers {
		if config := l.renders[transformer(i)]; config != nil {
			t.takeConfig(l, transformer(i), config, i >= len(k.Transformers)-len(l.renders))
			continue
		}
		rest = append(rest, value)
	}
	var whole map[string]any
	if yaml.Unmarshal([]byte(l.text), &whole) != nil {
		return // kustomize says what is wrong with it
	}
	if len(l.renders) > 0 {
		whole["transformers"] = rest
	}
	if root {
		t.order = orderOf(k)
		t.origins = slices.Contains(k.BuildMetadata, types.OriginAnnotations)
		if !t.origins {
			whole["buildMetadata"] = append(k.BuildMetadata, types.OriginAnnotations)
		}
	}
	if given, err := yaml.Marshal(whole); err == nil {
		l.given = given
	}
}

func transformer(i int) string { return fmt.Sprintf("transformers[%d]", i) }

// takeConfig keeps the configuration, or says why our transformer cannot stand where it does.
func (t *tree) takeConfig(l *layer, field string, config *resource.Resource, last bool) {
	var message string
	switch {
	case t.config != nil:
		message = "a second WukongRender stands under transformers, and only one can hold: remove one"
	case l.dir != t.root:
		message = "generate runs the WukongRender of the kustomization that it is given, and this one stands in a base or component below: " +
			"list it under transformers there"
	case !last:
		message = "other transformers stand behind the WukongRender, and generate runs it last: move it to the end of the list"
	default:
		t.config = config
		return
	}
	t.find(l, finding.New(finding.TwoConfigs, field, message))
}

// orderOf is what a kustomization says of the order of its output, or kustomize's default.
func orderOf(k *types.Kustomization) *types.SortOptions {
	if k.SortOptions == nil {
		return &types.SortOptions{Order: types.LegacySortOrder}
	}
	return k.SortOptions
}
