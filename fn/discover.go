package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
)

// discover prints the files of a package that hold resources of ours, one a line, and nothing for a package of somebody
// else's: that is how Argo CD asks a plugin. A package that cannot be read is ours when a file in it names our groups, so
// that Argo CD asks for its manifests next and is told what is wrong.
func discover(args []string, s streams) error {
	o, err := parse("discover", args, false, s)
	if err != nil {
		return err
	}
	p, err := load.Load(o.dir, s.in)
	if err != nil {
		return err
	}
	var places []string
	for i := range p.Resources {
		if r := &p.Resources[i]; load.Ours(&r.Meta) {
			places = append(places, cmp.Or(r.Source.File, o.dir))
		}
	}
	if p.Config != nil || len(places) == 0 && len(p.Found) > 0 && load.Mentioned(o.dir) {
		places = append(places, o.dir)
	}
	slices.Sort(places)
	for _, place := range slices.Compact(places) {
		if _, err := fmt.Fprintln(s.out, report.Visible(place)); err != nil {
			return fmt.Errorf("print what was found: %w", err)
		}
	}
	return nil
}
