package render

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestFormerPolicy reads back all that is written of a policy.
func TestFormerPolicy(t *testing.T) {
	spec := nmstate.PolicySpec{
		NodeSelector: map[string]string{"zone": "a"},
		DesiredState: nmstate.DesiredState{Interfaces: []nmstate.Interface{
			{Name: "bond0", Type: "bond", State: "up", LinkAggregation: &nmstate.LinkAggregation{
				Mode: "802.3ad", Options: map[string]any{"miimon": int64(100), "lacp_rate": "fast"}, Ports: []string{"e0", "e1"},
			}},
			{Name: "bond0.7", Type: "vlan", State: "up", VLAN: &nmstate.VLAN{BaseInterface: "bond0", ID: 7}},
			{Name: "br-lan", Type: "linux-bridge", State: "up", CopyMACFrom: "e0", IPv4: &nmstate.IP{DHCP: new(true), Enabled: true}, Bridge: &nmstate.BridgeConfig{
				Options: &nmstate.BridgeOptions{STP: nmstate.Switch{Enabled: true}}, Ports: []nmstate.Port{{Name: "bond0.7"}},
			}},
			{Name: "e1", Type: "ethernet", State: "up", Ethernet: &nmstate.Ethernet{SRIOV: nmstate.VirtualFunctions{Total: 4}}},
		}},
	}
	text, err := encode.String(map[string]any{"spec": spec})
	require.NoError(t, err)
	resources, err := resource.Split("", document(nncp, aPolicy, "", "lan-bridge", "NetworkConfig//lan")+text)
	require.NoError(t, err)
	p := sortOut(&Input{Resources: resources})
	require.Equal(t, &spec, p.formerPolicy("lan-bridge"))
	require.Nil(t, p.formerPolicy("other-bridge"))
}
