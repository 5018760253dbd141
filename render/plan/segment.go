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
	case a.Existing, b.Existing:
		if sameLink {
			return Certain
		}
		return Separate // what carries an attachment that exists is not ours to know
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

// OnNodes is where a network ends on the nodes, with their address, as if it were an interface of a guest: see Together.
func (h *HostNetwork) OnNodes() Interface {
	end := Interface{Segment: h.Uplink, VLAN: h.VLAN, Nodes: h.NodeSelector}
	if h.Type == api.TypeOVS { // vlanId is that of the guests
		end.VLAN = api.Number(h.NodeVLANID)
	}
	if h.Table != nil {
		end.Segment = h.Table.uplink
	}
	if end.VLAN != 0 {
		end.Segment = api.VLANInterface(end.Segment, end.VLAN)
	}
	return end
}
