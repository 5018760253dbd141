package resource_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		lines      []int
	}{
		{"nothing", "", nil, nil},
		{"one", "kind: A\n", []string{"kind: A\n"}, []int{1}},
		{"no line break at the end", "kind: A\n---\nkind: B", []string{"kind: A\n", "kind: B"}, []int{1, 3}},
		{"comments", "# a\n---\n# b\nkind: A\n\n--- # c\n# d\n---\nkind: B\n# e\n", []string{"# b\nkind: A\n\n", "kind: B\n# e\n"}, []int{3, 9}},
		{"empty ones", "---\n---\n\n---\nkind: A\n---\n---\n", []string{"kind: A\n"}, []int{5}},
		{"trailing blanks", "kind: A\n---  \nkind: B\n", []string{"kind: A\n", "kind: B\n"}, []int{1, 3}},
		{"in text", "kind: A\nx: |\n  ---\n  y\n---\nkind: B\n", []string{"kind: A\nx: |\n  ---\n  y\n", "kind: B\n"}, []int{1, 6}},
		{"not separators", "kind: A\n---x: b\n----: c\n", []string{"kind: A\n---x: b\n----: c\n"}, []int{1}},
		{"windows", "---\r\nkind: A\r\n---\r\nkind: B\r\n", []string{"kind: A\r\n", "kind: B\r\n"}, []int{2, 4}},
		{"byte order mark", "\ufeffkind: A\n", []string{"kind: A\n"}, []int{1}},
		{"content beside separator", "kind: A # c\n--- {kind: B}\n---\nkind: C\n", []string{"kind: A # c\n", "{kind: B}\n", "kind: C\n"}, []int{1, 2, 4}},
		{"document end", "kind: A\n...\n---\nkind: B\n", []string{"kind: A\n", "kind: B\n"}, []int{1, 4}},
		{"directive", "%YAML 1.1\n---\nkind: A\n", []string{"kind: A\n"}, []int{3}},
		{"old line breaks", "kind: A\r---\rkind: B\r", []string{"kind: A\n", "kind: B\n"}, []int{1, 3}},
		{"UTF-16", "\xff\xfek\x00:\x00 \x00A\x00", []string{"k: A\n"}, []int{1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := resource.Split("dir/f.yaml", test.text)
			require.NoError(t, err)
			var texts []string
			var lines []int
			for i, r := range got {
				texts, lines = append(texts, r.Text), append(lines, r.Source.Line)
				assert.Equal(t, "dir/f.yaml", r.Source.File)
				assert.Equal(t, i, r.Source.Index)
			}
			assert.Equal(t, test.want, texts)
			assert.Equal(t, test.lines, lines)
		})
	}
}

func TestSplitReportsEveryBrokenDocument(t *testing.T) {
	got, err := resource.Split("f.yaml", "a: [\n---\nkind: A\n---\nb: c\nd: *e\n")
	require.Len(t, got, 1)
	require.Error(t, err)
	assert.Equal(t, "f.yaml: line 1: not valid YAML: a value is missing before a bracket, a brace or the end: add the value, or write the text in quotes\n"+
		"f.yaml: line 6: not valid YAML: a value that begins with * is an alias, and its anchor does not exist: write a text in quotes", err.Error())

	_, err = resource.Split("f.yaml", strings.Repeat("\x00\x01 not YAML ", 1<<18))
	var syntax *yaml.SyntaxError
	require.ErrorAs(t, err, &syntax)
	assert.Equal(t, 1, syntax.Line)
}
