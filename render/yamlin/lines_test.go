package yamlin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/novasphere/wukong-fn/render/yamlin"
)

func TestLines(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		odd        bool
	}{
		{"keys and items", "a: b # c\nc:\n- d: e\n  f:\n  - - g: h\n  - i\n", []string{"a=b", "c", "d=e", "f", "g=h", "=i"}, false},
		{"text hides structure", "a: |\n  b: c\n\n  - d\ne: f\n", []string{"a=?", "e=f"}, false},
		{"quotes hide structure", "a: \"b\nc: d\n- e: f\"\ng: h\n", []string{"a=?", "g=h"}, false},
		{"plain text goes on", "a: b\n  \"c\n  - d\ne: f\n", []string{"a=b", "e=f"}, false},
		{"document start", "# a\n--- # b\nc: d\n", []string{"c=d"}, false},
		{"windows", "a: b\r\n\r\nc: 'd'\r\n", []string{"a=b", "c=d"}, false},
		{"CR, then CRLF", "a: b\r\r\nc: d\n", nil, true},
		{"flow on one line", "a: [b, {c: \"]\"}] # d\ne: f\n", []string{"a=?", "e=f"}, false},
		{"flow over lines", "a: b\nc: [d,\ne]\n", []string{"a=b"}, true},
		{"quote inside plain flow", "a: [a's, [b's]\nc: d\n", nil, true},
		{"anchor", "a: &b c\n", nil, true},
		{"tag", "a: !b c\n", nil, true},
		{"tab", "a:\tb\n", nil, true},
		{"complex key", "? a\n: b\n", nil, true},
		{"empty key", ": b\nc: d\n", []string{"=b", "c=d"}, false},
		{"value on its own line", "a:\n  b\n", []string{"a"}, true},
		{"second document", "a: b\n---\nc: d\n", []string{"a=b"}, true},
		{"Unicode line break", "a: b\u2028c: d\n", nil, true},
		{"text cut off", "a: |\n  b", []string{"a=?"}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			var line yamlin.Line
			walk := yamlin.WalkLines(test.text)
			for walk.Next(&line) {
				entry, _ := line.Key(test.text)
				if n, _, ok := line.Scalar(test.text); !ok {
					entry += "=?"
				} else if n.Value != "" {
					entry += "=" + n.Value
				}
				got = append(got, entry)
			}
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.odd, walk.Odd())
		})
	}
}
