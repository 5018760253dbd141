package yamlin

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

type (
	word  string
	words []word
	table map[string]string
	inner struct {
		Text string `json:"text"`
		Flag bool
	}
	embedded struct {
		Before int8
		Deep   *inner
	}
)

// layouts has a field of every layout that Decode writes to, with odd sizes between them.
type layouts struct {
	Text       string
	Flag       bool
	I8         int8
	U8         uint8
	I16        int16
	U16        uint16
	I32        int32
	U32        uint32
	I64        int64
	U64        uint64
	I          int
	U          uint
	F32        float32
	F64        float64
	Word       word
	Flag2      bool `json:"flag-2"`
	embedded        // flattened
	Inner      inner
	Number     *int
	Pointer    *inner
	Pointers   **string
	Structs    []inner
	Strings    []string
	Words      words
	Flags      []bool
	Bytes      []int8
	Numbers    []*uint32
	Lists      [][]string
	Table      table
	Map        map[string]string
	Named      map[word]word
	Counts     map[string]int
	InnerMap   map[string]inner
	PointerMap map[string]*inner
	ListMap    map[string][]string
	Maps       []map[string]string
	Any        any
	Anys       []any
	Node       Node
	Nodes      []Node
	Again      *layouts
	Copies     []layouts
	Last       bool
}

// fill sets v to something by way of reflect and returns the node that says so.
func fill(r *rand.Rand, v reflect.Value, depth int) Node {
	text := strconv.Itoa(r.IntN(100))
	switch v.Kind() {
	case reflect.String:
		v.SetString("x" + text)
		return Node{Plain: true, Value: "x" + text}
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
		return Node{Plain: true, Value: strconv.FormatBool(v.Bool())}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.Uint64()))
		return Node{Plain: true, Value: strconv.FormatInt(v.Int(), 10)}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.Uint64() >> 1 & (1<<v.Type().Bits() - 1))
		return Node{Plain: true, Value: strconv.FormatUint(v.Uint(), 10)}
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(r.IntN(1000)) / 8)
		return Node{Plain: true, Value: fmt.Sprint(v.Float())}
	case reflect.Interface:
		v.Set(reflect.ValueOf(map[string]any{"a": text}))
		return Node{Kind: Mapping, Fields: []Field{{Key: "a", Value: Node{Value: text}}}}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(r, v.Elem(), depth)
	}
	return fillMany(r, v, depth-1)
}

func fillMany(r *rand.Rand, v reflect.Value, depth int) Node {
	size := r.IntN(4)
	switch {
	case v.Type() == reflect.TypeFor[Node]():
		n := Node{Value: strconv.Itoa(size)}
		v.Set(reflect.ValueOf(n))
		return n
	case v.Kind() == reflect.Struct:
		return Node{Kind: Mapping, Fields: fillFields(r, v, depth)}
	case v.Kind() == reflect.Slice:
		n := Node{Kind: Sequence}
		v.Set(reflect.MakeSlice(v.Type(), size, size))
		for i := range size {
			n.Items = append(n.Items, fill(r, v.Index(i), depth))
		}
		return n
	}
	n := Node{Kind: Mapping}
	v.Set(reflect.MakeMap(v.Type()))
	for i := range size {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.SetString("k" + strconv.Itoa(i))
		n.Fields = append(n.Fields, Field{Key: key.String(), Plain: true, Value: fill(r, value, depth)})
		v.SetMapIndex(key, value)
	}
	return n
}

// fillFields leaves out some fields, and in the depth those that would lead deeper.
func fillFields(r *rand.Rand, v reflect.Value, depth int) (fields []Field) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			fields = append(fields, fillFields(r, v.Field(i), depth)...)
			continue
		}
		if depth <= 0 && (f.Name == "Again" || f.Name == "Copies") || r.IntN(4) == 0 {
			continue
		}
		name := f.Name
		if tag := f.Tag.Get("json"); tag != "" {
			name = tag
		}
		fields = append(fields, Field{Key: name, Plain: true, Value: fill(r, v.Field(i), depth)})
	}
	r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return fields
}

// TestDecodeWritesWhatReflectWrites holds the unsafe stores against reflect's, while the garbage collector is busy.
func TestDecodeWritesWhatReflectWrites(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	r := rand.New(rand.NewPCG(1, 7))
	for range 300 {
		var want, got layouts
		n := fill(r, reflect.ValueOf(&want).Elem(), 2)
		require.Empty(t, Decode(n, &got))
		require.Equal(t, want, got)

		// A value that is not fresh keeps the fields that are absent, and what is replaced is not written over.
		var old layouts
		fill(r, reflect.ValueOf(&old).Elem(), 1)
		merged := old
		merged.Again, merged.Pointer, merged.Pointers, merged.Number, merged.Deep = nil, nil, nil, nil, nil // filled in place
		kept, expected := fmt.Sprint(old), merged
		require.Empty(t, Decode(n, &merged))
		require.Equal(t, kept, fmt.Sprint(old))
		for i := range n.Fields {
			overlay(reflect.ValueOf(&expected).Elem(), reflect.ValueOf(want), n.Fields[i].Key)
		}
		expected.Inner = merged.Inner // a struct is filled in place too
		require.Equal(t, expected, merged)
	}
}

// overlay copies the field of that name in YAML.
func overlay(to, from reflect.Value, name string) {
	for i := range to.NumField() {
		if f := to.Type().Field(i); f.Anonymous {
			overlay(to.Field(i), from.Field(i), name)
		} else if f.Name == name || f.Tag.Get("json") == name {
			to.Field(i).Set(from.Field(i))
		}
	}
}
