// Package yaml reads YAML: the text of one document into tokens with their places, and from there strictly into Go
// structs.
//
// There are two readers. Our own knows block and flow style, JSON, all forms of scalars, comments, anchors, aliases and
// tags, and gives up on anything it is not certain of; the library (go.yaml.in/yaml/v3) then reads the text instead.
// Nobody can tell the two apart by their results: random texts and a fuzz test hold them against each other. Texts of
// nodes share memory with the text they were read from.
//
// Input may be hostile: anchors, aliases, merge keys and tags are refused where a text is decoded, never followed, and
// nesting is limited to 100 levels. Time and memory grow with the length of the text, no faster. A user's mistake is a
// Problem, and all of them come in one run; only a text that is not YAML is an error.
//
// A field path joins keys with dots and indexes with brackets: spec.networks[0].vlanId. A key that holds a dot, slash,
// bracket or blank stands in brackets itself: metadata.annotations[example.com/x].
package yaml

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

// Document is a document that was read.
type Document struct {
	text   string
	tokens []token
	values []storedValue // in the order of their tokens
	trail  trail         // room for a decoder

	library bool // the library has read it: no node's end is known
	special bool // anchors, aliases, tags or escapes of odd characters are in it, or what only the library knows
	second  bool // content follows after the document

	ends     int  // the offset of the line with the marker that ends it, the text's length where there is none
	comments bool // a flow collection has comments
}

// Parse reads the one document in text. An empty text is null. The error is always a *SyntaxError.
func Parse(text string) (*Document, error) {
	r := new(reader)
	if r.read(text) {
		return &r.Document, nil
	}
	return parseLibrary(text)
}

// Reader reads many documents in the memory of one.
type Reader struct{ r reader }

// Read reads the one document in text and hands it to use. Document and nodes are gone when use returns; texts of nodes
// stay.
func (r *Reader) Read(text string, use func(*Document)) error { return r.ReadTo(text, false, nil, use) }

// ReadTo is Read for a caller who wants one field of a mapping, which is the document or the item of a list: it need not read
// what follows. path are the keys that lead to the field.
func (r *Reader) ReadTo(text string, item bool, path []string, use func(*Document)) error {
	if r.r.path, r.r.within = path, 0; item {
		r.r.within = 1
	}
	if r.r.read(text) {
		use(&r.r.Document)
		return nil
	}
	d, err := parseLibrary(text)
	if err != nil {
		return err
	}
	use(d)
	return nil
}

// Root is the document's outermost node.
func (d *Document) Root() Node { return Node{d, 0} }

// Node is a node of a document: null, a scalar, a mapping or a list.
type Node struct {
	d  *Document
	at int
}

func (n Node) token() *token { return &n.d.tokens[n.at] }

// Kind tells what the node is.
func (n Node) Kind() Kind { return n.token().kind }

// Plain holds for a scalar without quotes and not in block style: its type is open.
func (n Node) Plain() bool { return n.token().style == plain }

// Text is the value of a scalar as it is meant, without quotes. An alias has none.
func (n Node) Text() string {
	if n.token().flags&(alias|bad) != 0 {
		return ""
	}
	return n.d.scalar(n.at)
}

// Word is the text of a scalar, empty for null and for what is no scalar.
func (n Node) Word() string {
	if n.Kind() != Scalar || n.IsNull() {
		return ""
	}
	return n.Text()
}

// IsNull tells whether the node is YAML's null: nothing, ~ or the word. An alias counts as null: none is followed.
func (n Node) IsNull() bool {
	t := n.token()
	return t.kind == Scalar && t.style == plain && scalar.IsNull(n.Text())
}

// Start is where the node begins in the text: its anchor or tag where it has one.
func (n Node) Start() int { return int(n.token().start) }

// End is where the node ends in the text, behind the last line break of a block scalar; 0 for a node that the library has
// read.
func (n Node) End() int { return int(n.token().end) }

// Span is where the value of the node stands in the text. ok is false where there is an anchor, a tag or a question mark before
// it, and for a node that the library has read.
func (n Node) Span() (start, end int, ok bool) {
	t := n.token()
	return int(t.start), int(t.end), t.flags&(anchored|tagged|explicit) == 0 && !n.d.library
}

// Column is where the node begins in its line, in bytes from 0.
func (n Node) Column() int { return n.Start() - strings.LastIndexByte(n.d.text[:n.Start()], '\n') - 1 }

// Flow holds for a mapping or list in flow style, as in JSON.
func (n Node) Flow() bool {
	t := n.token()
	return t.kind != Scalar && t.flags&inFlow != 0
}

// Bare holds for null that is not even written.
func (n Node) Bare() bool {
	t := n.token()
	return t.kind == Scalar && t.flags&alias == 0 && t.start == t.end
}

// Block holds for a literal or folded scalar.
func (n Node) Block() bool { return n.token().style >= literal }

// Alias holds for an alias, which has no value.
func (n Node) Alias() bool { return n.token().flags&alias != 0 }

// Fields are the keys and values of a mapping in the order of the text, without those that a problem names.
func (n Node) Fields() iter.Seq2[Node, Node] { return n.fields(bad) }

// fields are those without a flag.
func (n Node) fields(without flags) iter.Seq2[Node, Node] {
	return func(yield func(key, value Node) bool) {
		if n.Kind() != Mapping {
			return
		}
		d, end := n.d, int(n.token().next)
		for key := n.at + 1; key < end; {
			k := &d.tokens[key]
			value := int(k.next)
			if k.flags&without == 0 && !yield(Node{d, key}, Node{d, value}) {
				return
			}
			key = int(d.tokens[value].next)
		}
	}
}

// Items are the items of a list.
func (n Node) Items() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.Kind() != Sequence {
			return
		}
		for item := n.at + 1; item < int(n.token().next); item = int(n.d.tokens[item].next) {
			if !yield(Node{n.d, item}) {
				return
			}
		}
	}
}

// Len is the number of a list's items or a mapping's fields.
func (n Node) Len() int {
	count := 0
	for range n.Items() {
		count++
	}
	for range n.Fields() {
		count++
	}
	return count
}

// Get returns the value of a mapping's key: that of the first one.
func (n Node) Get(key string) (Node, bool) {
	for k, value := range n.Fields() {
		if k.is(key) {
			return value, true
		}
	}
	return Node{}, false
}

// is compares a key without making a string of it.
func (n Node) is(key string) bool { return n.d.scalar(n.at) == key && n.Kind() == Scalar }

// Place is the line and column of an offset in the document's text, from 1.
func (d *Document) Place(at int) (line, column int) {
	before := d.text[:at]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
