package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// maxInput bounds what is read of a stream or a package: far above the largest fleet (200 MB), far below what would hurt.
const maxInput = 1 << 30

var errTooLarge = errors.New("the input is larger than 1 GiB: split the package")

// readAll reads a stream up to a limit in bytes. A regular file is read in one piece of its size.
func readAll(in io.Reader, limit int64) (string, error) {
	var text strings.Builder
	if f, ok := in.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() <= limit {
			text.Grow(int(info.Size()))
		}
	}
	n, err := io.Copy(&text, io.LimitReader(in, limit+1))
	if err != nil {
		return "", fmt.Errorf("read the input: %w", err)
	}
	if n > limit {
		return "", errTooLarge
	}
	return text.String(), nil
}

// flushSize is how many bytes are gathered before they are written.
const flushSize = 64 << 10

// flusher gathers output in a buffer that callers append to.
type flusher struct {
	w      io.Writer
	buffer []byte
}

func (f *flusher) write(s string) error {
	if len(s) >= flushSize {
		if err := f.flush(); err != nil {
			return err
		}
		_, err := io.WriteString(f.w, s)
		return err
	}
	f.buffer = append(f.buffer, s...)
	return f.flushFull()
}

func (f *flusher) flushFull() error {
	if len(f.buffer) < flushSize {
		return nil
	}
	return f.flush()
}

func (f *flusher) flush() error {
	_, err := f.w.Write(f.buffer)
	f.buffer = f.buffer[:0]
	return err
}
