package v1alpha1

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// checker gathers the findings of one resource.
type checker struct{ found finding.List }

// add reports a finding. Its message begins with the field, and predicate goes on: "must be ...".
func (c *checker) add(code finding.Code, at path, predicate, current, proposed string) {
	field := at.String()
	c.found.Add(finding.New(code, field, field+" "+predicate).Values(current, proposed))
}

// path is a field's path, which is only written out where there is something to say: most fields are right.
type path struct {
	up    *path
	field string // empty for a list's element
	index int
}

// root is a path that does not depend on the input.
func root(field string) path { return path{field: field} }

// in is the path of a field below, which may be several steps away.
func (p *path) in(field string) path { return path{up: p, field: field} }

// element is the path of a list's element.
func (p *path) element(i int) path { return path{up: p, index: i} }

// entry is the path of a key that may be any text.
func (p *path) entry(key string) path {
	if key == "" || strings.ContainsAny(key, "./[] \t\n") { // as package yaml has it
		key = "[" + key + "]"
	}
	return path{up: p, field: key}
}

// String is the path with dots between fields and indexes in brackets. It shares no memory with p, so that paths stay on
// the stack.
func (p path) String() string { return string(p.append(nil)) }

func (p *path) append(dst []byte) []byte {
	if p.up != nil {
		dst = p.up.append(dst)
	}
	switch {
	case p.field == "":
		return append(strconv.AppendInt(append(dst, '['), int64(p.index), 10), ']')
	case p.up != nil && p.field[0] != '[':
		dst = append(dst, '.')
	}
	return append(dst, p.field...)
}

// seen are the names in a list. Nearly all lists are short.
type seen struct {
	few  [8]named
	n    int
	many map[string]int
}

type named struct {
	name string
	at   int
}

// add takes in the name of the element at an index. It gives the index of an element that has the name already.
func (s *seen) add(name string, at int) (first int, twice bool) {
	for _, f := range s.few[:s.n] {
		if f.name == name {
			return f.at, true
		}
	}
	if s.n < len(s.few) {
		s.few[s.n] = named{name, at}
		s.n++
		return 0, false
	}
	if first, twice = s.many[name]; twice {
		return first, true
	}
	if s.many == nil {
		s.many = map[string]int{}
	}
	s.many[name] = at
	return 0, false
}

// twice reports an element whose name another has already.
func (c *checker) twice(at, first path, name string) {
	c.add(finding.Twice, at.in("name"), "is the name of "+first.String()+" already: give each its own", name, "")
}

// required reports an empty field, with what to write, and says whether it has a value.
func (c *checker) required(at path, value, what string) bool {
	if value == "" {
		c.add(finding.Required, at, "is required: write "+what, "", "")
	}
	return value != ""
}

// oneOf reports a value outside a closed list, and says whether it is inside; an empty value is.
func (c *checker) oneOf(at path, value string, allowed ...string) bool {
	inside := value == "" || slices.Contains(allowed, value)
	if !inside {
		c.add(finding.OutOfRange, at, mustBeOneOf(allowed), value, spell.Nearest(value, allowed))
	}
	return inside
}

func mustBeOneOf(allowed []string) string { return "must be one of " + strings.Join(allowed, ", ") }

// upTo reports a number outside 1 to highest, and says whether it is inside.
func (c *checker) upTo(at path, value, highest int) bool { return c.within(at, value, 1, highest) }

// within reports a number outside a range, and says whether it is inside.
func (c *checker) within(at path, value, lowest, highest int) bool {
	inside := value >= lowest && value <= highest
	if !inside {
		c.add(finding.OutOfRange, at, fmt.Sprintf("must be %d to %d", lowest, highest),
			strconv.Itoa(value), strconv.Itoa(min(max(value, lowest), highest)))
	}
	return inside
}

// aLabel is what a DNS label is.
const aLabel = "a DNS label: lower case letters, digits and '-', beginning and ending with a letter or digit, at most 63 characters"

// label reports a name that is no DNS label of at most limit characters.
func (c *checker) label(at path, name string, limit int, why string) {
	switch {
	case !isLabel(name):
		c.add(finding.InvalidName, at, "must be "+aLabel, name, asLabel(name, limit))
	case len(name) > limit:
		c.add(finding.InvalidName, at, fmt.Sprintf("has %d characters, and %s: shorten it to at most %d", len(name), why, limit), name, "")
	}
}

// subdomain reports a name that is no DNS subdomain, the form of most object names.
func (c *checker) subdomain(at path, name string) {
	if !isSubdomain(name) {
		c.add(finding.InvalidName, at, "must be a DNS subdomain: DNS labels joined by dots, at most 253 characters", name, "")
	}
}

// interfaceName reports a name that no interface can have, and proposes nothing: names of devices are facts.
func (c *checker) interfaceName(at path, name string) {
	if problem := interfaceNameProblem(name); problem != "" {
		c.add(finding.InterfaceName, at, problem, name, "")
	}
}

// loopback is the interface that every Linux has, and that can be neither an uplink nor made.
const loopback = "lo"

// reservedNames are those of files and directories that the kernel has beside those of interfaces: libnm 1.52 refuses them.
var reservedNames = []string{"all", "default", "bonding_masters"}

// interfaceNameProblem says what is wrong with a network interface's name, as a predicate; empty where nothing is. The
// kernel's limit is 15 bytes (IFNAMSIZ); libnm 1.52 refuses blanks and some signs. Dots are fine.
func interfaceNameProblem(name string) string {
	switch {
	case name == "":
		return "must be the name of a network interface"
	case len(name) > 15:
		return fmt.Sprintf("has %d bytes, and the name of a network interface has at most 15: shorten it", len(name))
	case name == "." || name == "..":
		return "must be the name of a network interface, which " + name + " cannot be"
	case name == loopback:
		return "must not be lo: that is the node's loopback interface"
	case slices.Contains(reservedNames, name):
		return "must not be " + name + ", a name that the kernel reserves and NetworkManager refuses: take another"
	}
	for i := range len(name) {
		if b := name[i]; b <= ' ' || b > '~' || b == '/' || b == '\\' || b == ':' || b == '%' {
			return "must be the name of a network interface, without blanks, letters outside ASCII and the signs / \\ : %, which NetworkManager refuses"
		}
	}
	return ""
}

// aQualifiedName is the form of the keys of labels and annotations.
const aQualifiedName = "an optional DNS subdomain and '/', then at most 63 letters, digits, '-', '_' or '.'"

// aLabelValue is the form of the values of labels.
const aLabelValue = "at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit"

// labels reports keys and values that no labels can have.
func (c *checker) labels(at path, set map[string]string) {
	for _, k := range sortedKeys(set) {
		if !isQualifiedName(k) {
			c.add(finding.InvalidName, at.entry(k), "must be a label key: "+aQualifiedName, k, "")
		}
		if v := set[k]; !isLabelValue(v) {
			c.add(finding.InvalidName, at.entry(k), "must be a label value: "+aLabelValue, v, "")
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
func isAlnum(b byte) bool { return isLower(b) || b >= 'A' && b <= 'Z' }

// isLabel is RFC 1123's DNS label.
func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if !isLower(s[i]) && s[i] != '-' {
			return false
		}
	}
	return true
}

// isSubdomain is RFC 1123's DNS subdomain.
func isSubdomain(s string) bool { return len(s) <= 253 && all(s, '.', isLabel) }

// isLabelValue is what Kubernetes takes as a label's value; empty is one.
func isLabelValue(s string) bool {
	if s == "" {
		return true
	}
	if len(s) > 63 || !isAlnum(s[0]) || !isAlnum(s[len(s)-1]) {
		return false
	}
	for i := range len(s) {
		if b := s[i]; !isAlnum(b) && b != '-' && b != '_' && b != '.' {
			return false
		}
	}
	return true
}

// isQualifiedName is what Kubernetes takes as a label's key or a resource's name.
func isQualifiedName(s string) bool {
	prefix, name, found := strings.Cut(s, "/")
	if !found {
		return s != "" && isLabelValue(s)
	}
	return isSubdomain(prefix) && name != "" && isLabelValue(name)
}

// all says whether every part of s between separators passes.
func all(s string, separator byte, pass func(string) bool) bool {
	for {
		i := strings.IndexByte(s, separator)
		if i < 0 {
			return pass(s)
		}
		if !pass(s[:i]) {
			return false
		}
		s = s[i+1:]
	}
}
