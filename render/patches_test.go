package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// patchedNetwork is a bridge on a VLAN with patches; patchedMachine is a machine on it with a patch and two disks.
func patchedNetwork(patches string) string {
	return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan, namespace: shop}\nspec: {type: bridge, " +
		"bridgeName: br0, physicalInterface: e1, vlanId: 7, patches: {" + patches + "}}\n"
}

func patchedMachine(spec string) string {
	return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: web, namespace: shop}\nspec: {networks: [{name: lan, networkRef: lan}], " +
		"disks: [{name: a, size: 1Gi, storageClassName: s, boot: true}, {name: b, size: 1Gi, storageClassName: s}], osImage: x, " +
		"patches: {virtualMachine: {" + spec + "}}}\n"
}

// about are the findings about patches, with their paths below patches.
func about(o outcome) []string {
	out := []string{}
	for _, f := range o.result.Findings {
		if _, path, found := strings.Cut(f.Place.Field, "patches."); found {
			out = append(out, string(f.Code)+" "+path)
		}
	}
	return out
}

// TestPatches has patches of each kind, and what is said of them. Each that is right stands behind one that is nearly so.
func TestPatches(t *testing.T) {
	const itf = "spec: {desiredState: {interfaces: [{name: br0, "
	const domain, instance = "spec: {template: {spec: {domain: {", "spec: {template: {spec: {"
	const inList = "policy.spec.desiredState.interfaces"
	policy := func(patch string) string { return patchedNetwork("policy: {" + patch + "}") }
	config := func(patch string) string { return patchedNetwork("attachmentConfig: {" + patch + "}") }
	const devices = "virtualMachine.spec.template.spec.domain.devices"
	for name, tc := range map[string]struct {
		network, machine string
		want             string
	}{
		"a field of an interface":       {policy(itf + "accept-all-mac-addresses: true}]}}"), "", ""},
		"an MTU":                        {policy(itf + "mtu: 9000}]}}"), "", ""},
		"an MTU that is text":           {policy(itf + "mtu: '9000'}]}}"), "", "WK152 " + inList + "[0].mtu"},
		"what NMState captures":         {policy(itf + "mtu: '{{ capture.a.mtu }}'}]}}"), "", ""},
		"another type":                  {policy(itf + "type: ovs-bridge}]}}"), "", "WK151 " + inList},
		"the same type":                 {policy(itf + "type: linux-bridge, mtu: 1400}]}}"), "", ""},
		"another state":                 {policy(itf + "state: absent}]}}"), "", "WK151 " + inList},
		"no interface any more":         {policy(itf + "$patch: delete}]}}"), "", "WK151 " + inList},
		"another VLAN":                  {policy("spec: {desiredState: {interfaces: [{name: e1.7, vlan: {id: 8}}]}}"), "", "WK151 " + inList},
		"a VLAN protocol":               {policy("spec: {desiredState: {interfaces: [{name: e1.7, vlan: {protocol: 802.1ad}}]}}"), "", ""},
		"another port":                  {policy(itf + "bridge: {port: [{$patch: replace}, {name: e2}]}}]}}"), "", "WK151 " + inList},
		"one more port":                 {policy(itf + "bridge: {port: [{name: e2}]}}]}}"), "", ""},
		"a dummy":                       {policy("spec: {desiredState: {interfaces: [{name: dummy0, type: dummy, state: up}]}}"), "", ""},
		"capture":                       {policy("spec: {capture: {a: 'interfaces.name == \"e1\"'}}"), "", ""},
		"a route rule":                  {policy("spec: {desiredState: {route-rules: {config: [{route-table: 7}]}}}"), "", ""},
		"an unknown field of the state": {policy("spec: {desiredState: {vrf: {}}}"), "", "WK152 policy.spec.desiredState.vrf"},
		"an unknown field":              {policy("spec: {captures: {}}"), "", "WK152 policy.spec.captures"},
		"nodes":                         {policy("spec: {nodeSelector: {zone: a}}"), "", "WK151 policy.spec.nodeSelector"},
		"maxUnavailable":                {policy("spec: {maxUnavailable: 1}"), "", ""},
		"a name":                        {policy("metadata: {name: x}"), "", "WK151 policy.metadata.name"},
		"a kind":                        {policy("kind: x"), "", "WK151 policy.kind"},
		"a status":                      {policy("status: {}"), "", "WK151 policy.status"},
		"a label":                       {policy("metadata: {labels: {team: net}}"), "", ""},
		"a label of ours":               {policy("metadata: {labels: {app.kubernetes.io/managed-by: me}}"), "", "WK151 policy.metadata.labels[app.kubernetes.io/managed-by]"},
		"the owner":                     {policy("metadata: {annotations: {fn.novasphere.dev/owner: me}}"), "", "WK151 policy.metadata.annotations[fn.novasphere.dev/owner]"},
		"a sync wave":                   {policy("metadata: {annotations: {argocd.argoproj.io/sync-wave: '1'}}"), "", "WK151 policy.metadata.annotations[argocd.argoproj.io/sync-wave]"},
		"another annotation":            {policy("metadata: {annotations: {example.com/a: '1'}}"), "", ""},
		"a number for an annotation":    {policy("metadata: {annotations: {example.com/a: 1}}"), "", "WK150 policy.metadata.annotations[example.com/a]"},
		"finalizers":                    {policy("metadata: {finalizers: [a]}"), "", "WK151 policy.metadata.finalizers"},
		"all that there is":             {policy("spec: null"), "", "WK151 policy.spec"},
		"another whole":                 {policy("$patch: replace, spec: {}"), "", "WK151 policy"},
		"a list over a mapping":         {policy("spec: {desiredState: []}"), "", "WK150 policy.spec.desiredState"},
		"nothing new":                   {policy(itf + "type: linux-bridge}]}}"), "", "WK022 policy"},
		"nothing at all":                {patchedNetwork("policy: {}"), "", "WK022 policy"},
		"nothing to remove":             {policy(itf + "mtu: null}]}}"), "", "WK022 " + inList + "[0].mtu"},
		"not finite":                    {policy(itf + "mtu: .inf}]}}"), "", "WK007 " + inList + "[0].mtu"},
		"a control character":           {policy("spec: {capture: {a: \"\\x85\"}}"), "", "WK060 policy.spec.capture.a"},

		"a field of the configuration":     {config("forceAddress: true"), "", ""},
		"a plugin's name":                  {config("type: macvlan"), "", "WK151 attachmentConfig.type"},
		"a VLAN of the configuration":      {config("vlan: 9"), "", "WK151 attachmentConfig.vlan"},
		"addresses of pods":                {config("ipam: {type: static}"), "", "WK152 attachmentConfig.ipam"},
		"the plugin in a list":             {config("plugins: [{type: macvlan}]"), "", "WK151 attachmentConfig.plugins"},
		"nothing new in the configuration": {config("type: bridge"), "", "WK022 attachmentConfig"},
		"an empty list":                    {config("plugins: []"), "", "WK150 attachmentConfig.plugins"},
		"the text of the configuration":    {patchedNetwork("attachment: {spec: {config: x}}"), "", "WK151 attachment.spec"},
		"an attachment's annotation":       {patchedNetwork("attachment: {metadata: {annotations: {a: b}}}"), "", ""},

		"launch security":         {"", patchedMachine(domain + "launchSecurity: {sev: {}}}}}}"), ""},
		"an unknown domain":       {"", patchedMachine(domain + "launchsecurity: {sev: {}}}}}}"), "WK152 virtualMachine.spec.template.spec.domain.launchsecurity"},
		"a disk's cache":          {"", patchedMachine(domain + "devices: {disks: [{name: a, cache: none}]}}}}}"), ""},
		"a boot order twice":      {"", patchedMachine(domain + "devices: {disks: [{name: b, bootOrder: 1}]}}}}}"), "WK152 " + devices + ".disks"},
		"the next boot order":     {"", patchedMachine(domain + "devices: {disks: [{name: b, bootOrder: 2}]}}}}}"), ""},
		"two sorts of disk":       {"", patchedMachine(domain + "devices: {disks: [{name: b, cdrom: {bus: sata}}]}}}}}"), "WK152 " + devices + ".disks"},
		"another sort of disk":    {"", patchedMachine(domain + "devices: {disks: [{name: b, disk: null, cdrom: {bus: sata}}]}}}}}"), ""},
		"a disk without a volume": {"", patchedMachine(domain + "devices: {disks: [{name: c, disk: {}}]}}}}}"), "WK152 " + devices + ".disks"},
		"a disk with one": {"", patchedMachine(instance + "volumes: [{name: c, hostDisk: {path: /a, type: Disk}}], domain: {devices: {disks: [{name: c, disk: {}}]}}}}}"),
			""},
		"two sources":           {"", patchedMachine(instance + "volumes: [{name: b, emptyDisk: {capacity: 1Gi}}]}}}"), "WK152 virtualMachine.spec.template.spec.volumes"},
		"two bindings":          {"", patchedMachine(domain + "devices: {interfaces: [{name: lan, masquerade: {}}]}}}}}"), "WK152 " + devices + ".interfaces"},
		"another binding":       {"", patchedMachine(domain + "devices: {interfaces: [{name: lan, bridge: null, binding: {name: x}}]}}}}}"), ""},
		"another MAC address":   {"", patchedMachine(domain + "devices: {interfaces: [{name: lan, macAddress: 02:00:00:00:00:01}]}}}}}"), "WK151 " + devices + ".interfaces"},
		"an interface alone":    {"", patchedMachine(domain + "devices: {interfaces: [{name: x, bridge: {}}]}}}}}"), "WK152 " + devices + ".interfaces"},
		"a network alone":       {"", patchedMachine(instance + "networks: [{name: x, pod: {}}]}}}"), "WK152 virtualMachine.spec.template.spec.networks"},
		"another network":       {"", patchedMachine(instance + "networks: [{name: lan, multus: {networkName: x}}]}}}"), "WK151 virtualMachine.spec.template.spec.networks"},
		"running, too":          {"", patchedMachine("spec: {running: true}"), "WK152 virtualMachine.spec.runStrategy"},
		"running in its place":  {"", patchedMachine("spec: {running: true, runStrategy: null}"), ""},
		"no memory":             {"", patchedMachine(domain + "memory: null}}}}"), "WK152 virtualMachine.spec.template.spec.domain.memory"},
		"memory of a request":   {"", patchedMachine(domain + "memory: null, resources: {requests: {memory: 1Gi}}}}}}"), ""},
		"a type and its memory": {"", patchedMachine("spec: {instancetype: {name: x}}"), "WK152 virtualMachine.spec.instancetype"},
		"a type alone":          {"", patchedMachine("spec: {instancetype: {name: x}, template: {spec: {domain: {cpu: null, memory: null}}}}"), ""},
		"a label of the pod":    {"", patchedMachine("spec: {template: {metadata: {labels: {a: b}}}}"), ""},
		"our label of the pod":  {"", patchedMachine("spec: {template: {metadata: {labels: {vm.novasphere.dev/wukong: x}}}}"), "WK151 virtualMachine.spec.template.metadata.labels"},
		"other templates":       {"", patchedMachine("spec: {dataVolumeTemplates: [{metadata: {name: x}}]}"), "WK151 virtualMachine.spec.dataVolumeTemplates, WK151 virtualMachine.spec.dataVolumeTemplates, WK153 virtualMachine.spec.dataVolumeTemplates"},
		"a toleration":          {"", patchedMachine(instance + "tolerations: [{operator: Exists}]}}}"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.network == "" {
				tc.network = strings.Replace(patchedNetwork(""), "patches: {}", "stp: false", 1)
			}
			if tc.machine == "" {
				tc.machine = strings.Replace(patchedMachine(""), ", patches: {virtualMachine: {}}", "", 1)
			}
			o := rendered(t, Input{}, noRelease, tc.network, tc.machine)
			got := about(o)
			require.Equal(t, tc.want, strings.Join(got, ", "), "%v", o.result.Findings)
			for _, f := range o.result.Findings {
				if f.Place.Field != "" && strings.Contains(f.Place.Field, "patches") {
					require.True(t, strings.HasPrefix(strings.TrimPrefix(f.Message, "a key of "), f.Place.Field+" "), f.Message)
				}
			}
		})
	}
}

// TestPatchedLists: lists of ours without names are replaced, and each is named.
func TestPatchedLists(t *testing.T) {
	machine := "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: web, namespace: shop}\nspec: {sshKeySecret: keys, " +
		"highAvailability: {tolerations: [{key: a, operator: Exists}]}, disks: [{name: a, size: 1Gi, storageClassName: s}], patches: {virtualMachine: {spec: " +
		"{template: {spec: {tolerations: [{operator: Exists}], accessCredentials: [{sshPublicKey: {}}]}}}}}}\n"
	require.Equal(t, []string{"WK153 virtualMachine.spec.template.spec.accessCredentials", "WK153 virtualMachine.spec.template.spec.tolerations"},
		about(rendered(t, Input{}, noRelease, machine)))
}

// TestPatchOfATable: one patch goes into the policy of each node, and what is wrong with it is said once.
func TestPatchOfATable(t *testing.T) {
	network := func(patch string) string {
		return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan}\nspec: {type: bridge, bridgeName: br0, physicalInterface: e1, " +
			"nodes: [{name: n1}, {name: n2}, {name: n3}], patches: {policy: {spec: {" + patch + "}}}}\n"
	}
	o := rendered(t, Input{}, noRelease, network("capture: {a: b}"))
	require.Empty(t, about(o))
	with := 0
	require.NoError(t, o.result.Each(func(made Object) error {
		text, err := encode.String(made.Value)
		with += strings.Count(text, "capture:\n    a: b\n")
		return err
	}))
	require.Equal(t, 3, with)
	require.Equal(t, []string{"WK152 policy.spec.captures"}, about(rendered(t, Input{}, noRelease, network("captures: {a: b}"))))
}

// TestPatchIsNotForRemoval: a policy that takes the network off the nodes is not patched.
func TestPatchIsNotForRemoval(t *testing.T) {
	network := strings.Replace(patchedNetwork("policy: {spec: {capture: {a: b}}}"), "vlanId: 7", "vlanId: 7, ensure: absent", 1)
	o := rendered(t, Input{}, noRelease, network)
	require.Empty(t, about(o))
	require.NoError(t, o.result.Each(func(made Object) error {
		text, err := encode.String(made.Value)
		require.NotContains(t, text, "capture")
		return err
	}))
}

// TestPatchesMeetOthers: what a patch says takes part in the rules over the package.
func TestPatchesMeetOthers(t *testing.T) {
	network := func(name, spec string) string {
		return fmt.Sprintf("apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: %s}\nspec: {type: bridge, %s}\n", name, spec)
	}
	patched := func(interfaces string) string {
		return network("one", "bridgeName: br1, physicalInterface: e1, nodeSelector: {zone: a}, patches: {policy: {spec: {desiredState: {interfaces: ["+interfaces+"]}}}}")
	}
	const dummy = "{name: dummy0, type: dummy, state: up, mtu: 1500}"
	foreign := "apiVersion: nmstate.io/v1\nkind: NodeNetworkConfigurationPolicy\nmetadata: {name: theirs}\nspec: {desiredState: {interfaces: " +
		"[{name: dummy0, type: dummy, state: up, mtu: 9000}]}}\n"
	for name, tc := range map[string]struct {
		documents []string
		want      []finding.Code
	}{
		"another network's uplink as a port": {[]string{patched("{name: br9, type: linux-bridge, state: up, bridge: {port: [{name: e2}]}}"),
			network("two", "bridgeName: br2, physicalInterface: e2")}, []finding.Code{finding.PatchBreaks}},
		"on other nodes": {[]string{patched("{name: br9, type: linux-bridge, state: up, bridge: {port: [{name: e2}]}}"),
			network("two", "bridgeName: br2, physicalInterface: e2, nodeSelector: {zone: b}")}, nil},
		"another uplink as a port": {[]string{patched("{name: br9, type: linux-bridge, state: up, bridge: {port: [{name: e3}]}}"),
			network("two", "bridgeName: br2, physicalInterface: e2")}, nil},
		"its own port twice": {[]string{patched("{name: br9, type: linux-bridge, state: up, bridge: {port: [{name: e1}]}}")}, []finding.Code{finding.PatchBreaks}},
		"another network's bridge in another way": {[]string{patched("{name: br2, type: linux-bridge, state: up, bridge: {options: {stp: {enabled: true}}, port: [{name: e2}]}}"),
			network("two", "bridgeName: br2, physicalInterface: e2")}, []finding.Code{finding.TwoWays}},
		"a foreign policy says otherwise": {[]string{patched(dummy), foreign}, []finding.Code{finding.ForeignConflict}},
		"a foreign policy says the same":  {[]string{patched(strings.Replace(dummy, "1500", "9000", 1)), foreign}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []finding.Code
			for _, f := range rendered(t, Input{}, append(tc.documents, noRelease)...).result.Findings {
				if f.Severity == finding.Error {
					got = append(got, f.Code)
				}
			}
			require.Equal(t, tc.want, got)
		})
	}
}

// TestPatchedMACs: an interface that a patch adds takes part in the rule about MAC addresses.
func TestPatchedMACs(t *testing.T) {
	machine := func(name, mac string) string {
		return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: " + name + ", namespace: shop}\nspec: {disks: [{name: a, size: 1Gi, " +
			"storageClassName: s}], patches: {virtualMachine: {spec: {template: {spec: {networks: [{name: x, multus: {networkName: z}}], domain: {devices: " +
			"{interfaces: [{name: x, bridge: {}, macAddress: '" + mac + "'}]}}}}}}}}\n"
	}
	require.Equal(t, []string{"WK091 virtualMachine"}, about(rendered(t, Input{}, noRelease, machine("a", "02:00:00:00:00:01"), machine("b", "02:00:00:00:00:01"))))
	require.Empty(t, about(rendered(t, Input{}, noRelease, machine("a", "02:00:00:00:00:01"), machine("b", "02:00:00:00:00:02"))))
}

// TestPatchesAreBounded: one patch of many nodes does not fill the memory.
func TestPatchesAreBounded(t *testing.T) {
	nodes := make([]string, 200)
	for i := range nodes {
		nodes[i] = fmt.Sprintf("{name: n%d}", i)
	}
	network := "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan}\nspec: {type: bridge, bridgeName: br0, physicalInterface: e1, nodes: [" +
		strings.Join(nodes, ", ") + "], patches: {policy: {spec: {capture: {a: " + strings.Repeat("x", 500_000) + "}}}}}\n"
	require.Equal(t, []string{"WK014 policy"}, about(rendered(t, Input{}, noRelease, network)))
}
