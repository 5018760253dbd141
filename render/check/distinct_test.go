package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

func TestDistinct(t *testing.T) {
	network := func(bridge, uplink string, spec api.NetworkSpec) plan.HostNetwork {
		return plan.HostNetwork{NetworkSpec: &spec, Resolved: plan.Resolved{Bridge: bridge, Uplink: uplink}}
	}
	east := map[string]string{"site": "east"}
	networks := []plan.HostNetwork{
		network("br-a", "eth0", api.NetworkSpec{}),
		network("br-b", "eth0", api.NetworkSpec{}),
		network("br-a", "eth0", api.NetworkSpec{IPConfig: &api.IPConfig{Mode: api.ModeDHCP}}), // the guest's address is its own
		network("br-b", "eth1", api.NetworkSpec{}),
		network("br-b", "eth1", api.NetworkSpec{NetworkMore: &api.NetworkMore{STP: true}}),
		network("br-b", "eth1", api.NetworkSpec{NetworkMore: &api.NetworkMore{STP: true}, NodeSelector: east}),
		network("br-b", "eth1", api.NetworkSpec{NetworkMore: &api.NetworkMore{STP: true}, NodeSelector: east}),
		network("", "eth2", api.NetworkSpec{}),
		network("", "eth2", api.NetworkSpec{}),
		network("", "eth3", api.NetworkSpec{}),
	}
	var got []int
	for _, h := range distinct(networks) {
		for i := range networks {
			if h == &networks[i] {
				got = append(got, i)
			}
		}
	}
	require.Equal(t, []int{0, 1, 3, 4, 5, 7, 9}, got)
}
