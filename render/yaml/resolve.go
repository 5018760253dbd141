package yaml

import (
	"math"
	"strconv"
	"strings"
	"time" //nolint:depguard // parses dates as the library does, reads no clock
)

// scalarType is what an unquoted scalar would become where no type is asked for.
type scalarType uint8

const (
	typeString scalarType = iota
	typeNull
	typeBool
	typeInt
	typeFloat
	typeTime
)

// noun names a type in a message.
func (t scalarType) noun() string {
	return [...]string{"a string", "empty", "a boolean", "a number", "a number", "a date"}[t]
}

// starts maps the first byte of a scalar to what it may be: W a word with a meaning, N a number or date, F a float.
var starts = func() (t [256]byte) {
	for _, c := range "yYnNtTfFoO~" {
		t[c] = 'W'
	}
	for _, c := range "0123456789+-" {
		t[c] = 'N'
	}
	t['.'] = 'F'
	return t
}()

// typeOf resolves an unquoted scalar. Booleans are those of YAML 1.1 (yes, no, on, off, y, n), because kubectl and
// kustomize read them so, numbers and dates those that the Go YAML libraries know.
func typeOf(s string) scalarType {
	if s == "" {
		return typeNull
	}
	switch starts[s[0]] {
	case 'W':
		return typeOfWord(s)
	case 'N':
		return typeOfNumber(s)
	case 'F':
		if floatWord(s) {
			return typeFloat
		}
		if _, ok := parseFloat(s); ok {
			return typeFloat
		}
	}
	return typeString
}

func typeOfWord(s string) scalarType {
	if null(s) {
		return typeNull
	}
	if _, ok := parseBool(s); ok {
		return typeBool
	}
	return typeString
}

// null holds for YAML's null: nothing, ~ or the word.
func null(s string) bool {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// parseBool reads the booleans of YAML 1.1.
func parseBool(s string) (value, ok bool) {
	switch s {
	case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y":
		return true, true
	case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N":
		return false, true
	}
	return false, false
}

func floatWord(s string) bool {
	if s[0] == '+' || s[0] == '-' {
		s = s[1:]
	} else if s == ".nan" || s == ".NaN" || s == ".NAN" {
		return true
	}
	return s == ".inf" || s == ".Inf" || s == ".INF"
}

// typeOfNumber decides on a scalar that starts with a digit or a sign.
func typeOfNumber(s string) scalarType {
	if floatWord(s) {
		return typeFloat
	}
	if _, ok := parseTime(s); ok {
		return typeTime
	}
	if !numeric(s) {
		return typeString
	}
	if _, ok := parseInt(s); ok {
		return typeInt
	}
	digits := strings.ReplaceAll(s, "_", "")
	if _, err := strconv.ParseUint(digits, 0, 64); err == nil {
		return typeInt
	}
	if strings.HasPrefix(digits, "0b") || strings.HasPrefix(digits, "0o") {
		if _, err := strconv.ParseUint(digits[2:], base(digits), 64); err == nil {
			return typeInt
		}
	}
	if _, ok := parseFloat(digits); ok && decimalFloat(digits) {
		return typeFloat
	}
	return typeString
}

// numeric sorts out early what holds a byte that no number has: sizes, addresses, versions.
func numeric(s string) bool {
	points := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		case c == '.':
			points++
		case c == 'x', c == 'X', c == 'o', c == 'O', c == '_', c == '+', c == '-':
		default:
			return false
		}
	}
	return points < 2
}

// decimalFloat holds for what the YAML libraries take for a float: digits, one point, one exponent.
func decimalFloat(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && strings.Trim(s, "0123456789.eE+-") == "" && (s[0] == '.' || s[0] >= '0' && s[0] <= '9')
}

// parseInt reads a whole number as the library does: decimal, 0x, 0o, 0b, and 0 in front for octal, underscores anywhere.
func parseInt(s string) (int64, bool) {
	if len(s) < 18 && decimal(s) {
		var v int64
		for i := range len(s) {
			v = v*10 + int64(s[i]-'0')
		}
		return v, true
	}
	digits := strings.ReplaceAll(s, "_", "")
	if v, err := strconv.ParseInt(digits, 0, 64); err == nil {
		return v, true
	}
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if strings.HasPrefix(digits, "0b") || strings.HasPrefix(digits, "0o") {
		v, err := strconv.ParseInt(sign+digits[2:], base(digits), 64)
		return v, err == nil
	}
	return 0, false
}

// base is that of a number that starts with 0b or 0o.
func base(s string) int {
	if s[1] == 'b' {
		return 2
	}
	return 8
}

// decimal holds for digits only, without a zero in front.
func decimal(s string) bool {
	if s == "" || s[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func parseFloat(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// parseTime knows the dates of the library: a year of four digits, then a dash.
func parseTime(s string) (time.Time, bool) {
	if len(s) < 8 || s[4] != '-' || !decimal("1"+s[:4]) {
		return time.Time{}, false
	}
	for _, layout := range [...]string{
		"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// Value is the node as plain Go values: map[string]any, []any, string, int64, float64, bool and nil. Unquoted scalars
// become what kubectl makes of them (on is true); a date stays a string, and a whole number over int64 is a float64.
func (n Node) Value() any {
	switch n.Kind() {
	case Mapping:
		m := map[string]any{}
		for key, value := range n.Fields() {
			m[key.Text()] = value.Value()
		}
		return m
	case Sequence:
		items := []any{}
		for item := range n.Items() {
			items = append(items, item.Value())
		}
		return items
	case Scalar:
	}
	if !n.Plain() {
		return n.Text()
	}
	return Value(n.Text())
}

// Value is the plain Go value of an unquoted scalar.
func Value(s string) any {
	switch typeOf(s) {
	case typeNull:
		return nil
	case typeBool:
		v, _ := parseBool(s)
		return v
	case typeInt:
		if v, ok := parseInt(s); ok {
			return v
		}
		return bigInt(s)
	case typeFloat:
		return floatValue(s)
	}
	return s
}

// bigInt is a whole number that only uint64 holds.
func bigInt(s string) float64 {
	digits := strings.ReplaceAll(s, "_", "")
	v, err := strconv.ParseUint(digits, 0, 64)
	if err != nil && len(digits) > 2 {
		v, _ = strconv.ParseUint(digits[2:], base(digits), 64)
	}
	return float64(v)
}

func floatValue(s string) float64 {
	switch strings.ToLower(s) {
	case ".nan":
		return math.NaN()
	case ".inf", "+.inf":
		return math.Inf(1)
	case "-.inf":
		return math.Inf(-1)
	}
	v, ok := parseFloat(s)
	if !ok {
		v, _ = parseFloat(strings.ReplaceAll(s, "_", ""))
	}
	return v
}
