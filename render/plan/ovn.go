package plan

import (
	"cmp"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// mapped makes a network the mapping of a localnet, with a bridge of somebody else's or one of its own.
func (h *HostNetwork) mapped(network string) {
	h.PhysicalNetwork = h.MappedAs(network)
	if !h.MakesBridge() {
		h.Uplink, h.UplinkGuessed = "", false
	}
}

// MapsTo is the bridge that a localnet is mapped to, empty for other networks.
func (h *HostNetwork) MapsTo() string {
	if h.PhysicalNetwork == "" {
		return ""
	}
	return cmp.Or(h.MappedBridge(), h.Bridge)
}

// ovnName is the name of a network to OVN. A layer2 network that has none is the owner's alone, so that two tenants never share
// one by accident; a localnet is the physical network wherever it is defined.
func ovnName(owner *Owner, network string, s *api.NetworkSpec) string {
	switch {
	case s.OVNName() != "":
		return s.OVNName()
	case s.Type == api.TypeLocalnet:
		return network
	}
	name := owner.Name
	if owner.Namespace != "" {
		name = owner.Namespace + "." + name
	}
	if owner.Kind == api.KindWukong {
		name += "." + network
	}
	return name
}

// SameToOVN is the same for names that are one to OVN, which puts a dot for each dash and slash.
func SameToOVN(name string) string { return strings.NewReplacer("-", ".", "/", ".").Replace(name) }

// onOVN says where a machine's interface is that is on a network of OVN's, and holds its address against that network.
func (r *resolver) onOVN(itf *Interface, n *api.WukongNetwork, s *api.NetworkSpec) {
	if itf.Existing {
		return
	}
	owner, network := itf.Owner, n.Name
	if shared := r.shared[n.NetworkRef]; shared != nil {
		owner, network = shared.Owner, n.NetworkRef
	}
	switch s.Type {
	case api.TypeLocalnet:
		itf.Segment = "localnet " + s.MappedAs(network)
	case api.TypeLayer2:
		itf.Segment = "layer2 " + SameToOVN(ovnName(owner, network, s))
	}
	if itf.IP != nil && (itf.IP.Mode == api.ModeStatic || len(itf.IP.Addresses) > 0) && len(s.More().Subnets) > 0 {
		field := "ipConfig"
		if n.IPConfig == nil {
			field = "networkRef"
		}
		r.report(finding.New(finding.Contradiction, "", "a static address does not work on a network with subnets: OVN gives the guest an address from "+
			strings.Join(s.More().Subnets, ", ")+" and drops the frames of any other. Write mode: dhcp, or remove subnets from the network").
			Values(cmp.Or(itf.IP.Address, strings.Join(itf.IP.Addresses, ",")), ""), &itf.Origin, field)
	}
}
