package plan

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// ovsResourcePrefix makes the node resource of an OVS bridge, so that pods land where the bridge is (ovs-cni's marker).
const ovsResourcePrefix = "ovs-cni.network.kubevirt.io/"

// resolver fills the plan, resource by resource.
type resolver struct {
	config api.RenderSpec
	shared map[string]*Sourced[api.NetworkConfig]
	// given are the attachments of shared networks that exist already, by network and namespace.
	given  map[[2]string]bool
	broken []string
	plan   *Plan
	found  []finding.Finding
}

func newResolver(in Input) *resolver {
	r := &resolver{
		config: in.Config,
		broken: in.Broken,
		shared: make(map[string]*Sourced[api.NetworkConfig], len(in.NetworkConfigs)),
		given:  map[[2]string]bool{},
	}
	defined := len(in.NetworkConfigs)
	for i := range in.Wukongs {
		defined += len(in.Wukongs[i].Resource.Spec.Networks)
	}
	r.plan = &Plan{
		HostNetworks: make([]HostNetwork, 0, defined), Attachments: make([]Attachment, 0, defined), Machines: make([]Machine, 0, len(in.Wukongs)),
	}
	for i := range in.NetworkConfigs {
		n := &in.NetworkConfigs[i]
		name := n.Resource.Metadata.Name
		if first, ok := r.shared[name]; ok {
			f := finding.New(finding.Twice, "metadata.name", "NetworkConfigs are looked up by name alone and their policies have no namespace, so a name can be given once: rename one").Values(name, "")
			r.report(f, n.Place, "metadata.name")
			r.found[len(r.found)-1].Other = &first.Place
			continue
		}
		r.shared[name] = n
	}
	return r
}

// report files a finding under a field of a resource.
func (r *resolver) report(f finding.Finding, place finding.Place, field string) {
	f.Place = at(place, field)
	r.found = append(r.found, f)
}

func at(place finding.Place, field string) finding.Place {
	place.Field = field
	return place
}

func (r *resolver) networkConfig(n *Sourced[api.NetworkConfig]) {
	meta := &n.Resource.Metadata
	if r.shared[meta.Name] != n || n.Resource.Spec.NADName != "" && !n.Resource.Spec.DefinesHost() {
		return
	}
	owner := Owner{api.KindNetwork, meta.Namespace, meta.Name}
	r.host(owner, meta.Name+"-bridge", meta.Name, &n.Resource.Spec, at(n.Place, "spec"))
}

func (r *resolver) wukong(w *Sourced[api.Wukong]) {
	meta, spec := &w.Resource.Metadata, &w.Resource.Spec
	m := Machine{
		Owner: Owner{api.KindWukong, meta.Namespace, meta.Name},
		Cores: r.config.VM.CPU, Memory: api.CanonicalQuantity(cmp.Or(spec.Memory, r.config.VM.Memory)),
		Spec: spec, Place: w.Place,
	}
	if spec.CPU != nil {
		m.Cores = *spec.CPU
	}
	networks := spec.Networks
	m.Interfaces = make([]Interface, 0, max(1, len(networks)))
	for i := range networks {
		place := at(w.Place, "spec.networks["+strconv.Itoa(i)+"]")
		if itf, ok := r.network(m.Owner, &networks[i], place); ok {
			m.Interfaces = append(m.Interfaces, itf)
		}
	}
	if len(m.Interfaces) == 0 { // none wanted, or the last one is being removed
		pod, _ := r.network(m.Owner, &api.WukongNetwork{Name: api.PodNetwork}, at(w.Place, "spec.networks"))
		m.Interfaces = append(m.Interfaces, pod)
	}
	r.plan.Machines = append(r.plan.Machines, m)
}

// network resolves one entry of a Wukong into the machine's interface, and adds the host network and attachment that it
// defines; false where it refers to nothing.
func (r *resolver) network(owner Owner, n *api.WukongNetwork, place finding.Place) (Interface, bool) {
	itf := Interface{Name: n.Name, MAC: n.MACAddress, IP: n.IPConfig, Place: place}
	if itf.MAC == "" {
		itf.MAC = stableMAC(owner.Namespace, owner.Name, n.Name)
	}
	spec := &n.NetworkSpec
	switch {
	case n.Name == api.PodNetwork:
		itf.Binding = Masquerade
		return itf, true
	case n.NetworkRef != "":
		shared, ok := r.shared[n.NetworkRef]
		if !ok {
			if !slices.Contains(r.broken, n.NetworkRef) {
				r.unknownNetwork(n.NetworkRef, place)
			}
			return itf, false
		}
		spec = &shared.Resource.Spec
		if spec.Ensure == api.EnsureAbsent {
			f := finding.New(finding.InUse, "", "the machine uses a network that is being removed (ensure: absent): remove this entry first, or keep the network").Values(n.NetworkRef, "")
			other := at(shared.Place, "spec.ensure")
			f.Other = &other
			r.report(f, place, place.Field+".networkRef")
			return itf, false
		}
		if itf.IP == nil {
			itf.IP = spec.IPConfig
		}
		itf.Attachment = cmp.Or(spec.NADName, n.NetworkRef+"-nad")
		if !r.given[[2]string{n.NetworkRef, owner.Namespace}] {
			r.given[[2]string{n.NetworkRef, owner.Namespace}] = true
			meta := &shared.Resource.Metadata
			r.attachment(Owner{api.KindNetwork, meta.Namespace, meta.Name}, owner.Namespace, itf.Attachment, n.NetworkRef, spec, at(shared.Place, "spec"), n.NetworkRef+"-bridge")
		}
	case spec.Ensure == api.EnsureAbsent:
		r.host(owner, owner.Name+"-"+n.Name+"-bridge", n.Name, spec, place)
		return itf, false
	default:
		itf.Attachment = cmp.Or(spec.NADName, owner.Name+"-"+n.Name+"-nad")
		r.attachment(owner, owner.Namespace, itf.Attachment, n.Name, spec, place, owner.Name+"-"+n.Name+"-bridge")
		if spec.NADName == "" || spec.DefinesHost() {
			r.host(owner, owner.Name+"-"+n.Name+"-bridge", n.Name, spec, place)
		}
	}
	itf.Existing = spec.NADName != ""
	itf.Segment = r.segment(owner.Namespace, spec)
	itf.Binding = Bridge
	if spec.Type == api.TypeSRIOV {
		itf.Binding = SRIOV
	} else if spec.NADName == "" || spec.DefinesHost() {
		itf.Bridge = cmp.Or(spec.BridgeName, api.DefaultBridge(cmp.Or(n.NetworkRef, n.Name)))
	}
	return itf, true
}

func (r *resolver) unknownNetwork(name string, place finding.Place) {
	known := make([]string, 0, len(r.shared))
	for k := range r.shared {
		known = append(known, k)
	}
	r.report(finding.New(finding.UnknownNetwork, "", "the package has no NetworkConfig of this name: add it, or correct the name").
		Values(name, spell.Nearest(name, known)), place, place.Field+".networkRef")
}

// host adds the policy of a network.
func (r *resolver) host(owner Owner, policy, network string, s *api.NetworkSpec, place finding.Place) {
	h := HostNetwork{
		Owner: owner, Policy: policy, Type: s.Type, Bond: s.Bond, STP: s.STP, NodeSelector: s.NodeSelector, Place: place,
		Uplink: r.uplink(s), UplinkGuessed: s.PhysicalInterface == "" && s.Bond == nil, NodeAddress: s.NodeAddress,
		Absent: s.Ensure == api.EnsureAbsent, Restore: cmp.Or(s.Restore, api.RestoreDHCP),
	}
	if s.VLANID != nil {
		h.VLAN = *s.VLANID
	}
	if s.Type == api.TypeSRIOV {
		h.VFs = s.SRIOV.NumVfs
	} else {
		h.Bridge = cmp.Or(s.BridgeName, api.DefaultBridge(network))
	}
	if len(policy) > 63 {
		r.report(finding.New(finding.InvalidName, "", fmt.Sprintf("the policy's name %q would have %d characters, NMState takes 63: shorten the names of resource and network", policy, len(policy))),
			place, place.Field)
	}
	if s.Type == api.TypeBridge && h.VLAN != 0 && s.PhysicalInterface == "" && s.Bond == nil {
		if name := api.VLANInterface(h.Uplink, h.VLAN); len(name) > 15 {
			r.report(finding.New(finding.InterfaceName, "", fmt.Sprintf("the VLAN interface %q on the default uplink has %d bytes, the kernel takes at most 15: use an uplink with a shorter name", name, len(name))),
				place, place.Field+".vlanId")
		}
	}
	r.plan.HostNetworks = append(r.plan.HostNetworks, h)
}

// uplink is the interface that a network hangs on.
func (r *resolver) uplink(s *api.NetworkSpec) string {
	if s.Bond != nil {
		return s.Bond.Name
	}
	return cmp.Or(s.PhysicalInterface, r.config.Network.PhysicalInterface)
}

// segment names the L2 segment of a network: uplink and VLAN, whatever bridge is between; of an attachment that exists,
// whose host network is not ours, the attachment.
func (r *resolver) segment(namespace string, s *api.NetworkSpec) string {
	if s.NADName != "" && !s.DefinesHost() {
		if strings.Contains(s.NADName, "/") {
			return "attachment " + s.NADName
		}
		return "attachment " + namespace + "/" + s.NADName
	}
	if s.VLANID != nil {
		return api.VLANInterface(r.uplink(s), *s.VLANID)
	}
	return r.uplink(s)
}

// attachment adds the attachment of a network, unless it names one that exists.
func (r *resolver) attachment(owner Owner, namespace, name, network string, s *api.NetworkSpec, place finding.Place, policy string) {
	if s.NADName != "" {
		return
	}
	a := Attachment{Owner: owner, Namespace: namespace, Name: name, Type: s.Type, Place: place, Policy: policy}
	if s.VLANID != nil {
		a.VLAN = *s.VLANID
	}
	switch s.Type {
	case api.TypeSRIOV:
		a.ResourceName = s.SRIOV.ResourceName
	case api.TypeOVS:
		a.Bridge = cmp.Or(s.BridgeName, api.DefaultBridge(network))
		a.ResourceName = ovsResourcePrefix + a.Bridge
	default:
		a.Bridge = cmp.Or(s.BridgeName, api.DefaultBridge(network))
	}
	r.plan.Attachments = append(r.plan.Attachments, a)
}

// stableMAC derives an interface's address from what names it, so that it is there before the first boot and never
// changes: 46 bits of SHA-256, marked locally administered and unicast.
func stableMAC(namespace, machine, network string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{namespace, machine, network}, "/")))
	sum[0] = sum[0]&^1 | 2
	return net.HardwareAddr(sum[:6]).String()
}
