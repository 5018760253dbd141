package v1alpha1

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// BondModes are the kernel's (nmstate 2.2.38 refuses others).
var bondModes = []string{"balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"}

// Validate returns every mistake that the NetworkConfig makes by itself.
func (n *NetworkConfig) Validate() []finding.Finding {
	c := &checker{}
	c.metadata(&n.Metadata, 63-len("-bridge"), "the NNCP gets the suffix -bridge")
	c.network(root("spec"), n.Metadata.Name, &n.Spec, networkTypes)
	return c.found.All()
}

// interfaceModels are KubeVirt's (1.9).
var interfaceModels = []string{"virtio", "e1000", "e1000e", "igb", "ne2k_pci", "pcnet", "rtl8139"}

func (c *checker) networks(list path, networks []WukongNetwork) {
	var names seen
	for i := range networks {
		n, at := &networks[i], list.element(i)
		if c.required(at.in("name"), n.Name, "a DNS label, or default for the pod network") {
			c.label(at.in("name"), n.Name, 63, "an interface's name is a DNS label")
			if first, twice := names.add(n.Name, i); twice {
				c.twice(at, list.element(first), n.Name)
			}
		}
		if n.MACAddress != "" {
			c.mac(at.in("macAddress"), n.MACAddress)
		}
		c.oneOf(at.in("model"), n.Model, interfaceModels...)
		c.primary(list, networks, i)
		switch {
		case n.Name == PodNetwork:
			c.podNetwork(at, n)
		case n.NetworkRef != "":
			c.reference(at, n)
		default:
			c.network(at, n.Name, &n.NetworkSpec, machineTypes)
		}
	}
}

func (c *checker) reference(at path, n *WukongNetwork) {
	c.label(at.in("networkRef"), n.NetworkRef, 63, "a NetworkConfig's name is a DNS label")
	for _, f := range (n.given() & referredFields).names() {
		c.add(finding.Contradiction, at.in(f),
			"must not stand beside networkRef, because the NetworkConfig defines the network: remove one of the two", "", "")
	}
	c.port(at, n)
	if n.IPConfig != nil {
		c.ipConfig(at.in("ipConfig"), n.IPConfig)
	}
}

// network reports what is wrong with a network, which may have one of some types.
func (c *checker) network(at path, name string, s *NetworkSpec, types []string) {
	if s.Type != "" || s.NADName == "" || s.HasPolicy() { // an attachment that exists says what it is
		c.networkType(at.in("type"), s.Type, types)
	}
	c.fields(at, s)
	if s.Ensure == EnsureAbsent && s.Type != TypeLocalnet && s.Type != TypeLayer2 && !s.HasPolicy() {
		c.add(finding.Contradiction, at.in("ensure"),
			"must not be absent for an attachment that exists, of which nothing on the nodes is ours: remove the entry", s.Ensure, "")
	}
	c.nodesNetwork(at, s)
	c.restore(at, s)
	c.uplink(at, s)
	if s.More().Attachment != nil {
		c.attachmentOptions(at.in("attachment"), s)
	}
	c.nodes(at, s)
	switch s.Type {
	case TypeSRIOV:
		c.sriov(at, s)
	case TypeBridge, TypeOVS:
		c.bridge(at, name, s)
		c.ports(at.in("ports"), s)
	case TypeLocalnet:
		c.localnet(at, name, s)
	case TypeLayer2:
		c.layer2(at, s)
	}
	if s.Type == TypeBridge || s.Type == "" && s.NADName != "" {
		c.vlans(at, s)
	}
	c.subnets(at, s)
	if s.More().Patches != nil {
		c.patches(at.in("patches"), s)
	}
	if s.More().VLANInterface != "" && s.VLANID == nil {
		c.add(finding.Contradiction, at.in("vlanInterface"), "needs vlanId, whose interface it names: write vlanId, or remove this", s.More().VLANInterface, "")
	}
	if s.IPConfig != nil {
		c.ipConfig(at.in("ipConfig"), s.IPConfig)
		if mtu := s.More().MTU; mtu != nil {
			for _, p := range s.IPConfig.Prefixes {
				if c.mtuOfIPv6(at.in("mtu"), *mtu, p) {
					break // one is enough
				}
			}
		}
	}
}

func (c *checker) networkType(at path, given string, types []string) {
	switch {
	case slices.Contains(types, given):
	case given == "":
		c.required(at, given, strings.Join(types[:len(types)-1], ", ")+" or "+types[len(types)-1])
	case given == TypeMacvlan || given == "ipvlan":
		c.add(finding.Macvlan, at, "must not be "+given+", to which KubeVirt cannot bind a virtual machine: use bridge", given, TypeBridge)
	case given == TypeHost:
		c.add(finding.HostOnly, at, "must not be host in a Wukong, for a network of the nodes alone has nothing that a machine could be attached to: "+
			"write a NetworkConfig of this type, or use bridge", given, TypeBridge)
	default:
		c.add(finding.OutOfRange, at, mustBeOneOf(networkTypes), given, spell.Nearest(given, types))
	}
}

// restore reports how an uplink cannot come back.
func (c *checker) restore(at path, s *NetworkSpec) {
	switch {
	case s.takesOver() && s.More().Restore == RestoreNone:
		c.add(finding.Contradiction, at.in("restore"), "must not be none beside nodeAddress or nodeIP: the network carries the node's address, which "+
			"goes back to the uplink, for otherwise the node is cut off. Remove it", s.More().Restore, RestoreDHCP)
	case !s.takesOver() && s.More().Restore == RestoreDHCP && s.Bond != nil && s.Type != TypeSRIOV:
		c.add(finding.NoEffect, at.in("restore"), "has no effect beside bond, whose ports come back without address: remove it", s.More().Restore, RestoreNone)
	}
}

// attachment reports what is no name of an attachment, with its namespace or without.
func (c *checker) attachment(at path, name string) {
	namespace, nad, found := strings.Cut(name, "/")
	if !found {
		c.subdomain(at, name)
		return
	}
	if isLabel(namespace) && isSubdomain(nad) {
		return
	}
	proposed := ""
	if namespace = asLabel(namespace, 63); namespace != "" && isSubdomain(nad) {
		proposed = namespace + "/" + nad
	}
	c.add(finding.InvalidName, at, "must be NAME or NAMESPACE/NAME of a NetworkAttachmentDefinition, in lower case", name, proposed)
}

// bridge reports a network without a name for its bridge whose own name is too long for one.
func (c *checker) bridge(at path, name string, s *NetworkSpec) {
	if s.BridgeName != "" {
		return
	}
	if bridge := DefaultBridge(name); isLabel(name) && s.HasPolicy() && len(bridge) > 15 {
		c.add(finding.InterfaceName, at.in("bridgeName"),
			fmt.Sprintf("is required: the default, %s, has %d bytes, and the name of an interface has at most 15", bridge, len(bridge)),
			"", strings.TrimRight(bridge[:15], "-"))
	}
}

// DefaultBridge is the bridge of a network that names none.
func DefaultBridge(network string) string { return "br-" + network }

func (c *checker) uplink(at path, s *NetworkSpec) {
	base := s.PhysicalInterface
	if s.Bond != nil {
		c.bond(at.in("bond"), s.Bond)
		base = s.Bond.Name
	}
	if s.VLANID != nil && s.More().VLANInterface == "" && base != "" && interfaceNameProblem(base) == "" && s.HasVLANInterface() {
		var room [32]byte
		if vlan := appendVLAN(room[:0], base, *s.VLANID); len(vlan) > 15 {
			c.add(finding.InterfaceName, at.in("vlanId"),
				fmt.Sprintf("makes the interface %s of %d bytes, and the name of an interface has at most 15: "+
					"name it in vlanInterface, or use an uplink with a shorter name", string(vlan), len(vlan)), strconv.Itoa(*s.VLANID), "")
		}
	}
}

// HasVLANInterface says whether a VLAN of the network is an interface of the nodes. Others tag where machines are attached.
func (s *NetworkSpec) HasVLANInterface() bool { return s.Type == TypeBridge || s.Type == TypeHost }

// VLANInterface is the name of the interface that carries a tagged VLAN of an uplink.
func VLANInterface(uplink string, id int) string {
	var room [32]byte // a name has 15 bytes
	return string(appendVLAN(room[:0], uplink, id))
}

func appendVLAN(dst []byte, uplink string, id int) []byte {
	return strconv.AppendInt(append(append(dst, uplink...), '.'), int64(id), 10)
}

func (c *checker) bond(at path, b *Bond) {
	if c.required(at.in("name"), b.Name, "a name such as bond0") {
		c.interfaceName(at.in("name"), b.Name)
	}
	if c.required(at.in("mode"), b.Mode, "one of "+strings.Join(bondModes, ", ")) {
		c.oneOf(at.in("mode"), b.Mode, bondModes...)
	}
	if len(b.Ports) == 0 {
		c.add(finding.Required, at.in("ports"), "is required: write the interfaces that the bond bundles, one at least", "", "")
	}
	c.bondPorts(at.in("ports"), b.Name, b.Ports)
	options := at.in("options")
	c.bondOptions(options, b.Options)
	c.bondRules(options, b)
}

// bondPorts reports what cannot be ports of a bond.
func (c *checker) bondPorts(at path, bond string, ports []string) {
	var names seen
	for i, p := range ports {
		c.interfaceName(at.element(i), p)
		if _, twice := names.add(p, i); twice || p == bond {
			c.add(finding.Twice, at.element(i), "is a port of the bond already, or the bond itself: remove it", p, "")
		}
	}
}

func (c *checker) sriov(at path, s *NetworkSpec) {
	if s.SRIOV == nil {
		if s.NADName == "" {
			c.add(finding.Required, at.in("sriov"), "is required with type: sriov: write sriov.numVfs and sriov.resourceName", "", "")
		}
	} else {
		c.upTo(at.in("sriov.numVfs"), s.SRIOV.NumVfs, 256)
		if c.required(at.in("sriov.resourceName"), s.SRIOV.ResourceName, "the device plugin's resource, such as example.com/vfs") {
			c.resource(at.in("sriov.resourceName"), s.SRIOV.ResourceName)
		}
		c.virtualFunctions(at.in("sriov.vfs"), s)
	}
}

// virtualFunctions reports what is wrong with the settings of single virtual functions.
func (c *checker) virtualFunctions(list path, s *NetworkSpec) {
	first := map[int]int{}
	for i := range s.SRIOV.VFs {
		vf, at := &s.SRIOV.VFs[i], list.element(i)
		c.functionID(at.in("id"), vf.ID, s.SRIOV.NumVfs)
		if vf.ID != nil {
			if before, twice := first[*vf.ID]; twice {
				c.add(finding.Twice, at.in("id"), "is the function of "+list.element(before).String()+" already: set each once",
					strconv.Itoa(*vf.ID), "")
			}
			first[*vf.ID] = i
		}
		if vf.MAC != "" {
			c.mac(at.in("mac"), vf.MAC)
		}
		if vf.VLAN != 0 {
			c.within(at.in("vlan"), vf.VLAN, 1, 4094)
			if s.VLANID != nil {
				c.add(finding.Contradiction, at.in("vlan"), "must not stand beside vlanId, which tags the frames of every machine "+
					"on the network: remove one of the two", strconv.Itoa(vf.VLAN), "")
			}
		}
		c.within(at.in("qos"), vf.QoS, 0, 7)
		if vf.QoS != 0 && vf.VLAN == 0 {
			c.add(finding.Contradiction, at.in("qos"), "needs vlan, whose tag carries the priority: write vlan, or remove this", strconv.Itoa(vf.QoS), "")
		}
		most := mostRate
		if c.within(at.in("maxTxRate"), vf.MaxTxRate, 0, mostRate) && vf.MaxTxRate > 0 {
			most = vf.MaxTxRate
		}
		c.within(at.in("minTxRate"), vf.MinTxRate, 0, most)
	}
}

// functionID reports what is no virtual function of a card.
func (c *checker) functionID(at path, id *int, total int) {
	switch {
	case id == nil:
		c.add(finding.Required, at, "is required: write which virtual function it is, 0 for the first", "", "")
	case *id < 0 || total > 0 && *id >= total:
		c.add(finding.OutOfRange, at, fmt.Sprintf("must be 0 to %d: numVfs is %d, and the first function is 0", max(total, 1)-1, total),
			strconv.Itoa(*id), "")
	}
}

// mostRate is 1 Tbit/s, in Mbit/s.
const mostRate = 1_000_000

// policyName reports a name that no policy can have: NMState takes label values.
func (c *checker) policyName(at path, name string) {
	switch {
	case !isSubdomain(name):
		c.subdomain(at, name)
	case len(name) > 63:
		c.add(finding.InvalidName, at, fmt.Sprintf("has %d characters, and NMState takes the name of a policy as a label value: "+
			"shorten it to at most 63", len(name)), name, "")
	}
}

// unavailable reports what is neither a number of nodes nor a percentage of them (kubernetes-nmstate, maxUnavailable).
func (c *checker) unavailable(at path, value string) {
	digits, percent := strings.CutSuffix(value, "%")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n >= 1e9 || percent && n > 100 || strconv.Itoa(n) != digits {
		c.add(finding.OutOfRange, at, "must be a number of nodes, 1 or more, or a percentage from 1% to 100%, such as 10%", value, "")
	}
}

// mac takes what KubeVirt keeps unchanged and an interface can carry: six bytes, lower case, colons, unicast.
func (c *checker) mac(at path, value string) {
	hw, err := net.ParseMAC(value)
	switch {
	case err != nil || len(hw) != 6:
		c.add(finding.InvalidMAC, at, "must be six bytes in hexadecimal with colons, such as 02:00:5e:10:00:01", value, "")
	case hw[0]&1 != 0:
		c.add(finding.InvalidMAC, at, "is a multicast address, which no interface can have: the first byte must be even", value, "")
	case hw.String() != value:
		c.add(finding.InvalidMAC, at, "must be written in lower case with colons", value, hw.String())
	}
}
