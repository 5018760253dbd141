package scalar

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestLost holds the table against the library that decides: a character is lost where it refuses or changes it.
func TestLost(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		switch {
		case r >= 0xd800 && r < 0xe000:
			continue // no characters
		case r > 0x3000 && r < 0xd000 && r%256 != 0, r > 0xffff && r%4096 > 1 && r%4096 < 4094:
			continue // far from any limit
		}
		_, lost := Lost("a" + string(r) + "b")
		text, err := yaml.Marshal("a" + string(r) + "b")
		var back string
		if err == nil {
			err = yaml.Unmarshal(text, &back)
		}
		require.Equal(t, lost, err != nil || back != "a"+string(r)+"b", "%U", r)
		require.Equal(t, !lost, Carried(r), "%U", r)
	}
	for text, want := range map[string]rune{"\x7fa": 0x7f, "a\u0085": 0x85, "a\xffb": 0xfffd, "\xed\xa0\x80": 0xfffd, "ö\uffff": 0xffff} {
		r, lost := Lost(text)
		require.True(t, lost, "%q", text)
		require.Equal(t, want, r, "%q", text)
	}
	_, lost := Lost("plain, größer, \ufffd and \U0001f600\t\n")
	require.False(t, lost)
}

func TestKeyFits(t *testing.T) {
	for _, c := range []string{"a", "\x01", "\u2028", "\"", "&", "ö", "\U0001f600"} {
		n := 1
		for KeyFits(strings.Repeat(c, n+1)) {
			n++
		}
		require.Greater(t, n, 160)
		require.LessOrEqual(t, n, 1000)
		text, err := yaml.Marshal(map[string]string{strings.Repeat(c, n): "x"})
		require.NoError(t, err, c)
		var back map[string]string
		require.NoError(t, yaml.Unmarshal(text, &back))
		require.Equal(t, "x", back[strings.Repeat(c, n)])
	}
	_, err := yaml.Marshal(map[string]string{strings.Repeat("a", 1100): "x"})
	require.Error(t, err, "there is a limit")
}
