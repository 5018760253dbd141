package v1alpha1

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Tags are the tags of VLANs from one to another, both included.
type Tags struct{ Min, Max int }

// The tags that a trunk may carry. VLAN 1 is that of frames without a tag, as the kernel has it.
const (
	FirstTag = 2
	LastTag  = 4094
)

// parseTags reads an entry of a trunk: a tag, or the first and the last of several with a dash between.
func parseTags(entry string) (Tags, bool) {
	first, last, several := strings.Cut(entry, "-")
	if !several {
		last = first
	}
	tags := Tags{parseTag(first), parseTag(last)}
	return tags, tags.Min > 0 && tags.Min <= tags.Max
}

// parseTag is a tag as it is written canonically, 0 for what is none.
func parseTag(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > LastTag || strconv.Itoa(n) != text {
		return 0
	}
	return n
}

// Trunk are the tags of a trunk's entries in order.
func Trunk(entries []string) []Tags {
	tags := make([]Tags, 0, len(entries))
	for _, entry := range entries {
		if t, ok := parseTags(entry); ok {
			tags = append(tags, t)
		}
	}
	slices.SortFunc(tags, func(a, b Tags) int { return cmp.Or(cmp.Compare(a.Min, b.Min), cmp.Compare(a.Max, b.Max)) })
	return tags
}

// FiltersVLANs says whether the bridge tells VLANs apart, as every one does that is not told otherwise.
func (s *NetworkSpec) FiltersVLANs() bool {
	return s.More().VLANFiltering == nil || *s.More().VLANFiltering
}

// Carried are the tags that frames may have on the uplink of a network without a VLAN of its own: those of its trunk, or all but
// the native VLAN, whose frames have none.
func (s *NetworkSpec) Carried() []Tags {
	switch {
	case len(s.More().Trunk) > 0:
		return Trunk(s.More().Trunk)
	case s.More().NativeVLAN == nil:
		return []Tags{{FirstTag, LastTag}}
	}
	var carried []Tags
	for _, t := range []Tags{{FirstTag, *s.More().NativeVLAN - 1}, {max(FirstTag, *s.More().NativeVLAN+1), LastTag}} {
		if t.Min <= t.Max {
			carried = append(carried, t)
		}
	}
	return carried
}

// Lacking are the first of some tags that the network does not carry, neither with a tag nor as its native VLAN; false for none.
func (s *NetworkSpec) Lacking(wanted Tags) (Tags, bool) {
	carried := s.Carried()
	if n := s.More().NativeVLAN; n != nil {
		carried = append(carried, Tags{*n, *n})
		slices.SortFunc(carried, func(a, b Tags) int { return cmp.Compare(a.Min, b.Min) })
	}
	for _, t := range carried { // in order, and apart
		if t.Max < wanted.Min {
			continue
		}
		if t.Min > wanted.Min {
			return Tags{wanted.Min, min(wanted.Max, t.Min-1)}, true
		}
		if wanted.Min = t.Max + 1; wanted.Min > wanted.Max {
			return Tags{}, false
		}
	}
	return wanted, true
}

// String is the tags as an entry of a trunk.
func (t Tags) String() string {
	if t.Min == t.Max {
		return strconv.Itoa(t.Min)
	}
	return strconv.Itoa(t.Min) + "-" + strconv.Itoa(t.Max)
}

// Has says whether a tag is one of the tags.
func (t Tags) Has(tag int) bool { return t.Min <= tag && tag <= t.Max }
