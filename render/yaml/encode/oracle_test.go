package encode_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	yaml2 "go.yaml.in/yaml/v2"
	yaml3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

// requireAgreed holds a document, and the text of it, against the library: the same bytes, and where the library refuses or
// changes something, a text that all readers read as the document.
func requireAgreed(t *testing.T, got []byte, err error, doc any, about string) {
	t.Helper()
	want, wantErr := yaml.Marshal(doc)
	whole, noJSON := json.Marshal(doc)
	if noJSON != nil {
		require.Error(t, err, "%s: the library refuses it: %v", about, noJSON)
		return
	}
	require.NoError(t, err, about)
	if wantErr == nil && !bytes.ContainsRune(whole, '\u0085') {
		require.Equal(t, string(want), string(got), about)
		return
	}
	require.False(t, bytes.ContainsFunc(got, func(r rune) bool { return r != '\n' && (r < ' ' || !scalar.Carried(r)) }), "%s: %q", about, got)
	if bytes.Contains(whole, []byte(`"\u003c\u003c":`)) {
		return // the library writes the key <<, which JSON escapes, without quotes, and reads it as a merge
	}
	for name, read := range map[string]func([]byte, any) error{"v2": yaml2.Unmarshal, "v3": yaml3.Unmarshal, "kubectl's": func(text []byte, v any) error { return yaml.Unmarshal(text, v) }} {
		var back any
		require.NoError(t, read(got, &back), "%s, %s: %s", about, name, got)
		again, err := json.Marshal(plainKeys(back))
		require.NoError(t, err)
		require.JSONEq(t, string(whole), string(again), "%s, %s: %s", about, name, got)
	}
}

// plainKeys is a value with strings for keys, as yaml/v2 does not give them.
func plainKeys(v any) any {
	switch v := v.(type) {
	case map[any]any:
		m := map[string]any{}
		for key, item := range v {
			m[fmt.Sprint(key)] = plainKeys(item)
		}
		return m
	case map[string]any:
		m := map[string]any{}
		for key, item := range v {
			m[key] = plainKeys(item)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, item := range v {
			l[i] = plainKeys(item)
		}
		return l
	}
	return v
}

// requireCanonical holds v against the library, as a document and at each nested place that a document has: behind keys
// and dashes, so that every column at which a line can begin is seen. It reports whether v can be written.
func requireCanonical(t *testing.T, v any) bool {
	t.Helper()
	got, err := encode.Append(nil, v, 0)
	requireAgreed(t, got, err, v, "alone")
	if err != nil {
		return false
	}
	places := map[string]any{
		"in a map":               map[string]any{"key": v},
		"in a map of maps":       map[string]any{"metadata": map[string]any{"annotations": map[string]any{"example.com/some-key": v}}},
		"in a sequence":          []any{"x", v},
		"in a sequence of a map": map[string]any{"items": []any{v, v}},
		"in a nested sequence":   map[string]any{"items": []any{[]any{v, v}, []any{[]any{v}}}},
		"between keys":           map[string]any{"list": []any{map[string]any{"a": v, "b": v, "c": 1}}},
		"typed map":              map[string][]any{"a": {v}, "b": {v, v}},
		"far to the right":       map[string]any{strings.Repeat("k", 77): v},
	}
	for name, doc := range places {
		got, err := encode.Append(nil, doc, 0)
		requireAgreed(t, got, err, doc, name)
	}
	requireItem(t, v)
	return true
}

// requireItem holds AppendItem and the indent of Append against documents that contain v.
func requireItem(t *testing.T, v any) {
	t.Helper()
	for levels := range 3 {
		indent := 2 * levels
		got, err := encode.AppendItem(wrapped(levels+1), v, indent)
		requireAgreed(t, got, err, nested([]any{v}, levels+1), "item at an indent")

		got, err = encode.Append(wrapped(levels), map[string]any{"key": v}, indent)
		requireAgreed(t, got, err, nested(map[string]any{"key": v}, levels), "mapping at an indent")
	}
}

func nested(v any, levels int) any {
	for range levels {
		v = map[string]any{"k": v}
	}
	return v
}

func wrapped(levels int) []byte {
	var b bytes.Buffer
	for i := range levels {
		fmt.Fprintf(&b, "%sk:\n", strings.Repeat("  ", i))
	}
	return b.Bytes()
}

// requireCanonicalString holds s against the library as a value and, where the package allows it, as a key.
func requireCanonicalString(t *testing.T, s string) {
	t.Helper()
	requireCanonical(t, s)
	for _, doc := range []any{
		map[string]string{s: s},
		map[string]any{s: map[string]any{"a": []any{1}}},
		[]any{map[string]string{s: "x"}},
		map[string]any{"labels": map[string]int{s: 1}},
	} {
		got, err := encode.Append(nil, doc, 0)
		if refusedKey(s) {
			require.Error(t, err)
			continue
		}
		requireAgreed(t, got, err, doc, "key")
	}
}

// refusedKey is the limit on keys of the package comment.
func refusedKey(s string) bool {
	return !utf8.ValidString(s)
}

func TestOracleSeesDifferences(t *testing.T) {
	want, err := yaml.Marshal(map[string]string{"a": "yes"})
	require.NoError(t, err)
	assert.NotEqual(t, "a: yes\n", string(want), "an oracle that does not quote is no oracle")
}

// requireScalar is requireCanonicalString in few places, for tests with very many strings.
func requireScalar(t *testing.T, s string) {
	t.Helper()
	for _, doc := range []any{map[string]any{"k": s}, []any{s}, map[string]any{s: "v"}} {
		if m, ok := doc.(map[string]any); ok && m[s] != nil && refusedKey(s) {
			continue
		}
		got, err := encode.Append(nil, doc, 0)
		requireAgreed(t, got, err, doc, s)
	}
}
