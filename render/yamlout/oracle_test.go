package yamlout_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/yamlout"
)

// requireCanonical holds v against the library, as a document and at each nested place that a document has: behind keys
// and dashes, so that every column at which a line can begin is seen. It reports whether the library could print v.
func requireCanonical(t *testing.T, v any) bool {
	t.Helper()
	want, wantErr := yaml.Marshal(v)
	got, err := yamlout.Append(nil, v, 0)
	if wantErr != nil {
		require.Error(t, err, "the library refuses it: %v", wantErr)
		return false
	}
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))

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
		want, err := yaml.Marshal(doc)
		require.NoError(t, err)
		got, err := yamlout.Append(nil, doc, 0)
		require.NoError(t, err, name)
		require.Equal(t, string(want), string(got), name)
	}
	requireItem(t, v)
	return true
}

// requireItem holds AppendItem and the indent of Append against documents that contain v.
func requireItem(t *testing.T, v any) {
	t.Helper()
	for levels := range 3 {
		indent := 2 * levels
		want, err := yaml.Marshal(nested([]any{v}, levels+1))
		require.NoError(t, err)
		got, err := yamlout.AppendItem(wrapped(levels+1), v, indent)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "item at indent %d", indent)

		want, err = yaml.Marshal(nested(map[string]any{"key": v}, levels))
		require.NoError(t, err)
		got, err = yamlout.Append(wrapped(levels), map[string]any{"key": v}, indent)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "mapping at indent %d", indent)
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
	if !requireCanonical(t, s) {
		return
	}
	for _, doc := range []any{
		map[string]string{s: s},
		map[string]any{s: map[string]any{"a": []any{1}}},
		[]any{map[string]string{s: "x"}},
		map[string]any{"labels": map[string]int{s: 1}},
	} {
		got, err := yamlout.Append(nil, doc, 0)
		if refusedKey(s) {
			require.Error(t, err)
			continue
		}
		want, wantErr := yaml.Marshal(doc)
		require.Equal(t, wantErr == nil, err == nil, "key %q: %v, library: %v", s, err, wantErr)
		require.Equal(t, string(want), string(got), "key %q", s)
	}
}

// refusedKey is the limit on keys of the package comment.
func refusedKey(s string) bool {
	return strings.ToValidUTF8(s, "") != s || strings.ContainsRune(s, '\u0085')
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
		want, wantErr := yaml.Marshal(doc)
		got, err := yamlout.Append(nil, doc, 0)
		require.Equal(t, wantErr == nil, err == nil, "%q: %v, library: %v", s, err, wantErr)
		require.Equal(t, string(want), string(got), "%q", s)
	}
}
