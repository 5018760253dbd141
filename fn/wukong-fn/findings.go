package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render/finding"
)

// reportLines writes findings to stderr, one a line, and returns errFindings where one is an error.
func reportLines(s streams, found []finding.Finding) error {
	if err := report.New(found, report.ForPeople).Lines(s.err); err != nil {
		return err
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

// reportReadError reports what a reader could not take as a finding, and passes other errors on.
func reportReadError(s streams, file string, err error) error {
	f, ok := load.Finding(file, err)
	if !ok {
		return err
	}
	return reportLines(s, []finding.Finding{f})
}

// explain prints the page of a finding.
func explain(args []string, s streams) error {
	if len(args) != 1 {
		return usageError{"explain takes one code, such as WK012"}
	}
	code := finding.Code(strings.ToUpper(args[0]))
	if !finding.Known(code) {
		return usageError{fmt.Sprintf("there is no finding %q", args[0])}
	}
	if _, err := io.WriteString(s.out, finding.RuleOf(code).Page()); err != nil {
		return fmt.Errorf("print the page: %w", err)
	}
	return nil
}
