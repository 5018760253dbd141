package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the expected output of the examples")

// binary is the path of the program as users have it. It is built when the first test of this package asks for it.
var binary func() (string, error)

func TestMain(m *testing.M) {
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
		build := exec.Command("go", "build", "-o", file, ".")
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
	code := run(args, streams{in: strings.NewReader(stdin), out: &out, err: &stderr, env: os.Getenv, network: func(bool) error { return nil }})
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
	for _, arg := range []string{"help", "--help", "-h"} {
		require.Equal(t, usage, succeed(t, "", arg).out)
	}
	require.Regexp(t, `^wukong-fn \S+\n$`, succeed(t, "", "version").out)
	require.Equal(t, usage, succeed(t, "", "generate", "--help").out)
}

func TestWrongUsage(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"unknown command":            {[]string{"render"}, `unknown command "render"`},
		"unknown flag":               {[]string{"generate", "--out", "x"}, "flag provided but not defined: -out"},
		"two directories":            {[]string{"generate", "a", "b"}, "takes one directory"},
		"no directory":               {[]string{"generate", "nowhere"}, `there is no directory "nowhere"`},
		"a file":                     {[]string{"generate", "main.go"}, `"main.go" is a file`},
		"config that is no resource": {[]string{"generate", "../../examples/guide", "--config", "../../.golangci.yml"}, "has 0 resources"},
		"no config":                  {[]string{"generate", "../../examples/guide", "--config", "nowhere.yaml"}, "nowhere.yaml"},
		"output of validate":         {[]string{"validate", "--output", "x"}, "flag provided but not defined: -output"},
	} {
		t.Run(name, func(t *testing.T) {
			o := call("", tc.args...)
			require.Equal(t, exitUsage, o.code)
			require.Contains(t, o.stderr, tc.want)
			require.Empty(t, o.out)
		})
	}
}
