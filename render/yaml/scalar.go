package yaml

import "strings"

// quotedToken reads a quoted scalar and returns its end.
func (r *reader) quotedToken(i int) (end int) {
	written := singleQuoted
	if r.text[i] == '"' {
		written = doubleQuoted
	}
	end, f := r.quoted(i)
	r.push(i, max(end, 0), Scalar, written, f)
	return end
}

// quoted finds the end of the quoted scalar that opens at i: -1 where it is not certain. The reader then stands on the
// line where it ends.
func (r *reader) quoted(i int) (end int, f flags) {
	quote := r.text[i]
	for i++; ; i = r.start {
		closes := i - 1 // where the next quote is, once it is behind i
		for i < r.stop {
			if closes < i {
				if closes = strings.IndexByte(r.text[i:r.stop], quote) + i; closes < i {
					closes = r.stop
				}
			}
			if quote == '"' {
				if slash := strings.IndexByte(r.text[i:closes], '\\'); slash >= 0 {
					f |= work
					escape := i + slash
					if i = escapeEnd(r.text, escape, r.stop); i < 0 {
						return -1, 0
					}
					if escape+1 < r.stop && strings.IndexByte("xuUN", r.text[escape+1]) >= 0 {
						r.special = true // perhaps of a character that does not come through
					}
					continue
				}
			}
			if i = closes; i == r.stop {
				break
			}
			if quote == '\'' && i+1 < r.stop && r.text[i+1] == quote {
				f |= work
				i += 2
				continue
			}
			return i + 1, f
		}
		if f |= work; !r.load() || r.col == 0 && r.marker() {
			return -1, 0
		}
	}
}

// escapeEnd returns the end of the escape sequence at i on a line that ends at stop, -1 for one that the library refuses.
func escapeEnd(text string, i, stop int) int {
	if i+1 == stop {
		return stop // the line break is escaped
	}
	var digits int
	switch text[i+1] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		if escapes[text[i+1]] == "" {
			return -1
		}
		return i + 2
	}
	if i+2+digits > stop {
		return -1
	}
	code, ok := hex(text[i+2 : i+2+digits])
	if !ok || code >= 0xd800 && code <= 0xdfff || code > 0x10ffff {
		return -1
	}
	return i + 2 + digits
}

func hex(s string) (code rune, ok bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			code = code<<4 + rune(c-'0')
		case c >= 'a' && c <= 'f':
			code = code<<4 + rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			code = code<<4 + rune(c-'A') + 10
		default:
			return 0, false
		}
		if code > 0x10ffff {
			return 0, false
		}
	}
	return code, true
}

// escapes are what the characters behind a backslash stand for.
var escapes = [256]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b", ' ': " ",
	'"': "\"", '\'': "'", '\\': "\\", 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// block reads the literal or folded scalar whose header is at i. Its value is found out when it is asked for, unless the
// header says how far it is indented.
func (r *reader) block(i, parent int) bool {
	if parent < 0 {
		return false
	}
	chomping, digit, rest := blockHeader(r.text[i:r.end])
	if !r.restBlank(i + len(r.text[i:r.end]) - len(rest)) {
		return false
	}
	indent, blank, from, end := 0, 0, r.next, r.next
	if digit > 0 {
		indent = parent + digit
	}
	for before := r.next; r.load(); before = r.next {
		if r.at == r.stop && (indent == 0 || r.col <= indent) {
			if indent == 0 {
				blank = max(blank, r.col)
			}
			end = r.next
			continue
		}
		if r.text[r.start+min(r.col, max(indent-1, 0))] == '\t' || indent == 0 && r.text[r.at] == '\t' {
			return false // where the library wants indentation
		}
		if indent == 0 && r.col > parent {
			if indent = r.col; blank > indent {
				return false
			}
		}
		if r.col < max(indent, parent+1) {
			r.next = before
			break
		}
		end = r.next
	}
	if r.odd >= 0 {
		return false // its lines are the library's to tell
	}
	at := r.push(i, end, Scalar, literal, work)
	if r.text[i] == '>' {
		r.tokens[at].style = folded
	}
	if digit > 0 {
		r.store(blockLines(r.text[from:end], r.text[i] == '>', chomping, indent))
	}
	r.last = end
	r.advance()
	return r.col <= parent
}

// blockHeader takes the header of a block scalar apart: how its end is chomped (+, - or 0), and how far it says that its
// lines are indented.
func blockHeader(s string) (chomping byte, indent int, rest string) {
	rest = s[1:]
	for range 2 {
		switch {
		case rest == "":
		case chomping == 0 && (rest[0] == '+' || rest[0] == '-'):
			chomping, rest = rest[0], rest[1:]
		case indent == 0 && rest[0] >= '1' && rest[0] <= '9':
			indent, rest = int(rest[0]-'0'), rest[1:]
		}
	}
	return chomping, indent, rest
}

// properties reads anchors and tags. It returns their end, -1 where it is not certain of them.
func (r *reader) properties(i int) (end int, f flags) {
	var seen flags
	for i < r.end && (r.text[i] == '&' || r.text[i] == '!') {
		from, is := i, anchored
		if r.text[i] == '&' {
			i = nameEnd(r.text[:r.end], i+1)
			if i == from+1 {
				return -1, 0
			}
			if r.anchors == nil {
				r.anchors = map[string]bool{}
			}
			r.anchors[r.text[from+1:i]] = true
		} else if is, i = tagged, tagEnd(r.text[:r.end], i); i < 0 {
			return -1, 0
		}
		if seen&is != 0 || i < r.end && !isBlank(r.text[i]) {
			return -1, 0
		}
		seen |= is
		if r.text[from:i] != "!" { // which says no more than that there is no tag
			f |= is
		}
		if next := r.skip(i); next < r.end {
			i = next
		} else {
			return i, f
		}
	}
	return i, f
}

func nameEnd(text string, i int) int {
	for i < len(text) && (text[i] == '-' || text[i] == '_' || isLetter(text[i]) || text[i] >= '0' && text[i] <= '9') {
		i++
	}
	return i
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// tagEnd returns the end of the tag at i: !, !word or !!word.
func tagEnd(text string, i int) (end int) {
	from := i + 1
	if from < len(text) && text[from] == '!' {
		from++
	}
	end = from
	for end < len(text) && (nameEnd(text[end:end+1], 0) == 1 || strings.IndexByte("/.:", text[end]) >= 0) {
		end++
	}
	if end == from && from > i+1 {
		return -1
	}
	return end
}

// withProperties reads a block node that has an anchor or a tag.
func (r *reader) withProperties(i, parent int) bool {
	from, at := i, len(r.tokens)
	i, f := r.properties(i)
	if i < 0 {
		return false
	}
	ok := false
	if i = r.skip(i); i == r.end {
		// Only where a key stands in front a list may follow in the same column.
		ok = r.below(parent, from > r.at && parent >= 0 && r.text[r.start+parent] != '-', i)
	} else if c := r.text[i]; c != '&' && c != '!' && c != '*' {
		ok = r.value(i, parent)
	}
	if !ok {
		return false
	}
	// Properties on two lines may be one too many, and an alias has none.
	if start := int(r.tokens[at].start); start < len(r.text) && strings.IndexByte("&!*", r.text[start]) >= 0 {
		return false
	}
	r.describe(at, from, f)
	return true
}

// describe gives the node at index at its properties, which begin at offset from.
func (r *reader) describe(at, from int, f flags) {
	if t := &r.tokens[at]; t.kind == Scalar && t.flags&stored == 0 {
		r.store(r.scalar(at))
	}
	t := &r.tokens[at]
	t.start = uint32(from)
	t.flags |= f
	r.special = true
}

// alias reads an alias and returns its end. Only anchors that come before it are known.
func (r *reader) alias(i int) int {
	end := nameEnd(r.text[:r.end], i+1)
	if !r.anchors[r.text[i+1:end]] || end < r.end && !isBlank(r.text[end]) && !flowIndicator(r.text[end]) {
		return -1
	}
	r.push(i, end, Scalar, plain, alias)
	r.special = true
	return end
}
