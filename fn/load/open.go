package load

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// kindError says that something is no regular file.
type kindError struct{ kind string }

func (e kindError) Error() string {
	return "this is " + e.kind + ", and only regular files are read: put a file in its place, or remove it"
}

// opener opens a file with flags.
type opener func(name string, flag int, perm fs.FileMode) (*os.File, error)

// readRegular reads a regular file of a package up to a limit in bytes. It waits for nobody: a named pipe without a writer
// is opened, found to be none, and closed.
func readRegular(open opener, name string, limit int64) (string, error) {
	f, err := open(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV):
		return "", kindError{"a socket, or a device that is not there"}
	case errors.Is(err, syscall.ELOOP):
		return "", kindError{"a link that leads to itself"}
	case err != nil:
		return "", err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if err := regular(info.Mode()); err != nil {
		return "", err
	}
	return readAll(f, info.Size(), limit)
}

// regular is nil for a regular file, and else says what it is.
func regular(mode fs.FileMode) error {
	switch mode & fs.ModeType {
	case 0:
		return nil
	case fs.ModeDir:
		return kindError{"a directory"}
	case fs.ModeSymlink:
		return kindError{"a link"}
	case fs.ModeNamedPipe:
		return kindError{"a named pipe"}
	case fs.ModeSocket:
		return kindError{"a socket"}
	}
	return kindError{"a device"}
}
