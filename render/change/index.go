package change

import (
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Policies are all policies of now, by what they say of interfaces. What one policy says no more, another may say.
type Policies struct {
	byName map[string]*nmstate.PolicySpec
	// saying and taking are by an interface's name who speaks of it, and whose port it is.
	saying, taking map[string][]part
	// mapped is by a physical network of OVN's who maps it.
	mapped   map[string][]mapped
	compared int
}

// part is an interface in a policy.
type part struct {
	policy string
	spec   *nmstate.PolicySpec
	itf    *nmstate.Interface
}

// mostCompared bounds how often two policies are compared, in a package that changes very many: beyond it only policies of the same
// name are.
const mostCompared = 1_000_000

// NewPolicies has room for a number of policies.
func NewPolicies(n int) *Policies {
	return &Policies{byName: make(map[string]*nmstate.PolicySpec, n), saying: map[string][]part{}, taking: map[string][]part{}, mapped: map[string][]mapped{}}
}

// Add takes in a policy, which must stay as it is.
func (p *Policies) Add(name string, spec *nmstate.PolicySpec) {
	p.byName[name] = spec
	if ovn := spec.DesiredState.OVN; ovn != nil {
		for i := range ovn.BridgeMappings {
			one := &ovn.BridgeMappings[i]
			p.mapped[one.Localnet] = append(p.mapped[one.Localnet], mapped{name, spec, one})
		}
	}
	for i := range spec.DesiredState.Interfaces {
		itf := &spec.DesiredState.Interfaces[i]
		one := part{name, spec, itf}
		p.saying[itf.Name] = append(p.saying[itf.Name], one)
		if itf.Bridge != nil && itf.State == up {
			for _, port := range itf.Bridge.Ports {
				p.taking[port.Name] = append(p.taking[port.Name], one)
			}
		}
	}
}

// find is who says something of an interface that fits, on nodes that a former policy may have picked: the policy of the same name, or
// else the first of others.
func (p *Policies) find(others []part, policy string, was *nmstate.PolicySpec, fits func(*nmstate.Interface) bool) *part {
	if same := p.byName[policy]; same != nil && !plan.Apart(same.NodeSelector, was.NodeSelector) {
		for i := range same.DesiredState.Interfaces {
			if itf := &same.DesiredState.Interfaces[i]; fits(itf) {
				return &part{policy, same, itf}
			}
		}
	}
	for i := 0; i < len(others) && p.compared < mostCompared; i++ {
		p.compared++
		if one := &others[i]; fits(one.itf) && !plan.Apart(one.spec.NodeSelector, was.NodeSelector) {
			return one
		}
	}
	return nil
}
