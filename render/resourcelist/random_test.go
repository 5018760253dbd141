package resourcelist

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/internal/effort"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// traps are lines and values after which a reader of lines may take text for the start of an item.
var (
	tops    = []string{"functionConfig:\n  kind: C\n", "functionConfig:\n", "results:\n- message: x\n- kind: y\n", "results: []\n", "extra: \"x\n- kind: no\n\"\n", "# c\n", "\n", "extra: |\n  items:\n  - kind: no\n", "functionConfig: {a: b}\n", "# - kind: no\n", ": x\n"}
	starts  = []string{"kind: A", "kind: A", "kind: A", "\"kind\": B", "metadata:", "a: |", "a: \"x", "a: [", "{kind: A}", "&x kind: A", "a:", "'a", "", "- a: b", "a: >-", "a: x", "a: 'it''s'"}
	keys    = []string{"b:", "c:", "d:", "- e:", "-", "f", "\"g\":", "# h", "", "'", "\"", "]", "}", "- kind:", "kind:", "items:", "- - i:", ":"}
	values  = []string{"", "", "x", "x y", "\"x\"", "'x'", "\"x", "x\"", "'x", "x'", "it's", "[x, y]", "[x,", "y]", "{x: y}", "{x:", "|", ">", "|+", "|2", "&x y", "*x", "x # y", "# y", "\\", "\"\\", "\u0085", "\u2028", "ä", "[a's, [b's]", "[a:\"b, [c:\"d]", "{\"a\":\"b\"}", "x: y", "- x"}
	lineEnd = []string{"\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n", " \n", "\t\n", "\n\n", "\n# c\n", "\n     # c\n", "", "\r"}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func compose(r *rand.Rand) string {
	var b strings.Builder
	top := func() {
		for range r.IntN(3) * r.IntN(2) {
			b.WriteString(pick(r, tops))
		}
	}
	b.WriteString("apiVersion: config.kubernetes.io/v1\n")
	top()
	b.WriteString("kind: ResourceList\n")
	top()
	b.WriteString("items:" + pick(r, []string{"", "", "", " # c"}) + "\n")
	shift := strings.Repeat(" ", r.IntN(3))
	for range 1 + r.IntN(4) {
		b.WriteString(shift + "- " + pick(r, starts) + "\n")
		depth := 1
		for range r.IntN(5) {
			indent := 2 + 2*r.IntN(depth)
			if r.IntN(10) == 0 {
				indent = r.IntN(8)
			}
			end := pick(r, lineEnd)
			if r.IntN(3) > 0 {
				end = "\n"
			}
			b.WriteString(shift + strings.Repeat(" ", indent) + pick(r, keys) + " " + pick(r, values) + end)
			depth = indent/2 + 1
		}
	}
	top()
	text := b.String()
	if r.IntN(10) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// write puts a list together again.
func write(l *List) string {
	out := l.AppendHead(nil, len(l.Items))
	for i := range l.Items {
		out = l.AppendItem(out, &l.Items[i], resource.Edit{})
	}
	return string(l.AppendTail(out, nil))
}

// check holds a list against the library's reading of the text.
func check(t *testing.T, text string) (quick, read bool) {
	docs, err := yaml.Documents(text)
	if err != nil || len(docs) != 1 || docs[0].Content[0].Kind != goyaml.MappingNode {
		return false, false
	}
	root := docs[0].Content[0]
	var want []any
	if items := valueOf(root, "items"); items != nil {
		for _, item := range items.Content {
			want = append(want, plainValue(item))
		}
	}
	d, quick := yaml.ReadItems(text, func(yaml.Item) bool { return true })
	l, err := Read(text)
	if err != nil {
		var wrong *Error
		require.ErrorAs(t, err, &wrong, "%q", text)
		return quick, false
	}
	var got []any
	for _, item := range l.Items {
		n, err := item.Parse()
		require.NoError(t, err, "%q", text)
		problems := n.Problems()
		for _, p := range problems {
			require.Contains(t, []yaml.Reason{yaml.Alias, yaml.Tag, yaml.DuplicateKey, yaml.ComplexKey}, p.Reason)
		}
		if len(problems) > 0 {
			return quick, true
		}
		got = append(got, n.Value())
	}
	require.Equal(t, want, got, "%q", text)
	if quick && len(l.Items) > 0 && !inFlow(root) && !resultsFirst(root) { // without items they become []
		require.Equal(t, text[:d.End()], write(l), "%q", text)
	}
	again, err := Read(write(l))
	if err != nil && strings.ContainsAny(text, "\u0085\u2028\u2029") {
		return quick, true // the library counts lines in another way where a block scalar ends in one of these
	}
	require.NoError(t, err, "%q -> %q", text, write(l))
	require.Len(t, again.Items, len(l.Items))
	return quick, true
}

// plainValue is what a node means; what it refuses only has to be alike on both sides, so it is left to the problems.
func plainValue(n *goyaml.Node) any {
	switch n.Kind {
	case goyaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainValue(n.Content[i+1])
		}
		return m
	case goyaml.SequenceNode:
		items := []any{}
		for _, item := range n.Content {
			items = append(items, plainValue(item))
		}
		return items
	}
	const marked = goyaml.DoubleQuotedStyle | goyaml.SingleQuotedStyle | goyaml.LiteralStyle | goyaml.FoldedStyle
	if n.Style&marked != 0 {
		return n.Value
	}
	return yaml.Value(n.Value)
}

// inFlow holds for a list that is written anew, in block style.
func inFlow(root *goyaml.Node) bool {
	return (root.Style|valueOf(root, "items").Style)&goyaml.FlowStyle != 0
}

func resultsFirst(root *goyaml.Node) bool {
	for i := 0; i < len(root.Content); i += 2 {
		switch root.Content[i].Value {
		case "results":
			return true
		case "items":
			return false
		}
	}
	return false
}

func TestRandomListsAgreeWithLibrary(t *testing.T) {
	quick, all := 0, 0
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		fast, read := check(t, compose(r))
		if fast {
			quick++
		}
		if read {
			all++
		}
	})
	require.Positive(t, quick)
	t.Logf("%d read, %d by lines", all, quick)
}

func FuzzRead(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		f.Add(compose(r))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<14 {
			check(t, text)
		}
	})
}
