package plan

import "cmp"

// shareMTU tells each network the largest MTU that any one wants of its uplink, so that all policies that list the uplink say
// the same of it. Networks on nodes that certainly differ do not share: they are told apart by the one label that most of them
// select by.
func shareMTU(networks []HostNetwork) {
	if !anyOf(networks, func(h *HostNetwork) bool { return h.MTU != nil }) {
		return
	}
	sharing := map[string][]*HostNetwork{}
	for i := range networks {
		if h := &networks[i]; !h.Absent {
			sharing[h.Uplink] = append(sharing[h.Uplink], h)
		}
	}
	for _, all := range sharing {
		label := commonLabel(all)
		largest, everywhere, anywhere := map[string]int{}, 0, 0
		for _, h := range all {
			value, some := h.NodeSelector[label]
			mtu := number(h.MTU)
			anywhere = max(anywhere, mtu)
			if some {
				largest[value] = max(largest[value], mtu)
			} else {
				everywhere = max(everywhere, mtu)
			}
		}
		for _, h := range all {
			h.UplinkMTU = anywhere
			if value, some := h.NodeSelector[label]; some {
				h.UplinkMTU = max(largest[value], everywhere)
			}
		}
	}
}

// anyOf says whether a network passes.
func anyOf(networks []HostNetwork, pass func(*HostNetwork) bool) bool {
	for i := range networks {
		if pass(&networks[i]) {
			return true
		}
	}
	return false
}

// commonLabel is the label that most networks select nodes by, empty where none does.
func commonLabel(networks []*HostNetwork) string {
	count := map[string]int{}
	for _, h := range networks {
		for label := range h.NodeSelector {
			count[label]++
		}
	}
	most := ""
	for label, n := range count {
		if c := cmp.Compare(n, count[most]); c > 0 || c == 0 && (most == "" || label < most) {
			most = label
		}
	}
	return most
}
