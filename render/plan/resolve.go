package plan

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// ovsResourcePrefix makes the node resource of an OVS bridge, so that pods land where the bridge is (ovs-cni's marker).
const ovsResourcePrefix = "ovs-cni.network.kubevirt.io/"

// bridgeResourcePrefix makes the same of a Linux bridge (KubeVirt's bridge-marker).
const bridgeResourcePrefix = "bridge.network.kubevirt.io/"

// resolver fills the plan, resource by resource.
type resolver struct {
	config api.RenderSpec
	shared map[string]*Sourced[api.NetworkConfig]
	// given are the attachments of shared networks that exist already, by network and namespace; givenPorts those of machines' own
	// ports, by network, name and namespace.
	given      map[[2]string]bool
	givenPorts map[[3]string]bool
	// names are those of shared that a machine can use, in order, as far as they were asked for; broken are those of networks
	// that have mistakes of their own.
	names  []string
	broken map[string]bool
	// incomplete says that a NetworkConfig that is not there may be broken, too.
	incomplete bool
	// fields are the paths of the entries of a Wukong's networks, as far as they were asked for.
	fields []string
	plan   *Plan
	say    func(finding.Finding)
	// formerBridge is Input.FormerBridge; keepMAC are the bridges of which it was said that they keep their MAC address.
	formerBridge func(string, map[string]string) (FormerBridge, bool)
	existing     func(namespace, name string) *Existing // Input.Existing
	keepMAC      map[string]bool
	// placed are the nodes of tables, as far as machines were placed by them.
	placed map[*api.NetworkSpec][]Term
	// compared is how many names were compared to propose the right ones.
	compared int
	// pod is the entry of a machine that gets the pod network without having asked; pods are what guests are told of that network, by
	// the default routes that other networks bring.
	pod  api.WukongNetwork
	pods [2][2]PodNetwork
}

// mostCompared bounds compared: nobody reads that many proposals.
const mostCompared = 100_000

func newResolver(in Input) *resolver {
	r := &resolver{
		say:    in.Say,
		config: in.Config,
		broken: make(map[string]bool, len(in.Broken)), incomplete: in.Incomplete,
		shared: make(map[string]*Sourced[api.NetworkConfig], len(in.NetworkConfigs)),
		given:  map[[2]string]bool{}, givenPorts: map[[3]string]bool{},

		formerBridge: in.FormerBridge, existing: in.Existing, keepMAC: map[string]bool{},

		pod: api.WukongNetwork{Name: api.PodNetwork}, pods: podNetworks(in.Config.Network.ClusterCIDRs),
	}
	for _, name := range in.Broken {
		r.broken[name] = true
	}
	defined := len(in.NetworkConfigs)
	for i := range in.NetworkConfigs {
		defined += len(in.NetworkConfigs[i].Resource.Spec.More().Nodes)
	}
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
			f := finding.New(finding.Twice, "metadata.name", "NetworkConfigs are looked up by name alone, "+
				"so a name can be given once in a package: rename one, "+
				"or render each namespace as a package of its own, with network.policyNames: qualified").Values(name, "")
			f.Other = &first.Owner.Place
			r.report(f, &Origin{Owner: n.Owner}, "metadata.name")
			continue
		}
		r.shared[name] = n
	}
	return r
}

// report files a finding at a field below an origin.
func (r *resolver) report(f finding.Finding, origin *Origin, field string) {
	f.Place = origin.At(field)
	r.say(f)
}

// entry is the path of a Wukong's network.
func (r *resolver) entry(i int) string {
	for len(r.fields) <= i {
		r.fields = append(r.fields, "spec.networks["+strconv.Itoa(len(r.fields))+"]")
	}
	return r.fields[i]
}

func (r *resolver) networkConfig(n *Sourced[api.NetworkConfig]) {
	name := n.Resource.Metadata.Name
	if r.shared[name] != n || !n.Resource.Spec.HasPolicy() {
		return
	}
	r.host(Origin{n.Owner, "spec"}, r.policy(&n.Resource.Spec, n.Owner, name+policySuffix), name, &n.Resource.Spec, r.link(&n.Resource.Spec))
}

func (r *resolver) wukong(w *Sourced[api.Wukong]) {
	spec := &w.Resource.Spec
	m := Machine{
		Origin: Origin{Owner: w.Owner}, Spec: spec, Settings: &r.config.VM,
		CPUs: r.cpus(spec), Memory: r.memory(spec),
	}
	networks := spec.Networks
	m.Interfaces = make([]Interface, 0, 1+len(networks))
	if r.config.VM.PodNetwork && !namesPod(networks) {
		m.Interfaces = append(m.Interfaces, r.podInterface(w.Owner))
	}
	for i := range networks {
		if itf, ok := r.network(&networks[i], Origin{w.Owner, r.entry(i)}); ok {
			m.Interfaces = append(m.Interfaces, itf)
		}
	}
	if len(m.Interfaces) == 0 { // none wanted, or the last one is being removed: KubeVirt would add it
		m.Interfaces = append(m.Interfaces, r.podInterface(w.Owner))
	}
	m.Pod = r.podNetwork(m.Interfaces)
	m.Where = r.place(&m, networks)
	if h := spec.HighAvailability; h != nil && len(h.NodeSelector) > 0 && spec.More().Instancetype != nil {
		m.Where = selected(m.Where, h.NodeSelector)
	}
	r.plan.Machines = append(r.plan.Machines, m)
}

// network resolves one entry of a Wukong into the machine's interface, and adds the host network and attachment that it
// defines; false where it refers to nothing.
func (r *resolver) network(n *api.WukongNetwork, origin Origin) (Interface, bool) {
	owner := origin.Owner
	itf := Interface{Origin: origin, Name: n.Name, MAC: n.MACAddress, MACGiven: n.MACAddress != "", IP: n.IPConfig, Model: n.Model, Primary: n.Primary}
	if itf.MAC == "" {
		itf.MAC = stableMAC(owner.Namespace, owner.Name, n.Name)
	}
	spec := &n.NetworkSpec
	switch {
	case n.Name == api.PodNetwork:
		itf.Binding = Masquerade
		return itf, true
	case n.NetworkRef != "":
		shared, ok := r.reference(n.NetworkRef, &origin)
		if !ok {
			return itf, false
		}
		spec = &shared.Resource.Spec
		if itf.IP == nil {
			itf.IP = spec.IPConfig
		}
		itf.Segment = r.segment(owner.Namespace, spec)
		name, home := attachmentOf(spec, n.NetworkRef+attachmentSuffix, owner.Namespace)
		itf.Attachment = cmp.Or(spec.NADName, nameIn(spec, name))
		if itf.Port = r.guestPort(n, shared); itf.Port != nil && spec.NADName == "" {
			r.ownPort(n, shared, &itf)
		} else if key := [2]string{n.NetworkRef, home}; !r.given[key] {
			r.given[key] = true
			r.attachment(Origin{shared.Owner, "spec"}, home, name, n.NetworkRef, spec, r.policy(spec, shared.Owner, n.NetworkRef+policySuffix))
		}
	case spec.Ensure == api.EnsureAbsent:
		r.host(origin, r.policy(spec, owner, owner.Name+"-"+n.Name+policySuffix), n.Name, spec, r.link(spec))
		return itf, false
	default:
		policy := r.policy(spec, owner, owner.Name+"-"+n.Name+policySuffix)
		itf.Segment = r.segment(owner.Namespace, spec)
		name, home := attachmentOf(spec, owner.Name+"-"+n.Name+attachmentSuffix, owner.Namespace)
		itf.Attachment = cmp.Or(spec.NADName, nameIn(spec, name))
		r.attachment(origin, home, name, n.Name, spec, policy)
		if spec.HasPolicy() { // then the segment is the link
			r.host(origin, policy, n.Name, spec, itf.Segment)
		}
	}
	itf.MTU = commonMTU(spec)
	itf.Existing = spec.NADName != ""
	itf.Unseen = itf.Existing
	if !itf.Existing {
		itf.VLAN, itf.Nodes = api.Number(spec.VLANID), spec.NodeSelector
		if itf.Port != nil {
			itf.VLAN = itf.Port.VLAN
		}
	}
	if spec.OVN() {
		r.onOVN(&itf, n, spec)
	}
	itf.Binding = Bridge
	if spec.Type == api.TypeSRIOV || spec.Type == "" && r.existingType(owner.Namespace, spec.NADName) == api.TypeSRIOV {
		itf.Binding = SRIOV
	} else if spec.HasPolicy() && spec.MakesBridge() {
		itf.Bridge = bridgeOf(spec, cmp.Or(n.NetworkRef, n.Name))
	}
	return itf, true
}

// reference is the network that an entry names; false, and reported, where a machine cannot use it.
func (r *resolver) reference(name string, origin *Origin) (*Sourced[api.NetworkConfig], bool) {
	shared, ok := r.shared[name]
	switch {
	case ok:
		u, unusable := unusableBy(&shared.Resource.Spec)
		if !unusable {
			return shared, true
		}
		f := finding.New(u.code, "", u.message).Values(name, "")
		other := (&Origin{Owner: shared.Owner}).At(u.field)
		f.Other = &other
		r.report(f, origin, "networkRef")
		return nil, false
	case !r.incomplete && !r.broken[name]:
		r.report(finding.New(finding.UnknownNetwork, "", "the package has no NetworkConfig of this name: add it, or correct the name").
			Values(name, r.nearest(name)), origin, "networkRef")
	}
	return nil, false
}

// unusable says why machines cannot use a network, and which of its fields has it so.
type unusable struct {
	code           finding.Code
	field, message string
}

// unusableBy is why machines cannot use a network, false where they can.
func unusableBy(s *api.NetworkSpec) (unusable, bool) {
	switch {
	case s.Ensure == api.EnsureAbsent:
		return unusable{finding.InUse, "spec.ensure", "the machine uses a network that is being removed (ensure: absent): " +
			"remove this entry first, or keep the network"}, true
	case s.Type == api.TypeHost:
		return unusable{finding.HostOnly, "spec.type", "the machine refers to a network of the nodes alone (type: host), which has nothing that it could be " +
			"attached to: refer to a bridge, or remove this entry"}, true
	}
	return unusable{}, false
}

// nearest is the NetworkConfig that a machine can use and whose name is most like this one, empty where none is.
func (r *resolver) nearest(name string) string {
	if r.names == nil {
		r.names = slices.DeleteFunc(slices.Sorted(maps.Keys(r.shared)), func(name string) bool {
			_, unusable := unusableBy(&r.shared[name].Resource.Spec)
			return unusable
		})
	}
	if r.compared += len(r.names); r.compared > mostCompared {
		return ""
	}
	return spell.Nearest(name, r.names)
}

// bridgeOf is the name of a network's bridge.
func bridgeOf(s *api.NetworkSpec, network string) string {
	if s.BridgeName != "" {
		return s.BridgeName
	}
	return api.DefaultBridge(network)
}

// host adds the policy of a network with a link, or those of its table.
func (r *resolver) host(origin Origin, policy, network string, s *api.NetworkSpec, link string) {
	if len(s.More().Nodes) > 0 {
		r.table(origin, policy, network, s)
		return
	}
	h := HostNetwork{Origin: origin, NetworkSpec: s, Policy: policy, Resolved: Resolved{
		Uplink: r.uplink(s), UplinkGuessed: s.PhysicalInterface == "" && s.Bond == nil && len(s.More().Ports) == 0, VLAN: api.Number(s.VLANID), Absent: s.Ensure == api.EnsureAbsent,
	}}
	if s.Type == api.TypeLocalnet {
		h.mapped(network)
	}
	switch {
	case s.Type == api.TypeHost:
		h.Port = h.Uplink
	case s.MakesBridge():
		h.Bridge, h.Port = bridgeOf(s, network), h.Uplink
	}
	if s.NodeIP != "" {
		h.Addresses = prefixes(s.NodeIP)
	}
	if s.HasVLANInterface() && h.VLAN != 0 {
		h.Port = cmp.Or(s.More().VLANInterface, link)
		if h.UplinkGuessed && len(h.Port) > 15 {
			r.report(finding.New(finding.InterfaceName, "", fmt.Sprintf("the VLAN interface %q on the default uplink has %d bytes, "+
				"the kernel takes at most 15: use an uplink with a shorter name", h.Port, len(h.Port))),
				&origin, "vlanId")
		}
	}
	if len(policy) > 63 {
		r.report(finding.New(finding.InvalidName, "", fmt.Sprintf("the policy's name %q would have %d characters, NMState takes 63: "+
			"shorten the names that it is made of", policy, len(policy))),
			&origin, "")
	}
	h.MACFrom = r.macFrom(&h)
	r.plan.HostNetworks = append(r.plan.HostNetworks, h)
}

// macFrom is the interface whose MAC address a bridge copies, so that the DHCP server gives it the lease of its uplink. It
// must be there before the policy is applied, and a bond that comes with the policy is not: then it is the bond's first port.
//
// A bridge that stands with a MAC address of its own keeps it: another address activates the bridge anew, which detaches
// every machine for good (nmstate 2.2.38, NetworkManager 1.52).
func (r *resolver) macFrom(h *HostNetwork) string {
	if h.NodeAddress == nil || !h.TakesAddress() || h.Absent {
		return ""
	}
	if r.formerBridge != nil {
		if former, stands := r.formerBridge(h.Bridge, h.NodeSelector); stands && !former.CopiesMAC {
			if !former.DHCP && !r.keepMAC[h.Bridge] {
				r.keepMAC[h.Bridge] = true
				r.report(finding.New(finding.OwnMAC, "", fmt.Sprintf("the bridge %s is on the nodes already and keeps its own MAC address, "+
					"for another one would detach every machine from it for good. The DHCP server may therefore give the nodes "+
					"other addresses than %s has now: add the bridge's MAC address to the reservation on the server before you apply this",
					h.Bridge, h.Uplink)), &h.Origin, "nodeAddress")
			}
			return ""
		}
	}
	if h.Bond != nil {
		return h.Bond.Ports[0]
	}
	return h.Port
}

// prefixes are addresses with their prefix lengths; what is none has been reported.
func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		if p, err := netip.ParsePrefix(text); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// uplink is the interface that a network hangs on.
func (r *resolver) uplink(s *api.NetworkSpec) string {
	if s.Bond != nil {
		return s.Bond.Name
	}
	if len(s.More().Ports) > 0 {
		return s.More().Ports[0]
	}
	if s.PhysicalInterface == "" && len(s.More().Nodes) > 0 { // any of them stands for the link
		return cmp.Or(s.More().Nodes[0].Uplink(), r.config.Network.PhysicalInterface)
	}
	return cmp.Or(s.PhysicalInterface, r.config.Network.PhysicalInterface)
}

// segment names what carries a network's L2 segment: uplink and VLAN, whatever bridge is between; of an attachment that exists,
// whose host network is not ours, the attachment.
func (r *resolver) segment(namespace string, s *api.NetworkSpec) string {
	if !s.HasPolicy() {
		home, name := Home(namespace, s.NADName)
		return "attachment " + home + "/" + name
	}
	return r.link(s)
}

// existingType is the type of an attachment's plugin, empty where the package does not hold the attachment.
func (r *resolver) existingType(namespace, attachment string) string {
	if r.existing == nil {
		return ""
	}
	if existing := r.existing(Home(namespace, attachment)); existing != nil {
		return existing.Type
	}
	return ""
}

// Home is the namespace and the name that a machine of a namespace means by NAME or NAMESPACE/NAME of an attachment.
func Home(namespace, attachment string) (home, name string) {
	if home, name, qualified := strings.Cut(attachment, "/"); qualified {
		return home, name
	}
	return namespace, attachment
}

// link is what carries a network's frames: the uplink, or the VLAN on it.
func (r *resolver) link(s *api.NetworkSpec) string {
	if s.VLANID != nil {
		return api.VLANInterface(r.uplink(s), *s.VLANID)
	}
	return r.uplink(s)
}

// ownPort connects a machine to its own port on a network, and adds the port's attachment where no other machine has.
func (r *resolver) ownPort(n *api.WukongNetwork, network *Sourced[api.NetworkConfig], itf *Interface) {
	port, spec := itf.Port, &network.Resource.Spec
	name, home := port.attachmentName(n.NetworkRef), itf.Owner.Namespace
	if spec.More().Attachment != nil && spec.More().Attachment.Namespace != "" {
		home = spec.More().Attachment.Namespace
	}
	itf.Attachment, itf.Segment = nameIn(spec, name), port.link()
	if port.VLAN == 0 {
		itf.IP = nil // an address of the network's is for frames without a tag
	}
	key := [3]string{n.NetworkRef, name, home}
	if r.givenPorts[key] {
		return
	}
	r.givenPorts[key] = true
	r.attachment(Origin{network.Owner, "spec"}, home, name, n.NetworkRef, spec, r.policy(spec, network.Owner, n.NetworkRef+policySuffix))
	a := &r.plan.Attachments[len(r.plan.Attachments)-1]
	a.Port, a.VLAN = port, port.VLAN
}

// attachment adds the attachment of a network, unless it names one that exists.
func (r *resolver) attachment(origin Origin, namespace, name, network string, s *api.NetworkSpec, policy string) {
	if s.NADName != "" {
		return
	}
	a := Attachment{Origin: origin, NetworkSpec: s, Namespace: namespace, Name: name, VLAN: api.Number(s.VLANID), MTU: commonMTU(s), Policy: policy}
	switch s.Type {
	case api.TypeSRIOV:
		a.ResourceName = s.SRIOV.ResourceName
	case api.TypeOVS:
		a.Bridge = bridgeOf(s, network)
		a.ResourceName = ovsResourcePrefix + a.Bridge
	case api.TypeLocalnet, api.TypeLayer2:
		if a.OVNNetwork = ovnName(origin.Owner, network, s); !s.HasPolicy() {
			a.Policy = ""
		}
	default:
		a.Bridge = bridgeOf(s, network)
		if s.More().Attachment != nil && s.More().Attachment.Marker {
			a.ResourceName = bridgeResourcePrefix + a.Bridge
		}
	}
	r.plan.Attachments = append(r.plan.Attachments, a)
}

// stableMAC derives an interface's address from what names it, so that it is there before the first boot and never
// changes: 46 bits of SHA-256, marked locally administered and unicast.
func stableMAC(namespace, machine, network string) string {
	var room [200]byte // names are labels of at most 63 characters
	name := append(append(append(append(append(room[:0], namespace...), '/'), machine...), '/'), network...)
	sum := sha256.Sum256(name)
	sum[0] = sum[0]&^1 | 2
	return net.HardwareAddr(sum[:6]).String()
}
