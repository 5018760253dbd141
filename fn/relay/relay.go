// Package relay lets a process be its own KRM function. kustomize runs a function as a program; here that program does
// nothing but hand the list on its standard input to the process that it was started by, and print what comes back. So
// the process knows what was found, and renders in its own memory and with its own options.
//
// Both sides are joined by two pipes, which the program inherits: nothing is written to the disk. Texts go in pieces, each
// behind its length, and end with a piece of length 0.
package relay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"syscall"
)

// Command is the first argument of a program that is to be a relay. Behind it stand what Server.Args says.
const Command = "relay"

// pieceSize is how much is handed over at once.
const pieceSize = 64 << 10

// Server is the side of the process that renders.
type Server struct {
	in, out *os.File
	// theirIn and theirOut are the other ends, as the program inherits them.
	theirIn, theirOut int
}

// New makes the pipes.
func New() (s *Server, err error) {
	s = &Server{theirIn: -1, theirOut: -1}
	if s.in, s.theirOut, err = pipe(true); err == nil {
		s.out, s.theirIn, err = pipe(false)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the pipes to the function: %w", err), s.Close())
	}
	return s, nil
}

// pipe is one end of a pipe and the other, which programs inherit: a duplicate, since Go closes what it opens itself.
func pipe(reads bool) (ours *os.File, theirs int, err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, -1, err
	}
	ours, other := r, w
	if !reads {
		ours, other = w, r
	}
	theirs, err = syscall.Dup(int(other.Fd()))
	if err = errors.Join(err, other.Close()); err != nil {
		return nil, -1, errors.Join(err, ours.Close())
	}
	return ours, theirs, nil
}

// Args are the arguments of a program that relays to this server. index tells the callers apart.
func (s *Server) Args(index int) []string {
	return []string{Command, strconv.Itoa(s.theirIn), strconv.Itoa(s.theirOut), strconv.Itoa(index)}
}

// Serve answers one program after the other until the server is closed. An answer that is nil makes the program fail.
func (s *Server) Serve(answer func(index int, list string) []byte) {
	for {
		var index uint32
		var list bytes.Buffer
		if binary.Read(s.in, binary.LittleEndian, &index) != nil || receive(&list, s.in) != nil {
			return // closed
		}
		text := answer(int(index), list.String())
		list = bytes.Buffer{}
		status := byte(0)
		if text == nil {
			status = 1
		}
		if send(s.out, bytes.NewReader(text)) != nil {
			return
		}
		if _, err := s.out.Write([]byte{status}); err != nil {
			return
		}
	}
}

// Close ends Serve.
func (s *Server) Close() error {
	var errs []error
	for _, f := range []*os.File{s.in, s.out} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	for _, fd := range []int{s.theirIn, s.theirOut} {
		if fd >= 0 {
			errs = append(errs, syscall.Close(fd))
		}
	}
	return errors.Join(errs...)
}

// ErrFailed says that the process has found an error in the list, and has reported it.
var ErrFailed = errors.New("the list has errors")

// ErrUsage says that a program that is to be a relay was started by somebody else.
var ErrUsage = errors.New("relay is for the program itself, while it builds a kustomization")

// Run is the other side: the program that kustomize runs as the function. args are those behind Command.
func Run(args []string, in io.Reader, out io.Writer) error {
	var numbers [3]int
	if len(args) != len(numbers) {
		return ErrUsage
	}
	for i := range numbers {
		n, err := strconv.ParseUint(args[i], 10, 31)
		if err != nil || i < 2 && n <= 2 { // not one of the three streams
			return ErrUsage
		}
		numbers[i] = int(n)
	}
	from, to := os.NewFile(uintptr(numbers[0]), "from the process"), os.NewFile(uintptr(numbers[1]), "to the process")
	err := hand(uint32(numbers[2]), in, out, from, to) //nolint:gosec // 31 bits were parsed
	return errors.Join(err, from.Close(), to.Close())
}

func hand(index uint32, in io.Reader, out io.Writer, from io.Reader, to io.Writer) error {
	if err := binary.Write(to, binary.LittleEndian, index); err != nil {
		return fmt.Errorf("hand the list over: %w", err)
	}
	if err := send(to, in); err != nil {
		return fmt.Errorf("hand the list over: %w", err)
	}
	if err := receive(out, from); err != nil {
		return fmt.Errorf("take the answer: %w", err)
	}
	var status [1]byte
	if _, err := io.ReadFull(from, status[:]); err != nil {
		return fmt.Errorf("take the answer: %w", err)
	}
	if status[0] != 0 {
		return ErrFailed
	}
	return nil
}

// send sends a text to its end.
func send(to io.Writer, text io.Reader) error {
	piece := make([]byte, 4+pieceSize)
	for {
		n, err := io.ReadFull(text, piece[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		binary.LittleEndian.PutUint32(piece, uint32(n)) //nolint:gosec // at most pieceSize
		if _, err := to.Write(piece[:4+n]); err != nil || n == 0 {
			return err
		}
	}
}

// receive takes a text to its end.
func receive(text io.Writer, from io.Reader) error {
	for {
		var n uint32
		if err := binary.Read(from, binary.LittleEndian, &n); err != nil || n == 0 {
			return err
		}
		if _, err := io.CopyN(text, from, int64(n)); err != nil {
			return err
		}
	}
}
