package v1alpha1

import "cmp"

// Physnet is the physical network that OVN-Kubernetes maps itself, to br-ex.
const Physnet = "physnet"

// Localnet is a physical network by way of OVN.
type Localnet struct {
	// Name of the network to OVN, one for all namespaces. That of the NetworkConfig or entry when absent.
	Name string `json:"name,omitempty" schema:"ovn" shown:"value"`
	// Bridge is an Open vSwitch bridge that the nodes have already, such as br-ex, or that another network makes. Without it the
	// network makes a bridge of its own on physicalInterface or bond.
	Bridge string `json:"bridge,omitempty" schema:"interface"`
	// PhysicalNetworkName is what is mapped to the bridge, for several networks by one bridge. The name when absent. physnet is OVN's
	// own mapping to br-ex.
	PhysicalNetworkName string `json:"physicalNetworkName,omitempty" schema:"ovn" shown:"value"`
}

// Layer2 is a network of OVN's own, between the nodes.
type Layer2 struct {
	// Name of the network to OVN, one for all namespaces. NAMESPACE.WUKONG.NETWORK when absent, of a NetworkConfig NAMESPACE.NAME.
	Name string `json:"name,omitempty" schema:"ovn" shown:"value"`
}

// withoutNodes are the fields of a layer2 network among those that most types have: nothing on the nodes belongs to it.
var withoutNodes = []string{"type", "nadName", "ipConfig", "mtu"}

// inAttachment says of a field what an attachment that exists says itself.
const inAttachment = "must not stand beside nadName, whose attachment says that itself: remove one of the two"

// OVN says whether the network is one of OVN's.
func (s *NetworkSpec) OVN() bool { return s.Type == TypeLocalnet || s.Type == TypeLayer2 }

// onOVNAlone says whether OVN has all that the network needs on the nodes.
func (s *NetworkSpec) onOVNAlone() bool {
	return s.Type == TypeLayer2 || s.Type == TypeLocalnet && s.physicalName() == Physnet
}

// OnOVS says whether the bridge that a network makes is Open vSwitch's.
func (s *NetworkSpec) OnOVS() bool { return s.Type == TypeOVS || s.Type == TypeLocalnet }

// MakesBridge says whether a network makes a bridge on the nodes, if it has a policy.
func (s *NetworkSpec) MakesBridge() bool {
	switch s.Type {
	case TypeSRIOV, TypeLayer2:
		return false
	case TypeLocalnet:
		return s.MappedBridge() == "" && !s.onOVNAlone()
	}
	return true
}

// MappedBridge is the bridge of somebody else's that a localnet is mapped to.
func (s *NetworkSpec) MappedBridge() string {
	if s.More().Localnet == nil {
		return ""
	}
	return s.More().Localnet.Bridge
}

// physicalName is the physical network of a localnet, as far as the network says it.
func (s *NetworkSpec) physicalName() string {
	if s.More().Localnet == nil {
		return ""
	}
	return cmp.Or(s.More().Localnet.PhysicalNetworkName, s.More().Localnet.Name)
}

// OVNName is the name that the network gives itself for OVN, empty where it gives none.
func (s *NetworkSpec) OVNName() string {
	switch {
	case s.More().Localnet != nil:
		return s.More().Localnet.Name
	case s.More().Layer2 != nil:
		return s.More().Layer2.Name
	}
	return ""
}

// MappedAs is what a localnet of a name is mapped as.
func (s *NetworkSpec) MappedAs(network string) string { return cmp.Or(s.physicalName(), network) }
