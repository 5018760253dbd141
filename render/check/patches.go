package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/vm"
)

const (
	inPolicy  = "patches.policy"
	inMachine = "spec.patches.virtualMachine"
)

// portsOfPatches: a patch makes an interface a port of something, and the same or another policy has it as a port of something else, on
// nodes that both may pick. What the plan knows of ports is what the fields say.
func portsOfPatches(in *Input, say report) {
	if !slices.ContainsFunc(in.hosts, func(h *plan.HostNetwork) bool { return h.Patched != nil }) {
		return
	}
	masters := groups[string]{} // of a port, by its name
	nmstate.EachInterface(in.hosts, func(h *plan.HostNetwork, itf *nmstate.Interface) {
		if h.Absent {
			return
		}
		for _, port := range portsOf(itf) {
			if port != itf.Name { // an OVS bridge has an interface of its own name
				masters.add(port, h, itf.Name)
			}
		}
	})
	for _, port := range slices.Sorted(maps.Keys(masters)) {
		members := masters[port]
		conflicts(members, func(first, second *plan.HostNetwork) {
			one, other := masterIn(first, port), masterIn(second, port)
			if second.Patched == nil {
				first, second = second, first
			}
			if second.Patched == nil || one == other {
				return // see portsTaken
			}
			f := finding.New(finding.PatchBreaks, "", fmt.Sprintf("with the patch %s becomes a port of %s and of %s, and an interface is a port of one: "+
				"leave one of the two out, or give the networks nodes of their own", port, one, other))
			place := first.At("")
			f.Other = &place
			say(f, second.At(inPolicy))
		})
	}
	for _, h := range in.hosts {
		if h.Patched != nil {
			portsTwice(h, say)
		}
	}
}

// masterIn is what has an interface as its port in a network's policy.
func masterIn(h *plan.HostNetwork, port string) string {
	list := nmstate.SpecOf(h).DesiredState.Interfaces
	for i := range list {
		if slices.Contains(portsOf(&list[i]), port) && list[i].Name != port {
			return list[i].Name
		}
	}
	return ""
}

// portsTwice reports a port of two interfaces in one policy.
func portsTwice(h *plan.HostNetwork, say report) {
	of := map[string]string{}
	list := nmstate.SpecOf(h).DesiredState.Interfaces
	for i := range list {
		for _, port := range portsOf(&list[i]) {
			if first, taken := of[port]; taken {
				say(finding.New(finding.PatchBreaks, "", fmt.Sprintf("with the patch %s becomes a port of %s and of %s, and an interface is a port of one: "+
					"leave one of the two out", port, first, list[i].Name)), h.At(inPolicy))
			}
			of[port] = list[i].Name
		}
	}
}

// macsOfPatches: an interface that a patch adds has the MAC address of one of another machine.
func macsOfPatches(in *Input, say report) {
	added := map[string][]*plan.Machine{}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		if patched := vm.PatchedOf(m); patched != nil {
			for _, mac := range patched.MACs {
				added[mac] = append(added[mac], m)
			}
		}
	}
	if len(added) == 0 {
		return
	}
	twice := func(m *plan.Machine, mac string, other *plan.Origin) {
		f := finding.New(finding.MACMaybe, "", "an interface that the patch adds has the MAC address "+mac+", which another machine has, too: if both are in "+
			"one segment, give each its own")
		place := other.At("")
		f.Other = &place
		say(f, m.At(inMachine))
	}
	for _, mac := range slices.Sorted(maps.Keys(added)) {
		for _, m := range added[mac][1:] {
			twice(m, mac, &added[mac][0].Origin)
		}
	}
	eachInterface(in, func(m *plan.Machine, itf *plan.Interface) {
		if others := added[itf.MAC]; len(others) > 0 && others[0] != m {
			twice(others[0], itf.MAC, &itf.Origin)
		}
	})
}
