package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// repo is the root of the product's own module, from a test's working directory.
const repo = ".."

// product is the function's static binary, and tools the directory of the real
// components; both are set once, by TestMain.
var product, tools, cache string

func TestMain(m *testing.M) {
	code, err := withProduct(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// withProduct builds the binary as it is released, unless WUKONG_FN names one.
func withProduct(tests func() int) (int, error) {
	out, err := exec.Command("./build.sh", "--cache").Output()
	if err != nil {
		return 0, fmt.Errorf("asking build.sh for the cache directory: %w", err)
	}
	cache = string(bytes.TrimSpace(out))
	tools = filepath.Join(cache, "bin")
	defer stopServers()
	if product = os.Getenv("WUKONG_FN"); product != "" {
		return tests(), nil
	}
	dir, err := os.MkdirTemp("", "wukong-fn-e2e-")
	if err != nil {
		return 0, fmt.Errorf("making a directory for the binary: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	product = filepath.Join(dir, "wukong-fn")
	if err := buildProduct(repo, product); err != nil {
		return 0, err
	}
	return tests(), nil
}

// buildProduct compiles the function of a source tree with the flags of its release
// (hack/image.sh).
func buildProduct(tree, path string) error {
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", path, "./fn/wukong-fn")
	build.Dir = tree
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the function: %w\n%s", err, out)
	}
	return nil
}

// need skips the test loudly when a prerequisite is missing.
func need(t testing.TB, there bool, what string) {
	t.Helper()
	if there {
		return
	}
	if os.Getenv("WUKONG_E2E_STRICT") != "" {
		t.Fatalf("MISSING: %s (and WUKONG_E2E_STRICT is set)", what)
	}
	t.Skipf("SKIPPED, MISSING: %s", what)
}

// tool gives the path of a component that build.sh makes.
func tool(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(tools, name)
	_, err := os.Stat(path)
	need(t, err == nil, name+", which e2e/build.sh builds")
	return path
}

// generate runs `wukong-fn generate dir` and gives its standard output.
func generate(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command(product, append([]string{"generate", dir}, args...)...)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("wukong-fn generate: %w\n%s", err, complaints.Bytes())
	}
	return out.Bytes(), nil
}

// decode reads a YAML stream into objects, in its order.
func decode(stream []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	documents := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(stream), 4096)
	for {
		object := &unstructured.Unstructured{}
		err := documents.Decode(&object.Object)
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading object %d: %w", len(objects), err)
		}
		if object.GetKind() == "ClusterRoleBinding" {
			// NMState's own file gives it a namespace, and so do we; every consumer but `kpt live` drops it.
			object.SetNamespace("")
		}
		if len(object.Object) > 0 {
			objects = append(objects, object)
		}
	}
}

// rendered is what the function makes of a directory.
func rendered(t testing.TB, dir string) []*unstructured.Unstructured {
	t.Helper()
	stream, err := generate(dir)
	require.NoError(t, err)
	objects, err := decode(stream)
	require.NoError(t, err)
	require.NotEmpty(t, objects, "the function made nothing of %s", dir)
	return objects
}

// packages lists the directories that hold a package: the examples, and the fixtures
// that generated cases left behind.
func packages(t testing.TB) []string {
	t.Helper()
	var dirs []string
	for _, pattern := range []string{filepath.Join(repo, "examples", "*"), filepath.Join("testdata", "fixtures", "*")} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, dir := range found {
			if isPackage(t, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	need(t, len(dirs) > 0, "packages under examples/ and e2e/testdata/fixtures/")
	return dirs
}

func isPackage(t testing.TB, dir string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if bytes.Contains(text, []byte(".novasphere.dev/v1alpha1")) {
			return true
		}
	}
	return false
}

// machines picks the VirtualMachines.
func machines(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for _, object := range objects {
		if object.GetKind() == "VirtualMachine" {
			found = append(found, object)
		}
	}
	return found
}
