package command

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

// TestOutputIsShared holds that files of others in the output directory stay, that a run says which of them are in its way,
// and that only --force replaces those.
func TestOutputIsShared(t *testing.T) {
	out := write(t, map[string]string{"40-machines/my-vm.yaml": "x\n", "flux/gotk-sync.yaml": "x\n", "README.md": "x\n"})
	for range 2 {
		succeed(t, "", "generate", "../../examples/guide", "-o", out)
		succeed(t, "", "generate", "../../examples/flux", "--output", out)
	}
	for _, name := range []string{"40-machines/my-vm.yaml", "flux/gotk-sync.yaml", "README.md"} {
		text, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		require.Equal(t, "x\n", string(text))
	}

	mine := filepath.Join(out, "flux/kustomizations.yaml")
	require.NoError(t, os.WriteFile(mine, []byte("# mine\n"), 0o600))
	was := tree(t, out)
	o := call("", "generate", "../../examples/guide", "--output", out)
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.stderr, filepath.ToSlash(mine)+" error WK050 this was changed after wukong-fn wrote it")
	require.Equal(t, was, tree(t, out))
	succeed(t, "", "generate", "../../examples/guide", "--output", out, "--force")
	require.NoFileExists(t, mine)
	require.FileExists(t, filepath.Join(out, "flux/gotk-sync.yaml"))
}

func TestOutputThatCannotBe(t *testing.T) {
	dir := write(t, map[string]string{"file": "x"})
	for name, tc := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a file":               {[]string{"--output", filepath.Join(dir, "file")}, exitUsage, "is a file: name a directory"},
		"below a file":         {[]string{"--output", filepath.Join(dir, "file", "out")}, exitInternal, filepath.Join(dir, "file", "out")},
		"force without output": {[]string{"--force"}, exitUsage, "--force is for --output"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call("", append([]string{"generate", "../../examples/guide"}, tc.args...)...)
			require.Equal(t, tc.code, o.code)
			require.Contains(t, o.stderr, tc.want)
			require.Empty(t, o.out)
		})
	}
}

// TestOutputInsideThePackage holds that a package may hold its own output: objects that an earlier run made are known, and
// copies of what is in the package anyway are not read again.
func TestOutputInsideThePackage(t *testing.T) {
	dir := write(t, map[string]string{
		"wukong.yaml": wukongYAML, "namespace.yaml": namespaceYAML, "render.yaml": renderYAML(install + "none\n  delivery: flux\n"),
	})
	printed, out := succeed(t, "", "generate", dir).out, filepath.Join(dir, "rendered")
	succeed(t, "", "generate", dir, "--output", out)
	first := tree(t, out)
	for range 3 {
		succeed(t, "", "generate", dir, "--output", out)
		require.Equal(t, first, tree(t, out))
		require.Equal(t, printed, succeed(t, "", "generate", dir).out)
	}
	require.NoError(t, os.WriteFile(filepath.Join(out, "40-machines", "mine.yaml"), []byte("apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\n"), 0o600))
	require.Contains(t, succeed(t, "", "generate", dir).out, "kind: Pod", "what others put there is part of the package")
}
