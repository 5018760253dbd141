package plan

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

func TestHostNetworkIsNoMachines(t *testing.T) {
	const host = "{metadata: {name: lan}, spec: {type: host, physicalInterface: e1, vlanId: 7, nodeIP: 192.0.2.10/24}}"
	p := resolve(t, nil, []string{host})
	require.Empty(t, p.Attachments)
	require.Empty(t, p.HostNetworks[0].Bridge)
	require.Equal(t, "e1.7", p.HostNetworks[0].Port)
	require.Equal(t, []netip.Prefix{netip.MustParsePrefix("192.0.2.10/24")}, p.HostNetworks[0].Addresses)

	machine := func(ref string) []string {
		return []string{"{metadata: {name: a}, spec: {networks: [{name: x, networkRef: " + ref + "}]}}"}
	}
	_, found := resolved(input(t, machine("lan"), []string{host}))
	require.Len(t, found, 1)
	require.Equal(t, finding.HostOnly, found[0].Code)
	require.Equal(t, "spec.networks[0].networkRef", found[0].Place.Field)
	require.Equal(t, "spec.type", found[0].Other.Field)

	_, found = resolved(input(t, machine("lam"), []string{host}))
	require.Len(t, found, 1)
	require.Equal(t, finding.UnknownNetwork, found[0].Code)
	require.Empty(t, found[0].Proposed, "what a machine cannot use is not proposed")

	_, found = resolved(input(t, machine("lan"), []string{"{metadata: {name: lan}, spec: {type: bridge, physicalInterface: e1, nodeIP: 192.0.2.10/24}}"}))
	require.Empty(t, found, "the bridge with the address is")
}
