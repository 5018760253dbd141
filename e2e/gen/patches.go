package gen

import "pgregory.net/rapid"

// patches draws what no field of a network says. Of two policies that share an uplink both may say it.
func patches(t *rapid.T, spec Object) {
	if kind := spec["type"]; kind != "bridge" && kind != "ovs" || spec["nadName"] != nil || rapid.IntRange(0, 3).Draw(t, "patches") > 0 {
		return
	}
	all := Object{}
	maybe(t, "patch of the policy", all, "policy", func() any {
		return rapid.SampledFrom([]Object{
			{"spec": Object{"capture": Object{"up": `interfaces.state == "up"`}}},
			{"spec": Object{"desiredState": Object{"interfaces": []any{Object{"name": "dummy0", "type": "dummy", "state": "up"}}}}},
			{
				"metadata": Object{"annotations": Object{"example.com/ticket": "12"}},
				"spec":     Object{"desiredState": Object{"hostname": Object{"running": "a"}}},
			},
		}).Draw(t, "policy's")
	})
	maybe(t, "patch of the attachment", all, "attachment", func() any { return Object{"metadata": Object{"labels": Object{"team": "net"}}} })
	maybe(t, "patch of the configuration", all, "attachmentConfig", func() any { return Object{"dataDir": "/run/cni"} })
	if len(all) > 0 {
		spec["patches"] = all
	}
}

// machinePatches draws what no field of a machine says.
func machinePatches(t *rapid.T, spec Object) {
	if rapid.IntRange(0, 3).Draw(t, "patched") > 0 {
		return
	}
	domain := rapid.SampledFrom([]Object{
		{"chassis": Object{"asset": "rack-7"}},
		{"devices": Object{"sound": Object{"name": "audio", "model": "ac97"}}},
		{"devices": Object{"useVirtioTransitional": false}, "chassis": Object{"sku": "x"}},
	}).Draw(t, "domain's")
	spec["patches"] = Object{"virtualMachine": Object{"spec": Object{"template": Object{"spec": Object{"domain": domain}}}}}
}
