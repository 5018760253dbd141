package yamlout

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
)

// kind says how values of a type are read and written.
type kind uint8

const (
	unwritable kind = iota // the shape's err says why
	text
	truth
	integer
	natural
	float
	pointer
	anything     // an interface without methods
	something    // another interface
	object       // a struct
	list         // a slice
	pairMapping  // a slice of Pair
	textMapping  // map[string]string, whatever its name
	anyMapping   // map[string]any, whatever its name
	otherMapping // another map with string keys
)

// shape is what there is to know about a type before its first value is written.
type shape struct {
	kind   kind
	size   uintptr
	typ    reflect.Type
	err    error   // why values of the type cannot be written
	elem   *shape  // of a pointer, slice or map
	fields []field // of a struct, in the order in which they are written
}

// shapes holds the shapes of all types met, by reflect.Type. It only saves time.
var shapes sync.Map

var (
	anyType         = reflect.TypeFor[any]()
	stringType      = reflect.TypeFor[string]()
	textMappingType = reflect.TypeFor[map[string]string]()
	anyMappingType  = reflect.TypeFor[map[string]any]()
	jsonMarshaler   = reflect.TypeFor[json.Marshaler]()
	textMarshaler   = reflect.TypeFor[encoding.TextMarshaler]()
	jsonNumberType  = reflect.TypeFor[json.Number]()

	anyShape  = &shape{kind: anything, typ: anyType, size: anyType.Size()}
	textShape = &shape{kind: text, typ: stringType, size: stringType.Size()}
)

func shapeOf(t reflect.Type) *shape {
	if s := known(t); s != nil {
		return s
	}
	made := map[reflect.Type]*shape{}
	s := makeShape(t, made)
	for t, s := range made {
		shapes.LoadOrStore(t, s)
	}
	return s
}

// known is the shape of a type that was met before, or that everybody meets.
func known(t reflect.Type) *shape {
	switch t {
	case stringType:
		return textShape
	case anyType:
		return anyShape
	}
	if s, ok := shapes.Load(t); ok {
		return s.(*shape) //nolint:errcheck // the map holds nothing else
	}
	return nil
}

// makeShape enters a shape in made before it looks at the types inside, for those may refer back to it. Nothing in made
// may be shared with other goroutines until the outermost call has returned.
func makeShape(t reflect.Type, made map[reflect.Type]*shape) *shape {
	s, ok := made[t]
	if !ok {
		s = known(t)
	}
	if s != nil {
		return s
	}
	s = &shape{typ: t, size: t.Size()}
	made[t] = s
	if marshalsItself(t) {
		s.err = fmt.Errorf("type %s brings its own text", t)
		return s
	}
	switch t.Kind() {
	case reflect.Struct:
		s.kind = object
		if s.fields, s.err = makeFields(t, made); s.err != nil {
			s.kind = unwritable
		}
	case reflect.Map:
		makeMapping(s, made)
	case reflect.Slice:
		switch {
		case t.Elem() == pairType:
			s.kind = pairMapping
		case t.Elem().Kind() == reflect.Uint8:
			s.err = fmt.Errorf("type %s: bytes are not text", t)
		default:
			s.kind, s.elem = list, makeShape(t.Elem(), made)
		}
	case reflect.Pointer:
		s.kind, s.elem = pointer, makeShape(t.Elem(), made)
	case reflect.Interface:
		s.kind = something
		if t.NumMethod() == 0 {
			s.kind = anything
		}
	case reflect.String:
		s.kind = text
	case reflect.Bool:
		s.kind = truth
	case reflect.Float64:
		s.kind = float
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.kind = integer
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		s.kind = natural
	default:
		s.err = fmt.Errorf("type %s has no YAML form", t)
	}
	return s
}

func makeMapping(s *shape, made map[reflect.Type]*shape) {
	t := s.typ
	switch {
	case t.Key().Kind() != reflect.String:
		s.err = fmt.Errorf("type %s: keys must be strings", t)
	case t.ConvertibleTo(textMappingType):
		s.kind = textMapping
	case t.ConvertibleTo(anyMappingType):
		s.kind = anyMapping
	default:
		s.kind, s.elem = otherMapping, makeShape(t.Elem(), made)
	}
}

func (s *shape) isScalar() bool { return s.kind >= text && s.kind <= float }

// isEmpty is what omitempty means to encoding/json, for the kinds where no single word tells (see field.omits).
func (s *shape) isEmpty(r ref) bool {
	switch s.kind {
	case truth:
		return !r.truth()
	case textMapping, anyMapping, otherMapping:
		if r.target().isNil() {
			return true // the nil map, which is the usual one
		}
	}
	switch v := r.value(s.typ); v.Kind() {
	case reflect.Map, reflect.Slice:
		return v.Len() == 0
	case reflect.Struct:
		return false
	default:
		return v.IsZero()
	}
}

// marshalsItself says whether encoding/json asks the type for its text. An interface is looked at when it holds a value,
// a pointer when its element is.
func marshalsItself(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer:
		return false
	}
	if t.PkgPath() == "" && t.Kind() != reflect.Struct {
		return false // no type of its own, so without methods; a struct could embed some
	}
	p := reflect.PointerTo(t)
	return p.NumMethod() > 0 && (p.Implements(jsonMarshaler) || p.Implements(textMarshaler) || t == jsonNumberType)
}
