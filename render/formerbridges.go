package render

import "github.com/novasphere/wukong-fn/render/plan"

// mostCompared bounds how many selectors of former bridges are compared in a run. Beyond it a bridge of the name counts as
// standing, which cuts nobody off.
const mostCompared = 5_000_000

// formerBridges finds the Linux bridges that the former output in the package makes. It is read when the first is asked for.
func (p *contents) formerBridges() func(bridge string, nodes map[string]string) (plan.FormerBridge, bool) {
	var bridges map[string]*plan.Index[plan.FormerBridge]
	compared := 0
	return func(bridge string, nodes map[string]string) (found plan.FormerBridge, stands bool) {
		if bridges == nil {
			bridges = p.readFormerBridges()
		}
		on := bridges[bridge]
		if on == nil {
			return found, false
		}
		if compared > mostCompared {
			nodes = nil // those with any labels
		}
		for found = range on.Meeting(nodes, &compared) {
			stands = true
			if !found.CopiesMAC { // on some of the nodes: there its machines would be detached
				break
			}
		}
		return found, stands
	}
}

func (p *contents) readFormerBridges() map[string]*plan.Index[plan.FormerBridge] {
	bridges := map[string]*plan.Index[plan.FormerBridge]{}
	for i := range p.resources {
		if !p.isFormerPolicy(i) {
			continue
		}
		spec := p.policySpec(&p.resources[i])
		for j := range spec.DesiredState.Interfaces {
			if itf := &spec.DesiredState.Interfaces[j]; itf.Type == "linux-bridge" && itf.State == "up" {
				b := plan.FormerBridge{CopiesMAC: itf.CopyMACFrom != "", DHCP: itf.IPv4.ByDHCP()}
				if bridges[itf.Name] == nil {
					bridges[itf.Name] = &plan.Index[plan.FormerBridge]{}
				}
				bridges[itf.Name].Add(spec.NodeSelector, b)
			}
		}
	}
	return bridges
}
