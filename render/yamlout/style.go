package yamlout

import "strings"

// style is how a string is written. The rules are those of go.yaml.in/yaml/v2 v2.4.4 for a value in block context.
type style uint8

const (
	unsure  style = iota // the library decides
	plain                // abc
	single               // 'a: b', where plain text would read as something else than one scalar
	double               // "true", where plain text would read as another type, and where something must be escaped
	literal              // lines behind a "|"; as double if one of them ends with a space
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
	foreign                      // what no number contains, but for the second character of 0x, 0o and 0b
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
	for ; len(s) >= 4; s = s[4:] {
		seen |= signsOf[s[0]] | signsOf[s[1]] | signsOf[s[2]] | signsOf[s[3]]
	}
	for i := range len(s) {
		seen |= signsOf[s[i]]
	}
	return seen
}

// styleOf is the style of a string with these signs.
func styleOf(s string, seen signs) style {
	odd, control := false, false
	if seen&special != 0 {
		odd, control = oddities(s)
	}
	switch {
	case s == "":
		return double
	case odd:
		return unsure
	case seen&newline != 0 && control:
		return double
	case seen&newline != 0:
		return literal
	}
	first, last := s[0], s[len(s)-1]
	quoted := last == ' ' || last == ':' || seen&blank != 0 && seen&mark != 0 && (strings.Contains(s, ": ") || strings.Contains(s, " #"))
	if isLetter(first) {
		if isWord(s) {
			return double
		}
	} else {
		switch resolves(s, seen) {
		case yes:
			return double
		case maybe:
			return unsure
		}
		quoted = quoted || first == ' ' || beginsWithIndicator(s)
	}
	switch {
	case control:
		return double
	case quoted:
		return single
	}
	return plain
}

// styleOf is the style of a string for who reads it.
func (e *encoder) styleOf(s string, seen signs) style {
	st := styleOf(s, seen)
	if e.python && st == plain && pythonDiffers(s, seen) {
		return double
	}
	return st
}

// pythonDiffers holds for text that PyYAML does not take for text, but the library does: the indicators of YAML 1.1 for the
// default value and for merging, and numbers with underscores, of which 0x_ ends PyYAML in an error.
func pythonDiffers(s string, seen signs) bool {
	switch s[0] {
	case '=', '<':
		return s == "=" || s == "<<"
	case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return seen&underscore != 0
	}
	return false
}

// oddities looks at the special characters of a string: odd ones the library may refuse, change or escape; control are
// the other ASCII control characters, the line feed apart.
func oddities(s string) (odd, control bool) {
	for _, r := range s {
		switch {
		case r == '\n', r >= ' ' && r < 0x7f:
		case r < ' ':
			control = true
		case !isOrdinary(r):
			return true, control
		}
	}
	return false, control
}

// isOrdinary says whether a character beyond ASCII is written as it is. The line separators are not, nor anything from
// the surrogates upwards: the library escapes some of it and refuses some.
func isOrdinary(r rune) bool {
	return r >= 0xa0 && r < 0xd800 && r != '\u2028' && r != '\u2029'
}

func beginsWithIndicator(s string) bool {
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
func resolves(s string, seen signs) answer {
	switch c := s[0]; {
	case isDigit(c):
		return resolvesToNumber(s, seen)
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
	if isWord(s) {
		return yes
	}
	return no
}

// isWord says whether s means a null or a bool.
func isWord(s string) bool {
	switch s {
	case "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE",
		"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
		"on", "On", "ON", "off", "Off", "OFF":
		return true
	}
	return false
}

// resolvesToNumber answers for text that begins with a digit: a number, a date, a base-60 number (12:34:56), or none of
// these like most addresses, quantities and identifiers.
func resolvesToNumber(s string, seen signs) answer {
	if len(s) > 1 && s[0] == '0' && strings.IndexByte("xXoObB", s[1]) >= 0 {
		if len(s) > 3 && strings.IndexByte(s[3:], '-') >= 0 {
			return no // a uuid: a sign stands before the digits
		}
		return maybe
	}
	if len(s) > 5 && s[4] == '-' && isDigit(s[5]) && isDigits(s[:4]) {
		return maybe
	}
	switch {
	case seen&foreign != 0 && (seen&underscore == 0 || !hasBase(s)):
		return no
	case seen&underscore != 0:
		return maybe
	case seen&mark != 0:
		return sure(isBase60(s))
	case len(s) <= 300 && isDigits(s):
		return yes
	case len(s) > 300 || strings.ContainsAny(s, "eE") && isFloat(s): // a number too large for a float64 is text
		return maybe
	}
	return sure(isFloat(s))
}

// hasBase holds for what begins like 0x1F or 0_x1F, a number both.
func hasBase(s string) bool {
	rest := strings.TrimLeft(s[1:], "_")
	return s[0] == '0' && rest != "" && strings.IndexByte("xXoObB", rest[0]) >= 0
}

func sure(is bool) answer {
	if is {
		return yes
	}
	return no
}

// isFloat holds for 1, 1., 1.5, and these with an exponent.
func isFloat(s string) bool {
	if e := strings.IndexAny(s, "eE"); e >= 0 {
		exponent := s[e+1:]
		if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
			exponent = exponent[1:]
		}
		if exponent == "" || !isDigits(exponent) {
			return false
		}
		s = s[:e]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	return isDigits(whole) && isDigits(fraction)
}

// isBase60 holds for 12:34:56 and 12:34:56.7.
func isBase60(s string) bool {
	s, fraction, _ := strings.Cut(s, ".")
	whole, rest, _ := strings.Cut(s, ":")
	if !isDigits(whole) || !isDigits(fraction) {
		return false
	}
	for part := range strings.SplitSeq(rest, ":") {
		if part == "" || len(part) > 2 || len(part) == 2 && part[0] > '5' || !isDigits(part) {
			return false
		}
	}
	return true
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
