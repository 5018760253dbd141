package command

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// canary is the text of a program that leaves a file behind when it is run.
const canary = "#!/bin/sh\ntouch DIR/run\ncat\n"

// evil is a plugin whose program is the canary.
func evil(annotation string) string {
	return "apiVersion: evil.example/v1\nkind: Evil\nmetadata:\n  name: evil\n" + annotation
}

const (
	evilAnnotation = "  annotations:\n    config.kubernetes.io/function: |\n      exec:\n        path: DIR/evil\n"
	evilLegacy     = "  annotations:\n    config.k8s.io/function: |\n      exec:\n        path: DIR/evil\n"
	evilField      = "  configFn:\n    exec:\n      path: DIR/evil\n"
)

// Where kustomize runs our function it would run any other, too. Each package names one, and has a WukongRender in a base.
func TestNoOtherProgramIsRun(t *testing.T) {
	list := func(text string) string {
		return "apiVersion: v1\nkind: List\nitems:\n- " + strings.TrimSpace(indent(text)) + "\n"
	}
	render := func(annotation string) string {
		return "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: wukong\n" + annotation + "spec:\n" + install + "none\n"
	}
	for name, tc := range map[string]struct {
		overlay string
		files   map[string]string
		want    string // of what is said, empty where the package is rendered
	}{
		"written out":               {"transformers:\n- |-\n" + indent(evil(evilAnnotation)), nil, "WK057"},
		"a generator":               {"generators: [evil.yaml]\n", map[string]string{"evil.yaml": evil(evilAnnotation)}, "WK057"},
		"a validator":               {"validators: [evil.yaml]\n", map[string]string{"evil.yaml": evil(evilAnnotation)}, "WK057"},
		"an older annotation":       {"transformers: [evil.yaml]\n", map[string]string{"evil.yaml": evil(evilLegacy)}, "WK057"},
		"a field":                   {"transformers: [evil.yaml]\n", map[string]string{"evil.yaml": evil(evilField)}, "WK057"},
		"one of kustomize's home":   {"transformers: [evil.yaml]\n", map[string]string{"evil.yaml": evil(""), "evil.example/v1/evil/Evil": canary}, "WK057"},
		"in a list":                 {"transformers: [evil.yaml]\n", map[string]string{"evil.yaml": list(evil(evilAnnotation))}, "WK057"},
		"behind one of kustomize's": {"transformers: [evil.yaml]\n", map[string]string{"evil.yaml": "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\n---\n" + evil(evilAnnotation)}, "WK057"},
		"a field in capitals":       {"Transformers: [evil.yaml]\n", map[string]string{"evil.yaml": evil(evilAnnotation)}, "WK057"},
		"in the base":               {"", map[string]string{"base/kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml, evil.yaml]\n", "base/evil.yaml": evil(evilAnnotation)}, "WK057"},
		"in a component": {"components: [part]\n", map[string]string{
			"part/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ntransformers: [evil.yaml]\n", "part/evil.yaml": evil(evilAnnotation),
		}, "WK057"},
		"in a directory": {"transformers: [plugins]\n", map[string]string{"plugins/kustomization.yaml": "resources: [evil.yaml]\n", "plugins/evil.yaml": evil(evilAnnotation)}, "WK057"},
		"marked as local, in a directory": {"transformers: [plugins]\n", map[string]string{
			"plugins/kustomization.yaml": "resources: [more.yaml]\n",
			"plugins/more.yaml":          strings.Replace(evil(evilAnnotation), "annotations:\n", "annotations:\n    config.kubernetes.io/local-config: \"true\"\n", 1),
		}, "WK057"},
		"made by a patch": {"transformers: [plugins]\n", map[string]string{
			"plugins/kustomization.yaml": "resources: [label.yaml]\npatches:\n- target: {kind: LabelTransformer}\n  options: {allowKindChange: true}\n" +
				"  patch: '[{\"op\": \"replace\", \"path\": \"/apiVersion\", \"value\": \"evil.example/v1\"}, {\"op\": \"replace\", \"path\": \"/kind\", \"value\": \"Evil\"}," +
				" {\"op\": \"add\", \"path\": \"/metadata/annotations\", \"value\": {\"config.kubernetes.io/function\": \"exec: {path: DIR/evil}\"}}]'\n",
			"plugins/label.yaml": "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\n",
		}, "WK057"},
		"made by annotations": {"transformers: [plugins]\n", map[string]string{
			"plugins/kustomization.yaml": "resources: [render.yaml]\ncommonAnnotations: {config.kubernetes.io/function: 'exec: {path: DIR/evil}'}\n", "plugins/render.yaml": render(""),
		}, ""},
		"of a WukongRender":             {"transformers: [render.yaml]\n", map[string]string{"render.yaml": render(evilAnnotation)}, ""},
		"of a WukongRender, as a field": {"transformers: [render.yaml]\n", map[string]string{"render.yaml": render(evilField)}, "WK002"},
		"a container": {"transformers: [render.yaml]\n", map[string]string{
			"render.yaml": render("  annotations:\n    config.kubernetes.io/function: |\n      container:\n        image: evil.example/evil\n"),
		}, ""},
		"of a resource": {"resources: [base, evil.yaml]\n", map[string]string{"evil.yaml": evil(evilAnnotation)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{
				"base/kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\n", "base/wukong.yaml": wukongYAML, "base/render.yaml": render(""),
				"evil": canary,
			}
			maps.Copy(files, tc.files)
			files["kustomization.yaml"] = tc.overlay
			if !strings.Contains(tc.overlay, "resources:") {
				files["kustomization.yaml"] += "resources: [base]\n"
			}
			dir := write(t, files)
			for file := range files {
				full := filepath.Join(dir, file)
				text, err := os.ReadFile(full)
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(full, []byte(strings.ReplaceAll(string(text), "DIR", dir)), 0o755))
				require.NoError(t, os.Chmod(full, 0o755))
			}
			t.Setenv("KUSTOMIZE_PLUGIN_HOME", dir)
			o := call("", "generate", dir)
			require.NoFileExists(t, filepath.Join(dir, "run"))
			if tc.want != "" {
				require.Equal(t, exitFindings, o.code, o.stderr)
				require.Contains(t, o.stderr, tc.want)
				runs(t, dir)
				return
			}
			require.Equal(t, exitOK, o.code, o.stderr)
			require.Contains(t, o.out, "kind: VirtualMachine")
		})
	}
}

// runs holds that kustomize, which is asked for the plugins of the package alone, runs the canary.
func runs(t *testing.T, dir string) {
	t.Helper()
	render := filepath.Join(dir, "base/kustomization.yaml")
	text, err := os.ReadFile(render)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(render, []byte(strings.Replace(string(text), "render.yaml, ", "", 1)), 0o644))
	if !strings.Contains(string(text), "evil") {
		require.NoError(t, os.WriteFile(render, []byte("resources: [wukong.yaml]\n"), 0o644))
	}
	options := krusty.MakeDefaultOptions()
	options.PluginConfig = types.EnabledPluginConfig(types.BploUseStaticallyLinked)
	options.PluginConfig.FnpLoadingOptions.EnableExec = true
	_, err = krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), dir)
	require.FileExists(t, filepath.Join(dir, "run"), "%v", err)
}

// What kustomize renders in a base is written to the same files, and takes the same options, as what is rendered at the end.
func TestOptionsOfARenderedBase(t *testing.T) {
	const kustomization = "resources: [wukong.yaml, namespace.yaml]\ntransformers: [render.yaml]\n"
	files := map[string]string{
		"base/kustomization.yaml": kustomization, "base/wukong.yaml": wukongYAML, "base/namespace.yaml": namespaceYAML,
		"base/render.yaml": renderYAML(install + "manifests\n  delivery: flux\n"), "kustomization.yaml": "resources: [base]\n",
		"other.yaml": renderYAML(install + "none\n  delivery: none\n"),
	}
	dir := write(t, files)
	written := func(path string, args ...string) string {
		out := t.TempDir()
		succeed(t, "", append([]string{"generate", filepath.Join(dir, path), "--output", out}, args...)...)
		return tree(t, out)
	}
	last := written("base")
	require.Contains(t, last, "== 40-machines/virtualmachine_db-vm.yaml\n")
	require.Contains(t, last, "== flux/kustomizations.yaml\n")
	require.Equal(t, last, written("."))

	set := written("base", "--set", "nmstate.install=none")
	require.NotEqual(t, last, set)
	require.Equal(t, set, written(".", "--set", "nmstate.install=none"))

	config := filepath.Join(dir, "other.yaml")
	other := written("base", "--config", config)
	require.NotContains(t, other, "flux/")
	require.Equal(t, other, written(".", "--config", config))

	require.Equal(t, call("", "validate", filepath.Join(dir, "base")).code, call("", "validate", dir).code)
}
