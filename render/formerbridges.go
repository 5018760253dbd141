package render

import "github.com/novasphere/wukong-fn/render/plan"

// mostCompared bounds how many selectors of former bridges are compared in a run. Beyond it a bridge of the name counts as
// standing, which cuts nobody off.
const mostCompared = 5_000_000

// formerBridges finds the Linux bridges that the former output in the package makes. It is read when the first is asked for.
func (p *contents) formerBridges() func(bridge string, nodes map[string]string) (plan.FormerBridge, bool) {
	var bridges map[string][]bridgeOnNodes
	compared := 0
	return func(bridge string, nodes map[string]string) (found plan.FormerBridge, stands bool) {
		if bridges == nil {
			bridges = p.readFormerBridges()
		}
		for _, b := range bridges[bridge] {
			compared++
			switch {
			case compared <= mostCompared && plan.Apart(nodes, b.nodes):
			case !b.CopiesMAC: // on some of the nodes: there its machines would be detached
				return b.FormerBridge, true
			default:
				found, stands = b.FormerBridge, true
			}
		}
		return found, stands
	}
}

// bridgeOnNodes is a bridge with the selector of the nodes that have it.
type bridgeOnNodes struct {
	plan.FormerBridge
	nodes map[string]string
}

func (p *contents) readFormerBridges() map[string][]bridgeOnNodes {
	bridges := map[string][]bridgeOnNodes{}
	for i := range p.resources {
		if !p.isFormerPolicy(i) {
			continue
		}
		spec := p.policySpec(&p.resources[i])
		for j := range spec.DesiredState.Interfaces {
			if itf := &spec.DesiredState.Interfaces[j]; itf.Type == "linux-bridge" && itf.State == "up" {
				b := plan.FormerBridge{CopiesMAC: itf.CopyMACFrom != "", DHCP: itf.IPv4.ByDHCP()}
				bridges[itf.Name] = append(bridges[itf.Name], bridgeOnNodes{b, spec.NodeSelector})
			}
		}
	}
	return bridges
}
