package main

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestDefaults holds what a schema calls a default to what it means: written out, it changes nothing in the output.
func TestDefaults(t *testing.T) {
	b := testBuilder(t)
	const others = "testdata/networkconfig.yaml"
	for _, k := range kinds() {
		s, err := b.kind(k)
		require.NoError(t, err)
		tried := map[string]bool{}
		var walk func(path string, s *schema, value any, output func() (string, bool))
		walk = func(path string, s *schema, value any, output func() (string, bool)) {
			switch v := value.(type) {
			case map[string]any:
				for _, one := range s.Properties {
					old, there := v[one.name]
					if there {
						walk(path+"."+one.name, one.schema, old, output)
					}
					if one.Default == nil {
						continue
					}
					tried[path+"."+one.name] = tried[path+"."+one.name] || false
					delete(v, one.name)
					absent, fine := output()
					v[one.name] = one.Default
					written, same := output()
					if delete(v, one.name); there {
						v[one.name] = old
					}
					if fine {
						require.True(t, same, "the default of %s.%s is refused", path, one.name)
						require.Equal(t, absent, written, "%s.%s", path, one.name)
						tried[path+"."+one.name] = true
					}
				}
			case []any:
				for _, item := range v {
					walk(path+"[]", s.Items, item, output)
				}
			}
		}
		for _, document := range documents(t, "testdata/"+strings.ToLower(k.name)+".yaml") {
			walk(k.name, s, document, func() (string, bool) {
				switch k.name {
				case api.KindRender:
					return rendered(t, document)
				case api.KindWukong: // has a reference
					return rendered(t, append(documents(t, others), document, lenient(t), inventoryFor(t, document), inventoryFor(t, nil))...)
				}
				return rendered(t, document, lenient(t), inventoryFor(t, document))
			})
		}
		for field, done := range maps.All(tried) {
			require.True(t, done, "no document renders without %s", field)
		}
		require.NotEmpty(t, tried)
	}
}

// inventoryFor is the ConfigMap that a document refers to.
func inventoryFor(t *testing.T, document map[string]any) map[string]any {
	t.Helper()
	metadata := map[string]any{"name": "inventory"}
	if of, ok := document["metadata"].(map[string]any); ok && of["namespace"] != nil {
		metadata["namespace"] = of["namespace"]
	}
	return map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": map[string]any{"nodes.csv": "name\nnode1\n"}}
}

// lenient lets resources pass that are right alone and not together.
func lenient(t *testing.T) map[string]any {
	t.Helper()
	var weights []string
	for _, r := range finding.Rules() {
		if !r.Firm {
			weights = append(weights, string(r.Code)+": info")
		}
	}
	return parse(t, wrap(api.KindRender, "findings: {%s}", strings.Join(weights, ", ")))
}

// rendered is what a package becomes, and whether it could be rendered.
func rendered(t *testing.T, documents ...map[string]any) (string, bool) {
	t.Helper()
	var in render.Input
	for _, document := range documents {
		r, err := resource.New(text(t, document)+"\n", false, resource.Source{})
		require.NoError(t, err)
		in.Resources = append(in.Resources, r)
	}
	result, err := render.Render(in)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, result.Each(func(o render.Object) error {
		text, err := encode.String(o.Value)
		out.WriteString("---\n" + text)
		return err
	}))
	return out.String(), !finding.AnyError(result.Findings)
}
