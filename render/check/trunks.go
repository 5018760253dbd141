package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// withVLANs are the types of network that give machines VLANs of their own.
var withVLANs = []string{api.TypeBridge, api.TypeOVS, api.TypeSRIOV, api.TypeLocalnet}

// portKey is what machines with the same port on the same network have in common.
type portKey struct {
	network    *api.NetworkSpec
	attachment string
}

// eachPort visits the interfaces that have a port of their own. What judge says of a port it is asked once, whoever has it.
func eachPort[V any](in *Input, judge func(*plan.Interface) V, visit func(*plan.Interface, V)) {
	known := map[portKey]V{}
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.Port == nil {
			return
		}
		key := portKey{itf.Port.Spec, itf.Attachment}
		if itf.Existing { // then the name says nothing of the port
			visit(itf, judge(itf))
			return
		}
		verdict, judged := known[key]
		if !judged {
			verdict = judge(itf)
			known[key] = verdict
		}
		visit(itf, verdict)
	})
}

// portField is the field by which a machine asks for its port, with the value that may be told.
func portField(itf *plan.Interface) (field, value string) {
	if itf.Port.VLAN != 0 {
		return "vlanId", strconv.Itoa(itf.Port.VLAN)
	}
	return "trunk", ""
}

// portsRefused: a VLAN or trunk of a machine's own where the network has none to give.
func portsRefused(in *Input, say report) {
	eachPort(in, func(itf *plan.Interface) string { return refusal(itf.Port) }, func(itf *plan.Interface, why string) {
		if why == "" {
			return
		}
		field, value := portField(itf)
		f := finding.New(finding.NoPort, "", fmt.Sprintf("%s cannot stand here, for the network %s: remove it, or refer to another network",
			field, why)).Values(value, "")
		other := itf.Port.Network.At("")
		f.Other = &other
		say(f, itf.At(field))
	})
}

// refusal says why a network has no port with VLANs to give, empty where it has.
func refusal(p *plan.GuestPort) string {
	s := p.Spec
	switch {
	case s.NADName != "":
		return "is an attachment that exists (nadName), whose VLAN is not ours to choose"
	case s.VLANID != nil:
		return fmt.Sprintf("has VLAN %d alone (vlanId)", *s.VLANID)
	case !s.FiltersVLANs():
		return "has a bridge that knows no VLANs (vlanFiltering: false)"
	case !slices.Contains(withVLANs, s.Type):
		return "has no VLANs (type: " + s.Type + ")"
	case p.VLAN == 0 && s.Type != api.TypeBridge && s.Type != api.TypeOVS:
		return "gives each machine one VLAN (type: " + s.Type + "): use vlanId"
	}
	return ""
}

// vlansNotCarried: a machine's VLAN outside of its network's trunk, so that the uplink drops its frames.
func vlansNotCarried(in *Input, say report) {
	eachPort(in, func(itf *plan.Interface) string {
		if refusal(itf.Port) != "" {
			return ""
		}
		for _, tags := range wanted(itf.Port) {
			if lacking, some := itf.Port.Spec.Lacking(tags); some {
				return lacking.String()
			}
		}
		return ""
	}, func(itf *plan.Interface, lacking string) {
		if lacking == "" {
			return
		}
		field, value := portField(itf)
		carries := "VLANs 2-4094"
		if s := itf.Port.Spec; len(s.More().Trunk) > 0 || s.More().NativeVLAN != nil {
			carries = "those of its trunk"
		}
		f := finding.New(finding.OutsideTrunk, "", fmt.Sprintf("%s has VLAN %s, and the network carries %s alone: the uplink drops the machine's frames. "+
			"Write a VLAN that the network carries, or add it to the network's trunk", field, lacking, carries)).Values(value, "")
		other := itf.Port.Network.At("trunk")
		f.Other = &other
		say(f, itf.At(field))
	})
}

// wanted are the VLANs of a port.
func wanted(p *plan.GuestPort) []api.Tags {
	if p.VLAN != 0 {
		return []api.Tags{{Min: p.VLAN, Max: p.VLAN}}
	}
	return p.Trunk
}

// machinesIsolated: a machine that takes a network with another native VLAN as it is. It is in VLAN 1 of the bridge, which the
// uplink gives no frames.
func machinesIsolated(in *Input, say report) {
	native := map[string]*plan.Attachment{}
	for i := range in.Plan.Attachments {
		if a := &in.Plan.Attachments[i]; a.More().NativeVLAN != nil && *a.More().NativeVLAN != 1 && a.Port == nil {
			native[a.Namespace+"/"+a.Name] = a
		}
	}
	if len(native) == 0 {
		return
	}
	eachInterface(in, func(m *plan.Machine, itf *plan.Interface) {
		name := itf.Attachment
		if !strings.Contains(name, "/") {
			name = m.Owner.Namespace + "/" + name
		}
		a := native[name]
		if a == nil {
			return
		}
		f := finding.New(finding.Isolated, "", fmt.Sprintf("the machine is in VLAN 1 of %s, and frames without a tag are in VLAN %d on its uplink "+
			"(nativeVlan): it meets nobody outside of its node. Write vlanId: %d beside networkRef", a.Bridge, *a.More().NativeVLAN, *a.More().NativeVLAN)).
			Values("", strconv.Itoa(*a.More().NativeVLAN))
		other := a.At("nativeVlan")
		f.Other = &other
		say(f, itf.At("vlanId"))
	})
}

// tagged is the interface of a VLAN, of a network of ours or of a policy that is not ours.
type tagged struct {
	name  string
	vlan  int
	nodes plan.Nodes
	host  *plan.HostNetwork
	their *ForeignPolicy
}

// vlanInterfaces are the interfaces of VLANs, by the uplink and then by the VLAN.
type vlanInterfaces struct {
	on       map[string]map[int][]tagged
	compared int
}

func (v *vlanInterfaces) add(uplink string, one tagged) {
	if v.on[uplink] == nil {
		v.on[uplink] = map[int][]tagged{}
	}
	v.on[uplink][one.vlan] = append(v.on[uplink][one.vlan], one)
}

// mostMet bounds how often nodes of trunks and VLAN interfaces are compared, in a package that has very many of both on one uplink.
const mostMet = 1_000_000

// trunksAndTagged: a VLAN that a bridge is to carry, and that has an interface of its own on the uplink: the bridge gets none of its
// frames.
func trunksAndTagged(in *Input, say report) {
	v := vlanInterfaces{on: map[string]map[int][]tagged{}}
	for _, h := range in.hosts {
		if !h.Absent && h.Port != h.Uplink && h.Port != "" {
			v.add(h.Uplink, tagged{name: h.Port, vlan: h.VLAN, nodes: h.Nodes(), host: h})
		}
	}
	for i := range in.Foreign {
		their := &in.Foreign[i]
		for _, itf := range their.Spec.DesiredState.Interfaces {
			if itf.VLAN != nil && itf.State != "absent" {
				v.add(itf.VLAN.BaseInterface, tagged{name: itf.Name, vlan: itf.VLAN.ID, nodes: their.Spec.NodeSelector, their: their})
			}
		}
	}
	if len(v.on) == 0 {
		return
	}
	v.trunks(in, say)
	v.machines(in, say)
}

// trunks looks at what bridges say that they carry.
func (v *vlanInterfaces) trunks(in *Input, say report) {
	for _, h := range in.hosts {
		if len(h.More().Trunk) == 0 || h.Absent || h.Port != h.Uplink {
			continue
		}
		for link := range h.Links {
			if tagged := v.meet(link, api.Trunk(h.More().Trunk), h.Nodes()); tagged != nil {
				tagged.report(say, "trunk", h.At("trunk"), h.Bridge)
				break
			}
		}
	}
}

// machines looks at what machines ask for.
func (v *vlanInterfaces) machines(in *Input, say report) {
	eachPort(in, func(itf *plan.Interface) *tagged {
		p := itf.Port
		if refusal(p) != "" || !p.Spec.MakesBridge() {
			return nil
		}
		if len(p.Spec.More().Ports) == 0 {
			return v.meet(p.Uplink, wanted(p), itf.Nodes)
		}
		for _, port := range p.Spec.More().Ports {
			if tagged := v.meet(port, wanted(p), itf.Nodes); tagged != nil {
				return tagged
			}
		}
		return nil
	}, func(itf *plan.Interface, tagged *tagged) {
		if tagged != nil {
			field, _ := portField(itf)
			tagged.report(say, field, itf.At(field), itf.Bridge)
		}
	})
}

// meet is the interface of one of some VLANs of an uplink, on nodes that others may have, too: that of the first VLAN.
func (v *vlanInterfaces) meet(uplink string, tags []api.Tags, nodes plan.Nodes) *tagged {
	var found *tagged
	for vlan, interfaces := range v.on[uplink] {
		if found != nil && found.vlan < vlan || !slices.ContainsFunc(tags, func(t api.Tags) bool { return t.Has(vlan) }) {
			continue
		}
		for i := range interfaces {
			if v.compared++; v.compared > mostMet {
				return found
			}
			if interfaces[i].nodes.Meet(nodes) {
				found = &interfaces[i]
				break
			}
		}
	}
	return found
}

func (t *tagged) report(say report, field string, at finding.Place, bridge string) {
	remedy := "take it out here and use that network, or drop that network and its vlanId"
	if t.their != nil {
		remedy = "take it out here, or out of that policy, which is not ours"
	}
	f := finding.New(finding.TrunkAndTagged, "", fmt.Sprintf("%s has VLAN %d, whose frames go to %s there and never reach %s: %s",
		field, t.vlan, t.name, bridge, remedy))
	var other finding.Place
	if t.their != nil {
		other = below(t.their.Place, "spec.desiredState.interfaces")
	} else {
		other = t.host.At("vlanId")
	}
	f.Other = &other
	say(f, at)
}
