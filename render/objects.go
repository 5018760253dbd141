package render

import (
	"fmt"
	"slices"

	"github.com/novasphere/wukong-fn/render/object"
)

// Object is one generated object, marked and ready to be written.
type Object struct {
	Stage object.Stage
	// Path is its file, relative to the package or output directory.
	Path  string
	Value object.Object
}

// Len is the number of objects.
func (r *Result) Len() int {
	n := 0
	for _, s := range r.sources {
		n += s.Len()
	}
	return n
}

// source is the source of the object of an index, and the index there.
func (r *Result) source(i int) (source, int) {
	for _, s := range r.sources {
		if i < s.Len() {
			return s, i
		}
		i -= s.Len()
	}
	return nil, 0
}

// Identity is the apiVersion and identity of the object of an index, from 0 to Len-1 in the order of application, with the
// namespace as it is written.
func (r *Result) Identity(i int) (apiVersion string, id object.ID) {
	s, i := r.source(i)
	kind := s.Kind(i)
	namespace, name := s.Name(i)
	if r.tool.Strict && kind.ClusterScoped() {
		namespace = ""
	}
	return kind.APIVersion(), kind.ID(namespace, name)
}

// Object builds the object of an index.
func (r *Result) Object(i int) (Object, error) {
	s, i := r.source(i)
	return r.build(s, i, s.Builder(), nil)
}

// Each builds the objects one by one in the order of application and hands them over. An object is good until use returns:
// the next one is built in its memory. Each stops at the first error.
func (r *Result) Each(use func(Object) error) error {
	var room object.Room
	for _, s := range r.sources {
		builder := s.Builder()
		for i := range s.Len() {
			o, err := r.build(s, i, builder, &room)
			if err != nil {
				return err
			}
			if err := use(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// build builds an object, and sets on it who owns it, what its delivery tool must know and, where paths are asked for, its
// file.
func (r *Result) build(s source, i int, builder func(int) (object.Object, error), room *object.Room) (Object, error) {
	value, err := builder(i)
	if err != nil {
		return Object{}, fmt.Errorf("build %s: %w", idAt(s, i), err)
	}
	head, kind := value.Head(), s.Kind(i)
	if room != nil {
		room.Lend(head)
	}
	o := Object{Stage: kind.Stage(), Path: kind.Path(head.Metadata.Namespace, head.Metadata.Name), Value: value}
	owner := s.Origin(i).Owner
	object.Carry(head, owner.Labels, owner.Annotations)
	object.Mark(head, owner.Text)
	if r.tool.Strict && kind.ClusterScoped() {
		head.Metadata.Namespace = ""
	}
	if r.tool.Mark != nil {
		hints := s.Hints(i)
		if o.Stage > object.HostNetworks {
			hints.Step += r.later
		}
		if r.tool.References {
			hints.DependsOn = references(s.DependsOn(i))
		}
		r.tool.Mark(head, o.Stage, hints)
	}
	if r.paths {
		object.MarkPath(head, o.Path)
	}
	return o, nil
}

// references leaves out objects whose namespace is not known: a reference needs it.
func references(ids []object.ID) []object.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id object.ID) bool {
		return id.Namespace == "" && !object.KindOf(id).ClusterScoped()
	})
}
