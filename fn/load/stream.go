package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/bits"
	"runtime/debug"
	"strings"
)

// ReadAll reads a stream up to a limit in bytes: a regular file into memory of its size, any other stream in pieces that are
// put together at the end, so that at no time more than twice the text is in memory.
func ReadAll(in io.Reader, limit int64) (string, error) {
	size := int64(0)
	if f, ok := in.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			size = info.Size()
		}
	}
	text, err := readAll(in, size, limit)
	spare(0, int64(len(text)))
	return text, err
}

// readAll is ReadAll for a stream of a size, which is 0 where it is unknown: files of the kernel's have none either.
func readAll(in io.Reader, size, limit int64) (string, error) {
	if size > limit {
		return "", tooLarge(limit)
	}
	in = io.LimitReader(in, limit+1) // to see when there is more
	text := &strings.Builder{}
	var err error
	if size > 0 {
		text.Grow(int(size))
		err = copyFile(text, in, size)
	} else {
		err = copyPieces(text, in)
	}
	if err != nil {
		return "", fmt.Errorf("read the input: %w", err)
	}
	if int64(text.Len()) > limit {
		return "", tooLarge(limit)
	}
	pace(0, int64(text.Len()))
	return text.String(), nil
}

// copyFile copies a file of a size. A small one, as most are, is read at once, without another read for its end.
func copyFile(text *strings.Builder, in io.Reader, size int64) error {
	piece := make([]byte, min(size+1, firstPiece))
	n, err := io.ReadAtLeast(in, piece, int(min(size, firstPiece)))
	text.Write(piece[:n])
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), err == nil && n < len(piece) && int64(n) >= size:
		return nil
	case err == nil:
		_, err = io.CopyBuffer(text, in, piece)
	}
	return err
}

// copyPieces copies a stream of unknown length. Memory that grew with it would be copied over and over.
func copyPieces(text *strings.Builder, in io.Reader) error {
	var pieces [][]byte
	total := 0
	for size := firstPiece; ; size = min(2*size, largestPiece) {
		piece := make([]byte, size)
		n, err := io.ReadFull(in, piece)
		pieces = append(pieces, piece[:n])
		total += n
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			text.Grow(total)
			for _, piece := range pieces {
				text.Write(piece)
			}
			return nil
		case err != nil:
			return err
		}
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

// NoLimit is the memory limit that a program starts with that wants the collector to be eager where memory grows more than
// it should for the input. A limit that somebody else has set stays as it is: ours are odd numbers.
const NoLimit = 1<<40 + 1

// spare makes the collector eager as soon as the memory of a package that has grown is some ten times its size, which an
// honest fleet never takes. In small steps it would only take time.
func spare(before, now int64) {
	const small = 64 << 10
	if now < small || bits.Len64(uint64(before)) == bits.Len64(uint64(now)) {
		return
	}
	limit, want := debug.SetMemoryLimit(-1), 32<<20+8<<bits.Len64(uint64(now))+1
	if limit%2 == 1 && limit < math.MaxInt64 && (limit == NoLimit || limit < int64(want)) {
		debug.SetMemoryLimit(int64(want))
	}
}
