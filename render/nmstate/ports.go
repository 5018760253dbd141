package nmstate

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// PortVLAN are the VLANs of a bridge's port. The empty one switches the filtering of VLANs off; where a port has none, the handler
// makes it a trunk of VLANs 2 to 4094 (kubernetes-nmstate).
type PortVLAN struct {
	EnableNative bool        `json:"enable-native,omitempty"`
	Mode         string      `json:"mode,omitempty"`
	Tag          int         `json:"tag,omitempty"`
	TrunkTags    []TrunkTags `json:"trunk-tags,omitempty"`
}

// TrunkTags are one VLAN or a range of them.
type TrunkTags struct {
	ID    int      `json:"id,omitempty"`
	Range *IDRange `json:"id-range,omitempty"`
}

// IDRange are the VLANs from one to another.
type IDRange struct {
	Max int `json:"max"`
	Min int `json:"min"`
}

// ports are those of a network's bridge, all with the same VLANs.
func (b *builder) ports(h *plan.HostNetwork) []Port {
	vlan := portVLAN(h.NetworkSpec)
	if len(h.More().Ports) == 0 {
		b.port[0] = Port{h.Port, vlan}
		return b.port[:]
	}
	ports := make([]Port, len(h.More().Ports))
	for i, name := range h.More().Ports {
		ports[i] = Port{name, vlan}
	}
	return ports
}

// portVLAN is what a network says of the VLANs of its bridge's ports, nil for nothing.
func portVLAN(s *api.NetworkSpec) *PortVLAN {
	switch {
	case !s.FiltersVLANs():
		return &PortVLAN{}
	case len(s.More().Trunk) == 0 && s.More().NativeVLAN == nil:
		return nil
	}
	vlan := &PortVLAN{Mode: "trunk"}
	if s.More().NativeVLAN != nil {
		vlan.EnableNative, vlan.Tag = true, *s.More().NativeVLAN
	}
	for _, t := range s.Carried() {
		if t.Min == t.Max {
			vlan.TrunkTags = append(vlan.TrunkTags, TrunkTags{ID: t.Min})
		} else {
			vlan.TrunkTags = append(vlan.TrunkTags, TrunkTags{Range: &IDRange{Min: t.Min, Max: t.Max}})
		}
	}
	return vlan
}

// PortNames are the ports of an interface that is a bridge or a bond.
func (i *Interface) PortNames() []string {
	var ports []string
	if i.Bridge != nil {
		for _, port := range i.Bridge.Ports {
			ports = append(ports, port.Name)
		}
	}
	if i.LinkAggregation != nil {
		ports = append(ports, i.LinkAggregation.Ports...)
	}
	return ports
}
