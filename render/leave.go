package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
)

// checkLeaving reports the objects of a former run that this one does not make: how many go, each of them where the caller
// wants to know, and policies that leave something on the nodes.
func (p *contents) checkLeaving(m *made, networks []plan.HostNetwork, each bool) {
	kinds := map[string]int{}
	count, comes := 0, m.inOrder()
	var used map[string]bool
	for i := range p.resources {
		former := &p.resources[i]
		if p.roles[i] != generated {
			continue
		}
		// Most objects stand in the order in which they are made: then nobody needs a map of all identities.
		if id := idOf(former); comes(id) || m.byIdentity()[id] != nil {
			continue
		}
		count++
		kinds[former.Meta.Kind]++
		if each {
			p.say(placed(finding.New(finding.Removed, "", "an earlier run generated this object and this one does not: it is removed"), former))
		}
		if object.KindOf(idOf(former)) == object.NodeNetworkConfigurationPolicy {
			if used == nil {
				used = interfaces(networks)
			}
			p.checkVanishing(former, used)
		}
	}
	if count == 0 {
		return
	}
	var counts []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		counts = append(counts, fmt.Sprintf("%d %s", kinds[kind], kind))
	}
	p.say(finding.New(finding.Removed, "", fmt.Sprintf("%d objects of an earlier run are no longer generated and are "+
		"removed: %s", count, strings.Join(counts, ", "))))
}

// checkVanishing warns of a policy that goes and whose interfaces are in no other policy: they stay on the nodes.
func (p *contents) checkVanishing(former *resource.Resource, used map[string]bool) {
	left := slices.DeleteFunc(p.formerInterfaces(former), func(name string) bool { return used[name] })
	if len(left) > 0 {
		p.say(placed(finding.New(finding.Vanishes, "", fmt.Sprintf("the policy is no longer generated and goes, but %s stay on the nodes: "+
			"to remove them, set ensure: absent on the network and let that be applied, before you delete it", strings.Join(left, ", "))), former))
	}
}

// interfaces are those that the policies of this run bring about.
func interfaces(networks []plan.HostNetwork) map[string]bool {
	used := map[string]bool{}
	for i := range networks {
		for _, name := range networks[i].Interfaces() {
			used[name] = true
		}
	}
	return used
}

// formerInterfaces are the interfaces that a policy of a former run brings about; none where it is not to be read.
func (p *contents) formerInterfaces(r *resource.Resource) []string {
	var names []string
	for _, itf := range p.policySpec(r).DesiredState.Interfaces {
		if itf.State == "up" && itf.Type != "ethernet" && itf.Type != "" {
			names = append(names, itf.Name)
		}
	}
	return names
}
