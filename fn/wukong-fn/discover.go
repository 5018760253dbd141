package main

import (
	"fmt"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
)

// discover prints a file of a package that holds a resource of ours, and nothing for a package of somebody else's: that
// is how Argo CD asks a plugin. A limit that was in the way of looking is said on stderr.
func discover(args []string, s streams) error {
	o, err := parse("discover", args, false, s)
	if err != nil {
		return err
	}
	place, found, err := load.Discover(o.dir, s.in)
	if err != nil {
		return err
	}
	if place != "" {
		if _, err := fmt.Fprintln(s.out, report.Visible(place)); err != nil {
			return fmt.Errorf("print what was found: %w", err)
		}
		return nil
	}
	return report.New(found, report.Most(report.FormatText)).Lines(s.err)
}
