package e2e

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long a controller may take. It is far above what is usual (seconds): on a busy machine Argo CD's first
// sync meets a definition that is not established yet, and tries again after half a minute or more.
const patience = 4 * time.Minute

// start runs a component until the test ends. What it says goes to a file, of which a
// failing test shows the end.
func start(t *testing.T, name string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	file := filepath.Join(t.TempDir(), name+".log")
	said, err := os.Create(file)
	require.NoError(t, err)
	cmd := exec.Command(tool(t, name), args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = said, said
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // cmp-server does not hear SIGTERM
		_ = cmd.Wait()
		_ = said.Close()
		if t.Failed() {
			text, _ := os.ReadFile(file)
			t.Logf("the end of what %s said:\n%s", name, text[max(0, len(text)-6000):])
		}
	})
	return cmd
}

// listening waits for a server.
func listening(t *testing.T, network, address string) {
	t.Helper()
	require.NoError(t, eventually(address+" answers", 60*time.Second, func() (bool, error) {
		c, err := net.DialTimeout(network, address, time.Second)
		if err != nil {
			return false, err
		}
		return true, c.Close()
	}, always))
}

// freePort is a port of the loopback that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// git runs git in a directory, as nobody in particular.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "-c", "init.defaultBranch=main"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "git %v: %s", args, out)
	return string(bytes.TrimSpace(out))
}

// writeFiles writes a package, each file at once.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
}
