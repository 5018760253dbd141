package render

import (
	"github.com/novasphere/wukong-fn/render/check"
	"github.com/novasphere/wukong-fn/render/object"
)

// foreignPolicies are the policies of the package that are not ours and go to a cluster. One that is longer than a cluster keeps is
// not read.
func (p *contents) foreignPolicies() []check.ForeignPolicy {
	var all []check.ForeignPolicy
	for i := range p.resources {
		r := &p.resources[i]
		if p.roles[i] == foreign && r.Meta.Kind == object.NodeNetworkConfigurationPolicy.String() && !r.Meta.LocalConfig && len(r.Text) <= mostBytes &&
			object.KindOf(idOf(r)) == object.NodeNetworkConfigurationPolicy && !p.isFormerPolicy(i) {
			all = append(all, check.ForeignPolicy{Place: placeOf(r), Spec: p.policySpec(r)})
		}
	}
	for i := range p.listed {
		if l := &p.listed[i]; l.policy != nil && !l.list.Meta.LocalConfig {
			all = append(all, check.ForeignPolicy{Place: l.place(), Spec: l.policy})
		}
	}
	return all
}
