package command

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/fn/relay"
)

var update = flag.Bool("update", false, "rewrite the expected output of the examples")

// binary is the path of the program as users have it. It is built when the first test of this package asks for it.
var binary func() (string, error)

// TestMain makes the test program a relay where a test has kustomize run the function.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == relay.Command {
		os.Exit(Run(os.Args[1:], Process{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
	}
	flag.Parse()
	os.Exit(withBinary(m))
}

func withBinary(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wukong-fn-test-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = sync.OnceValues(func() (string, error) {
		file := filepath.Join(dir, "wukong-fn")
		build := exec.Command("go", "build", "-o", file, "../wukong-fn")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("go build: %w\n%s", err, out)
		}
		return file, nil
	})
	return m.Run()
}

// outcome is what a run left behind.
type outcome struct {
	code        int
	out, stderr string
}

// call runs the program in this process.
func call(stdin string, args ...string) outcome {
	var out, stderr bytes.Buffer
	program, err := os.Executable()
	if err != nil {
		panic(err)
	}
	code := Run(args, Process{
		Program: program,
		In:      strings.NewReader(stdin), Out: &out, Err: &stderr, Env: os.Getenv, Network: func(bool) error { return nil }, Version: "v0.0.0",
	})
	return outcome{code, out.String(), stderr.String()}
}

// succeed is call for a run that must succeed.
func succeed(t *testing.T, stdin string, args ...string) outcome {
	t.Helper()
	o := call(stdin, args...)
	require.Equal(t, exitOK, o.code, o.stderr)
	return o
}

// write makes files in a new directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return dir
}

func TestHelpAndVersion(t *testing.T) {
	all := succeed(t, "", "help").out
	require.Contains(t, all, "KRM function: ResourceList on stdin, ResourceList on stdout") // kpt fn doc shows it
	for _, arg := range []string{"--help", "-h"} {
		require.Equal(t, all, succeed(t, "", arg).out)
	}
	for _, name := range names(Tree(&Process{})) {
		require.Contains(t, all, "\n  "+name+" ")
		help := succeed(t, "", "help", name).out
		require.Contains(t, help, "Usage:\n  wukong-fn "+name)
		require.Equal(t, help, succeed(t, "", name, "--help").out)
		if name != "help" && name != "version" {
			require.Contains(t, help, "Examples:\n  ")
		}
	}
	require.Equal(t, "wukong-fn v0.0.0\n", succeed(t, "", "version").out)
	require.Equal(t, "wukong-fn v0.0.0\n", succeed(t, "", "--version").out)
}

func TestWrongUsage(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"unknown command":            {[]string{"renderer"}, `unknown command "renderer"`},
		"unknown command with flags": {[]string{"--output", "x"}, `unknown flag "--output"`},
		"help for nothing":           {[]string{"help", "validat"}, `unknown command "validat": did you mean validate?`},
		"unknown letter":             {[]string{"generate", "-x"}, `unknown flag "-x"`},
		"flag without value":         {[]string{"generate", "--config"}, `--config wants a value`},
		"flag that takes none":       {[]string{"generate", "--force=secret"}, `--force is true or false`},
		"a directory too many":       {[]string{"discover", "a", "b"}, "takes one directory"},
		"output of validate":         {[]string{"validate", "--output", "x"}, `unknown flag "--output"`},
		"version of what":            {[]string{"version", "x"}, "version takes no arguments"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call("", tc.args...)
			require.Equal(t, exitUsage, o.code)
			require.Contains(t, o.stderr, tc.want)
			require.NotContains(t, o.stderr, "secret")
			require.Empty(t, o.out)
		})
	}
}

// A file that may not be read, and a directory that may not be written, are the user's to mend.
func TestExitCodeOfTheDisk(t *testing.T) {
	for cause, code := range map[syscall.Errno]int{
		syscall.EACCES: exitUsage, syscall.EPERM: exitUsage, syscall.EROFS: exitUsage, syscall.ENOSPC: exitInternal, syscall.EIO: exitInternal,
	} {
		var stderr bytes.Buffer
		p := Process{Err: &stderr}
		require.Equal(t, code, p.exitCode(fmt.Errorf("read the package: %w", &os.PathError{Op: "open", Path: "a/b.yaml", Err: cause})))
		require.Equal(t, "wukong-fn: read the package: open a/b.yaml: "+cause.Error()+"\n", stderr.String())
	}
}
