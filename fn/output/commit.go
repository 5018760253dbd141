package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"

	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/object"
)

// oldIndex is a copy of the index as it was before the run.
const oldIndex = runDir + "/index-old"

// step is a rename that was done and can be undone.
type step struct{ from, to string }

// commit makes the changes, all or none.
func (w *writer) commit() (err error) {
	if len(w.changes) == 0 && string(w.wanted.text()) == w.old {
		w.removeEmptyStages()
		return nil
	}
	var done []step
	defer func() {
		if err != nil {
			err = errors.Join(err, w.undo(done))
		}
	}()
	if len(w.changes) > 0 {
		if err := w.create(oldIndex, w.indexPerm, true, []byte(w.old)); err != nil { // so that a full disk does not matter later
			return err
		}
		if err := w.sync(); err != nil {
			return err
		}
		if err := w.writeIndex(w.known.and(w.wanted)); err != nil {
			return err
		}
		back := step{oldIndex, IndexFile}
		if w.old == "" {
			back = step{IndexFile, oldIndex}
		}
		done = append(done, back)
	}
	for i := range w.changes {
		if err := w.apply(&w.changes[i], strconv.Itoa(i), &done); err != nil {
			return err
		}
	}
	if err := w.writeIndex(w.wanted); err != nil {
		return err
	}
	w.removeEmptyStages()
	return nil
}

// writeIndex puts an index in the place of the one that is there, which is there at any time.
func (w *writer) writeIndex(x index) error {
	const staged = runDir + "/index"
	if err := w.create(staged, w.indexPerm, w.old != "", x.text()); err != nil {
		return err
	}
	return w.rename(staged, IndexFile)
}

// apply makes one change, and notes how to undo it. It makes sure that what it replaces or removes is what we looked at.
func (w *writer) apply(c *change, number string, done *[]step) error {
	if c.was == nil {
		err := w.place(c.staged, c.path)
		if err == nil {
			*done = append(*done, step{c.path, c.staged})
		}
		return inBetween(c.path, err)
	}
	kept, err := w.setAside(c, number)
	if err != nil {
		return inBetween(c.path, err)
	}
	*done = append(*done, step{kept, c.path})
	is, err := w.look(kept)
	if err != nil {
		return err
	}
	if !unchanged(c.was, is) {
		return inBetween(c.path, fs.ErrExist)
	}
	if c.staged == "" || c.staged == kept {
		return nil
	}
	return w.rename(c.staged, c.path)
}

// setAside keeps the old file of a change and says where. Where that is the place of the new one, the two have changed
// places.
func (w *writer) setAside(c *change, number string) (kept string, err error) {
	kept = runDir + "/old-" + number
	if c.staged == "" {
		return kept, w.rename(c.path, kept)
	}
	err = w.swap(c.staged, c.path)
	if errors.Is(err, errors.ErrUnsupported) {
		return kept, w.keep(c.path, kept)
	}
	return c.staged, err
}

// inBetween says what it means when a file has come or gone since we looked.
func inBetween(name string, err error) error {
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s was changed by somebody else in this moment: run this again", name)
	}
	return err
}

// unchanged says whether something is what it was.
func unchanged(was, is fs.FileInfo) bool {
	if was == nil || is == nil {
		return was == nil && is == nil
	}
	return os.SameFile(was, is) && was.Mode() == is.Mode() && (was.IsDir() || was.Size() == is.Size() && was.ModTime().Equal(is.ModTime()))
}

// undo goes back through what was done.
func (w *writer) undo(done []step) error {
	for _, s := range slices.Backward(done) {
		if err := w.rename(s.from, s.to); err != nil {
			return fmt.Errorf("%s is in part new now, run this again; cannot go back: %w", w.dir, err)
		}
	}
	return nil
}

// removeEmptyStages removes directories of stages that the run does not need, if nothing is in them.
func (w *writer) removeEmptyStages() {
	dirs := deliver.Directories()
	for _, s := range object.Stages() {
		dirs = append(dirs, s.Directory())
	}
	for _, dir := range dirs {
		if w.stages[dir] == nil {
			_ = w.remove(dir)
		}
	}
}
