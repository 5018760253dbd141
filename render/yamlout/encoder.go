package yamlout

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
)

// maxDepth is far beyond any real value and far below what a goroutine's stack holds.
const maxDepth = 1000

var (
	errTooDeep = fmt.Errorf("nested over %d levels deep: does the value contain itself?", maxDepth)
	// errUnsure comes from a scalar that the library has to write. Whoever began the entry takes it back and lets the
	// library write all of it.
	errUnsure = errors.New("the library decides")
)

// where is what stands on the line before a node.
type where uint8

const (
	alone     where = iota // nothing but its indentation
	afterKey               // "key:"
	afterDash              // "-"
)

// encoder writes one value. Its methods append a node with everything that separates it from its key or dash, and end
// its last line. The indent that they get is that of the enclosing collection; of the node itself when it is alone.
type encoder struct {
	out    []byte
	depth  int
	copies []copied
	mapKey reflect.Value // see keyOf
	// escaping: what the library would have to decide is written in double quotes instead.
	escaping bool
	// python: PyYAML reads the text.
	python bool
}

// copied is a large text by the pointer that it was written for: where parts are shared, as in OpenAPI schemas, the text
// is copied. A block is the same wherever it stands at one indent.
type copied struct {
	of                 ref
	shape              *shape
	indent, start, end int
}

// worthCopying is the length from which a text is remembered, in bytes.
const worthCopying = 2048

func (e *encoder) node(r ref, s *shape, w where, indent int) error {
	switch s.kind {
	case object:
		return e.object(r, s, w, indent)
	case list:
		items, n := r.list()
		return e.list(items, n, s.elem, w, indent)
	case pointer:
		return e.pointed(r.target(), s.elem, w, indent)
	case pairMapping:
		return e.pairs(r.pairs(), w, indent)
	case textMapping:
		return e.texts(r.texts(), w, indent)
	case anyMapping:
		return e.anythings(r.anythings(), w, indent)
	case otherMapping:
		return e.mapping(r.value(s.typ), s, w, indent)
	case anything:
		return e.anything(r.anything(), w, indent)
	case something:
		v := r.value(s.typ)
		if v.IsNil() {
			return e.word("null", w)
		}
		return e.anything(v.Elem().Interface(), w, indent)
	case unwritable:
		return s.err
	}
	if err := e.separate(w, indent); err != nil {
		return err
	}
	return e.scalar(r, s, indent)
}

// separate comes before a scalar.
func (e *encoder) separate(w where, indent int) error {
	if w == alone {
		if indent != 0 {
			return errors.New("a scalar cannot stand alone at an indent")
		}
		if !e.escaping {
			return errUnsure
		}
		return nil
	}
	e.out = append(e.out, ' ')
	return nil
}

// scalar appends a scalar behind a space.
func (e *encoder) scalar(r ref, s *shape, indent int) error {
	switch s.kind {
	case text:
		return e.text(r.text(), indent+2)
	case truth:
		e.out = strconv.AppendBool(e.out, r.truth())
	case integer:
		e.out = strconv.AppendInt(e.out, r.integer(s.size), 10)
	case natural:
		e.out = strconv.AppendUint(e.out, r.natural(s.size), 10)
	default:
		var err error
		if e.out, err = appendFloat(e.out, r.float()); err != nil {
			return err
		}
	}
	e.out = append(e.out, '\n')
	return nil
}

// word appends null or an empty collection.
func (e *encoder) word(word string, w where) error {
	if w != alone {
		e.out = append(e.out, ' ')
	}
	e.out = append(append(e.out, word...), '\n')
	return nil
}

// anything appends what an interface holds: the usual types directly, others by their shape.
func (e *encoder) anything(v any, w where, indent int) error {
	switch v := v.(type) {
	case nil:
		return e.word("null", w)
	case map[string]any:
		return e.anythings(v, w, indent)
	case map[string]string:
		return e.texts(v, w, indent)
	case []any:
		return e.list(refToItems(v), len(v), anyShape, w, indent)
	case []string:
		return e.list(refToItems(v), len(v), textShape, w, indent)
	case string, bool, int, int64:
		if err := e.separate(w, indent); err != nil {
			return err
		}
	}
	switch v := v.(type) {
	case string:
		return e.text(v, indent+2)
	case bool:
		e.out = append(strconv.AppendBool(e.out, v), '\n')
		return nil
	case int:
		e.out = append(strconv.AppendInt(e.out, int64(v), 10), '\n')
		return nil
	case int64:
		e.out = append(strconv.AppendInt(e.out, v, 10), '\n')
		return nil
	}
	value := reflect.ValueOf(v)
	return e.reflected(value, shapeOf(value.Type()), w, indent)
}

func (e *encoder) reflected(v reflect.Value, s *shape, w where, indent int) error {
	if s.kind == pointer {
		return e.pointed(refTo(v), s.elem, w, indent)
	}
	return e.node(refTo(v), s, w, indent)
}

// pointed appends what a pointer points to.
func (e *encoder) pointed(r ref, s *shape, w where, indent int) error {
	if r.isNil() {
		return e.word("null", w)
	}
	if err := e.enter(); err != nil {
		return err
	}
	var err error
	if s.kind == object && w == afterKey {
		err = e.shared(r, s, indent)
	} else {
		err = e.node(r, s, w, indent)
	}
	e.leave()
	return err
}

// shared appends a struct behind a key, copied if it was written before.
func (e *encoder) shared(r ref, s *shape, indent int) error {
	for i := range e.copies {
		if c := &e.copies[i]; c.of == r && c.shape == s && c.indent == indent {
			e.out = append(e.out, e.out[c.start:c.end]...)
			return nil
		}
	}
	start := len(e.out)
	if err := e.object(r, s, afterKey, indent); err != nil {
		return err
	}
	if len(e.out)-start >= worthCopying {
		e.copies = append(e.copies, copied{r, s, indent, start, len(e.out)})
	}
	return nil
}

func (e *encoder) enter() error {
	if e.depth == maxDepth {
		return errTooDeep
	}
	e.depth++
	return nil
}

func (e *encoder) leave() { e.depth-- }

// list appends n items. Without a first one it is the nil slice.
func (e *encoder) list(items ref, n int, item *shape, w where, indent int) error {
	if items.isNil() {
		return e.word("null", w)
	}
	if n == 0 {
		return e.word("[]", w)
	}
	if err := e.enter(); err != nil {
		return err
	}
	indent, next := e.open(w, indent)
	if w == afterKey {
		indent, next = indent-2, next-2 // a sequence stands at the column of its key
	}
	for i := range n {
		r := items.at(uintptr(i) * item.size)
		start := len(e.out) + next
		e.out = append(appendSpaces(e.out, next), '-')
		err := e.node(r, item, afterDash, indent)
		if err != nil {
			if errors.Is(err, errUnsure) {
				e.out = e.out[:start]
				err = e.byLibrary(r.value(item.typ), afterDash, "", indent)
			}
			if err != nil {
				return within("["+strconv.Itoa(i)+"]", err)
			}
		}
		next = indent
	}
	e.leave()
	return nil
}

// open moves to where the first entry of a block collection goes: the next line behind a key, the same line elsewhere.
// It gives the indent of all entries, and how much of it is missing before the first.
func (e *encoder) open(w where, indent int) (entries, first int) {
	switch w {
	case afterKey:
		e.out = append(e.out, '\n')
		return indent + 2, indent + 2
	case afterDash:
		e.out = append(e.out, ' ')
		return indent + 2, 0
	}
	return indent, 0
}

// within says where in the value an error is. The way into a cycle is not worth a thousand names.
func within(name string, err error) error {
	if err == nil || errors.Is(err, errTooDeep) {
		return err
	}
	return fmt.Errorf("%.40s: %w", name, err)
}

func appendSpaces(dst []byte, n int) []byte {
	const spaces = "                                "
	for n > len(spaces) {
		dst = append(dst, spaces...)
		n -= len(spaces)
	}
	return append(dst, spaces[:n]...)
}
