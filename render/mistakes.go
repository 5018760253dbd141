package render

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// mistakes are what the decoder met in a resource, and what must not be said because of it: one mistake is one finding. The
// zero value is a resource without a mistake, and costs nothing.
type mistakes struct {
	// found are the mistakes, each at the path of its field.
	found []finding.Finding
	// many says that some are only counted, so that nobody knows what follows from them.
	many bool
	// known are the mistakes, by their path, whose fields were read all the same, as what was certainly meant.
	known map[string]int
	// unread are the paths of fields that were not read; holders are those of the mappings and lists that they stand in,
	// around those of all that holds one, and scopes the objects (see scope) that have one.
	unread, holders, around, scopes map[string]bool
}

// unreadable is a resource of which nothing could be read, which is reported already.
func unreadable() mistakes { return mistakes{unread: map[string]bool{"": true}} }

// any says whether there is a mistake.
func (m *mistakes) any() bool { return len(m.found) > 0 || m.unread != nil }

// add takes in problems of the decoder.
func (m *mistakes) add(problems []yaml.Problem) {
	if len(problems) == 0 {
		return
	}
	if m.known == nil {
		m.known, m.unread, m.holders = map[string]int{}, map[string]bool{}, map[string]bool{}
		m.around, m.scopes = map[string]bool{}, map[string]bool{}
	}
	before := len(m.unread) // the problems are of one step, and none follows from another
	for _, problem := range problems {
		if problem.More > 0 {
			m.many = true
			m.found = append(m.found, problemFinding(problem))
			continue
		}
		if before > 0 && m.without(problem.Path) {
			continue
		}
		switch {
		case !problem.Known:
			m.miss(problem.Path)
		case problem.Reason == yaml.WrongType:
			m.known[problem.Path] = len(m.found)
		}
		m.found = append(m.found, problemFinding(problem))
	}
}

// miss takes in a field that was not read.
func (m *mistakes) miss(path string) {
	m.unread[path], m.holders[holder(path)], m.scopes[scope(path)] = true, true, true
	for path := range parents(path) {
		m.around[path] = true
	}
}

// join gives the mistakes with what validation found, without what follows from a mistake. What validation says of a field
// that was read as it was meant takes the place of the mistake: to put only the mistake right would not do.
func (m *mistakes) join(found []finding.Finding) []finding.Finding {
	if !m.any() {
		return found
	}
	for _, f := range found {
		if m.follows(&f) {
			continue
		}
		if i, ok := m.known[f.Place.Field]; ok && f.Severity == finding.Error {
			f.Current = m.found[i].Current // as it is written
			m.found[i] = f
			delete(m.known, f.Place.Field)
			continue
		}
		m.found = append(m.found, f)
	}
	return m.found
}

// follows says whether a finding is only there because a field was not read: the field itself or what holds it is judged,
// or something is said of a field in its relation to others of the same object.
func (m *mistakes) follows(f *finding.Finding) bool {
	path := f.Place.Field
	switch {
	case m.many:
		return true
	case m.without(path) || m.around[path]:
		return true
	case f.Code == finding.Required:
		return m.holders[holder(path)]
	case f.Code == finding.Contradiction, f.Code == finding.NoEffect, f.Code == finding.Loop, f.Severity == finding.Error && f.Current == "":
		network, _, inTable := strings.Cut(path, ".nodes[") // what its entries say depends on what the network says
		around := scope(holder(scope(path)))                // and so it is with lists inside of lists
		return m.scopes[scope(path)] || inTable && m.scopes[scope(network)] || around != "" && m.scopes[around]
	}
	return false
}

// without says whether a field, or what holds it, was not read.
func (m *mistakes) without(path string) bool {
	if m.unread[path] || m.unread[""] {
		return true
	}
	for parent := range parents(path) {
		if m.unread[parent] {
			return true
		}
	}
	return false
}

// parents are the paths of what holds a field, the nearest first, without the resource itself. Of a key that holds dots or
// brackets there are more than that, and they lead to nothing.
func parents(path string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := len(path) - 1; i > 0; i-- {
			if (path[i] == '.' || path[i] == '[') && !yield(path[:i]) {
				return
			}
		}
	}
}

// holder is the path of the mapping or list that a field stands in.
func holder(path string) string {
	for parent := range parents(path) {
		return parent
	}
	return ""
}

// scope is the path of the object that a field belongs to, with all that is nested in it: the innermost entry of a list, or
// the resource. The fields that exclude or need each other are in one scope.
func scope(path string) string { return path[:strings.LastIndexByte(path, ']')+1] }

// subject is what a message about a path begins with.
func subject(path string) string {
	if path == "" {
		return "the resource"
	}
	return path
}

// problemFinding says in our codes what the decoder met.
func problemFinding(p yaml.Problem) finding.Finding {
	code := finding.Syntax
	switch p.Reason {
	case yaml.UnknownField:
		code = finding.UnknownField
	case yaml.WrongType:
		code = finding.WrongType
	case yaml.OutOfRange:
		code = finding.OutOfRange
	case yaml.DuplicateKey:
		code = finding.DuplicateKey
	case yaml.Alias, yaml.MergeKey, yaml.Tag:
		code = finding.Alias
	case yaml.TooDeep, yaml.TooLong, yaml.LongKey:
		code = finding.Limit
	case yaml.Character:
		code = finding.Character
	case yaml.NotFinite:
		code = finding.OutOfRange
	case yaml.ComplexKey, yaml.ManyDocuments, yaml.Unsupported:
	}
	f := finding.New(code, p.Path, subject(p.Path)+" "+p.Message).Values(p.Current, p.Proposed)
	f.More = p.More
	return f
}
