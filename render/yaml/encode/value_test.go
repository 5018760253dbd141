package encode_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/internal/effort"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

type header struct {
	Kind string `json:"kind"`
	Meta *meta  `json:"metadata,omitempty"`
}

type meta struct {
	Name   string            `json:"name,omitempty"`
	Labels map[string]string `json:"labels,omitempty"`
}

type Level struct {
	Deep  string
	Other string `json:"other"`
}

type inner struct {
	Level
	Alone string `json:"alone"`
}

type named string

type everything struct {
	header
	inner
	Inner    Level `json:"inner"`
	Kept     named
	Skipped  string `json:"-"`
	hidden   string
	Taken    string             `json:"taken"`
	Yes      bool               `json:"y"`
	On       *bool              `json:"on,omitempty"`
	Int8     int8               `json:"i8,omitempty"`
	Int64    int64              `json:"i10"`
	Uint64   uint64             `json:"i9"`
	Float    float64            `json:"1.5"`
	OddKey   []string           `json:"1e3"`
	Any      any                `json:"any"`
	OmitAny  any                `json:"omitAny,omitempty"`
	Strings  []string           `json:"strings"`
	Matrix   [][]int            `json:"matrix,omitempty"`
	Structs  []meta             `json:"structs,omitempty"`
	Pointers []*meta            `json:"pointers,omitempty"`
	Map      map[string]meta    `json:"map"`
	Maps     map[string]*meta   `json:"maps,omitempty"`
	Lists    map[string][]named `json:"lists,omitempty"`
	Self     *everything        `json:"self,omitempty"`
	Empty    struct{}           `json:"empty"`
	EmptyPtr *struct{}          `json:"emptyPtr,omitempty"`
}

func TestValues(t *testing.T) {
	truth, text := true, "yes"
	cases := map[string]any{
		"zero struct":        everything{},
		"pointer to struct":  &everything{},
		"embedded":           everything{header: header{Kind: "VM", Meta: &meta{Name: "a"}}, inner: inner{Level: Level{Deep: "d", Other: "o"}, Alone: "a"}, Taken: "outer", hidden: "h"},
		"full":               everything{Yes: true, On: &truth, Int8: -8, Int64: math.MinInt64, Uint64: math.MaxUint64, Float: 0.1, OddKey: []string{"a"}, Any: &text, OmitAny: 0, Strings: []string{}, Matrix: [][]int{{}, {1, 2}, nil}, Structs: []meta{{}, {Name: "a", Labels: map[string]string{"x": "y"}}}, Pointers: []*meta{nil, {}, {Name: "b"}}, Map: map[string]meta{"k": {}, "1": {Name: "n"}}, Maps: map[string]*meta{"nil": nil, "set": {Name: "c"}}, Lists: map[string][]named{"a": nil, "b": {}, "c": {"x", "on"}}, Self: &everything{}, EmptyPtr: &struct{}{}},
		"nil":                nil,
		"nil pointer":        (*meta)(nil),
		"nil map":            map[string]int(nil),
		"nil slice":          []string(nil),
		"empty map":          map[string]any{},
		"empty slice":        []any{},
		"empty struct":       struct{}{},
		"all omitted":        []meta{{}, {}},
		"list of lists":      [][][]string{{{"a", "b"}, {}}, {}, nil, {{"c"}}},
		"list of maps":       []map[string]string{{"b": "1", "a": "2"}, {}, nil},
		"any":                []any{nil, true, 1, int8(-1), uint(7), 1.5, "x", []any{}, map[string]any{"a": nil}, []string{"s"}, &text, named("on")},
		"bool":               true,
		"int":                42,
		"string":             "text",
		"float at the top":   1e21,
		"wide map":           wide(40),
		"cloud-init":         map[string]any{"volumes": []any{map[string]any{"cloudInitNoCloud": map[string]any{"userData": userData}}}},
		"attachment":         map[string]any{"spec": map[string]string{"config": cni}},
		"long in long key":   map[string]map[string]string{strings.Repeat("k", 128): {"a": strings.Repeat("w ", 70) + "."}},
		"complex key":        map[string]any{strings.Repeat("k", 129): []any{1, map[string]any{"a": []int{2}}}, "multi\nline": map[string]string{"a": "b"}, "z": "last"},
		"deep and far right": nested("some words "+strings.Repeat("that go on and on ", 9)+"!", 50),
		"line separator":     []any{map[string]string{"a": "x\n\u2028", "b": strings.Repeat("k", 74) + " a b c"}, "x\n\u2029", "y"},
		"deep double quotes": nested("\x01 some words "+strings.Repeat("that  go on ", 9)+"!", 45),
	}
	for name, v := range cases {
		t.Run(name, func(t *testing.T) { requireCanonical(t, v) })
	}
}

func wide(n int) map[string]int {
	m := map[string]int{}
	for i := range n {
		m["eth"+strconv.Itoa(i)] = i
		m[strconv.Itoa(i)] = i
		m["x-"+strconv.Itoa(i)+".y"] = i
	}
	return m
}

func TestFloats(t *testing.T) {
	cases := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1.5, 1e5, 1e6, 123456789, 1234567.5, 1e15, 1e18, 1e19, 1e20, 1e21, 1e22, -1e18, -1e19, 1 << 53, 1 << 63, 1 << 64, -(1 << 63), 1e-4, 1e-5, 1e-6, 1e-7, 1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Pi, 100000.5}
	for _, f := range cases {
		requireCanonical(t, f)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		require.False(t, requireCanonical(t, f))
	}
	same := func(f float64) bool {
		want, err := yaml.Marshal([]float64{f})
		got, gotErr := encode.Append(nil, []float64{f}, 0)
		return err == nil && gotErr == nil && string(want) == string(got)
	}
	assert.NoError(t, quick.Check(same, &quick.Config{MaxCount: effort.Times(2000)}))
}

func TestErrors(t *testing.T) {
	type loop struct {
		Next *loop `json:"next"`
		F    func()
	}
	cases := map[string]struct {
		v      any
		indent int
		says   string
	}{
		"channel":            {v: map[string]any{"a": []any{make(chan int)}}, says: "type chan int"},
		"function in struct": {v: struct{ F func() }{}, says: "type func()"},
		"float32":            {v: []float32{1}, says: "float32"},
		"array":              {v: [2]int{}, says: "[2]int"},
		"bytes":              {v: []byte("x"), says: "[]uint8"},
		"int keys":           {v: map[int]string{1: "a"}, says: "map[int]string"},
		"text marshaler":     {v: map[string]any{"ip": netip.MustParseAddr("10.0.0.1")}, says: "type netip.Addr"},
		"json marshaler":     {v: struct{ At *time.Time }{At: &time.Time{}}, says: "type time.Time"},
		"json.Number":        {v: []json.Number{"1"}, says: "json.Number"},
		"option string": {v: struct {
			A int `json:"a,string"`
		}{}, says: `tag "json:\"a,string\""`},
		"tag name with lines": {v: struct {
			A int `json:"a\nb"`
		}{}, says: `field name "a\nb"`},
		"two fields of one name": {v: struct {
			Level
			Deep string
		}{}, says: `two fields "Deep"`},
		"embedded pointer to no struct": {v: struct{ *numbers }{}, says: "embeds *encode_test.numbers"},
		"embedded pointer of a package": {v: struct{ *one }{}, says: "embeds *encode_test.one"},
		"five embedded pointers": {v: struct {
			*Far
			*Between
			*Rare
			*Other
		}{}, says: "embeds more than 4 pointers"},
		"a pointer that embeds itself": {v: Endless{}, says: "embeds more than 4 pointers"},
		"behind a pointer": {v: &struct {
			A []map[string]*struct{ B chan int }
		}{}, says: "chan int"},
		"deep in a type":     {v: struct{ Next *loop }{}, says: "type func()"},
		"negative indent":    {v: map[string]int{"a": 1}, indent: -2, says: "indent -2"},
		"key is not UTF-8":   {v: map[string]string{"\xff": "a"}, says: "UTF-8"},
		"behind an odd key":  {v: map[string]any{"1e3": []byte("x")}, says: "[]uint8"},
		"type of a nil item": {v: []chan int{nil}, says: "chan int"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before := []byte("kept: 1\n")
			got, err := encode.Append(before, c.v, c.indent)
			require.ErrorContains(t, err, c.says)
			assert.Equal(t, "kept: 1\n", string(got))
			text, err := encode.String(c.v)
			if c.indent == 0 {
				require.Error(t, err)
				assert.Empty(t, text)
			}
		})
	}
}

// keyPool has no three keys whose order goes round in a circle: see the package comment.
var keyPool = []string{"a", "b", "name", "Name", "e1", "e2", "e10", "e01", "x-1", "x.1", "x/1", "app.kubernetes.io/name", "y", "on", "", "~", "1", "2", "10", "007", "1.5", "é", "key: x", "#k", "a b", "-", "multi\nline", "😀", strings.Repeat("long", 40)}

// generate makes a value of everything that a map[string]any can hold, at most depth levels deep.
func generate(r *rand.Rand, depth int) any {
	kind := r.IntN(10)
	if depth == 0 {
		kind = r.IntN(6)
	}
	switch kind {
	case 0:
		return nil
	case 1:
		return r.IntN(2) == 0
	case 2:
		return r.Int64() >> r.IntN(64)
	case 3:
		return math.Float64frombits(r.Uint64()&^(1<<62)) * 1e3
	case 4, 5:
		return generateString(r)
	case 6:
		list := []any{}
		for range r.IntN(4) {
			list = append(list, generate(r, depth-1))
		}
		return list
	case 7:
		m := map[string]string{}
		for range r.IntN(6) {
			m[keyPool[r.IntN(len(keyPool))]] = generateString(r)
		}
		return m
	case 8:
		e := &everything{Any: generate(r, depth-1), Strings: []string{generateString(r)}, Taken: generateString(r)}
		if r.IntN(2) == 0 {
			e.Deep = generateString(r)
		}
		return e
	}
	m := map[string]any{}
	for range r.IntN(6) {
		m[keyPool[r.IntN(len(keyPool))]] = generate(r, depth-1)
	}
	return m
}

// generateString joins pieces that mean something to YAML, so that most strings are on some edge.
func generateString(r *rand.Rand) string {
	pieces := []string{"a", "word", " ", " ", "  ", "\n", ":", "#", "-", "'", `"`, "\\", "1", "0", "x", ".", "e", "_", "é", "\t", "\r", "\x01", "😀", "true", "{", "}", "~", "2024-01-01", "some longer words that fold", "\u2028"}
	n := r.IntN(5)
	if r.IntN(5) == 0 {
		n = r.IntN(60)
	}
	var b strings.Builder
	for range n {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func TestGeneratedValues(t *testing.T) {
	for seed := range uint64(effort.Times(1000)) {
		r := rand.New(rand.NewPCG(seed, 1))
		requireSame(t, []any{generate(r, 5), map[string]any{"a": generate(r, 5), "b": generate(r, 5)}, generate(r, 5)})
	}
}

func FuzzValue(f *testing.F) {
	f.Add(uint64(1), uint64(2), "a key", "some text")
	for _, cases := range stringCases() {
		for i, s := range cases {
			f.Add(uint64(i), uint64(7), s, s)
		}
	}
	f.Fuzz(func(t *testing.T, a, b uint64, key, text string) {
		if refusedKey(key) || len(key) > 1000 {
			t.Skip("beyond what is compared: the library refuses such keys, or is too slow for such texts")
		}
		requireSame(t, map[string]any{key: generate(rand.New(rand.NewPCG(a, b)), 5), "text": []any{text, map[string]any{key: text}}})
	})
}

func requireSame(t *testing.T, v any) {
	t.Helper()
	got, err := encode.Append(nil, v, 0)
	requireAgreed(t, got, err, v, "")
}
