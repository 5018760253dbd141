package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestKustomizeBuildIsGenerate has the packages of fn/command, which hold the function at every place of a kustomization,
// built by the real program.
func TestKustomizeBuildIsGenerate(t *testing.T) {
	kustomize := tool(t, "kustomize")
	const name = "TestGenerateEqualsTheKustomizeProgram"
	test := exec.Command("go", "test", "-count=1", "-v", "-run", "^"+name+"$", "./fn/command")
	test.Dir = repo
	test.Env = append(os.Environ(), "GOWORK=off", "PATH="+filepath.Dir(kustomize)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	out, err := test.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: "+name+" (", "%s", out)
	require.Greater(t, len(regexp.MustCompile(`--- PASS: `+name+`/`).FindAll(out, -1)), 25)
}

// TestKustomizeWithoutExecPrintsTheInput holds what the documentation warns of: kustomize passes over a function that it may
// not run, and says nothing.
func TestKustomizeWithoutExecPrintsTheInput(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"wukong.yaml": machine, "kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [render.yaml]\n",
		"render.yaml": "apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata:\n  name: wukong\n  annotations:\n" +
			"    config.kubernetes.io/function: |\n      exec:\n        path: ./wukong-fn\n",
	})
	out, err := exec.Command(tool(t, "kustomize"), "build", "--enable-alpha-plugins", dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.True(t, strings.HasPrefix(string(out), "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\n"), "%s", out)
	require.NotContains(t, string(out), "VirtualMachine")
}
