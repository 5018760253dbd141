package yamlin

import "strings"

// maxKey is how long a key may be for the fast reader: the library looks 1024 characters ahead for the colon.
const maxKey = 1000

// reader is the fast reader. A method that returns ok == false has met something it is not sure of; the whole text is
// then left to the library. The reader stands on one line of content, text[at:end], with at in column col.
type reader struct {
	text    string
	next    int // where the line after this one starts
	at, end int // the line's content, without blanks at its end
	col     int
	eof     bool
	odd     bool // a line holds a byte that means something to YAML's reader: nothing that was read counts
	depth   int

	// Fields and items wait in the stacks until their mapping or list is complete, then move to a slab: few large
	// allocations instead of two for each mapping.
	fieldStack, fieldSlab []Field
	itemStack, itemSlab   []Node
}

// parse reads text in block style: mappings, lists, scalars on one line, literal block scalars, [] and {}, and flow lists
// of simple scalars on one line.
func (r *reader) parse(text string) (n Node, ok bool) {
	*r = reader{text: text, fieldStack: r.fieldStack[:0], fieldSlab: r.fieldSlab[:0], itemStack: r.itemStack[:0], itemSlab: r.itemSlab[:0]}
	if r.fieldSlab == nil {
		// A line rarely holds more than one field, so that one slab does for most texts.
		r.fieldSlab = make([]Field, 0, min(strings.Count(text, "\n"), 128))
		r.fieldStack, r.itemStack = make([]Field, 0, 20), make([]Node, 0, 4)
	}
	r.advance()
	if !r.eof && r.col == 0 && strings.HasPrefix(text[r.at:r.end], "---") && r.restBlank(r.at+3) {
		r.advance()
	}
	if r.eof {
		return Node{Plain: true}, !r.odd
	}
	ok = r.block(r.col, &n)
	return n, ok && r.eof && !r.odd
}

// line takes the next line off the text. It ends in a line break unless it is the last one.
func (r *reader) line() (start, end int) {
	start = r.next
	end, clean := lineEnd(r.text, start)
	r.next = min(end+1, len(r.text))
	r.odd = r.odd || !clean && !printable(r.text[start:end])
	return start, end
}

// advance goes to the next line that is neither blank nor a comment.
func (r *reader) advance() {
	for r.next < len(r.text) {
		start, end := r.line()
		at := skipBlanks(r.text, start, end)
		if at == end || r.text[at] == '#' {
			continue
		}
		for r.text[end-1] == ' ' {
			end--
		}
		r.at, r.end, r.col = at, end, at-start
		return
	}
	r.at, r.end, r.col, r.eof = len(r.text), len(r.text), -1, true
}

// restBlank holds where the line ends at i, or has only blanks and a comment from there.
func (r *reader) restBlank(i int) bool {
	if i >= r.end {
		return true
	}
	return r.text[i] == ' ' && r.skipBlanks(i) == r.end
}

// skipBlanks returns where the line goes on after blanks, its end where only a comment follows.
func (r *reader) skipBlanks(i int) int {
	start := i
	for i < r.end && r.text[i] == ' ' {
		i++
	}
	if i < r.end && i > start && r.text[i] == '#' {
		return r.end
	}
	return i
}

// dash holds where a list item starts at i.
func (r *reader) dash(i int) bool {
	return r.text[i] == '-' && (i+1 >= r.end || r.text[i+1] == ' ')
}

// block reads the mapping or list that starts here, in column col, into n. Wherever a node is read into, it is null.
func (r *reader) block(col int, n *Node) (ok bool) {
	if r.depth == maxDepth {
		return false
	}
	r.depth++
	if r.dash(r.at) {
		n.Kind = Sequence
		n.Items, ok = r.sequence(col)
	} else {
		n.Kind = Mapping
		n.Fields, ok = r.mapping(col)
	}
	r.depth--
	return ok
}

func (r *reader) mapping(col int) ([]Field, bool) {
	base := len(r.fieldStack)
	for {
		key, plain, rest, ok := r.key(r.at)
		if !ok || r.given(base, key) {
			return nil, false
		}
		at := len(r.fieldStack)
		r.fieldStack = append(r.fieldStack, Field{}) // and then field by field: the fastest way
		f := &r.fieldStack[at]
		f.Key, f.Plain = key, plain
		if i := r.skipBlanks(rest); i < r.end {
			ok = r.scalar(i, col, &f.Value) // no fields in there that might move the stack
		} else {
			var value Node
			ok = r.below(col, true, &value)
			r.fieldStack[at].Value = value
		}
		if !ok {
			return nil, false
		}
		if r.col != col {
			return r.takeFields(base), r.col < col
		}
	}
}

func (r *reader) sequence(col int) ([]Node, bool) {
	base := len(r.itemStack)
	for r.col == col && r.dash(r.at) {
		var item Node
		if !r.item(col, &item) {
			return nil, false
		}
		r.itemStack = append(r.itemStack, item)
	}
	return r.takeItems(base), r.col <= col
}

// item reads what follows the dash in column col, on its line or below.
func (r *reader) item(col int, n *Node) bool {
	i := r.skipBlanks(r.at + 1)
	if i == r.end {
		return r.below(col, false, n)
	}
	if !r.dash(i) {
		if _, _, _, ok := r.key(i); !ok {
			return r.scalar(i, col, n)
		}
	}
	r.col, r.at = col+i-r.at, i
	return r.block(r.col, n)
}

// below reads the value of a key or a dash that has none on its line. parent is the column of the mapping or list that
// it belongs to; a mapping's list may start in the mapping's own column.
func (r *reader) below(parent int, inMapping bool, n *Node) bool {
	r.advance()
	if r.col > parent || inMapping && r.col == parent && r.dash(r.at) {
		return r.block(r.col, n)
	}
	n.Plain = true
	return true
}

// key reads a simple key and its colon. rest is where the value may start.
func (r *reader) key(start int) (key string, plain bool, rest int, ok bool) {
	line, i := r.text[:r.end], start
	switch c := line[i]; {
	case keyStart[c]:
		i = wordEnd(r.text, start, len(line))
		key, plain = line[start:i], true
	case c == '"' || c == '\'':
		if i = r.quoted(start); i < 0 {
			return "", false, 0, false
		}
		key = line[start+1 : i-1]
	default:
		return "", false, 0, false
	}
	if i-start > maxKey || i >= len(line) || line[i] != ':' || i+1 < len(line) && line[i+1] != ' ' {
		return "", false, 0, false
	}
	return key, plain, i + 1, true
}

// given tells whether the mapping whose fields start at base has the key already.
func (r *reader) given(base int, key string) bool {
	fields := r.fieldStack[base:]
	if len(fields) > 64 { // quadratic from here: the library has a set
		return true
	}
	for i := range fields {
		if fields[i].Key == key {
			return true
		}
	}
	return false
}

// takeFields moves the fields from base on from the stack into the slab.
func (r *reader) takeFields(base int) []Field {
	waiting := r.fieldStack[base:]
	if len(waiting) > cap(r.fieldSlab)-len(r.fieldSlab) {
		r.fieldSlab = make([]Field, 0, max(32, 2*cap(r.fieldSlab), len(waiting)))
	}
	from := len(r.fieldSlab)
	r.fieldSlab = append(r.fieldSlab, waiting...)
	r.fieldStack = r.fieldStack[:base]
	return r.fieldSlab[from:len(r.fieldSlab):len(r.fieldSlab)]
}

// takeItems moves the items from base on from the stack into the slab.
func (r *reader) takeItems(base int) []Node {
	waiting := r.itemStack[base:]
	if len(waiting) > cap(r.itemSlab)-len(r.itemSlab) {
		r.itemSlab = make([]Node, 0, max(8, 2*cap(r.itemSlab), len(waiting)))
	}
	from := len(r.itemSlab)
	r.itemSlab = append(r.itemSlab, waiting...)
	r.itemStack = r.itemStack[:base]
	return r.itemSlab[from:len(r.itemSlab):len(r.itemSlab)]
}
