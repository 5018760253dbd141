package command

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/fn/load"
)

// trap is a machine where a package that reaches out leaves marks: a web server, a server that never answers, and git and
// helm on PATH.
type trap struct {
	url, silent, bin string
	requests         atomic.Int64
}

func newTrap(t *testing.T) *trap {
	t.Helper()
	trap := &trap{bin: t.TempDir()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		trap.requests.Add(1)
		_, _ = io.WriteString(w, namespaceYAML)
	}))
	t.Cleanup(server.Close)
	trap.url = server.URL
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			trap.requests.Add(1)
			t.Cleanup(func() { _ = connection.Close() })
		}
	}()
	trap.silent = "http://" + listener.Addr().String()
	for _, name := range []string{"git", "helm", "ssh", "docker"} {
		script := "#!/bin/sh\necho ran >> " + filepath.Join(trap.bin, "ran") + "\nexit 1\n"
		require.NoError(t, os.WriteFile(filepath.Join(trap.bin, name), []byte(script), 0o755))
	}
	return trap
}

// sprung says whether anything was reached since the last call.
func (trap *trap) sprung() bool {
	ran := filepath.Join(trap.bin, "ran")
	_, err := os.Stat(ran)
	_ = os.Remove(ran)
	return trap.requests.Swap(0) > 0 || err == nil
}

// run runs the program as users have it.
func (trap *trap) run(t *testing.T, args ...string) outcome {
	t.Helper()
	var out, stderr bytes.Buffer
	program, err := binary()
	require.NoError(t, err)
	command := exec.Command(program, args...)
	command.Env = []string{"PATH=" + trap.bin, "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir()}
	command.Stdout, command.Stderr = &out, &stderr
	require.NoError(t, command.Start())
	timer := time.AfterFunc(20*time.Second, func() { _ = command.Process.Kill() })
	err = command.Wait()
	require.True(t, timer.Stop(), "it hangs: %v", args)
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return outcome{command.ProcessState.ExitCode(), out.String(), stderr.String()}
}

// reaching are kustomizations that reach out, with the entries that do. URL stands for the server's, SILENT for that of the
// one that never answers.
var reaching = map[string]struct {
	files   map[string]string
	entries []string
}{
	"resources":                          {map[string]string{"kustomization.yaml": "resources: [wukong.yaml, URL/a.yaml, 'SILENT/a.yaml']\n"}, []string{"resources[1]", "resources[2]"}},
	"repositories":                       {map[string]string{"kustomization.yaml": "resources: ['github.com/o/r//p?ref=x', 'git@127.0.0.1:o/r.git', 'ssh://git@127.0.0.1/o/r', 'git::URL/o/r', 'file:///tmp/o/r', 'HTTPS://127.0.0.1/o/r.git', 'me@127.0.0.1:o/r']\n"}, []string{"resources[0]", "resources[1]", "resources[2]", "resources[3]", "resources[4]", "resources[5]", "resources[6]"}},
	"bases":                              {map[string]string{"kustomization.yaml": "bases: ['github.com/o/r']\n"}, []string{"bases[0]"}},
	"components":                         {map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\ncomponents: ['https://github.com/o/r//p']\n"}, []string{"components[0]"}},
	"a file of the name of a repository": {map[string]string{"kustomization.yaml": "resources: [github.com/o/r]\n", "github.com/o/r": "no: [resource"}, []string{"resources[0]"}},
	"generated":                          {map[string]string{"kustomization.yaml": "configMapGenerator:\n- name: a\n  files: [URL/a, 'x=URL/b']\n  envs: [URL/c]\nsecretGenerator:\n- name: a\n  env: URL/d\n"}, []string{"configMapGenerator[0].files[0]", "configMapGenerator[0].files[1]", "configMapGenerator[0].envs[0]", "secretGenerator[0].env"}},
	"patches":                            {map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\npatches:\n- path: URL/a\npatchesStrategicMerge: [URL/b]\npatchesJson6902:\n- path: URL/c\n  target: {kind: X, name: x, version: v1}\n"}, []string{"patches[0].path", "patchesStrategicMerge[0]", "patchesJson6902[0].path"}},
	"the rest":                           {map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\nreplacements:\n- path: URL/a\ncrds: [URL/b]\nconfigurations: [URL/c]\nopenapi: {path: URL/d}\n"}, []string{"replacements[0].path", "crds[0]", "configurations[0]", "openapi.path"}},
	"plugins":                            {map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [URL/a]\ngenerators: ['github.com/o/r']\nvalidators: ['{URL/{x}']\n"}, []string{"transformers[0]", "generators[0]"}},
	"braces":                             {map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: ['URL/{a}']\n"}, []string{"transformers[0]"}},
	"a plugin's configuration":           {map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\ntransformers: [patch.yaml]\n", "patch.yaml": "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\npath: URL/a\n"}, []string{"transformers[0]"}},
	"a plugin's configuration in place":  {map[string]string{"kustomization.yaml": "generators:\n- |\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: {name: x}\n  files: [a=URL/a]\n"}, []string{"generators[0]"}},
	"a base":                             {map[string]string{"kustomization.yaml": "resources: [base]\n", "base/kustomization.yaml": "resources: [URL/a]\n"}, []string{"resources[0]"}},
	"helm":                               {map[string]string{"kustomization.yaml": "helmCharts:\n- name: x\n  repo: URL\n"}, []string{"helmCharts"}},
}

func (trap *trap) write(t *testing.T, files map[string]string) string {
	t.Helper()
	written := map[string]string{"wukong.yaml": wukongYAML}
	for name, text := range files {
		written[name] = strings.NewReplacer("URL", trap.url, "SILENT", trap.silent).Replace(text)
	}
	return write(t, written)
}

func TestPackagesDoNotReachOut(t *testing.T) {
	trap := newTrap(t)
	for name, tc := range reaching {
		t.Run(name, func(t *testing.T) {
			dir := trap.write(t, tc.files)
			for _, command := range []string{"generate", "validate"} {
				o := trap.run(t, command, dir)
				require.Equal(t, exitFindings, o.code, o.stderr)
				for _, entry := range tc.entries {
					require.Contains(t, o.out+o.stderr, "in "+entry+"\n")
				}
				require.Regexp(t, `kustomization.yaml:\d+:\d+ error`, o.out+o.stderr)
				require.Regexp(t, `WK054 .*--allow-remote|WK057 .*no program is run`, o.out+o.stderr)
			}
			require.Equal(t, exitOK, trap.run(t, "discover", dir).code)
			require.False(t, trap.sprung())
		})
	}
}

// What a kustomization only makes up while it is built comes to nothing either.
func TestWhatIsMadeUpDoesNotReachOut(t *testing.T) {
	trap := newTrap(t)
	files := map[string]string{
		"kustomization.yaml":         "resources: [wukong.yaml]\ntransformers: [plugins]\n",
		"plugins/kustomization.yaml": "resources: [patch.yaml]\npatches:\n- patch: '{apiVersion: builtin, kind: PatchTransformer, metadata: {name: x}, path: \"URL/a\"}'\n",
		"plugins/patch.yaml":         "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\npath: a.yaml\n",
	}
	dir := trap.write(t, files)
	o := trap.run(t, "generate", dir)
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.stderr, "--allow-remote")
	require.False(t, trap.sprung())

	trap.run(t, "generate", "--allow-remote", dir)
	require.True(t, trap.sprung(), "the trap works")
}

func TestAllowRemote(t *testing.T) {
	trap := newTrap(t)
	dir := trap.write(t, map[string]string{"kustomization.yaml": "resources: [wukong.yaml, URL/a.yaml]\n"})
	o := trap.run(t, "generate", "--allow-remote", dir)
	require.Equal(t, exitOK, o.code, o.stderr)
	require.Contains(t, o.out, "name: shop\n")
	require.True(t, trap.sprung())
	require.Equal(t, exitOK, trap.run(t, "validate", "--allow-remote", dir).code)
	require.True(t, trap.sprung())
	require.Contains(t, trap.run(t, "discover", "--allow-remote", dir).out, "wukong.yaml\n")
	require.False(t, trap.sprung(), "files are enough to know")

	dir = trap.write(t, map[string]string{"kustomization.yaml": "resources: [wukong.yaml, 'github.com/o/r//p']\n"})
	require.Equal(t, exitFindings, trap.run(t, "generate", "--allow-remote", dir).code)
	require.True(t, trap.sprung(), "git was run")

	dir = trap.write(t, map[string]string{"kustomization.yaml": "resources: [wukong.yaml]\nhelmCharts:\n- name: x\n  repo: URL\n"})
	require.Equal(t, exitFindings, trap.run(t, "generate", "--allow-remote", dir).code)
	require.False(t, trap.sprung(), "a program of the package's choice is never run")
}

// What git brings is looked at like the rest, and findings name the repository: the clone is gone by then.
func TestAllowRemoteRepositories(t *testing.T) {
	trap := newTrap(t)
	repository := write(t, map[string]string{
		"good/kustomization.yaml": "resources: [w.yaml]\n", "good/w.yaml": strings.Replace(wukongYAML, "type: bridge", "tpye: bridge", 1),
		"helm/kustomization.yaml": "helmCharts: [{name: x}]\n", "out/kustomization.yaml": "resources: [/etc/passwd]\n",
	})
	git := "#!/bin/sh\nif [ \"$1\" = checkout ]; then /bin/cp -R " + repository + "/. .; fi\n"
	require.NoError(t, os.WriteFile(filepath.Join(trap.bin, "git"), []byte(git), 0o755))
	for base, want := range map[string]string{
		"good": "https://github.com/o/r//good/w.yaml error WK002 ", "helm": "helm/kustomization.yaml:1:1 error WK057 ", "out": "out/kustomization.yaml:1:13 error WK055 ",
	} {
		dir := trap.write(t, map[string]string{"kustomization.yaml": "resources: ['github.com/o/r//" + base + "']\n"})
		o := trap.run(t, "validate", "--allow-remote", dir)
		require.Equal(t, exitFindings, o.code)
		require.Contains(t, o.out, want)
		require.NotContains(t, o.out, "type: bridge", "no line of a file that is gone")
	}
}

func TestAnswersEnd(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range load.MaxFile>>20 + 1 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	client := http.Client{Transport: bounded{http.DefaultTransport}}
	response, err := client.Get(server.URL)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	n, err := io.Copy(io.Discard, response.Body)
	require.ErrorContains(t, err, "too large")
	require.Equal(t, int64(load.MaxFile), n)
}
