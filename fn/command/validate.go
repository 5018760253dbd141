package command

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render/spell"
)

// validateCommand reports the package's findings.
func (p *Process) validateCommand() *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Report what is wrong with a package; nothing is generated",
		Long: `Reports on stdout what is wrong with a package. Nothing is generated.

` + aboutPaths,
		Example: `  wukong-fn validate                                     # the package in this directory
  wukong-fn validate clusters/prod --format sarif > findings.sarif
  wukong-fn validate networks machines/web.yaml          # several as one package`,
		ValidArgsFunction: completePaths,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := o.take(args); err != nil {
				return err
			}
			return p.validate(&o)
		},
	}
	c.Flags().StringVar(&o.format, "format", report.FormatText, "`text`, json or sarif")
	complete(c, "format", cobra.FixedCompletions(report.Formats(), cobra.ShellCompDirectiveNoFileComp))
	p.flags(c, &o)
	return c
}

func (p *Process) validate(o *options) error {
	write := report.Format(o.format)
	if write == nil {
		return usageError{fmt.Sprintf("validate: there is no format %q, but %s", o.format, strings.Join(report.Formats(), ", ")) +
			meant(spell.Nearest(o.format, report.Formats()))}
	}
	result, err := p.render(o)
	if err != nil {
		return err
	}
	options := report.Options{Dir: o.paths[0], Version: p.Version, Color: p.ColorOut}
	if err := write(report.New(result.Findings, cmp.Or(o.most, report.Most(o.format))), p.Out, options); err != nil {
		return err
	}
	return failed(result.Findings)
}

// completePaths leaves the completion of directories and files to the shell.
func completePaths(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}
