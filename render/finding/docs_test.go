package finding

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite docs/findings.md")

// TestDocs holds the page of findings, which is made of the table.
func TestDocs(t *testing.T) {
	const file = "../../docs/findings.md"
	var b strings.Builder
	b.WriteString("<!-- Made by `make golden` (render/finding/docs_test.go) from render/finding/rules.go. -->\n# Findings\n\nAll findings of a run are reported at once, each with file, line and field, the value that is there and, where there is\none, the value that would be right. With one error nothing is generated. `wukong-fn explain WK012` prints a page of these.\n\nA rule is raised or lowered for a package in the configuration, and silenced on one resource by an annotation whose value\nis the reason:\n\n```yaml\nspec:\n  findings:\n    WK040: error\n```\n\n```yaml\nmetadata:\n  annotations:\n    allow.fn.novasphere.dev/WK031: the cards of these nodes have two heads\n```\n\nA conflict between two resources is silenced from either. What the objects cannot be made without can be neither lowered\nnor silenced.\n\nA note or a warning that holds for several resources in the same words is one finding: it names the first of them and\ncounts the others (WK064 and WK066 are about what becomes of each object and list all). A resource that silences it is\nnot among them. Of an error each place is listed, but for WK016 and WK044: one missing network, or one wrong uplink, is one\nmistake.\n")
	for _, r := range Rules() {
		b.WriteString("\n" + r.Page())
	}
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, string(want) == b.String(), "docs/findings.md is not what rules.go says: make golden writes it")
}
