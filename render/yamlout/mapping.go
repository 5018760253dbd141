package yamlout

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

func appendStruct(dst []byte, v reflect.Value, s *shape, entry place) ([]byte, error) {
	for i := range s.fields {
		f := &s.fields[i]
		fv, ok := f.of(v)
		if !ok || f.omitEmpty && isEmpty(fv) {
			continue
		}
		var err error
		var at place
		dst, at = startEntry(dst, entry)
		at.key = f.name
		if f.text == "" {
			dst, err = appendByLibrary(dst, fv, at)
		} else {
			dst = append(dst, f.text...)
			dst, err = appendNode(dst, fv, f.shape, at)
		}
		if err != nil {
			return dst, within(f.name, err)
		}
	}
	return dst, nil
}

// appendMap appends the entries of a map with string keys. The two types that most maps have are read without
// reflection, which would copy every key and value to the heap.
func appendMap(dst []byte, v reflect.Value, s *shape, entry place) ([]byte, error) {
	var room [16]string
	keys := room[:0]
	switch m := v.Interface().(type) {
	case map[string]string:
		for key := range m {
			keys = append(keys, key)
		}
		return appendStrings(dst, m, sortKeys(keys), entry)
	case map[string]any:
		for key := range m {
			keys = append(keys, key)
		}
		var err error
		for _, key := range sortKeys(keys) {
			item := reflect.ValueOf(m[key])
			if dst, err = appendEntry(dst, key, item, shapeOfValue(item), entry); err != nil {
				return dst, err
			}
		}
		return dst, nil
	}
	at := reflect.New(v.Type().Key()).Elem()
	for entries := v.MapRange(); entries.Next(); {
		at.SetIterKey(entries)
		keys = append(keys, at.String())
	}
	var err error
	for _, key := range sortKeys(keys) {
		at.SetString(key)
		item := v.MapIndex(at)
		if dst, err = appendEntry(dst, key, item, s.elem, entry); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

func appendStrings(dst []byte, m map[string]string, keys []string, entry place) ([]byte, error) {
	for _, key := range keys {
		var at place
		dst, at = startEntry(dst, entry)
		at.key = key
		out, sure := appendKey(dst, key)
		if sure {
			out, sure = appendText(append(out, ' '), m[key], at.indent+2)
		}
		if sure {
			dst = endLine(out)
			continue
		}
		var err error
		if dst, err = appendOddEntry(dst, key, reflect.ValueOf(m[key]), at); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

func appendEntry(dst []byte, key string, v reflect.Value, s *shape, entry place) ([]byte, error) {
	dst, at := startEntry(dst, entry)
	at.key = key
	out, sure := appendKey(dst, key)
	if !sure {
		return appendOddEntry(dst, key, v, at)
	}
	out, err := appendNode(out, v, s, at)
	if err != nil {
		return out, within(key, err)
	}
	return out, nil
}

// appendOddEntry lets the library print an entry, but for keys that it would change: two of these could become one.
func appendOddEntry(dst []byte, key string, v reflect.Value, at place) ([]byte, error) {
	if !utf8.ValidString(key) || strings.ContainsRune(key, '\u0085') {
		return dst, fmt.Errorf("key %.40q: only valid UTF-8 without U+0085 can be a key", key)
	}
	out, err := appendByLibrary(dst, v, at)
	if err != nil {
		return out, within(strconv.Quote(key), err)
	}
	return out, nil
}
