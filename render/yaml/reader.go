package yaml

import (
	"math"
	"strings"
)

const (
	// maxText is how long a text may be for the offsets of its tokens.
	maxText = math.MaxUint32
	// maxKey is how long a key may be: the library looks 1024 characters ahead for the colon.
	maxKey = 1000
	// maxNesting is how deep the reader goes before it leaves a text to the library.
	maxNesting = 1000
)

// reader makes tokens of a text. A method that returns false, or a negative offset, has met something it is not certain
// of: the text is left to the library then.
//
// The reader stands on one line, text[start:stop] without its line break, whose content is text[at:end]: without the
// blanks at both ends. A text over several lines takes the reader along.
type reader struct {
	Document

	line
	commented bool // advance passed over a comment
	started   bool // the document has begun: another separator would begin a second one
	odd       int  // where the first line starts that has a byte which only the library understands, -1 for none
	last      int  // where the last value ended
	depth     int
	anchors   map[string]bool

	each func(d *Document, item, from, to int) bool // gets the items of a list: see eachItem
	list int                                        // the index of the token that will be the list, where there is each

	path   []string // the keys that still lead to the field behind which nothing is read
	within int      // the index of the mapping that has the first of them
}

// line is a line of the text.
type line struct {
	next                 int // where the line after this one starts
	start, at, end, stop int
	col                  int  // of at; -1 behind the last line
	clean                bool // printable ASCII without tabs
}

// read makes tokens of the one document in text.
func (r *reader) read(text string) bool {
	*r = reader{
		Document: Document{text: text, ends: len(text), tokens: r.tokens[:0], values: r.values[:0], trail: r.trail},
		each:     r.each, list: -1, odd: -1, path: r.path, within: r.within,
	}
	if len(text) > maxText {
		return false
	}
	if cap(r.tokens) == 0 && r.each == nil {
		r.tokens = make([]token, 0, min(2*strings.Count(text, "\n"), len(text)/16)+16)
	}
	r.advance()
	if r.col < 0 {
		r.push(0, 0, Scalar, plain, 0)
		return r.odd < 0 && (!r.second || r.each != nil)
	}
	return r.content(r.at, r.col, -1) && r.col < 0 && r.odd < 0 && (!r.second || r.each != nil)
}

// load goes to the next line, whatever is in it, and tells whether there is one.
func (r *reader) load() bool {
	if r.next >= len(r.text) {
		return false
	}
	r.start = r.next
	stop, clean := lineEnd(r.text, r.start)
	r.next = min(stop+1, len(r.text))
	if r.clean = clean; !clean {
		if !printable(r.text[r.start:stop]) || stop == len(r.text) && r.text[stop-1] == '\r' {
			r.giveUp()
		}
		if stop > r.start && r.text[stop-1] == '\r' {
			stop--
		}
	}
	r.at = skipBlanks(r.text, r.start, stop)
	r.col = r.at - r.start
	r.end, r.stop = stop, stop
	for r.end > r.at && isBlank(r.text[r.end-1]) {
		r.end--
	}
	return true
}

// giveUp notes that the line is odd: nothing that is read from it on counts.
func (r *reader) giveUp() {
	if r.odd < 0 {
		r.odd = r.start
	}
}

// advance goes to the next line that is neither blank nor a comment.
func (r *reader) advance() {
	r.commented = false
	for r.load() {
		switch {
		case r.at == r.stop:
			continue
		case r.text[r.at] == '#':
			r.commented = true
			continue
		case r.text[r.at] == '\t':
			r.giveUp()
		case r.col == 0 && r.marker():
			if !r.started && r.text[r.at] == '-' && r.restBlank(r.at+3) {
				r.started = true
				continue
			}
			if !r.started {
				r.giveUp()
			} else {
				r.ends = r.start
				r.second = !r.onlyBlank(r.at + 3)
			}
			r.next = len(r.text)
			r.col = -1
			return
		}
		r.started = true
		return
	}
	r.start, r.at, r.end, r.stop, r.col = len(r.text), len(r.text), len(r.text), len(r.text), -1
}

// marker holds for a line that starts with --- or ..., which ends or begins a document.
func (r *reader) marker() bool {
	line := r.text[r.start:r.stop]
	return (strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...")) && (len(line) == 3 || isBlank(line[3]))
}

// onlyBlank holds where nothing but blanks and comments follows to the end of the text.
func (r *reader) onlyBlank(i int) bool {
	if !r.restBlank(i) {
		return false
	}
	for r.load() {
		if r.at < r.stop && r.text[r.at] != '#' {
			return false
		}
	}
	return true
}

// restBlank holds where the line has only blanks, or blanks and a comment, from i on.
func (r *reader) restBlank(i int) bool {
	return i >= r.end || isBlank(r.text[i]) && r.skip(i) == r.end
}

// skip returns where the line goes on after blanks, its end where only a comment follows them.
func (r *reader) skip(i int) int {
	from := i
	for i < r.end && isBlank(r.text[i]) {
		i++
	}
	if i < r.end && i > from && r.text[i] == '#' {
		return r.end
	}
	return i
}

// dash holds where a list item starts at i.
func (r *reader) dash(i int) bool {
	return r.text[i] == '-' && (i+1 >= r.end || isBlank(r.text[i+1]))
}

// content reads the mapping, list or value that starts at i, in column col. parent is the column of the mapping or list
// that it belongs to.
func (r *reader) content(i, col, parent int) (ok bool) {
	if r.depth++; r.depth > maxNesting {
		return false
	}
	if r.dash(i) {
		ok = r.sequence(i, col)
	} else if k := r.key(i); k.value > 0 || r.question(i) {
		ok = r.mapping(i, col, k)
	} else {
		ok = r.value(i, parent)
	}
	r.depth--
	return ok
}

// key is a key on the reader's line.
type key struct {
	end   int // behind its quotes
	value int // behind the colon; 0 where there is no key
	style style
	flags flags
}

// key reads the key that starts at i and its colon.
func (r *reader) key(i int) (k key) {
	var colon int
	text := r.text
	switch c := text[i]; {
	case c == '"' || c == '\'':
		before := r.line
		end, f := r.quoted(i)
		if end < 0 || r.start != before.start {
			r.line = before
			return key{}
		}
		k.end, k.style, k.flags = end, singleQuoted, f
		if c == '"' {
			k.style = doubleQuoted
		}
		for colon = end; colon < r.end && isBlank(text[colon]); colon++ {
		}
	case startsPlain[c], (c == '-' || c == '?' || c == ':') && i+1 < r.end && !isBlank(text[i+1]):
		word := strings.IndexByte(text[i:r.end], ':')
		if colon = i + word; r.clean && word > 0 && (colon+1 == r.end || text[colon+1] == ' ') && strings.IndexByte(text[i:colon], ' ') < 0 {
			k.end = colon // a key of one word
		} else {
			k.end, colon = r.plainEnd(i)
		}
	default:
		return key{}
	}
	if colon >= r.end || text[colon] != ':' || colon+1 < r.end && !isBlank(text[colon+1]) || colon-i > maxKey {
		return key{}
	}
	k.value = colon + 1
	return k
}

// plainEnd returns where the unquoted text that starts at i ends on its line, and what ends it: a colon, a comment, the
// end of the line.
func (r *reader) plainEnd(i int) (end, by int) {
	text := r.text[:r.end]
	for by = i; by < len(text); by++ {
		if c := text[by]; c == ':' && (by+1 == len(text) || isBlank(text[by+1])) || c == '#' && by > i && isBlank(text[by-1]) {
			break
		}
	}
	for end = by; end > i && isBlank(text[end-1]); end-- {
	}
	return end, by
}

// mapping reads the block mapping at i, in column col, whose first key is k.
func (r *reader) mapping(i, col int, k key) bool {
	open := r.push(i, 0, Mapping, plain, 0)
	for start := i; ; start = r.at {
		if start != i {
			k = r.key(start)
		}
		if k.value == 0 {
			if !r.explicitField(open, start, col) {
				return false
			}
			if r.col != col {
				r.close(open, r.last)
				return r.col < col
			}
			continue
		}
		r.push(start, k.end, Scalar, k.style, k.flags)
		if open == 0 && r.each != nil {
			r.expectList()
		}
		leads := len(r.path) > 0 && open == r.within && r.text[start:k.end] == r.path[0]
		if leads {
			r.path, r.within = r.path[1:], len(r.tokens)
		}
		var ok bool
		if i := r.skip(k.value); i < r.end {
			ok = r.value(i, col)
		} else {
			ok = r.below(col, true, k.value)
		}
		if !ok {
			return false
		}
		if leads && len(r.path) == 0 {
			r.col = -1
		}
		if r.col != col {
			r.close(open, r.last)
			return r.col < col
		}
	}
}

// question holds where a question mark at i announces a key.
func (r *reader) question(i int) bool { return r.text[i] == '?' && i+1 < r.end && r.text[i+1] == ' ' }

// explicitField reads a field whose key stands behind a question mark at i: a word on its line. The colon with the value stands
// on a line below, in the same column. In a list whose items are handed out the fields of the list itself are not written so.
func (r *reader) explicitField(open, i, col int) bool {
	if !r.question(i) || open == 0 && r.each != nil {
		return false
	}
	from := skipBlanks(r.text, i+1, r.stop)
	if from >= r.end || !startsPlain[r.text[from]] {
		return false
	}
	end, by := r.plainEnd(from)
	if by < r.end && r.text[by] == ':' {
		return false
	}
	r.push(from, end, Scalar, plain, explicit)
	r.advance()
	if r.col != col || r.text[r.at] != ':' || r.at+1 < r.end && !isBlank(r.text[r.at+1]) {
		return false
	}
	return r.item(r.at, col)
}

// sequence reads the block list in column col whose first dash is at i.
func (r *reader) sequence(i, col int) bool {
	open := r.push(i, 0, Sequence, plain, 0)
	for {
		if open == r.list {
			if !r.listItem(i, col) {
				return false
			}
		} else if !r.item(i, col) {
			return false
		}
		if r.col != col || !r.dash(r.at) {
			r.close(open, r.last)
			return r.col <= col
		}
		i = r.at
	}
}

// item reads what follows the dash at i in column col, on its line or below.
func (r *reader) item(i, col int) bool {
	after := i + 1
	for after < r.stop && r.text[after] == ' ' {
		after++
	}
	if after < r.stop && r.text[after] == '\t' {
		return false // the library allows no tab before what may be a key
	}
	if after >= r.end || r.text[after] == '#' {
		return r.below(col, false, i+1)
	}
	return r.content(after, col+after-i, col)
}

// below reads the value of a key or a dash that has none on its line. parent is the column of the mapping or list that
// it belongs to; a mapping's list may start in the mapping's own column. at is where an empty value stands.
func (r *reader) below(parent int, inMapping bool, at int) bool {
	r.advance()
	if r.col > parent || inMapping && r.col == parent && r.dash(r.at) {
		return r.content(r.at, r.col, parent)
	}
	r.push(at, at, Scalar, plain, 0)
	r.last = at
	return true
}

// value reads the scalar or flow collection that starts at i, and goes on to the line after it. parent is the column of
// the mapping or list that it belongs to.
func (r *reader) value(i, parent int) bool {
	end := -1
	switch c := r.text[i]; {
	case startsPlain[c], (c == '-' || c == '?' || c == ':') && i+1 < r.end && !isBlank(r.text[i+1]):
		return r.plain(i, parent)
	case c == '"' || c == '\'':
		end = r.quotedToken(i)
	case c == '[' || c == '{':
		end = r.flow(i, parent)
	case c == '|' || c == '>':
		return r.block(i, parent)
	case c == '*':
		end = r.alias(i)
	case c == '&' || c == '!':
		return r.withProperties(i, parent)
	}
	if end < 0 || !r.restBlank(end) {
		return false
	}
	r.last = end
	r.advance()
	return r.col <= parent // a deeper line would go on with the scalar, or be wrong
}

// plain reads an unquoted scalar, over lines if need be.
func (r *reader) plain(i, parent int) bool {
	end, by := r.plainEnd(i)
	at := r.push(i, end, Scalar, plain, 0)
	for {
		if by < r.end && r.text[by] == ':' {
			return false
		}
		commented := by < r.end
		r.last = end
		if r.advance(); r.col <= parent {
			return true
		}
		if commented || r.commented || parent < 0 {
			return false // a comment ends the scalar, and what comes then must not be deeper
		}
		end, by = r.plainEnd(r.at)
		r.tokens[at].end = uint32(end)
		r.tokens[at].flags |= work
	}
}

// startsPlain are the bytes that an unquoted scalar may start with; -, ? and : may too, before another character.
var startsPlain = func() (t [256]bool) {
	for c := range t {
		t[c] = c > ' ' && c != 0x7f && !strings.ContainsRune("-?:,[]{}#&*!|>'\"%@`", rune(c))
	}
	return t
}()
