package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unsafe"
)

// maxInput bounds what is read of a stream or a package: far above the largest fleet (200 MB), far below what would hurt.
const maxInput = 1 << 30

var errTooLarge = errors.New("the input is larger than 1 GiB: split the package")

// readAll reads a stream up to a limit in bytes: a regular file in one piece of its size, any other stream in pieces that
// are put together at the end, so that at no time more than twice the text is in memory.
func readAll(in io.Reader, limit int64) (string, error) {
	size, least := int64(firstPiece), int64(firstPiece)
	if f, ok := in.(interface{ Stat() (fs.FileInfo, error) }); ok {
		info, err := f.Stat()
		switch {
		case err != nil, !info.Mode().IsRegular(), info.Size() == 0: // files of the kernel's have no size
		case info.Size() > limit:
			return "", errTooLarge
		default:
			least, size = info.Size(), info.Size()+1 // to see when there is more
		}
	}
	var pieces []string
	total := int64(0)
	for {
		piece := make([]byte, size)
		n, err := io.ReadAtLeast(in, piece, int(least))
		if total += int64(n); total > limit {
			return "", errTooLarge
		}
		if n > 0 {
			pieces = append(pieces, unsafe.String(&piece[0], n)) // nobody writes to the piece any more
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), err == nil && int64(n) < size:
			pace(0, total)
			return strings.Join(pieces, ""), nil
		case err != nil:
			return "", fmt.Errorf("read the input: %w", err)
		}
		size = min(2*size, largestPiece)
		least = size
	}
}

// The sizes of the pieces of a stream, in bytes. A large one costs nothing beyond what is read into it.
const (
	firstPiece   = 64 << 10
	largestPiece = 16 << 20
)

// flushSize is how many bytes are gathered before they are written.
const flushSize = 64 << 10

// largestItem is a bit more than the largest object that we write, the definition of the NMState kind.
const largestItem = 104 << 10

// flusher gathers output in a buffer that callers append to.
type flusher struct {
	w      io.Writer
	buffer []byte
}

// newFlusher has room for all that is gathered between two writes. What is not used of it costs nothing: the memory is
// the system's until it is touched.
func newFlusher(w io.Writer) *flusher {
	return &flusher{w: w, buffer: make([]byte, 0, flushSize+largestItem)}
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
