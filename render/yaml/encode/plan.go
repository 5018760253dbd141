package encode

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// plan is what there is to know about a type before its first value is written.
type plan struct {
	kind  reflect.Kind
	pairs bool    // a slice of Pair
	elem  *plan   // of a pointer, slice or map
	rare  []field // the embedded pointers of a struct, an outer one before those inside
	// fields are those of a struct in the order in which they are written: a list for each choice of rare ones that are nil, with a
	// bit for each, without what lies below them. So fields that are rarely given cost one look at their pointer.
	fields [][]field
}

// field is one entry of a struct's mapping.
type field struct {
	name      string
	line      string // margin spaces, the key as it is written, and its colon; a space where text follows
	index     []int  // the way to it, through embedded structs
	below     uint   // which embedded pointers are on the way, by a bit for each of the plan's rare
	omitempty bool
	plan      *plan
}

// margin is the indentation that comes in one piece with a field's key.
const margin = 32

// plans holds the plans of all types met, by reflect.Type. It only saves time.
var plans sync.Map

var (
	pairType      = reflect.TypeFor[Pair]()
	stringType    = reflect.TypeFor[string]()
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	jsonNumber    = reflect.TypeFor[json.Number]()
)

func planOf(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil //nolint:errcheck // the map holds nothing else
	}
	m := maker{}
	p := m.plan(t)
	if m.err != nil {
		return nil, m.err
	}
	for t, p := range m.made {
		plans.Store(t, p)
	}
	return p, nil
}

// maker makes the plans of a type and of all types inside, which may refer back to it. Others see them when all are done.
type maker struct {
	made map[reflect.Type]*plan
	err  error // the first one
}

func (m *maker) fail(t reflect.Type, format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf("type %s "+format, append([]any{t}, args...)...)
	}
}

func (m *maker) plan(t reflect.Type) *plan {
	if p, ok := m.made[t]; ok {
		return p
	}
	if p, ok := plans.Load(t); ok {
		return p.(*plan) //nolint:errcheck // the map holds nothing else
	}
	if m.made == nil {
		m.made = map[reflect.Type]*plan{}
	}
	p := &plan{kind: t.Kind()}
	m.made[t] = p
	switch p.kind {
	case reflect.String, reflect.Bool, reflect.Float64, reflect.Interface,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	case reflect.Pointer:
		p.elem = m.plan(t.Elem())
	case reflect.Struct:
		p.fields = p.choices(m.fields(t, p))
	case reflect.Map:
		p.elem = m.plan(t.Elem())
		if t.Key() != stringType {
			m.fail(t, "has keys that are no strings")
		}
	case reflect.Slice:
		elem := t.Elem()
		if p.pairs = elem == pairType; p.pairs {
			elem = stringType
		}
		p.elem = m.plan(elem)
		if elem.Kind() == reflect.Uint8 {
			m.fail(t, "holds bytes, which are not text")
		}
	default:
		m.fail(t, "has no YAML form")
	}
	if hasOwnText(t) {
		m.fail(t, "brings its own text")
	}
	return p
}

// hasOwnText says whether encoding/json would ask a value for its text.
func hasOwnText(t reflect.Type) bool {
	if t.Kind() == reflect.Interface || t.Kind() == reflect.Pointer || t.PkgPath() == "" && t.Kind() != reflect.Struct {
		return false // what it holds is asked, or it has no methods
	}
	p := reflect.PointerTo(t)
	return p.NumMethod() > 0 && (p.Implements(jsonMarshaler) || p.Implements(textMarshaler) || t == jsonNumber)
}

// fields are those of a struct and of the structs that it embeds, in the order of their keys.
func (m *maker) fields(t reflect.Type, p *plan) []field {
	all := m.collect(t, make([]field, 0, t.NumField()), field{}, p)
	slices.SortFunc(all, func(a, b field) int { return strings.Compare(a.name, b.name) }) // see sortEntries
	for i := range all {
		if i > 0 && all[i].name == all[i-1].name {
			m.fail(t, "has two fields %q", all[i].name)
		}
		e := encoder{out: appendSpaces(nil, margin)}
		if e.key(all[i].name, 0) != afterKey || e.err != nil {
			m.fail(t, "has the field name %.40q, which is no simple key", all[i].name)
		}
		if all[i].plan.kind == reflect.String {
			e.out = append(e.out, ' ')
		}
		all[i].line = string(e.out)
	}
	slices.SortFunc(all, func(a, b field) int { return compareKeys(a.name, b.name) })
	return all
}

// mostRare is how many embedded pointers a struct can have: each doubles the lists.
const mostRare = 4

// choices are the lists of fields for all choices of nil pointers.
func (p *plan) choices(all []field) [][]field {
	lists := make([][]field, 1<<len(p.rare))
	for missing := range lists {
		lists[missing] = slices.DeleteFunc(slices.Clone(all), func(f field) bool { return f.below&uint(missing) != 0 })
	}
	return lists
}

// present are the fields of v that no nil pointer cuts off.
func (p *plan) present(v reflect.Value) []field {
	var missing uint
	for i := range p.rare {
		if r := &p.rare[i]; r.below&missing != 0 || v.FieldByIndex(r.index).IsNil() {
			missing |= 1 << i
		}
	}
	return p.fields[missing]
}

// collect adds the fields of a struct that stands at a place in the plan's type.
func (m *maker) collect(t reflect.Type, all []field, at field, p *plan) []field {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		in := field{index: append(slices.Clip(at.index), i), below: at.below}
		switch {
		case name == "-" && options == "":
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			all = m.collect(f.Type, all, in, p)
		case f.Anonymous && name == "" && f.IsExported() && f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct:
			if p.rare = append(p.rare, in); len(p.rare) > mostRare {
				m.fail(t, "embeds more than %d pointers", mostRare)
				return all
			}
			in.below |= 1 << (len(p.rare) - 1)
			all = m.collect(f.Type.Elem(), all, in, p)
		case f.Anonymous && name == "":
			m.fail(t, "embeds %s, which is no struct that all can reach", f.Type)
		case !f.IsExported():
		case options != "" && options != "omitempty":
			m.fail(t, "has a field with the tag %q", f.Tag)
		default:
			if name == "" {
				name = f.Name
			}
			in.name, in.omitempty, in.plan = name, options != "", m.plan(f.Type)
			all = append(all, in)
		}
	}
	return all
}

// isEmpty is what omitempty means to encoding/json.
func (p *plan) isEmpty(v reflect.Value) bool {
	switch p.kind {
	case reflect.Struct:
		return false
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Pointer, reflect.Interface:
		return v.IsNil()
	}
	return v.IsZero()
}
