package command

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadmeShowsTheUpgrade holds the README's diff: outside the definitions, its lines are what differs between the two
// renders, all of it and nothing else.
func TestReadmeShowsTheUpgrade(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, block, found := strings.Cut(string(readme), "```diff\n")
	require.True(t, found)
	block, _, _ = strings.Cut(block, "```")
	var removed, added []string
	for line := range strings.Lines(block) {
		switch line[0] {
		case '-':
			removed = append(removed, line[1:])
		case '+':
			added = append(added, line[1:])
		}
	}
	before, after := renderVersion(t, "v0.84.0"), renderVersion(t, "v0.85.1")
	require.ElementsMatch(t, removed, without(before, after))
	require.ElementsMatch(t, added, without(after, before))
}

// renderVersion is the guide's example with an NMState release, without definitions, as lines.
func renderVersion(t *testing.T, version string) []string {
	t.Helper()
	config := filepath.Join(write(t, map[string]string{"config.yaml": renderYAML("  nmstate:\n    version: " + version + "\n")}), "config.yaml")
	var lines []string
	for _, document := range strings.Split(succeed(t, "", "generate", "../../examples/guide", "--config", config).out, "---\n") {
		if !strings.Contains(document, "\nkind: CustomResourceDefinition\n") {
			lines = slices.AppendSeq(lines, strings.Lines(document))
		}
	}
	return lines
}

// without are the lines of a that b has fewer of.
func without(a, b []string) []string {
	count := map[string]int{}
	for _, line := range b {
		count[line]++
	}
	var out []string
	for _, line := range a {
		if count[line]--; count[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}
