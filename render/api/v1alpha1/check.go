package v1alpha1

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// checker gathers the findings of one resource.
type checker struct{ found finding.List }

func (c *checker) add(code finding.Code, at path, message, current, proposed string) {
	c.found.Add(finding.New(code, at.String(), message).Values(current, proposed))
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

// entry is the path of a key that may hold a dot.
func (p *path) entry(key string) path { return path{up: p, field: "[" + key + "]"} }

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
	c.add(finding.Twice, at.in("name"), first.String()+" has this name already", name, "")
}

// required reports an empty field and says whether it has a value.
func (c *checker) required(at path, value, what string) bool {
	if value == "" {
		c.add(finding.Required, at, what+" is required", "", "")
	}
	return value != ""
}

// oneOf reports a value outside a closed list; an empty value passes.
func (c *checker) oneOf(at path, value string, allowed ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		c.add(finding.OutOfRange, at, "must be one of "+strings.Join(allowed, ", "), value, spell.Nearest(value, allowed))
	}
}

// upTo reports a number outside 1 to highest.
func (c *checker) upTo(at path, value, highest int) {
	if value < 1 || value > highest {
		c.add(finding.OutOfRange, at, fmt.Sprintf("must be 1 to %d", highest), strconv.Itoa(value), strconv.Itoa(min(max(value, 1), highest)))
	}
}

// label reports a name that is no DNS label of at most limit characters.
func (c *checker) label(at path, name string, limit int, why string) {
	switch {
	case !isLabel(name):
		c.add(finding.InvalidName, at, "must be a DNS label: lower case letters, digits and '-', beginning and ending with a letter or digit, at most 63 characters", name, asLabel(name))
	case len(name) > limit:
		c.add(finding.InvalidName, at, fmt.Sprintf("has %d characters, but %s: at most %d", len(name), why, limit), name, "")
	}
}

// subdomain reports a name that is no DNS subdomain, the form of most object names.
func (c *checker) subdomain(at path, name string) {
	if len(name) > 253 || !all(name, '.', isLabel) {
		c.add(finding.InvalidName, at, "must be a DNS subdomain: DNS labels joined by dots, at most 253 characters", name, "")
	}
}

// interfaceName reports a name that NetworkManager refuses for a device, and proposes nothing: names of devices are facts.
func (c *checker) interfaceName(at path, name string) {
	if problem := InterfaceNameProblem(name); problem != "" {
		c.add(finding.InterfaceName, at, problem, name, "")
	}
}

// InterfaceNameProblem says what is wrong with a network interface's name, empty where nothing is. The kernel's limit is
// 15 bytes (IFNAMSIZ); blanks, slashes and colons are refused by NetworkManager (libnm 1.42). One dot is taken: it parts
// the parent from the VLAN id by custom.
func InterfaceNameProblem(name string) string {
	switch {
	case name == "":
		return "an interface needs a name"
	case len(name) > 15:
		return fmt.Sprintf("the interface name has %d bytes, the kernel takes at most 15", len(name))
	case name == "." || name == "..":
		return name + " is no interface name"
	}
	for i := range len(name) {
		if b := name[i]; b <= ' ' || b > '~' || b == '/' || b == ':' {
			return "the interface name has a character that NetworkManager refuses: no blanks, slashes, colons or non-ASCII letters"
		}
	}
	return ""
}

// quantity reports a text that is no positive quantity.
func (c *checker) quantity(at path, value string) {
	if usual(value) {
		return
	}
	q, err := ParseQuantity(value)
	if err != nil || q.Sign() <= 0 {
		c.add(finding.OutOfRange, at, "must be a positive quantity such as 2Gi or 512Mi", value, "")
	}
}

// ParseQuantity reads a quantity as the VM operator does: digits, an optional fraction and one of Ki to Ei or K to E, where
// Kubernetes itself writes a lower case k. The result's String is the canonical form that the API server keeps.
func ParseQuantity(value string) (resource.Quantity, error) {
	if n := len(value); n > 0 && value[n-1] == 'K' {
		value = value[:n-1] + "k"
	}
	if value == "" || value[0] < '0' || value[0] > '9' || strings.ContainsAny(value, "eEmnu+-") && !strings.HasSuffix(value, "E") && !strings.HasSuffix(value, "Ei") {
		return resource.Quantity{}, fmt.Errorf("%q is no quantity of the form 512Mi", value)
	}
	return resource.ParseQuantity(value)
}

// CanonicalQuantity is the form of a quantity that the API server keeps; text that is none comes back as it is.
func CanonicalQuantity(value string) string {
	if usual(value) {
		return value
	}
	q, err := ParseQuantity(value)
	if err != nil {
		return value
	}
	return q.String()
}

// usual holds for what most people write: up to three digits, and Mi, Gi or Ti. That is positive and canonical, for the
// number is less than the 1024 that the next unit takes.
func usual(value string) bool {
	n := len(value) - 2
	if n < 1 || n > 3 || value[n+1] != 'i' || value[n] != 'M' && value[n] != 'G' && value[n] != 'T' || value[0] == '0' {
		return false
	}
	for i := range n {
		if value[i] < '0' || value[i] > '9' {
			return false
		}
	}
	return true
}

// labels reports keys and values that cannot stand in a node selector.
func (c *checker) labels(at path, set map[string]string) {
	for _, k := range sortedKeys(set) {
		if !isQualifiedName(k) {
			c.add(finding.InvalidName, at.entry(k), "is no label key: an optional DNS subdomain and '/', then at most 63 letters, digits, '-', '_' or '.'", k, "")
		}
		if v := set[k]; !isLabelValue(v) {
			c.add(finding.InvalidName, at.entry(k), "is no label value: at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit", v, "")
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
	return len(prefix) <= 253 && all(prefix, '.', isLabel) && name != "" && isLabelValue(name)
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

// asLabel is the DNS label nearest to s, empty where nothing of it can stay.
func asLabel(s string) string {
	b := []byte(strings.ToLower(s))
	for i := range b {
		if !isLower(b[i]) {
			b[i] = '-'
		}
	}
	return strings.Trim(string(b[:min(len(b), 63)]), "-")
}
