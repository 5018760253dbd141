package render

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestForeignPolicies has policies that are not ours beside a bridge br0 of ours with the port e1, and what is a conflict.
func TestForeignPolicies(t *testing.T) {
	const ours = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan}\nspec: {type: bridge, bridgeName: br0, " +
		"physicalInterface: e1, mtu: 9000, nodeSelector: {zone: a}}\n"
	policy := func(nodes, interfaces string) string {
		return fmt.Sprintf("apiVersion: nmstate.io/v1\nkind: NodeNetworkConfigurationPolicy\nmetadata: {name: theirs}\n"+
			"spec: {nodeSelector: {%s}, desiredState: {interfaces: [%s]}}\n", nodes, interfaces)
	}
	for name, tc := range map[string]struct {
		nodes, interfaces string
		want              string
	}{
		"another bridge":                 {"", "{name: br1, type: linux-bridge, state: up, bridge: {port: [{name: e2}]}}", ""},
		"the same bridge":                {"", "{name: br0, type: linux-bridge, state: up, ipv4: {enabled: false}, bridge: {port: [{name: e1, vlan: {}}]}}", ""},
		"other ports":                    {"", "{name: br0, type: linux-bridge, state: up, bridge: {port: [{name: e2}]}}", "spec.bridgeName"},
		"other ports on other nodes":     {"zone: b", "{name: br0, type: linux-bridge, state: up, bridge: {port: [{name: e2}]}}", ""},
		"other ports on some nodes":      {"disk: ssd", "{name: br0, type: linux-bridge, state: up, bridge: {port: [{name: e2}]}}", "spec.bridgeName"},
		"another type":                   {"", "{name: br0, type: ovs-bridge, state: up}", "spec.bridgeName"},
		"spanning tree":                  {"", "{name: br0, state: up, bridge: {options: {stp: {enabled: true}}, port: [{name: e1}]}}", "spec.bridgeName"},
		"removed":                        {"", "{name: br0, type: linux-bridge, state: absent}", "spec.bridgeName"},
		"an address on the bridge":       {"", "{name: br0, state: up, ipv4: {enabled: true, dhcp: true}}", ""},
		"another MTU of the uplink":      {"", "{name: e1, type: ethernet, state: up, mtu: 1500}", "spec"},
		"the same MTU of the uplink":     {"", "{name: e1, type: ethernet, state: up, mtu: 9000}", ""},
		"the uplink in another bridge":   {"", "{name: br1, type: linux-bridge, state: up, bridge: {port: [{name: e1}]}}", "spec.bridgeName"},
		"the uplink in a bond":           {"", "{name: bond0, type: bond, state: up, link-aggregation: {mode: broadcast, port: [e0, e1]}}", "spec.bridgeName"},
		"a VLAN of the uplink":           {"", "{name: e1.5, type: vlan, state: up, vlan: {base-iface: e1, id: 5}}", ""},
		"a bridge that lets the port go": {"", "{name: br1, type: linux-bridge, state: absent, bridge: {port: [{name: e1}]}}", ""},
		"a bond that is the uplink":      {"", "{name: e1, type: bond, state: up, mtu: 9000, link-aggregation: {mode: broadcast, port: [e2]}}", ""},
		"no policy at all":               {"", "x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			said := []string{}
			for _, f := range rendered(t, Input{}, ours, policy(tc.nodes, tc.interfaces)).result.Findings {
				if f.Code == "WK149" {
					said = append(said, f.Place.Field)
					require.Equal(t, "theirs", f.Other.Name)
				}
			}
			want := []string{}
			if tc.want != "" {
				want = append(want, tc.want)
			}
			require.Equal(t, want, said)
		})
	}
}
