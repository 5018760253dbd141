package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// codesOf are the findings of some codes, each as "CODE field / KIND of the other place field there".
func codesOf(o outcome, codes string) []string {
	said := []string{}
	for _, f := range o.result.Findings {
		if !strings.Contains(codes, string(f.Code)) {
			continue
		}
		text := string(f.Code) + " " + f.Place.Field
		if f.Other != nil {
			text += " / " + f.Other.Kind + " " + f.Other.Field
		}
		said = append(said, text)
	}
	return said
}

const attachmentOfLAN = "{apiVersion: k8s.cni.cncf.io/v1, kind: NetworkAttachmentDefinition, metadata: {name: theirs, namespace: shop}, spec: {config: '%s'}}"

// inList puts an object in flow style into a list.
func inList(object string) string {
	return "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}\n- " + object + "\n"
}

// TestSegmentsOfExistingAttachments has two machines with one address, one by an attachment that exists and one on a network of ours.
func TestSegmentsOfExistingAttachments(t *testing.T) {
	const (
		trunk   = "type: bridge, bridgeName: br0, physicalInterface: e1"
		vlan5   = "type: bridge, bridgeName: br5, physicalInterface: e1, vlanId: 5"
		certain = "WK033"
		maybe   = "WK090"
	)
	for name, tc := range map[string]struct {
		network, vlan string
		config        string
		want          string
	}{
		"the same VLAN of the bridge":      {trunk, ", vlanId: 5", `{"type":"bridge","bridge":"br0","vlan":5}`, certain},
		"another VLAN of the bridge":       {trunk, ", vlanId: 5", `{"type":"bridge","bridge":"br0","vlan":6}`, ""},
		"the bridge without a tag":         {trunk, "", `{"type":"cnv-bridge","bridge":"br0"}`, certain},
		"in a list of plugins":             {trunk, "", `{"plugins":[{"type":"bridge","bridge":"br0"},{"type":"tuning"}]}`, certain},
		"the bridge on the VLAN":           {vlan5, "", `{"type":"bridge","bridge":"br5"}`, certain},
		"a VLAN within the VLAN":           {vlan5, "", `{"type":"bridge","bridge":"br5","vlan":5}`, maybe},
		"a bridge of others":               {trunk, "", `{"type":"bridge","bridge":"br9"}`, ""},
		"the VLAN of a bridge of others":   {trunk, ", vlanId: 5", `{"type":"bridge","bridge":"br9","vlan":5}`, maybe},
		"an OVS bridge":                    {"type: ovs, bridgeName: br0, physicalInterface: e1, vlanId: 5", "", `{"type":"ovs","bridge":"br0","vlan":5}`, certain},
		"another VLAN of an OVS bridge":    {"type: ovs, bridgeName: br0, physicalInterface: e1, vlanId: 5", "", `{"type":"ovs","bridge":"br0","vlan":6}`, ""},
		"the same physical network of OVN": {"type: localnet, localnet: {name: data, bridge: br-ex}", "", `{"type":"ovn-k8s-cni-overlay","topology":"localnet","name":"x","physicalNetworkName":"data"}`, certain},
		"another VLAN of that":             {"type: localnet, localnet: {name: data, bridge: br-ex}", "", `{"type":"ovn-k8s-cni-overlay","topology":"localnet","name":"x","physicalNetworkName":"data","vlanID":7}`, ""},
		"the same layer2 network":          {"type: layer2, layer2: {name: a-b}", "", `{"type":"ovn-k8s-cni-overlay","topology":"layer2","name":"a.b"}`, certain},
		"another layer2 network":           {"type: layer2, layer2: {name: a-b}", "", `{"type":"ovn-k8s-cni-overlay","topology":"layer2","name":"a.c"}`, ""},
		"nothing known":                    {trunk, "", `{"type":"host-device"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			machine := func(name, entry string) string {
				return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: " + name + ", namespace: shop}\nspec: {networks: [{name: one, " + entry +
					", ipConfig: {mode: static, address: 192.0.2.5/24}}]}\n"
			}
			ours := "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan}\nspec: {" + tc.network + "}\n"
			attachment := fmt.Sprintf(attachmentOfLAN, tc.config)
			for _, foreign := range []string{attachment + "\n", inList(attachment)} {
				o := rendered(t, Input{}, ours, machine("a", "networkRef: lan"+tc.vlan), machine("b", "nadName: theirs"), foreign)
				want := []string{}
				if tc.want != "" {
					want = append(want, tc.want+" spec.networks[0].ipConfig.address / Wukong spec.networks[0].ipConfig.address")
				}
				require.Equal(t, want, codesOf(o, "WK033 WK090 WK040"), o.found)
			}
		})
	}
}

// TestObjectsInLists holds that what is not ours takes part in the rules inside of a list, too.
func TestObjectsInLists(t *testing.T) {
	const ours = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan}\nspec: {type: bridge, bridgeName: br0, physicalInterface: e1}\n"
	policy := func(interfaces string) string {
		return "{apiVersion: nmstate.io/v1, kind: NodeNetworkConfigurationPolicy, metadata: {name: theirs}, spec: {desiredState: {interfaces: [" + interfaces + "]}}}"
	}
	o := rendered(t, Input{}, ours, inList(policy("{name: br0, type: ovs-bridge, state: up}")))
	require.Equal(t, []string{"WK149 spec.bridgeName / List items"}, codesOf(o, "WK149"))
	o = rendered(t, Input{}, ours, inList(policy("{name: br1, type: ovs-bridge, state: up}")))
	require.Empty(t, codesOf(o, "WK149"))

	const machine = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: m, namespace: shop}\nspec: {networks: [{name: one, nadName: theirs}]}\n"
	o = rendered(t, Input{}, machine, inList(fmt.Sprintf(attachmentOfLAN, `{"type":"macvlan"}`)))
	require.Equal(t, []string{"WK146 spec.networks[0].nadName / List items"}, codesOf(o, "WK146 WK040"))
	o = rendered(t, Input{}, machine, inList(fmt.Sprintf(attachmentOfLAN, `{"type":"bridge"}`)))
	require.Empty(t, codesOf(o, "WK146 WK040"))

	const layer2 = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: m, namespace: shop}\nspec: {networks: [{name: one, type: layer2, layer2: {name: x}}]}\n"
	differs := `{"type":"ovn-k8s-cni-overlay","topology":"layer2","name":"x","mtu":1300}`
	o = rendered(t, Input{}, layer2, inList(fmt.Sprintf(attachmentOfLAN, differs)))
	require.Equal(t, []string{"WK137 items / Wukong spec.networks[0]"}, codesOf(o, "WK137"))
}

// TestForeignMappings has policies that are not ours beside a localnet of ours on br-ex, and what is a conflict.
func TestForeignMappings(t *testing.T) {
	for name, tc := range map[string]struct {
		ensure, nodes, state string
		want                 string
	}{
		"the same mapping":             {"", "", "ovn: {bridge-mappings: [{localnet: data, bridge: br-ex, state: present}]}", ""},
		"another bridge":               {"", "", "ovn: {bridge-mappings: [{localnet: data, bridge: br-data, state: present}]}", "WK135 spec.localnet.bridge"},
		"another bridge, state unsaid": {"", "", "ovn: {bridge-mappings: [{localnet: data, bridge: br-data}]}", "WK135 spec.localnet.bridge"},
		"another bridge on others":     {"", "zone: b", "ovn: {bridge-mappings: [{localnet: data, bridge: br-data, state: present}]}", ""},
		"another bridge on some":       {"", "disk: ssd", "ovn: {bridge-mappings: [{localnet: data, bridge: br-data, state: present}]}", "WK135 spec.localnet.bridge"},
		"another network":              {"", "", "ovn: {bridge-mappings: [{localnet: other, bridge: br-data, state: present}]}", ""},
		"removed there":                {"", "", "ovn: {bridge-mappings: [{localnet: data, state: absent}]}", "WK135 spec.localnet.bridge"},
		"removed here":                 {", ensure: absent", "", "ovn: {bridge-mappings: [{localnet: data, bridge: br-ex, state: present}]}", "WK135 spec.ensure"},
		"removed in both":              {", ensure: absent", "", "ovn: {bridge-mappings: [{localnet: data, state: absent}]}", ""},
		"a bridge that keeps ports":    {"", "", "interfaces: [{name: br-ex, type: ovs-bridge, state: up, bridge: {allow-extra-patch-ports: true, port: [{name: e2}]}}]", ""},
		"a bridge that drops ports":    {"", "", "interfaces: [{name: br-ex, type: ovs-bridge, state: up, bridge: {port: [{name: e2}]}}]", "WK136 spec.localnet.bridge"},
		"a Linux bridge":               {"", "", "interfaces: [{name: br-ex, type: linux-bridge, state: up}]", "WK136 spec.localnet.bridge"},
		"a Linux bridge on others":     {"", "zone: b", "interfaces: [{name: br-ex, type: linux-bridge, state: up}]", ""},
		"another Linux bridge":         {"", "", "interfaces: [{name: br-in, type: linux-bridge, state: up}]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: data}\nspec: {type: localnet, nodeSelector: {zone: a}, "+
				"localnet: {bridge: br-ex}"+tc.ensure+"}\n",
				"apiVersion: nmstate.io/v1\nkind: NodeNetworkConfigurationPolicy\nmetadata: {name: theirs}\nspec: {nodeSelector: {"+tc.nodes+"}, desiredState: {"+tc.state+"}}\n")
			want := []string{}
			if tc.want != "" {
				want = append(want, tc.want+" / NodeNetworkConfigurationPolicy spec")
			}
			require.Equal(t, want, codesOf(o, "WK135 WK136"), o.found)
		})
	}
}
