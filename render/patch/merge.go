// Package patch merges patches of users into objects that were built.
//
// A patch is merged as kustomize merges one of a kind whose schema it does not know (kyaml's merge2 with InferAssociativeLists): mappings
// field by field, null takes a field away, a list whose entries all have a name is merged entry by entry, any other list is replaced, and
// $patch: delete or replace does that to the mapping that it stands in. New entries come last. Where kustomize fails, or makes something
// that nobody can have meant, the patch is refused; of what is accepted nobody can tell the two apart.
package patch

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/yaml"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// Reason is the sort of a Problem.
type Reason uint8

// The reasons.
const (
	Unfit     Reason = iota + 1 // the patch cannot be merged
	Refused                     // it is about what no patch may change
	Unknown                     // it has a field that the object does not have
	Wrong                       // what comes of it breaks a rule
	Replaced                    // it replaces a list whose entries have no names
	Unchanged                   // it changes nothing
)

// Problem is something to say of a patch, at a path in it. Message is a predicate whose subject is what Path leads to. It repeats no value
// and no name of the patch.
type Problem struct {
	Path    string
	Reason  Reason
	Message string
}

// directive is the key that says what is done with a mapping instead of merging it.
const directive = "$patch"

// The values of directive.
const (
	deletes  = "delete"
	replaces = "replace"
	merges   = "merge"
)

// nameKey is the key by which entries of lists are merged: kyaml v0.21 infers no other.
const nameKey = "name"

// Merge gives a value with a patch merged in. Below the outermost mapping the value may be of any type that is written; what the patch does not
// touch stays as it is. Neither is changed, and the result may share parts with both. With a problem Unfit the result is not to be used.
func Merge(to, from map[string]any) (map[string]any, []Problem) {
	m := merger{}
	merged := m.fields(to, from)
	return merged, m.problems
}

type merger struct {
	path     []byte
	problems []Problem
	changed  bool // something differs from what was there
}

// Open is a value as plain values, one level deep; nil where it has no form in YAML, which nothing of ours is.
func Open(v any) any {
	opened, err := encode.Open(v)
	if err != nil {
		return nil
	}
	return opened
}

// Mapping is a value as a mapping one level deep, nil where it is none.
func Mapping(v any) map[string]any {
	m, _ := Open(v).(map[string]any)
	return m
}

// List is a value as a list one level deep, nil where it is none.
func List(v any) []any {
	l, _ := Open(v).([]any)
	return l
}

func (m *merger) say(reason Reason, message string) {
	m.problems = append(m.problems, Problem{string(m.path), reason, message})
}

// value merges a value into another, which is nil where there is none; false where nothing stays.
func (m *merger) value(to, from any) (any, bool) {
	to = Open(to)
	if kind := kindOf(from); to != nil && from != nil && kind != kindOf(to) {
		m.say(Unfit, "is "+kind+" and must be "+kindOf(to)+", as what it is merged into")
		return to, true
	}
	switch from := from.(type) {
	case nil:
		m.removed(to)
		return nil, false
	case map[string]any:
		return m.mapping(to, from)
	case []any:
		return m.list(to, from)
	}
	m.changed = m.changed || to != from
	return from, true
}

func (m *merger) removed(to any) {
	m.changed = m.changed || to != nil
	if to == nil {
		m.say(Unchanged, "removes nothing, for it is not there: correct the name, or remove this")
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	}
	return "a single value"
}

// mapping merges a mapping into another, nil for none.
func (m *merger) mapping(to any, from map[string]any) (any, bool) {
	base, _ := to.(map[string]any)
	switch m.directive(from) {
	case deletes:
		m.removed(to)
		return nil, false
	case replaces:
		base = nil
	}
	m.changed = m.changed || base == nil
	return m.fields(base, from), true
}

// directive is what a mapping says is to be done with it.
func (m *merger) directive(from map[string]any) string {
	what, given := from[directive]
	if !given {
		return merges
	}
	word, _ := what.(string)
	if word != deletes && word != replaces && word != merges {
		m.in(directive, func() { m.say(Unfit, "must be delete, replace or merge") })
	}
	return word
}

func (m *merger) fields(to, from map[string]any) map[string]any {
	merged := make(map[string]any, len(to)+len(from))
	maps.Copy(merged, to)
	for _, key := range slices.Sorted(maps.Keys(from)) {
		if key == directive {
			continue
		}
		m.in(key, func() {
			if m.foreign(key) {
				return
			}
			if value, stays := m.value(to[key], from[key]); stays {
				merged[key] = value
			} else {
				delete(merged, key)
			}
		})
	}
	return merged
}

// foreign reports a directive that kustomize does not know: it would write it.
func (m *merger) foreign(key string) bool {
	if !strings.HasPrefix(key, "$") {
		return false
	}
	m.say(Unfit, "is no directive of kustomize's: it knows $patch with delete, replace or merge, in a mapping that is merged")
	return true
}

// in does something one key below.
func (m *merger) in(key string, do func()) {
	before := len(m.path)
	m.path = yaml.AppendKey(m.path, key)
	do()
	m.path = m.path[:before]
}

// at does something at an entry.
func (m *merger) at(i int, do func()) {
	before := len(m.path)
	m.path = yaml.AppendIndex(m.path, i)
	do()
	m.path = m.path[:before]
}

// list merges a list into another, nil for none.
func (m *merger) list(to any, from []any) (any, bool) {
	base := slices.Clone(List(to))
	for i := range base {
		base[i] = Open(base[i])
	}
	if len(from) == 0 {
		m.say(Unfit, "must not be an empty list, of which kustomize makes nothing: write null to remove the list")
		return to, true
	}
	word, rest := m.listDirective(base, from)
	switch word {
	case deletes:
		m.changed = true
		return nil, false
	case replaces:
		base = nil
	}
	m.changed = m.changed || base == nil
	skipped := len(from) - len(rest)
	switch named, hasNames := allNamed(base), allNamed(rest); {
	case len(rest) == 0, word == "":
		return to, true // reported
	case hasNames && named:
		return m.entries(base, rest, skipped), true
	case hasNames:
		m.say(Unfit, "has entries with a name, and those that it is merged into have none, so nobody knows which are meant")
	case named && len(base) > 0:
		m.say(Unfit, "has an entry without a name, and the list is merged by the names of its entries: give each a name")
	default:
		before, differs := len(m.problems), !reflect.DeepEqual(plain(base), any(from))
		m.changed = m.changed || differs
		if m.opaque(from); len(m.problems) == before && len(base) > 0 && differs {
			m.say(Replaced, "replaces the whole list, for its entries have no name: all that is to stay must stand in the patch")
		}
		return from, true
	}
	return to, true
}

// listDirective is what a list says is to be done with it, in an entry of its own that comes first, and the other entries; "" where that is
// wrong.
func (m *merger) listDirective(base, from []any) (word string, rest []any) {
	first, _ := from[0].(map[string]any)
	if _, given := first[directive]; !given || len(first) > 1 {
		return merges, from
	}
	rest = from[1:]
	m.at(0, func() {
		switch word = m.directive(first); {
		case len(base) == 0 || !allNamed(base):
			m.say(Unfit, "has no effect on a list that is not there or is replaced anyway: leave the entry out, or write null for the list")
		case word == deletes && len(rest) > 0:
			m.say(Unfit, "deletes the list, and must be the only entry")
		case word != deletes && len(rest) == 0:
			m.say(Unfit, "needs entries behind it: write them, or null for the list")
		case slices.ContainsFunc(rest, func(entry any) bool { e, _ := entry.(map[string]any); return e[directive] != nil }):
			m.say(Unfit, "must not stand beside an entry with a directive of its own")
		default:
			return
		}
		word = ""
	})
	return word, rest
}

// allNamed holds for a list whose entries are mappings that all have a name, and for none.
func allNamed(list []any) bool {
	return !slices.ContainsFunc(list, func(entry any) bool {
		e, _ := entry.(map[string]any)
		_, named := e[nameKey]
		return !named
	})
}

// entries merges entries by their names. skipped are those of the patch that came before.
func (m *merger) entries(base, from []any, skipped int) []any {
	merged := slices.Clone(base)
	byName := make(map[string][]int, len(base)) // indexes in base
	for i, entry := range base {
		name := nameOf(entry)
		byName[name] = append(byName[name], i)
	}
	gone, seen := map[int]bool{}, map[string]bool{}
	for i, entry := range from {
		m.at(skipped+i, func() {
			name := nameOf(entry)
			index, ok := m.meant(base, byName[name], entry, seen[name] || name == "")
			if !ok {
				return
			}
			seen[name] = true
			var to any
			if index >= 0 {
				to = base[index]
			}
			value, stays := m.value(to, entry)
			switch {
			case index < 0 && stays:
				merged = append(merged, value)
			case index >= 0 && stays:
				merged[index] = value
			case index >= 0:
				gone[index] = true
			}
		})
	}
	kept := make([]any, 0, len(merged))
	for i, entry := range merged {
		if !gone[i] {
			kept = append(kept, entry)
		}
	}
	return kept
}

// meant is the index of the entry that one of the patch is merged into, -1 for a new one; false where nobody knows.
func (m *merger) meant(base []any, candidates []int, entry any, wrong bool) (int, bool) {
	if wrong {
		m.in(nameKey, func() { m.say(Unfit, "must be a text that no other entry of the list has for its name") })
		return 0, false
	}
	if len(candidates) > 1 { // of an OVS bridge and its own interface
		candidates = slices.DeleteFunc(slices.Clone(candidates), func(i int) bool { return typeOf(base[i]) != typeOf(entry) })
		if len(candidates) != 1 {
			m.say(Unfit, fmt.Sprintf("has the name of several entries: write the %s of the one that is meant, too", typeKey))
			return 0, false
		}
	}
	if len(candidates) == 0 {
		return -1, true
	}
	return candidates[0], true
}

const typeKey = "type"

func nameOf(entry any) string { return wordIn(entry, nameKey) }

func typeOf(entry any) string { return wordIn(entry, typeKey) }

func wordIn(entry any, key string) string {
	e, _ := entry.(map[string]any)
	word, _ := e[key].(string)
	return word
}

// plain is a value in plain values all the way down.
func plain(v any) any {
	switch v := Open(v).(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, value := range v {
			out[key] = plain(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = plain(value)
		}
		return out
	default:
		return v
	}
}

// opaque reports directives in what is taken as it is.
func (m *merger) opaque(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			m.in(key, func() {
				if !m.foreign(key) {
					m.opaque(v[key])
				}
			})
		}
	case []any:
		for i, entry := range v {
			m.at(i, func() { m.opaque(entry) })
		}
	}
}
