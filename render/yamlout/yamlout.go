// Package yamlout writes typed Go values as canonical YAML. It is the only place where a value becomes YAML text, and it
// knows nothing of what the values mean.
//
// Canonical are the bytes that sigs.k8s.io/yaml v1.6.0 prints for the same value, because kustomize prints resources
// with it: keys in the natural order of go.yaml.in/yaml/v2, sequences at the column of their key, lines folded after
// column 80. At a nested indent the bytes are those that the library prints for the value at that place of a larger
// document. Where this package is not sure of a scalar or a key, it lets the library print that entry (library.go).
//
// Values are structs, maps with string keys, slices, pointers, strings, bools, integers, float64, and interfaces that
// hold those. A slice of Pair is written as the map with the same entries would be, in whatever order they stand; the same
// key twice is an error. Struct tags mean what they mean to encoding/json: a name, "-", omitempty, and embedded structs
// without a name are flattened. Anything else is an error that names the type: arrays, []byte, other floats, json.Number,
// other tag options, and types with MarshalJSON or MarshalText, whose text would not be ours.
//
// No text is refused. What the library refuses or changes (yamlchar.Lost, and keys that are too long for it) is written in
// double quotes with escapes, which all readers read as it was; bytes that are not UTF-8 become U+FFFD, as the library has it.
//
// Limits: a value nested over 1000 levels deep is an error, as only a cycle is, and so are a map key that is not valid UTF-8,
// which could become one that is there already, and the numbers that JSON does not have.
// Where the library's key order has a cycle (a12 < a1b < a2 < a12) it prints one order today and another tomorrow; we
// always print the same.
package yamlout

import (
	"errors"
	"fmt"
	"reflect"
)

// Append appends v as block lines, all of them indented by indent columns, the last one ended. dst is empty or ends with
// a line break. An odd or negative indent is an error, for the library has none, and so is an indented value that is no
// mapping and no sequence. On error dst comes back as it was.
func Append(dst []byte, v any, indent int) ([]byte, error) {
	return (&encoder{out: dst}).write(v, alone, indent)
}

// AppendForPython is Append for a document that PyYAML reads, as cloud-init does. Texts that it takes for something else than
// text, where the library does not, are in quotes.
func AppendForPython(dst []byte, v any) ([]byte, error) {
	return (&encoder{out: dst, python: true}).write(v, alone, 0)
}

// AppendItem appends v as one item of a block sequence whose dashes stand at column indent; its other lines are indented
// by indent+2. Otherwise it is as Append, and v may be a scalar.
func AppendItem(dst []byte, v any, indent int) ([]byte, error) {
	return (&encoder{out: dst}).write(v, afterDash, indent)
}

// String is v as a whole document.
func String(v any) (string, error) {
	out, err := Append(nil, v, 0)
	return string(out), err
}

// write appends v to what is there, and gives all of it; on error what was there.
func (e *encoder) write(v any, w where, indent int) ([]byte, error) {
	dst := e.out
	if indent < 0 || indent%2 != 0 {
		return dst, fmt.Errorf("write %T as YAML: indent %d is not an even number of columns", v, indent)
	}
	e.out = appendSpaces(dst, indent)
	start := len(e.out)
	if w == afterDash {
		e.out = append(e.out, '-')
	}
	err := e.anything(v, w, indent)
	if errors.Is(err, errUnsure) {
		e.out = e.out[:start]
		err = e.byLibrary(reflect.ValueOf(v), w, "", indent)
	}
	if err != nil {
		return dst, fmt.Errorf("write %T as YAML: %w", v, err)
	}
	return e.out, nil
}
