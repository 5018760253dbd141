package patch

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/kustomize/kyaml/yaml/merge2"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// of reads a value as the function reads it.
func of(t *testing.T, text string) map[string]any {
	t.Helper()
	var value map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(text), &value), text)
	return value
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := yaml.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// unfit says whether a patch was refused.
func unfit(problems []Problem) bool {
	for _, p := range problems {
		if p.Reason == Unfit {
			return true
		}
	}
	return false
}

// TestMerge has what each form of a patch makes.
func TestMerge(t *testing.T) {
	for name, tc := range map[string]struct{ to, from, want string }{
		"a field":                   {"{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}"},
		"a field below":             {"{a: {b: 1, c: 2}}", "{a: {b: 3}}", "{a: {b: 3, c: 2}}"},
		"null":                      {"{a: 1, b: 2}", "{a: null}", "{b: 2}"},
		"a new mapping":             {"{}", "{a: {b: {c: 1}}}", "{a: {b: {c: 1}}}"},
		"null in a new mapping":     {"{}", "{a: {b: 1, c: null}}", "{a: {b: 1}}"},
		"an empty mapping":          {"{}", "{a: {}}", "{a: {}}"},
		"a list of words":           {"{a: [x, v]}", "{a: [z]}", "{a: [z]}"},
		"entries by name":           {"{a: [{name: x, b: 1, c: 2}, {name: v}]}", "{a: [{name: z}, {name: x, b: 3}]}", "{a: [{name: x, b: 3, c: 2}, {name: v}, {name: z}]}"},
		"an entry that goes":        {"{a: [{name: x}, {name: v}]}", "{a: [{name: x, $patch: delete}]}", "{a: [{name: v}]}"},
		"the last one":              {"{a: [{name: x}]}", "{a: [{name: x, $patch: delete}]}", "{a: []}"},
		"an entry that is another":  {"{a: [{name: x, b: 1}]}", "{a: [{name: x, $patch: replace, c: 2}]}", "{a: [{name: x, c: 2}]}"},
		"a mapping that goes":       {"{a: {b: 1}, c: 1}", "{a: {$patch: delete}}", "{c: 1}"},
		"a mapping for another":     {"{a: {b: 1}}", "{a: {$patch: replace, c: {d: 1}}}", "{a: {c: {d: 1}}}"},
		"a list of names for one":   {"{a: [{name: x}, {name: v}]}", "{a: [{$patch: replace}, {name: z}]}", "{a: [{name: z}]}"},
		"a list of names that goes": {"{a: [{name: x}], b: 1}", "{a: [{$patch: delete}]}", "{b: 1}"},
		"entries without names":     {"{a: [{ip: x, l: 1}]}", "{a: [{ip: v}, {ip: z, w: null}]}", "{a: [{ip: v}, {ip: z, w: null}]}"},
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := Merge(of(t, tc.to), of(t, tc.from))
			require.False(t, unfit(problems), "%v", problems)
			require.Equal(t, text(t, of(t, tc.want)), text(t, got))
			require.Equal(t, text(t, of(t, tc.want)), oracle(t, of(t, tc.to), of(t, tc.from)))
		})
	}
}

// TestProblems has what is said of a patch, and where.
func TestProblems(t *testing.T) {
	const named = "{a: [{name: x}, {name: v}]}"
	for name, tc := range map[string]struct {
		to, from string
		path     string
		reason   Reason
	}{
		"a list over a mapping":          {"{a: {b: 1}}", "{a: [1]}", "a", Unfit},
		"a mapping over a list":          {"{a: [1]}", "{a: {b: 1}}", "a", Unfit},
		"a word over a mapping":          {"{a: {b: 1}}", "{a: b}", "a", Unfit},
		"an empty list":                  {"{}", "{a: {b: []}}", "a.b", Unfit},
		"an entry without a name":        {named, "{a: [{name: x}, {b: 1}]}", "a", Unfit},
		"names where there are none":     {"{a: [{b: 1}]}", "{a: [{name: x}]}", "a", Unfit},
		"a name twice":                   {named, "{a: [{name: x}, {name: x}]}", "a[1].name", Unfit},
		"a number for a name":            {named, "{a: [{name: 1}]}", "a[0].name", Unfit},
		"no directive":                   {"{a: {b: 1}}", "{a: {$patch: drop}}", "a.$patch", Unfit},
		"another directive":              {"{a: [x]}", "{$deleteFromPrimitiveList/a: [x]}", "[$deleteFromPrimitiveList/a]", Unfit},
		"a directive in a list of words": {"{a: [x]}", "{a: [{$patch: delete}]}", "a[0]", Unfit},
		"a directive in a new list":      {"{}", "{a: [{$patch: replace}, {name: x}]}", "a[0]", Unfit},
		"a directive with nothing":       {named, "{a: [{$patch: replace}]}", "a[0]", Unfit},
		"deletes and says more":          {named, "{a: [{$patch: delete}, {name: x}]}", "a[0]", Unfit},
		"two directives":                 {named, "{a: [{$patch: replace}, {name: x, $patch: replace}]}", "a[0]", Unfit},
		"a directive below a list":       {"{a: [{b: 1}]}", "{a: [{b: 1}, {c: {$patch: replace}}]}", "a[1].c.$patch", Unfit},
		"two of one name":                {"{a: [{name: x, type: p}, {name: x, type: q}]}", "{a: [{name: x, b: 1}]}", "a[0]", Unfit},
		"a list that is replaced":        {"{a: [x, v]}", "{a: [z]}", "a", Replaced},
		"nothing to remove":              {"{a: 1}", "{b: null}", "b", Unchanged},
		"nothing to delete":              {named, "{a: [{name: z, $patch: delete}]}", "a[0]", Unchanged},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Merge(of(t, tc.to), of(t, tc.from))
			require.Len(t, problems, 1, "%v", problems)
			require.Equal(t, [2]any{tc.path, tc.reason}, [2]any{problems[0].Path, problems[0].Reason}, problems[0].Message)
		})
	}
}

// TestTwoOfOneName: kyaml makes both of them the first. Here the type says which is meant, and the other stays.
func TestTwoOfOneName(t *testing.T) {
	got, problems := Merge(of(t, "{a: [{name: x, type: p}, {name: x, type: q}, {name: v}]}"), of(t, "{a: [{name: x, type: q, b: 1}, {name: v, c: 1}]}"))
	require.Empty(t, problems)
	require.Equal(t, text(t, of(t, "{a: [{name: x, type: p}, {name: x, type: q, b: 1}, {name: v, c: 1}]}")), text(t, got))
}

// oracle is what kyaml makes, "" where it fails.
func oracle(t *testing.T, to, from map[string]any) string {
	t.Helper()
	out, err := merge2.MergeStrings(text(t, from), text(t, to), true, kyaml.MergeOptions{})
	if err != nil {
		return ""
	}
	var value map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(out), &value), out)
	return text(t, value)
}

// TestOracle holds random merges against kyaml's: what we accept it makes the same of.
func TestOracle(t *testing.T) {
	accepted := 0
	effort.Rounds(t, 4000, func(r *rand.Rand) {
		to, from := mapping(r, 3, false), mapping(r, 3, true)
		before := fmt.Sprint(to, from)
		got, problems := Merge(to, from)
		require.Equal(t, before, fmt.Sprint(to, from), "neither is changed")
		if unfit(problems) {
			return
		}
		accepted++
		require.Equal(t, oracle(t, to, from), text(t, got), "%s\nwith\n%s", text(t, to), text(t, from))
	})
	require.Greater(t, accepted, effort.Times(1000))
}

// mapping is a random one of few keys, so that a patch meets what is there; a patch has nulls and directives, too.
func mapping(r *rand.Rand, depth int, isPatch bool) map[string]any {
	m := map[string]any{}
	for range r.IntN(4) {
		m[string(rune('a'+r.IntN(4)))] = anything(r, depth-1, isPatch)
	}
	if isPatch && depth < 3 && r.IntN(8) == 0 {
		m[directive] = []any{deletes, replaces, merges, "x", nil}[r.IntN(5)]
	}
	return m
}

func anything(r *rand.Rand, depth int, isPatch bool) any {
	switch kind := r.IntN(8); {
	case kind < 3 && depth > 0:
		return mapping(r, depth, isPatch)
	case kind == 3 && depth > 0:
		return named(r, depth, isPatch)
	case kind == 4 && depth > 0:
		list := []any{mapping(r, depth-1, isPatch)}
		for range r.IntN(2) {
			list = append(list, mapping(r, depth-1, isPatch))
		}
		return list
	case kind == 5 && isPatch:
		return nil
	case kind == 6:
		return []any{"x", "v", "z"}[r.IntN(3):]
	}
	words := []any{"x", int64(1), true, 2.5, "true", ""}
	if !isPatch { // kyaml keeps the quotes of what is replaced, and makes a text of a number
		words = words[:4]
	}
	return words[r.IntN(len(words))]
}

// named is a list of entries with names, each of its own; of a patch perhaps with a directive.
func named(r *rand.Rand, depth int, isPatch bool) []any {
	list := []any{}
	if isPatch && r.IntN(8) == 0 {
		list = append(list, map[string]any{directive: []any{deletes, replaces, merges}[r.IntN(3)]})
	}
	for _, name := range r.Perm(4)[:1+r.IntN(3)] {
		entry := mapping(r, depth-1, isPatch)
		entry[nameKey] = string(rune('p' + name))
		list = append(list, entry)
	}
	return list
}
