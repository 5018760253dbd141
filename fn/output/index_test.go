package output

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIndex(t *testing.T) {
	x := index{}
	x.add("40-machines/a.yaml", digestOf("1"))
	x.add("40-machines/a.yaml", digestOf("1"))
	x.add("40-machines/a.yaml", digestOf("2"))
	x.add("00-install/b.yaml", digestOf(""))
	read, broken := parseIndex(string(x.text()))
	require.Zero(t, broken)
	require.Equal(t, x, read)
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  00-install/b.yaml\n"
	require.Contains(t, string(x.text()), empty, "as sha256sum prints it")
	for _, line := range []string{
		"x\n",
		strings.Repeat("0", 64) + " 40-machines/a\n",
		strings.Repeat("g", 64) + "  40-machines/a\n",
		strings.Repeat("0", 64) + "  /a\n",
		strings.Repeat("0", 64) + "  a/b/c\n",
		strings.Repeat("0", 64) + "  ../c\n",
		strings.Repeat("0", 64) + "  a/..\n",
		strings.Repeat("0", 64) + "  a/b\\c\n",
		strings.Repeat("0", 64) + "  a/b",
	} {
		_, broken := parseIndex("# head\n" + line)
		require.Equal(t, 2, broken, line)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add(string(index{"40-machines/a.yaml": {digestOf("1"), digestOf("2")}}.text()))
	f.Add("<<<<<<< HEAD\n")
	f.Fuzz(func(t *testing.T, text string) {
		x, _ := parseIndex(text)
		for name := range x {
			require.True(t, validPath(name))
			require.True(t, filepath.IsLocal(name))
		}
		again, broken := parseIndex(string(x.text()))
		require.Zero(t, broken)
		require.Equal(t, x, again)
	})
}
