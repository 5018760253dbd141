package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
)

// discoverCommand prints a file of a package that holds a resource of ours, and nothing for a package of somebody else's:
// that is how Argo CD asks a plugin. A limit that was in the way of looking is said on stderr.
func (p *Process) discoverCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "discover [DIR]", Short: "Print a file that holds a resource of ours, if there is one",
		Long: `Prints a file of the package that holds a resource of ours, and nothing for a package of somebody else's: that is how
Argo CD asks a config-management plugin whether a package is one for it.`,
		Example:           "  wukong-fn discover clusters/prod",
		ValidArgsFunction: completePaths,
		RunE: func(_ *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return p.discover(".")
			case 1:
				return p.discover(args[0])
			}
			return usageError{fmt.Sprintf("discover takes one directory, not %d", len(args))}
		},
	}
	c.Flags().Bool("allow-remote", false, "as for generate; nothing is fetched, because files are enough to know")
	return c
}

func (p *Process) discover(dir string) error {
	place, found, err := load.Discover(dir, p.In)
	if err != nil {
		return err
	}
	if place != "" {
		if _, err := fmt.Fprintln(p.Out, report.Visible(place)); err != nil {
			return fmt.Errorf("print what was found: %w", err)
		}
		return nil
	}
	return report.New(found, report.Most(report.FormatText)).Lines(p.Err)
}
