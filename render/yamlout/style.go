package yamlout

import (
	"strings"
	"unicode/utf8"
)

// style is how a string is written. The rules are those of go.yaml.in/yaml/v2 v2.4.4 for a value in block context.
type style uint8

const (
	unsure  style = iota // the library decides
	plain                // abc
	single               // 'a: b', where plain text would read as something else than one scalar
	double               // "true", where plain text would read as another type, and where something must be escaped
	literal              // lines behind a "|"
)

// traits are what the characters of a string say about its style.
type traits struct {
	odd           bool // contains what the library may refuse, change or escape
	lines         bool // contains a line break
	control       bool // contains another ASCII control character
	edgeSpace     bool // begins or ends with a space
	trailingSpace bool // a line ends with a space, or the string does
	indicator     bool // contains what begins something else than plain text
}

func styleOf(s string) style {
	if everyday(s) {
		return plain
	}
	t := traitsOf(s)
	if t.odd {
		return unsure
	}
	if t.lines {
		if t.control || t.trailingSpace {
			return double
		}
		return literal
	}
	switch resolves(s) {
	case yes:
		return double
	case maybe:
		return unsure
	}
	switch {
	case t.control:
		return double
	case t.edgeSpace || t.indicator:
		return single
	}
	return plain
}

// everyday holds for most strings: a letter, then nothing that says anything about the style, and too long to be one of
// the words with a meaning.
func everyday(s string) bool {
	const longestWord = len("false")
	if len(s) <= longestWord || s[0] < 'A' || s[0] > 'z' || s[0] > 'Z' && s[0] < 'a' {
		return false
	}
	said := byte(0)
	for i := range len(s) {
		said |= speaks[s[i]]
	}
	return said == 0
}

func traitsOf(s string) traits {
	t := traits{indicator: beginsWithIndicator(s)}
	last := len(s) - 1
	for i := 0; i < len(s); i++ {
		c := s[i]
		if speaks[c] == 0 {
			continue
		}
		switch {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !isOrdinary(r) {
				t.odd = true
				return t
			}
			i += size - 1
		case c == '\n':
			t.lines = true
		case c == 0x7f:
			t.odd = true
			return t
		case c < ' ':
			t.control = true
		case c == ' ':
			t.edgeSpace = t.edgeSpace || i == 0 || i == last
			t.trailingSpace = t.trailingSpace || i == last || s[i+1] == '\n'
		case c == ':':
			t.indicator = t.indicator || i == last || s[i+1] == ' '
		case c == '#':
			t.indicator = t.indicator || i > 0 && s[i-1] == ' '
		}
	}
	return t
}

// speaks has 1 for the bytes that say something about a string's style.
var speaks = func() (t [256]byte) {
	for c := range t {
		if c <= ' ' || c == ':' || c == '#' || c >= 0x7f {
			t[c] = 1
		}
	}
	return t
}()

// isOrdinary says whether a character beyond ASCII is written as it is. The line separators are not, nor anything from
// the surrogates upwards: the library escapes some of it and refuses some.
func isOrdinary(r rune) bool {
	return r >= 0xa0 && r < 0xd800 && r != '\u2028' && r != '\u2029'
}

func beginsWithIndicator(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return true
	case '-', '?':
		if len(s) == 1 || s[1] == ' ' {
			return true
		}
	}
	return strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...")
}

type answer uint8

const (
	no answer = iota
	yes
	maybe
)

// resolves says whether s as plain text would be read as a null, bool, number or date. It is cautious where a rule is
// long and the text rare.
func resolves(s string) answer {
	if s == "" {
		return yes
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		return resolvesToNumber(s)
	case c == '.':
		if strings.Trim(s, "0123456789.+-_eE") != "" && !strings.HasPrefix(strings.ToLower(s), ".inf") && !strings.HasPrefix(strings.ToLower(s), ".nan") {
			return no
		}
		return maybe
	case c == '+' || c == '-':
		if len(s) > 1 && (isDigit(s[1]) || s[1] == '.' || s[1] == '_') {
			return maybe
		}
		return no
	}
	switch s {
	case "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE",
		"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
		"on", "On", "ON", "off", "Off", "OFF":
		return yes
	}
	return no
}

// resolvesToNumber answers for text that begins with a digit: a number, a date, a base-60 number (12:34:56), or none of
// these like most addresses, quantities and identifiers.
func resolvesToNumber(s string) answer {
	if len(s) > 1 && s[0] == '0' && strings.IndexByte("xXoObB", s[1]) >= 0 {
		if len(s) > 3 && strings.IndexByte(s[3:], '-') >= 0 {
			return no // a uuid: a sign stands before the digits
		}
		return maybe
	}
	if len(s) > 5 && s[4] == '-' && isDigit(s[5]) && isDigit(s[1]) && isDigit(s[2]) && isDigit(s[3]) {
		return maybe
	}
	dots, colons, others := 0, 0, 0
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
		case c == '.':
			dots++
		case c == ':':
			if s[i-1] == ':' {
				return no
			}
			colons++
		case c == 'e' || c == 'E' || c == '+' || c == '-':
			others++
		case c == '_':
			return maybe
		default:
			return no
		}
	}
	switch {
	case dots > 1 || colons > 0 && others > 0:
		return no
	case colons > 0 || others > 0 || len(s) > 300: // a number too large for a float64 is text
		return maybe
	}
	return yes
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
