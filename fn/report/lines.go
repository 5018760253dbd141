// Package report writes findings: as text for people, as lines for logs, as JSON and SARIF for tools, and as the results
// of a KRM function. Whoever writes them decides where they go and what the exit code is.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Options are what a format needs besides the findings.
type Options struct {
	// Dir is the package's directory as the user named it.
	Dir string
	// Version is the program's.
	Version string
	// Color says that the text goes to a terminal that shows colours.
	Color bool
}

// Lines writes findings one a line.
func Lines(w io.Writer, found []finding.Finding) error {
	var b strings.Builder
	for _, f := range found {
		b.WriteString(f.String())
		b.WriteByte('\n')
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report the findings: %w", err)
	}
	return nil
}

// place is where a finding points, in words.
func place(p finding.Place) string {
	return strings.TrimSpace(strings.Join([]string{p.Position(), p.Resource(), p.Field}, " "))
}
