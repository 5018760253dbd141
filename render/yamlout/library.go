package yamlout

import (
	"bytes"
	"fmt"
	"reflect"

	"sigs.k8s.io/yaml"
)

// appendByLibrary replaces the entry that was begun at at.start by what the library prints for it. The entry is printed
// inside a document that is nested as deep as ours, for the library folds lines by column; the lines of that document
// which come before the entry are dropped.
func appendByLibrary(dst []byte, v reflect.Value, at place) ([]byte, error) {
	var doc any
	if v.IsValid() {
		if s := shapeOf(v.Type()); s.err != nil {
			return dst, s.err
		}
		doc = v.Interface()
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
