package yamlout

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// appendByLibrary replaces the entry that was begun at at.start by what the library prints for it. The entry is printed
// inside a document that is nested as deep as ours, for the library folds lines by column; the lines of that document
// which come before the entry are dropped.
func appendByLibrary(dst []byte, v reflect.Value, at place) ([]byte, error) {
	doc, err := generic(v, shapeOfValue(v), at.depth)
	if err != nil {
		return dst, err
	}
	levels := at.indent / 2
	switch at.where {
	case afterKey:
		doc = map[string]any{at.key: doc}
	case afterDash:
		doc = []any{doc}
		levels++ // a sequence stands at the column of its key
	}
	for range levels {
		doc = map[string]any{"k": doc}
	}
	out, err := yaml.Marshal(doc)
	if err != nil {
		return dst, fmt.Errorf("print by library: %w", err)
	}
	for range levels {
		_, out, _ = bytes.Cut(out, []byte{'\n'})
	}
	return append(dst[:at.start], out[at.indent:]...), nil
}

// generic is v as the library can print it: structs and pairs, which are ours to read, become maps.
func generic(v reflect.Value, s *shape, depth int) (any, error) {
	for ; s.kind == reflect.Interface || s.kind == reflect.Pointer; depth++ {
		if v.IsNil() {
			return nil, nil
		}
		if depth > maxDepth {
			return nil, errTooDeep
		}
		v = v.Elem()
		if s.kind == reflect.Pointer {
			s = s.elem
		} else {
			s = shapeOfValue(v)
		}
	}
	switch {
	case s.err != nil:
		return nil, s.err
	case s.kind == reflect.Invalid:
		return nil, nil
	case depth > maxDepth:
		return nil, errTooDeep
	case s.kind == reflect.Struct:
		return genericStruct(v, s, depth+1)
	case s.kind == reflect.Map && !v.IsNil():
		return genericMap(v, s, depth+1)
	case s.kind == reflect.Slice && !v.IsNil():
		list := make([]any, v.Len())
		for i := range list {
			item, err := generic(v.Index(i), s.elem, depth+1)
			if err != nil {
				return nil, within(fmt.Sprintf("[%d]", i), err)
			}
			list[i] = item
		}
		return list, nil
	case s.kind == reflect.Map || s.kind == reflect.Slice:
		return nil, nil
	}
	return v.Interface(), nil
}

func genericStruct(v reflect.Value, s *shape, depth int) (any, error) {
	m := map[string]any{}
	for i := range s.fields {
		f := &s.fields[i]
		fv, ok := f.of(v)
		if !ok || f.omitEmpty && isEmpty(fv) {
			continue
		}
		item, err := generic(fv, f.shape, depth)
		if err != nil {
			return nil, within(f.name, err)
		}
		m[f.name] = item
	}
	return m, nil
}

func genericMap(v reflect.Value, s *shape, depth int) (any, error) {
	m := map[string]any{}
	if s.pairs {
		sorted, err := sortPairs(nil, pairsOf(v))
		if err != nil {
			return nil, err
		}
		for _, p := range sorted {
			if err := checkKey(p.Key); err != nil {
				return nil, err
			}
			m[p.Key] = p.Value
		}
		return m, nil
	}
	for entries := v.MapRange(); entries.Next(); {
		key := entries.Key().String()
		if err := checkKey(key); err != nil {
			return nil, err
		}
		item, err := generic(entries.Value(), s.elem, depth)
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
