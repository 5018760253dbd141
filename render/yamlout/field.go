package yamlout

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// field is one entry of a struct's mapping.
type field struct {
	name      string // the key
	text      string // the key as it is written, with its colon; empty when the library has to write the entry
	path      []int  // index of the field, through embedded structs
	named     bool   // its tag gives the name
	omitEmpty bool
	shape     *shape
}

// of is the field's value in v; there is none when an embedded pointer on the way is nil.
func (f *field) of(v reflect.Value) (reflect.Value, bool) {
	if len(f.path) == 1 {
		return v.Field(f.path[0]), true
	}
	for i, index := range f.path {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(index)
	}
	return v, true
}

// isEmpty is what omitempty means to encoding/json.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// makeFields is the mapping of a struct, sorted. Of the fields with one name the shallowest counts; of those at one
// depth the one that is named by its tag; where that leaves several, none does: the rules of encoding/json.
func makeFields(t reflect.Type, made map[reflect.Type]*shape) ([]field, error) {
	all, err := collectFields(t, made)
	if err != nil {
		return nil, err
	}
	best := map[string]int{} // index in all, or -1 where two fields are equal
	rank := func(f *field) int {
		if f.named {
			return 2 * len(f.path)
		}
		return 2*len(f.path) + 1
	}
	ranks := map[string]int{}
	for i := range all {
		name, r := all[i].name, rank(&all[i])
		old, seen := ranks[name]
		switch {
		case !seen || r < old:
			best[name], ranks[name] = i, r
		case r == old:
			best[name] = -1
		}
	}
	var names []string
	for name, i := range best {
		if i >= 0 {
			names = append(names, name)
		}
	}
	fields := make([]field, 0, len(names))
	for _, name := range sortKeys(names) {
		f := all[best[name]]
		if text, sure := appendKey(nil, name); sure {
			f.text = string(text)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// level is a struct whose fields are flattened into the one that embeds it.
type level struct {
	t    reflect.Type
	path []int
}

// collectFields lists the fields of t and of the structs that it embeds, level by level, as encoding/json does: a type
// that was met on a level above is not entered again, so that types which embed themselves come to an end.
func collectFields(t reflect.Type, made map[reflect.Type]*shape) ([]field, error) {
	var all []field
	entered := map[reflect.Type]bool{}
	for next := []level{{t: t}}; len(next) > 0; {
		current := next
		next = nil
		for _, l := range current {
			entered[l.t] = true
		}
		for _, l := range current {
			for i := range l.t.NumField() {
				path := append(slices.Clone(l.path), i)
				sf := l.t.Field(i)
				if inner, ok := embedded(sf); ok {
					if !entered[inner] {
						next = append(next, level{inner, path})
					}
					continue
				}
				f, skip, err := parseField(sf)
				if err != nil {
					return nil, fmt.Errorf("type %s: %w", l.t, err)
				}
				if skip {
					continue
				}
				f.path, f.shape = path, makeShape(sf.Type, made)
				all = append(all, f)
			}
		}
	}
	return all, nil
}

// embedded is the struct that sf flattens into its own, if it does.
func embedded(sf reflect.StructField) (reflect.Type, bool) {
	t := sf.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
	return t, sf.Anonymous && t.Kind() == reflect.Struct && name == ""
}

// parseField reads a field's tag.
func parseField(sf reflect.StructField) (f field, skip bool, err error) {
	tag := sf.Tag.Get("json")
	if tag == "-" || !sf.IsExported() {
		return f, true, nil
	}
	name, options, _ := strings.Cut(tag, ",")
	f = field{name: name, named: name != ""}
	if name == "" {
		f.name = sf.Name
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'\\`", r) }) {
		return f, false, fmt.Errorf("field %s: tag name %q", sf.Name, name)
	}
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "":
		case "omitempty":
			f.omitEmpty = true
		default:
			return f, false, fmt.Errorf("field %s: tag option %q", sf.Name, option)
		}
	}
	return f, false, nil
}
