package check

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// addressesTwice: one address on two machines of one segment, or of what may be one.
func addressesTwice(in *Input, say report) {
	type key struct {
		attachment string // that exists
		vlan       int
		address    netip.Addr
	}
	first := make(map[key]*plan.Interface, len(in.Plan.Machines))
	again := map[key][]*plan.Interface{}
	var taken []key // in order
	take := func(itf *plan.Interface, prefix netip.Prefix) {
		k := key{"", itf.VLAN, prefix.Addr().Unmap()}
		if itf.Unseen {
			k.attachment = itf.Segment
		}
		one, known := first[k]
		switch {
		case !known:
			first[k] = itf
			return
		case len(again[k]) == 0:
			again[k] = append(again[k], one)
			taken = append(taken, k)
		}
		again[k] = append(again[k], itf)
	}
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.IP == nil || itf.Segment == "" {
			return
		}
		for _, prefix := range itf.IP.Prefixes {
			take(itf, prefix)
		}
	})
	for _, k := range taken {
		share(again[k], func(one, another *plan.Interface) {
			var f finding.Finding
			field, value := fieldOf(another, k.address)
			switch plan.Together(one, another) {
			case plan.Certain:
				f = finding.New(finding.AddressTwice, "", fmt.Sprintf("the address is taken in this segment (%s) already: "+
					"give the machines different ones", another.Segment)).Values(value, "")
			case plan.Possible:
				f = finding.New(finding.AddressMaybe, "", fmt.Sprintf("the address is used on %s, too, and here on %s: if that is one segment, "+
					"give the machines different ones", segmentText(one), segmentText(another)))
			case plan.Separate:
				return
			}
			ofOne, _ := fieldOf(one, k.address)
			other := one.At(ofOne)
			f.Other = &other
			say(f, another.At(field))
		})
	}
}

// fieldOf is the field that gives an interface an address, and what stands there.
func fieldOf(itf *plan.Interface, address netip.Addr) (field, value string) {
	at := -1
	for i, prefix := range itf.IP.Prefixes {
		if prefix.Addr().Unmap() == address {
			at = i
			break
		}
	}
	field, value = itf.IP.AddressAt(at)
	return "ipConfig." + field, value
}

// macsTwice: one MAC address on two interfaces of a machine or of a segment, which KubeVirt admits. Only an address that the user
// chose can meet another: derived ones differ.
func macsTwice(in *Input, say report) {
	given := map[string][]*plan.Interface{}
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.MACGiven {
			given[itf.MAC] = nil
		}
	})
	if len(given) == 0 {
		return
	}
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if others, ok := given[itf.MAC]; ok {
			given[itf.MAC] = append(others, itf)
		}
	})
	for _, mac := range slices.Sorted(maps.Keys(given)) {
		share(inTwoMachines(given[mac], func(one, another *plan.Interface) {
			both(say, finding.New(finding.MACTwice, "", "another interface of this machine has this MAC address, by which the guest tells "+
				"its interfaces apart: give each its own, or none to have one derived").Values(mac, ""), one, another)
		}), func(one, another *plan.Interface) {
			switch plan.Together(one, another) {
			case plan.Certain:
				both(say, finding.New(finding.MACTwice, "", fmt.Sprintf("another interface of this segment (%s) has this MAC address, so bridges and "+
					"switches send its frames to one of the two: give each its own, or none to have one derived", another.Segment)).Values(mac, ""),
					one, another)
			case plan.Possible:
				both(say, finding.New(finding.MACMaybe, "", fmt.Sprintf("the MAC address is used on %s, too, and here on %s: if that is one segment, "+
					"give each its own, or none to have one derived", segmentText(one), segmentText(another))), one, another)
			case plan.Separate:
				both(say, finding.New(finding.MACMaybe, "", "the MAC address is used in another segment, too: that is harmless unless a switch "+
					"learns addresses for all VLANs together, or something bridges the two segments"), one, another)
			}
		})
	}
}

// inTwoMachines are interfaces with those of one machine taken for one, which is reported, and without those on a pod's own
// network, of which nobody else sees the MAC address.
func inTwoMachines(list []*plan.Interface, twice func(one, another *plan.Interface)) []*plan.Interface {
	if len(list) < 2 {
		return nil
	}
	machines := make(map[*plan.Owner]*plan.Interface, len(list))
	var out []*plan.Interface
	for _, itf := range list {
		if one, known := machines[itf.Owner]; known {
			twice(one, itf)
			continue
		}
		machines[itf.Owner] = itf
		if itf.Segment != "" {
			out = append(out, itf)
		}
	}
	return out
}

// share goes through interfaces that have one address, and gives each but the first with one before it: one that is certainly in
// its segment, or else one that is on the same link, or else the first.
func share(list []*plan.Interface, visit func(one, another *plan.Interface)) {
	switch len(list) {
	case 0, 1:
		return
	case 2: // nearly always
		visit(list[0], list[1])
		return
	}
	links := map[string][]member[plan.Interface, int]{}
	place := make(map[*plan.Interface]int, len(list))
	for i, itf := range list {
		place[itf] = i
		links[itf.Segment] = append(links[itf.Segment], member[plan.Interface, int]{value: itf, selector: itf.Nodes, same: i})
	}
	certain := make([]*plan.Interface, len(list))
	for _, members := range links {
		conflicts(members, func(one, another *plan.Interface) {
			if place[one] > place[another] {
				one, another = another, one
			}
			if known := certain[place[another]]; known == nil || place[one] < place[known] {
				certain[place[another]] = one
			}
		})
	}
	for i, itf := range list {
		one := certain[i]
		if one == nil {
			one = links[itf.Segment][0].value
		}
		if one == itf {
			one = list[0]
		}
		if i > 0 {
			visit(one, itf)
		}
	}
}

// both files a finding at the MAC address of the second of two interfaces, with that of the first as the other place.
func both(say report, f finding.Finding, one, another *plan.Interface) {
	const field = "macAddress"
	other := one.At(field)
	f.Other = &other
	say(f, another.At(field))
}

// segmentText is where an interface's segment is.
func segmentText(itf *plan.Interface) string {
	return itf.Segment + " (nodes: " + itf.Nodes.String() + ")"
}
