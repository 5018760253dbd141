package load

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resmap"

	"github.com/novasphere/wukong-fn/render/resource"
)

// Whatever a kustomization was looked at for, kustomize is given it only if all plugins in it are known, as it reads them.
func TestWhatIsGivenHasKnownPluginsOnly(t *testing.T) {
	in := &inner{
		program: "/bin/wukong-fn", args: func(int) []string { return []string{"relay", "5", "6", "0"} }, renders: []*resource.Resource{{}},
		factory: resmap.NewFactory(provider.NewDefaultDepProvider().GetResourceFactory()),
	}
	run := func(function string) string {
		return "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: '" + function + "'\n"
	}
	const label = "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\n"
	for name, tc := range map[string]struct {
		given string
		want  string // of the error, empty where there is none
	}{
		"nothing":               {"resources: [a.yaml]\n", ""},
		"kustomize's own":       {"transformers:\n- |\n" + indented(label, "  "), ""},
		"ours":                  {"transformers:\n- |\n" + indented(run(`exec: {path: /bin/wukong-fn, args: [relay, "5", "6", "0"]}`), "  "), ""},
		"other arguments":       {"transformers:\n- |\n" + indented(run(`exec: {path: /bin/wukong-fn, args: [generate, "-o", "/"]}`), "  "), "would be run"},
		"other environment":     {"transformers:\n- |\n" + indented(run(`exec: {path: /bin/wukong-fn, args: [relay, "5", "6", "0"], envs: [A=b]}`), "  "), "would be run"},
		"another program":       {"transformers:\n- |\n" + indented(run(`exec: {path: ./wukong-fn, args: [relay, "5", "6", "0"]}`), "  "), "would be run"},
		"a container besides":   {"transformers:\n- |\n" + indented(run(`{container: {image: x}, exec: {path: /bin/wukong-fn, args: [relay, "5", "6", "0"]}}`), "  "), "would be run"},
		"a file":                {"transformers: [a.yaml]\n", "not seen"},
		"a generator":           {"generators: [a.yaml]\n", "not seen"},
		"a validator":           {"validators: [a.yaml]\n", "not seen"},
		"capitals":              {"TransFormers: [a.yaml]\n", "not seen"},
		"helm as a plugin":      {"generators:\n- |\n" + indented("apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: x}\n", "  "), "would be run"},
		"helm":                  {"helmCharts: [{name: x}]\n", "helm"},
		"helm in an older form": {"helmChartInflationGenerator: [{chartName: x}]\n", "helm"},
	} {
		t.Run(name, func(t *testing.T) {
			err := (&tree{inner: in}).sealed(&layer{given: []byte(tc.given)})
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.want)
		})
	}
}
