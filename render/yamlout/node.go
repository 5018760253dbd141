package yamlout

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"unsafe"
)

// maxDepth is far beyond any real value and far below what a goroutine's stack holds.
const maxDepth = 1000

var errTooDeep = fmt.Errorf("nested over %d levels deep: does the value contain itself?", maxDepth)

type where uint8

const (
	alone     where = iota // at the start of a line, already indented
	afterKey               // behind "key:"
	afterDash              // behind "-"
)

// place is where a node goes.
type place struct {
	where  where
	key    string // of a node afterKey, unquoted
	indent int    // of the enclosing collection; of the node itself when it is alone
	start  int    // offset in dst of the entry: its key, its dash, or the node that is alone
	depth  int
	copies *copies
}

// copies remembers large texts of one document by the pointer that they were written for: where parts are shared, as in
// OpenAPI schemas, the text is copied. A block is the same wherever it stands at one indent.
type copies []struct {
	of                 unsafe.Pointer
	indent, start, end int
}

// worthCopying is the length from which a text is remembered, in bytes.
const worthCopying = 2048

func (c *copies) find(of unsafe.Pointer, indent int) (start, end int, ok bool) {
	for i := range *c {
		if t := &(*c)[i]; t.of == of && t.indent == indent {
			return t.start, t.end, true
		}
	}
	return 0, 0, false
}

// appendPointed appends the struct that v points to behind a key.
func appendPointed(dst []byte, v reflect.Value, s *shape, at place) ([]byte, error) {
	of := v.UnsafePointer()
	if start, end, ok := at.copies.find(of, at.indent); ok {
		return append(dst, dst[start:end]...), nil
	}
	start := len(dst)
	dst, err := appendMapping(dst, v.Elem(), s, at)
	if err == nil && len(dst)-start >= worthCopying {
		*at.copies = append(*at.copies, copies{{of, at.indent, start, len(dst)}}...)
	}
	return dst, err
}

// appendNode appends v with everything that separates it from its key or dash, and ends its last line.
func appendNode(dst []byte, v reflect.Value, s *shape, at place) ([]byte, error) {
	for s.kind == reflect.Interface || s.kind == reflect.Pointer {
		at.depth++
		if at.depth > maxDepth {
			break
		}
		if v.IsNil() {
			return appendWord(dst, "null", at)
		}
		if s.kind == reflect.Pointer && s.elem.kind == reflect.Struct && s.elem.err == nil && at.where == afterKey && at.depth <= maxDepth {
			return appendPointed(dst, v, s.elem, at)
		}
		v = v.Elem()
		if s.kind == reflect.Pointer {
			s = s.elem
		} else {
			s = shapeOfValue(v)
		}
	}
	if at.depth > maxDepth {
		return dst, errTooDeep
	}
	if s.err != nil {
		return dst, s.err
	}
	switch s.kind {
	case reflect.Struct, reflect.Map:
		return appendMapping(dst, v, s, at)
	case reflect.Slice:
		return appendSequence(dst, v, s, at)
	}
	return appendScalar(dst, v, s, at)
}

func appendMapping(dst []byte, v reflect.Value, s *shape, at place) ([]byte, error) {
	if s.kind == reflect.Map && v.IsNil() {
		return appendWord(dst, "null", at)
	}
	indent := at.indent
	if at.where != alone {
		indent += 2
	}
	end := len(dst)
	dst = openBlock(dst, at)
	start := len(dst)
	var err error
	entry := firstEntry(dst, at, afterKey, indent)
	if s.kind == reflect.Map {
		dst, err = appendMap(dst, v, s, entry)
	} else {
		dst, err = appendStruct(dst, v, s, entry)
	}
	if err != nil {
		return dst, err
	}
	if len(dst) == start {
		return appendWord(dst[:end], "{}", at)
	}
	return dst, nil
}

func appendSequence(dst []byte, v reflect.Value, s *shape, at place) ([]byte, error) {
	if v.IsNil() {
		return appendWord(dst, "null", at)
	}
	if v.Len() == 0 {
		return appendWord(dst, "[]", at)
	}
	indent := at.indent
	if at.where == afterDash {
		indent += 2
	}
	dst = openBlock(dst, at)
	entry := firstEntry(dst, at, afterDash, indent)
	for i := range v.Len() {
		var err error
		var at place
		dst, at = startEntry(dst, entry)
		dst = append(dst, '-')
		if dst, err = appendNode(dst, v.Index(i), s.elem, at); err != nil {
			return dst, within("["+strconv.Itoa(i)+"]", err)
		}
	}
	return dst, nil
}

// within says where in the value an error is. The way into a cycle is not worth a thousand names.
func within(name string, err error) error {
	if errors.Is(err, errTooDeep) {
		return err
	}
	return fmt.Errorf("%.40s: %w", name, err)
}

// openBlock moves to where the first entry of a block collection goes: the next line behind a key, the same line
// elsewhere.
func openBlock(dst []byte, at place) []byte {
	switch at.where {
	case afterKey:
		return append(dst, '\n')
	case afterDash:
		return append(dst, ' ')
	}
	return dst
}

// firstEntry is the place of the entries of a block collection that begins at the end of dst.
func firstEntry(dst []byte, at place, w where, indent int) place {
	entry := place{where: w, indent: indent, start: len(dst), depth: at.depth + 1, copies: at.copies}
	if at.where == afterKey {
		entry.start = -1
	}
	return entry
}

// startEntry indents the line of an entry, unless a dash or the caller has begun that line (then nothing has been written
// since firstEntry), and notes where the entry starts.
func startEntry(dst []byte, entry place) ([]byte, place) {
	if len(dst) > entry.start {
		dst = appendSpaces(dst, entry.indent)
	}
	entry.start = len(dst)
	return dst, entry
}

func appendScalar(dst []byte, v reflect.Value, s *shape, at place) ([]byte, error) {
	if s.kind == reflect.Invalid {
		return appendWord(dst, "null", at)
	}
	if at.where == alone {
		if at.indent != 0 {
			return dst, errors.New("a scalar cannot stand alone at an indent")
		}
		return appendByLibrary(dst, v, at)
	}
	dst = append(dst, ' ')
	switch s.kind {
	case reflect.String:
		out, sure := appendText(dst, v.String(), at.indent+2)
		if !sure {
			return appendByLibrary(dst, v, at)
		}
		dst = out
	case reflect.Bool:
		dst = strconv.AppendBool(dst, v.Bool())
	case reflect.Float64:
		var err error
		if dst, err = appendFloat(dst, v.Float()); err != nil {
			return dst, err
		}
	default:
		if v.CanInt() {
			dst = strconv.AppendInt(dst, v.Int(), 10)
		} else {
			dst = strconv.AppendUint(dst, v.Uint(), 10)
		}
	}
	return endLine(dst), nil
}

// appendWord appends null or an empty collection.
func appendWord(dst []byte, word string, at place) ([]byte, error) {
	if at.where != alone {
		dst = append(dst, ' ')
	}
	dst = append(dst, word...)
	return append(dst, '\n'), nil
}

// endLine ends the line unless a literal block has done so.
func endLine(dst []byte) []byte {
	if dst[len(dst)-1] == '\n' {
		return dst
	}
	return append(dst, '\n')
}

func appendSpaces(dst []byte, n int) []byte {
	const spaces = "                                "
	for n > len(spaces) {
		dst = append(dst, spaces...)
		n -= len(spaces)
	}
	return append(dst, spaces[:n]...)
}
