package plan

import api "github.com/novasphere/wukong-fn/render/api/v1alpha1"

// Certainty is how certain it is that two interfaces are in one L2 segment.
type Certainty uint8

const (
	// Separate segments they are as far as the package tells.
	Separate Certainty = iota
	// Possible is one VLAN under two names, or on two groups of nodes: what connects them is in no package.
	Possible
	// Certain is one network: on a node that both may use they are on one link, or they use one attachment.
	Certain
)

// Together says how certain it is that two interfaces are in one L2 segment. A segment is a VLAN and the nodes that have it: an
// uplink may have another name on other hardware, and one name on two sites may mean two networks.
func Together(a, b *Interface) Certainty {
	sameLink := a.Segment == b.Segment
	switch {
	case a.Segment == "", b.Segment == "": // a pod's own network ends in the pod
		return Separate
	case a.Unseen, b.Unseen:
		if sameLink {
			return Certain
		}
		return Separate // what carries it is not ours to know
	case a.isTrunk(), b.isTrunk(): // a trunk is in all of its VLANs
		return trunked(a, b)
	case a.VLAN != b.VLAN:
		return Separate
	case a.Nodes.Meet(b.Nodes):
		if sameLink {
			return Certain
		}
		if a.VLAN == 0 { // two cards of a node without tags: nothing says that they are one network
			return Separate
		}
	}
	return Possible
}

// join puts machines on attachments that exist into the segments of ours, as far as the package holds the attachments: one names a
// network of OVN's, or a bridge and a VLAN.
func (p *Plan) join(existing func(namespace, name string) *Existing) {
	if existing == nil {
		return
	}
	var bridges map[string]*Interface
	for i := range p.Machines {
		m := &p.Machines[i]
		for j := range m.Interfaces {
			itf := &m.Interfaces[j]
			if !itf.Existing {
				continue
			}
			e := existing(Home(m.Owner.Namespace, itf.Attachment))
			if e == nil || e.Network == "" && e.Bridge == "" {
				continue
			}
			if bridges == nil {
				bridges = p.bridges()
			}
			itf.Unseen, itf.Segment, itf.VLAN = false, e.Network, e.VLAN
			if e.Network == "" {
				itf.on(e, bridges[e.Bridge])
			}
		}
	}
}

// on puts an interface on a bridge: that of a network of ours, whose end on the bridge is given, or one of somebody else's.
func (itf *Interface) on(e *Existing, ours *Interface) {
	switch {
	case ours == nil || ours.Unseen || e.VLAN != 0 && ours.VLAN != 0:
		itf.Segment = "bridge " + e.Bridge
	case e.VLAN != 0:
		itf.Segment, itf.Nodes = api.VLANInterface(ours.Segment, e.VLAN), ours.Nodes
	default:
		itf.Segment, itf.VLAN, itf.Nodes = ours.Segment, ours.VLAN, ours.Nodes
	}
}

// bridges are the segments of the bridges that the nodes have, for guests without a VLAN of their own. One whose networks differ is
// unseen.
func (p *Plan) bridges() map[string]*Interface {
	all := map[string]*Interface{}
	for i := range p.HostNetworks {
		h := &p.HostNetworks[i]
		if h.Bridge == "" || h.Absent || h.Type == api.TypeLocalnet {
			continue
		}
		end := h.end(0)
		if h.Type == api.TypeBridge {
			end = h.end(h.VLAN)
		}
		first, known := all[h.Bridge]
		switch {
		case !known:
			all[h.Bridge] = &end
		case first.Segment != end.Segment:
			first.Unseen = true
		case !first.Nodes.Equal(end.Nodes):
			first.Nodes = nil
		}
	}
	return all
}

// OnNodes is where a network ends on the nodes, with their address, as if it were an interface of a guest: see Together.
func (h *HostNetwork) OnNodes() Interface {
	if h.Type == api.TypeOVS { // vlanId is that of the guests
		return h.end(api.Number(h.More().NodeVLANID))
	}
	return h.end(h.VLAN)
}

// end is an end of the network in a VLAN of its uplink, 0 for none.
func (h *HostNetwork) end(vlan int) Interface {
	end := Interface{Segment: h.Uplink, VLAN: vlan, Nodes: h.NodeSelector}
	if h.Table != nil {
		end.Segment = h.Table.uplink
	}
	if vlan != 0 {
		end.Segment = api.VLANInterface(end.Segment, vlan)
	}
	return end
}
