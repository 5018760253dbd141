package yaml

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// oddities are texts that a fast reader gets wrong easily. They seed the fuzz test and run in every test.
var oddities = []string{
	"...", "   - -\t\n", "- \t", "!\n !", "a: &x\n  &y b\n", "a: &x\n  !t b\n", "a: &x b\nc: &y\n  *x\n", "a:\n-  \t# c\n  b\n", "...\n", "---\n...\n", "a: ! b\n", "a: !\n", "- ! [a]\n", "a: ! 'b'\n", "! a\n", "a: ! !x b\n", "a: !! b\n", "[! a, ! ]\n", "a: ! &x b\n", "a: ! <<\n", "", "\n", "# only\n", "---\n", "---\na: b\n", "--- # c\na: b\n", "---  \na: b\n", "---\n---\n", "a: b\n---\nc: d\n", "a: b\n...\n", "a: b\n---\n",
	"%YAML 1.2\n---\na: b\n", "\ufeffa: b\n", "a: yes\n", "a: ~\n", "a: 0x1F\n", "a: 1e3\n", "a: 2024-01-01\n", "a: \x01\n", "a: b  \n",
	"a:\tb\n", "\ta: b\n", "a: b\t# c\n", "a: b\r\nc: d\r\n", "a: b\rc: d\r", "a: &x b\nc: *x\n", "a: b\n  c\n", "a: \"b\n  c\"\n", "a: 'b\n\n  c'\n",
	"a:b\n", "a: b: c\n", "k\"q: b\n", "k[0]: {}\n", "- k{x: b\n", "k#x: b\n", "k,: b\n", "k#: [b]\n", "k!&*|>%@`: b\n", "- - x\n- - y\n  - z\n", "\"a\" : b\n", "a : b\n", "a: \"b\" # c\n", "a: \"b\"# c\n", "a: 'it''s'\n", "a: 'b' c\n",
	"ä: ö\n", "a: ü # ß\n", "a: \u0085b\n", "a: \u2028b\n", "a: \xff\n", "a:\n", "a:\nb:\n", "a:\n- x\n- y\nb: z\n", "a:\n- b:\n  - c\n  - d\n",
	"a:\n  - x\n  -\n  - y\n", "a:\n- \n- # c\n- x\n", "a:\n b: c\n  d: e\n", "a:\n  b: c\n d: e\n", "? a\n: b\n", "x:\n  ? a # c\n  # d\n  : b\n  c: d\n", "? a\n:\n- b\n", "? a\n: - b\n", "? a\n: b: c\n", "? a\n: |\n x\n", "? a\n: ? b\n  : c\n", "a: [x, y]\n", "a: [x, 'y', \"z\"] # c\n",
	"a: [x,y]\n", "a: [x, ]\n", "a: [x\n", "a: [x: y]\n", "a: []\n", "a: {}\n", "a: {} # c\n", "a: {b: c}\n", "a: []b\n", "[]: x\n", "a: [-]\n",
	"a: |\n  x\n  y\nb: c\n", "a: |-\n  x\n\n\nb: c\n", "a: |+\n  x\n\n\nb: c\n", "a: |\n\n  x\n", "a: |\n  x\n    y\n   \n  z\n", "a: |\n  x", "a: |\n  x\n ",
	"a: |2\n   x\n", "a: >\n  x\n  y\n", "a: |\n  # x\n# y\nb: c\n", "a: |\n  x\n # y\n", "a: |\nb: c\n", "- |\n  x\n- y\n", "a:\n- |\n x\n", "a: |\n  x\n  \n",
	"a: |+\n  x\n   \n", "a: b #c\n", "a: b#c\n", "a: #c\n", "a: # c\n  b\n", "a: # c\n  b: c\n", "a: -\n", "a: - b\n", "a: -b\n", "a: -1\n", "a: --- b\n", "a: ---\n",
	"a: 'b'\n  c: d\n", "a: !x b\n", "a: !!str 1\n", "! a: b\n", "<<: b\n", "a: <<\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: ,b\n", "a: ?b\n", "a: :b\n", "a: *\n",
	"a: b\na: c\n", "a: {b: c, b: d}\n", "1: a\ntrue: b\n", "a: b\n c\n", "a: b\n# c\n  d\n", "a\n", "- a\nb: c\n", "a: b\n- c\n", "  a: b\n  c: d\n", " - a\n - b\n",
	"-  a: b\n   c: d\n", "- a: b\n   c: d\n", "-\n  a: b\n", "-\n- a\n", "- # c\n  a: b\n", "a: \"\\n\"\n", "\"a\\n\": b\n", "'a''b': c\n", "a: ''\n", "a: \"\"\n", "\"\": a\n",
	"a: b:c\n", "a: http://x/y#z\n", "a: c:\\d\n", "a: b :c\n", "a: b:\n", "a: '#'\n", "a: ALL=(ALL) NOPASSWD:ALL\n", "a: $6$x\n", "a:\n  b:\n    c\n", "a:\n\n\n  b: c\n",
	"- [a, b]\n- {}\n", "- a: [b]\n  c: d\n", "a: [b]\n  c\n", "a:  [ b ,  c ]  \n", "a: [b c]\n", "a: [10.0.0.1, 1]\n", "a: ['b':c]\n", "- 'a': b\n", "- a:b\n", "- - - a: b\n",
	"a: b\n   # c\nd: e\n", "a:\n  # c\n  b: c\n  # d\n# e\n", "#\n\n #\na: b\n#", "a:\n- b\n # c\n- d\n", "a: b\n \nc: d", "a: \n  - b\n",
	"a: [x, y\n", "a: ]\n", "a: }\n", "a: \"b\\\"c\"\n", "a: 'b\n", "--- a\n", "--- |\n a\n", "---a: b\n", "...a: b\n", "a: ...\n", "-a: b\n", "-- a\n", "a: b\n... # c\n",
	"aaaaaaaaaa" + long(1010) + ": b\n", "\"" + long(1022) + "\": b\n", "- " + long(1030) + "\n", "a: " + long(1030) + "\nb: c\n", deep(60), deep(120),
}

func long(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'k'
	}
	return string(b)
}

func deep(n int) string {
	var b []byte
	for i := range n {
		for range i {
			b = append(b, ' ')
		}
		b = append(b, "a:\n"...)
	}
	return string(b)
}

// agree fails where our reader gives other tokens than the library, or some where the library finds fault. It tells whether
// our reader was certain of the text.
func agree(t *testing.T, text string) bool {
	t.Helper()
	var used Reader // one that has read another text before is no different
	used.r.read("a: &x [x, y]\nb:\n- c: {}\n  d: \"e\\n\"\n")
	if !used.r.read(text) {
		return false
	}
	slow, err := parseLibrary(text)
	require.NoError(t, err, "%q", text)
	require.False(t, slow.second, "%q", text)
	require.Equal(t, seen(slow), seen(&used.r.Document), "%q", text)
	return true
}

// seen is what there is to see of a document's tokens.
func seen(d *Document) []any {
	var out []any
	for at := range d.tokens {
		t := d.tokens[at]
		start := t.start
		if t.kind == Scalar && t.flags&alias == 0 && d.scalar(at) == "" && t.style == plain && t.flags&(anchored|tagged) == 0 {
			start = 0 // where nothing stands
		}
		out = append(out, t.kind, t.style, d.scalar(at), t.flags&(alias|anchored|tagged), t.next, start)
	}
	return out
}

func TestReaderAgreesWithLibrary(t *testing.T) {
	certain := 0
	for _, text := range oddities {
		if agree(t, text) {
			certain++
		}
		for _, other := range oddities[:60] {
			if agree(t, text+other) {
				certain++
			}
		}
	}
	require.Greater(t, certain, 2000)
	t.Log(certain)
}

func FuzzParse(f *testing.F) {
	for _, text := range oddities {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<14 {
			agree(t, text)
		}
	})
}
