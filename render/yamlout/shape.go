package yamlout

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
)

// shape is what there is to know about a type before its first value is written.
type shape struct {
	kind   reflect.Kind // Invalid for the nil interface
	err    error        // why values of the type cannot be written
	elem   *shape       // of a pointer, slice or map
	fields []field      // of a struct, in the order in which they are written
	pairs  bool         // a slice of Pair: its kind is Map, as what it is written as
}

// shapes holds the shapes of all types met, by reflect.Type. It only saves time.
var shapes sync.Map

var (
	null           = &shape{kind: reflect.Invalid}
	jsonMarshaler  = reflect.TypeFor[json.Marshaler]()
	textMarshaler  = reflect.TypeFor[encoding.TextMarshaler]()
	jsonNumberType = reflect.TypeFor[json.Number]()
)

func shapeOfValue(v reflect.Value) *shape {
	if !v.IsValid() {
		return null
	}
	return shapeOf(v.Type())
}

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape) //nolint:errcheck // the map holds nothing else
	}
	made := map[reflect.Type]*shape{}
	s := makeShape(t, made)
	for t, s := range made {
		shapes.LoadOrStore(t, s)
	}
	return s
}

// makeShape enters a shape in made before it looks at the types inside, for those may refer back to it. Nothing in made
// may be shared with other goroutines until the outermost call has returned.
func makeShape(t reflect.Type, made map[reflect.Type]*shape) *shape {
	if s, ok := made[t]; ok {
		return s
	}
	s := &shape{kind: t.Kind()}
	made[t] = s
	if marshalsItself(t) {
		s.kind, s.err = reflect.Invalid, fmt.Errorf("type %s brings its own text", t)
		return s
	}
	switch t.Kind() {
	case reflect.Struct:
		s.fields, s.err = makeFields(t, made)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			s.err = fmt.Errorf("type %s: keys must be strings", t)
		}
		s.elem = makeShape(t.Elem(), made)
	case reflect.Slice:
		if t.Elem() == pairType {
			s.kind, s.pairs = reflect.Map, true
			return s
		}
		s.elem = makeShape(t.Elem(), made)
		if t.Elem().Kind() == reflect.Uint8 {
			s.kind, s.err = reflect.Invalid, fmt.Errorf("type %s: bytes are not text", t)
		}
	case reflect.Pointer:
		s.elem = makeShape(t.Elem(), made)
	case reflect.Interface, reflect.String, reflect.Bool, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	default:
		s.kind, s.err = reflect.Invalid, fmt.Errorf("type %s has no YAML form", t)
	}
	return s
}

// marshalsItself says whether encoding/json asks the type for its text. An interface is looked at when it holds a value,
// a pointer when its element is.
func marshalsItself(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer:
		return false
	}
	p := reflect.PointerTo(t)
	return p.Implements(jsonMarshaler) || p.Implements(textMarshaler) || t == jsonNumberType
}
