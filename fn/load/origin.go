package load

import (
	"reflect"
	"slices"
	"strconv"

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

// Locate gives places in resources that kustomize built their lines in the files that people wrote, as far as these say what
// is there: a field that a patch has changed has no line. Each resource is read once, however many places are in it.
func (p *Package) Locate(places []*finding.Place) {
	in := map[finding.Place][]*finding.Place{}
	for _, place := range places {
		id := identity(*place)
		switch o, ok := p.origins[id]; {
		case !ok || place.Line > 0:
		case place.Field == "":
			place.Line = o.written.Source.Line
		default:
			in[id] = append(in[id], place)
		}
	}
	for id, places := range in {
		p.origins[id].locate(places)
	}
}

func (o origin) locate(places []*finding.Place) {
	written, built := root(o.written.Body()), root(o.built)
	if written == nil || built == nil {
		return
	}
	wanted := map[string]bool{}
	for _, place := range places {
		for end := range yaml.PathEnds(place.Field) {
			wanted[place.Field[:end]] = true
		}
	}
	inWritten, inBuilt := parts{}, parts{}
	inWritten.find(written, nil, wanted)
	inBuilt.find(built, nil, wanted)
	places = slices.DeleteFunc(places, func(place *finding.Place) bool {
		return !alike(written, built, place.Field, inWritten, inBuilt)
	})
	if len(places) > 0 {
		render.Locate(o.written, places)
	}
}

// root is the value of a document, nil where it cannot be read.
func root(text string) *goyaml.Node {
	documents, err := yaml.Documents(text)
	if err != nil || len(documents) != 1 || len(documents[0].Content) != 1 {
		return nil
	}
	return documents[0].Content[0]
}

// parts are values in a document by their paths.
type parts map[string]*goyaml.Node

// find notes the values at wanted paths in n, whose own path is given, and passes over what leads to none.
func (p parts) find(n *goyaml.Node, path []byte, wanted map[string]bool) {
	visit := func(path []byte, value *goyaml.Node) {
		if name := string(path); wanted[name] && p[name] == nil {
			p[name] = value
			p.find(value, path, wanted)
		}
	}
	switch n.Kind {
	case goyaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			visit(yaml.AppendKey(path, n.Content[i].Value), n.Content[i+1])
		}
	case goyaml.SequenceNode:
		for i, item := range n.Content {
			visit(yaml.AppendIndex(path, i), item)
		}
	}
}

// alike says whether a path leads equally far in two values, and to the same there. Of mappings outside of lists, whose
// place does not depend on what is in them, only that they are there counts.
func alike(a, b *goyaml.Node, path string, inA, inB parts) bool {
	list := false
	for end := range yaml.PathEnds(path) {
		nextA, nextB := inA[path[:end]], inB[path[:end]]
		if (nextA == nil) != (nextB == nil) {
			return false
		}
		if nextA != nil {
			list = list || a.Kind == goyaml.SequenceNode
			a, b = nextA, nextB
		}
	}
	if a.Kind == goyaml.MappingNode && b.Kind == goyaml.MappingNode && !list {
		return true
	}
	var x, y any
	return a.Decode(&x) == nil && b.Decode(&y) == nil && reflect.DeepEqual(x, y)
}
