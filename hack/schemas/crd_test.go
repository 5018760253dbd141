package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestRootsOfDefinitions holds what the API server (1.37) asks of a definition with a status subresource: no alternatives at
// the root of its schema.
func TestRootsOfDefinitions(t *testing.T) {
	files, err := filepath.Glob("../../schemas/crds/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var crd struct {
			Spec struct {
				Versions []struct {
					Schema struct {
						Root map[string]any `json:"openAPIV3Schema"`
					} `json:"schema"`
				} `json:"versions"`
			} `json:"spec"`
		}
		require.NoError(t, yaml.Unmarshal(text, &crd))
		for _, v := range crd.Spec.Versions {
			require.Contains(t, v.Schema.Root, "properties", file)
			for _, word := range []string{"allOf", "anyOf", "oneOf", "not"} {
				require.NotContains(t, v.Schema.Root, word, file)
			}
		}
	}
}
