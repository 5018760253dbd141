package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// distinct leaves out networks that mean the same for the same nodes as one before them with their bridge or card. Most do, in a
// fleet whose machines share their bridges.
func distinct(networks []plan.HostNetwork) []*plan.HostNetwork {
	var found []*plan.HostNetwork
	last := map[string]*plan.HostNetwork{}
	for i := range networks {
		h := &networks[i]
		name := cmp.Or(h.Bridge, h.Uplink, h.PhysicalNetwork)
		if before := last[name]; before == nil || !before.Alike(h) || !before.Nodes().Equal(h.Nodes()) {
			found, last[name] = append(found, h), h
		}
	}
	return found
}

// groups gathers what networks say of one thing on the nodes, by the thing's name.
type groups[D comparable] map[string][]member[plan.HostNetwork, D]

// add takes in a definition. One that says the same of the same nodes as the last does not count.
func (g groups[D]) add(name string, h *plan.HostNetwork, same D) {
	members := g[name]
	if n := len(members); n > 0 && members[n-1].same == same && members[n-1].selector.Equal(h.Nodes()) {
		return
	}
	g[name] = append(members, member[plan.HostNetwork, D]{value: h, selector: h.Nodes(), same: same})
}

// each reports the conflicts of all groups, by name: in words, as long as the findings of the code are listed.
func (g groups[D]) each(in *Input, say report, code finding.Code, disagree func(name string, first, second *plan.HostNetwork)) {
	for _, name := range slices.Sorted(maps.Keys(g)) {
		conflicts(g[name], func(first, second *plan.HostNetwork) {
			if in.Counted == nil || !in.Counted(code) {
				disagree(name, first, second)
				return
			}
			f := finding.New(code, "", "")
			f.Other = &first.Owner.Place
			say(f, second.Owner.Place)
		})
	}
}

// conflict files a finding at the second of two networks, with the first as the other place.
func conflict(say report, code finding.Code, message string, field func(*plan.HostNetwork) string, first, second *plan.HostNetwork) {
	f := finding.New(code, "", message)
	other := first.At(field(first))
	f.Other = &other
	say(f, second.At(field(second)))
}

// uplinksInTwoBridges: one interface cannot be a port of two bridges; nmstate refuses what one policy says, and of two
// policies the last wins.
func uplinksInTwoBridges(in *Input, say report) {
	ports := groups[string]{}
	for _, h := range in.hosts {
		if !h.Absent {
			for port := range h.BridgePorts {
				ports.add(port, h, h.Bridge)
			}
		}
	}
	ports.each(in, say, finding.TwoBridges, func(name string, first, second *plan.HostNetwork) {
		conflict(say, finding.TwoBridges, fmt.Sprintf("%s becomes a port of bridge %s here and of %s there, "+
			"and an interface is a port of one: use one bridge, different VLANs, "+
			"or nodeSelectors that exclude each other", name, second.Bridge, first.Bridge), uplinkField, first, second)
	})
}

func uplinkField(h *plan.HostNetwork) string {
	switch {
	case h.Bond != nil:
		return "bond"
	case len(h.More().Ports) > 0:
		return "ports"
	}
	return "physicalInterface"
}

// portsTaken: a port of a bond is no uplink of its own and no port of another bond.
func portsTaken(in *Input, say report) {
	uses := groups[string]{}
	for _, h := range in.hosts {
		if h.Type == api.TypeSRIOV || h.Uplink == "" || h.Absent {
			continue
		}
		for link := range h.Links {
			uses.add(link, h, "")
		}
		if h.Bond != nil {
			for _, p := range h.Bond.Ports {
				uses.add(p, h, "port of bond "+h.Bond.Name)
			}
		}
	}
	uses.each(in, say, finding.Enslaved, func(name string, first, second *plan.HostNetwork) {
		conflict(say, finding.Enslaved, fmt.Sprintf("%s is used in two ways that exclude each other: "+
			"as a port of a bond it cannot carry VLANs or a bridge, or belong to another. Put VLANs on the bond, or use another interface", name),
			uplinkField, first, second)
	})
}

// nativeAndTagged: an uplink that is a port of a bridge and carries VLANs, too. The frames of these never reach the bridge.
func nativeAndTagged(in *Input, say report) {
	uses := groups[bool]{}
	for _, h := range in.hosts {
		if h.Bridge != "" && !h.Absent {
			for link := range h.Links {
				uses.add(link, h, h.Port != h.Uplink)
			}
		}
	}
	uses.each(in, say, finding.NativeAndTagged, func(name string, first, second *plan.HostNetwork) {
		native, tagged := first, second
		if native.Port != native.Uplink {
			native, tagged = second, first
		}
		conflict(say, finding.NativeAndTagged, fmt.Sprintf("%s is a port of bridge %s and carries VLANs as well. "+
			"That works, but the frames of such a VLAN "+
			"go to its own interface (here %s), and machines on %s cannot use its tag: give them the network with vlanId: %d if they need it",
			name, native.Bridge, tagged.Port, native.Bridge, tagged.VLAN), uplinkField, first, second)
	})
}

// slowBridges: a bridge with spanning tree forwards nothing at first, and so cuts the node off for a while whose address it has.
func slowBridges(in *Input, say report) {
	said := map[string]bool{}
	for _, h := range in.hosts {
		if !h.More().STP || !h.TakesAddress() || h.Absent || said[h.Bridge] {
			continue
		}
		said[h.Bridge] = true
		say(finding.New(finding.SlowStart, "", fmt.Sprintf("spanning tree takes the node off the network for about 30 s whenever %s comes up, "+
			"for the bridge carries the node's own address (nodeAddress): remove it, unless the bridge can be part of a loop", h.Bridge)).
			Values("true", ""), h.At("stp"))
	}
}

// vlansTwice: the kernel has one interface for a VLAN of an uplink.
func vlansTwice(in *Input, say report) {
	if !slices.ContainsFunc(in.hosts, func(h *plan.HostNetwork) bool { return h.More().VLANInterface != "" }) {
		return
	}
	interfaces := groups[string]{}
	for _, h := range in.hosts {
		if h.Port != h.Uplink && h.Port != "" && !h.Absent {
			interfaces.add(api.VLANInterface(h.Uplink, h.VLAN), h, h.Port)
		}
	}
	field := func(h *plan.HostNetwork) string {
		if h.More().VLANInterface != "" {
			return "vlanInterface"
		}
		return "vlanId"
	}
	interfaces.each(in, say, finding.VLANTwice, func(_ string, first, second *plan.HostNetwork) {
		conflict(say, finding.VLANTwice, fmt.Sprintf("VLAN %d of %s has the interface %s here and %s there, and the kernel takes one for each "+
			"VLAN: give both the same vlanInterface", second.VLAN, second.Uplink, second.Port, first.Port), field, first, second)
	})
}

// vlansUnplanned: a VLAN outside every range that the configuration plans.
func vlansUnplanned(in *Input, say report) {
	ranges := in.Config.Network.VLANRanges
	if len(ranges) == 0 {
		return
	}
	for i := range in.Plan.HostNetworks {
		h := &in.Plan.HostNetworks[i]
		if h.VLAN == 0 || h.Absent || slices.ContainsFunc(ranges, func(r api.VLANRange) bool { return r.Min <= h.VLAN && h.VLAN <= r.Max }) {
			continue
		}
		say(finding.New(finding.Unplanned, "", "the VLAN is outside every planned range: "+rangesText(ranges)).
			Values(strconv.Itoa(h.VLAN), ""), h.At("vlanId"))
	}
	eachPort(in, func(itf *plan.Interface) bool {
		vlan := itf.Port.VLAN
		return vlan != 0 && !slices.ContainsFunc(ranges, func(r api.VLANRange) bool { return r.Min <= vlan && vlan <= r.Max })
	}, func(itf *plan.Interface, unplanned bool) {
		if unplanned {
			say(finding.New(finding.Unplanned, "", "the VLAN is outside every planned range: "+rangesText(ranges)).
				Values(strconv.Itoa(itf.Port.VLAN), ""), itf.At("vlanId"))
		}
	})
}

func rangesText(ranges []api.VLANRange) string {
	parts := make([]string, len(ranges))
	for i, r := range ranges {
		parts[i] = strings.TrimSpace(fmt.Sprintf("%s %d-%d", r.Name, r.Min, r.Max))
	}
	return strings.Join(parts, ", ")
}

// managementUplinks: a port of a bridge or bond keeps no address. Where the interface carries the node's own, the node is
// cut off unless the bridge takes the address over.
func managementUplinks(in *Input, say report) {
	management := in.Config.Network.ManagementInterfaces
	if len(management) == 0 {
		return
	}
	for i := range in.Plan.HostNetworks {
		h := &in.Plan.HostNetworks[i]
		taken := ""
		switch {
		case h.Type == api.TypeSRIOV, h.Uplink == "", h.Absent:
		case h.Bond != nil:
			for _, p := range h.Bond.Ports {
				if slices.Contains(management, p) {
					taken = p
				}
			}
			if taken == "" && h.Bridge != "" && h.Port == h.Uplink && slices.Contains(management, h.Uplink) {
				taken = h.Uplink
			}
		case h.Bridge != "" && h.Port == h.Uplink:
			for link := range h.Links {
				if taken == "" && slices.Contains(management, link) {
					taken = link
				}
			}
		}
		if taken == "" || h.TakesAddress() && taken == h.Uplink {
			continue
		}
		say(finding.New(finding.CutOff, "", fmt.Sprintf("%s carries the node's own address (network.managementInterfaces) and would become a "+
			"port of %s, which drops it: the node is cut off. Use another uplink or a VLAN, "+
			"or nodeAddress: dhcp, and name it first where there are several ports", taken, master(h, taken))), h.At(uplinkField(h)))
	}
}

func master(h *plan.HostNetwork, port string) string {
	if h.Bond != nil && port != h.Uplink {
		return "bond " + h.Bond.Name
	}
	return "bridge " + h.Bridge
}

// uplinksUndeclared tells once what hangs on an uplink that nobody chose.
func uplinksUndeclared(in *Input, say report) {
	if in.UplinkDeclared {
		return
	}
	var first *plan.HostNetwork
	bridges, selectors := map[string]bool{}, map[string]bool{}
	for _, h := range in.hosts {
		if !h.UplinkGuessed || h.Absent {
			continue
		}
		if first == nil {
			first = h
		}
		if h.Bridge != "" {
			bridges[h.Bridge] = true
		}
		selectors[h.Nodes().String()] = true
	}
	if first == nil {
		return
	}
	machines := 0
	for i := range in.Plan.Machines {
		if slices.ContainsFunc(in.Plan.Machines[i].Interfaces, func(itf plan.Interface) bool { return bridges[itf.Bridge] }) {
			machines++
		}
	}
	say(finding.New(finding.Undeclared, "", fmt.Sprintf("nobody chose the uplink: %s is a guess. What hangs on it: bridges %s; nodes: %s; "+
		"machines: %d. Set network.physicalInterface, and list it in network.managementInterfaces if it carries the nodes' own address",
		first.Uplink, some(bridges), some(selectors), machines)).Values("", first.Uplink), first.At("physicalInterface"))
}

// some are the words of a set in order, the first of many.
func some(set map[string]bool) string {
	const most = 5
	words := slices.Sorted(maps.Keys(set))
	if len(words) > most {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
	}
	return strings.Join(words, ", ")
}
