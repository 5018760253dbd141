package load

import (
	"reflect"
	"strconv"
	"strings"

	goyaml "go.yaml.in/yaml/v3"
	kresource "sigs.k8s.io/kustomize/api/resource"

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// origin is a resource that kustomize built, as it was written and as it came out.
type origin struct {
	written *resource.Resource
	built   string
}

// unmark takes our mark off a resource, and gives the resource as it was written, nil where it has no mark.
func (v *view) unmark(r *kresource.Resource) (*resource.Resource, error) {
	annotations := r.GetAnnotations()
	mark, marked := annotations[sourceMark]
	i, err := strconv.Atoi(mark)
	if !marked || err != nil || i < 0 || i >= len(v.written) {
		return nil, nil //nolint:nilerr // no mark, or one that is not ours
	}
	delete(annotations, sourceMark)
	if err := r.SetAnnotations(annotations); err != nil {
		return nil, err
	}
	return &v.written[i], nil
}

// from says of a resource that kustomize built where it was written.
func (p *Package) from(built, written *resource.Resource) {
	built.Source.Line = 0 // kustomize has rewritten it: the line would be of no file
	if written == nil {
		return
	}
	built.Source.File, built.Source.Index = written.Source.File, written.Source.Index
	p.origins[identity(finding.Place{
		File:       built.Source.File,
		APIVersion: built.Meta.APIVersion, Kind: built.Meta.Kind, Namespace: built.Meta.Namespace, Name: built.Meta.Name,
	})] = origin{written, built.Text}
}

// identity is what a place says of its resource alone. Two packages can have one of the same name, in other files.
func identity(p finding.Place) finding.Place {
	return finding.Place{File: p.File, APIVersion: p.APIVersion, Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
}

// Locate gives a place in a resource that kustomize built its line in the file that people wrote, as far as that says what
// is there: a field that a patch has changed has no line.
func (p *Package) Locate(place *finding.Place) {
	o, ok := p.origins[identity(*place)]
	if !ok || place.Line > 0 {
		return
	}
	if place.Field == "" {
		place.Line = o.written.Source.Line
		return
	}
	written, built := root(o.written.Body()), root(o.built)
	if written == nil || built == nil || !alike(written, built, place.Field, false) {
		return
	}
	at := o.written.Locate(place.Field)[0]
	place.Line, place.Column = at.Line, at.Column
	text := o.written.Text
	for line := o.written.Source.Line; line < at.Line; line++ {
		_, text, _ = strings.Cut(text, "\n")
	}
	place.Text = render.Excerpt(text)
}

// root is the value of a document, nil where it cannot be read.
func root(text string) *goyaml.Node {
	documents, err := yaml.Documents(text)
	if err != nil || len(documents) != 1 || len(documents[0].Content) != 1 {
		return nil
	}
	return documents[0].Content[0]
}

// alike says whether a path leads equally far in two values, and to the same there. Of mappings outside of lists, whose
// place does not depend on what is in them, only that they are there counts.
func alike(a, b *goyaml.Node, path string, list bool) bool {
	nextA, restA := descend(a, path)
	nextB, restB := descend(b, path)
	switch {
	case nextA != nil && nextB != nil:
		return alike(nextA, nextB, restA, list || a.Kind == goyaml.SequenceNode) && restA == restB
	case nextA != nil || nextB != nil:
		return false
	case a.Kind == goyaml.MappingNode && b.Kind == goyaml.MappingNode && !list:
		return true
	}
	var x, y any
	return a.Decode(&x) == nil && b.Decode(&y) == nil && reflect.DeepEqual(x, y)
}

// descend follows the first step of a path: .key, [index], or [key] for a key that has dots or brackets in it.
func descend(n *goyaml.Node, path string) (next *goyaml.Node, rest string) {
	if path == "" {
		return nil, ""
	}
	follow := func(step string) (string, bool) {
		rest, found := strings.CutPrefix(path, step)
		return rest, found && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	switch n.Kind {
	case goyaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			for _, step := range []string{"." + key, "[" + key + "]", key} {
				if rest, ok := follow(step); ok {
					return n.Content[i+1], rest
				}
			}
		}
	case goyaml.SequenceNode:
		for i, item := range n.Content {
			if rest, ok := follow("[" + strconv.Itoa(i) + "]"); ok {
				return item, rest
			}
		}
	}
	return nil, path
}
