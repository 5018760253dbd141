package yamlout

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// field is one entry of a struct's mapping.
type field struct {
	name    string    // the key
	line    string    // margin spaces, the key as it is written, its colon and a space; empty when the library has to write the entry
	through []uintptr // offsets of the embedded pointers on the way
	offset  uintptr   // from the last of them
	depth   int       // number of structs that it is inside
	named   bool      // its tag gives the name
	omit    omission
	word    uintptr // offset in the field of the word that omit looks at
	shape   *shape
}

// margin is the indentation that comes in one piece with a field's key.
const margin = 32

// in is the field of the struct at r, if there is anything to write.
func (f *field) in(r ref) (at ref, present bool) {
	if len(f.through) > 0 {
		if r = f.reach(r); r.isNil() {
			return r, false
		}
	}
	at = r.at(f.offset)
	switch f.omit {
	case never:
		return at, true
	case whenWordIsZero:
		return at, at.at(f.word).word() != 0
	}
	return at, !f.shape.isEmpty(at)
}

// reach is the innermost embedded struct that f is in, nil when a pointer on the way is.
func (f *field) reach(r ref) ref {
	for _, offset := range f.through {
		if r = r.at(offset).target(); r.isNil() {
			return r
		}
	}
	return r
}

// omission says how it is found out that a field is not written.
type omission uint8

const (
	never          omission = iota
	whenWordIsZero          // the word that is zero when the field is empty, and only then
	whenEmpty
)

// omits prepares what omitempty asks for: nearly always a look at one word.
func (f *field) omits() {
	f.omit = whenEmpty
	switch f.shape.kind {
	case object:
		f.omit = never
	case text, list, pairMapping:
		f.omit, f.word = whenWordIsZero, lengthOffset
	case pointer, anything, something:
		f.omit, f.word = whenWordIsZero, 0
	case integer, natural:
		if f.shape.size == wordSize {
			f.omit = whenWordIsZero
		}
	}
}

// makeFields is the mapping of a struct, sorted. Of the fields with one name the shallowest counts; of those at one
// depth the one that is named by its tag; where that leaves several, none does: the rules of encoding/json.
func makeFields(t reflect.Type, made map[reflect.Type]*shape) ([]field, error) {
	fields, err := collectFields(t, made)
	if err != nil {
		return nil, err
	}
	// By name first, as in sortKeys.
	slices.SortFunc(fields, func(a, b field) int {
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.rank(), b.rank()))
	})
	fields = onePerName(fields)
	slices.SortFunc(fields, func(a, b field) int { return compareKeys(a.name, b.name) })
	var e encoder
	for i := range fields {
		e.out = appendSpaces(e.out[:0], margin)
		if e.key(fields[i].name) {
			fields[i].line = string(append(e.out, ' '))
		}
	}
	return fields, nil
}

// rank is lower for the field that counts.
func (f *field) rank() int {
	if f.named {
		return 2 * f.depth
	}
	return 2*f.depth + 1
}

// onePerName keeps of fields sorted by name and rank those that count.
func onePerName(fields []field) []field {
	kept := fields[:0]
	for i := 0; i < len(fields); {
		end := i + 1
		for end < len(fields) && fields[end].name == fields[i].name {
			end++
		}
		if end == i+1 || fields[i].rank() < fields[i+1].rank() {
			kept = append(kept, fields[i])
		}
		i = end
	}
	return kept
}

// level is a struct whose fields are flattened into the one that embeds it, and the way there.
type level struct {
	t       reflect.Type
	through []uintptr
	offset  uintptr
}

// collectFields lists the fields of t and of the structs that it embeds, level by level, as encoding/json does: a type
// that was met on a level above is not entered again, so that types which embed themselves come to an end.
func collectFields(t reflect.Type, made map[reflect.Type]*shape) ([]field, error) {
	all := make([]field, 0, t.NumField())
	var entered []reflect.Type
	depth := 0
	for next := []level{{t: t}}; len(next) > 0; depth++ {
		current := next
		next = nil
		for _, l := range current {
			entered = append(entered, l.t)
		}
		for _, l := range current {
			for i := range l.t.NumField() {
				sf := l.t.Field(i)
				if inner, ok := embedded(&sf); ok {
					if !slices.Contains(entered, inner) {
						next = append(next, l.below(&sf, inner))
					}
					continue
				}
				f, skip, err := parseField(&sf)
				if err != nil {
					return nil, fmt.Errorf("type %s: %w", l.t, err)
				}
				if skip {
					continue
				}
				f.through, f.offset, f.depth, f.shape = l.through, l.offset+sf.Offset, depth, makeShape(sf.Type, made)
				if f.omit == whenEmpty {
					f.omits()
				}
				all = append(all, f)
			}
		}
	}
	return all, nil
}

// below is the struct of type inner that sf embeds.
func (l level) below(sf *reflect.StructField, inner reflect.Type) level {
	if sf.Type.Kind() == reflect.Pointer {
		return level{t: inner, through: append(slices.Clone(l.through), l.offset+sf.Offset)}
	}
	return level{t: inner, through: l.through, offset: l.offset + sf.Offset}
}

// embedded is the struct that sf flattens into its own, if it does.
func embedded(sf *reflect.StructField) (reflect.Type, bool) {
	if !sf.Anonymous {
		return nil, false
	}
	t := sf.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
	return t, t.Kind() == reflect.Struct && name == ""
}

// parseField reads a field's tag.
func parseField(sf *reflect.StructField) (f field, skip bool, err error) {
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
			f.omit = whenEmpty
		default:
			return f, false, fmt.Errorf("field %s: tag option %q", sf.Name, option)
		}
	}
	return f, false, nil
}
