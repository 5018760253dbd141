package nmstate

import "github.com/novasphere/wukong-fn/render/plan"

// OVN says which bridges lead to OVN's physical networks.
type OVN struct {
	BridgeMappings []BridgeMapping `json:"bridge-mappings"`
}

// BridgeMapping is one of them. A mapping stays on the nodes until a policy says that it is absent.
type BridgeMapping struct {
	Bridge   string `json:"bridge,omitempty"`
	Localnet string `json:"localnet"`
	State    string `json:"state"`
}

// mappings are a localnet's, nil for other networks.
func mappings(h *plan.HostNetwork) *OVN {
	bridge := h.MapsTo()
	switch {
	case bridge == "":
		return nil
	case h.Absent:
		return &OVN{[]BridgeMapping{{Localnet: h.PhysicalNetwork, State: "absent"}}}
	}
	return &OVN{[]BridgeMapping{{Bridge: bridge, Localnet: h.PhysicalNetwork, State: "present"}}}
}
