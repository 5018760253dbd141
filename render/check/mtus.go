package check

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// sized is an interface with an MTU, by a network of ours or by a policy that is not ours.
type sized struct {
	name  string
	mtu   int
	below []string // what it stands on
	nodes plan.Nodes
	host  *plan.HostNetwork // nil of a policy that is not ours
	their *ForeignPolicy
}

func (s *sized) at() finding.Place {
	if s.host == nil {
		return below(s.their.Place, "spec.desiredState")
	}
	return s.host.At("mtu")
}

// mtusOver: an interface with a larger MTU than what it stands on has by another network, or by a policy that is not ours. The kernel
// refuses such a VLAN, and a bridge loses the frames. An uplink that a network lists by itself has the network's MTU at least.
func mtusOver(in *Input, say report) {
	doubtful := undersized(in)
	if len(doubtful) == 0 {
		return
	}
	ours := map[string]*plan.Index[*sized]{}
	var uppers []*sized
	eachSized(in, func(one sized) {
		if one.host != nil && doubtful[one.name] {
			if ours[one.name] == nil {
				ours[one.name] = &plan.Index[*sized]{}
			}
			ours[one.name].Add(one.nodes, &one)
		}
		if slices.ContainsFunc(one.below, func(name string) bool { return doubtful[name] }) {
			uppers = append(uppers, &one)
		}
	})
	compared, said := 0, map[[2]string]bool{}
	for _, upper := range uppers {
		for _, name := range upper.below {
			pair := [2]string{upper.name, name}
			if ours[name] == nil || said[pair] || compared > mostMet {
				continue
			}
			for lower := range ours[name].Meeting(upper.nodes, &compared) {
				if lower.mtu < upper.mtu && lower.host != upper.host {
					said[pair] = true
					mtuOver(upper, lower, say)
					break
				}
			}
		}
	}
}

// undersized are the names of interfaces that are somewhere smaller than somewhere something on them. They alone are looked at more
// closely, for the nodes may differ.
func undersized(in *Input) map[string]bool {
	least, above := map[string]int{}, map[string]int{}
	eachSized(in, func(one sized) {
		if mtu, known := least[one.name]; one.host != nil && (!known || one.mtu < mtu) {
			least[one.name] = one.mtu
		}
		for _, name := range one.below {
			above[name] = max(above[name], one.mtu)
		}
	})
	maps.DeleteFunc(least, func(name string, mtu int) bool { return mtu >= above[name] })
	doubtful := make(map[string]bool, len(least))
	for name := range least {
		doubtful[name] = true
	}
	return doubtful
}

// eachSized visits the interfaces with an MTU: those of networks of ours, and if there are any those of other policies.
func eachSized(in *Input, visit func(sized)) {
	take := func(itf *nmstate.Interface, one sized) {
		if itf.MTU == 0 || itf.State == "absent" {
			return
		}
		one.name, one.mtu, one.below = itf.Name, itf.MTU, portsOf(itf)
		if itf.VLAN != nil {
			one.below = append(one.below, itf.VLAN.BaseInterface)
		}
		visit(one)
	}
	hosts := slices.DeleteFunc(slices.Clone(in.hosts), func(h *plan.HostNetwork) bool { return h.More().MTU == nil || h.Absent })
	if len(hosts) == 0 {
		return
	}
	nmstate.EachInterface(hosts, func(h *plan.HostNetwork, itf *nmstate.Interface) { take(itf, sized{nodes: h.Nodes(), host: h}) })
	for i := range in.Foreign {
		spec := in.Foreign[i].Spec
		for j := range spec.DesiredState.Interfaces {
			take(&spec.DesiredState.Interfaces[j], sized{nodes: spec.NodeSelector, their: &in.Foreign[i]})
		}
	}
}

// mtuOver reports an interface that is larger than what it stands on, at a network of ours.
func mtuOver(upper, lower *sized, say report) {
	at, other := upper.at(), lower.at()
	if upper.host == nil {
		at, other = other, at
	}
	f := finding.New(finding.MTUOver, "", fmt.Sprintf("%s has an MTU of %d and stands on %s, which gets %d: the kernel refuses a VLAN that is larger than "+
		"what it is on, and a bridge loses larger frames. Give %s less, or %s more", upper.name, upper.mtu, lower.name, lower.mtu, upper.name, lower.name))
	f.Other = &other
	say(f, at)
}

// mtusOfIPv6: an MTU with which an address of IPv6 does not work that another resource, or the table of nodes, gives.
func mtusOfIPv6(in *Input, say report) {
	small := func(mtu int) bool { return 0 < mtu && mtu < api.LeastIPv6 }
	tooSmall := func(mtu int, what string, at finding.Place) {
		say(finding.New(finding.SmallMTU, "", fmt.Sprintf("must be %d at least, with which IPv6 works, for %s", api.LeastIPv6, what)).
			Values(strconv.Itoa(mtu), strconv.Itoa(api.LeastIPv6)), at)
	}
	for _, h := range in.hosts {
		switch {
		case h.More().MTU == nil || !small(*h.More().MTU) || h.Absent:
		case h.NodeAddress != nil:
			tooSmall(*h.More().MTU, "nodeAddress, which asks for addresses of IPv6, too", h.At("mtu"))
		case h.Table != nil: // else its own check has said it
			for _, p := range h.Addresses {
				if p.Addr().Is6() {
					tooSmall(*h.More().MTU, "the address "+p.String(), h.At("mtu"))
					break
				}
			}
		}
	}
	for i := range in.Plan.Attachments {
		a := &in.Plan.Attachments[i]
		if !small(a.MTU) || a.OVNNetwork == "" {
			continue
		}
		for _, text := range a.More().Subnets {
			if p, err := netip.ParsePrefix(text); err == nil && p.Addr().Is6() {
				tooSmall(a.MTU, "the subnet "+text, a.At("mtu"))
				break
			}
		}
	}
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.IP == nil || !small(itf.MTU) {
			return
		}
		for i, p := range itf.IP.Prefixes {
			if p.Addr().Is6() {
				field, value := itf.IP.AddressAt(i)
				say(finding.New(finding.SmallMTU, "", fmt.Sprintf("is of IPv6, which does not work on the network's MTU of %d: write mtu: %d there, or no "+
					"address of IPv6", itf.MTU, api.LeastIPv6)).Values(value, ""), itf.At("ipConfig."+field))
				return
			}
		}
	})
}
