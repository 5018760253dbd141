package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// ovnAttachment is a foreign attachment of OVN's.
func ovnAttachment(namespace, name, config string) string {
	return "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: " + name + ", namespace: " + namespace + "}\n" +
		"spec: {config: '" + config + "'}\n"
}

// TestForeignAttachmentsOfOVN holds ours against those that the package has.
func TestForeignAttachmentsOfOVN(t *testing.T) {
	const ours = "{name: lan, type: localnet, mtu: 1500, vlanId: 5, localnet: {name: x, bridge: br-ex}}"
	for name, tc := range map[string]struct {
		config string
		want   bool
	}{
		"the same":              {`{"type": "ovn-k8s-cni-overlay", "topology": "localnet", "name": "x", "mtu": 1500, "vlanID": 5, "netAttachDefName": "other/n"}`, false},
		"another VLAN":          {`{"type": "ovn-k8s-cni-overlay", "topology": "localnet", "name": "x", "mtu": 1500, "vlanID": 6, "netAttachDefName": "other/n"}`, true},
		"another network":       {`{"type": "ovn-k8s-cni-overlay", "topology": "localnet", "name": "x2", "mtu": 1500, "vlanID": 6, "netAttachDefName": "other/n"}`, false},
		"another plugin":        {`{"type": "bridge", "name": "x", "bridge": "br0"}`, false},
		"a configuration of no": {`{"type": `, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, noRelease, user("a", ours), ovnAttachment("other", "n", tc.config))
			require.Equal(t, tc.want, strings.Contains(strings.Join(o.found, "\n"), "WK137 NetworkAttachmentDefinition/other/n"), o.found)
		})
	}
}

// TestStaticAddressBesideSubnets holds that OVN and the guest do not both choose an address.
func TestStaticAddressBesideSubnets(t *testing.T) {
	const static, dhcp = "ipConfig: {mode: static, address: 192.0.2.10/24}", "ipConfig: {mode: dhcp}"
	for entry, want := range map[string]string{
		"{name: lan, type: layer2, subnets: [192.0.2.0/24], " + static + "}":                                        "spec.networks[0].ipConfig",
		"{name: lan, type: layer2, subnets: [192.0.2.0/24], " + dhcp + "}":                                          "",
		"{name: lan, type: layer2, subnets: [192.0.2.0/24], ipConfig: {mode: dhcp, addresses: ['2001:db8::5/64']}}": "spec.networks[0].ipConfig",
		"{name: lan, type: layer2, " + static + "}":                                                                 "",
		"{name: lan, networkRef: wan, " + static + "}":                                                              "spec.networks[0].ipConfig",
		"{name: lan, networkRef: wan}":                                                                              "spec.networks[0].networkRef",
		"{name: lan, networkRef: wan, " + dhcp + "}":                                                                "",
	} {
		o := rendered(t, Input{}, noRelease, wan("{type: layer2, subnets: [192.0.2.0/24], "+static+"}"), user("a", entry))
		fields := ""
		for _, f := range o.result.Findings {
			if f.Code == finding.Contradiction {
				fields += f.Place.Field
			}
		}
		require.Equal(t, want, fields, entry)
	}
}

// TestOVNChanges runs a package, changes it and runs it again over its former output.
func TestOVNChanges(t *testing.T) {
	const onEx, onX = "{type: localnet, mtu: 1500, localnet: {bridge: br-ex}}", "{type: localnet, mtu: 1500, localnet: {bridge: br-x}}"
	for name, tc := range map[string]struct{ was, now, machine, want string }{
		"nothing":        {was: onEx, now: onEx},
		"another bridge": {onEx, onX, onWan, "WK083 the mapping wan:br-x takes the place of wan:br-ex: where the new bridge is in another segment the machines are cut off. The machines on wan-nad (1 of this package: shop/a)"},
		"another name":   {onEx, "{type: localnet, mtu: 1500, localnet: {name: x, bridge: br-ex}}", "{name: default}", "WK082 the policy says nothing any more of what it made, and NMState undoes nothing. On the nodes stay: the mapping wan:br-ex."},
		"gone":           {onEx, "", "{name: default}", "WK048 the policy is no longer generated and goes, but the mapping wan:br-ex stay on the nodes"},
		"removed":        {onEx, strings.Replace(onEx, "{", "{ensure: absent, ", 1), "{name: default}", "WK083 the mapping wan:br-ex is removed: machines on it reach nothing beyond their node until it is there again."},
		"removed before": {was: strings.Replace(onEx, "{", "{ensure: absent, ", 1), now: strings.Replace(onEx, "{", "{ensure: absent, ", 1), machine: "{name: default}"},
		"another VLAN":   {strings.Replace(onEx, "{", "{vlanId: 5, ", 1), strings.Replace(onEx, "{", "{vlanId: 6, ", 1), onWan, "WK086 the attachment leads to VLAN 6, before 5. The machines on wan-nad (1 of this package: shop/a)"},
		"a bridge of its own": {"{type: localnet, mtu: 1500, physicalInterface: e1}", onEx, onWan,
			"WK083 the mapping wan:br-ex takes the place of wan:br-wan"},
	} {
		t.Run(name, func(t *testing.T) {
			machine := tc.machine
			if machine == "" || strings.HasPrefix(tc.was, "{type") {
				machine = onWan
			}
			former := rendered(t, Input{}, noRelease, wan(tc.was), user("a", strings.Replace(machine, "{name: default}", "{name: x, type: bridge}", 1)))
			require.False(t, former.result.Failed(), former.result.Findings)
			now := []string{noRelease, user("a", strings.Replace(tc.machine, "{name: default}", "{name: x, type: bridge}", 1))}
			if tc.machine == "" {
				now[1] = user("a", machine)
			}
			if tc.now != "" {
				now = append(now, wan(tc.now))
			}
			o := rendered(t, Input{}, append(written(t, former.result), now...)...)
			var found []string
			for _, f := range o.result.Findings {
				if (f.Code >= finding.CutsNodes && f.Code <= finding.Interrupts) || f.Code == finding.Vanishes || f.Code == finding.Restarts && strings.Contains(f.Message, "VLAN") {
					found = append(found, string(f.Code)+" "+f.Message)
				}
			}
			if tc.want == "" {
				require.Empty(t, found)
			} else {
				require.Contains(t, strings.Join(found, "\n"), tc.want)
			}
		})
	}
}

// TestMisnamed holds that an attachment of OVN's names itself when kustomize is done.
func TestMisnamed(t *testing.T) {
	ours := `{"type": "ovn-k8s-cni-overlay", "name": "x", "netAttachDefName": "shop/a-nad"}`
	text := ovnAttachment("shop", "a-nad", ours) + "---\n" + ovnAttachment("prod", "a-nad", ours) + "---\n" + ovnAttachment("shop", "new-a-nad", ours) + "---\n" +
		ovnAttachment("prod", "b-nad", `{"type": "bridge", "name": "ovn-k8s-cni-overlay"}`)
	resources, err := resource.Split("", text)
	require.NoError(t, err)
	result := Finished(&Result{}, resources, nil)
	var found []string
	for _, f := range result.Findings {
		found = append(found, string(f.Code)+" "+f.Place.Resource()+" "+f.Place.Field+" "+string(f.Severity))
	}
	require.Equal(t, []string{
		"WK138 NetworkAttachmentDefinition/prod/a-nad spec.config error",
		"WK138 NetworkAttachmentDefinition/shop/new-a-nad spec.config error",
	}, found)
}
