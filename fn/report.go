package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/render/finding"
)

// report writes findings as lines of text, and returns errFindings where one is an error.
func report(w io.Writer, found []finding.Finding) error {
	var b strings.Builder
	for _, f := range found {
		b.WriteString(f.String())
		b.WriteByte('\n')
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report the findings: %w", err)
	}
	return failed(found)
}

// failed is errFindings where a finding is an error.
func failed(found []finding.Finding) error {
	if finding.AnyError(found) {
		return errFindings
	}
	return nil
}

// place is where a finding points, in words.
func place(p finding.Place) string {
	return strings.TrimSpace(strings.Join([]string{p.Position(), p.Resource(), p.Field}, " "))
}

// reportReadError reports what a reader could not take as a finding, and passes other errors on.
func reportReadError(s streams, file string, err error) error {
	f, ok := load.Finding(file, err)
	if !ok {
		return err
	}
	return report(s.err, []finding.Finding{f})
}
