package yamlin

import (
	"math"
	"strings"
)

// Style is how a line's value is written.
type Style uint8

// The styles of a Line's value.
const (
	NoValue      Style = iota // nothing, or only a comment
	PlainValue                // unquoted; deeper lines below belong to it
	QuotedValue               // in quotes, closed on the same line unless Multiline
	FlowValue                 // [...] or {...} on one line
	LiteralValue              // a block scalar; deeper lines below belong to it
)

// Line is one line of block-style YAML that starts a key, a list item or a value. Offsets are in the walked text.
type Line struct {
	Start, End int // the line without its line break
	Next       int // where the next line starts; after the last quote of a Multiline value
	Indent     int // column of its first character
	Column     int // column of its content, behind the dashes of list items; Indent where there are none
	Dashes     int // how many list items start here
	HasKey     bool
	Multiline  bool
	Style      Style
	KeyStart   int // the key as written, with its quotes
	KeyEnd     int
	Value      int // where the value starts; End where there is none
}

// Lines walks the lines of a text that give it its structure. What belongs to a scalar (block scalars, quotes and plain
// text over several lines), blank lines and comments are passed over, so a line that only looks like structure is never
// reported. It knows block style; anything beyond that (flow over several lines, anchors, tags, tabs, complex keys,
// several documents) sets Odd and ends the walk, and the caller asks the library. A text that is not valid YAML may be
// walked as if it were.
type Lines struct {
	text    string
	next    int
	below   int // lines deeper than this column belong to the scalar above
	literal bool
	first   bool
	odd     bool
	more    bool
	comment int
}

// WalkLines starts a walk over text. A document separator may stand in front.
func WalkLines(text string) *Lines {
	return &Lines{text: text, below: math.MaxInt, first: true, comment: -1}
}

// Odd tells that the walk met something that it does not know.
func (l *Lines) Odd() bool { return l.odd }

// Comment is the start of the first comment in column 0 since the last line, -1 for none.
func (l *Lines) Comment() int { return l.comment }

// Continued tells that the last call of Next passed over text that belongs to the scalar of the line before, or over a
// comment as deep as that.
func (l *Lines) Continued() bool { return l.more }

// Scalar reads the value of a line of the walked text where it is a scalar on this line that needs no unescaping; end
// is the offset behind it. A plain scalar may go on in deeper lines, which Continued tells after the next line.
func (line *Line) Scalar(text string) (n Node, end int, ok bool) {
	switch line.Style {
	case NoValue:
		return Node{Plain: true}, line.Value, true
	case PlainValue:
		s := text[line.Value:line.End]
		if comment := strings.Index(s, " #"); comment >= 0 {
			s = s[:comment]
		}
		s = strings.TrimRight(s, " ")
		return Node{Plain: true, Value: s}, line.Value + len(s), true
	case QuotedValue:
		end = quoteEnd(text, line.Value)
		s, ok := unquoted(text[line.Value:end])
		return Node{Value: s}, end, ok && !line.Multiline
	}
	return n, 0, false
}

// Key is the line's key where there is one and it needs no unescaping.
func (line *Line) Key(text string) (string, bool) {
	key := text[line.KeyStart:line.KeyEnd]
	if key == "" { // as in ": value", which has null for a key
		return "", false
	}
	if c := key[:1]; c != `"` && c != "'" {
		return key, key[len(key)-1] != ' ' // the blanks before a colon are not the key's
	}
	return unquoted(key)
}

// unquoted is the content of a quoted scalar that has nothing to unescape.
func unquoted(s string) (string, bool) {
	quote, content := s[0], s[1:len(s)-1]
	if quote == '"' {
		return content, strings.IndexByte(content, '\\') < 0
	}
	return content, strings.IndexByte(content, quote) < 0
}

// Next goes to the next line and fills line. It returns false at the end and where the walk is Odd.
func (l *Lines) Next(line *Line) bool { return l.NextWithin(math.MaxInt, line) }

// NextWithin is Next for a caller that does not want to see lines deeper than column: they are walked all the same.
func (l *Lines) NextWithin(column int, line *Line) bool {
	text := l.text
	l.comment, l.more = -1, false
	for l.next < len(text) {
		start := l.next
		end, clean := lineEnd(text, start)
		l.next = min(end+1, len(text))
		at := skipBlanks(text, start, end)
		if at == end || at-start > l.below {
			// Without a line break at the end of its text a block scalar has another value than with one.
			if l.literal && l.next == end || !clean && hiddenBreak(text[at:end]) {
				return l.giveUp()
			}
			l.more = l.more || at < end
			continue
		}
		if !clean {
			if end = trimReturn(text, at, end); end < 0 {
				return l.giveUp()
			}
			if at == end {
				continue
			}
		}
		if text[at] == '#' {
			if at == start && l.comment < 0 {
				l.comment = start
			}
			continue
		}
		*line = Line{} // and then field by field: the fastest way
		line.Start, line.End, line.Next, line.Indent = start, end, l.next, at-start
		l.below, l.literal = math.MaxInt, false
		if l.first && l.separator(line) {
			l.first = false
			continue
		}
		l.first = false
		if !l.structure(line, at) {
			return l.giveUp()
		}
		if line.Indent <= column {
			return true
		}
		l.comment, l.more = -1, false
	}
	return false
}

func (l *Lines) giveUp() bool {
	l.odd = true
	return false
}

// trimReturn cuts the carriage return of a CRLF line. It returns -1 for a line that the library may see otherwise:
// with a tab, another carriage return, a Unicode line break or a byte order mark.
func trimReturn(text string, at, end int) int {
	if line := text[at:end]; strings.IndexByte(line, '\t') >= 0 || hiddenBreak(line) {
		return -1
	}
	if text[end-1] == '\r' {
		end--
	}
	return end
}

// hiddenBreak holds for a line that has a line break of YAML in it other than those at its end.
func hiddenBreak(line string) bool {
	line = strings.TrimSuffix(line, "\r")
	return strings.IndexByte(line, '\r') >= 0 || strings.Contains(line, "\u0085") || strings.Contains(line, "\u2028") ||
		strings.Contains(line, "\u2029") || strings.Contains(line, "\ufeff")
}

// separator holds for the --- line that opens a document.
func (l *Lines) separator(line *Line) bool {
	rest, found := strings.CutPrefix(l.text[line.Start:line.End], "---")
	return found && blankOrComment(rest)
}

// blankOrComment holds where nothing but blanks and a comment follows a token.
func blankOrComment(rest string) bool {
	trimmed := strings.TrimLeft(rest, " ")
	return trimmed == "" || trimmed[0] == '#' && len(trimmed) < len(rest)
}

// structure reads dashes, key and the start of the value of the line's content from at on.
func (l *Lines) structure(line *Line, at int) bool {
	text, end := l.text, line.End
	parent := -1 // column of the list that a value without a key belongs to
	for text[at] == '-' && (at+1 == end || text[at+1] == ' ') {
		line.Dashes++
		parent = at - line.Start
		for at++; at < end && text[at] == ' '; at++ {
		}
		if at == end || text[at] == '#' {
			line.Column, line.Value = at-line.Start, end
			return true
		}
	}
	line.Column = at - line.Start
	if line.Indent == 0 && line.Dashes == 0 && (text[at] == '.' || text[at] == '-') &&
		(strings.HasPrefix(text[at:end], "---") || strings.HasPrefix(text[at:end], "...")) {
		return false
	}
	switch c := text[at]; {
	case c == '"' || c == '\'':
		closed := quoteEnd(text, at)
		if closed < 0 {
			return false
		}
		if closed < end && text[closed] == ':' && (closed+1 == end || text[closed+1] == ' ') {
			line.HasKey, line.KeyStart, line.KeyEnd = true, at, closed
			return l.value(line, closed+1, line.Column)
		}
		return parent >= 0 && l.value(line, at, parent)
	case notKey[c]:
		return parent >= 0 && l.value(line, at, parent)
	case c == '?' && (at+1 == end || text[at+1] == ' '):
		return false
	}
	if colon := keyEnd(text, at, end); colon >= 0 {
		line.HasKey, line.KeyStart, line.KeyEnd = true, at, colon
		return l.value(line, colon+1, line.Column)
	}
	// A plain scalar on a line of its own could go on below without our knowing its column.
	return parent >= 0 && l.value(line, at, parent)
}

// keyEnd returns where the plain key that starts the content text[at:end] ends, -1 where it is no key.
func keyEnd(text string, at, end int) int {
	if i := wordEnd(text, at, end); i < end && text[i] == ':' && (i+1 == end || text[i+1] == ' ') {
		return i // a key of one word
	}
	for colon := at; ; colon++ {
		next := strings.IndexByte(text[colon:end], ':')
		if next < 0 {
			return -1
		}
		colon += next
		if colon+1 == end || text[colon+1] == ' ' {
			if strings.Contains(text[at:colon+1], " #") {
				return -1
			}
			return colon
		}
	}
}

// notKey are the bytes that a plain key never starts with.
var notKey = func() (t [256]bool) {
	for _, c := range []byte("[]{},&*!|>%@`#") {
		t[c] = true
	}
	return t
}()

// value looks at the value from i on, which belongs to the mapping or list in column parent.
func (l *Lines) value(line *Line, i, parent int) bool {
	text, end := l.text, line.End
	start := i
	for i < end && text[i] == ' ' {
		i++
	}
	if i == end || text[i] == '#' && i > start {
		line.Value = end
		return true
	}
	line.Value = i
	switch c := text[i]; c {
	case '"', '\'':
		return l.quoted(line, i)
	case '[', '{':
		line.Style = FlowValue
		closed := flowEnd(text[:end], i)
		return closed >= 0 && blankOrComment(text[closed:end])
	case '|', '>':
		line.Style = LiteralValue
		l.below, l.literal = parent, true
		return l.next < len(text) && blankOrComment(strings.TrimLeft(text[i+1:end], "+-123456789"))
	case '&', '*', '!', '%', '@', '`', ']', '}', ',':
		return false
	case '-', '?', ':':
		if i+1 == end || text[i+1] == ' ' {
			return false
		}
	}
	line.Style = PlainValue
	l.below = parent
	return true
}

// quoted passes over a quoted value, over lines if need be.
func (l *Lines) quoted(line *Line, i int) bool {
	line.Style = QuotedValue
	closed := quoteEnd(l.text, i)
	if closed < 0 {
		return false
	}
	if closed <= line.End {
		return blankOrComment(l.text[closed:line.End])
	}
	if strings.ContainsAny(l.text[i:closed], "\u0085\u2028\u2029\ufeff") {
		return false
	}
	end := len(l.text)
	l.next = end
	if length := strings.IndexByte(l.text[closed:], '\n'); length >= 0 {
		end = closed + length
		l.next = end + 1
	}
	line.Multiline, line.Next = true, l.next
	return blankOrComment(strings.TrimSuffix(l.text[closed:end], "\r"))
}

// quoteEnd returns the offset behind the closing quote of the scalar that opens at i, -1 if it stays open.
func quoteEnd(text string, i int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c != quote:
		case quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// flowEnd returns the offset behind the flow collection that opens at i and closes within text, -1 if it does not or
// holds a comment or a quote inside a plain scalar.
func flowEnd(text string, i int) int {
	depth, before := 0, byte(',')
	for ; i < len(text); i++ {
		c := text[i]
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			// Right behind a colon a quote only opens where the key has quotes too, as in JSON.
			if before != ',' && before != '[' && before != '{' && before != ':' ||
				text[i-1] == ':' && text[i-2] != '"' && text[i-2] != '\'' {
				return -1
			}
			if i = quoteEnd(text, i) - 1; i < 0 {
				return -1
			}
		case '#', '&', '*', '!', '|', '>', '%', '@', '`':
			if c == '#' || before == ',' || before == '[' || before == '{' || before == ':' {
				return -1
			}
		case ' ':
			continue
		}
		before = c
	}
	return -1
}
