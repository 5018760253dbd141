package render

import (
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// formerPolicy is what the former output in the package says in the policy of a name, nil where it has none. The policy is read
// only now: a run that does not ask pays nothing.
func (p *contents) formerPolicy(name string) *nmstate.PolicySpec {
	if p.policies == nil {
		p.policies = map[string]int{}
		for i := range p.resources {
			if p.isFormerPolicy(i) {
				p.policies[p.resources[i].Meta.Name] = i
			}
		}
	}
	i, ok := p.policies[name]
	if !ok {
		return nil
	}
	return p.policySpec(&p.resources[i])
}

// isFormerPolicy says whether a resource is a policy of a former run, perhaps under a name that another tool gave it.
func (p *contents) isFormerPolicy(i int) bool {
	if object.KindOf(idOf(&p.resources[i])) != object.NodeNetworkConfigurationPolicy {
		return false
	}
	c := p.claims[i]
	return p.roles[i] == generated || c.nameAlone()
}

// policySpec reads the spec of a policy.
func (p *contents) policySpec(r *resource.Resource) *nmstate.PolicySpec {
	var policy specOf[nmstate.PolicySpec]
	r.Glance(&p.reader, &policy, "spec")
	return &policy.Spec
}
