// Package report writes findings: as text for people, as lines for logs, as JSON and SARIF for tools, and as the results
// of a KRM function. Whoever writes them decides where they go and what the exit code is.
//
// Findings carry names, paths and values that strangers wrote. New is the one place where these become visible text (see
// Visible), so no format has to think of it.
package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Report is the findings of a run as they may be shown.
type Report struct {
	findings []finding.Finding
	// found are the findings as they were, for the paths in them: in a URI other characters are escaped.
	found []finding.Finding
	// more are those that stand for the findings that are not listed.
	more []finding.Finding
}

// New is the report of at most so many findings, in their order: errors come before the others. What is not among them is
// counted, by code and severity.
func New(found []finding.Finding, most int) Report {
	found = finding.Worst(found, most)
	listed := len(found)
	for listed > 0 && found[listed-1].More > 0 {
		listed--
	}
	r := Report{found: found[:listed], findings: make([]finding.Finding, listed), more: found[listed:]}
	for i, f := range r.found {
		r.findings[i] = visible(f)
	}
	for i := range r.more {
		m := &r.more[i]
		m.Message = "and " + thousands(m.More) + " more of " + string(m.Code)
	}
	return r
}

// thousands is a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// How many findings are listed where nobody says how many: for people, and for tools.
const (
	ForPeople = 100
	ForTools  = finding.Most
)

// Most is how many findings are listed in a format where nobody says how many.
func Most(format string) int {
	if format == FormatText {
		return ForPeople
	}
	return ForTools
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

// Formats are the names of the formats.
func Formats() []string { return []string{FormatText, FormatJSON, FormatSARIF} }

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
	for _, f := range slices.Concat(r.findings, r.more) {
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
