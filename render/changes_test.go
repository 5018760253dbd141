package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/vm"
)

// wan is the network that machines share, and user a machine on it.
func wan(spec string) string {
	return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: wan}\nspec: " + spec + "\n"
}

func user(name, networks string) string {
	return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: " + name + ", namespace: shop}\nspec:\n" +
		"  disks: [{name: root, size: 1Gi, storageClassName: s}]\n  networks: [" + networks + "]\n"
}

const (
	onWan    = "{name: lan, networkRef: wan}"
	existing = `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: {name: mine, namespace: shop}
spec: {config: '{"cniVersion": "0.3.1", "plugins": [{"type": "bridge", "bridge": "br-wan"}, {"type": "tuning"}]}'}
`
	foreignMachine = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: other, namespace: shop}
spec: {template: {spec: {networks: [{name: x, multus: {networkName: mine}}]}}}
`
)

// TestChanges runs a package, changes it and runs it again over its former output.
func TestChanges(t *testing.T) {
	const bridge = "{type: bridge, physicalInterface: e1}"
	two := []string{user("a", onWan), user("b", onWan)}
	with := func(network string, more ...string) []string {
		return append([]string{noRelease, wan(network)}, more...)
	}
	for name, tc := range map[string]struct {
		was, now []string
		want     string // a part of the finding, empty where there is none
		field    string
	}{
		"nothing": {was: with(bridge, two...), now: with(bridge, two...)},
		"bridge renamed": {with(bridge, two...), with("{type: bridge, physicalInterface: e1, bridgeName: br-b}", two...),
			"WK081 br-b takes the port of br-wan, which stays with its machines and without an uplink. The machines on br-wan (2 of this package: shop/a, shop/b) " +
				"lose their network for good: they come back neither by themselves nor by reverting, only by a restart or a migration. On the nodes stay: br-wan.",
			"NetworkConfig/wan spec.bridgeName"},
		"bridge of another type": {with(bridge, two...), with("{type: ovs, physicalInterface: e1}", two...),
			"WK081 ovs-bridge br-wan takes the port of br-wan, which stays", "NetworkConfig/wan spec.bridgeName"},
		"bridge renamed, one machine goes": {with(bridge, two...), with("{type: bridge, physicalInterface: e1, bridgeName: br-b}", two[0]),
			"(1 of this package: shop/a)", "NetworkConfig/wan spec.bridgeName"},
		"bridge renamed, many machines": {with(bridge, user("a", onWan), user("b", onWan), user("c", onWan), user("d", onWan), user("e", onWan)),
			with("{type: bridge, physicalInterface: e1, bridgeName: br-b}", user("a", onWan), user("b", onWan), user("c", onWan), user("d", onWan), user("e", onWan)),
			"(5 of this package: shop/a, shop/b, shop/c and 2 more)", "NetworkConfig/wan spec.bridgeName"},
		"bridge renamed, no machine": {with(bridge), with("{type: bridge, physicalInterface: e1, bridgeName: br-b}"),
			"WK081 br-b takes the port of br-wan, which stays with its machines and without an uplink. The machines on br-wan (none of this package)", "NetworkConfig/wan spec.bridgeName"},
		"network renamed": {with(bridge), []string{noRelease, strings.Replace(wan(bridge), "name: wan", "name: new", 1)},
			"WK081 br-new takes the port of br-wan", "NetworkConfig/new spec.bridgeName"},
		"network of a Wukong": {[]string{noRelease, user("a", "{name: lan, type: bridge}")}, []string{noRelease, user("a", "{name: lan, type: bridge, bridgeName: br-b}")},
			"(1 of this package: shop/a)", "Wukong/shop/a spec.networks[0].bridgeName"},
		"removed, machine still running": {with(bridge, user("a", onWan)), with("{type: bridge, physicalInterface: e1, ensure: absent}", user("a", "{name: default}")),
			"WK081 br-wan is deleted without asking who uses it, and ensure: present brings no machine back to it. The machines on br-wan (1 of this package: shop/a)", "NetworkConfig/wan spec.ensure"},
		"removed with its machine": {was: with(bridge, user("a", onWan)), now: with("{type: bridge, physicalInterface: e1, ensure: absent}")},
		"removed, foreign machine": {with(bridge, existing, foreignMachine), with("{type: bridge, physicalInterface: e1, ensure: absent}", existing, foreignMachine),
			"(1 of this package: shop/other)", "NetworkConfig/wan spec.ensure"},
		"removed, machine with an existing attachment": {with(bridge, existing, user("a", "{name: x, type: bridge, nadName: mine}")),
			with("{type: bridge, physicalInterface: e1, ensure: absent}", existing, user("a", "{name: x, type: bridge, nadName: mine}")),
			"(1 of this package: shop/a)", "NetworkConfig/wan spec.ensure"},
		"nodeAddress removed": {with("{type: bridge, physicalInterface: e1, nodeAddress: dhcp}", two...), with(bridge, two...),
			"WK082 nothing is done on the nodes, for a policy that says nothing of an address leaves it as it is. On the nodes stay: DHCP, the address and the MAC address on br-wan.", "NetworkConfig/wan spec.nodeAddress"},
		"another VLAN": {with("{type: bridge, vlanId: 7, physicalInterface: e1}", two...), with("{type: bridge, vlanId: 8, physicalInterface: e1}", two...),
			"WK083 e1.8 takes the place of e1.7 as the port of the bridge: the machines are in another VLAN, which the switches must carry. The machines on br-wan (2 of this package: shop/a, shop/b) " +
				"have no network for a moment. On the nodes stay: e1.7.", "NetworkConfig/wan spec.vlanId"},
		"fewer nodes": {with(bridge), with("{type: bridge, physicalInterface: e1, nodeSelector: {zone: a}}"),
			"WK082 the policy picks nodes with zone=a, before any labels", "NetworkConfig/wan spec.nodeSelector"},
		"virtual functions": {with(sriov(4), user("a", onWan)), with(sriov(8), user("a", onWan)),
			"WK081 the card goes from 4 virtual functions to 8 by way of none: those in use are lost. The machines on wan-nad (1 of this package: shop/a)", "NetworkConfig/wan spec.sriov.numVfs"},
		"virtual functions, name of the policy qualified": {[]string{namesQualified, inNamespace(sriov(4)), user("a", "{name: lan, networkRef: vf}")},
			[]string{namesQualified, inNamespace(sriov(8)), user("a", "{name: lan, networkRef: vf}")},
			"The machines on vf-nad (1 of this package: shop/a)", "NetworkConfig/infra/vf spec.sriov.numVfs"},
		"names of policies qualified": {was: []string{noRelease, inNamespace("{type: bridge}")}, now: []string{namesQualified, inNamespace("{type: bridge}")}},
		"VLAN of virtual functions": {with(vlan7("sriov, sriov: {numVfs: 4, resourceName: x/y}"), user("a", onWan)),
			with(strings.Replace(vlan7("sriov, sriov: {numVfs: 4, resourceName: x/y}"), "7", "8", 1), user("a", onWan)),
			"WK086 the attachment leads to VLAN 8, before 7. The machines on wan-nad (1 of this package: shop/a) get it at their next start or migration, and stay " +
				"as they are until then. Restart or migrate", "NetworkConfig/wan spec.vlanId"},
		"VLAN of Open vSwitch": {with(vlan7("ovs"), user("a", onWan)), with("{type: ovs, physicalInterface: e1}", user("a", onWan)),
			"WK086 the attachment leads to VLAN none, before 7.", "NetworkConfig/wan spec.vlanId"},
		"other fields of Open vSwitch": {was: with(vlan7("ovs"), user("a", onWan)), now: with(strings.Replace(vlan7("ovs"), "{", "{stp: false, ", 1), user("a", onWan))},
		"network gone": {with(bridge), []string{noRelease},
			"WK048 the policy is no longer generated and goes, but br-wan stay on the nodes", "NodeNetworkConfigurationPolicy/wan-bridge "},
		"disk smaller": {with(bridge, user("a", onWan)), with(bridge, strings.Replace(user("a", onWan), "1Gi", "500Mi", 1)),
			"WK042 the disk was rendered with 1Gi before", "Wukong/shop/a spec.disks[0].size"},
		"disk renamed": {with(bridge, user("a", onWan)), with(bridge, strings.Replace(user("a", onWan), "name: root", "name: new", 1)),
			"WK085 the disk has the place of a-root, which is no longer there", "Wukong/shop/a spec.disks[0].name"},
		"image": {with(bridge, user("a", onWan)), with(bridge, strings.Replace(user("a", onWan), "name: root", "image: http://x/y.img, name: root", 1)),
			"WK084 the disk was rendered from another image before", "Wukong/shop/a spec.disks[0].image"},
		"MAC address": {with(bridge, user("a", onWan)), with(bridge, user("a", "{name: lan, networkRef: wan, macAddress: '02:00:00:00:00:01'}")),
			"WK086 the interface had the MAC address ", "Wukong/shop/a spec.networks[0].macAddress"},
		"interface removed": {with(bridge, user("a", onWan)), with(bridge, user("a", "{name: default}")),
			"WK086 interface lan goes from the machine", "Wukong/shop/a spec.networks"},
		"interface added": {was: with(bridge, user("a", onWan)), now: with(bridge, user("a", onWan+", {name: default}"))},
		"machine renamed": {was: with(bridge, user("a", onWan)), now: with(bridge, user("b", onWan))},
		"disk smaller, and a mistake elsewhere": {with(bridge, user("a", onWan)),
			with(bridge, strings.Replace(user("a", "{name: default}"), "1Gi", "500Mi", 1), user("b", "{name: x, networkRef: none}")),
			"WK042 the disk was rendered with 1Gi before", "Wukong/shop/a spec.disks[0].size"},
	} {
		t.Run(name, func(t *testing.T) {
			former := rendered(t, Input{}, tc.was...)
			require.False(t, former.result.Failed(), former.result.Findings)
			o := rendered(t, Input{}, append(written(t, former.result), tc.now...)...)
			var found []string
			for _, f := range o.result.Findings {
				if f.Code >= finding.CutsNodes || f.Code == finding.Vanishes || f.Code == finding.DiskShrank {
					found = append(found, string(f.Code)+" "+f.Message)
				}
			}
			if tc.want == "" {
				require.Empty(t, found)
				return
			}
			require.Contains(t, strings.Join(found, "\n"), tc.want)
			for _, f := range o.result.Findings {
				if strings.Contains(string(f.Code)+" "+f.Message, tc.want) {
					require.Equal(t, tc.field, f.Place.Resource()+" "+f.Place.Field)
				}
			}
			if !o.result.Failed() {
				again := rendered(t, Input{}, append(written(t, o.result), tc.now...)...)
				require.NotContains(t, strings.Join(again.found, " "), "WK08", "a change is said once")
			}
		})
	}
}

const namesQualified = `apiVersion: fn.novasphere.dev/v1alpha1
kind: WukongRender
metadata: {name: wukong}
spec: {nmstate: {install: none}, network: {policyNames: qualified}}
`

func inNamespace(spec string) string {
	return strings.Replace(wan(spec), "{name: wan}", "{name: vf, namespace: infra}", 1)
}

func vlan7(kind string) string { return "{vlanId: 7, physicalInterface: e1, type: " + kind + "}" }

func sriov(n int) string {
	return "{type: sriov, physicalInterface: e1, sriov: {numVfs: " + string(rune('0'+n)) + ", resourceName: x/y}}"
}

// TestSameText holds that what is the same to the byte is not read, in a list and in files, and that another text of the same
// meaning is no change.
func TestSameText(t *testing.T) {
	documents := []string{noRelease, wan("{type: bridge, vlanId: 7}"), user("a", onWan), strings.Replace(user("b", onWan), "disks: [{name: root, size: 1Gi, storageClassName: s}]", "disks: []", 1)}
	former := written(t, rendered(t, Input{}, documents...).result)
	for name, rewrite := range map[string]func(string) string{
		"document": func(text string) string { return text },
		"item":     func(text string) string { return resource.Indented(text, 2) },
	} {
		for _, text := range former {
			r, err := resource.New(rewrite(text), name == "item", resource.Source{})
			require.NoError(t, err)
			c := &changes{contents: sortOut(&Input{Resources: []resource.Resource{r}})}
			model := planOf(t, documents)
			switch object.KindOf(idOf(&r)) {
			case object.NodeNetworkConfigurationPolicy:
				require.True(t, c.samePolicy(&r, nmstate.SpecOf(&model.HostNetworks[0])), text)
				require.False(t, c.samePolicy(&r, &nmstate.PolicySpec{}))
			case object.VirtualMachine:
				at := 0
				if strings.Contains(text, "b-vm") {
					at = 1
				}
				require.True(t, c.sameMachine(&r, vm.Outlines()(&model.Machines[at])), text)
				require.False(t, c.sameMachine(&r, vm.Outlines()(&model.Machines[1-at])), text)
			default:
			}
		}
	}
	var odd []string
	for _, text := range former {
		odd = append(odd, strings.ReplaceAll(strings.ReplaceAll(text, "state: up\n", "state: \"up\" # as ever\n"), "name: lan\n", "name: 'lan'\n"))
	}
	require.NotEqual(t, former, odd)
	require.NotContains(t, strings.Join(rendered(t, Input{}, append(odd, documents...)...).found, " "), "WK08")
}

func planOf(t *testing.T, documents []string) *plan.Plan {
	t.Helper()
	resources, err := resource.Split("", strings.Join(documents, "---\n"))
	require.NoError(t, err)
	p := sortOut(&Input{Resources: resources})
	config := p.readConfig(nil)
	inputs := p.decode()
	return p.resolve(&inputs, &config)
}
