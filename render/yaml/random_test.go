package yaml

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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
	valid, certain := 0, 0
	effort.Rounds(t, 20000, func(r *rand.Rand) {
		text := compose(r, r.IntN(4) > 0)
		if r.IntN(8) == 0 {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if agree(t, text) {
			certain++
			valid++
		} else if _, err := parseLibrary(text); err == nil {
			valid++
		}
	})
	t.Logf("of %d valid texts our reader was certain of %d", valid, certain)
	require.Greater(t, 10*certain, 7*valid)
}
