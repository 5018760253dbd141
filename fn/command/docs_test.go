package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// needs are the words that mark a block of commands as needing something that the tests do not have.
var needs = []string{"cluster", "node", "kpt", "kustomize", "go", "container", "oci"}

// TestCommandsOfTheDocs runs every block of commands in README, docs and examples, from the root of the repository with
// the program on PATH, a page after the other, each page in one shell. Blocks that need more say so.
func TestCommandsOfTheDocs(t *testing.T) {
	program, err := binary()
	require.NoError(t, err)
	pages := []string{"../../README.md"}
	for _, pattern := range []string{"../../docs/*.md", "../../examples/*/README.md"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		pages = append(pages, found...)
	}
	block := regexp.MustCompile("(?ms)^( *)```(?:sh|bash|console)([^\n]*)\n(.*?)^ *```")
	ran := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		var script strings.Builder
		script.WriteString("set -euo pipefail\n")
		for _, m := range block.FindAllStringSubmatch(string(text), -1) {
			if mark := strings.TrimSpace(m[2]); mark != "" {
				require.Contains(t, needs, mark, "%s: a block is marked as needing %q", page, mark)
				continue
			}
			ran++
			script.WriteString(strings.ReplaceAll(m[3], "\n"+m[1], "\n"))
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			shell := exec.Command("bash", "-c", script.String())
			shell.Dir = "../.."
			shell.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "PATH="+filepath.Dir(program)+":"+os.Getenv("PATH"))
			out, err := shell.CombinedOutput()
			require.NoError(t, err, string(out[max(0, len(out)-2000):]))
		})
	}
	require.GreaterOrEqual(t, ran, 5, "the pages have blocks that run")
}

// TestLinksOfTheDocs holds links between pages.
func TestLinksOfTheDocs(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	pages, err := filepath.Glob("../../*.md")
	require.NoError(t, err)
	more, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	decisions, err := filepath.Glob("../../docs/decisions/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, decisions)
	for _, page := range slices.Concat(pages, more, decisions) {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			_, err := os.Stat(filepath.Join(filepath.Dir(page), m[1]))
			require.NoError(t, err, "%s links to %s", page, m[1])
		}
	}
}
