package plan

import (
	"maps"
	"slices"
)

// mostApart is enough to remove a network from each of a thousand nodes, of five thousand that have it.
const mostApart = 5_000_000

// keep tells networks that are being removed which of their interfaces others still use on nodes that both may pick: a
// bond or VLAN that carries another bridge stays, and so does what is enslaved to one.
//
// In a package that removes very many networks beside very many others an interface counts as used when mostApart
// selectors have been compared: it stays, which cuts nobody off.
func keep(networks []HostNetwork) {
	if !slices.ContainsFunc(networks, func(h HostNetwork) bool { return h.Absent }) {
		return
	}
	users := map[string][]map[string]string{} // the selectors of their nodes
	for i := range networks {
		h := &networks[i]
		if h.Absent {
			continue
		}
		for _, name := range h.Interfaces() {
			selectors := users[name]
			if n := len(selectors); n == 0 || !maps.Equal(selectors[n-1], h.NodeSelector) {
				users[name] = append(selectors, h.NodeSelector)
			}
		}
	}
	compared := 0
	for i := range networks {
		h := &networks[i]
		if !h.Absent {
			continue
		}
		h.Kept = map[string]bool{}
		for _, name := range h.Interfaces() {
			h.Kept[name] = slices.ContainsFunc(users[name], func(user map[string]string) bool {
				compared++
				return compared > mostApart || !Apart(h.NodeSelector, user)
			})
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
	if len(b) < len(a) {
		a, b = b, a
	}
	for k, v := range a {
		if w, ok := b[k]; ok && v != w {
			return true
		}
	}
	return false
}
