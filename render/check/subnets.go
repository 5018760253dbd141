package check

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// onNodes are ends by their nodes. One on the nodes of the last one does not count.
type onNodes struct {
	index plan.Index[end]
	ends  []end
}

func (o *onNodes) add(e end) {
	if n := len(o.ends); n == 0 || !o.ends[n-1].Nodes.Equal(e.Nodes) {
		o.ends = append(o.ends, e)
		o.index.Add(e.Nodes, e)
	}
}

// meeting is the first end that passes on nodes that another may have, too; nil where none does.
func (o *onNodes) meeting(other end, compared *int, pass func(end) bool) *end {
	if *compared > mostMet {
		return nil
	}
	for e := range o.index.Meeting(other.Nodes, compared) {
		if pass(e) {
			return &e
		}
	}
	return nil
}

// nodeAddressesTwice: a static address of the nodes that they have on another interface, or that a guest has in the same segment.
func nodeAddressesTwice(in *Input, say report) {
	if len(in.nodes) == 0 {
		return
	}
	holders := make(map[netip.Addr]*end, len(in.nodes)) // the first of each address
	again := map[netip.Addr][]*end{}                    // all of one that several have
	for i := range in.nodes {
		e := &in.nodes[i]
		e.addresses(func(p netip.Prefix) {
			switch first := holders[p.Addr()]; {
			case first == nil:
				holders[p.Addr()] = e
			case len(again[p.Addr()]) == 0:
				again[p.Addr()] = []*end{first, e}
			default:
				again[p.Addr()] = append(again[p.Addr()], e)
			}
		})
	}
	for _, a := range slices.SortedFunc(maps.Keys(again), netip.Addr.Compare) {
		nodesShare(again[a], a, say)
	}
	compared := 0
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.IP == nil || itf.Segment == "" {
			return
		}
		guest := end{itf, nil}
		guest.addresses(func(p netip.Prefix) {
			first := holders[p.Addr()]
			if first == nil {
				return
			}
			for _, node := range append([]*end{first}, again[p.Addr()]...) {
				if compared++; compared > mostMet {
					return
				}
				if plan.Together(node.Interface, itf) == plan.Certain {
					twice(say, finding.New(finding.NodeAddressTwice, "", fmt.Sprintf("the nodes have this address on %s in this segment (%s): give the "+
						"guest another", node.host.Carrier(), itf.Segment)), p.Addr(), *node, guest)
					return
				}
			}
			maybeTwice(say, p.Addr(), *first, guest)
		})
	})
}

// nodesShare reports the networks on which nodes have one address.
func nodesShare(ends []*end, address netip.Addr, say report) {
	members := make([]member[end, string], len(ends))
	for i, e := range ends {
		members[i] = member[end, string]{value: e, selector: e.Nodes, same: e.host.Carrier()}
	}
	certain := map[*end]bool{}
	conflicts(members, func(one, another *end) {
		certain[another] = true
		twice(say, finding.New(finding.NodeAddressTwice, "", fmt.Sprintf("a node has this address on %s and on %s, and answers on one of them: "+
			"give each network its own, or nodes of its own", one.host.Carrier(), another.host.Carrier())), address, *one, *another)
	})
	for _, e := range ends[1:] {
		if !certain[e] {
			maybeTwice(say, address, *ends[0], *e)
		}
	}
}

// twice files a finding about an address at the second of two ends that have it.
func twice(say report, f finding.Finding, address netip.Addr, one, another end) {
	other, _ := one.holding(address)
	at, value := another.holding(address)
	f.Other = &other
	say(f.Values(value, ""), at)
}

// maybeTwice reports an address that two ends have in what may be one segment.
func maybeTwice(say report, address netip.Addr, one, another end) {
	if plan.Together(one.Interface, another.Interface) == plan.Possible {
		twice(say, finding.New(finding.AddressMaybe, "", fmt.Sprintf("the nodes have the address on %s, too, and here it is on %s: if that is one "+
			"segment, give each its own", segmentText(one.Interface), segmentText(another.Interface))), address, one, another)
	}
}

// gatewaysTaken: a guest with the address by which others of its segment leave it. Unless it is their router, they lose their way out.
func gatewaysTaken(in *Input, say report) {
	gateways, compared := map[inSegment[netip.Addr]]*onNodes{}, 0
	in.doubts.visit(in, func(e end) {
		e.gateways(func(gateway netip.Addr) {
			key := inSegment[netip.Addr]{e.Segment, gateway}
			if gateways[key] == nil {
				gateways[key] = &onNodes{}
			}
			gateways[key].add(e)
		})
	})
	in.doubts.visit(in, func(guest end) {
		if guest.host != nil {
			return
		}
		guest.addresses(func(p netip.Prefix) {
			users := gateways[inSegment[netip.Addr]{guest.Segment, p.Addr()}]
			if users == nil {
				return
			}
			user := users.meeting(guest, &compared, func(e end) bool { return e.Interface != guest.Interface })
			if user == nil {
				return
			}
			at, value := guest.holding(p.Addr())
			f := finding.New(finding.GatewayTaken, "", fmt.Sprintf("others of this segment (%s) have this address as their gateway: unless this guest "+
				"is their router, give it another", guest.Segment)).Values(value, "")
			other, _ := user.naming(p.Addr())
			f.Other = &other
			say(f, at)
		})
	})
}

// gatewaysDiffer: guests and nodes of one subnet that leave it by different gateways.
func gatewaysDiffer(in *Input, say report) {
	subnets := map[inSegment[netip.Prefix]][]member[end, netip.Addr]{}
	in.doubts.visit(in, func(e end) {
		e.addresses(func(p netip.Prefix) {
			key := inSegment[netip.Prefix]{e.Segment, p.Masked()}
			gateway := e.gatewayIn(key.what)
			members := subnets[key]
			if n := len(members); gateway.IsValid() && (n == 0 || members[n-1].same != gateway || !members[n-1].selector.Equal(e.Nodes)) {
				one := e // on the heap for few
				subnets[key] = append(members, member[end, netip.Addr]{value: &one, selector: e.Nodes, same: gateway})
			}
		})
	})
	for _, key := range bySegment(subnets) {
		conflicts(subnets[key], func(one, another *end) {
			there, here := one.gatewayIn(key.what), another.gatewayIn(key.what)
			at, value := another.naming(here)
			f := finding.New(finding.GatewaysDiffer, "", fmt.Sprintf("the gateway of %s is %s here and %s there, in one segment (%s): write the same, "+
				"unless both are routers", key.what, here, there, key.segment)).Values(value, "")
			other, _ := one.naming(there)
			f.Other = &other
			say(f, at)
		})
	}
}

// prefixesDiffer: addresses of one segment whose prefix lengths differ, so that one takes for its neighbour who takes it for a stranger.
func prefixesDiffer(in *Input, say report) {
	users, compared := map[inSegment[netip.Prefix]]*onNodes{}, 0
	in.doubts.visit(in, func(e end) {
		e.addresses(func(p netip.Prefix) {
			if p.IsSingleIP() || p.Bits() == 0 { // by itself, or a mistake of another kind
				return
			}
			key := inSegment[netip.Prefix]{e.Segment, p.Masked()}
			if users[key] == nil {
				users[key] = &onNodes{}
			}
			users[key].add(e)
		})
	})
	var above []inSegment[netip.Prefix] // the subnets that the next one is in, the narrowest last
	for _, key := range bySegment(users) {
		for n := len(above); n > 0 && (above[n-1].segment != key.segment || !above[n-1].what.Contains(key.what.Addr())); n-- {
			above = above[:n-1]
		}
		for i := len(above) - 1; i >= 0; i-- {
			if prefixDiffers(users[above[i]], users[key], above[i], key, &compared, say) {
				break
			}
		}
		above = append(above, key)
	}
}

// prefixDiffers reports who is in a subnet and, on nodes in common, in a wider one; false where nobody is.
func prefixDiffers(wide, narrow *onNodes, outer, inner inSegment[netip.Prefix], compared *int, say report) bool {
	for _, e := range narrow.ends {
		another := wide.meeting(e, compared, func(other end) bool { return other.Interface != e.Interface })
		if another == nil {
			continue
		}
		there, _ := another.holding(another.addressIn(outer.what))
		at, value := e.holding(e.addressIn(inner.what))
		f := finding.New(finding.PrefixesDiffer, "", fmt.Sprintf("the prefix length is %d here and %d there (%s), in one segment (%s): who is in the wider "+
			"subnet looks for all of it on the link, and its answers may be lost. Write the same", inner.what.Bits(), outer.what.Bits(), outer.what, inner.segment)).
			Values(value, "")
		f.Other = &there
		say(f, at)
		return true
	}
	return false
}

// bySegment are the keys of a map in order: those of a segment together, and a wider subnet before those in it.
func bySegment[V any](m map[inSegment[netip.Prefix]]V) []inSegment[netip.Prefix] {
	return slices.SortedFunc(maps.Keys(m), func(a, b inSegment[netip.Prefix]) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), a.what.Addr().Compare(b.what.Addr()), cmp.Compare(a.what.Bits(), b.what.Bits()))
	})
}
