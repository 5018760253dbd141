package nad

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// TestSource holds that what a source says of its objects is what it builds.
func TestSource(t *testing.T) {
	origin := plan.Origin{Owner: plan.NewOwner(finding.Place{Kind: "Wukong", Namespace: "ns", Name: "w"})}
	s := Attachments{
		{Origin: origin, NetworkSpec: &api.NetworkSpec{Type: "bridge"}, Namespace: "ns", Name: "w-lan-nad", Bridge: "br-lan", Policy: "w-lan-bridge"},
		{Origin: origin, NetworkSpec: &api.NetworkSpec{Type: "ovs"}, Namespace: "ns", Name: "w-tap-nad", Bridge: "ovs0", VLAN: 7, ResourceName: "r.io/ovs0"},
	}
	require.Equal(t, 2, s.Len())
	build := s.Builder()
	for i := range s.Len() {
		o, err := build(i)
		require.NoError(t, err)
		namespace, name := s.Name(i)
		id := s.Kind(i).ID(namespace, name)
		require.Equal(t, id, object.IDOf(o.Head()))
		require.Equal(t, s.Kind(i).APIVersion(), o.Head().APIVersion)
		require.Equal(t, "w", s.Origin(i).Owner.Name)
		require.True(t, Gives(object.Owner{Kind: "Wukong", Namespace: "ns", Name: "w"}, id))
		require.Zero(t, s.Hints(i))
	}
	require.Equal(t, []object.ID{object.NodeNetworkConfigurationPolicy.ID("", "w-lan-bridge")}, s.DependsOn(0))
	require.Empty(t, s.DependsOn(1), "the host network is not ours")
}

func TestGives(t *testing.T) {
	wukong, network := object.Owner{Kind: "Wukong", Namespace: "ns", Name: "w"}, object.Owner{Kind: "NetworkConfig", Namespace: "ns", Name: "lan"}
	attachment := object.NetworkAttachmentDefinition
	for _, tc := range []struct {
		owner object.Owner
		id    object.ID
		want  bool
	}{
		{wukong, attachment.ID("ns", "w-any-nad"), true},
		{wukong, attachment.ID("other", "w-any-nad"), false},
		{wukong, attachment.ID("ns", "v-any-nad"), false},
		{wukong, attachment.ID("ns", "w-any"), false},
		{wukong, object.VirtualMachine.ID("ns", "w-any-nad"), false},
		{network, attachment.ID("ns", "lan-nad"), true},
		{network, attachment.ID("other", "lan-nad"), true},
		{network, attachment.ID("ns", "lan-x-nad"), false},
		{object.Owner{Kind: "WukongRender", Name: "w"}, attachment.ID("ns", "w-any-nad"), false},
	} {
		require.Equal(t, tc.want, Gives(tc.owner, tc.id), "%s and %s", tc.owner, tc.id)
	}
}
