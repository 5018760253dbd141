//go:build !linux

package output

import (
	"errors"
	"os"
)

// syncAll does nothing: only Linux syncs one file system at once.
func syncAll(*os.File) error { return nil }

func (d *disk) renameNew(string, string) error { return errors.ErrUnsupported }

func (d *disk) exchange(string, string) error { return errors.ErrUnsupported }
