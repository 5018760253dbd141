package command

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/kio"
)

// examples are the directories of examples, each with the output that it is known for.
func examples(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob("../../examples/*")
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	return dirs
}

// expect compares with a file, or rewrites it with -update.
func expect(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "make golden writes it")
	require.Equal(t, string(want), got)
}

// resourceList reads a directory the way kpt and kustomize do.
func resourceList(t *testing.T, dir string) string {
	t.Helper()
	var out bytes.Buffer
	err := kio.Pipeline{
		Inputs:  []kio.Reader{kio.LocalPackageReader{PackagePath: dir, MatchFilesGlob: []string{"*.yaml"}, PackageFileName: "Kptfile"}},
		Outputs: []kio.Writer{kio.ByteWriter{Writer: &out, KeepReaderAnnotations: true, WrappingKind: kio.ResourceListKind, WrappingAPIVersion: kio.ResourceListAPIVersion}},
	}.Execute()
	require.NoError(t, err)
	return out.String()
}

func TestExamplesByCommand(t *testing.T) {
	for _, dir := range examples(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			o := succeed(t, "", "generate", dir)
			got := o.out
			if filepath.Base(dir) != "guide" {
				got = abridged(got)
			}
			expect(t, filepath.Join(dir, ".expected", "manifests.yaml"), got)
		})
	}
}

func TestExamplesByFunction(t *testing.T) {
	for _, dir := range examples(t) {
		if _, err := os.Stat(filepath.Join(dir, "kustomization.yaml")); err == nil {
			continue // TestExamplesByKustomize
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			first := succeed(t, resourceList(t, dir))
			expect(t, filepath.Join(dir, ".expected", "resourcelist.yaml"), abridged(first.out))
			second := succeed(t, first.out)
			require.Equal(t, first.out, second.out, "a second run over the first run's output changes nothing")
		})
	}
}

// TestExamplesByKustomize has kustomize run the function where an example is a kustomization.
func TestExamplesByKustomize(t *testing.T) {
	const dir = "../../examples/kustomize"
	work := t.TempDir()
	require.NoError(t, os.CopyFS(work, os.DirFS(dir)))
	program, err := binary()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(program, filepath.Join(work, "wukong-fn")))
	want, err := os.ReadFile(filepath.Join(dir, ".expected", "manifests.yaml"))
	require.NoError(t, err)
	require.Equal(t, string(want), kustomizeBuild(t, work))
}

// abridged is a text in which each CustomResourceDefinition of the release has the digest of its spec instead of the spec.
// The guide's manifests show all of them in full, once.
func abridged(text string) string {
	var out, spec strings.Builder
	at, inside := -1, false // the column of the definition's keys, and whether its spec is being left out
	end := func() {
		if inside {
			fmt.Fprintf(&out, "%sspec: {} # %d lines, in full in examples/guide: sha256 %x\n",
				strings.Repeat(" ", at), strings.Count(spec.String(), "\n"), sha256.Sum256([]byte(spec.String())))
			spec.Reset()
			at, inside = -1, false
		}
	}
	for line := range strings.Lines(text) {
		key := strings.TrimLeft(line, " ")
		column := len(line) - len(key)
		if inside && column > at {
			spec.WriteString(line)
			continue
		}
		end()
		switch {
		case key == "kind: CustomResourceDefinition\n":
			at = column
		case column == at && key == "spec:\n":
			inside = true
			continue
		}
		out.WriteString(line)
	}
	end()
	return out.String()
}
