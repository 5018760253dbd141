package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestPodNetwork has machines without the pod network, and with a default route elsewhere, and their nearest.
func TestPodNetwork(t *testing.T) {
	const lan = "{name: lan, type: bridge, physicalInterface: e1"
	static := "[" + lan + ", ipConfig: {mode: static, address: 192.0.2.5/24, gateway: 192.0.2.1}}]"
	without := func(c *api.RenderSpec) { c.VM.PodNetwork = false }
	subnets := func(cidrs ...string) func(*api.RenderSpec) {
		return func(c *api.RenderSpec) { c.Network.ClusterCIDRs = cidrs }
	}
	for name, tc := range map[string]struct {
		networks []string
		config   func(*api.RenderSpec)
		want     []string
	}{
		"not on it":                         {[]string{"[" + lan + "}]"}, without, []string{"WK155 Wukong/w0 spec.networks"}},
		"said once":                         {[]string{"[" + lan + "}]", "[" + lan + "}]"}, without, []string{"WK155 Wukong/w0 spec.networks and 1 more"}},
		"on it by its own word":             {[]string{"[{name: default}, " + lan + "}]"}, without, nil},
		"without any network":               {[]string{"[]"}, without, nil},
		"on it by itself":                   {[]string{"[" + lan + "}]"}, nil, nil},
		"gateway, no subnets":               {[]string{static, "[{name: default}]"}, subnets(), []string{"WK156 Wukong/w0 spec.networks"}},
		"gateway, subnets of IPv6 alone":    {[]string{static}, subnets("fd00:10:244::/56"), []string{"WK156 Wukong/w0 spec.networks"}},
		"gateway and subnets":               {[]string{static}, subnets("10.244.0.0/16"), nil},
		"by DHCP, no subnets":               {[]string{"[" + lan + ", ipConfig: {mode: dhcp}}]"}, subnets(), []string{"WK156 Wukong/w0 spec.networks"}},
		"no gateway, no subnets":            {[]string{"[" + lan + ", ipConfig: {mode: static, address: 192.0.2.5/24}}]"}, subnets(), nil},
		"gateway in IPv6 alone, no subnets": {[]string{"[" + lan + ", ipConfig: {mode: static, address: '2001:db8::5/64', gateway: '2001:db8::1'}}]"}, subnets(), nil},
		"gateway, not on it":                {[]string{static}, func(c *api.RenderSpec) { without(c); subnets()(c) }, []string{"WK155 Wukong/w0 spec.networks"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, pack{networks: tc.networks, config: tc.config}.found(t))
		})
	}
}
