package v1alpha1

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// ValidateNodes returns every mistake of a network's table that was read from elsewhere, at the paths that the entries would have if
// they stood in nodes. at is the path of the network.
func (s *NetworkSpec) ValidateNodes(at string) []finding.Finding {
	c := &checker{}
	c.nodes(root(at), s)
	return c.found.All()
}

// nodesFrom reports a table that stands nowhere.
func (c *checker) nodesFrom(at path, from *NodesFrom) {
	if name := at.in("configMap"); c.required(name, from.ConfigMap, "the name of a ConfigMap of the package") {
		c.subdomain(name, from.ConfigMap)
	}
	if key := at.in("key"); c.required(key, from.Key, "the key of the table in the ConfigMap, such as nodes.csv") && !isFileName(from.Key) {
		c.add(finding.InvalidName, key, "must be a key of a ConfigMap: letters, digits, '-', '_' and '.', at most 253", from.Key, "")
	}
}

// isFileName is what Kubernetes takes as a key of a ConfigMap.
func isFileName(s string) bool {
	for i := range len(s) {
		if b := s[i]; !isAlnum(b) && b != '-' && b != '_' && b != '.' {
			return false
		}
	}
	return len(s) <= 253 && s != "." && !strings.HasPrefix(s, "..")
}

// nodes reports what is wrong with a network's table of nodes.
func (c *checker) nodes(at path, s *NetworkSpec) {
	if s.More().NodesFrom != nil && s.More().Nodes == nil { // it is read later
		c.nodesFrom(at.in("nodesFrom"), s.More().NodesFrom)
		return
	}
	if len(s.More().Nodes) == 0 {
		switch {
		case s.More().Nodes != nil: // else it would be for all nodes
			c.add(finding.Required, at.in("nodes"), "is required: write the nodes that have the network, one at least, or leave the table out", "", "")
		case s.More().Rollout != nil:
			c.add(finding.Contradiction, at.in("rollout"), "needs nodes, whose entries it counts: write nodes, or remove this", strconv.Itoa(*s.More().Rollout), "")
		}
		return
	}
	table := nodeTable{checker: c, spec: s, names: map[string]int{}}
	list := at.in("nodes")
	for i := range s.More().Nodes {
		table.picks(list, i, &s.More().Nodes[i])
		table.entry(list.element(i), &s.More().Nodes[i])
	}
	table.addresses(list)
}

// nodeTable checks the entries of a table, each against those before it.
type nodeTable struct {
	*checker
	spec  *NetworkSpec
	names map[string]int // by what picks the nodes, the entry that has it
	keys  []string       // the labels of the first group
}

func (t *nodeTable) entry(at path, n *Node) {
	s := t.spec
	if n.PhysicalInterface != "" {
		t.interfaceName(at.in("physicalInterface"), n.PhysicalInterface)
		t.vlanName(at.in("physicalInterface"), n.PhysicalInterface)
	}
	if n.MACAddress != "" {
		t.mac(at.in("macAddress"), n.MACAddress)
		t.byAddress(at.in("macAddress"), n)
	}
	if s.Bond != nil || len(s.More().Ports) > 0 {
		for _, f := range []struct{ name, value string }{{"physicalInterface", n.PhysicalInterface}, {"macAddress", n.MACAddress}} {
			if f.value != "" {
				t.add(finding.Contradiction, at.in(f.name), "must not stand beside the network's bond or ports, which are the uplink: name the "+
					"interfaces in bondPorts or ports, and remove this", f.value, "")
			}
		}
	}
	t.ports(at.in("bondPorts"), n)
	if n.MTU != nil {
		t.within(at.in("mtu"), *n.MTU, 576, 65535)
	}
	t.functions(at.in("numVfs"), n)
}

// picks reports an entry that does not say which nodes it is for, or whose nodes may be another's, too.
func (t *nodeTable) picks(list path, i int, n *Node) {
	key, at := n.Name, list.element(i)
	switch {
	case n.Name == "" && len(n.NodeSelector) == 0:
		t.add(finding.Required, at.in("name"), "is required: write the node's label kubernetes.io/hostname here, or labels in nodeSelector", "", "")
		return
	case n.Name != "" && len(n.NodeSelector) > 0:
		t.add(finding.Contradiction, at.in("nodeSelector"), "must not stand beside name, which picks the node: remove one of the two", "", "")
		return
	case n.Name != "":
		t.policyName(at.in("name"), n.Name)
	default:
		t.labels(at.in("nodeSelector"), n.NodeSelector)
		key = "=" + groupKey(n.NodeSelector)
	}
	if first, twice := t.names[key]; twice {
		t.add(finding.Twice, at, "is for the nodes of "+list.element(first).String()+" already: give each node one entry", n.Name, "")
		return
	}
	keys := []string{HostnameLabel}
	if n.Name == "" {
		keys = sortedKeys(n.NodeSelector)
	}
	if len(t.names) == 0 {
		t.keys = keys
	} else if !slices.Equal(t.keys, keys) {
		t.add(finding.NodesMeet, at, fmt.Sprintf("picks nodes by %s and the first entry by %s, so that a node may be in both and would have two "+
			"policies for one network: pick the nodes of all entries by the same labels", strings.Join(keys, ", "), strings.Join(t.keys, ", ")), "", "")
	}
	t.names[key] = i
}

// groupKey is the same for selectors that are equal.
func groupKey(selector map[string]string) string {
	parts := make([]string, 0, 2*len(selector))
	for _, key := range slices.Sorted(maps.Keys(selector)) {
		parts = append(parts, key, selector[key])
	}
	return strings.Join(parts, "\x00")
}

// vlanName reports an uplink that leaves no room for the name of its VLAN's interface.
func (t *nodeTable) vlanName(at path, uplink string) {
	s := t.spec
	if !s.HasVLANInterface() || s.VLANID == nil || s.More().VLANInterface != "" {
		return
	}
	if vlan := VLANInterface(uplink, *s.VLANID); len(vlan) > 15 && interfaceNameProblem(uplink) == "" {
		t.add(finding.InterfaceName, at, fmt.Sprintf("makes the interface %s of %d bytes, and the name of an interface has at most 15: "+
			"name it in the network's vlanInterface, or use an uplink with a shorter name", vlan, len(vlan)), uplink, "")
	}
}

// byAddress reports what an uplink that only its MAC address names cannot do.
func (t *nodeTable) byAddress(at path, n *Node) {
	s := t.spec
	switch {
	case n.PhysicalInterface != "":
		t.add(finding.Contradiction, at, "must not stand beside physicalInterface, which names the uplink: remove one of the two", n.MACAddress, "")
	case s.HasVLANInterface() && s.VLANID != nil && s.More().VLANInterface == "":
		t.add(finding.Contradiction, at, "needs the network's vlanInterface, a name for the interface of the VLAN: that of the uplink is not known",
			n.MACAddress, "")
	case s.NodeAddress != nil:
		t.add(finding.Contradiction, at, "must not stand beside the network's nodeAddress, for which the bridge copies the MAC address of an interface "+
			"that it knows by name: write physicalInterface", n.MACAddress, "")
	}
}

// ports reports what cannot be the ports of the network's bond.
func (t *nodeTable) ports(at path, n *Node) {
	if len(n.BondPorts) == 0 {
		return
	}
	if t.spec.Bond == nil {
		t.add(finding.Contradiction, at, "needs the network's bond, whose ports they are: write bond, or remove this", "", "")
		return
	}
	t.bondPorts(at, t.spec.Bond.Name, n.BondPorts)
	if primary, given := t.spec.Bond.Options["primary"].(string); given && !slices.Contains(n.BondPorts, "") && !slices.Contains(n.BondPorts, primary) {
		t.add(finding.Contradiction, at, "must have "+primary+" among them, the options.primary of the network's bond: the port that is used first. "+
			"Write it, or remove that option", "", "")
	}
}

// functions reports a number of virtual functions that the network cannot have.
func (t *nodeTable) functions(at path, n *Node) {
	if n.NumVfs == nil {
		return
	}
	total := *n.NumVfs
	t.upTo(at, total, 256)
	if t.spec.SRIOV == nil {
		t.add(finding.Contradiction, at, "needs type: sriov and the network's sriov: remove it, or write those", strconv.Itoa(total), "")
		return
	}
	for _, vf := range t.spec.SRIOV.VFs {
		if vf.ID != nil && *vf.ID >= total && total > 0 {
			t.add(finding.OutOfRange, at, fmt.Sprintf("must be more than %d, the function that the network's sriov.vfs sets: the first function is 0", *vf.ID),
				strconv.Itoa(total), strconv.Itoa(*vf.ID+1))
			return
		}
	}
}

// addresses reports addresses that the nodes cannot have, that two entries have, and those outside the subnet that most are in.
func (t *nodeTable) addresses(list path) {
	first := map[netip.Addr]int{} // the entry that has it
	subnets := map[netip.Prefix]int{}
	most := map[bool]netip.Prefix{} // by whether it is IPv4
	for i := range t.spec.More().Nodes {
		n, entry := &t.spec.More().Nodes[i], list.element(i)
		at := entry.in("addresses")
		t.mayHaveAddresses(at, n)
		for j, text := range n.Addresses {
			t.prefix(at.element(j), text, "")
			p, err := netip.ParsePrefix(text)
			if err != nil {
				continue
			}
			if before, twice := first[p.Addr()]; twice {
				t.add(finding.Twice, at.element(j), "is an address of "+list.element(before).String()+" already: give each node its own", text, "")
			} else {
				first[p.Addr()] = i
			}
			subnet, is4 := p.Masked(), p.Addr().Is4()
			if subnets[subnet]++; subnets[subnet] > subnets[most[is4]] {
				most[is4] = subnet
			}
		}
	}
	for i := range t.spec.More().Nodes {
		entry := list.element(i)
		at := entry.in("addresses")
		for j, text := range t.spec.More().Nodes[i].Addresses {
			if p, err := netip.ParsePrefix(text); err == nil && p.Masked() != most[p.Addr().Is4()] {
				t.add(finding.OtherSubnet, at.element(j), "is outside the subnet "+most[p.Addr().Is4()].String()+", in which most nodes of the table are: "+
					"correct the address, or give these nodes a network of their own", text, "")
			}
		}
	}
}

// mayHaveAddresses reports addresses of an entry that cannot have any.
func (t *nodeTable) mayHaveAddresses(at path, n *Node) {
	switch {
	case len(n.Addresses) == 0:
	case n.Name == "":
		t.add(finding.Contradiction, at, "needs name in its entry, for all nodes of a group would have the address: name the nodes", "", "")
	case t.spec.Type == TypeSRIOV, t.spec.NodeAddress != nil:
		t.add(finding.Contradiction, at, "must not stand beside the network's nodeAddress or type: sriov, with which the node has no other address "+
			"there: remove one of the two", "", "")
	}
}
