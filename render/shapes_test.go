package render

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// shape is one that people write by hand, and the networks that say it.
type shape struct {
	Name     string                    `json:"name"`
	Fields   []string                  `json:"fields"`
	Networks map[string]map[string]any `json:"networks"`
	Entry    map[string]any            `json:"entry"`
	State    map[string]any            `json:"state"`
	Config   map[string]any            `json:"config"`
	Resource string                    `json:"resource"`
}

// TestShapes renders the shapes of testdata/shapes.yaml and holds them to the byte's meaning; docs/networks.md names each with its fields.
func TestShapes(t *testing.T) {
	text, err := os.ReadFile("testdata/shapes.yaml")
	require.NoError(t, err)
	var shapes []shape
	require.NoError(t, yaml.UnmarshalStrict(text, &shapes))
	page, err := os.ReadFile("../docs/networks.md")
	require.NoError(t, err)
	rows := 0
	for _, s := range shapes {
		t.Run(s.Name, func(t *testing.T) {
			s.holds(t)
			row := fmt.Sprintf("| %s | `%s` |\n", s.Name, strings.Join(s.Fields, "`, `"))
			require.Contains(t, string(page), row, "docs/networks.md needs this row")
		})
		rows++
	}
	_, table, found := strings.Cut(string(page), "| shape | fields |\n|---|---|\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	require.Len(t, strings.Split(strings.TrimSpace(table), "\n"), rows, "a row that no shape holds")
}

// holds compares what the networks give with what is wanted.
func (s *shape) holds(t *testing.T) {
	t.Helper()
	var documents []string
	for _, name := range slices.Sorted(maps.Keys(s.Networks)) {
		spec, err := json.Marshal(s.Networks[name])
		require.NoError(t, err)
		documents = append(documents, fmt.Sprintf("apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: %s}\nspec: %s\n", name, spec))
	}
	if s.Config != nil {
		entry := map[string]any{"name": "one", "networkRef": "lan"}
		maps.Copy(entry, s.Entry)
		text, err := json.Marshal(entry)
		require.NoError(t, err)
		documents = append(documents, fmt.Sprintf("apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: m, namespace: shop}\nspec: {networks: [%s]}\n", text))
	}
	o := rendered(t, Input{}, documents...)
	require.False(t, o.result.Failed(), "%v", o.found)
	state := map[string]any{}
	configs := 0
	for _, text := range written(t, o.result) {
		var object struct {
			Kind     string `json:"kind"`
			Metadata struct {
				Annotations map[string]string `json:"annotations"`
			} `json:"metadata"`
			Spec struct {
				DesiredState map[string]any `json:"desiredState"`
				Config       string         `json:"config"`
			} `json:"spec"`
		}
		if !strings.Contains(text, "kind: NodeNetworkConfigurationPolicy\n") && !strings.Contains(text, "kind: NetworkAttachmentDefinition\n") {
			continue
		}
		require.NoError(t, yaml.Unmarshal([]byte(text), &object))
		switch object.Kind {
		case "NodeNetworkConfigurationPolicy":
			merge(state, object.Spec.DesiredState)
		case "NetworkAttachmentDefinition":
			configs++
			var config map[string]any
			require.NoError(t, json.Unmarshal([]byte(object.Spec.Config), &config))
			if s.Config["name"] == nil {
				delete(config, "name") // with a digest
			}
			require.Equal(t, s.Config, config)
			require.Equal(t, s.Resource, object.Metadata.Annotations["k8s.v1.cni.cncf.io/resourceName"])
		}
	}
	require.Equal(t, s.State, state)
	require.Equal(t, s.Config != nil, configs == 1)
}

// merge adds what one policy says to what the others say.
func merge(all, state map[string]any) {
	for key, value := range state {
		switch value := value.(type) {
		case []any:
			before, _ := all[key].([]any)
			all[key] = append(before, value...)
		case map[string]any:
			if all[key] == nil {
				all[key] = map[string]any{}
			}
			merge(all[key].(map[string]any), value)
		default:
			all[key] = value
		}
	}
}
