package output

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// syncAll waits until the file system that a directory is on has all on the disk: once for any number of files.
func syncAll(dir int) error {
	if err := unix.Syncfs(dir); err != nil {
		return fmt.Errorf("sync the file system: %w", err)
	}
	return nil
}

// renameNew renames to where nothing is.
func (d *disk) renameNew(from, to string) error { return d.rename2(from, to, unix.RENAME_NOREPLACE) }

// exchange makes two files change places.
func (d *disk) exchange(a, b string) error { return d.rename2(a, b, unix.RENAME_EXCHANGE) }

func (d *disk) rename2(from, to string, flags uint) error {
	a, oldName, err := d.in(from)
	if err != nil {
		return err
	}
	b, newName, err := d.in(to)
	if err != nil {
		return err
	}
	err = unix.Renameat2(a.fd, oldName, b.fd, newName, flags)
	switch {
	case errors.Is(err, unix.EINVAL): // the file system does not have it
		return errors.ErrUnsupported
	case err != nil:
		return fmt.Errorf("rename %s to %s: %w", from, to, err)
	}
	return nil
}
