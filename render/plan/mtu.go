package plan

import api "github.com/novasphere/wukong-fn/render/api/v1alpha1"

// shareMTU tells each network the largest MTU that any one wants of its uplink, so that all policies that list the uplink say
// the same of it. Networks on nodes that certainly differ do not share: they are told apart by the one label that most of them
// select by.
func shareMTU(networks []HostNetwork) {
	if !anyOf(networks, func(h *HostNetwork) bool { return h.More().MTU != nil }) {
		return
	}
	sharing := map[string][]*HostNetwork{}
	for i := range networks {
		if h := &networks[i]; !h.Absent {
			for link := range h.Links {
				sharing[link] = append(sharing[link], h)
			}
		}
	}
	for _, all := range sharing {
		label := commonLabel(func(yield func(Nodes) bool) {
			for _, h := range all {
				if !yield(h.Nodes()) {
					return
				}
			}
		})
		largest, everywhere, anywhere := map[string]int{}, 0, 0
		for _, h := range all {
			value, some := h.NodeSelector[label]
			mtu := api.Number(h.More().MTU)
			anywhere = max(anywhere, mtu)
			if some {
				largest[value] = max(largest[value], mtu)
			} else {
				everywhere = max(everywhere, mtu)
			}
		}
		for _, h := range all {
			shared := anywhere
			if value, some := h.NodeSelector[label]; some {
				shared = max(largest[value], everywhere)
			}
			h.UplinkMTU = max(h.UplinkMTU, shared) // all ports of a bridge have one
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
