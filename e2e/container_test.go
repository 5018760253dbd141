package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	image       = "localhost/wukong-fn:e2e"
	largestSize = 25_000_000 // bytes
)

const machine = `apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata:
  name: web # kept
  namespace: default
spec:
  cloudInitUser: {name: admin}
  networks:
  - {name: default}
  - {name: lan, type: bridge, physicalInterface: eth1, vlanId: 100}
`

const renderConfig = `apiVersion: fn.novasphere.dev/v1alpha1
kind: WukongRender
metadata:
  name: wukong
  annotations:
    config.kubernetes.io/local-config: "true"
%sspec:
  vm: {cpu: 2}
`

// engine is podman with runc and a store of the tests' own: neither a daemon nor the
// user's configuration is touched.
type engine struct {
	environment []string // for whatever calls docker or podman
	log         string   // what the engine was asked to run, one line each
}

func startEngine(t *testing.T) *engine {
	t.Helper()
	var podman string
	for _, program := range []string{"podman", "runc"} {
		path, err := exec.LookPath(program)
		need(t, err == nil, program+" (Debian: apt-get install podman runc)")
		if program == "podman" {
			podman = path
		}
	}
	// vfs keeps files of other users, which only root may leave behind or remove.
	need(t, os.Geteuid() == 0, "root, for podman's vfs storage")
	dir := filepath.Join(cache, "containers")
	shims := t.TempDir()
	e := &engine{log: filepath.Join(shims, "runs")}
	// kustomize calls docker and kpt calls podman: both get podman, with a root file
	// system that nothing can write to on top of the flags that they give themselves.
	shim := fmt.Sprintf(`#!/bin/sh
if [ "$1" = run ]; then
  shift
  echo "$*" >>%q
  exec %q run --read-only --read-only-tmpfs=false "$@"
fi
exec %q "$@"
`, e.log, podman, podman)
	for _, name := range []string{"docker", "podman"} {
		write(t, filepath.Join(shims, name), shim)
		require.NoError(t, os.Chmod(filepath.Join(shims, name), 0o755))
	}
	e.environment = append(containerEnvironment(t, dir, filepath.Join(dir, "storage")),
		"PATH="+shims+string(os.PathListSeparator)+tools+string(os.PathListSeparator)+os.Getenv("PATH"),
		// kpt reads the first up to beta.56, the second in beta.59.
		"KPT_FN_RUNTIME=podman", "KRM_FN_RUNTIME=podman", "ENGINE=podman", "IMAGE="+image, "BINARY="+product)
	// Each commit's image replaces the last one's in the store that stays.
	t.Cleanup(func() { e.command(t, "podman", "image", "prune", "--force") })
	return e
}

// containerEnvironment points podman to configuration and storage of our own.
func containerEnvironment(t *testing.T, dir, storage string) []string {
	t.Helper()
	write(t, filepath.Join(dir, "containers.conf"), `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`)
	conf := filepath.Join(storage, "storage.conf")
	write(t, conf, fmt.Sprintf("[storage]\ndriver = \"vfs\"\ngraphroot = %q\nrunroot = %q\n",
		filepath.Join(storage, "graph"), filepath.Join(storage, "run")))
	return append(os.Environ(), "CONTAINERS_CONF="+filepath.Join(dir, "containers.conf"), "CONTAINERS_STORAGE_CONF="+conf)
}

// command runs a program in the engine's environment and gives its standard output.
func (e *engine) command(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command("env", append([]string{name}, args...)...) // env looks up the engine's own PATH
	cmd.Env = e.environment
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	require.NoError(t, err, "%s %s\n%s", name, strings.Join(args, " "), complaints.String())
	return string(out)
}

// build makes the image by the script that releases it, of the binary under test, and
// gives its id.
func (e *engine) build(t *testing.T) string {
	t.Helper()
	return strings.TrimSpace(e.command(t, filepath.Join(repo, "hack", "image.sh")))
}

func TestImageIsSmallAndReproducible(t *testing.T) {
	e := startEngine(t)
	first := e.build(t)
	size, err := strconv.Atoi(strings.TrimSpace(e.command(t, "podman", "image", "inspect", "--format", "{{.Size}}", image)))
	require.NoError(t, err)
	require.Less(t, size, largestSize)
	digest := e.command(t, "podman", "image", "inspect", "--format", "{{.Digest}}", image)

	// A store of its own, or the second build would take the first one's layers.
	again := &engine{environment: append(containerEnvironment(t, t.TempDir(), t.TempDir()), "ENGINE=podman", "IMAGE="+image, "BINARY="+rebuilt(t))}
	require.Equal(t, first, again.build(t), "two builds of one commit have one id")
	require.Equal(t, digest, again.command(t, "podman", "image", "inspect", "--format", "{{.Digest}}", image))
	t.Logf("%d bytes, %s", size, digest)
}

// rebuilt compiles the function once more, in another place on disk; a binary given by
// WUKONG_FN stands for itself.
func rebuilt(t *testing.T) string {
	t.Helper()
	if os.Getenv("WUKONG_FN") != "" {
		return product
	}
	elsewhere := t.TempDir()
	recipe, err := os.ReadFile(filepath.Join(repo, "Dockerfile"))
	require.NoError(t, err)
	for _, copied := range regexp.MustCompile(`(?m)^COPY (\w\S*(?: \w\S*)*) \S+$`).FindAllStringSubmatch(string(recipe), -1) {
		for part := range strings.FieldsSeq(copied[1]) {
			run(t, "cp", "-r", filepath.Join(repo, part), elsewhere)
		}
	}
	path := filepath.Join(t.TempDir(), "wukong-fn")
	require.NoError(t, buildProduct(elsewhere, path))
	return path
}

func TestSBOMIsReproducible(t *testing.T) {
	script := filepath.Join(repo, "hack", "sbom.sh")
	first := run(t, script)
	require.Contains(t, first, `"spdxVersion": "SPDX-2.3"`)
	require.Contains(t, first, `pkg:golang/sigs.k8s.io/yaml@`)
	require.Equal(t, first, run(t, script))
}

func TestKustomizeRunsTheImage(t *testing.T) {
	kustomize := tool(t, "kustomize")
	e := startEngine(t)
	e.build(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "wukong.yaml"), machine)
	write(t, filepath.Join(dir, "render.yaml"), fmt.Sprintf(renderConfig,
		"    config.kubernetes.io/function: |\n      container: {image: "+image+"}\n"))
	write(t, filepath.Join(dir, "kustomization.yaml"), "resources: [wukong.yaml]\ntransformers: [render.yaml]\nsortOptions: {order: fifo}\n")

	out := e.command(t, kustomize, "build", "--enable-alpha-plugins", dir)
	e.confined(t)
	expected, err := generate(dir)
	require.NoError(t, err)
	require.Contains(t, out, "kind: VirtualMachine")
	require.Equal(t, string(expected), out, "kustomize with the image gives what `generate` gives")
}

func TestKptRunsTheImage(t *testing.T) {
	e := startEngine(t)
	kpt, err := exec.LookPath("kpt")
	if err != nil {
		kpt = tool(t, "kpt")
	}
	e.build(t)
	render := func(runner string, flags ...string) string {
		dir := filepath.Join(t.TempDir(), "package")
		write(t, filepath.Join(dir, "wukong.yaml"), machine)
		write(t, filepath.Join(dir, "render.yaml"), fmt.Sprintf(renderConfig, ""))
		// Everything but the function's own runner is alike in both packages.
		write(t, filepath.Join(dir, "Kptfile"), `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: package
  annotations:
    config.kubernetes.io/local-config: "true"
pipeline:
  mutators:
  - `+runner+`
    configPath: render.yaml
`)
		e.command(t, kpt, append([]string{"fn", "render", dir}, flags...)...)
		once := contentsOf(t, dir)
		e.command(t, kpt, append([]string{"fn", "render", dir}, flags...)...)
		require.Equal(t, once, contentsOf(t, dir), "a second render changes nothing")
		return strings.ReplaceAll(once, runner, "RUNNER")
	}
	inContainer := render("image: "+image, "--image-pull-policy=never")
	e.confined(t)
	require.Contains(t, inContainer, "kind: VirtualMachine")
	require.Equal(t, render("exec: "+product, "--allow-exec"), inContainer, "the image gives what the binary gives")
}

// TestKptShowsTheImagesHelp holds what `kpt fn doc` does: it runs the image with --help.
func TestKptShowsTheImagesHelp(t *testing.T) {
	e := startEngine(t)
	e.build(t)
	require.Contains(t, e.command(t, "podman", "run", "--rm", "--network=none", image, "--help"), "KRM function: ResourceList on stdin")
	if kpt, err := exec.LookPath("kpt"); err == nil {
		require.Contains(t, e.command(t, kpt, "fn", "doc", "--image", image), "KRM function: ResourceList on stdin")
	}
}

// confined checks what the function was given, beside the shim's read-only root.
func (e *engine) confined(t *testing.T) {
	t.Helper()
	log, err := os.ReadFile(e.log)
	require.NoError(t, err)
	for line := range strings.Lines(string(log)) {
		for _, flag := range []string{"--network none", "--user nobody", "--security-opt=no-new-privileges"} {
			require.Contains(t, line, flag)
		}
	}
}

// contentsOf gives every file under dir with its name, in order.
func contentsOf(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(&all, "== %s\n%s\n", strings.TrimPrefix(path, dir), text)
		return nil
	})
	require.NoError(t, err)
	return all.String()
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}
