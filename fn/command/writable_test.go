package command

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	yaml3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

// TestNothingIsHalfWritten puts texts that YAML tools do not carry at every place of inputs that are right: either that is a
// finding and nothing is written, or all is, and nothing fails on the way.
func TestNothingIsHalfWritten(t *testing.T) {
	files, err := filepath.Glob("../../hack/schemas/testdata/*.yaml")
	require.NoError(t, err)
	runs, written := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, one := range strings.Split(string(text), "\n---\n") {
			var document map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(one), &document))
			everywhere(document, func(any) {}, func(odd string) {
				text := asWritten(document, "")
				for _, args := range [][]string{nil, {"generate", "-"}} {
					in := text + "---\n" + wukongYAML
					if args == nil {
						in = listHead + "- " + strings.TrimPrefix(indent(text), "  ") + wukongItem
					}
					o := call(in, args...)
					runs++
					require.Contains(t, []int{exitOK, exitFindings}, o.code, "%s: %s\n%s", odd, o.stderr, text)
					if o.code == exitFindings && args != nil {
						require.Empty(t, o.out)
						continue
					}
					written++
					if args == nil { // with the input as it was, which kubectl need not read
						var list any
						require.NoError(t, yaml3.Unmarshal([]byte(o.out), &list), "%s: %s", odd, o.out)
						continue
					}
					for _, document := range strings.Split(o.out, "\n---\n") {
						var object map[string]any
						require.NoError(t, yaml.Unmarshal([]byte(document), &object), "%s: %s", odd, document)
					}
				}
			})
		}
	}
	require.Greater(t, runs, 1000)
	require.Greater(t, written, 500)
}

// raw is a value that stands in the text as it is.
type raw string

// everywhere calls visit with the value changed at one place after the other, with the change.
func everywhere(value any, put func(any), visit func(odd string)) {
	try := func(odd ...raw) {
		for _, odd := range odd {
			put(odd)
			visit(string(odd))
		}
		put(value)
	}
	const refused, carried = raw(`"a\x7f\x80\N\uFFFE"`), raw(`"a\0\e\L\uFEFF\U0001F600 \x01"`)
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			everywhere(v[key], func(x any) { v[key] = x }, visit)
		}
		for _, key := range []string{string(refused), string(carried), strings.Repeat("k", 1020), `"` + strings.Repeat("&", 300) + `"`, "? " + strings.Repeat("k", 1100) + "\n"} {
			v[key] = raw("x")
			visit(key)
			delete(v, key)
		}
	case []any:
		for i := range v {
			everywhere(v[i], func(x any) { v[i] = x }, visit)
		}
	case string:
		try(refused, carried)
	default:
		try(".inf", ".nan", "-.Inf", "1e999")
	}
}

// asWritten is a value in block style.
func asWritten(value any, indent string) string {
	switch v := value.(type) {
	case raw:
		return " " + string(v) + "\n"
	case map[string]any:
		if len(v) == 0 {
			return " {}\n"
		}
		text := "\n"
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if rest, long := strings.CutSuffix(key, "\n"); long {
				text += indent + rest + "\n" + indent + ":" + asWritten(v[key], indent+"  ")
				continue
			}
			text += indent + key + ":" + asWritten(v[key], indent+"  ")
		}
		if indent == "" {
			text = text[1:]
		}
		return text
	case []any:
		text := "\n"
		for _, item := range v {
			text += indent + "-" + asWritten(item, indent+"  ")
		}
		if len(v) == 0 {
			return " []\n"
		}
		return text
	case string:
		return " " + quoted(v) + "\n"
	default:
		text, err := yaml.Marshal(v)
		if err != nil {
			return " ERROR\n"
		}
		return " " + string(text)
	}
}
