package yaml

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// shape is what a Go type wants from a node.
type shape uint8

const (
	wantUnsupported shape = iota
	wantString
	wantBool
	wantInt
	wantUint
	wantFloat
	wantPointer
	wantSlice
	wantMap
	wantStrings // a map of strings, the most frequent one
	wantStruct
	wantAny
)

// plan is how to decode into one Go type. It never changes once plans has it.
type plan struct {
	shape  shape
	typ    reflect.Type
	bits   int   // of a number
	elem   *plan // of a pointer, slice or map
	fields []planField
}

// planField is one field of a struct under its name in YAML. Embedded structs are flattened.
type planField struct {
	name     string
	index    int   // of the field, or of the embedded struct that it is in
	below    []int // the way from there
	plan     *plan
	quantity bool // an unquoted number is fine in this string
}

// plans remembers a plan for each type that Decode has met.
var plans sync.Map // of reflect.Type to *plan

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		if p, ok := p.(*plan); ok {
			return p
		}
	}
	p := newPlan(t, map[reflect.Type]*plan{})
	plans.Store(t, p)
	return p
}

// newPlan plans t. Types under way are in begun, so that a type may hold itself.
func newPlan(t reflect.Type, begun map[reflect.Type]*plan) *plan {
	if p := begun[t]; p != nil {
		return p
	}
	p := &plan{typ: t}
	begun[t] = p
	switch t.Kind() {
	case reflect.String:
		p.shape = wantString
	case reflect.Bool:
		p.shape = wantBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.shape, p.bits = wantInt, t.Bits()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.shape, p.bits = wantUint, t.Bits()
	case reflect.Float32, reflect.Float64:
		p.shape, p.bits = wantFloat, t.Bits()
	case reflect.Pointer:
		p.shape, p.elem = wantPointer, newPlan(t.Elem(), begun)
	case reflect.Slice:
		p.shape, p.elem = wantSlice, newPlan(t.Elem(), begun)
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			p.shape, p.elem = wantMap, newPlan(t.Elem(), begun)
		}
		if text := reflect.TypeFor[string](); t.Key() == text && t.Elem() == text {
			p.shape = wantStrings
		}
	case reflect.Interface:
		if t.NumMethod() == 0 {
			p.shape = wantAny
		}
	case reflect.Struct:
		p.shape, p.fields = wantStruct, planFields(t, nil, begun)
	}
	return p
}

// planFields lists a struct's fields; those of the struct itself come before embedded ones of the same name.
func planFields(t reflect.Type, above []int, begun map[reflect.Type]*plan) []planField {
	var fields, embedded []planField
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			embedded = append(embedded, planFields(f.Type, append(slices.Clone(above), i), begun)...)
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			way := append(slices.Clone(above), i)
			fields = append(fields, planField{
				name: name, index: way[0], below: way[1:], plan: newPlan(f.Type, begun), quantity: f.Tag.Get("yaml") == "quantity",
			})
		}
	}
	own := plan{fields: fields}
	for _, f := range embedded {
		if own.find(f.name, 0) < 0 {
			own.fields = append(own.fields, f)
		}
	}
	return own.fields
}

// find returns the number of the field called name, looking from hint on because people keep to an order; -1 for none.
func (p *plan) find(name string, hint int) int {
	for i := hint; i < len(p.fields); i++ {
		if p.fields[i].name == name {
			return i
		}
	}
	for i := range min(hint, len(p.fields)) {
		if p.fields[i].name == name {
			return i
		}
	}
	return -1
}

// names are the fields of a struct, for messages.
func (p *plan) names() []string {
	names := make([]string, len(p.fields))
	for i, f := range p.fields {
		names[i] = f.name
	}
	return names
}

// namesWithout are the fields of a struct that a mapping does not have.
func (p *plan) namesWithout(n Node) []string {
	given := map[string]bool{}
	for key := range n.Fields() {
		given[key.Text()] = true
	}
	return slices.DeleteFunc(p.names(), func(name string) bool { return given[name] })
}
