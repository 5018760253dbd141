package v1alpha1

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// HostnameLabel is the label by which Kubernetes tells nodes apart. Its value is mostly, but not always, the node's name.
const HostnameLabel = "kubernetes.io/hostname"

// Node is an entry of a network's table: a node or a group of nodes, with what is special about them. What it leaves out is as
// the network says.
type Node struct {
	// Name is the value of the node's label kubernetes.io/hostname.
	Name string `json:"name,omitempty" schema:"policy" shown:"value"`
	// NodeSelector picks a group of nodes, in place of name: the same labels in all entries, with different values.
	NodeSelector map[string]string `json:"nodeSelector,omitempty" schema:"labels"`
	// PhysicalInterface is the uplink.
	PhysicalInterface string `json:"physicalInterface,omitempty" schema:"interface"`
	// MACAddress is that of the uplink, where its name is not known.
	MACAddress string `json:"macAddress,omitempty" schema:"mac"`
	// BondPorts are the interfaces that the network's bond bundles.
	BondPorts []string `json:"bondPorts,omitempty" schema:"interface,unique"`
	// Addresses are the node's static ones on the network, with their prefix lengths, in place of nodeIP. Only beside name.
	Addresses []string `json:"addresses,omitempty" schema:"prefix"`
	// MTU of the network, in bytes.
	MTU *int `json:"mtu,omitempty" schema:"min=576,max=65535"`
	// NumVfs is the number of virtual functions on the uplink, for type sriov.
	NumVfs *int `json:"numVfs,omitempty" schema:"min=1,max=256"`
}

// NodesFrom is where a table of nodes stands as CSV: in a ConfigMap of the package, for a function sees no files.
type NodesFrom struct {
	// ConfigMap holds the table, in the namespace of the resource that refers to it. It is marked as local-config, and so it is
	// never applied.
	ConfigMap string `json:"configMap" schema:"required,subdomain" shown:"value" refers:"ConfigMap"`
	// Key of the table in the ConfigMap's data, such as nodes.csv. Its first line names the columns, which are the fields of an
	// entry of nodes.
	Key string `json:"key" schema:"required,file" shown:"value"`
}

// HasTable says whether the network has a table of nodes, here or elsewhere.
func (s *NetworkSpec) HasTable() bool { return len(s.More().Nodes) > 0 || s.More().NodesFrom != nil }

// Selector are the labels of the entry's nodes, over those that the network has for all.
func (n *Node) Selector(shared map[string]string) map[string]string {
	if n.Name == "" && len(shared) == 0 {
		return n.NodeSelector
	}
	labels := make(map[string]string, len(shared)+max(1, len(n.NodeSelector)))
	maps.Copy(labels, shared)
	maps.Copy(labels, n.NodeSelector)
	if n.Name != "" {
		labels[HostnameLabel] = n.Name
	}
	return labels
}

// On is the network as the entry has it: a network of its own, without table.
func (n *Node) On(s *NetworkSpec) NetworkSpec {
	one, more := *s, *s.More()
	more.Nodes, more.NodesFrom, more.Rollout = nil, nil, nil
	one.NetworkMore = &more
	one.NodeSelector = n.Selector(s.NodeSelector)
	if n.PhysicalInterface != "" {
		one.PhysicalInterface = n.PhysicalInterface
	}
	if n.MACAddress != "" {
		one.PhysicalInterface = n.Uplink()
	}
	if len(n.Addresses) > 0 {
		one.NodeIP = ""
	}
	if n.MTU != nil {
		more.MTU = n.MTU
	}
	if len(n.BondPorts) > 0 && s.Bond != nil {
		bond := *s.Bond
		bond.Ports = n.BondPorts
		one.Bond = &bond
	}
	if n.NumVfs != nil && s.SRIOV != nil {
		sriov := *s.SRIOV
		sriov.NumVfs = *n.NumVfs
		one.SRIOV = &sriov
	}
	return one
}

// Uplink is the name of the entry's uplink, empty where it gives none. One that is known by its MAC address has a name of ours, the
// same in all networks: mac and the address, which are the 15 bytes that a name has.
func (n *Node) Uplink() string {
	if n.MACAddress != "" {
		return "mac" + strings.ReplaceAll(n.MACAddress, ":", "")
	}
	return n.PhysicalInterface
}

// Suffix tells the entry's policy from those of the others: the name of the node, or of a group the values of its labels, by the
// order of these. A value that no name can hold is written as one, with 8 digits of a checksum, and so are several values.
func (n *Node) Suffix() string {
	if n.Name != "" {
		return n.Name
	}
	keys := slices.Sorted(maps.Keys(n.NodeSelector))
	values := make([]string, len(keys))
	for i, key := range keys {
		values[i] = n.NodeSelector[key]
	}
	plain := strings.Join(values, "-")
	if len(keys) == 1 && isSubdomain(plain) {
		return plain
	}
	name := strings.Map(func(r rune) rune {
		if r < 128 && isLower(byte(r)) {
			return r
		}
		return '-'
	}, strings.ToLower(plain))
	return strings.TrimLeft(name+"-", "-") + checksum(strings.Join(values, "\x00"))
}

// longestPolicy is what NMState takes: the name of a policy is a label value, too.
const longestPolicy = 63

// NodePolicy is the name of the policy of an entry of a table: that of the network, a dash and what tells the entry apart. A longer
// one than NMState takes is cut, and has a checksum at its end.
func NodePolicy(network, suffix string) string {
	name := network + "-" + suffix
	if len(name) <= longestPolicy {
		return name
	}
	return strings.TrimRight(name[:longestPolicy-checksumLength-1], ".") + "-" + checksum(name)
}

const checksumLength = 8

// checksum is the beginning of a text's SHA-256, in hexadecimal digits.
func checksum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:checksumLength/2])
}

// CutPolicy is what is left of a name that NodePolicy cut, without the checksum; false of one that it certainly did not cut.
func CutPolicy(name string) (left string, cut bool) {
	at := len(name) - checksumLength - 1
	if at < longestPolicy-checksumLength-2 || name[at] != '-' || strings.Trim(name[at+1:], "0123456789abcdef") != "" {
		return "", false
	}
	return name[:at], true
}
