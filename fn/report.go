package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resourcelist"
	"github.com/novasphere/wukong-fn/render/yamlin"
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

// readFinding says in a finding what a reader could not take; false for an error that is not the input's.
func readFinding(file string, err error) (finding.Finding, bool) {
	f := finding.New(finding.Syntax, "", err.Error())
	var syntax *yamlin.SyntaxError
	var list *resourcelist.Error
	switch {
	case errors.As(err, &syntax):
		f.Message, f.Place.Line = "this is not YAML: "+syntax.Msg, syntax.Line
	case errors.As(err, &list):
		f.Message, f.Place.Line = list.Msg, list.Line
	case errors.Is(err, errTooLarge):
		f = finding.New(finding.Limit, "", err.Error())
	default:
		return finding.Finding{}, false
	}
	f.Place.File = file
	return f, true
}

// reportReadError reports what a reader could not take as a finding, and passes other errors on.
func reportReadError(s streams, file string, err error) error {
	f, ok := readFinding(file, err)
	if !ok {
		return err
	}
	return report(s.err, []finding.Finding{f})
}
