package plan

// mostApart is enough to remove a network from each of a thousand nodes, of five thousand that have it.
const mostApart = 5_000_000

// keep tells networks that are being removed which of their interfaces others still use on nodes that both may pick: a
// bond or VLAN that carries another bridge stays, and so does what is enslaved to one.
//
// In a package that removes very many networks beside very many others an interface counts as used when mostApart
// selectors have been compared: it stays, which cuts nobody off.
func keep(networks []HostNetwork) {
	if !anyOf(networks, func(h *HostNetwork) bool { return h.Absent }) {
		return
	}
	all, masters := users{}, users{}
	for i := range networks {
		if h := &networks[i]; !h.Absent {
			all.add(h.Interfaces(), h.Nodes())
			masters.add(h.takes(), h.Nodes())
		}
	}
	compared := 0
	for i := range networks {
		if h := &networks[i]; h.Absent {
			h.Kept = all.use(h.Interfaces(), h.Nodes(), &compared)
			h.Taken = masters.use(h.Interfaces(), h.Nodes(), &compared)
		}
	}
}

// users are the nodes of those who use an interface, by its name.
type users map[string]*Index[struct{}]

func (u users) add(interfaces []string, nodes Nodes) {
	for _, name := range interfaces {
		x := u[name]
		if x == nil {
			x = &Index[struct{}]{}
			u[name] = x
		}
		if n := len(x.all); n == 0 || !x.all[n-1].nodes.Equal(nodes) {
			x.Add(nodes, struct{}{})
		}
	}
}

// use says which of the interfaces somebody uses on the nodes, and counts the selectors that it compares.
func (u users) use(interfaces []string, nodes Nodes, compared *int) map[string]bool {
	used := map[string]bool{}
	for _, name := range interfaces {
		if *compared > mostApart {
			used[name] = u[name] != nil
			continue
		}
		if x := u[name]; x != nil {
			for range x.Meeting(nodes, compared) {
				used[name] = true
				break
			}
		}
	}
	return used
}

// takes are the interfaces that a network has for itself: the ports of its bridge or bond, and one that carries an address.
func (h *HostNetwork) takes() []string {
	var names []string
	for port := range h.BridgePorts {
		names = append(names, port)
	}
	if h.Bridge == "" && h.Addressed() {
		names = append(names, h.Port)
	}
	if h.Bond != nil {
		names = append(names, h.Bond.Ports...)
	}
	return names
}

// Interfaces are the names of all interfaces that a network uses on the nodes.
func (h *HostNetwork) Interfaces() []string {
	var names []string
	if bridge := h.MappedBridge(); bridge != "" {
		names = append(names, bridge)
	}
	for link := range h.Links {
		names = append(names, link)
	}
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
