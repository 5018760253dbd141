package yamlout

import (
	"reflect"
	"strconv"
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
	if s.pairs {
		return appendPairs(dst, pairsOf(v), entry)
	}
	var room [16]string
	keys := room[:0]
	switch m := v.Interface().(type) {
	case map[string]string:
		for key := range m {
			keys = append(keys, key)
		}
		var err error
		for _, key := range sortKeys(keys) {
			if dst, err = appendString(dst, key, m[key], entry); err != nil {
				return dst, err
			}
		}
		return dst, nil
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

// appendPairs appends the entries of a mapping of strings that is kept as a slice.
func appendPairs(dst []byte, pairs []Pair, entry place) ([]byte, error) {
	var room [8]Pair
	sorted, err := sortPairs(room[:0], pairs)
	if err != nil {
		return dst, err
	}
	for i := range sorted {
		if dst, err = appendString(dst, sorted[i].Key, sorted[i].Value, entry); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

func appendString(dst []byte, key, value string, entry place) ([]byte, error) {
	dst, at := startEntry(dst, entry)
	at.key = key
	out, sure := appendKey(dst, key)
	if sure {
		out, sure = appendText(append(out, ' '), value, at.indent+2)
	}
	if sure {
		return endLine(out), nil
	}
	return appendOddEntry(dst, key, reflect.ValueOf(value), at)
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

// appendOddEntry lets the library print an entry.
func appendOddEntry(dst []byte, key string, v reflect.Value, at place) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return dst, err
	}
	out, err := appendByLibrary(dst, v, at)
	if err != nil {
		return out, within(strconv.Quote(key), err)
	}
	return out, nil
}
