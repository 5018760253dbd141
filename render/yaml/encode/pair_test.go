package encode_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// entries are pairs, in whatever order.
type entries = encode.Strings

func asMap(e entries) map[string]string {
	if e == nil {
		return nil
	}
	m := map[string]string{}
	for _, p := range e {
		m[p.Key] = p.Value
	}
	return m
}

type withEntries[T any] struct {
	Kept    T      `json:"kept"`
	Omitted T      `json:"omitted,omitempty"`
	Pointer *T     `json:"pointer"`
	Name    string `json:"name"`
}

// around has v wherever a mapping can stand.
func around[T any](v T) any {
	return []any{
		v, &v, withEntries[T]{v, v, &v, "x"}, []T{v, v}, []*T{&v, nil}, map[string]T{"a": v, "b": v}, map[string]any{"a": v, "b": []any{v}},
	}
}

// behindOddKey has v where the library prints it, in no fixed order when the order of its keys goes round in a circle.
func behindOddKey[T any](v T) any {
	return map[string]any{strings.Repeat("k", 129): v, "1e3": []any{withEntries[T]{v, v, &v, "x"}, &v, []T{v}, map[string]T{"a": v}}}
}

func requirePairs(t *testing.T, e entries) {
	t.Helper()
	before := slices.Clone(e)
	requireEqual(t, around(asMap(e)), around(e))
	for indent := range 3 {
		want, err := encode.Append(nil, asMap(e), 2*indent)
		require.NoError(t, err)
		got, err := encode.Append(nil, e, 2*indent)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
	require.Equal(t, before, e, "the caller's slice stays as it is")
}

func requireEqual(t *testing.T, maps, pairs any) {
	t.Helper()
	want, err := encode.String(maps)
	require.NoError(t, err)
	got, err := encode.String(pairs)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// TestPairs holds slices of pairs against maps. Maps are held against the library elsewhere, but for the keys whose order
// goes round in a circle, which only our own maps print in one order.
func TestPairs(t *testing.T) {
	cases := map[string]entries{
		"nil":            nil,
		"empty":          {},
		"one":            {{"a", "b"}},
		"in order":       {{"app.kubernetes.io/managed-by", "wukong-fn"}, {"app.kubernetes.io/name", "web"}, {"kubevirt.io/vm", "web-vm"}},
		"out of order":   {{"b", "2"}, {"a", "1"}, {"A", "on"}},
		"natural order":  {{"e1", ""}, {"e2", ""}, {"e10", ""}},
		"byte order":     {{"e1", ""}, {"e10", ""}, {"e2", ""}},
		"odd keys":       {{strings.Repeat("k", 129), "x"}, {"1e3", "y"}, {"~", "z"}, {"", "yes"}},
		"odd values":     {{"a", "0x1F"}, {"b", "2024-01-01"}, {"c", userData}, {"d", "\u0085"}, {"e", strings.Repeat("word ", 40)}},
		"in a circle":    {{"a1b", "1"}, {"a2", "2"}, {"a12", "3"}},
		"circle, turned": {{"a2", "2"}, {"a12", "3"}, {"a1b", "1"}},
	}
	for name, e := range cases {
		t.Run(name, func(t *testing.T) {
			requirePairs(t, e)
			if !strings.Contains(name, "circle") {
				requireEqual(t, behindOddKey(asMap(e)), behindOddKey(e))
			}
		})
	}
}

func TestRandomPairs(t *testing.T) {
	pieces := append([]string{"a12", "a1b", "a2", "a3", "a10", "a1c", "_", "-x", "/", "Z"}, keyPool...)
	for seed := range uint64(effort.Times(100)) {
		r := rand.New(rand.NewPCG(seed, 2))
		e := entries{}
		for range r.IntN(20) {
			key := pieces[r.IntN(len(pieces))]
			if r.IntN(3) == 0 {
				key += pieces[r.IntN(len(pieces))]
			}
			if _, taken := asMap(e)[key]; !taken {
				e = append(e, encode.Pair{Key: key, Value: generateString(r)})
			}
		}
		if r.IntN(2) == 0 {
			slices.SortFunc(e, func(a, b encode.Pair) int { return strings.Compare(a.Key, b.Key) })
		}
		requirePairs(t, e)
	}
}

func TestPairsAgainstLibrary(t *testing.T) {
	for seed := range uint64(effort.Times(50)) {
		r := rand.New(rand.NewPCG(seed, 3))
		e := entries{}
		for _, i := range r.Perm(len(keyPool))[:r.IntN(14)] {
			e = append(e, encode.Pair{Key: keyPool[i], Value: generateString(r)})
		}
		if !requireCanonical(t, asMap(e)) {
			continue
		}
		requirePairs(t, e)
		requireEqual(t, behindOddKey(asMap(e)), behindOddKey(e))
	}
}

func TestSameKeyTwice(t *testing.T) {
	many := entries{{"k7", ""}}
	for i := range 30 {
		many = append(many, encode.Pair{Key: "k" + strconv.Itoa(i)})
	}
	for name, e := range map[string]entries{
		"neighbours":       {{"a", "1"}, {"a", "1"}},
		"apart":            {{"a", "1"}, {"b", "2"}, {"a", "3"}},
		"round the circle": {{"a1b", ""}, {"a2", ""}, {"a12", ""}, {"a1b", ""}},
		"among many":       many,
	} {
		t.Run(name, func(t *testing.T) {
			for _, v := range []any{e, map[string]any{"1e3": []any{e}}, withEntries[entries]{Omitted: e}} {
				_, err := encode.String(v)
				assert.ErrorContains(t, err, "is there twice")
			}
		})
	}
	_, err := encode.String(map[string]any{strings.Repeat("k", 200): entries{{"\xff", ""}}})
	assert.ErrorContains(t, err, "UTF-8", "a key that the library would change, where the library prints it")
}

func FuzzPairs(f *testing.F) {
	for _, cases := range stringCases() {
		for i, s := range cases {
			f.Add(s, cases[(i+1)%len(cases)], cases[(i+2)%len(cases)], s)
		}
	}
	f.Add("a12", "a1b", "a2", "x")
	f.Fuzz(func(t *testing.T, a, b, c, text string) {
		for _, s := range []string{a, b, c, text} {
			if refusedKey(s) || len(s) > 1000 {
				t.Skip("refused, or the library is too slow")
			}
		}
		if a == b || b == c || c == a {
			t.Skip("the same key twice is another test")
		}
		e := entries{{a, text}, {b, "1"}, {c, "true"}}
		want, wantErr := encode.String(asMap(e))
		got, err := encode.String(e)
		require.Equal(t, wantErr == nil, err == nil)
		require.Equal(t, want, got)
	})
}
