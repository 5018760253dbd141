// Package encode writes typed Go values as canonical YAML. It is the only place where a value becomes YAML text, and it
// knows nothing of what the values mean.
//
// Canonical are the bytes that sigs.k8s.io/yaml v1.6.0 prints for the same value, because kustomize prints resources
// with it: keys in the natural order of go.yaml.in/yaml/v2, sequences at the column of their key, lines folded after
// column 80. At a nested indent the bytes are those that the library prints for the value at that place of a larger
// document.
//
// Values are structs, slices, maps with keys of type string, pointers, strings, bools, whole numbers, float64, and
// interfaces that hold those. A slice of Pair is written as a map with the same entries. Struct tags mean what they mean to
// encoding/json: a name, "-", omitempty; the fields of embedded structs, and of those that an embedded pointer leads to, become
// fields of the outer one. Any other type is an error, wherever in a type it stands: Append of a zero value tells.
//
// No text is refused. What the library refuses or changes (scalar.Lost, keys that are too long for it) is written in
// double quotes with escapes, or behind a "?", so that all readers read it as it was. Bytes that are not UTF-8 become U+FFFD,
// as the library has it. Errors are a key that is not UTF-8, for it could become one that is there already, a key that is
// there twice, and numbers that JSON does not have.
//
// Where the library's key order has a cycle (a12 < a1b < a2 < a12) it prints one order today and another tomorrow; we
// always print the same. Values must not contain themselves.
package encode

import (
	"fmt"
	"reflect"
	"strconv"
)

// Append appends v as block lines, all of them indented by indent columns, the last one ended. dst is empty or ends with a
// line break. On error dst comes back as it was.
func Append(dst []byte, v any, indent int) ([]byte, error) {
	return (&encoder{out: dst}).write(v, alone, indent)
}

// AppendForPython is Append for a document that PyYAML reads, as cloud-init does. Texts that it takes for something else than
// text, where the library does not, are in quotes.
func AppendForPython(dst []byte, v any) ([]byte, error) {
	return (&encoder{out: dst, python: true}).write(v, alone, 0)
}

// AppendItem appends v as one item of a block sequence whose dashes stand at column indent; its other lines are indented
// by indent+2.
func AppendItem(dst []byte, v any, indent int) ([]byte, error) {
	return (&encoder{out: dst}).write(v, afterDash, indent)
}

// String is v as a whole document.
func String(v any) (string, error) {
	out, err := Append(nil, v, 0)
	return string(out), err
}

// where is what stands on the line before a node.
type where uint8

const (
	alone     where = iota // nothing but its indentation
	afterKey               // "key:"
	afterDash              // "-", or the ":" behind a key that has lines of its own
)

// encoder writes one value. Its methods append a node with everything that separates it from its key or dash, and end its
// last line. The indent that they get is that of the enclosing collection; of the node itself when it is alone.
type encoder struct {
	out    []byte
	python bool
	err    error         // the first one
	mapKey reflect.Value // see entriesOf
}

// write writes v behind what is there, and gives all of it; on error what was there.
func (e *encoder) write(v any, w where, indent int) ([]byte, error) {
	dst := e.out
	if indent < 0 {
		return dst, fmt.Errorf("write %T as YAML: indent %d", v, indent)
	}
	e.out = appendSpaces(dst, indent)
	if w == afterDash {
		e.out = append(e.out, '-')
	}
	e.anything(reflect.ValueOf(v), w, indent)
	if e.err != nil {
		return dst, fmt.Errorf("write %T as YAML: %w", v, e.err)
	}
	return e.out, nil
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// anything appends what an interface holds.
func (e *encoder) anything(v reflect.Value, w where, indent int) {
	if !v.IsValid() {
		e.word("null", w)
		return
	}
	p, err := planOf(v.Type())
	if err != nil {
		e.fail(err)
		return
	}
	e.node(v, p, w, indent)
}

func (e *encoder) node(v reflect.Value, p *plan, w where, indent int) {
	switch p.kind {
	case reflect.String:
		e.separate(w)
		e.text(v.String(), indent+2)
	case reflect.Struct:
		e.object(v, p, w, indent)
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice:
		switch {
		case v.IsNil():
			e.word("null", w)
		case p.kind == reflect.Pointer:
			e.node(v.Elem(), p.elem, w, indent)
		case p.kind == reflect.Interface:
			e.anything(v.Elem(), w, indent)
		case p.kind == reflect.Map || p.pairs:
			e.mapping(v, p, w, indent)
		default:
			e.list(v, p.elem, w, indent)
		}
	default:
		e.separate(w)
		e.number(v)
	}
}

// separate comes before a scalar.
func (e *encoder) separate(w where) {
	if w != alone {
		e.out = append(e.out, ' ')
	}
}

// word appends null or an empty collection.
func (e *encoder) word(word string, w where) {
	e.separate(w)
	e.out = append(append(e.out, word...), '\n')
}

// number appends a number or a bool.
func (e *encoder) number(v reflect.Value) {
	switch {
	case v.CanInt():
		e.out = strconv.AppendInt(e.out, v.Int(), 10)
	case v.CanUint():
		e.out = strconv.AppendUint(e.out, v.Uint(), 10)
	case v.CanFloat():
		e.float(v.Float())
	default:
		e.out = strconv.AppendBool(e.out, v.Bool())
	}
	e.out = append(e.out, '\n')
}

func (e *encoder) list(v reflect.Value, item *plan, w where, indent int) {
	n := v.Len()
	if n == 0 {
		e.word("[]", w)
		return
	}
	indent, missing := e.open(w, indent)
	if w == afterKey {
		indent, missing = indent-2, missing-2 // a sequence stands at the column of its key
	}
	for i := range n {
		e.out = append(appendSpaces(e.out, missing), '-')
		e.node(v.Index(i), item, afterDash, indent)
		missing = indent
	}
}

func (e *encoder) object(v reflect.Value, p *plan, w where, indent int) {
	before := len(e.out)
	indent, missing := e.open(w, indent)
	start := len(e.out)
	fields := p.present(v)
	for i := range fields {
		f := &fields[i]
		in := v.FieldByIndex(f.index)
		word := ""
		if f.plan.kind == reflect.String { // most are, and have a space in their line
			word = in.String()
		}
		if f.omitempty && word == "" && f.plan.isEmpty(in) {
			continue
		}
		if missing > margin {
			e.out = appendSpaces(e.out, missing-margin)
			missing = margin
		}
		e.out = append(e.out, f.line[margin-missing:]...)
		if f.plan.kind == reflect.String {
			e.text(word, indent+2)
		} else {
			e.node(in, f.plan, afterKey, indent)
		}
		missing = indent
	}
	if len(e.out) == start {
		e.out = e.out[:before]
		e.word("{}", w)
	}
}

// entry is one of a map's or of a slice of pairs.
type entry struct {
	key   string
	value reflect.Value
}

func (e *encoder) mapping(v reflect.Value, p *plan, w where, indent int) {
	if v.Len() == 0 {
		e.word("{}", w)
		return
	}
	if p.pairs && v.CanAddr() {
		if s, ok := v.Addr().Interface().(*Strings); ok && s.inOrder() {
			e.strings(*s, w, indent)
			return
		}
	}
	var room [8]entry
	entries := e.entriesOf(v, p, room[:0])
	if err := sortEntries(entries); err != nil {
		e.fail(err)
		return
	}
	indent, missing := e.open(w, indent)
	for i := range entries {
		e.out = appendSpaces(e.out, missing)
		e.node(entries[i].value, p.elem, e.key(entries[i].key, indent), indent)
		missing = indent
	}
}

// strings appends a mapping as it stands.
func (e *encoder) strings(s Strings, w where, indent int) {
	indent, missing := e.open(w, indent)
	for i := range s {
		e.out = appendSpaces(e.out, missing)
		e.separate(e.key(s[i].Key, indent))
		e.text(s[i].Value, indent+2)
		missing = indent
	}
}

// entriesOf appends the entries of a map or of a slice of pairs.
func (e *encoder) entriesOf(v reflect.Value, p *plan, entries []entry) []entry {
	if p.pairs {
		for i := range v.Len() {
			pair := v.Index(i)
			entries = append(entries, entry{pair.Field(0).String(), pair.Field(1)})
		}
		return entries
	}
	if !e.mapKey.IsValid() { // one for all keys costs less than one for each
		e.mapKey = reflect.New(stringType).Elem()
	}
	for all := v.MapRange(); all.Next(); {
		e.mapKey.SetIterKey(all)
		entries = append(entries, entry{e.mapKey.String(), all.Value()})
	}
	return entries
}

// open moves to where the first entry of a block collection goes: the next line behind a key, the same line elsewhere.
// It gives the indent of all entries, and how much of it is missing before the first.
func (e *encoder) open(w where, indent int) (entries, missing int) {
	switch w {
	case afterKey:
		e.out = append(e.out, '\n')
		return indent + 2, indent + 2
	case afterDash:
		e.out = append(e.out, ' ')
		return indent + 2, 0
	}
	return indent, 0
}

func appendSpaces(dst []byte, n int) []byte {
	const spaces = "                                "
	for n > len(spaces) {
		dst = append(dst, spaces...)
		n -= len(spaces)
	}
	return append(dst, spaces[:n]...)
}
