package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const pluginFile = repo + "/deploy/argocd/plugin.yaml"

// question and answer are those of tools/argocd's client of cmp-server.
type question struct {
	Repository string   `json:"repository"`
	Directory  string   `json:"directory"`
	Env        []string `json:"env"`
}

type answer struct {
	Matches    bool `json:"matches"`
	Discovers  bool `json:"discovers"`
	Parameters []struct {
		Name    string `json:"name"`
		Default string `json:"string"`
	} `json:"parameters"`
	Manifests []string `json:"manifests"`
	Error     string   `json:"error"`
	Seconds   float64  `json:"seconds"`
}

// startPlugin runs Argo CD's cmp-server with our plugin, as the sidecar does, and gives
// the directory of its socket.
func startPlugin(t *testing.T) string {
	t.Helper()
	config, path, sockets := t.TempDir(), t.TempDir(), t.TempDir()
	plugin, err := os.ReadFile(pluginFile)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(config, "plugin.yaml"), plugin, 0o644))
	binary, err := filepath.Abs(product)
	require.NoError(t, err)
	require.NoError(t, os.Symlink(binary, filepath.Join(path, "wukong-fn")))
	start(t, "argocd-cmp-server", []string{
		"PATH=" + path, // nothing else: our image holds no shell
		"ARGOCD_PLUGINSOCKFILEPATH=" + sockets, "ARGOCD_CMP_WORKDIR=" + t.TempDir(),
	}, "--config-dir-path", config)
	listening(t, "unix", filepath.Join(sockets, "wukong-fn.sock"))
	return sockets
}

// ask asks a plugin's cmp-server as repo-server does, one question after the other.
func ask(t *testing.T, sockets string, questions ...question) []answer {
	t.Helper()
	var in, out, complaints bytes.Buffer
	for _, q := range questions {
		require.NoError(t, json.NewEncoder(&in).Encode(q))
	}
	client := exec.Command(tool(t, "argocd-cmp-client"), filepath.Join(sockets, "wukong-fn.sock"))
	client.Stdin, client.Stdout, client.Stderr = &in, &out, &complaints
	require.NoError(t, client.Run(), complaints.String())
	var answers []answer
	for decoder := json.NewDecoder(&out); decoder.More(); {
		var a answer
		require.NoError(t, decoder.Decode(&a))
		answers = append(answers, a)
	}
	require.Len(t, answers, len(questions))
	return answers
}

func TestArgoCDPlugin(t *testing.T) {
	sockets := startPlugin(t)

	t.Run("examples", func(t *testing.T) {
		var questions []question
		for _, dir := range packages(t) {
			questions = append(questions, question{Repository: filepath.Dir(dir), Directory: dir})
		}
		for i, a := range ask(t, sockets, questions...) {
			dir := questions[i].Directory
			require.Empty(t, a.Error, dir)
			require.True(t, a.Matches && a.Discovers, "the plugin finds %s to be its own", dir)
			var got []*unstructured.Unstructured
			for _, manifest := range a.Manifests {
				objects, err := decode([]byte(manifest))
				require.NoError(t, err)
				got = append(got, objects...)
			}
			require.Equal(t, rendered(t, dir), got, dir)
		}
	})

	t.Run("parameters", func(t *testing.T) {
		guide := question{repo + "/examples", repo + "/examples/guide", []string{"PARAM_VERSION=v0.84.0", "PARAM_NAMESPACE=nmstate-system", "PARAM_DELIVERY="}}
		a := ask(t, sockets, guide)[0]
		require.Empty(t, a.Error)
		var names []string
		for _, p := range a.Parameters {
			names = append(names, p.Name)
		}
		require.Equal(t, []string{"version", "namespace", "delivery"}, names)
		text := strings.Join(a.Manifests, "\n")
		require.Contains(t, text, "kubernetes-nmstate-operator:v0.84.0")
		require.Contains(t, text, `"namespace":"nmstate-system"`)
		require.Contains(t, text, `"argocd.argoproj.io/sync-wave"`)
	})

	t.Run("foreign", func(t *testing.T) {
		dir := t.TempDir()
		writeFiles(t, dir, map[string]string{"cm.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: foreign}\n"})
		require.False(t, ask(t, sockets, question{Repository: dir, Directory: dir})[0].Matches, "a package without our kinds is another tool's")
	})

	t.Run("findings", func(t *testing.T) {
		dir := t.TempDir()
		writeFiles(t, dir, map[string]string{"wukong.yaml": mistaken})
		a := ask(t, sockets, question{Repository: dir, Directory: dir})[0]
		require.Empty(t, a.Manifests)
		requireFindings(t, dir, a.Error)
	})

	t.Run("throughput", func(t *testing.T) {
		const each = 10
		for _, dir := range []string{repo + "/examples/guide", repo + "/examples/fleet"} {
			for _, clients := range []int{1, 8} {
				took, slowest := load(t, sockets, dir, clients, each)
				t.Logf("%s, %d at a time: %.0f renders a second, the slowest in %.2f s", filepath.Base(dir), clients, float64(clients*each)/took.Seconds(), slowest)
			}
		}
	})
}

// load has clients ask for renders of one package all at once.
func load(t *testing.T, sockets, dir string, clients, each int) (took time.Duration, slowest float64) {
	t.Helper()
	var all sync.WaitGroup
	var lock sync.Mutex
	started := time.Now()
	for range clients {
		all.Go(func() {
			for _, a := range ask(t, sockets, slices.Repeat([]question{{Repository: dir, Directory: dir}}, each)...) {
				lock.Lock()
				slowest = max(slowest, a.Seconds)
				lock.Unlock()
			}
		})
	}
	all.Wait()
	return time.Since(started), slowest
}

// mistaken has two mistakes that are found in one run.
const mistaken = `apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: web}
spec:
  networks:
  - {name: lan, type: bridge, physicalInterface: eth1, vlanId: 5000}
  - {name: dmz, type: bridge, physicalInterface: eth1, bridgeNam: br0}
`

// requireFindings holds that a text has every finding of the package in dir, word for
// word as the command prints it.
func requireFindings(t *testing.T, dir, text string) {
	t.Helper()
	findings := exec.Command(product, "generate", ".")
	findings.Dir = dir
	said, err := findings.CombinedOutput()
	require.Error(t, err, "the package has mistakes")
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	require.GreaterOrEqual(t, len(lines), 2)
	for _, line := range lines {
		require.Contains(t, text, line)
	}
}
