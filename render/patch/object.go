package patch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/spell"
	"github.com/novasphere/wukong-fn/render/yaml"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// Object is an object with a patch in it, ready to be marked and written.
type Object struct {
	object.Header
	Spec map[string]any `json:"spec"`
}

// Apply merges a patch into an object that was built. The object is not changed, and the result shares its memory: what no patch touches is not
// copied. Where a problem is in the way, there is no result.
func Apply(o object.Object, from map[string]any) (*Object, []Problem, error) {
	problems := refused(from)
	m := merger{}
	merged := m.fields(Mapping(o), from)
	for _, p := range m.problems {
		if !slices.ContainsFunc(problems, func(q Problem) bool { return q.Path == p.Path }) {
			problems = append(problems, p)
		}
	}
	spec := Mapping(merged["spec"])
	if spec == nil {
		return nil, append(problems, Problem{Path: "spec", Reason: Refused, Message: "must stay: take away single fields of it"}), nil
	}
	out := &Object{Header: object.Header{APIVersion: o.Head().APIVersion, Kind: o.Head().Kind}, Spec: spec}
	meta := Mapping(merged["metadata"])
	out.Metadata = object.Meta{Name: o.Head().Metadata.Name, Namespace: o.Head().Metadata.Namespace}
	out.Metadata.Annotations, problems = texts(meta, annotations, problems)
	out.Metadata.Labels, problems = texts(meta, labels, problems)
	if Bars(problems) {
		return nil, problems, nil
	}
	if len(problems) == 0 && !m.changed {
		problems = []Problem{Idle()}
	}
	return out, problems, nil
}

// Idle is the problem of a patch that changes nothing.
func Idle() Problem {
	return Problem{Reason: Unchanged, Message: "changes nothing: all of it is there without the patch. Remove it"}
}

// Bars says whether one of the problems is in the way of a result.
func Bars(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Reason == Unfit || p.Reason == Refused })
}

// Values is a mapping in YAML or JSON as plain values.
func Values(text string) (map[string]any, error) {
	d, err := yaml.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read what is to be patched: %w", err)
	}
	out, _ := d.Root().Value().(map[string]any)
	return out, nil
}

// Read reads the spec of a patched object into a type of ours, as far as that has its fields.
func Read[T any](o *Object) (*T, error) {
	root, err := reread(o.Spec)
	if err != nil {
		return nil, err
	}
	typed := new(T)
	root.Glance(typed)
	return typed, nil
}

// Types reports what a patch says of a spec in another type than ours has. What NMState captures on the node is a text whatever the field.
func Types[T any](from map[string]any) ([]Problem, error) {
	root, err := reread(from["spec"])
	if err != nil {
		return nil, err
	}
	var problems []Problem
	for _, p := range root.Decode(new(T)) {
		removes := p.Proposed == `""` // null for an entry of a map
		if (p.Reason == yaml.WrongType || p.Reason == yaml.OutOfRange) && !strings.Contains(p.Current, "{{") && !keyed(p.Path) && !removes {
			problems = append(problems, Problem{Path: "spec." + p.Path, Reason: Wrong, Message: p.Message})
		}
	}
	return problems, nil
}

// keyed holds for the mappings that our types have as lists of pairs.
func keyed(path string) bool {
	return slices.ContainsFunc([]string{labels, annotations, "matchLabels"}, func(name string) bool { return strings.HasSuffix(path, "."+name) })
}

// reread is a value as the decoder takes it.
func reread(v any) (yaml.Node, error) {
	text, err := encode.String(v)
	if err != nil {
		return yaml.Node{}, fmt.Errorf("write a patched object: %w", err)
	}
	d, err := yaml.Parse(text)
	if err != nil {
		return yaml.Node{}, fmt.Errorf("read a patched object: %w", err)
	}
	return d.Root(), nil
}

const (
	labels      = "labels"
	annotations = "annotations"
)

// refused are the parts of a patch that no object of ours takes.
func refused(from map[string]any) []Problem {
	var problems []Problem
	say := func(path, message string) {
		problems = append(problems, Problem{Path: path, Reason: Refused, Message: message})
	}
	for _, key := range slices.Sorted(maps.Keys(from)) {
		switch key {
		case "spec":
		case "metadata":
			metadata(from[key], say)
		case "apiVersion", "kind", directive:
			say(key, "must not be patched: it says what the object is. Remove it")
		default:
			say(string(yaml.AppendKey(nil, key)), "is no field to patch: an object of ours has metadata and spec")
		}
	}
	return problems
}

// metadata reports what no patch may say of an object's metadata.
func metadata(from any, say func(path, message string)) {
	meta, ok := from.(map[string]any)
	if !ok {
		say("metadata", "must be a mapping with labels or annotations")
	}
	for _, field := range slices.Sorted(maps.Keys(meta)) {
		path := string(yaml.AppendKey([]byte("metadata"), field))
		entries, isMapping := meta[field].(map[string]any)
		switch {
		case field == "name" || field == "namespace":
			say(path, "must not be patched: by it the object is found again. Name it in the network or machine")
		case field != labels && field != annotations:
			say(path, "must not be patched: of metadata a patch may change labels and annotations")
		case !isMapping:
			say(path, "must be a mapping of keys and texts, for ours stay")
		}
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			if !api.MayCarry(key, field == labels) {
				say(string(yaml.AppendKey([]byte(path), key)), "must not be patched: it says who owns the object, or tells a tool what to do with it")
			}
		}
	}
}

// texts are the labels or annotations of merged metadata.
func texts(meta map[string]any, field string, problems []Problem) (object.Strings, []Problem) {
	all := Mapping(meta[field])
	var out object.Strings
	for _, key := range slices.Sorted(maps.Keys(all)) {
		text, ok := all[key].(string)
		if !ok {
			path := yaml.AppendKey([]byte("metadata."+field), key)
			problems = append(problems, Problem{Path: string(path), Reason: Unfit, Message: "must be a text: write it in quotes"})
		}
		out.Set(key, text)
	}
	return out, problems
}

// Fields reports the fields of a mapping in a patch that there are not. known are those that there are.
func Fields(from map[string]any, path string, known ...string) []Problem {
	at := from
	for step := range strings.SplitSeq(path, ".") {
		at, _ = at[step].(map[string]any)
	}
	var problems []Problem
	for _, key := range slices.Sorted(maps.Keys(at)) {
		if !slices.Contains(known, key) && key != directive {
			message := "is an unknown field: the fields here are " + strings.Join(known, ", ")
			if near := spell.Nearest(key, known); near != "" {
				message = "is an unknown field: did you mean `" + near + "`?"
			}
			problems = append(problems, Problem{string(yaml.AppendKey([]byte(path), key)), Unknown, message})
		}
	}
	return problems
}
