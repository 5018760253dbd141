package yamlout

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// byLibrary appends an entry whose line is indented already. The library prints it inside a document that is nested as
// deep as ours, for it folds lines by column; the lines of that document which come before the entry are dropped.
func (e *encoder) byLibrary(v reflect.Value, w where, key string, indent int) error {
	doc, err := generic(v, e.depth)
	if err != nil {
		return err
	}
	levels := indent / 2
	switch w {
	case afterKey:
		doc = map[string]any{key: doc}
	case afterDash:
		doc = []any{doc}
		levels++ // a sequence stands at the column of its key
	}
	for range levels {
		doc = map[string]any{"k": doc}
	}
	out, err := yaml.Marshal(doc)
	if err != nil {
		return fmt.Errorf("print by library: %w", err)
	}
	for range levels {
		_, out, _ = bytes.Cut(out, []byte{'\n'})
	}
	e.out = append(e.out, out[indent:]...)
	return nil
}

// generic is v as the library can print it: structs and pairs, which are ours to read, become maps.
func generic(v reflect.Value, depth int) (any, error) {
	for v.IsValid() && (v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer) {
		if depth++; depth > maxDepth {
			return nil, errTooDeep
		}
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil, nil
	}
	if depth++; depth > maxDepth {
		return nil, errTooDeep
	}
	s := shapeOf(v.Type())
	switch s.kind {
	case unwritable:
		return nil, s.err
	case object:
		return genericObject(v, s, depth)
	case list, pairMapping, textMapping, anyMapping, otherMapping:
		if v.IsNil() {
			return nil, nil
		}
	default:
		return v.Interface(), nil
	}
	switch s.kind {
	case list:
		return genericList(v, depth)
	case pairMapping:
		return genericPairs(v)
	}
	return genericMap(v, depth)
}

func genericObject(v reflect.Value, s *shape, depth int) (any, error) {
	m := map[string]any{}
	r := refTo(v)
	for i := range s.fields {
		f := &s.fields[i]
		at, present := f.in(r)
		if !present {
			continue
		}
		item, err := generic(at.value(f.shape.typ), depth)
		if err != nil {
			return nil, within(f.name, err)
		}
		m[f.name] = item
	}
	return m, nil
}

func genericList(v reflect.Value, depth int) (any, error) {
	l := make([]any, v.Len())
	for i := range l {
		item, err := generic(v.Index(i), depth)
		if err != nil {
			return nil, within("["+strconv.Itoa(i)+"]", err)
		}
		l[i] = item
	}
	return l, nil
}

func genericPairs(v reflect.Value) (any, error) {
	pairs, err := sortPairs(nil, refTo(v).pairs())
	m := map[string]any{}
	for _, p := range pairs {
		if err := checkKey(p.Key); err != nil {
			return nil, err
		}
		m[p.Key] = p.Value
	}
	return m, err
}

func genericMap(v reflect.Value, depth int) (any, error) {
	m := map[string]any{}
	for entries := v.MapRange(); entries.Next(); {
		key := entries.Key().String()
		if err := checkKey(key); err != nil {
			return nil, err
		}
		item, err := generic(entries.Value(), depth)
		if err != nil {
			return nil, within(key, err)
		}
		m[key] = item
	}
	return m, nil
}

// checkKey refuses keys that the library would change: two of these could become one.
func checkKey(key string) error {
	if !utf8.ValidString(key) || strings.ContainsRune(key, '\u0085') {
		return fmt.Errorf("key %.40q: only valid UTF-8 without U+0085 can be a key", key)
	}
	return nil
}
