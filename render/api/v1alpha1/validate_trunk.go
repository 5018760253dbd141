package v1alpha1

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// ports reports what is wrong with a bridge's several ports.
func (c *checker) ports(at path, s *NetworkSpec) {
	var names seen
	for i, port := range s.More().Ports {
		element := at.element(i)
		c.interfaceName(element, port)
		if _, twice := names.add(port, i); twice {
			c.add(finding.Twice, element, "is a port of the bridge already: remove it", port, "")
		}
	}
	if len(s.More().Ports) > 1 && !s.More().STP && s.Ensure != EnsureAbsent {
		c.add(finding.Loop, at, "are several, and with two of them on one network every broadcast goes round for ever: set stp: true, "+
			"or make a bond of them, unless each leads to a network of its own", "", "")
	}
}

// vlans reports what is wrong with the VLANs that a network's bridge carries.
func (c *checker) vlans(at path, s *NetworkSpec) {
	c.trunk(at.in("trunk"), s.More().Trunk)
	if n := s.More().NativeVLAN; n != nil {
		for _, t := range Trunk(s.More().Trunk) {
			if t.Has(*n) {
				c.add(finding.Contradiction, at.in("nativeVlan"), fmt.Sprintf("must not be one of trunk (%s), for its frames have no tag on the uplink, "+
					"and NetworkManager takes each VLAN once: take it out of trunk", t), strconv.Itoa(*n), "")
				break
			}
		}
	}
	if !s.FiltersVLANs() && (len(s.More().Trunk) > 0 || s.More().NativeVLAN != nil) {
		c.add(finding.Contradiction, at.in("vlanFiltering"), "must not be false beside trunk and nativeVlan, which the bridge keeps by filtering: "+
			"remove it, or remove them", "false", "true")
	}
}

// trunk reports entries that are no tags, have VLAN 1, or overlap.
func (c *checker) trunk(list path, entries []string) {
	type entry struct {
		Tags
		index int
	}
	var right []entry
	for i, text := range entries {
		switch tags, ok := parseTags(text); {
		case !ok:
			c.add(finding.OutOfRange, list.element(i), fmt.Sprintf("must be a VLAN from %d to %d, or the first and the last of several, such as 100-199",
				FirstTag, LastTag), text, "")
		case tags.Min < FirstTag:
			proposed := ""
			if tags.Max >= FirstTag {
				proposed = Tags{FirstTag, tags.Max}.String()
			}
			c.add(finding.OutOfRange, list.element(i), fmt.Sprintf("must begin with %d, for VLAN 1 is that of frames without a tag: for another one there, "+
				"write nativeVlan", FirstTag), text, proposed)
		default:
			right = append(right, entry{tags, i})
		}
	}
	slices.SortStableFunc(right, func(a, b entry) int { return cmp.Compare(a.Min, b.Min) })
	for i := 1; i < len(right); i++ {
		one, other := right[i-1], right[i]
		if one.Max < other.Min {
			continue
		}
		here, there := other, one
		if here.index < there.index {
			here, there = there, here
		}
		c.add(finding.Twice, list.element(here.index), "has VLANs of "+list.element(there.index).String()+": NetworkManager takes each once",
			here.String(), "")
		if one.Max > other.Max {
			right[i] = one // the next may overlap with it, too
		}
	}
}

// port reports what is wrong with the VLAN or trunk of a machine's own on a network that it refers to.
func (c *checker) port(at path, n *WukongNetwork) {
	if n.VLANID != nil {
		c.within(at.in("vlanId"), *n.VLANID, 1, LastTag)
	}
	c.trunk(at.in("trunk"), n.More().Trunk)
	if len(n.More().Trunk) == 0 {
		return
	}
	if n.VLANID != nil {
		c.add(finding.Contradiction, at.in("trunk"), "must not stand beside vlanId: the machine gets one VLAN without a tag, or several with their tags: "+
			"remove one of the two", "", "")
	}
	if n.IPConfig != nil {
		c.add(finding.Contradiction, at.in("ipConfig"), "must not stand beside trunk: every frame has a tag, and so the guest's addresses belong on VLAN "+
			"interfaces that the guest makes. Remove it, or use vlanId", "", "")
	}
}
