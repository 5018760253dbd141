package command

import (
	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render/finding"
)

// reportLines writes findings to stderr, one a line, and returns errFindings where one is an error.
func (p *Process) reportLines(found []finding.Finding) error {
	if err := report.New(found, report.ForPeople).Lines(p.Err); err != nil {
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

// reportReadError reports as a finding what in the input could not be read as a list, and passes other errors on.
func (p *Process) reportReadError(err error) error {
	f, ok := load.Finding("", err)
	if !ok {
		return err
	}
	return p.reportLines([]finding.Finding{f})
}
