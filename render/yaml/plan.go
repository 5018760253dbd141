package yaml

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// plan is how to decode into one Go type. It never changes once plans has it.
type plan struct {
	typ    reflect.Type
	elem   *plan // of a pointer, slice or map
	fields []planField
	word   int // the number of the struct's field that takes a word in place of the mapping, -1 for none

	unsupported bool
}

// planField is one field of a struct under its name in YAML. Embedded structs, and pointers to them, are flattened.
type planField struct {
	name     string
	index    []int // the way to it, through embedded structs
	plan     *plan
	quantity bool // an unquoted number is fine in this string
	single   bool // the only text of this list may stand alone
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
	p := &plan{typ: t, word: -1}
	begun[t] = p
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		p.elem = newPlan(t.Elem(), begun)
	case reflect.Map:
		p.elem, p.unsupported = newPlan(t.Elem(), begun), t.Key().Kind() != reflect.String
	case reflect.Interface:
		p.unsupported = t.NumMethod() > 0
	case reflect.Struct:
		p.fields, p.word = planFields(t, nil, begun), wordOf(t)
	case reflect.Uintptr, reflect.Complex64, reflect.Complex128, reflect.Array, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		p.unsupported = true
	}
	return p
}

// wordOf is the number of the field with the tag yaml:"word".
func wordOf(t reflect.Type) int {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("yaml") == "word" && f.Type.Kind() == reflect.String {
			return i
		}
	}
	return -1
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
		case f.Anonymous && name == "" && f.IsExported() && f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct:
			embedded = append(embedded, planFields(f.Type.Elem(), append(slices.Clone(above), i), begun)...)
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			fields = append(fields, planField{
				name: name, index: append(slices.Clone(above), i), plan: newPlan(f.Type, begun), quantity: f.Tag.Get("yaml") == "quantity",
				single: f.Tag.Get("yaml") == "single" && f.Type == reflect.TypeFor[[]string](),
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
	for range p.fields {
		if hint >= len(p.fields) {
			hint = 0
		}
		if p.fields[hint].name == name {
			return hint
		}
		hint++
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
