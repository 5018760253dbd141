package nmstate

import (
	"slices"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Policies are the policies of host networks as a source of objects.
type Policies struct {
	Networks []plan.HostNetwork
	// Later says that NMState's kinds come with the same output, Instance which NMState object does, if any.
	Later    bool
	Instance []object.ID
}

// Gives says whether an owner gives a policy this identity, for a network that it has or had.
func Gives(o object.Owner, id object.ID) bool {
	return plan.GivesPolicy(o.Kind, o.Namespace, o.Name, id.Name) && object.KindOf(id) == object.NodeNetworkConfigurationPolicy
}

// Len is the number of policies.
func (s Policies) Len() int { return len(s.Networks) }

// Kind of all of them.
func (s Policies) Kind(int) object.Kind { return object.NodeNetworkConfigurationPolicy }

// Name of a policy, which has no namespace.
func (s Policies) Name(i int) (namespace, name string) { return "", s.Networks[i].Policy }

// Origin is the network.
func (s Policies) Origin(i int) *plan.Origin { return &s.Networks[i].Origin }

// Hints are the same for all but the step of a table.
func (s Policies) Hints(i int) object.Hints {
	return object.Hints{Later: s.Later, Step: s.Networks[i].Step()}
}

// Steps is the number of steps that policies are applied in.
func (s Policies) Steps() int {
	most := 0
	for i := range s.Networks {
		most = max(most, s.Networks[i].Step())
	}
	return most + 1
}

// DependsOn is the NMState object, without which nobody acts on a policy, and the policies of the step before.
func (s Policies) DependsOn(i int) []object.ID {
	before := s.Networks[i].After()
	if len(before) == 0 {
		return s.Instance
	}
	ids := slices.Clone(s.Instance)
	for _, policy := range before {
		ids = append(ids, object.NodeNetworkConfigurationPolicy.ID("", policy))
	}
	return ids
}

// Builder returns a function that builds policies, each in the memory of the one before.
func (s Policies) Builder() func(i int) (object.Object, error) {
	b := &builder{}
	return func(i int) (object.Object, error) { return b.write(&s.Networks[i]) }
}

// Specs returns a function that builds what policies say, each in the memory of the one before.
func (s Policies) Specs() func(i int) *PolicySpec {
	b := &builder{}
	return func(i int) *PolicySpec { return b.said(&s.Networks[i]) }
}
