package encode

import (
	"strconv"
	"strings"
	"time" //nolint:depguard // parses dates as the library does, reads no clock
)

// resolves says whether s as plain text would be read as a null, bool, number or date. For PyYAML that is more.
func (e *encoder) resolves(s string, seen signs) bool {
	switch c := s[0]; c {
	case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return isWord(s) || e.isNumber(s, seen)
	case '.':
		if seen&underscore != 0 { // the library reads .5_5 as Go does, but not .5_
			_, err := strconv.ParseFloat(s, 64)
			return e.python || err == nil
		}
		return isWord(s) || seen&foreign == 0 && e.isFloat(s)
	case '=', '<':
		return e.python && (s == "=" || s == "<<") // indicators of YAML 1.1: the default value, and merging
	}
	return isWord(s)
}

// isWord says whether s means a null, a bool, an infinity or no number.
func isWord(s string) bool {
	if len(s) > len("false") {
		return false
	}
	switch s {
	case "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE",
		"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
		"on", "On", "ON", "off", "Off", "OFF",
		".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
		return true
	}
	return false
}

// isNumber answers for text that begins with a digit or a sign: it may be a number, a date, a base-60 number (12:34:56), or
// none of these like most addresses, quantities and identifiers.
func (e *encoder) isNumber(s string, seen signs) bool {
	if len(s) > 4 && s[4] == '-' && isDigits(s[:4]) && (e.python || isTime(s)) {
		return true
	}
	if seen&mark != 0 && isBase60(s) {
		return true
	}
	base := hasBase(unsigned(s))
	if seen&foreign != 0 && !base {
		return false
	}
	if seen&underscore != 0 {
		if e.python {
			return true // 0x_ even ends PyYAML in an error
		}
		s = strings.ReplaceAll(s, "_", "")
	}
	if base {
		return e.isOfBase(s)
	}
	return e.isFloat(s)
}

// hasBase holds for what begins like 0x1F or 0_x1F.
func hasBase(s string) bool {
	if s == "" || s[0] != '0' {
		return false
	}
	rest := strings.TrimLeft(s[1:], "_")
	return rest != "" && strings.IndexByte("xXoObB", rest[0]) >= 0
}

// isOfBase holds for 0x1F, 0o17 and 0b11.
func (e *encoder) isOfBase(s string) bool {
	if e.python {
		return true // it knows larger ones
	}
	_, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		_, err = strconv.ParseUint(s, 0, 64)
	}
	if binary, ok := strings.CutPrefix(s, "0b"); ok && err != nil { // 0b-1
		_, err = strconv.ParseInt(binary, 2, 64)
	}
	return err == nil
}

// isFloat holds for 1, 1., 1.5, .5, these with a sign or an exponent. A number too large for a float64 is text, but not to
// PyYAML.
func (e *encoder) isFloat(s string) bool {
	mantissa, exponent := s, ""
	if at := strings.IndexAny(s, "eE"); at >= 0 {
		mantissa, exponent = s[:at], s[at+1:]
		if exponent = unsigned(exponent); exponent == "" || !isDigits(exponent) {
			return false
		}
	}
	whole, fraction, _ := strings.Cut(unsigned(mantissa), ".")
	if !isDigits(whole) || !isDigits(fraction) || whole == "" && fraction == "" {
		return false
	}
	if e.python || exponent == "" && len(whole) < 300 {
		return true
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// isBase60 holds for 12:34:56 and 12:34:56.7. Underscores stand among the first digits and the last.
func isBase60(s string) bool {
	s, fraction, _ := strings.Cut(unsigned(s), ".")
	whole, rest, found := strings.Cut(s, ":")
	if !found || whole == "" || whole[0] == '_' || !isDigits(strings.ReplaceAll(whole+fraction, "_", "")) {
		return false
	}
	for part := range strings.SplitSeq(rest, ":") {
		if part == "" || len(part) > 2 || len(part) == 2 && part[0] > '5' || !isDigits(part) {
			return false
		}
	}
	return true
}

// isTime knows the library's dates.
func isTime(s string) bool {
	for _, layout := range [...]string{
		"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2",
	} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// unsigned is s without its sign.
func unsigned(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
