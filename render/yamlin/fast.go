package yamlin

import (
	"strings"
	"unicode/utf8"
)

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
	depth   int

	// Fields and items wait in the stacks until their mapping or list is complete, then move to a slab: few large
	// allocations instead of two for each mapping.
	fieldStack, fieldSlab []Field
	itemStack, itemSlab   []Node
}

// parse reads text in block style: mappings, lists, scalars on one line, literal block scalars, [] and {}, and flow lists
// of simple scalars on one line.
func (r *reader) parse(text string) (Node, bool) {
	if !printable(text) {
		return Node{}, false
	}
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
		return Node{Plain: true}, true
	}
	n, ok := r.block(r.col)
	return n, ok && r.eof
}

// printable holds for a text of characters that mean nothing special to YAML's reader: no tab, carriage return or other
// control character, no Unicode line break, no byte order mark, valid UTF-8.
func printable(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= ' ' && c < 0x7f || c == '\n' {
			continue
		} else if c < utf8.RuneSelf {
			return false
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r > 0xfffd && r < 0x10000 {
			return false
		}
		if r == utf8.RuneError && size == 1 {
			return false
		}
		i += size - 1
	}
	return true
}

// advance goes to the next line that is neither blank nor a comment.
func (r *reader) advance() {
	for r.next < len(r.text) {
		start := r.next
		end := strings.IndexByte(r.text[start:], '\n')
		if end < 0 {
			end = len(r.text)
			r.next = end
		} else {
			end += start
			r.next = end + 1
		}
		at := start
		for at < end && r.text[at] == ' ' {
			at++
		}
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

// block reads the mapping or list that starts here, in column col.
func (r *reader) block(col int) (Node, bool) {
	if r.depth++; r.depth > maxDepth {
		return Node{}, false
	}
	defer func() { r.depth-- }()
	if r.dash(r.at) {
		return r.sequence(col)
	}
	return r.mapping(col)
}

func (r *reader) mapping(col int) (Node, bool) {
	base := len(r.fieldStack)
	for {
		key, plain, rest, ok := r.key(r.at)
		if !ok || r.given(base, key) {
			return Node{}, false
		}
		value, ok := r.value(rest, col, true)
		if !ok {
			return Node{}, false
		}
		r.fieldStack = append(r.fieldStack, Field{Key: key, Plain: plain, Value: value})
		if r.col != col {
			break
		}
	}
	return Node{Kind: Mapping, Fields: r.takeFields(base)}, r.col < col
}

func (r *reader) sequence(col int) (Node, bool) {
	base := len(r.itemStack)
	for r.col == col && r.dash(r.at) {
		item, ok := r.item(col)
		if !ok {
			return Node{}, false
		}
		r.itemStack = append(r.itemStack, item)
	}
	return Node{Kind: Sequence, Items: r.takeItems(base)}, r.col <= col
}

// item reads what follows the dash in column col, on its line or below.
func (r *reader) item(col int) (Node, bool) {
	i := r.skipBlanks(r.at + 1)
	if i == r.end {
		return r.value(r.at+1, col, false)
	}
	if !r.dash(i) {
		if _, _, _, ok := r.key(i); !ok {
			return r.value(r.at+1, col, false)
		}
	}
	r.col, r.at = col+i-r.at, i
	return r.block(r.col)
}

// key reads a simple key and its colon. rest is where the value may start.
func (r *reader) key(i int) (key string, plain bool, rest int, ok bool) {
	start := i
	if c := r.text[i]; c == '"' || c == '\'' {
		end := r.quoted(i)
		if end < 0 {
			return "", false, 0, false
		}
		key, i = r.text[i+1:end-1], end
	} else {
		if !keyStart[c] {
			return "", false, 0, false
		}
		for i < r.end && keyByte[r.text[i]] {
			i++
		}
		key, plain = r.text[start:i], true
	}
	if i-start > maxKey || i >= r.end || r.text[i] != ':' || i+1 < r.end && r.text[i+1] != ' ' {
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

// value reads what follows a colon or a dash at i: a scalar on this line, or a block below. parent is the column of the
// mapping or list that it belongs to; a mapping's list may start in the mapping's own column.
func (r *reader) value(i, parent int, inMapping bool) (n Node, ok bool) {
	i = r.skipBlanks(i)
	if i < r.end {
		if n, ok = r.scalar(i, parent); !ok {
			return n, false
		}
		// A deeper line would go on with the scalar, or be wrong.
		return n, r.col <= parent
	}
	r.advance()
	if r.col > parent {
		return r.block(r.col)
	}
	if inMapping && r.col == parent && r.dash(r.at) {
		return r.block(parent)
	}
	return Node{Plain: true}, true
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
