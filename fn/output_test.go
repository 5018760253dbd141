package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOutputTakesWhatPrints holds that every package that can be printed can be written to files: each resource to its own.
func TestOutputTakesWhatPrints(t *testing.T) {
	named := func(name string) string { return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  " + name + "\n" }
	role := func(name string) string {
		return "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: " + name + "\nrules: []\n"
	}
	for name, documents := range map[string][]string{
		"two generateName objects":       {named("generateName: a-"), named("generateName: b-")},
		"one of them twice":              {named("generateName: a-"), named("generateName: a-")},
		"names of RBAC":                  {role("system:a"), role("system-a")},
		"two versions of a kind":         {role("a"), strings.Replace(role("a"), "/v1", "/v1beta1", 1)},
		"a name of 253 characters":       {strings.Replace(named("name: "+strings.Repeat("x", 253)), "metadata:", "metadata:\n  namespace: "+strings.Repeat("n", 63), 1)},
		"names that differ in case only": {role("A"), role("a")},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"wukong.yaml": wukongYAML, "render.yaml": renderYAML(install + "none\n"), "foreign.yaml": strings.Join(documents, "---\n")})
			succeed(t, "", "generate", dir)
			out := filepath.Join(t.TempDir(), "out")
			succeed(t, "", "generate", dir, "--output", out)
			files, err := filepath.Glob(filepath.Join(out, "40-machines", "c*.yaml"))
			require.NoError(t, err)
			var texts []string
			for _, f := range files {
				text, err := os.ReadFile(f)
				require.NoError(t, err)
				texts = append(texts, string(text))
			}
			require.ElementsMatch(t, documents, texts)
		})
	}
}
