package relay

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRelay has the program's side run in this process, one time after the other.
func TestRelay(t *testing.T) {
	s, err := New()
	require.NoError(t, err)
	served := make(chan struct{})
	go func() {
		defer close(served)
		s.Serve(func(index int, list string) []byte {
			if index == 1 {
				return nil
			}
			return []byte(list + "!")
		})
	}()
	run := func(index int, text string) (string, error) {
		var out bytes.Buffer
		from, to := other(t, s)
		err := hand(uint32(index), strings.NewReader(text), &out, from, to)
		return out.String(), err
	}
	for _, text := range []string{"", "a", strings.Repeat("x", pieceSize-1), strings.Repeat("x", pieceSize), strings.Repeat("y", 3*pieceSize+7)} {
		got, err := run(0, text)
		require.NoError(t, err)
		require.Equal(t, text+"!", got)
	}
	got, err := run(1, "a")
	require.ErrorIs(t, err, ErrFailed)
	require.Empty(t, got)
	require.NoError(t, s.Close())
	<-served
}

// other is the program's side of the pipes.
func other(t *testing.T, s *Server) (from, to *os.File) {
	t.Helper()
	ends := [2]*os.File{}
	for i, fd := range []int{s.theirIn, s.theirOut} {
		again, err := syscall.Dup(fd)
		require.NoError(t, err)
		ends[i] = os.NewFile(uintptr(again), "end")
		t.Cleanup(func() { _ = ends[i].Close() })
	}
	return ends[0], ends[1]
}

func TestRunIsNotForPeople(t *testing.T) {
	for _, args := range [][]string{nil, {"5", "6"}, {"5", "6", "0", "0"}, {"5", "6", "x"}, {"-1", "6", "0"}, {"1", "2", "0"}, {"5", "99999999999", "0"}} {
		require.ErrorIs(t, Run(args, strings.NewReader(""), &bytes.Buffer{}), ErrUsage, "%v", args)
	}
	require.Error(t, Run([]string{"1000", "1001", "0"}, strings.NewReader("a"), &bytes.Buffer{}), "there is nobody")
}
