package yamlin

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// heads, values and tails are put together to lines that are nearly right, with all the ways in which they are not.
var (
	heads  = []string{"a:", "b:", "c:", "kind:", "\"q\":", "'q':", "- ", "-", "- a:", "- b:", "- - ", "", "? ", ": ", "a :", "a: b:", "#", "---", "...", "1:", "k.x/y-z:", "\"q\\n\":", "k\"q:", "k'q:", "k[0]:", "k{}:", "k,x:", "k#x:", "k&x:", "kä:", "k\u0085x:", "k::", "k:x:"}
	values = []string{"", "x", "x y", "yes", "~", "12", "\"x\"", "'x'", "\"x", "x\"", "'x", "it's", "''", "\"\"", "[]", "{}", "[x, y]", "[x", "y]", "{x: y}", "{", "}", "[\"x\", 'y']",
		"[a's, [b's]", "{\"x\": \"y\"}", "|", "|-", "|+", ">", ">-", "|2", "| # c", "&x", "*x", "!t x", "- x", "-", "-x", "x: y", "x:y", "x#y", "#x", "x # y", "\"x\" # y", "\"x\"#y", "[x] # y", "\"x\" y",
		"ä", "\u0085", "\u2028x", "\ufeff", "\x01", "x\\", "\"\\\"\"", "\"\\", "'x''y'", ",", "]", "%x", "@x", "?", "? x", ":", ": x", "=x", "<<", "\"a: b\"", "\"#\"", "[x,\"y\"]", "[x:\"y, [c:\"d]", "\"x\": y"}
	tails = []string{"\n", "\n", "\n", "\n", "\n", "\n", "\n", " \n", "\r\n", "\t\n", "\n\n", "\n  \n", "", " # c\n", "\n# c\n", "\n   # c\n", "\r"}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// compose writes up to twelve lines; tame ones hold fewer surprises, so that more of them are YAML.
func compose(r *rand.Rand, tame bool) string {
	var b strings.Builder
	depth := 0
	for range 1 + r.IntN(12) {
		indent := r.IntN(7)
		if tame && r.IntN(10) > 0 {
			indent = 2 * r.IntN(depth+1)
		}
		depth = indent/2 + 1
		b.WriteString(strings.Repeat(" ", indent))
		head, value, tail := pick(r, heads), pick(r, values), pick(r, tails)
		if tame && r.IntN(12) > 0 {
			head, value, tail = pick(r, heads[:11]), pick(r, values[:40]), "\n"
		}
		b.WriteString(head)
		if head != "" && !strings.HasSuffix(head, " ") && r.IntN(10) > 0 {
			b.WriteString(" ")
		}
		b.WriteString(value + tail)
	}
	return b.String()
}

func TestRandomTextsAgreeWithLibrary(t *testing.T) {
	taken := 0
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		text := compose(r, r.IntN(4) > 0)
		agree(t, text)
		if _, ok := parseFast(text); ok {
			taken++
		}
	})
	require.Positive(t, taken)
	t.Log(strconv.Itoa(taken) + " on the fast path")
}

// TestRandomWalksAgreeWithLibrary holds Lines against the library: each key and list item of a text in block style is a
// line of the walk, and no other line is.
func TestRandomWalksAgreeWithLibrary(t *testing.T) {
	walked := 0
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		text := compose(r, true)
		docs, err := readLibrary(text)
		if err != nil || len(docs) != 1 {
			return
		}
		var line Line
		var got []string
		walk := WalkLines(text)
		for walk.Next(&line) {
			before := strings.ReplaceAll(text[:line.Start], "\r\n", "\n")
			number := strings.Count(before, "\n") + strings.Count(before, "\r") + 1
			if line.HasKey {
				got = append(got, position(number, line.Column+1))
			}
		}
		if walk.Odd() {
			return
		}
		walked++
		require.Equal(t, keys(docs[0], nil), got, "%q", text)
	})
	require.Positive(t, walked)
	t.Log(strconv.Itoa(walked) + " walked to the end")
}

// TestRandomWalksWithin holds a walk that passes over deep lines against one that does not.
func TestRandomWalksWithin(t *testing.T) {
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		text, column := compose(r, r.IntN(4) > 0), r.IntN(5)
		all, within := WalkLines(text), WalkLines(text)
		var want, got Line
		for {
			more := all.Next(&want)
			if more && want.Indent > column {
				continue
			}
			require.Equal(t, more, within.NextWithin(column, &got), "%q", text)
			require.Equal(t, *all, *within, "%q", text)
			if !more {
				return
			}
			require.Equal(t, want, got, "%q", text)
		}
	})
}

func position(line, column int) string { return strconv.Itoa(line) + ":" + strconv.Itoa(column) }

// keys lists the positions of all keys of block mappings.
func keys(n *yaml.Node, out []string) []string {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && i%2 == 0 {
			out = append(out, position(child.Line, child.Column))
		}
		out = keys(child, out)
	}
	return out
}
