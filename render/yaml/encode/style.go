package encode

import "strings"

// style is how a string is written. The rules are those of go.yaml.in/yaml/v2 v2.4.4 for a value in block context.
type style uint8

const (
	plain   style = iota // abc
	single               // 'a: b', where plain text would read as something else than one scalar
	double               // "true", where plain text would read as another type, and where something must be escaped
	literal              // lines behind a "|"
)

// signs are what the characters of a string say about its style, all together.
type signs uint8

const (
	blank      signs = 1 << iota // a space
	mark                         // a colon or a "#", which mean something next to a space
	newline                      // a line feed
	special                      // a control character, or one beyond ASCII
	quote                        // a single quote
	escaped                      // what double quotes need a backslash for
	underscore                   // what may stand anywhere in a number
	foreign                      // what no decimal number and no time of day contains
)

var signsOf = func() (t [256]signs) {
	for c := range t {
		if strings.IndexByte("0123456789.:+-eE_", byte(c)) < 0 {
			t[c] = foreign
		}
		if c < ' ' || c >= 0x7f {
			t[c] |= special
		}
	}
	t[' '] |= blank
	t[':'] |= mark
	t['#'] |= mark
	t['\n'] = foreign | newline
	t['\''] |= quote
	t['"'] |= escaped
	t['\\'] |= escaped
	t['_'] |= underscore
	return t
}()

func signsIn(s string) signs {
	var seen signs
	for ; len(s) >= 8; s = s[8:] {
		seen |= (signsOf[s[0]] | signsOf[s[1]] | signsOf[s[2]] | signsOf[s[3]]) | (signsOf[s[4]] | signsOf[s[5]] | signsOf[s[6]] | signsOf[s[7]])
	}
	for i := range len(s) {
		seen |= signsOf[s[i]]
	}
	return seen
}

// styleOf is the style of a string with these signs.
func (e *encoder) styleOf(s string, seen signs) style {
	odd, lines := false, false
	if seen&special != 0 {
		odd, lines = oddities(s)
	}
	switch {
	case s == "" || odd || lines && e.python:
		return double
	case seen&newline != 0:
		if s[len(s)-1] == ' ' || strings.Contains(s, " \n") || lines && spaceBeforeBreak(s) {
			return double // a block cannot show a space at a line's end
		}
		return literal
	case e.resolves(s, seen):
		return double
	case lines && (spaceBeforeBreak(s) || strings.Contains(s, "\u2028 ") || strings.Contains(s, "\u2029 ")):
		return double
	case lines || isAmbiguous(s, seen):
		return single
	}
	return plain
}

// oddities looks at the special characters of a string: odd ones must be escaped, lines are separated by those that need not.
func oddities(s string) (odd, lines bool) {
	for _, r := range s {
		switch {
		case r == '\u2028' || r == '\u2029':
			lines = true
		case r != '\n' && !printable(r):
			return true, lines
		}
	}
	return false, lines
}

// printable says whether a character is written as it is. What is beyond U+FFFF is not, and neither is what scalar.Lost
// names.
func printable(r rune) bool {
	return r >= ' ' && r <= '~' || r >= 0xa0 && r <= 0xfffd && r != '\ufeff'
}

func spaceBeforeBreak(s string) bool {
	return strings.Contains(s, " \u2028") || strings.Contains(s, " \u2029")
}

// isAmbiguous says whether a line of plain text would not be read as one scalar.
func isAmbiguous(s string, seen signs) bool {
	last := s[len(s)-1]
	if last == ' ' || last == ':' || seen&blank != 0 && seen&mark != 0 && (strings.Contains(s, ": ") || strings.Contains(s, " #")) {
		return true
	}
	switch s[0] {
	case ' ', '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return true
	case '-', '?':
		if len(s) == 1 || s[1] == ' ' {
			return true
		}
		return strings.HasPrefix(s, "---")
	case '.':
		return strings.HasPrefix(s, "...")
	}
	return false
}
