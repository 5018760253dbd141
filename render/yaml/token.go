package yaml

import (
	"cmp"
	"slices"
)

// Kind tells what a node is.
type Kind uint8

// The kinds of a node. Null is a plain Scalar whose value is empty, ~ or null.
const (
	Scalar Kind = iota
	Mapping
	Sequence
)

// style is how a scalar is written.
type style uint8

const (
	plain style = iota
	singleQuoted
	doubleQuoted
	literal
	folded
)

// flags are what else there is to say of a token.
type flags uint8

const (
	work   flags = 1 << iota // the value is not a piece of the text: it has escapes or goes over lines
	stored                   // the value is in Document.values
	alias
	anchored
	tagged
	inFlow
	explicit // a key behind a question mark
	bad      // a problem names it: the key of a field that is left out, or a node that counts as null
)

// token is a node of a document. The tokens of a document stand in one list, in the order of the text: a mapping's are
// followed by those of its keys and values by turns, a sequence's by those of its items.
type token struct {
	start, end uint32 // where the node stands in the text; a scalar with its quotes
	next       uint32 // the index of the first token behind the node and all that is in it
	kind       Kind
	style      style
	flags      flags
}

// grow makes room for more tokens, of which the next one starts at an offset. What very many of them take is asked for once,
// as far as the text that follows may need it: to double it would take twice the memory.
func (d *Document) grow(start int) {
	const many = 1 << 16
	n := len(d.tokens)
	room := max(n, 16)
	if n >= many {
		room = min(weight(d.text[min(start, len(d.text)):])+1, 4*n)
	}
	d.tokens = slices.Grow(d.tokens, room)
}

// push appends a token and returns its index.
func (d *Document) push(start, end int, k Kind, s style, f flags) int {
	at := len(d.tokens)
	if at == cap(d.tokens) {
		d.grow(start)
	}
	d.tokens = d.tokens[:at+1] // and then field by field: the fastest way
	t := &d.tokens[at]
	t.start, t.end, t.next = uint32(start), uint32(end), uint32(at+1)
	t.kind, t.style, t.flags = k, s, f
	return at
}

// close completes the mapping or sequence at index at, which ends at offset end.
func (d *Document) close(at, end int) {
	t := &d.tokens[at]
	t.end, t.next = uint32(end), uint32(len(d.tokens))
}

// storedValue is the value of a scalar that is kept apart from the text.
type storedValue struct {
	at    uint32 // the index of its token
	value string
}

// store keeps the value of the last token apart from the text.
func (d *Document) store(value string) {
	at := len(d.tokens) - 1
	d.tokens[at].flags = d.tokens[at].flags&^work | stored
	d.values = append(d.values, storedValue{uint32(at), value})
}

// storedAt is the stored value of the token at an index.
func (d *Document) storedAt(at int) string {
	i, _ := slices.BinarySearchFunc(d.values, uint32(at), func(v storedValue, at uint32) int { return cmp.Compare(v.at, at) })
	return d.values[i].value
}
