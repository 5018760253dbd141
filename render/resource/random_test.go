package resource

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/internal/effort"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// keyLines and values make resources whose metadata is nearly in the usual shape.
var (
	keyLines = []string{"apiVersion:", "kind:", "metadata:", "metadata:", "metadata:", "name:", "namespace:", "annotations:", "annotations:", "labels:", "app.kubernetes.io/managed-by:", "config.kubernetes.io/path:",
		"internal.config.kubernetes.io/path:", "internal.config.kubernetes.io/index:", "config.kubernetes.io/local-config:", "\"config.kubernetes.io/local-config\":", "want:", "'want':", "spec:", "- x:", "-", "a:", "# c", "", "\"kind\":", "'name':", ":"}
	values = []string{"", "", "", "", "x", "\"x\"", "'x'", "12", "true", "'true'", "\"true\"", "~", "{}", "{} # c", "{want: x}", "[]", "[x]", "|", ">-", "x # c", "\"x", "x\"", "'x", "it's", "\"it's\"", "'it''s'", "\"\\x41\"", "&x y", "*x", "!t x", "x: y", "- x", "# c", "x\\"}
	tails  = []string{"\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n", " \n", "\n\n", "\n# c\n", "\n      # c\n", "\t\n", ""}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func compose(r *rand.Rand) string {
	var b strings.Builder
	depth := 0
	shift := strings.Repeat(" ", r.IntN(2)*r.IntN(3))
	for range 1 + r.IntN(10) {
		indent := 2 * r.IntN(depth+1)
		if r.IntN(12) == 0 {
			indent = r.IntN(7)
		}
		line := pick(r, keyLines)
		if line == "metadata:" && r.IntN(8) > 0 {
			indent = 0
		}
		value := pick(r, values)
		if strings.HasSuffix(line, "s:") || strings.HasSuffix(line, "a:") {
			value = pick(r, values[:6])
		}
		tail := pick(r, tails)
		if r.IntN(3) > 0 {
			tail = "\n"
		}
		b.WriteString(shift + strings.Repeat(" ", indent) + line + " " + value + tail)
		depth = indent/2 + 1
	}
	return b.String()
}

// valid tells whether text is one document that we take, and in block style an item of a list.
func valid(text string) bool {
	d, err := yaml.Parse(text)
	return err == nil && d.Root().Kind() == yaml.Mapping && len(d.Root().Problems()) == 0
}

func TestRandomAnnotationsChangeNothingElse(t *testing.T) {
	quick := 0
	markers := map[string]*Marker{}
	for _, key := range []string{"want", LocalAnnotation} {
		markers[key] = &Marker{Key: key, Value: "true"}
	}
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		text := compose(r)
		if !valid(text) {
			return
		}
		before := Resource{Text: text}
		if r.IntN(2) == 0 {
			before = Resource{Text: Indented(text, 4), Item: true, Indent: 4}
			if n, err := before.Parse(); err != nil || n.Kind() != yaml.Mapping {
				return
			}
		}
		key := pick(r, []string{"want", LocalAnnotation})
		edit, err := (&Marker{Key: key, Value: "true"}).Annotate(&before)
		again, _ := markers[key].Annotate(&before) // which has seen other resources
		require.Equal(t, edit, again, "%q", text)
		after := before
		after.Text = string(edit.Append(nil, before.Text))
		want, wantErr := annotated(before, key)
		if syntax := new(yaml.SyntaxError); errors.As(wantErr, &syntax) {
			return // below the metadata nobody looks
		}
		require.Equal(t, wantErr == nil, err == nil, "%q", text)
		if err != nil {
			return
		}
		n, err := after.Parse()
		require.NoError(t, err, "%q -> %q", before.Text, after.Text)
		require.Empty(t, n.Problems())
		require.Equal(t, want, n.Value(), "%q -> %q", before.Text, after.Text)

		if edit.From > 0 {
			quick++
			require.LessOrEqual(t, changed(ended(before.Text), ended(after.Text)), 2, "%q -> %q", before.Text, after.Text)
		}
	})
	require.Positive(t, quick)
	t.Log(strconv.Itoa(quick) + " by lines")
}

// annotated is what the resource means with the annotation, by way of plain values.
func annotated(r Resource, key string) (any, error) {
	n, err := r.Parse()
	if err != nil {
		return nil, err
	}
	value := n.Value()
	at, ok := value.(map[string]any)
	for _, name := range []string{"metadata", "annotations"} {
		if !ok {
			return nil, errMetadata
		}
		if at[name] == nil {
			at[name] = map[string]any{}
		}
		at, ok = at[name].(map[string]any)
	}
	if !ok {
		return nil, errMetadata
	}
	at[key] = "true"
	return value, nil
}

// changed counts the lines of after that are not, in their order, lines of before.
func changed(before, after string) int {
	old := strings.SplitAfter(before, "\n")
	count := 0
	for _, line := range strings.SplitAfter(after, "\n") {
		if at := indexOf(old, line); at >= 0 {
			old = old[at+1:]
		} else {
			count++
		}
	}
	return count
}

// ended has a line break at its end.
func ended(text string) string { return strings.TrimSuffix(text, "\n") + "\n" }

func indexOf(lines []string, line string) int {
	for i, l := range lines {
		if l == line {
			return i
		}
	}
	return -1
}

// TestRandomSplitsAgreeWithLibrary holds the documents of a stream against those that the library finds.
func TestRandomSplitsAgreeWithLibrary(t *testing.T) {
	separators := []string{"---\n", "---\n", "--- \n", "--- # c\n", "---\r\n", "...\n", "--- {a: b}\n", "---\t\n", " ---\n", "---x: y\n", "--- |\n", "\n", "%YAML 1.2\n", "\ufeff"}
	split := 0
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		var b strings.Builder
		for range r.IntN(5) {
			if r.IntN(3) > 0 {
				b.WriteString(pick(r, separators))
			}
			b.WriteString(compose(r))
		}
		text := b.String()
		docs, err := yaml.Documents(text)
		if err != nil {
			return
		}
		got, err := Split("", text)
		if err != nil && strings.Contains(text, "*x") {
			return // the library lets an alias lead to another document, which YAML forbids
		}
		require.NoError(t, err, "%q", text)
		want := make([]*goyaml.Node, 0, len(docs))
		for _, doc := range docs {
			if root := doc.Content[0]; root.Kind != goyaml.ScalarNode || root.Value != "" || root.Style != 0 {
				want = append(want, root)
			}
		}
		require.Len(t, got, len(want), "%q", text)
		for i, resource := range got {
			require.True(t, readsAs(resource.Text, want[i]), "%q: %q", text, resource.Text)
		}
		split++
	})
	require.Positive(t, split)
	t.Log(strconv.Itoa(split) + " streams")
}
