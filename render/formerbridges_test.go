package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNodeAddressOnABridgeThatStands adds nodeAddress to a bridge whose policy is in the package, and holds that a run over its
// own output keeps what the first one decided.
func TestNodeAddressOnABridgeThatStands(t *testing.T) {
	const plain, address = "{type: bridge, physicalInterface: e2}", "{type: bridge, physicalInterface: e2, nodeAddress: dhcp}"
	policyOf := func(t *testing.T, spec string, former ...string) (policy string, found []string) {
		t.Helper()
		o := rendered(t, Input{}, slices.Concat([]string{noRelease, strings.Replace(shared, plain, spec, 1)}, former)...)
		require.Equal(t, []string{"NodeNetworkConfigurationPolicy/wan-bridge"}, o.generated)
		return written(t, o.result)[0], slices.DeleteFunc(o.found, func(code string) bool { return code == "WK013" })
	}
	without, found := policyOf(t, plain)
	require.Empty(t, found)
	added, found := policyOf(t, address, without)
	require.NotContains(t, added, "copy-mac-from")
	require.Contains(t, added, "dhcp: true")
	require.Equal(t, []string{"WK075 NetworkConfig/wan"}, found)
	again, found := policyOf(t, address, added)
	require.Equal(t, added, again)
	require.Empty(t, found, "nothing changes any more")

	made, found := policyOf(t, address)
	require.Contains(t, made, "copy-mac-from: e2")
	require.Empty(t, found)
	again, found = policyOf(t, address, made)
	require.Equal(t, made, again)
	require.Empty(t, found)

	for name, former := range map[string]string{
		"another bridge":        strings.ReplaceAll(without, "br-wan", "br-lan"),
		"the bridge is removed": strings.Replace(without, "state: up", "state: absent", 1),
		"somebody else's":       strings.Replace(strings.Replace(without, "wukong-fn", "helm", 1), "wan-bridge", "their-bridge", 1),
	} {
		got, found := policyOf(t, address, former)
		require.Equal(t, made, got, name)
		require.NotContains(t, found, "WK075 NetworkConfig/wan", name)
	}
	zone := func(zone string) string {
		return strings.TrimSuffix(address, "}") + ", nodeSelector: {zone: " + zone + "}}"
	}
	elsewhere, _ := policyOf(t, strings.TrimSuffix(plain, "}")+", nodeSelector: {zone: a}}")
	for zoneOf, copies := range map[string]bool{"a": false, "b": true} {
		got, _ := policyOf(t, zone(zoneOf), elsewhere)
		require.Equal(t, copies, strings.Contains(got, "copy-mac-from"), zoneOf)
	}
}

// TestOneBridgeOfManyKeepsItsMAC says of a bridge that stands once what becomes of it, however many define it.
func TestOneBridgeOfManyKeepsItsMAC(t *testing.T) {
	network := func(more string) string {
		return "{name: lan, type: bridge, bridgeName: br-lan, physicalInterface: e1" + more + "}"
	}
	both := func(more string) []string {
		one := strings.Replace(strings.Replace(db, "{name: lan, type: bridge, physicalInterface: e1}", network(more), 1), ", namespace: shop", "", 1)
		return []string{noRelease, one, strings.Replace(one, "name: db", "name: web", 1)}
	}
	former := written(t, rendered(t, Input{}, both("")...).result)
	o := rendered(t, Input{}, append(both(", nodeAddress: dhcp"), former...)...)
	require.Equal(t, []string{"WK075 Wukong/db"}, o.found)
	for _, text := range written(t, o.result) {
		require.NotContains(t, text, "copy-mac-from")
	}
}
