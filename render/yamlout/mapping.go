package yamlout

import (
	"errors"
	"reflect"
	"strconv"
)

func (e *encoder) object(r ref, s *shape, w where, indent int) error {
	if err := e.enter(); err != nil {
		return err
	}
	before := len(e.out)
	indent, next := e.open(w, indent)
	start := len(e.out)
	for i := range s.fields {
		f := &s.fields[i]
		at, present := f.in(r)
		if !present {
			continue
		}
		if err := e.field(at, f, indent, next); err != nil {
			return within(f.name, err)
		}
		next = indent
	}
	e.leave()
	if len(e.out) == start {
		e.out = e.out[:before]
		return e.word("{}", w)
	}
	return nil
}

// field appends an entry of a struct. As in all entries, missing is the part of the indent that is not yet there.
func (e *encoder) field(r ref, f *field, indent, missing int) error {
	start := len(e.out) + missing
	if f.line == "" {
		e.out = appendSpaces(e.out, missing)
		return e.byLibrary(r.value(f.shape.typ), afterKey, f.name, indent)
	}
	if missing > margin {
		e.out = appendSpaces(e.out, missing-margin)
		missing = margin
	}
	line := f.line[margin-missing:]
	var err error
	if f.shape.isScalar() {
		e.out = append(e.out, line...)
		err = e.scalar(r, f.shape, indent)
	} else {
		e.out = append(e.out, line[:len(line)-1]...)
		err = e.node(r, f.shape, afterKey, indent)
	}
	if err != nil && errors.Is(err, errUnsure) {
		e.out = e.out[:start]
		return e.byLibrary(r.value(f.shape.typ), afterKey, f.name, indent)
	}
	return err
}

// pairs appends a mapping of strings that is kept as a slice.
func (e *encoder) pairs(pairs []Pair, w where, indent int) error {
	if pairs == nil {
		return e.word("null", w)
	}
	var room [8]Pair
	pairs, err := sortPairs(room[:0], pairs)
	if err != nil {
		return err
	}
	return e.sortedPairs(pairs, w, indent)
}

func (e *encoder) texts(m map[string]string, w where, indent int) error {
	if m == nil {
		return e.word("null", w)
	}
	var room [8]Pair
	pairs := room[:0]
	for key, value := range m {
		pairs = append(pairs, Pair{key, value})
	}
	pairs, err := sortPairs(pairs[:0], pairs) // where they are
	if err != nil {
		return err
	}
	return e.sortedPairs(pairs, w, indent)
}

func (e *encoder) sortedPairs(pairs []Pair, w where, indent int) error {
	if len(pairs) == 0 {
		return e.word("{}", w)
	}
	if err := e.enter(); err != nil {
		return err
	}
	indent, next := e.open(w, indent)
	for i := range pairs {
		p := &pairs[i]
		start := len(e.out) + next
		e.out = appendSpaces(e.out, next)
		err := errUnsure
		if e.key(p.Key) {
			e.out = append(e.out, ' ')
			err = e.text(p.Value, indent+2)
		}
		if err != nil {
			if err = e.retry(err, start, p.Key, reflect.ValueOf(p.Value), indent); err != nil {
				return err
			}
		}
		next = indent
	}
	e.leave()
	return nil
}

func (e *encoder) anythings(m map[string]any, w where, indent int) error {
	if m == nil {
		return e.word("null", w)
	}
	if len(m) == 0 {
		return e.word("{}", w)
	}
	if err := e.enter(); err != nil {
		return err
	}
	var room [16]string
	keys := room[:0]
	for key := range m {
		keys = append(keys, key)
	}
	indent, next := e.open(w, indent)
	for _, key := range sortKeys(keys) {
		start := len(e.out) + next
		e.out = appendSpaces(e.out, next)
		err := errUnsure
		if e.key(key) {
			err = e.anything(m[key], afterKey, indent)
		}
		if err != nil {
			if err = e.retry(err, start, key, reflect.ValueOf(m[key]), indent); err != nil {
				return err
			}
		}
		next = indent
	}
	e.leave()
	return nil
}

// mapping appends a map of whatever type.
func (e *encoder) mapping(m reflect.Value, s *shape, w where, indent int) error {
	if m.IsNil() {
		return e.word("null", w)
	}
	if m.Len() == 0 {
		return e.word("{}", w)
	}
	if err := e.enter(); err != nil {
		return err
	}
	var room [16]string
	keys := room[:0]
	at := e.keyOf(s.typ.Key())
	for entries := m.MapRange(); entries.Next(); {
		at.SetIterKey(entries)
		keys = append(keys, at.String())
	}
	indent, next := e.open(w, indent)
	for _, key := range sortKeys(keys) {
		start := len(e.out) + next
		e.out = appendSpaces(e.out, next)
		at = e.keyOf(s.typ.Key())
		at.SetString(key)
		value := m.MapIndex(at)
		err := errUnsure
		if e.key(key) {
			err = e.reflected(value, s.elem, afterKey, indent)
		}
		if err != nil {
			if err = e.retry(err, start, key, value, indent); err != nil {
				return err
			}
		}
		next = indent
	}
	e.leave()
	return nil
}

// keyOf is a key for mapping to read with. It is used between two nodes only, so that one does for all maps of a type.
func (e *encoder) keyOf(t reflect.Type) reflect.Value {
	if !e.mapKey.IsValid() || e.mapKey.Type() != t {
		e.mapKey = reflect.New(t).Elem()
	}
	return e.mapKey
}

// retry lets the library print the entry that was begun at start, if that is what err asks for.
func (e *encoder) retry(err error, start int, key string, v reflect.Value, indent int) error {
	if !errors.Is(err, errUnsure) {
		return within(key, err)
	}
	if err := checkKey(key); err != nil {
		return err
	}
	e.out = e.out[:start]
	return within(strconv.Quote(key), e.byLibrary(v, afterKey, key, indent))
}
