package output

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"syscall"
)

// disk is the directory OUT. Paths are relative to it, with slashes, and lead nowhere else, whatever links there are.
type disk struct {
	root *os.Root
	// opened are directories in use, for there are many files in each; "." is OUT.
	opened map[string]opened
	// step is asked before each change of the disk, and stops it with an error. Only tests have one.
	step func(change, name string) error
}

// opened is a directory, once to work in and once for the calls that os.Root does not have.
type opened struct {
	*os.Root
	file *os.File
	fd   int
}

func (d *disk) may(change, name string) error {
	if d.step == nil {
		return nil
	}
	return d.step(change, name)
}

func (d *disk) close() error {
	var err error
	for _, dir := range d.opened {
		err = errors.Join(err, dir.Close(), dir.file.Close())
	}
	return errors.Join(err, d.root.Close())
}

// in is a path's directory and the name there.
func (d *disk) in(name string) (opened, string, error) {
	dir, file := path.Dir(name), path.Base(name)
	if at, ok := d.opened[dir]; ok {
		return at, file, nil
	}
	root, err := d.root.OpenRoot(dir)
	if err != nil {
		return opened{}, "", err
	}
	f, err := root.Open(".")
	if err != nil {
		return opened{}, "", errors.Join(err, root.Close())
	}
	at := opened{root, f, int(f.Fd())}
	d.opened[dir] = at
	return at, file, nil
}

// look is what stands at a path, nil where nothing does.
func (d *disk) look(name string) (fs.FileInfo, error) {
	at, file, err := d.in(name)
	var info fs.FileInfo
	if err == nil {
		info, err = at.Lstat(file)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return info, err
}

// quick changes nothing for files, and saves the calls with which the os package would find that out. A pipe that somebody
// puts in a file's place does not hold us up.
const quick = syscall.O_NONBLOCK

func (d *disk) open(name string) (*os.File, error) {
	at, file, err := d.in(name)
	if err != nil {
		return nil, err
	}
	return at.OpenFile(file, os.O_RDONLY|quick, 0)
}

// create writes a new file. Its mode is what the process's mask leaves of perm, or exactly perm.
func (d *disk) create(name string, perm fs.FileMode, exactly bool, text []byte) (err error) {
	if err := d.may("create", name); err != nil {
		return err
	}
	at, file, err := d.in(name)
	if err != nil {
		return err
	}
	f, err := at.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL|quick, perm)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if exactly {
		if err := f.Chmod(perm); err != nil {
			return err
		}
	}
	if err := d.may("write", name); err != nil {
		return err
	}
	_, err = f.Write(text)
	return err
}

func (d *disk) mkdir(name string, perm fs.FileMode) error {
	if err := d.may("mkdir", name); err != nil {
		return err
	}
	return d.root.Mkdir(name, perm)
}

func (d *disk) rename(from, to string) error {
	if err := d.may("rename", to); err != nil {
		return err
	}
	return d.root.Rename(from, to)
}

// place renames to where nothing is. Where the system cannot make sure of that in one go we look before.
func (d *disk) place(from, to string) error {
	err := d.may("place", to)
	if err == nil {
		err = d.renameNew(from, to)
	}
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	switch is, err := d.look(to); {
	case err != nil:
		return err
	case is != nil:
		return fs.ErrExist
	}
	return d.rename(from, to)
}

// swap exchanges two files in one go, or fails with errors.ErrUnsupported.
func (d *disk) swap(a, b string) error {
	if err := d.may("swap", b); err != nil {
		return err
	}
	return d.exchange(a, b)
}

// keep gives a file a second name, or moves it there where the file system has no such thing.
func (d *disk) keep(name, kept string) error {
	err := d.may("keep", name)
	if err == nil {
		err = d.root.Link(name, kept)
	}
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrPermission) {
		return d.rename(name, kept)
	}
	return err
}

func (d *disk) remove(name string) error {
	if err := d.may("remove", name); err != nil {
		return err
	}
	return d.root.Remove(name)
}

func (d *disk) removeAll(name string) error {
	if err := d.may("remove all", name); err != nil {
		return err
	}
	return d.root.RemoveAll(name)
}

// sync waits until all that was written is on the disk.
func (d *disk) sync() error {
	if err := d.may("sync", "."); err != nil {
		return err
	}
	at, _, err := d.in(".")
	if err != nil {
		return err
	}
	return syncAll(at.fd)
}
