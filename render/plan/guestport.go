package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// GuestPort is the port of a machine on a network that carries several VLANs, where the machine's entry asks for one of its own.
type GuestPort struct {
	// VLAN is that of an access port, whose frames have no tag in the guest; 0 for a trunk.
	VLAN int
	// Trunk are the tags of a trunk into the guest, in order.
	Trunk []api.Tags
	// Network is where the network is defined, Spec how.
	Network Origin
	Spec    *api.NetworkSpec
	// Uplink of the network, which carries the tags.
	Uplink string
}

// guestPort is what an entry that refers to a network asks for, nil where it takes the network as it is.
func (r *resolver) guestPort(n *api.WukongNetwork, network *Sourced[api.NetworkConfig]) *GuestPort {
	if n.VLANID == nil && len(n.More().Trunk) == 0 {
		return nil
	}
	spec := &network.Resource.Spec
	return &GuestPort{
		VLAN: api.Number(n.VLANID), Trunk: api.Trunk(n.More().Trunk), Network: Origin{network.Owner, "spec"}, Spec: spec, Uplink: r.uplink(spec),
	}
}

// attachmentName is the name of a port's attachment: {network}-{vlan}-nad, or {network}-trunk-{hash}-nad, so that machines with the
// same port share one.
func (p *GuestPort) attachmentName(network string) string {
	if p.VLAN != 0 {
		return network + "-" + strconv.Itoa(p.VLAN) + attachmentSuffix
	}
	entries := make([]string, len(p.Trunk))
	for i, tags := range p.Trunk {
		entries[i] = tags.String()
	}
	sum := sha256.Sum256([]byte(strings.Join(entries, ",")))
	return network + trunkInfix + hex.EncodeToString(sum[:trunkHash/2]) + attachmentSuffix
}

// trunkInfix and so many hexadecimal digits stand in the name of a trunk's attachment.
const (
	trunkInfix = "-trunk-"
	trunkHash  = 8
)

// givesPort says whether a name is that of the attachment of a port on a network.
func givesPort(network, name string) bool {
	name, isNetwork := strings.CutPrefix(name, network)
	name, isAttachment := strings.CutSuffix(name, attachmentSuffix)
	if !isNetwork || !isAttachment {
		return false
	}
	if hash, isTrunk := strings.CutPrefix(name, trunkInfix); isTrunk {
		return len(hash) == trunkHash && strings.Trim(hash, "0123456789abcdef") == ""
	}
	digits, _ := strings.CutPrefix(name, "-")
	vlan, err := strconv.Atoi(digits)
	return err == nil && vlan >= 1 && vlan <= api.LastTag && "-"+strconv.Itoa(vlan) == name
}

// link is what carries the port's frames on the uplink: its VLAN, or for a trunk all of the uplink.
func (p *GuestPort) link() string {
	if p.VLAN != 0 {
		return api.VLANInterface(p.Uplink, p.VLAN)
	}
	return p.Uplink
}

// trunked says how certain it is that two interfaces, one of which at least is a trunk, have a VLAN in common.
func trunked(a, b *Interface) Certainty {
	vlan, common := commonVLAN(a, b)
	switch {
	case !common:
		return Separate
	case a.linkOf(vlan) == b.linkOf(vlan) && a.Nodes.Meet(b.Nodes):
		return Certain
	}
	return Possible
}

// commonVLAN is the first VLAN that two interfaces have in common.
func commonVLAN(a, b *Interface) (vlan int, common bool) {
	one, other := a.tags(), b.tags()
	for len(one) > 0 && len(other) > 0 {
		switch {
		case one[0].Max < other[0].Min:
			one = one[1:]
		case other[0].Max < one[0].Min:
			other = other[1:]
		default:
			return max(one[0].Min, other[0].Min), true
		}
	}
	return 0, false
}

// isTrunk says whether the guest gets frames with tags.
func (itf *Interface) isTrunk() bool { return itf.Port != nil && itf.Port.VLAN == 0 }

// tags are the VLANs of an interface; none of one whose frames have no tag on the uplink.
func (itf *Interface) tags() []api.Tags {
	switch {
	case itf.isTrunk():
		return itf.Port.Trunk
	case itf.VLAN != 0:
		return []api.Tags{{Min: itf.VLAN, Max: itf.VLAN}}
	}
	return nil
}

// linkOf is what carries one of the interface's VLANs.
func (itf *Interface) linkOf(vlan int) string {
	if itf.isTrunk() {
		return api.VLANInterface(itf.Port.Uplink, vlan)
	}
	return itf.Segment
}

// Links are the interfaces of the nodes that a network stands on: its uplink, or the ports of its bridge.
func (h *HostNetwork) Links(yield func(string) bool) {
	if len(h.More().Ports) == 0 {
		if h.Uplink != "" {
			yield(h.Uplink)
		}
		return
	}
	for _, port := range h.More().Ports {
		if !yield(port) {
			return
		}
	}
}

// BridgePorts are the ports of a network's bridge, none where it has no bridge.
func (h *HostNetwork) BridgePorts(yield func(string) bool) {
	switch {
	case h.Bridge == "":
	case len(h.More().Ports) == 0:
		yield(h.Port)
	default:
		h.Links(yield)
	}
}
