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

// plugin says which list of a kustomization names the configuration of a plugin.
type plugin string

const (
	nothing      plugin = ""
	transformers plugin = "transformers"
)

// pluginOf is the list that an entry stands in.
func pluginOf(field string) plugin {
	list, _, _ := strings.Cut(field, "[")
	return plugin(list)
}

// plugins looks at the configurations of plugins in a text. kustomize's own do what they say, as long as that needs no
// network. For any other one kustomize would run a program, but for a WukongRender among the transformers, which we are. In
// a text of several, or in a kustomization of plugins, only kustomize knows what comes of it.
func (t *tree) plugins(l *layer, e entry, of plugin, file, text string) {
	resources, err := resource.Split(t.shown(file), text)
	if err != nil {
		return // kustomize says what is wrong with it
	}
	for i := range resources {
		m := &resources[i].Meta
		switch {
		case m.Kind == "":
		case isRender(m):
			t.render(l, e, of, resources, i)
		case m.APIVersion == konfig.BuiltinPluginApiVersion && m.Kind != helmGenerator:
			for _, url := range urls(resources[i].Text) {
				t.refuse(l, entry{e.field, url, toFile})
			}
			t.later = t.later || !keepsNames(m.Kind)
		default:
			t.find(l, program(e.field, m.Kind))
		}
	}
}

// program refuses the configuration of a plugin for which a program would be run.
func program(field, kind string) finding.Finding {
	return finding.New(finding.Program, field, fmt.Sprintf("kustomize would run a program for %s, and no program is run: "+
		"list what it makes under resources", kind))
}

// render takes in a WukongRender that an entry leads to.
func (t *tree) render(l *layer, e entry, of plugin, resources []resource.Resource, i int) {
	switch {
	case of != transformers:
		t.find(l, misplaced(e.field, of))
	case l.remote:
		t.find(l, remoteRender(e.field))
	case e.reach == toPlugins && len(resources) == 1:
		l.renders[e.field] = &resources[i]
	default:
		t.hidden = true
	}
}

// misplaced says of a WukongRender in another list than transformers what it does there.
func misplaced(field string, of plugin) finding.Finding {
	why := "generators see none of the package's resources, so nothing would be rendered"
	if of == "validators" {
		why = "validators may not change anything, so nothing could be rendered"
	}
	return finding.New(finding.Misplaced, field, "the WukongRender stands under "+string(of)+": "+why+". List it under transformers")
}

func remoteRender(field string) finding.Finding {
	return finding.New(finding.Misplaced, field, "the WukongRender comes over the network, and nothing that does is run: "+
		"put a copy of it into the package")
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
