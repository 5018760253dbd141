package encode

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// foldAfter is the column behind which the library breaks a line at the next single space.
	foldAfter = 80
	neverFold = math.MaxInt
	// maxSimpleKey is the length in bytes beyond which the library writes a key behind a "?".
	maxSimpleKey = 128
)

// separators end a line for the library, which writes them as they are.
const separators = "\u2028\u2029"

// key appends a key and its colon, and says where the value stands. A key that is long or has lines of its own stands behind
// a "?", and its colon on the next line.
func (e *encoder) key(key string, indent int) where {
	seen := signsIn(key)
	if seen&special != 0 && !utf8.ValidString(key) {
		e.fail(fmt.Errorf("key %.40q: only valid UTF-8 can be a key", key))
	}
	if len(key) > maxSimpleKey || seen&newline != 0 || seen&special != 0 && strings.ContainsAny(key, "\r"+separators) {
		e.out = append(e.out, "? "...)
		e.text(key, indent+2)
		e.out = append(appendSpaces(e.out, indent), ':')
		return afterDash
	}
	e.styled(key, e.styleOf(key, seen), seen, 0, neverFold)
	e.out = append(e.out, ':')
	return afterKey
}

// text appends a string value. Lines that it is broken into are indented by indent.
func (e *encoder) text(s string, indent int) {
	seen := signsIn(s)
	if seen&special != 0 && !utf8.ValidString(s) {
		s = string([]rune(s)) // U+FFFD for each wrong byte
	}
	switch st := e.styleOf(s, seen); {
	case st == literal:
		e.literal(s, seen, indent)
		return
	case st == plain && seen&blank == 0:
		e.out = append(e.out, s...)
	default:
		e.styled(s, st, seen, indent, foldAfter)
	}
	e.out = append(e.out, '\n')
}

// styled appends one line of text, or several if it folds.
func (e *encoder) styled(s string, st style, seen signs, indent, width int) {
	folds := seen&blank != 0 && width != neverFold && column(e.out)+len(s) > width
	switch {
	case st == double:
		e.out = append(e.out, '"')
		if folds || seen&(escaped|special|newline) != 0 {
			e.double(s, indent, width)
		} else {
			e.out = append(e.out, s...)
		}
		e.out = append(e.out, '"')
	case st == single:
		e.out = append(e.out, '\'')
		if folds || seen&(quote|special) != 0 {
			e.folded(s, true, indent, width)
		} else {
			e.out = append(e.out, s...)
		}
		e.out = append(e.out, '\'')
	case folds:
		e.folded(s, false, indent, width)
	default:
		e.out = append(e.out, s...)
	}
}

// folded appends plain or single-quoted text without its quotes. A line is broken at a space that has no space next to it,
// and never at the first or last character.
func (e *encoder) folded(s string, quoted bool, indent, width int) {
	col, atStart := column(e.out), false
	for i, r := range s {
		switch {
		case r == ' ' && col > width && i > 0 && i < len(s)-1 && s[i-1] != ' ' && s[i+1] != ' ':
			e.out = appendSpaces(append(e.out, '\n'), indent)
			col = indent
			continue
		case r == '\u2028' || r == '\u2029':
			e.out = utf8.AppendRune(e.out, r)
			col, atStart = 0, true
			continue
		case atStart:
			e.out = appendSpaces(e.out, indent)
			col, atStart = indent, false
		}
		if r == '\'' && quoted {
			e.out = append(e.out, '\'')
			col++
		}
		e.out = utf8.AppendRune(e.out, r)
		col++
	}
}

// double appends double-quoted text without its quotes. A line is broken at the first of several spaces; a backslash keeps
// the others. Behind a byte order mark everything is escaped, as the library has it.
func (e *encoder) double(s string, indent, width int) {
	col := column(e.out)
	all := strings.HasPrefix(s, "\ufeff")
	for i, r := range s {
		switch {
		case all || !printable(r) || r == '"' || r == '\\' || strings.ContainsRune(separators, r):
			n := len(e.out)
			e.out = appendEscape(e.out, r)
			col += len(e.out) - n
		case r == ' ' && col > width && i > 0 && i < len(s)-1 && s[i-1] != ' ':
			e.out = appendSpaces(append(e.out, '\n'), indent)
			col = indent
			if s[i+1] == ' ' {
				e.out = append(e.out, '\\')
				col++
			}
		default:
			e.out = utf8.AppendRune(e.out, r)
			col++
		}
	}
}

func appendEscape(dst []byte, r rune) []byte {
	const from, to = "\x00\a\b\t\n\v\f\r\x1b\"\\\u00a0" + separators, "0abtnvfre\"\\_LP"
	at := 0
	for _, c := range from {
		if c == r {
			return append(dst, '\\', to[at])
		}
		at++
	}
	switch {
	case r <= 0xff:
		return fmt.Appendf(dst, `\x%02X`, r)
	case r <= 0xffff:
		return fmt.Appendf(dst, `\u%04X`, r)
	}
	return fmt.Appendf(dst, `\U%08X`, r)
}

// literal appends a literal block. The header says how many spaces indent the block when its own first character would hide
// that, and what becomes of the line breaks at its end: "-" there are none, "+" there are several.
func (e *encoder) literal(s string, seen signs, indent int) {
	e.out = append(e.out, '|')
	if s[0] == ' ' || startsLine(s) {
		e.out = append(e.out, '2')
	}
	last := lastBreak(s)
	switch {
	case last == len(s):
		e.out = append(e.out, '-')
	case last == 0 || lastBreak(s[:last]) < last:
		e.out = append(e.out, '+')
	}
	e.out = append(e.out, '\n')
	for s != "" {
		end, next := firstBreak(s, seen)
		if end > 0 {
			e.out = append(appendSpaces(e.out, indent), s[:end]...)
		}
		e.out = append(e.out, s[end:next]...)
		s = s[next:]
		if s == "" && end == next {
			e.out = append(e.out, '\n')
		}
	}
}

// firstBreak is the first line's end, and the next line's start.
func firstBreak(s string, seen signs) (end, next int) {
	if seen&special == 0 {
		end = strings.IndexByte(s, '\n')
	} else {
		end = strings.IndexAny(s, "\n"+separators)
	}
	if end < 0 {
		return len(s), len(s)
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return end, end + size
}

// lastBreak is where the line break at the end of s stands, len(s) where there is none.
func lastBreak(s string) int {
	r, size := utf8.DecodeLastRuneInString(s)
	if r == '\n' || size == 3 && strings.ContainsRune(separators, r) {
		return len(s) - size
	}
	return len(s)
}

// startsLine says whether s begins with a line break.
func startsLine(s string) bool {
	return s[0] == '\n' || strings.HasPrefix(s, "\u2028") || strings.HasPrefix(s, "\u2029")
}

// float appends a number as it looks after the way through JSON: whole numbers that fit 64 bits lose their exponent.
func (e *encoder) float(f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		e.fail(fmt.Errorf("%v has no YAML form here", f))
		return
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e21 {
		whole := strconv.AppendFloat(e.out, f+0, 'f', -1, 64) // -0 is 0 to the library
		digits := string(whole[len(e.out):])
		_, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			_, err = strconv.ParseUint(digits, 10, 64)
		}
		if err == nil {
			e.out = whole
			return
		}
	}
	e.out = strconv.AppendFloat(e.out, f, 'g', -1, 64)
}

// column is the number of characters on the last line, which a separator can have begun.
func column(dst []byte) int {
	line := dst[bytes.LastIndexByte(dst, '\n')+1:]
	n := utf8.RuneCount(line)
	if n < len(line) {
		if i := bytes.LastIndexAny(line, separators); i >= 0 {
			n = utf8.RuneCount(line[i+len("\u2028"):])
		}
	}
	return n
}
