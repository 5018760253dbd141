// Package report writes findings: as text for people, as lines for logs, as JSON and SARIF for tools, and as the results
// of a KRM function. Whoever writes them decides where they go and what the exit code is.
//
// Findings carry names, paths and values that strangers wrote. New is the one place where these become visible text (see
// Visible), so no format has to think of it.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Report is the findings of a run as they may be shown.
type Report struct {
	findings []finding.Finding
	// found are the findings as they were, for the paths in them: in a URI other characters are escaped.
	found []finding.Finding
}

// New is the report of findings, in their order.
func New(found []finding.Finding) Report {
	r := Report{findings: make([]finding.Finding, len(found)), found: found}
	for i, f := range found {
		r.findings[i] = visible(f)
	}
	return r
}

// Options are what a format needs besides the findings.
type Options struct {
	// Dir is the package's directory as the user named it.
	Dir string
	// Version is the program's.
	Version string
	// Color says that the text goes to a terminal that shows colours.
	Color bool
}

// The formats of validate.
const (
	FormatText  = "text"
	FormatJSON  = "json"
	FormatSARIF = "sarif"
)

// Format is the method that writes a report in a format, nil where there is no such format.
func Format(name string) func(Report, io.Writer, Options) error {
	switch name {
	case FormatText:
		return Report.Text
	case FormatJSON:
		return Report.JSON
	case FormatSARIF:
		return Report.SARIF
	}
	return nil
}

// Lines writes the findings one a line.
func (r Report) Lines(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.findings {
		b.WriteString(f.String())
		b.WriteByte('\n')
	}
	return write(w, b.String())
}

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("report the findings: %w", err)
	}
	return nil
}

// place is where a finding points, in words.
func place(p finding.Place) string {
	return strings.TrimSpace(strings.Join([]string{p.Position(), p.Resource(), p.Field}, " "))
}
