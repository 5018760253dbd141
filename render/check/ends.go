package check

import (
	"net/netip"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// end is who has an address in a segment: a guest by an interface, or the nodes by a network.
type end struct {
	*plan.Interface
	host *plan.HostNetwork // nil for a guest
}

// nodeEnds are the networks on which the nodes have static addresses.
func nodeEnds(hosts []*plan.HostNetwork) []end {
	var ends []end
	for _, h := range hosts {
		if len(h.Addresses) > 0 && !h.Absent {
			on := h.OnNodes()
			ends = append(ends, end{&on, h})
		}
	}
	return ends
}

// eachEnd visits all who have static addresses in a segment, the nodes first.
func eachEnd(in *Input, visit func(end)) {
	for _, e := range in.nodes {
		visit(e)
	}
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.IP != nil && itf.Segment != "" {
			visit(end{itf, nil})
		}
	})
}

// doubts are the segments in which not all prefix lengths are alike, and the subnets in which not all gateways are, or in which
// somebody has the address of the gateway. They alone are looked at more closely, so that a fleet in order costs next to nothing.
type doubts struct {
	segments map[string]bool
	subnets  map[inSegment[netip.Prefix]]bool
}

func newDoubts(in *Input) doubts {
	d := doubts{map[string]bool{}, map[inSegment[netip.Prefix]]bool{}}
	bits, gateways := map[string][2]int16{}, map[inSegment[netip.Prefix]]netip.Addr{} // what the last one said; of lengths, and 1
	eachEnd(in, func(e end) {
		said := bits[e.Segment]
		e.addresses(func(p netip.Prefix) {
			length, version := int16(p.Bits()+1), 0
			if p.Addr().Is6() {
				version = 1
			}
			if before := said[version]; before != length {
				said[version] = length
				bits[e.Segment] = said
				if before != 0 {
					d.segments[e.Segment] = true
				}
			}
			key := inSegment[netip.Prefix]{e.Segment, p.Masked()}
			gateway := e.gatewayIn(key.what)
			if !gateway.IsValid() {
				return
			}
			if before, known := gateways[key]; !known {
				gateways[key] = gateway
			} else if before != gateway {
				d.subnets[key] = true
			}
		})
	})
	if len(gateways) == 0 {
		return d
	}
	eachEnd(in, func(e end) {
		e.addresses(func(p netip.Prefix) {
			if key := (inSegment[netip.Prefix]{e.Segment, p.Masked()}); gateways[key] == p.Addr() {
				d.subnets[key] = true
			}
		})
	})
	return d
}

// visit visits those who are in doubt.
func (d *doubts) visit(in *Input, visit func(end)) {
	if len(d.segments)+len(d.subnets) == 0 {
		return
	}
	eachEnd(in, func(e end) {
		doubtful := d.segments[e.Segment]
		e.addresses(func(p netip.Prefix) {
			doubtful = doubtful || d.subnets[inSegment[netip.Prefix]{e.Segment, p.Masked()}]
		})
		if doubtful {
			visit(e)
		}
	})
}

// addresses are those of the end, with their subnets.
func (e end) addresses(visit func(netip.Prefix)) {
	if e.host == nil {
		for _, p := range e.IP.Prefixes {
			visit(netip.PrefixFrom(p.Addr().Unmap(), p.Bits()))
		}
		return
	}
	for _, p := range e.host.Addresses {
		visit(p)
	}
}

// gateways are those of the end's default routes.
func (e end) gateways(visit func(netip.Addr)) {
	take := func(_, gateway string, isDefault bool) {
		if a, err := netip.ParseAddr(gateway); err == nil && isDefault {
			visit(a.Unmap())
		}
	}
	if e.host == nil {
		e.IP.Gateways(take)
		return
	}
	for i := range e.host.More().Routes {
		take("", e.host.More().Routes[i].Via, e.host.More().Routes[i].Default())
	}
}

// holding is the place of an address of the end, and what stands there.
func (e end) holding(address netip.Addr) (at finding.Place, value string) {
	if e.host == nil {
		field, value := fieldOf(e.Interface, address)
		return e.At(field), value
	}
	for _, p := range e.host.Addresses {
		if p.Addr() == address {
			value = p.String()
		}
	}
	return e.host.At("nodeIP"), value
}

// naming is the place of a gateway of the end, and what stands there.
func (e end) naming(gateway netip.Addr) (at finding.Place, value string) {
	is := func(text string) bool { a, err := netip.ParseAddr(text); return err == nil && a.Unmap() == gateway }
	if e.host == nil {
		e.IP.Gateways(func(field, text string, isDefault bool) {
			if isDefault && value == "" && is(text) {
				at, value = e.At("ipConfig."+field), text
			}
		})
		return at, value
	}
	for i := range e.host.More().Routes {
		if r := &e.host.More().Routes[i]; value == "" && r.Default() && is(r.Via) {
			at, value = e.host.At("routes["+strconv.Itoa(i)+"].via"), r.Via
		}
	}
	return at, value
}

// gatewayIn is the end's gateway in a subnet, the zero address where it has none there.
func (e end) gatewayIn(subnet netip.Prefix) (found netip.Addr) {
	e.gateways(func(gateway netip.Addr) {
		if !found.IsValid() && subnet.Contains(gateway) {
			found = gateway
		}
	})
	return found
}

// addressIn is the end's address whose subnet is a given one.
func (e end) addressIn(subnet netip.Prefix) (found netip.Addr) {
	e.addresses(func(p netip.Prefix) {
		if p.Masked() == subnet {
			found = p.Addr()
		}
	})
	return found
}

// inSegment is an address, or a subnet, in a segment.
type inSegment[T comparable] struct {
	segment string
	what    T
}
