package v1alpha1

import "encoding/json"

// NodeAddress says how a node has its address on a network: a word alone, or a mapping.
type NodeAddress struct {
	// Word is dhcp, in place of the mapping.
	Word string `json:"-" yaml:"word" schema:"enum=dhcp"`
	// DHCP is true: the address comes from a server.
	DHCP bool `json:"dhcp" schema:"required,true"`
	// Gateway is false where the default route of the server is not taken.
	Gateway *bool `json:"gateway,omitempty"`
	// DNS is false where the resolvers of the server are not taken.
	DNS *bool `json:"dns,omitempty"`
	// Routes is false where the other routes of the server are not taken.
	Routes *bool `json:"routes,omitempty"`
}

// AddressDHCP is the word of a NodeAddress.
const AddressDHCP = "dhcp"

// UnmarshalJSON reads either form.
func (n *NodeAddress) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &n.Word) == nil {
		return nil
	}
	type mapping NodeAddress
	return json.Unmarshal(text, (*mapping)(n))
}

// NodeRoute is a route of the nodes.
type NodeRoute struct {
	// To is the destination, 0.0.0.0/0 or ::/0 for the default route.
	To string `json:"to" schema:"required,prefix"`
	// Via is the next hop.
	Via string `json:"via" schema:"required,address"`
	// Metric of the route; the lowest wins.
	Metric int `json:"metric,omitempty" schema:"min=0,max=2147483647"`
	// Table is the routing table, the main one when absent.
	Table int `json:"table,omitempty" schema:"min=0,max=2147483647"`
}

// NodeDNS are the resolvers of nodes.
type NodeDNS struct {
	// Servers are addresses of resolvers, in their order.
	Servers []string `json:"servers,omitempty" schema:"address"`
	// Search are domains that are searched.
	Search []string `json:"search,omitempty" schema:"subdomain"`
}

// Untagged says whether a network's bridge or address is on the uplink itself.
func (s *NetworkSpec) Untagged() bool {
	return s.More().NodeVLANID == nil && (s.VLANID == nil || !s.HasVLANInterface())
}

// WayOut says whether the nodes have a default route over the network, as far as its definition says it.
func (s *NetworkSpec) WayOut() bool {
	if s.NodeAddress != nil && (s.NodeAddress.Gateway == nil || *s.NodeAddress.Gateway) {
		return true
	}
	for i := range s.More().Routes {
		if s.More().Routes[i].Default() {
			return true
		}
	}
	return false
}

// Default says whether it is a default route of the main table.
func (r *NodeRoute) Default() bool {
	return r.Table == 0 && (r.To == "0.0.0.0/0" || r.To == "::/0")
}

// takesOver says whether the network's bridge takes the node's address over from the uplink, or whether that of its interface is
// the way out: then it is not lost when the network goes.
func (s *NetworkSpec) takesOver() bool {
	addressed := s.NodeAddress != nil || s.NodeIP != ""
	return addressed && s.Untagged() && (s.Type != TypeHost || s.WayOut())
}
