package load

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// What is read is all of the input, or an error where that is more than the limit, whatever the input is.
func TestReadAll(t *testing.T) {
	const limit = 3 * firstPiece
	for _, length := range []int{0, 1, firstPiece - 1, firstPiece, firstPiece + 1, limit - 1, limit, limit + 1, 2 * limit} {
		want := strings.Repeat("a line\n", length/7+1)[:length]
		name := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(name, []byte(want), 0o600))
		file, err := os.Open(name)
		require.NoError(t, err)
		reader, writer, err := os.Pipe()
		require.NoError(t, err)
		go func() {
			_, _ = io.WriteString(writer, want)
			_ = writer.Close()
		}()
		for source, in := range map[string]io.Reader{
			"file": file, "pipe": reader, "memory": strings.NewReader(want),
			"byte by byte": iotest.OneByteReader(strings.NewReader(want)), "end with the data": iotest.DataErrReader(strings.NewReader(want)),
		} {
			got, err := ReadAll(in, limit)
			if length > limit {
				require.ErrorAs(t, err, new(LimitError), "%s of %d", source, length)
				continue
			}
			require.NoError(t, err, "%s of %d", source, length)
			require.True(t, got == want, "%s of %d: got %d", source, length, len(got))
		}
		require.NoError(t, file.Close())
		require.NoError(t, reader.Close())
	}
	rest, err := os.Open("stream_test.go")
	require.NoError(t, err)
	defer func() { _ = rest.Close() }()
	_, err = io.ReadFull(rest, make([]byte, 8))
	require.NoError(t, err)
	got, err := ReadAll(rest, limit)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(got, "load\n"), "a file is read from where it stands")
	_, err = ReadAll(iotest.ErrReader(io.ErrClosedPipe), limit)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}
