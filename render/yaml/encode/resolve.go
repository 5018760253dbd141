package encode

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

// resolves says whether s as plain text would be read as a null, bool, number or date.
func (e *encoder) resolves(s string, seen signs) bool {
	if s[0] > '9' && len(s) > len("false") {
		return false // neither a word nor a number, like most texts
	}
	if scalar.Clear(s) {
		return e.python && pythonResolves(s, seen)
	}
	r := scalar.Resolve(s)
	switch {
	case r.Doubtful:
		return e.python
	case r.Type != scalar.Text, seen&mark != 0 && isBase60(s):
		return true
	}
	return e.python && pythonResolves(s, seen)
}

// pythonResolves knows the other texts that PyYAML takes for something else.
func pythonResolves(s string, seen signs) bool {
	switch c := s[0]; {
	case s == "=", s == "<<": // indicators of YAML 1.1: the default value, and merging
		return true
	case c != '.' && c != '+' && c != '-' && !scalar.IsDigits(s[:1]):
		return false
	case len(s) > 4 && s[4] == '-' && scalar.IsDigits(s[:4]): // 2001-02-30 is an error there
		return true
	}
	if rest, zero := strings.CutPrefix(strings.TrimLeft(s, "+-"), "0"); zero {
		if rest = strings.TrimLeft(rest, "_"); rest != "" && strings.IndexByte("xXoObB", rest[0]) >= 0 {
			return true // 0x_ even ends in an error
		}
	}
	return seen&foreign == 0 && seen&underscore != 0
}

// isBase60 holds for 12:34:56 and 12:34:56.7. Underscores stand among the first digits and the last.
func isBase60(s string) bool {
	if s[0] == '+' || s[0] == '-' {
		s = s[1:]
	}
	s, fraction, _ := strings.Cut(s, ".")
	whole, rest, found := strings.Cut(s, ":")
	if !found || whole == "" || !scalar.IsDigits(whole[:1]) || !scalar.IsDigits(strings.ReplaceAll(whole+fraction, "_", "")) {
		return false
	}
	for part := range strings.SplitSeq(rest, ":") {
		if part == "" || len(part) > 2 || len(part) == 2 && part[0] > '5' || !scalar.IsDigits(part) {
			return false
		}
	}
	return true
}
