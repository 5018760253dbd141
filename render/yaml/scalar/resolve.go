package scalar

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time" //nolint:depguard // parses dates as the library does, reads no clock
)

// Type is what an unquoted scalar is.
type Type uint8

// The types of an unquoted scalar.
const (
	Text Type = iota
	Null
	Bool
	Int
	Float
	Time
)

// Noun names a type in a message.
func (t Type) Noun() string {
	return [...]string{"a string", "empty", "a boolean", "a number", "a number", "a date"}[t]
}

// Resolved is what an unquoted scalar means. A date has no value here.
type Resolved struct {
	Type  Type
	Bool  bool
	Int   int64
	Float float64 // of an Int, too
	Big   bool    // an Int that only uint64 holds: Int is 0

	// Doubtful is set where readers disagree: 0o-7 is a text to yaml.v2, 1e999 is a number to PyYAML.
	Doubtful bool
}

// starts are the bytes that begin what is no text without quotes.
var starts = func() (t [256]bool) {
	for _, c := range []byte("~yYnNtTfFoO+-.0123456789") {
		t[c] = true
	}
	return t
}()

// Clear tells at a glance that something is a text without quotes, too. It is so for most texts; what it says nothing of needs
// Resolve.
func Clear(s string) bool {
	return s != "" && (!starts[s[0]] || s[0] > '9' && len(s) > len("false"))
}

// IsText holds for what is a text without quotes, too.
func IsText(s string) bool { return Clear(s) || resolve(s).Type == Text }

// Resolve tells what an unquoted scalar means. Booleans are those of YAML 1.1 (yes, no, on, off, y, n), because kubectl and
// kustomize read them so, numbers and dates those that the Go YAML libraries know.
func Resolve(s string) Resolved {
	if Clear(s) {
		return Resolved{}
	}
	return resolve(s)
}

func resolve(s string) Resolved {
	if s == "" || !IsDigits(s[:1]) {
		if r := word(s); r.Type != Text {
			return r
		}
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9', c == '+', c == '-':
		if isTime(s) {
			return Resolved{Type: Time}
		}
		if numeric(s) {
			return number(strings.ReplaceAll(s, "_", ""))
		}
	case c == '.' && numeric(s):
		return float(s)
	}
	return Resolved{}
}

// IsNull holds for YAML's null: nothing, ~ or the word.
func IsNull(s string) bool {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// word resolves what is no date and has no digits.
func word(s string) Resolved {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return Resolved{Type: Null}
	case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y":
		return Resolved{Type: Bool, Bool: true}
	case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N":
		return Resolved{Type: Bool}
	case ".nan", ".NaN", ".NAN":
		return Resolved{Type: Float, Float: math.NaN()}
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
		return Resolved{Type: Float, Float: math.Inf(1)}
	case "-.inf", "-.Inf", "-.INF":
		return Resolved{Type: Float, Float: math.Inf(-1)}
	}
	return Resolved{}
}

// numeric sorts out early what is no number: sizes, addresses, versions, identifiers.
func numeric(s string) bool {
	points, before := 0, byte('e')
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '_': // may stand anywhere
			continue
		case c == '.':
			points++
		case c == '+', c == '-': // at the start, of an exponent, or as in 0b-1
			if strings.IndexByte("eEbo", before) < 0 {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F', c == 'x', c == 'X', c == 'o', c == 'O':
		default:
			return false
		}
		before = c
	}
	return points < 2
}

// number resolves a number without underscores: decimal, 0x, 0o, 0b, with 0 in front an octal one.
func number(s string) Resolved {
	if IsDigits(s) && len(s) < 18 && (s[0] != '0' || len(s) == 1) {
		var i int64
		for at := range len(s) {
			i = i*10 + int64(s[at]-'0')
		}
		return whole(i)
	}
	if strings.Contains(s, ".") && Decimal(s) {
		return float(s)
	}
	if i, err := strconv.ParseInt(s, 0, 64); err == nil {
		return whole(i)
	}
	if i, err := strconv.ParseUint(s, 0, 64); err == nil {
		return Resolved{Type: Int, Float: float64(i), Big: true}
	}
	sign := s[:len(s)-len(strings.TrimPrefix(s, "-"))]
	if digits, found := strings.CutPrefix(s, sign+"0b"); found {
		if i, err := strconv.ParseInt(sign+digits, 2, 64); err == nil {
			return whole(i)
		}
	}
	if digits, found := strings.CutPrefix(s, sign+"0o"); found {
		if i, err := strconv.ParseInt(sign+digits, 8, 64); err == nil {
			return Resolved{Type: Int, Int: i, Float: float64(i), Doubtful: true}
		}
	}
	if Decimal(s) {
		return float(s)
	}
	return Resolved{}
}

func whole(i int64) Resolved { return Resolved{Type: Int, Int: i, Float: float64(i)} }

func float(s string) Resolved {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return Resolved{Doubtful: errors.Is(err, strconv.ErrRange)}
	}
	return Resolved{Type: Float, Float: f}
}

// Decimal holds for a number that has no letter but that of an exponent, and for some texts that are no number.
func Decimal(s string) bool { return strings.Trim(s, "0123456789.eE+-") == "" }

// IsDigits holds for digits only, and for nothing.
func IsDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// isTime knows the dates of the libraries: a year of four digits, then a dash.
func isTime(s string) bool {
	if len(s) < len("2006-1-2") || s[4] != '-' || !IsDigits(s[:4]) {
		return false
	}
	for _, layout := range [...]string{
		"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2",
	} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}
