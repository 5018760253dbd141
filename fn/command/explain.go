package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/novasphere/wukong-fn/render/finding"
)

// explainCommand prints the page of a finding.
func (p *Process) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain CODE", Short: "Print what a finding means and what to do about it",
		Long:    "Prints the page of a finding: its severity, why it is one, and what to do about it.",
		Example: "  wukong-fn explain WK012",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var codes []cobra.Completion
			for _, r := range finding.Rules() {
				if len(args) == 0 {
					codes = append(codes, cobra.CompletionWithDesc(string(r.Code), r.Title))
				}
			}
			return codes, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return p.explain(args) },
	}
}

func (p *Process) explain(args []string) error {
	if len(args) != 1 {
		return usageError{"explain takes one code, such as WK012"}
	}
	code := finding.Code(strings.ToUpper(args[0]))
	if !finding.Known(code) {
		return usageError{fmt.Sprintf("there is no finding %q", args[0])}
	}
	if _, err := io.WriteString(p.Out, finding.RuleOf(code).Page()); err != nil {
		return fmt.Errorf("print the page: %w", err)
	}
	return nil
}
