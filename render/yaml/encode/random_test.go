package encode_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// marked is an interface with methods, which lies in memory otherwise than any.
type marked interface{ mark() }

type mark struct {
	Name string `json:"name"`
	At   *mark  `json:"at,omitempty"`
}

func (mark) mark() {}

type markedWord string

func (markedWord) mark() {}

type (
	yesNo   bool
	numbers map[string]int64
	words   map[string]string
	values  map[string]any
	list    []named
)

// one is a struct that is as large as its one pointer.
type one struct {
	Only *string `json:"only"`
}

type Far struct {
	FarAway string `json:"farAway,omitempty"`
	Near    int16  `json:"near"`
}

type Between struct {
	Far
	Text string `json:"between"`
}

// Rare is embedded by a pointer, and so is what is rarer.
type Rare struct {
	Seldom string `json:"betweenSeldom,omitempty"`
	Empty  []Far  `json:"emptyButGiven"`
	*Rarer
}

type Rarer struct {
	Odd   int            `json:"abc,omitempty"`
	Never map[string]one `json:"zero"`
}

type Endless struct {
	*Endless
}

type Other struct {
	Last2 *string `json:"last2"`
}

// variety has fields of every kind, with and without omitempty, at odd offsets.
type variety struct {
	Flag yesNo `json:"flag"`
	Between
	*Rare
	*Other
	Mark     Level               `json:"mark"`
	Small    int8                `json:"small"`
	Small2   int8                `json:"small2,omitempty"`
	Word     uint16              `json:"word"`
	Word2    uint16              `json:"word2,omitempty"`
	Half     int32               `json:"half,omitempty"`
	Half2    uint32              `json:"half2,omitempty"`
	Plain    int                 `json:"int"`
	Plain2   uint                `json:"uint,omitempty"`
	Long     int64               `json:"long,omitempty"`
	Long2    uint64              `json:"long2"`
	Flag2    bool                `json:"flag2,omitempty"`
	Float    float64             `json:"float"`
	Float2   float64             `json:"float2,omitempty"`
	Text     named               `json:"text"`
	Text2    string              `json:"text2,omitempty"`
	Odd      string              `json:"1e3"`
	Odd2     list                `json:"~,omitempty"`
	One      one                 `json:"one"`
	Ones     []one               `json:"ones"`
	OneMap   map[string]one      `json:"oneMap,omitempty"`
	Marked   marked              `json:"marked"`
	Marked2  marked              `json:"marked2,omitempty"`
	Any      any                 `json:"any"`
	Any2     any                 `json:"any2,omitempty"`
	Anys     []any               `json:"anys"`
	List     list                `json:"list"`
	List2    list                `json:"list2,omitempty"`
	Bits     []int8              `json:"bits,omitempty"`
	Flags    []yesNo             `json:"flags,omitempty"`
	Deep     [][][]string        `json:"deep,omitempty"`
	Empties  []struct{}          `json:"empties,omitempty"`
	Words    words               `json:"words"`
	Words2   words               `json:"words2,omitempty"`
	Values   values              `json:"values"`
	Values2  values              `json:"values2,omitempty"`
	Numbers  numbers             `json:"numbers"`
	Numbers2 numbers             `json:"numbers2,omitempty"`
	Self     *variety            `json:"self,omitempty"`
	Selves   map[string]*variety `json:"selves,omitempty"`
	Pointer  **string            `json:"pointer"`
	Pointer2 *map[string]list    `json:"pointer2,omitempty"`
	Schema   *schemaOf           `json:"schema,omitempty"`
	Last     struct{}            `json:"last"`
}

// filler fills values at random, at most depth levels deep. One string in four is text.
type filler struct {
	*rand.Rand
	text string
}

func (f filler) value(v reflect.Value, depth int) {
	if depth == 0 || f.IntN(4) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				f.value(v.Field(i), depth-1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.value(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), f.IntN(4), 4))
		for i := range v.Len() {
			f.value(v.Index(i), depth-1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range f.IntN(4) {
			item := reflect.New(v.Type().Elem()).Elem()
			f.value(item, depth-1)
			v.SetMapIndex(reflect.ValueOf(keyPool[f.IntN(len(keyPool))]).Convert(v.Type().Key()), item)
		}
	case reflect.Interface:
		f.choice(v, depth-1)
	case reflect.String:
		v.SetString(f.string())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(f.Int64()>>f.IntN(64)) / float64(1+f.IntN(16)))
	default:
		if v.CanInt() {
			v.SetInt(f.Int64() >> f.IntN(64))
		} else {
			v.SetUint(f.Uint64() >> f.IntN(64))
		}
	}
}

// choice sets an interface.
func (f filler) choice(v reflect.Value, depth int) {
	choices := []any{mark{Name: f.string()}, &mark{Name: f.string(), At: &mark{}}, markedWord(f.string()), (*mark)(nil)}
	if v.NumMethod() == 0 {
		text := f.string()
		all := &variety{}
		f.value(reflect.ValueOf(all).Elem(), depth)
		choices = append(choices, text, named(text), &text, one{&text}, []one{{&text}}, []string{text}, map[string]string{"a": text}, words{"a": text}, f.Int(), f.Uint32(), int8(3), yesNo(true), true,
			f.Float64(), generate(f.Rand, depth), all, *all, list{named(text)}, map[string]one{"a": {&text}}, struct{}{}, [][]any{{text}})
	}
	if c := choices[f.IntN(len(choices))]; c != nil {
		v.Set(reflect.ValueOf(c))
	}
}

func (f filler) string() string {
	if f.IntN(4) == 0 {
		return f.text
	}
	return generateString(f.Rand)
}

func requireFilled(t *testing.T, seed uint64, text string) {
	t.Helper()
	f := filler{rand.New(rand.NewPCG(seed, 4)), text}
	v := &variety{}
	f.value(reflect.ValueOf(v).Elem(), 6)
	requireSame(t, v)
	requireSame(t, *v)
	requireSame(t, []any{*v, v.One, v.Words, v.Numbers, v.Marked, v.Pointer, v.Pointer2, v.Selves})
}

// TestRandomTypes holds what is read from memory by its type.
func TestRandomTypes(t *testing.T) {
	var texts []string
	for _, cases := range stringCases() {
		texts = append(texts, cases...)
	}
	for seed := range uint64(effort.Times(40)) {
		requireFilled(t, seed, texts[seed%uint64(len(texts))])
	}
}

func FuzzTypes(f *testing.F) {
	for name, cases := range stringCases() {
		for i := 0; i < len(cases); i += 16 {
			f.Add(uint64(i)*uint64(len(name)), cases[i])
		}
	}
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		if len(text) > 1000 {
			t.Skip("beyond what is compared: the library is too slow for such texts")
		}
		requireFilled(t, seed, text)
	})
}
