package finding

import (
	"flag"
	"fmt"
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
	b.WriteString("<!-- Made by `make golden` (render/finding/docs_test.go) from render/finding/rules.go. -->\n# Findings\n\nAll findings of a run are reported at once. With one error nothing is generated.\n")
	for _, r := range Rules() {
		fmt.Fprintf(&b, "\n## %s\n\n**%s** (%s)\n\n%s\n\n*What to do:* %s\n", r.Code, r.Title, r.Severity, r.Why, r.Remedy)
	}
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String(), "make golden writes it")
}
