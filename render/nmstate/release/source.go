package release

import (
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Source are parts of a release as a source of objects.
type Source struct {
	Parts []Part
	From  *plan.Origin // the configuration
}

// Len is the number of objects.
func (s Source) Len() int { return len(s.Parts) }

// Kind of an object.
func (s Source) Kind(i int) object.Kind { return s.Parts[i].Kind }

// Name of an object, with its namespace as it is written.
func (s Source) Name(i int) (namespace, name string) { return s.Parts[i].Namespace, s.Parts[i].Name }

// Origin is the configuration.
func (s Source) Origin(int) *plan.Origin { return s.From }

// Hints say of the NMState object that its kind is among the others.
func (s Source) Hints(i int) object.Hints {
	return object.Hints{Later: s.Parts[i].Kind == object.NMState}
}

// DependsOn is for the NMState object what must run before it has an effect: the operator.
func (s Source) DependsOn(i int) []object.ID {
	if s.Parts[i].Kind != object.NMState {
		return nil
	}
	var ids []object.ID
	for _, p := range s.Parts {
		if p.Kind == object.Deployment || p.Kind == object.Subscription {
			ids = append(ids, p.Kind.ID(p.Namespace, p.Name))
		}
	}
	return ids
}

// Instance is the identity of the NMState object, none where none is among them.
func (s Source) Instance() []object.ID {
	for _, p := range s.Parts {
		if p.Kind == object.NMState {
			return []object.ID{p.Kind.ID(p.Namespace, p.Name)}
		}
	}
	return nil
}

// Builder returns a function that builds the object of an index.
func (s Source) Builder() func(i int) (object.Object, error) {
	return func(i int) (object.Object, error) { return s.Parts[i].Build(), nil }
}
