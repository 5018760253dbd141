package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// discover prints the files of a package that hold resources of ours, one a line, and nothing for a package of somebody
// else's: that is how Argo CD asks a plugin. A package that cannot be read is ours when a file in it names our groups, so
// that Argo CD asks for its manifests next and is told what is wrong.
func discover(args []string, s streams) error {
	o, err := parse("discover", args, false, s)
	if err != nil {
		return err
	}
	p, err := load(o.dir, s.in)
	if err != nil {
		return err
	}
	var places []string
	for i := range p.resources {
		if r := &p.resources[i]; ours(&r.Meta) {
			places = append(places, cmp.Or(r.Source.File, o.dir))
		}
	}
	if p.config != nil || len(places) == 0 && len(p.found) > 0 && mentioned(o.dir) {
		places = append(places, o.dir)
	}
	slices.Sort(places)
	for _, place := range slices.Compact(places) {
		if _, err := fmt.Fprintln(s.out, place); err != nil {
			return fmt.Errorf("print what was found: %w", err)
		}
	}
	return nil
}

// mentioned says whether a manifest below dir names a group of ours. What cannot be read names none.
func mentioned(dir string) bool {
	found := false
	root := os.DirFS(dir)
	_ = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !isManifest(entry) {
			return nil // the next file may be readable
		}
		f, err := root.Open(name)
		if err != nil {
			return nil // as above
		}
		defer func() { _ = f.Close() }()
		text, err := readAll(f, maxInput)
		if err == nil && strings.Contains(text, ourGroups+"/") {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
