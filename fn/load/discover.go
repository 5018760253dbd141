package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Discover is the first file of a package that holds a resource of ours, and empty for a package of somebody else's. A
// file that cannot be read but names our groups is ours, so that the next run says what is wrong with it. Files are read
// until one is found, up to the limits of a package; a limit that was in the way is a finding.
func Discover(dir string, in io.Reader) (string, []finding.Finding, error) {
	if dir == Stdin {
		p, err := loadStream(in)
		if err != nil || !p.holdsOurs() {
			return "", nil, err
		}
		return dir, nil, nil
	}
	if err := isDirectory(dir); err != nil {
		return "", nil, err
	}
	if kustomizationFile(dir) == "" {
		place := ""
		found, err := walk(dir, func(file, text string) error {
			if namesOurs(file, text) {
				place = file
				return fs.SkipAll
			}
			return nil
		})
		return place, slices.DeleteFunc(found.All(), func(f finding.Finding) bool { return f.Code != finding.Limit }), err
	}
	root, err := rootOf(dir)
	if err != nil {
		return "", nil, fmt.Errorf("look at the kustomization: %w", err)
	}
	d := discovery{tree: tree{dir: dir, root: root}, seen: map[string]bool{}}
	return d.layer(root), d.found, nil
}

// holdsOurs says whether a resource of the package is of a group of ours.
func (p *Package) holdsOurs() bool {
	for i := range p.Resources {
		if Ours(&p.Resources[i].Meta) {
			return true
		}
	}
	return p.Config != nil
}

// namesOurs says whether a text holds a resource of ours, or names our groups and cannot be read.
func namesOurs(file, text string) bool {
	if !strings.Contains(text, ourGroups+"/") {
		return false
	}
	p := Package{}
	err := p.addText(file, text)
	return err != nil || p.holdsOurs() || p.Found.Failed()
}

// discovery looks for our resources in a kustomization and what it refers to. It builds nothing: a kustomization that
// cannot be built may still be ours.
type discovery struct {
	tree
	seen  map[string]bool
	files int
}

// layer is the first place in a kustomization, or below, that holds a resource of ours.
func (d *discovery) layer(dir string) string {
	name := kustomizationFile(dir)
	if name == "" || d.seen[dir] {
		return ""
	}
	d.seen[dir] = true
	l := &layer{dir: dir}
	text, ok := d.file(l, name)
	if !ok {
		return ""
	}
	var k types.Kustomization
	if len(text) > maxKustomization || effort(text).comparisons > maxKeys*maxKeys || k.Unmarshal([]byte(text)) != nil {
		if strings.Contains(text, ourGroups+"/") {
			return d.shown(filepath.Join(dir, name))
		}
		return ""
	}
	for _, e := range entriesOf(&k) {
		if place := d.entry(l, e, filepath.Join(dir, name)); place != "" {
			return place
		}
	}
	return ""
}

// entry is layer for an entry of a kustomization.
func (d *discovery) entry(l *layer, e entry, file string) string {
	d.entries++
	switch {
	case !e.layer(), e.remote(), d.entries > maxEntries:
		return ""
	case e.inline():
		if namesOurs(file, e.value) {
			return d.shown(file)
		}
		return ""
	}
	found, err := find(l.dir, e.value)
	if err != nil {
		return ""
	}
	if found.dir != "" {
		return d.layer(found.dir)
	}
	if text, ok := d.file(l, e.value); ok && namesOurs(found.file, text) {
		return d.shown(found.file)
	}
	return ""
}

// file reads a file of a layer. What cannot be read has nothing to say, and behind a limit nothing is read.
func (d *discovery) file(l *layer, name string) (string, bool) {
	t, err := find(l.dir, name)
	if err != nil || t.file == "" || !within(l.dir, t.file) {
		return "", false
	}
	if d.files++; d.files > maxFiles || d.bytes+t.size > maxPackage {
		if d.found == nil {
			d.found = []finding.Finding{limited("no resource of ours is in the first %d files and %s of the package, and no more are read",
				maxFiles, bytes(maxPackage))}
		}
		return "", false
	}
	text, err := readRegular(os.OpenFile, t.file, MaxFile)
	d.bytes += int64(len(text))
	return text, err == nil
}

// isDirectory is nil for a directory.
func isDirectory(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return PackageError{fmt.Sprintf("there is no directory %q", dir)}
	case err != nil:
		return fmt.Errorf("look at the package: %w", err)
	case !info.IsDir():
		return PackageError{fmt.Sprintf("%q is a file: name the directory that holds it, or - to read a stream", dir)}
	}
	return nil
}
