//go:build !linux

package output

import "errors"

// syncAll does nothing: only Linux syncs one file system at once.
func syncAll(int) error { return nil }

func (d *disk) renameNew(string, string) error { return errors.ErrUnsupported }

func (d *disk) exchange(string, string) error { return errors.ErrUnsupported }
