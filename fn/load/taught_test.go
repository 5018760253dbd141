package load

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPatchesAreReadOnceMoreWithinLimits holds that a file which many patches name costs no more than the limits allow.
func TestPatchesAreReadOnceMoreWithinLimits(t *testing.T) {
	const patch = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: db}\nspec: {cpu: 4}\n"
	for name, tc := range map[string]struct {
		times int
		want  bool
	}{"within": {2, true}, "beyond": {40, false}} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, ".", map[string]string{
				"kustomization.yaml": "resources: [w.yaml]\npatches:\n" + strings.Repeat("- path: p.yaml\n", tc.times), "w.yaml": machine,
				"p.yaml": patch + strings.Repeat("# "+strings.Repeat("x", 1022)+"\n", 1024),
			})
			seen, err := lookAt(".", Options{})
			require.NoError(t, err)
			require.Equal(t, tc.want, seen.taught.patches)
			require.Equal(t, tc.want, len(seen.found) == 0)
		})
	}
}

func TestIsJSONPatch(t *testing.T) {
	for text, want := range map[string]bool{
		"- {op: remove, path: /a}": true, `[{"op": "remove", "path": "/a"}]`: true, "# x\n---\n- op: remove\n": true,
		"kind: Wukong": false, "{kind: Wukong}": false, "": false,
	} {
		require.Equal(t, want, isJSONPatch(text), text)
	}
}
