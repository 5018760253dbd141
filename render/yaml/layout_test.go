package yaml_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yaml"
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

// Rare is embedded by a pointer, and what is rarer by another one.
type Rare struct {
	Seldom string `json:"seldom"`
	*Rarer
	Counted *int `json:"counted"`
}

type Rarer struct {
	Never []inner `json:"never"`
	Value any     `json:"value"`
}

// layouts has a field of every shape that is decoded into.
type layouts struct {
	Text       string
	Flag       bool
	I8         int8
	U8         uint8
	I64        int64
	U64        uint64
	F32        float32
	Word       word
	Flag2      bool `json:"flag-2"`
	embedded        // flattened
	*Rare           // flattened, too
	Inner      inner
	Number     *int
	Pointers   **string
	Structs    []inner
	Strings    []string
	Words      words
	Numbers    []*uint32
	Lists      [][]string
	Table      table
	Named      map[word]word
	Counts     map[string]int
	PointerMap map[string]*inner
	ListMap    map[string][]string
	Maps       []map[string]string
	Any        any
	Again      *layouts
	Copies     []layouts
}

// fill sets v to something.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	size := r.IntN(4)
	switch v.Kind() {
	case reflect.String:
		v.SetString("x" + strconv.Itoa(r.IntN(100)))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int64:
		v.SetInt(int64(r.Uint64()))
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.Uint64() >> 1 & (1<<v.Type().Bits() - 1))
	case reflect.Float32:
		v.SetFloat(float64(r.IntN(1000)) / 8)
	case reflect.Interface:
		v.Set(reflect.ValueOf(map[string]any{"a": "b", "c": []any{true, nil}}))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), size, size))
		for i := range size {
			fill(r, v.Index(i), depth-1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for i := range size {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(r, value, depth-1)
			v.SetMapIndex(reflect.ValueOf("k"+strconv.Itoa(i)).Convert(v.Type().Key()), value)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case f.Anonymous && f.Type.Kind() == reflect.Pointer && r.IntN(2) == 0: // none of its fields is given
			case f.Anonymous || depth > 0 || f.Name != "Again" && f.Name != "Copies":
				fill(r, v.Field(i), depth-1)
			}
		}
	}
}

// TestDecodeReadsWhatJSONWrites holds all shapes against another library's idea of them, in flow style on one line and over
// several.
func TestDecodeReadsWhatJSONWrites(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for range 100 {
		var want layouts
		fill(r, reflect.ValueOf(&want).Elem(), 3)
		text, err := json.Marshal(want)
		require.NoError(t, err)
		indented, err := json.MarshalIndent(want, "", "\t")
		require.NoError(t, err)
		for _, text := range []string{string(text), string(indented)} {
			var got layouts
			require.Empty(t, decode(t, text, &got))
			require.Equal(t, want, got)

			// A struct and what a pointer leads to are filled in place, all else is replaced.
			require.Empty(t, decode(t, text, &got))
			require.Equal(t, want, got)

			d, err := yaml.Parse(text)
			require.NoError(t, err)
			var glance layouts
			d.Root().Glance(&glance)
			require.Equal(t, want, glance)
		}
	}
}
