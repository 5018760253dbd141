package command

import "io"

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
