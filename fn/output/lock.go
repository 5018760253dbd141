package output

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// patience is how long a run waits for another one that writes to the same directory, and pause how often it looks.
const (
	patience = time.Minute
	pause    = 20 * time.Millisecond
)

var errLocked = errors.New("another wukong-fn writes there: wait until it is done, and run this one again")

// lock keeps other runs out of OUT. The lock goes with the process, however that ends.
func (w *writer) lock(patience time.Duration) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		held, err := w.tryLock()
		switch {
		case err != nil:
			_ = w.remove(private) // in case we made it
			return err
		case held:
			return nil
		case time.Now().After(deadline):
			return errLocked
		}
	}
}

// tryLock locks a file. The run that had it before removes it at its end, and perhaps the directory with it: what was
// locked must still be the file of that name.
func (w *writer) tryLock() (held bool, err error) {
	if err := w.mkdir(private, w.perm|ownerAll); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	if err := w.may("lock", lockFile); err != nil {
		return false, err
	}
	f, err := w.root.OpenFile(lockFile, os.O_RDWR|os.O_CREATE, fileMode(w.perm))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() {
		if !held {
			err = errors.Join(err, f.Close())
		}
	}()
	if locked, err := flock(f); err != nil || !locked {
		return false, err
	}
	mine, err := f.Stat()
	if err != nil {
		return false, err
	}
	named, err := w.root.Lstat(lockFile)
	if err != nil || !os.SameFile(mine, named) {
		return false, nil
	}
	w.locked = f
	return true, nil
}

// unlock lets the next run in, and leaves nothing but an index.
func (w *writer) unlock() error {
	err := w.remove(lockFile)
	_ = w.remove(private) // it stays where there is an index
	return errors.Join(err, w.locked.Close())
}
