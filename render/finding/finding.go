// Package finding is what we say to a user about their input: one finding is one mistake or one fact worth knowing, with
// its place and its remedy. Mistakes of ours or of the disk are Go errors and never findings.
//
// Every finding carries a stable code that the table in rules.go explains; a code is never given to another rule.
package finding

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Severity is how much a finding weighs: with one Error nothing is generated.
type Severity string

// The severities of a KRM function result.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// rank counts severities from 0, the worst.
func (s Severity) rank() int {
	switch s {
	case Info:
		return 2
	case Warning:
		return 1
	default:
		return 0
	}
}

// Finding is one thing to say. Message says what is wrong and what to do, without the place, which the other fields give.
type Finding struct {
	Code     Code
	Severity Severity
	Message  string
	Place    Place
	// Current is the field's value as written and Proposed what would be right; both are empty where there is none or
	// where the value may be a secret.
	Current, Proposed string
	// Other is the second place of a conflict between two resources.
	Other *Place
	// Alike is how many other places the finding holds for in the same words; Also are the first of them.
	Alike int
	Also  []Place
	// More is more than 0 in a finding that stands for so many others of its code and severity, of which nothing else is kept.
	More int
}

// Place is where a finding points: a resource, a field in it, and the file that holds it.
type Place struct {
	APIVersion, Kind, Namespace, Name string
	// Field is a path such as spec.networks[0].vlanId; empty for the resource as a whole.
	Field string
	// File is the path from where the user stands, or in a ResourceList inside the package; empty for a bare stream. Index
	// is the document's place in the file, from 0.
	File  string
	Index int
	// Line and Column are 1-based positions in the file or stream, 0 where unknown.
	Line, Column int
	// Text is the line as written, empty where it is unknown or may hold a secret.
	Text string
}

// New is a finding with the severity that the rules table gives to its code.
func New(code Code, field, message string) Finding {
	return Finding{Code: code, Severity: RuleOf(code).Severity, Message: message, Place: Place{Field: field}}
}

// Values returns f with the value that the field has and the one proposed.
func (f Finding) Values(current, proposed string) Finding {
	f.Current, f.Proposed = current, proposed
	return f
}

// Resource is KIND/NAMESPACE/NAME of the place, without the parts that are unknown.
func (p Place) Resource() string {
	parts := make([]string, 0, 3)
	for _, s := range []string{p.Kind, p.Namespace, p.Name} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "/")
}

// Position is FILE:LINE:COLUMN, or as much of it as is known.
func (p Place) Position() string {
	s := p.File
	if p.Line > 0 {
		s = cmp.Or(s, "line ") + sep(p.File) + strconv.Itoa(p.Line)
		if p.Column > 0 {
			s += ":" + strconv.Itoa(p.Column)
		}
	}
	return s
}

func sep(file string) string {
	if file == "" {
		return ""
	}
	return ":"
}

// String is the finding as one line of text: SEVERITY CODE POSITION RESOURCE FIELD: MESSAGE (is X, proposed Y; also POSITION).
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(string(f.Severity))
	field := f.Place.Field
	if strings.HasPrefix(f.Message, field+" ") { // it says so itself
		field = ""
	}
	for _, s := range []string{string(f.Code), f.Place.Position(), f.Place.Resource(), field} {
		if s != "" {
			b.WriteString(" " + s)
		}
	}
	b.WriteString(": " + f.Message)
	var notes []string
	if f.Current != "" {
		notes = append(notes, "is "+strconv.Quote(f.Current))
	}
	if f.Proposed != "" {
		notes = append(notes, "proposed "+strconv.Quote(f.Proposed))
	}
	if f.Other != nil {
		notes = append(notes, strings.Join(nonEmpty("the other place:", f.Other.Position(), f.Other.Resource(), f.Other.Field), " "))
	}
	if f.Alike > 0 {
		notes = append(notes, f.AlikeText())
	}
	if len(notes) > 0 {
		b.WriteString(" (" + strings.Join(notes, ", ") + ")")
	}
	return b.String()
}

func nonEmpty(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// AnyError says whether one of the findings is an error.
func AnyError(fs []Finding) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Error })
}

// compare orders places by file, resource and field.
func (p *Place) compare(other *Place) int {
	return cmp.Or(cmp.Compare(p.File, other.File), cmp.Compare(p.Index, other.Index),
		cmp.Compare(p.Kind, other.Kind), cmp.Compare(p.Namespace, other.Namespace), cmp.Compare(p.Name, other.Name),
		cmp.Compare(p.Line, other.Line), cmp.Compare(p.Field, other.Field))
}

// Sort orders findings by place, then code, then message, so that a run's report does not depend on the order of input.
// Those that stand for others come last.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(min(a.More, 1), min(b.More, 1)), a.Place.compare(&b.Place), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Severity.rank(), b.Severity.rank()))
	})
}
