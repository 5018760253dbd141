package nmstate

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestLocalnet holds what a policy says of a physical network of OVN.
func TestLocalnet(t *testing.T) {
	const (
		toEx      = "ovn: {bridge-mappings: [{localnet: net, bridge: br-ex, state: present}]}"
		gone      = "ovn: {bridge-mappings: [{localnet: net, state: absent}]}"
		bridge    = "{name: br-net, type: ovs-bridge, state: up, bridge: {allow-extra-patch-ports: true, port: [{name: e1}]}}"
		own       = "ovn: {bridge-mappings: [{localnet: net, bridge: br-net, state: present}]}"
		bridgeOff = "{name: br-net, type: ovs-bridge, state: absent}"
	)
	for name, tc := range map[string]struct{ spec, other, want string }{
		"a bridge of somebody else's": {"{type: localnet, localnet: {bridge: br-ex}}", "", "{" + toEx + "}"},
		"VLAN and MTU are OVN's":      {"{type: localnet, vlanId: 7, mtu: 1500, localnet: {bridge: br-ex}}", "", "{" + toEx + "}"},
		"name": {"{type: localnet, localnet: {name: x, bridge: br-ex}}", "",
			"{ovn: {bridge-mappings: [{localnet: x, bridge: br-ex, state: present}]}}"},
		"physical network": {"{type: localnet, localnet: {name: x, physicalNetworkName: z, bridge: br-ex}}", "",
			"{ovn: {bridge-mappings: [{localnet: z, bridge: br-ex, state: present}]}}"},
		"on an uplink": {"{type: localnet, physicalInterface: e1, vlanId: 7}", "", "{interfaces: [" + bridge + "], " + own + "}"},
		"on a bond": {"{type: localnet, mtu: 9000, bridgeName: ovs0, description: x, bond: {name: bond0, mode: broadcast, ports: [e1]}}", "", `
{interfaces: [
  {name: e1, state: up, mtu: 9000},
  {name: bond0, type: bond, state: up, mtu: 9000, link-aggregation: {mode: broadcast, port: [e1]}},
  {name: ovs0, type: ovs-bridge, state: up, description: x, bridge: {allow-extra-patch-ports: true, port: [{name: bond0}]}}],
 ovn: {bridge-mappings: [{localnet: net, bridge: ovs0, state: present}]}}`},
		"removed":           {"{type: localnet, ensure: absent, localnet: {bridge: br-ex}}", "", "{" + gone + "}"},
		"removed, with it":  {"{type: localnet, ensure: absent, physicalInterface: e1}", "", "{interfaces: [" + bridgeOff + ", {name: e1, state: up}], " + gone + "}"},
		"removed, VLAN":     {"{type: localnet, ensure: absent, physicalInterface: e1, vlanId: 7}", "", "{interfaces: [" + bridgeOff + ", {name: e1, state: up}], " + gone + "}"},
		"bridge stays":      {"{type: localnet, ensure: absent, physicalInterface: e1}", "{type: localnet, localnet: {bridge: br-net}}", "{interfaces: [{name: e1, state: up}], " + gone + "}"},
		"bond of a removed": {"{type: localnet, ensure: absent, bond: {name: bond0, mode: broadcast, ports: [e1]}}", "", "{interfaces: [" + bridgeOff + ", {name: bond0, type: bond, state: absent}, {name: e1, state: up}], " + gone + "}"},
	} {
		t.Run(name, func(t *testing.T) { require.YAMLEq(t, tc.want, stateOf(t, tc.spec, tc.other)) })
	}
}

// stateOf is the desired state of a network beside another one.
func stateOf(t *testing.T, specs ...string) string {
	t.Helper()
	in := plan.Input{Config: api.DefaultRenderSpec(), Say: func(f finding.Finding) { require.Fail(t, f.Message) }}
	for i, text := range specs {
		if text == "" {
			continue
		}
		n := &api.NetworkConfig{Metadata: api.ObjectMeta{Name: []string{"net", "other"}[i]}}
		require.NoError(t, yaml.UnmarshalStrict([]byte(text), &n.Spec))
		require.Empty(t, n.Validate())
		in.NetworkConfigs = append(in.NetworkConfigs, plan.Sourced[api.NetworkConfig]{Resource: n, Owner: plan.NewOwner(finding.Place{Kind: "NetworkConfig", Name: n.Metadata.Name})})
	}
	text, err := encode.String(SpecOf(&plan.Resolve(in).HostNetworks[0]).DesiredState)
	require.NoError(t, err)
	return text
}
