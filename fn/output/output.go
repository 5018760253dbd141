// Package output writes what is to be applied to files in a directory OUT that others write to as well: one directory a
// stage, one file an object.
//
// What is ours there stands in an index, OUT/.wukong-fn/index: the path of each file with the digest of what we wrote. A
// file that it names and that still has the digest is replaced or removed as needed. Anything else in our way is somebody's
// work: a finding says so, and nothing is written. --force replaces files and links in our way, but never a directory. A
// file that has the wanted content already is taken into the index, whoever wrote it. Links inside OUT are not followed;
// OUT itself may be one.
//
// A run goes like this. All of it happens inside OUT, which may be a mount point in a directory that cannot be written.
//
//  1. Lock OUT, and remove .wukong-fn/run, in case the run before was killed.
//  2. Compare each wanted file with what is there, and write what is new to .wukong-fn/run. With a finding it ends here.
//  3. Write an index of all digests, old and new. From here on every file of ours is known whatever happens.
//  4. Make each change: a new file and the old one change places, or the new one is renamed to where nothing was. The old
//     one is kept in .wukong-fn/run.
//  5. Write the index of the new digests, remove .wukong-fn/run, and unlock.
//
// A process that is killed leaves every file whole, old or new, and each is in the index. There is nothing to recover: the
// next run compares and changes what is not as it should be. An error, of a full disk or of a directory that cannot be
// written, undoes what was done in steps 3 to 5.
//
// When the power fails the same holds on Linux, on a file system that keeps the order of renames: before step 3 the file
// system is synced, once for all files. That a run's result is on the disk at its end is not promised.
package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/novasphere/wukong-fn/fn/progress"
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
)

// What we have in OUT besides the files. The index is not named like a manifest: there are tools that read hidden files.
const (
	private  = ".wukong-fn"
	lockFile = private + "/lock"
	runDir   = private + "/run"
)

// Options are what the command line says about writing.
type Options struct {
	// Force replaces and removes files and links that are not ours.
	Force bool
	// Progress is told how far the run is.
	Progress *progress.Line
}

// Done is what a run has done: how many files were written, new or in the place of others, how many were as they are wanted
// already, and how many of an earlier run were removed.
type Done struct{ Written, Unchanged, Removed int }

func (d Done) String() string {
	return fmt.Sprintf("%d files written, %d unchanged, %d removed", d.Written, d.Unchanged, d.Removed)
}

// Write writes the result's files below dir, and removes those of an earlier run that are wanted no more. With findings or
// an error dir stays as it was, unless undoing fails, too: then the error says so.
func Write(dir string, result *render.Result, o Options) (Done, []finding.Finding, error) {
	w := &writer{dir: dir, force: o.Force, patience: patience}
	o.Progress.Step("comparing and writing files", 0)
	found, err := w.write(func(put put) error {
		return files(result, func(name string, text []byte) error {
			o.Progress.Add()
			return put(name, text)
		})
	})
	return w.done(), found, err
}

// done counts what a run has done that ended without findings and errors.
func (w *writer) done() Done {
	d := Done{Written: len(w.wanted) - w.same, Unchanged: w.same}
	for i := range w.changes {
		if w.changes[i].staged == "" {
			d.Removed++
		}
	}
	return d
}

// writer is one run.
type writer struct {
	disk
	dir      string // as the user named it
	force    bool
	patience time.Duration

	made   []string    // directories that were made for OUT, the innermost first
	perm   fs.FileMode // of OUT
	locked *os.File

	known     index  // what is ours before
	old       string // and how that is written
	indexPerm fs.FileMode
	wanted    index // what is ours afterwards
	same      int   // how many files of it are there already
	stages    map[string]*stage
	changes   []change
	found     []finding.Finding

	hash   hash.Hash
	buffer []byte
}

// stage is a directory in OUT that we write to.
type stage struct {
	// missing says that it is written as a whole, blocked that something else is in its place.
	missing, blocked bool
	perm             fs.FileMode
}

// change is something that has to become different in OUT: a file, or a directory that is not there yet.
type change struct {
	path   string
	staged string      // what goes there, empty where the file is removed
	was    fs.FileInfo // what was there when we looked, nil for nothing
}

// write runs with any files.
func (w *writer) write(all func(put) error) (found []finding.Finding, err error) {
	defer func() {
		if err != nil {
			err = w.explain(err)
		}
	}()
	w.begin()
	if err := w.enter(); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.leave(err != nil || len(found) > 0)) }()
	if err := w.prepare(all); err != nil {
		return nil, err
	}
	if len(w.found) > 0 {
		return w.found, nil
	}
	return nil, w.commit()
}

// prepare finds out what has to change, or what is in the way. It writes to the directory of the run only.
func (w *writer) prepare(all func(put) error) error {
	if err := w.removeAll(runDir); err != nil {
		return err
	}
	if err := w.mkdir(runDir, w.perm|ownerAll); err != nil {
		return err
	}
	if err := w.readIndex(); err != nil || len(w.found) > 0 {
		return err
	}
	if err := all(w.put); err != nil {
		return err
	}
	return w.dropRest()
}

// explain says where an error happened, and who we are where that matters: in a container often somebody else than thought.
func (w *writer) explain(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("write to %s, as user %d of group %d: %w", w.dir, os.Getuid(), os.Getgid(), err)
	}
	return fmt.Errorf("write to %s: %w", w.dir, err)
}

// enter makes OUT where it is missing, opens and locks it.
func (w *writer) enter() (err error) {
	defer func() {
		if err != nil {
			w.unmake()
		}
	}()
	for dir := filepath.Clean(w.dir); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
			break
		}
		w.made = append(w.made, dir)
	}
	if err := os.MkdirAll(w.dir, 0o777); err != nil {
		return err
	}
	root, err := os.OpenRoot(w.dir)
	if err != nil {
		return err
	}
	w.root, w.opened = root, map[string]opened{}
	info, err := root.Stat(".")
	if err == nil {
		w.perm = info.Mode().Perm()
		err = w.lock(w.patience)
	}
	if err != nil {
		return errors.Join(err, w.close())
	}
	return nil
}

// leave cleans up and unlocks OUT. Where nothing was written a directory that was made for it goes again.
func (w *writer) leave(nothing bool) error {
	err := errors.Join(w.removeAll(runDir), w.unlock(), w.close())
	if nothing {
		w.unmake()
	}
	return err
}

func (w *writer) unmake() {
	for _, dir := range w.made {
		_ = os.Remove(dir) // what is not empty has become somebody's
	}
}

// begin makes room for what a run has to know.
func (w *writer) begin() {
	w.wanted, w.stages = index{}, map[string]*stage{}
	w.hash, w.buffer = sha256.New(), make([]byte, 32<<10)
}

// readIndex reads what is ours.
func (w *writer) readIndex() error {
	w.known, w.indexPerm = index{}, fileMode(w.perm)
	switch is, err := w.look(IndexFile); {
	case err != nil:
		return err
	case is == nil:
		return nil
	case !is.Mode().IsRegular():
		w.report(finding.Blocked, IndexFile, "the list of the files that wukong-fn wrote goes here, but this is something else: move it away")
		return nil
	default:
		w.indexPerm = is.Mode().Perm()
	}
	text, err := w.root.ReadFile(IndexFile)
	if err != nil {
		return err
	}
	w.old = string(text)
	var broken int
	if w.known, broken = parseIndex(w.old); broken > 0 && !w.force {
		w.report(finding.BrokenIndex, IndexFile, "the list of the files that wukong-fn wrote is damaged: restore it from Git, "+
			"or let --force replace what is in the way and write it anew")
		w.found[0].Place.Line = broken
	}
	return nil
}

func (w *writer) report(code finding.Code, name, message string) {
	f := finding.New(code, "", message)
	f.Place.File = filepath.ToSlash(filepath.Join(w.dir, filepath.FromSlash(name)))
	w.found = append(w.found, f)
}

// Modes. Who may not look into the directory may not read what is written there: it can hold passwords. The process's mask
// is taken off besides.
const ownerAll, ownerReads = 0o700, 0o600

func fileMode(dir fs.FileMode) fs.FileMode { return dir&0o666 | ownerReads }
