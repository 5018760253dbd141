package render

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/disclose"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yaml"
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

// mostSettings is far above the number of fields that there are.
const mostSettings = 1000

// into decodes the values into the configuration. Each is read as YAML, so that 2 is a number and [ens160] a list.
func (s *settings) into(spec *api.RenderSpec) {
	switch n := len(s.values); {
	case n == 0:
		return
	case n > mostSettings:
		s.found = append(s.found, finding.New(finding.Limit, "data", fmt.Sprintf("data has %d settings: at most %d are read", n, mostSettings)))
		s.values = nil
		return
	}
	var problems []yaml.Problem
	var root tree
	for _, key := range slices.Sorted(maps.Keys(s.values)) {
		var odd []yaml.Problem
		d, err := yaml.Parse(s.values[key])
		if err != nil {
			odd = append(odd, yaml.Problem{Message: "is not YAML: " + notYAML(err)})
		} else {
			odd = d.Root().Problems()
		}
		for i := range odd {
			odd[i].Path = key
		}
		problems = append(problems, odd...)
		if err == nil && !root.put(strings.Split(key, "."), d.Root()) {
			s.found = append(s.found, finding.New(finding.Contradiction, specField+key, specField+key+" is set by another key too, "+
				"in part or with more around it: keep one of the two"))
		}
	}
	s.add(inSpec(problems))
	s.add(inSpec(root.node().Decode(spec)))
}

// notYAML says what is wrong with the text of a value, which has one line.
func notYAML(err error) string {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Msg
	}
	return err.Error()
}

// inSpec puts the problems' paths into a WukongRender.
func inSpec(problems []yaml.Problem) []yaml.Problem {
	for i := range problems {
		problems[i].Path = specField + problems[i].Path
	}
	return problems
}

// tree is a mapping that is put together of values by their paths.
type tree struct{ branches []branch }

// branch is a field: a value, or below it more of the tree.
type branch struct {
	yaml.Field
	below *tree
}

// put sets the node at a path of keys, false where something else stands there.
func (t *tree) put(path []string, node yaml.Node) bool {
	for i := range t.branches {
		if b := &t.branches[i]; b.Key == path[0] {
			return len(path) > 1 && b.open() && b.below.put(path[1:], node)
		}
	}
	b := branch{Field: yaml.Field{Key: path[0], Value: node}}
	if len(path) > 1 {
		b.below = &tree{}
		b.below.put(path[1:], node)
	}
	t.branches = append(t.branches, b)
	return true
}

// open makes branches of a value, which only a mapping has.
func (b *branch) open() bool {
	if b.below == nil && b.Value.Kind() == yaml.Mapping {
		b.below = &tree{}
		for key, value := range b.Value.Fields() {
			b.below.branches = append(b.below.branches, branch{Field: yaml.Field{Key: key.Text(), Plain: key.Plain(), Value: value}})
		}
	}
	return b.below != nil
}

// node is the tree as a node.
func (t *tree) node() yaml.Node {
	fields := make([]yaml.Field, len(t.branches))
	for i, b := range t.branches {
		if fields[i] = b.Field; b.below != nil {
			fields[i].Value = b.below.node()
		}
	}
	return yaml.Compose(fields)
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
