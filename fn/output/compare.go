package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// put takes in a wanted file.
func (w *writer) put(name string, text []byte) error {
	if w.wanted[name] != nil {
		return fmt.Errorf("two objects would be written to %s", name)
	}
	if !validPath(name) {
		return fmt.Errorf("%q is no name for a file", name)
	}
	sum := sha256.Sum256(text)
	w.wanted[name] = []digest{sum}
	s, err := w.stage(path.Dir(name))
	switch {
	case err != nil:
		return err
	case s.blocked:
		return nil
	case s.missing:
		return w.create(runDir+"/"+name, fileMode(s.perm), false, text)
	}
	was, err := w.look(name)
	if err != nil {
		return err
	}
	perm, exactly := fileMode(s.perm), false
	if was != nil {
		replace, err := w.mayReplace(name, was, sum)
		if err != nil || !replace {
			return err
		}
		if was.Mode().IsRegular() {
			perm, exactly = was.Mode().Perm(), true
		}
	}
	staged := w.nextFile("new")
	w.changes = append(w.changes, change{name, staged, was})
	return w.create(staged, perm, exactly, text)
}

// nextFile is a name in the directory of the run.
func (w *writer) nextFile(what string) string {
	return runDir + "/" + what + strconv.Itoa(len(w.changes))
}

// stage looks at a directory of OUT the first time that it is needed. What is missing is prepared beside.
func (w *writer) stage(dir string) (*stage, error) {
	if s, ok := w.stages[dir]; ok {
		return s, nil
	}
	s := &stage{perm: w.perm}
	w.stages[dir] = s
	was, err := w.look(dir)
	switch {
	case err != nil:
		return nil, err
	case was == nil:
		s.missing = true
		staged := runDir + "/" + dir
		w.changes = append(w.changes, change{dir, staged, nil})
		return s, w.mkdir(staged, w.perm|ownerAll)
	case !was.IsDir():
		s.blocked = true
		w.report(finding.Blocked, dir, "the directory of a stage goes here, but this is something else: move it away")
	default:
		s.perm = was.Mode().Perm()
	}
	return s, nil
}

// mayReplace compares what stands in the place of a file, and says whether it has to be replaced.
func (w *writer) mayReplace(name string, was fs.FileInfo, want digest) (bool, error) {
	is, err := w.compare(name, was, want)
	switch {
	case err != nil:
		return false, err
	case is == directory:
		w.report(finding.Blocked, name, "a file goes here, but this is a directory: move it away")
	case is == same:
		w.same++
	case is == ours, w.force:
		return true, nil
	case is == changed:
		w.report(finding.NotOurs, name, "this file was changed after wukong-fn wrote it, and would be replaced: "+
			"keep the change elsewhere, or let --force replace it")
	default:
		w.report(finding.NotOurs, name, "wukong-fn did not write this, and would replace it: move it away, or let --force replace it")
	}
	return false, nil
}

// standing is what something in the way is to us.
type standing int

const (
	same standing = iota
	ours
	changed
	foreign
	directory
)

// compare finds out what a file is to us.
func (w *writer) compare(name string, was fs.FileInfo, want digest) (standing, error) {
	switch {
	case was.IsDir():
		return directory, nil
	case !was.Mode().IsRegular():
		return foreign, nil
	}
	sum, err := w.digest(name)
	switch {
	case err != nil:
		return foreign, err
	case sum == want:
		return same, nil
	case w.known.has(name, sum):
		return ours, nil
	case w.known[name] != nil:
		return changed, nil
	}
	return foreign, nil
}

func (w *writer) digest(name string) (sum digest, err error) {
	f, err := w.open(name)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w.hash.Reset()
	if _, err := io.CopyBuffer(w.hash, struct{ io.Reader }{f}, w.buffer); err != nil {
		return sum, err
	}
	w.hash.Sum(sum[:0])
	return sum, nil
}

// dropRest finds the files of ours that are wanted no more.
func (w *writer) dropRest() error {
	for _, name := range slices.Sorted(maps.Keys(w.known)) {
		if w.wanted[name] != nil {
			continue
		}
		if dir, err := w.look(path.Dir(name)); err != nil {
			return err
		} else if dir == nil || !dir.IsDir() {
			continue // nothing of ours is there any more
		}
		was, err := w.look(name)
		if err != nil {
			return err
		}
		if was == nil {
			continue
		}
		is, err := w.compare(name, was, digest{})
		switch {
		case err != nil:
			return err
		case is == ours, w.force && is != directory:
			w.changes = append(w.changes, change{path: name, was: was})
		default:
			w.report(finding.NotOurs, name, "this was changed after wukong-fn wrote it, and would be removed, "+
				"because nothing in the package generates it any more: keep it under another name, or let --force remove it")
		}
	}
	return nil
}
