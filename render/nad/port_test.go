package nad

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// TestPorts holds what the plugins are told of access ports and of trunks into guests.
func TestPorts(t *testing.T) {
	access, trunk := &plan.GuestPort{VLAN: 7}, &plan.GuestPort{Trunk: []api.Tags{{Min: 7, Max: 7}, {Min: 10, Max: 19}}}
	for name, tc := range map[string]struct {
		a      plan.Attachment
		config string
	}{
		"access port of a bridge": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "bridge"}, Name: "a", Bridge: "br0", VLAN: 7, Port: access},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"name":"a","preserveDefaultVlan":false,"type":"bridge","vlan":7}`},
		"trunk of a bridge": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "bridge"}, Name: "a", Bridge: "br0", Port: trunk},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"name":"a","preserveDefaultVlan":false,"type":"bridge",` +
				`"vlanTrunk":[{"id":7},{"maxID":19,"minID":10}]}`},
		"access port of OVS": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "ovs"}, Name: "a", Bridge: "ovs0", VLAN: 7, Port: access},
			`{"bridge":"ovs0","cniVersion":"0.3.1","name":"a","type":"ovs","vlan":7}`},
		"trunk of OVS": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "ovs"}, Name: "a", Bridge: "ovs0", Port: trunk},
			`{"bridge":"ovs0","cniVersion":"0.3.1","name":"a","trunk":[{"id":7},{"maxID":19,"minID":10}],"type":"ovs"}`},
		"VLAN of a virtual function": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "sriov"}, Name: "a", VLAN: 7, Port: access},
			`{"cniVersion":"0.3.1","name":"a","type":"sriov","vlan":7}`},
	} {
		t.Run(name, func(t *testing.T) {
			b := &builder{}
			n, err := b.attachmentOf(&tc.a)
			require.NoError(t, err)
			require.Equal(t, tc.config, n.Spec.Config)
			plain := tc.a // the next one has nothing of it
			plain.Port, plain.VLAN = nil, 0
			n, err = b.attachmentOf(&plain)
			require.NoError(t, err)
			require.NotContains(t, n.Spec.Config, `"vlan`)
			require.NotContains(t, n.Spec.Config, `"trunk`)
		})
	}
}

// TestGivesPorts: a NetworkConfig gives attachments for the ports of machines, of names that it would write alone.
func TestGivesPorts(t *testing.T) {
	network := object.Owner{Kind: "NetworkConfig", Namespace: "ns", Name: "lan"}
	for name, want := range map[string]bool{
		"lan-7-nad": true, "lan-4094-nad": true, "lan-trunk-0123abcd-nad": true,
		"lan-0-nad": false, "lan-4095-nad": false, "lan-07-nad": false, "lan-+7-nad": false, "lan--7-nad": false, "lan-7": false, "lan7-nad": false,
		"lan-trunk-0123abc-nad": false, "lan-trunk-0123ABCD-nad": false, "lan-trunk--nad": false, "wan-7-nad": false,
	} {
		require.Equal(t, want, Gives(network, object.NetworkAttachmentDefinition.ID("other", name)), name)
	}
	wukong := object.Owner{Kind: "WukongRender", Namespace: "ns", Name: "lan"}
	require.False(t, Gives(wukong, object.NetworkAttachmentDefinition.ID("ns", "lan-7-nad")))
}
