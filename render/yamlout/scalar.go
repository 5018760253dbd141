package yamlout

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

// key appends a key and its colon; it is not sure of keys that the library might write behind a "?", or that read as a
// number.
func (e *encoder) key(key string) bool {
	if e.escaping {
		return e.escapedKey(key)
	}
	if len(key) > maxSimpleKey {
		return false
	}
	seen := signsIn(key)
	st := e.styleOf(key, seen)
	switch st {
	case plain:
		e.out = append(e.out, key...)
	case unsure, literal:
		return e.python && st == unsure && e.escapedKey(key)
	default:
		if seen&special != 0 && strings.ContainsAny(key, "\r\n") {
			return false
		}
		e.out = appendStyled(e.out, key, st, seen, 0, neverFold)
	}
	e.out = append(e.out, ':')
	return true
}

// escapedKey appends any key that is UTF-8, a long one behind a "?".
func (e *encoder) escapedKey(key string) bool {
	if !utf8.ValidString(key) {
		return false
	}
	if len(key) <= maxSimpleKey {
		e.out = append(appendEscaped(e.out, key), ':')
		return true
	}
	indent := column(e.out)
	e.out = append(appendEscaped(append(e.out, "? "...), key), '\n')
	e.out = append(appendSpaces(e.out, indent), ':')
	return true
}

// text appends a string value. Lines that it is broken into are indented by indent.
func (e *encoder) text(s string, indent int) error {
	seen := signsIn(s)
	st := e.styleOf(s, seen)
	switch st {
	case unsure:
		if !e.escaping && !e.python {
			return errUnsure
		}
		e.out = append(appendEscaped(e.out, s), '\n')
		return nil
	case literal:
		if e.literal(s, indent) {
			return nil
		}
		st = double
	}
	e.out = append(appendStyled(e.out, s, st, seen, indent, foldAfter), '\n')
	return nil
}

// appendStyled appends one line of text, or several if it folds.
func appendStyled(dst []byte, s string, st style, seen signs, indent, width int) []byte {
	folds := seen&blank != 0 && width != neverFold && column(dst)+len(s) > width
	switch {
	case st == plain && folds:
		return appendFolded(dst, s, false, indent, width)
	case st == plain:
		return append(dst, s...)
	case st == double && (folds || seen&(escaped|special|newline) != 0):
		return appendDouble(dst, s, indent, width)
	case st == double:
		return append(append(append(dst, '"'), s...), '"')
	case folds || seen&quote != 0:
		return append(appendFolded(append(dst, '\''), s, true, indent, width), '\'')
	}
	return append(append(append(dst, '\''), s...), '\'')
}

// appendFolded appends plain or single-quoted text without its quotes. A line is broken at a space that has no space
// next to it, and never at the first or last character.
func appendFolded(dst []byte, s string, quoted bool, indent, width int) []byte {
	col := column(dst)
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' && col > width && i > 0 && i < len(s)-1 && s[i-1] != ' ' && s[i+1] != ' ':
			dst = appendSpaces(append(dst, '\n'), indent)
			col = indent
			continue
		case c == '\'' && quoted:
			dst = append(dst, '\'')
			col++
		}
		dst = append(dst, c)
		if utf8.RuneStart(c) {
			col++
		}
	}
	return dst
}

// appendDouble appends double-quoted text. A line is broken at the first of several spaces; a backslash keeps the
// others.
func appendDouble(dst []byte, s string, indent, width int) []byte {
	col := column(dst) + 1
	dst = append(dst, '"')
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' && col > width && i > 0 && i < len(s)-1 && s[i-1] != ' ':
			dst = appendSpaces(append(dst, '\n'), indent)
			col = indent
			if s[i+1] == ' ' {
				dst = append(dst, '\\')
				col++
			}
		case c < ' ' || c == '"' || c == '\\':
			n := len(dst)
			dst = appendEscape(dst, c)
			col += len(dst) - n
		default:
			dst = append(dst, c)
			if utf8.RuneStart(c) {
				col++
			}
		}
	}
	return append(dst, '"')
}

// appendEscaped appends double-quoted text on one line, with an escape for all that is not sure to be read as it is.
func appendEscaped(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r < ' ' || r == '"' || r == '\\':
			dst = appendEscape(dst, byte(r))
		case r < 0x7f || isOrdinary(r):
			dst = utf8.AppendRune(dst, r)
		case r <= 0xff:
			dst = fmt.Appendf(dst, `\x%02X`, r)
		case r <= 0xffff:
			dst = fmt.Appendf(dst, `\u%04X`, r)
		default:
			dst = fmt.Appendf(dst, `\U%08X`, r)
		}
	}
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const from, to = "\x00\a\b\t\n\v\f\r\x1b\"\\", "0abtnvfre\"\\"
	if i := strings.IndexByte(from, c); i >= 0 {
		return append(dst, '\\', to[i])
	}
	const hex = "0123456789ABCDEF"
	return append(dst, '\\', 'x', hex[c>>4], hex[c&0xf])
}

// literal appends a literal block with its last line ended, unless a line ends with a space, which a block cannot show.
// The header says how many spaces indent the block when its own first character would hide that, and what becomes of the
// line breaks at its end: "-" there are none, "+" there are several.
func (e *encoder) literal(s string, indent int) bool {
	out := append(e.out, '|') //nolint:gocritic // kept only if all lines fit
	if s[0] == ' ' || s[0] == '\n' {
		out = append(out, '2')
	}
	switch {
	case s[len(s)-1] != '\n':
		out = append(out, '-')
	case len(s) == 1 || s[len(s)-2] == '\n':
		out = append(out, '+')
	}
	out = append(out, '\n')
	for s != "" {
		end := strings.IndexByte(s, '\n')
		if end < 0 {
			end = len(s)
		}
		line := s[:end]
		if line != "" {
			if line[end-1] == ' ' {
				return false
			}
			out = append(appendSpaces(out, indent), line...)
		}
		out = append(out, '\n')
		s = s[min(end+1, len(s)):]
	}
	e.out = out
	return true
}

// appendFloat appends a number as it looks after the way through JSON: whole numbers that fit 64 bits lose their
// exponent.
func appendFloat(dst []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return dst, fmt.Errorf("%v has no YAML form here", f)
	}
	if f == 0 {
		return append(dst, '0'), nil
	}
	if abs := math.Abs(f); f == math.Trunc(f) && abs < 1e21 {
		mark := len(dst)
		dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
		whole := string(dst[mark:])
		if _, err := strconv.ParseInt(whole, 10, 64); err == nil {
			return dst, nil
		}
		if _, err := strconv.ParseUint(whole, 10, 64); err == nil {
			return dst, nil
		}
		dst = dst[:mark]
	}
	return strconv.AppendFloat(dst, f, 'g', -1, 64), nil
}

// column is the number of characters on the last line. A line also ends at a line separator that the library has written
// as it is, in a text that this package left to it.
func column(dst []byte) int {
	line := dst[bytes.LastIndexByte(dst, '\n')+1:]
	n := utf8.RuneCount(line)
	if n < len(line) {
		if i := bytes.LastIndexAny(line, "\u2028\u2029"); i >= 0 {
			n = utf8.RuneCount(line[i+len("\u2028"):])
		}
	}
	return n
}
