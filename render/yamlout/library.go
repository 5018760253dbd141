package yamlout

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"

	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/yamlchar"
)

// errLost comes from a text that does not come through the library.
var errLost = errors.New("the library refuses or changes it")

// byLibrary appends an entry whose line is indented already, printed by the library where that can. Where it cannot, the
// entry is written here, with everything escaped that is not sure to come through.
func (e *encoder) byLibrary(v reflect.Value, w where, key string, indent int) error {
	start := len(e.out)
	err := e.print(v, w, key, indent)
	if !errors.Is(err, errLost) {
		return err
	}
	e.out, e.escaping = e.out[:start], true
	defer func() { e.escaping = false }()
	switch w {
	case afterKey:
		if !e.key(key) {
			return checkKey(key)
		}
	case afterDash:
		e.out = append(e.out, '-')
	}
	if !v.IsValid() {
		return e.word("null", w)
	}
	return e.reflected(v, shapeOf(v.Type()), w, indent)
}

// print appends an entry as the library prints it inside a document that is nested as deep as ours, for it folds lines by
// column; the lines of that document which come before the entry are dropped.
func (e *encoder) print(v reflect.Value, w where, key string, indent int) error {
	doc, err := generic(v, e.depth)
	if err != nil {
		return err
	}
	if lost(key) {
		return errLost
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
		return errLost // a key too long for it, or a number that is none, which is an error here, too
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
	case text:
		if lost(v.String()) {
			return nil, errLost
		}
		return v.Interface(), nil
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
		if lost(p.Key) || lost(p.Value) {
			return nil, errLost
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
		if lost(key) {
			return nil, errLost
		}
		item, err := generic(entries.Value(), depth)
		if err != nil {
			return nil, within(key, err)
		}
		m[key] = item
	}
	return m, nil
}

// lost says whether the library refuses or changes a text. Bytes that are not UTF-8 are U+FFFD to it.
func lost(s string) bool {
	for _, r := range s {
		if !yamlchar.Carried(r) {
			return true
		}
	}
	return false
}

// checkKey refuses keys that would be changed: two of these could become one.
func checkKey(key string) error {
	if !utf8.ValidString(key) {
		return fmt.Errorf("key %.40q: only valid UTF-8 can be a key", key)
	}
	return nil
}
