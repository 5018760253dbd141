package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// nested: a bridge that stands on itself, on another Linux bridge, or on one that stands on it, and one that is a port of a bond.
func nested(in *Input, say report) {
	bridges, said := map[string]bool{}, map[string]bool{}
	for _, h := range in.hosts {
		if h.Bridge == "" || h.Absent {
			continue
		}
		bridges[h.Bridge] = true
		if below := ownBelow(h); below != "" && !said[h.Bridge] {
			said[h.Bridge] = true
			say(finding.New(finding.Nested, "", fmt.Sprintf("the bridge has the name of %s, on which it stands: "+
				"NetworkManager refuses that as a nested "+
				"interface. Give it another bridgeName", below)).Values(h.Bridge, ""), h.At("bridgeName"))
		}
	}
	bridgesInBridges(in, say, bridges)
	bridgesInBonds(in, say, bridges)
	eachOther(in, say, bridges)
	rings(in, say, bridges)
}

// ownBelow is what a bridge stands on and has the name of, empty where it has one of its own.
func ownBelow(h *plan.HostNetwork) string {
	switch h.Bridge {
	case h.Uplink:
		if h.Bond != nil {
			return "its bond"
		}
		return "its uplink"
	case h.Port:
		return "its VLAN interface"
	}
	if slices.Contains(h.More().Ports, h.Bridge) {
		return "one of its ports"
	}
	if h.Bond != nil {
		for _, port := range h.Bond.Ports {
			if port == h.Bridge {
				return "a port of its bond"
			}
		}
	}
	return ""
}

// bridgesInBridges: a Linux bridge is no port of a Linux bridge.
func bridgesInBridges(in *Input, say report, bridges map[string]bool) {
	uses := groups[bool]{} // whether a network makes the bridge, or has it as a port
	for _, h := range in.hosts {
		if h.Type != api.TypeBridge || h.Absent {
			continue
		}
		for port := range h.BridgePorts {
			if h.Bridge != port && bridges[port] {
				uses.add(port, h, false)
			}
		}
	}
	if len(uses) == 0 {
		return
	}
	for _, h := range in.hosts {
		if _, isPort := uses[h.Bridge]; isPort && h.Type == api.TypeBridge && !h.Absent {
			uses.add(h.Bridge, h, true)
		}
	}
	uses.each(in, say, finding.Nested, func(name string, first, second *plan.HostNetwork) {
		below, above := first, second
		if above.Bridge == name {
			below, above = second, first
		}
		f := finding.New(finding.Nested, "", fmt.Sprintf("%s is a bridge, and cannot become a port of bridge %s: "+
			"let the machines use the network of %s, "+
			"or name a card, a bond or a VLAN interface as the uplink", name, above.Bridge, name))
		other := below.At("bridgeName")
		f.Other = &other
		say(f, above.At(uplinkField(above)))
	})
}

// eachOther: two bridges, each of which has the other as its uplink, perhaps with VLANs between. Two that are ports of each
// other are Linux bridges in bridges, or none of which anything is known.
func eachOther(in *Input, say report, bridges map[string]bool) {
	pairs := groups[string]{} // which of the two stands on the other
	for _, h := range in.hosts {
		if h.Bridge == "" || h.Absent || h.Bridge == h.Uplink || !bridges[h.Uplink] || h.Type == api.TypeBridge && h.Port == h.Uplink {
			continue
		}
		pairs.add(min(h.Bridge, h.Uplink)+" and "+max(h.Bridge, h.Uplink), h, h.Bridge)
	}
	pairs.each(in, say, finding.Nested, func(names string, first, second *plan.HostNetwork) {
		conflict(say, finding.Nested, fmt.Sprintf("the bridges %s are each other's uplink, so that neither can be made: "+
			"name another uplink for one of them", names),
			uplinkField, first, second)
	})
}

// bridgesInBonds: a bridge is no port of a bond.
func bridgesInBonds(in *Input, say report, bridges map[string]bool) {
	uses := groups[bool]{} // whether a network makes the bridge, or has it in its bond
	for _, h := range in.hosts {
		if h.Bond == nil || h.Absent {
			continue
		}
		for _, port := range h.Bond.Ports {
			if bridges[port] && port != h.Bridge {
				uses.add(port, h, false)
			}
		}
	}
	if len(uses) == 0 {
		return
	}
	for _, h := range in.hosts {
		if _, isPort := uses[h.Bridge]; isPort && !h.Absent {
			uses.add(h.Bridge, h, true)
		}
	}
	uses.each(in, say, finding.Nested, func(name string, first, second *plan.HostNetwork) {
		below, bond := first, second
		if bond.Bridge == name {
			below, bond = second, first
		}
		f := finding.New(finding.Nested, "", fmt.Sprintf("%s is a bridge, and cannot become a port of bond %s: name a card, or give the bridge another "+
			"bridgeName", name, bond.Bond.Name))
		other := below.At("bridgeName")
		f.Other = &other
		say(f, bond.At("bond"))
	})
}

// rings: three bridges or more, each of which has the next as its uplink. Of two see eachOther.
func rings(in *Input, say report, bridges map[string]bool) {
	on := map[string][]*plan.HostNetwork{} // by the bridge that stands on another
	for _, h := range in.hosts {
		if h.Bridge != "" && !h.Absent && h.Bridge != h.Uplink && bridges[h.Uplink] && (h.Type != api.TypeBridge || h.Port != h.Uplink) {
			on[h.Bridge] = append(on[h.Bridge], h)
		}
	}
	if len(on) < 3 {
		return
	}
	r := ring{on: on, say: say}
	for _, bridge := range slices.Sorted(maps.Keys(on)) {
		r.walk(bridge, nil, nil)
	}
}

// ring looks for rings, by way of networks that have nodes in common.
type ring struct {
	on    map[string][]*plan.HostNetwork
	say   report
	steps int
	found bool
}

// mostSteps bounds the steps in a package of very many bridges on bridges.
const mostSteps = 100_000

// walk goes on from a bridge, after some networks whose nodes all have; it says the first ring that leads back to where it began. Each
// ring is looked for from the bridge that comes first by name.
func (r *ring) walk(bridge string, way []*plan.HostNetwork, nodes plan.Nodes) {
	for _, h := range r.on[bridge] {
		if r.steps++; r.found || r.steps > mostSteps || !h.Nodes().Meet(nodes) {
			continue
		}
		next := append(slices.Clone(way), h)
		first := next[0]
		switch {
		case h.Uplink == first.Bridge:
			if len(next) > 2 {
				r.found = true
				names := make([]string, len(next))
				for i, of := range next {
					names[i] = of.Bridge
				}
				conflict(r.say, finding.Nested, fmt.Sprintf("the bridges %s stand on one another in a ring, so that none can be made: name another "+
					"uplink for one of them", strings.Join(names, ", ")), uplinkField, first, h)
			}
		case h.Uplink > first.Bridge && !slices.ContainsFunc(way, func(of *plan.HostNetwork) bool { return of.Bridge == h.Uplink }):
			both := maps.Clone(nodes)
			if both == nil {
				both = plan.Nodes{}
			}
			maps.Copy(both, h.Nodes())
			r.walk(h.Uplink, next, both)
		}
	}
}
