package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"strings"
	"unsafe"
)

// ReadAll reads a stream up to a limit in bytes: a regular file in one piece of its size, any other stream in pieces that
// are put together at the end, so that at no time more than twice the text is in memory.
func ReadAll(in io.Reader, limit int64) (string, error) {
	if f, ok := in.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return readAll(in, info.Size(), limit)
		}
	}
	return readAll(in, 0, limit)
}

// readAll is ReadAll for a stream of a size, which is 0 where it is unknown: files of the kernel's have none either.
func readAll(in io.Reader, known, limit int64) (string, error) {
	size, least := int64(firstPiece), int64(firstPiece)
	switch {
	case known > limit:
		return "", tooLarge(limit)
	case known > 0:
		least, size = known, known+1 // to see when there is more
	}
	var pieces []string
	total := int64(0)
	for {
		piece := make([]byte, size)
		n, err := io.ReadAtLeast(in, piece, int(least))
		if total += int64(n); total > limit {
			return "", tooLarge(limit)
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

// The collector's pace. The program starts with a quick one, for most runs live for a moment. With a large input it is as
// usual, so that memory stays a small multiple of the input.
const (
	usualGC = 100
	large   = 32 << 20 // bytes of input
)

// pace sets the collector's pace for an input that has grown. It is set once, for that stops the world.
func pace(before, now int64) {
	if before <= large && now > large {
		debug.SetGCPercent(usualGC)
	}
}
