package plan

import "slices"

// keep tells networks that are being removed which of their interfaces others still use on nodes that both may pick: a
// bond or VLAN that carries another bridge stays, and so does what is enslaved to one.
func keep(networks []HostNetwork) {
	if !slices.ContainsFunc(networks, func(h HostNetwork) bool { return h.Absent }) {
		return
	}
	users := map[string][]*HostNetwork{}
	for i := range networks {
		if h := &networks[i]; !h.Absent {
			for _, name := range h.Interfaces() {
				users[name] = append(users[name], h)
			}
		}
	}
	for i := range networks {
		h := &networks[i]
		if !h.Absent {
			continue
		}
		h.Kept = map[string]bool{}
		for _, name := range h.Interfaces() {
			for _, user := range users[name] {
				h.Kept[name] = h.Kept[name] || !Apart(h.NodeSelector, user.NodeSelector)
			}
		}
	}
}

// Interfaces are the names of all interfaces that a network uses on the nodes.
func (h *HostNetwork) Interfaces() []string {
	names := []string{h.Uplink}
	if h.Bridge != "" {
		names = append(names, h.Bridge)
	}
	if h.Port != "" && h.Port != h.Uplink {
		names = append(names, h.Port)
	}
	if h.Bond != nil {
		names = append(names, h.Bond.Ports...)
	}
	return names
}

// Apart says whether two node selectors can pick no node together: only where they want different values of one label.
func Apart(a, b map[string]string) bool {
	for k, v := range a {
		if w, ok := b[k]; ok && v != w {
			return true
		}
	}
	return false
}
