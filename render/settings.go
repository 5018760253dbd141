package render

import (
	"maps"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/disclose"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yamlin"
)

// settings are a source of the configuration, with the mistakes in it: a WukongRender, or values by the dotted paths of its
// fields. The mistakes are at the paths of a WukongRender, wherever the values come from.
type settings struct {
	mistakes

	values map[string]string // nil for a WukongRender
	field  func(key string) string
}

// The fields of values, as findings call them.
func inConfigMap(key string) string   { return "data[" + key + "]" }
func onCommandLine(key string) string { return disclose.Setting + key }

// specField is the field that dotted paths start in.
const specField = "spec."

// into decodes the values into the configuration. Each is read as YAML, so that 2 is a number and [ens160] a list.
func (s *settings) into(spec *api.RenderSpec) {
	var problems []yamlin.Problem
	root := yamlin.Node{Kind: yamlin.Mapping}
	for _, key := range slices.Sorted(maps.Keys(s.values)) {
		node, odd, err := yamlin.Parse(s.values[key])
		if err != nil {
			odd = append(odd, yamlin.Problem{Message: "is not YAML: " + err.Error()})
		}
		for i := range odd {
			odd[i].Path = key
		}
		problems = append(problems, odd...)
		if err == nil && !put(&root, strings.Split(key, "."), node) {
			s.found = append(s.found, finding.New(finding.Contradiction, specField+key, specField+key+" is set by another key too, in part or with more around it: keep one of the two"))
		}
	}
	s.add(inSpec(problems))
	s.add(inSpec(yamlin.Decode(root, spec)))
}

// inSpec puts the problems' paths into a WukongRender.
func inSpec(problems []yamlin.Problem) []yamlin.Problem {
	for i := range problems {
		problems[i].Path = specField + problems[i].Path
	}
	return problems
}

// put sets the node at a path of keys, false where something else stands there.
func put(into *yamlin.Node, path []string, node yamlin.Node) bool {
	for i := range into.Fields {
		f := &into.Fields[i]
		if f.Key == path[0] {
			return len(path) > 1 && f.Value.Kind == yamlin.Mapping && put(&f.Value, path[1:], node)
		}
	}
	if len(path) == 1 {
		into.Fields = append(into.Fields, yamlin.Field{Key: path[0], Value: node})
		return true
	}
	child := yamlin.Node{Kind: yamlin.Mapping}
	put(&child, path[1:], node)
	into.Fields = append(into.Fields, yamlin.Field{Key: path[0], Value: child})
	return true
}

// sets says whether one of the values sets a field of the configuration.
func (s *settings) sets(path string) bool {
	_, ok := s.values[strings.TrimPrefix(path, specField)]
	for parent := range parents(path) {
		if !ok {
			_, ok = s.values[strings.TrimPrefix(parent, specField)]
		}
	}
	return ok
}

// place gives a finding the field as it is called among the values.
func (s *settings) place(f finding.Finding) finding.Finding {
	if path := f.Place.Field; s.sets(path) {
		f.Place.Field = s.field(strings.TrimPrefix(path, specField))
		if rest, found := strings.CutPrefix(f.Message, path+" "); found { // the message begins with the field
			f.Message = f.Place.Field + " " + rest
		}
	}
	return f
}
