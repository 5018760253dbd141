package yaml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yaml"
)

func TestSyntaxErrorNamesTheLineAndTheRemedy(t *testing.T) {
	const tab = "a tab is used for indentation"
	tests := []struct {
		name, text   string
		line, column int
		message      string
	}{
		{"tab before a key", "a:\n  b: 1\nc:\n\td: 1\n", 4, 1, tab},
		{"tab before the first key", "\ta: 1\n", 1, 1, tab},
		{"tab goes on with a mapping", "a:\n  b: 1\n\tc: 1\nd: 1\n", 3, 1, tab},
		{"tab behind blanks", "a:\n  b: 1\n  \tc: 1\nd: 1\n", 3, 3, tab},
		{"tab before a dash", "a:\n- x\n\t- y\n", 3, 1, tab},
		{"tab behind a dash", "a:\n-\tb: x\n", 2, 2, tab},
		{"tab in a block scalar", "a: |\n\tx\n", 2, 1, tab},
		{"tab before a value", "a: 1\nb: \tc: d\n", 2, 0, "a colon where no key can stand"},
		{"at sign", "a: 1\nb: @x\nc: 3\n", 2, 4, "a value cannot begin with @: write it in quotes"},
		{"at sign in a list", "a: [b@c, @x]\n", 1, 10, "a value cannot begin with @"},
		{"backquote", "a: 1\nb: `x`\nc: 3\n", 2, 4, "a value cannot begin with `"},
		{"percent sign", "a: 1\nb: %x\nc: 3\n", 2, 4, "a value cannot begin with %"},
		{"unclosed quote", "a: b\nc: \"d\ne: f\ng: h\n", 2, 0, "a text that begins with a quote is not closed"},
		{"colon in value", "a: b\nc: d: e\nf: g\n", 2, 0, "a colon where no key can stand"},
		{"missing colon", "a: b\nfoo\nb: c\nd: e\n", 2, 0, "has no colon with a blank behind its key"},
		{"no blank behind the colon", "a: b\nb:c\nd: e\n", 2, 0, "has no colon with a blank behind its key"},
		{"dedent to nowhere", "a:\n  - b\n c: d\ne: f\n", 3, 0, "does not go on with the mapping above it"},
		{"indented too far", "a:\n  b: 1\n   c: 2\nd: 3\n", 3, 0, "correct its indentation"},
		{"list goes on without a dash", "- a: 1\n b: 2\n", 2, 0, "begin it with a dash"},
		{"list behind its key", "a: 1\nb: - c\nd: 3\n", 2, 0, "put each entry on a line of its own"},
		{"unclosed list", "a: b\nc: [1, 2\nd: e\nf: g\n", 2, 0, "add the ]"},
		{"unclosed mapping", "a: b\nc: {x: 2\nd: e\nf: g\n", 2, 0, "add the }"},
		{"bracket that closes nothing", "a: 1\nb: ]\nc: 3\n", 2, 0, "a value is missing"},
		{"escape", "a: 1\nb: \"\\q\"\nc: 3\n", 2, 0, "two backslashes"},
		{"quote over the document's end", "a: 'x\n---\nb: 1\n", 1, 0, "is not closed before ---"},
		{"control character", "a: b\nc: d\ne: \x01\n", 3, 0, "control character"},
		{"not UTF-8", "a: b\nc: \xff\n", 2, 0, "not in UTF-8"},
		{"unknown alias", "a: b\npassword: *hunter2\n", 2, 0, "begins with * is an alias"},
		{"in the second document", "a: b\n---\nc: [\nd: e\n", 3, 0, "add the ]"},
		{"value that is missing at the end", "a: 1\nb: [\n\n\n", 2, 0, "a value is missing"},
		{"no word of ours", "a: 1\nb: !<x\nc: 3\n", 2, 0, "did not find the expected '>'"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := yaml.Documents(test.text)
			var syntax *yaml.SyntaxError
			require.ErrorAs(t, err, &syntax)
			assert.Equal(t, [2]int{test.line, test.column}, [2]int{syntax.Line, syntax.Column}, syntax.Msg)
			assert.Contains(t, syntax.Msg, test.message)
			assert.NotContains(t, err.Error(), "hunter2")
			// In a long text the line is found in another way.
			const lines = 300
			_, err = yaml.Documents(strings.Repeat("#"+strings.Repeat("-", 1000)+"\n", lines) + test.text)
			require.ErrorAs(t, err, &syntax)
			assert.Equal(t, [2]int{lines + test.line, test.column}, [2]int{syntax.Line, syntax.Column}, syntax.Msg)
		})
	}
}

func TestSyntaxErrorMoved(t *testing.T) {
	assert.Equal(t, &yaml.SyntaxError{Line: 12, Column: 3, Msg: "m"}, (&yaml.SyntaxError{Line: 2, Column: 3, Msg: "m"}).Moved(10))
}
