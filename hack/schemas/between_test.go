package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRules has a value inside and one outside of each rule, both of which schema and validation judge alike.
func TestRules(t *testing.T) {
	j := newJudges(t)
	const bond = "type: bridge, bond: {name: bond0, mode: 802.3ad, ports: [eth0]"
	for name, tc := range map[string]struct{ kind, spec, inside, outside string }{
		"cores":                     {"Wukong", "%s", "cpu: 64", "cpu: 65"},
		"memory":                    {"Wukong", "%s", "memory: 512Mi", "memory: 0Mi"},
		"memory with a unit":        {"Wukong", "%s", "memory: '4Gi'", "memory: '4'"},
		"least memory in bytes":     {"Wukong", "%s", "memory: 67108864", "memory: 67108863"},
		"default memory":            {"WukongRender", "vm: {%s}", "memory: 4Gi", "memory: 4"},
		"disk's size":               {"Wukong", "disks: [{name: a, storageClassName: a, %s}]", "size: 20Gi", "size: 20"},
		"disk's size as text":       {"Wukong", "disks: [{name: a, storageClassName: a, %s}]", "size: '20Gi'", "size: '20'"},
		"uplink is not lo":          {"NetworkConfig", "type: bridge, %s", "physicalInterface: lo0", "physicalInterface: lo"},
		"memory without quotes":     {"Wukong", "%s", "memory: 1073741824", "memory: 0"},
		"secret":                    {"Wukong", "%s", "sshKeySecret: a.b", "sshKeySecret: a_b"},
		"login name":                {"Wukong", "cloudInitUser: {%s}", "name: a_b", "name: 1a"},
		"group":                     {"Wukong", "cloudInitUser: {name: a, %s}", "groups: [a]", "groups: [a b]"},
		"user has a name":           {"Wukong", "cloudInitUser: {%s}", "name: a", "sudo: a"},
		"disk is complete":          {"Wukong", "disks: [{name: a, storageClassName: a, %s}]", "size: 1Gi", "boot: true"},
		"disk's reserved name":      {"Wukong", "disks: [{size: 1Gi, storageClassName: a, %s}]", "name: cloud", "name: cloudinit"},
		"image":                     {"Wukong", "disks: [{name: a, size: 1Gi, storageClassName: a, %s}]", "image: 'https://a/b'", "image: 'ftp://a/b'"},
		"image of nothing":          {"Wukong", "disks: [{name: a, size: 1Gi, storageClassName: a, %s}]", "image: 'docker://a'", "image: 'docker://'"},
		"restart policy":            {"Wukong", "highAvailability: {%s}", "restartPolicy: Never", "restartPolicy: never"},
		"label key":                 {"Wukong", "highAvailability: {nodeSelector: {%s}}", "example.com/a: b", "a b: c"},
		"label value":               {"Wukong", "highAvailability: {nodeSelector: {%s}}", "a: ''", "a: b c"},
		"toleration of all":         {"Wukong", "highAvailability: {tolerations: [{%s}]}", "operator: Exists", "operator: Equal"},
		"toleration with a value":   {"Wukong", "highAvailability: {tolerations: [{key: a, value: b, %s}]}", "operator: Equal", "operator: Exists"},
		"toleration for a while":    {"Wukong", "highAvailability: {tolerations: [{key: a, tolerationSeconds: 3, %s}]}", "effect: NoExecute", "effect: NoSchedule"},
		"run strategy":              {"Wukong", "startStrategy: {%s}", "runStrategy: Manual", "runStrategy: Halted"},
		"unknown field":             {"Wukong", "startStrategy: {%s}", "autoStart: true", "autostart: true"},
		"network has a type":        {"Wukong", "networks: [{name: a, %s}]", "type: ovs", "vlanId: 3"},
		"pod network needs none":    {"Wukong", "networks: [{%s}]", "name: default", "name: other"},
		"pod network by reference":  {"Wukong", "networks: [{networkRef: b, %s}]", "name: a", "name: default"},
		"reference and definition":  {"Wukong", "networks: [{name: a, networkRef: b, %s}]", "ipConfig: {mode: dhcp}", "bridgeName: b"},
		"own VLAN and trunk":        {"Wukong", "networks: [{name: a, networkRef: b, vlanId: 3, %s}]", "ipConfig: {mode: dhcp}", "trunk: [4]"},
		"own trunk and address":     {"Wukong", "networks: [{name: a, networkRef: b, %s}]", "trunk: [4]", "trunk: [4], ipConfig: {mode: dhcp}"},
		"trunk of a bridge":         {"NetworkConfig", "trunk: [4, 6-7], %s", "type: bridge", "type: ovs"},
		"VLANs told apart":          {"NetworkConfig", "vlanFiltering: true, %s", "type: bridge", "type: ovs"},
		"ports and uplink":          {"NetworkConfig", "type: ovs, ports: [a, b], %s", "stp: true", "physicalInterface: c"},
		"reference and stp":         {"Wukong", "networks: [{name: a, networkRef: b, %s}]", "stp: false", "stp: true"},
		"reference and nodes":       {"Wukong", "networks: [{name: a, networkRef: b, %s}]", "nodeSelector: {}", "nodeSelector: {a: b}"},
		"MAC address":               {"Wukong", "networks: [{name: default, %s}]", "macAddress: '02:00:5e:00:00:01'", "macAddress: '03:00:5e:00:00:01'"},
		"default bridge name":       {"Wukong", "networks: [{type: bridge, %s}]", "name: abcdefghijkl", "name: abcdefghijklm"},
		"long name with a bridge":   {"Wukong", "networks: [{type: bridge, name: abcdefghijklm, %s}]", "bridgeName: a", "stp: true"},
		"long name with a NAD":      {"Wukong", "networks: [{type: bridge, name: abcdefghijklm, nadName: a, %s}]", "stp: true", "vlanId: 3"},
		"long name of a reference":  {"Wukong", "networks: [{name: abcdefghijklm, %s}]", "networkRef: a", "type: bridge"},
		"VLAN":                      {"NetworkConfig", "type: ovs, %s", "vlanId: 4094", "vlanId: 4095"},
		"type of a NetworkConfig":   {"NetworkConfig", "%s", "type: bridge", "stp: true"},
		"macvlan":                   {"NetworkConfig", "%s", "type: bridge", "type: macvlan"},
		"no name of its own":        {"NetworkConfig", "type: bridge, %s", "stp: true", "name: a"},
		"uplink":                    {"NetworkConfig", "type: bridge, %s", "physicalInterface: abcdefghijklmno", "physicalInterface: abcdefghijklmnop"},
		"node's address":            {"NetworkConfig", "nodeAddress: dhcp, %s", "type: ovs", "type: sriov, sriov: {numVfs: 1, resourceName: a/b}"},
		"node's address by mapping": {"NetworkConfig", "type: bridge, %s", "nodeAddress: {dhcp: true}", "nodeAddress: {dhcp: false}"},
		"node's address by word":    {"NetworkConfig", "type: bridge, %s", "nodeAddress: dhcp", "nodeAddress: dhcpp"},
		"VLAN of an address":        {"NetworkConfig", "type: ovs, nodeVlanId: 5, %s", "nodeIP: 192.0.2.1/24", "stp: true"},
		"node's address and VLAN":   {"NetworkConfig", "type: bridge, %s", "nodeAddress: dhcp", "nodeAddress: dhcp, vlanId: 3"},
		"node's address comes back": {"NetworkConfig", "type: bridge, nodeAddress: dhcp, %s", "restore: dhcp", "restore: none"},
		"SR-IOV is described":       {"NetworkConfig", "type: sriov, %s", "sriov: {numVfs: 1, resourceName: a/b}", "stp: false"},
		"SR-IOV alone":              {"NetworkConfig", "sriov: {numVfs: 1, resourceName: a/b}, %s", "type: sriov", "type: bridge"},
		"SR-IOV without a bridge":   {"NetworkConfig", "type: sriov, sriov: {numVfs: 1, resourceName: a/b}, %s", "physicalInterface: a", "bridgeName: a"},
		"virtual functions":         {"NetworkConfig", "type: sriov, sriov: {resourceName: a/b, %s}", "numVfs: 256", "numVfs: 257"},
		"device plugin's resource":  {"NetworkConfig", "type: sriov, sriov: {numVfs: 1, %s}", "resourceName: a/b", "resourceName: b"},
		"bond or uplink":            {"NetworkConfig", bond + "}, %s", "stp: true", "physicalInterface: a"},
		"bond mode":                 {"NetworkConfig", "type: bridge, bond: {name: a, ports: [b], %s}", "mode: balance-alb", "mode: 802.3AD"},
		"bond has ports":            {"NetworkConfig", "type: bridge, bond: {name: a, mode: broadcast, %s}", "ports: [b]", "ports: []"},
		"bond's ports differ":       {"NetworkConfig", "type: bridge, bond: {name: a, mode: broadcast, %s}", "ports: [b, c]", "ports: [b, b]"},
		"bond option":               {"NetworkConfig", bond + ", %s}", "options: {miimon: 1}", "options: {miimon: [1]}"},
		"LACP rate":                 {"NetworkConfig", "type: bridge, bond: {name: a, ports: [b], options: {lacp_rate: fast}, %s}", "mode: 802.3ad", "mode: broadcast"},
		"primary port":              {"NetworkConfig", "type: bridge, bond: {name: a, ports: [b], options: {primary: b}, %s}", "mode: balance-tlb", "mode: broadcast"},
		"addresses to ask":          {"NetworkConfig", "type: bridge, bond: {name: a, ports: [b], mode: broadcast, options: {arp_ip_target: 10.0.0.1, %s}}", "arp_interval: 1", "miimon: 1"},
		"addresses":                 {"NetworkConfig", "type: bridge, bond: {name: a, ports: [b], mode: broadcast, options: {arp_interval: 1, %s}}", "arp_ip_target: '10.0.0.1, 10.0.0.2'", "arp_ip_target: 10.0.0.1;10.0.0.2"},
		"word of an option":         {"NetworkConfig", bond + ", options: {%s}}", "lacp_rate: 1", "lacp_rate: 2"},
		"word in an option":         {"NetworkConfig", bond + ", options: {%s}}", "lacp_rate: slow", "lacp_rate: Slow"},
		"number of an option":       {"NetworkConfig", bond + ", options: {%s}}", "miimon: '100'", "miimon: true"},
		"least of an option":        {"NetworkConfig", bond + ", options: {%s}}", "lp_interval: 1", "lp_interval: 0"},
		"boolean of an option":      {"NetworkConfig", bond + ", options: {%s}}", "use_carrier: 'off'", "use_carrier: 2"},
		"address of the actor":      {"NetworkConfig", bond + ", options: {%s}}", "ad_actor_system: '00:00:5E:00:00:01'", "ad_actor_system: '01:00:5E:00:00:01'"},
		"option of a later nmstate": {"NetworkConfig", bond + ", options: {%s}}", "peer_notif_delay: 1", "peer_notif_delay: [1]"},
		"static address":            {"NetworkConfig", "type: bridge, ipConfig: {mode: static, %s}", "address: 10.0.0.1/8", "gateway: 10.0.0.1"},
		"DHCP without address":      {"NetworkConfig", "type: bridge, ipConfig: {address: 10.0.0.1/8, %s}", "mode: static", "mode: dhcp"},
		"DHCP without gateway":      {"NetworkConfig", "type: bridge, ipConfig: {mode: dhcp, %s}", "dnsServers: [10.0.0.1]", "gateway: 10.0.0.1"},
		"prefix length":             {"NetworkConfig", "type: bridge, ipConfig: {mode: static, %s}", "address: 'fd00::1/128'", "address: 'fd00::1/129'"},
		"gateway has no prefix":     {"NetworkConfig", "type: bridge, ipConfig: {mode: static, address: 10.0.0.1/8, %s}", "gateway: 10.0.0.2", "gateway: 10.0.0.2/8"},
		"release":                   {"WukongRender", "nmstate: {%s}", "version: v0.84.0", "version: v0.1.0"},
		"registry":                  {"WukongRender", "nmstate: {%s}", "registry: 'a:5000/b'", "registry: 'https://a/b'"},
		"registry's end":            {"WukongRender", "nmstate: {%s}", "registry: a/b", "registry: a/b/"},
		"replicas":                  {"WukongRender", "nmstate: {%s}", "operatorReplicas: 16", "operatorReplicas: 17"},
		"VLAN range":                {"WukongRender", "network: {vlanRanges: [{min: 1, %s}]}", "max: 4094", "max: 4095"},
		"VLAN range has both ends":  {"WukongRender", "network: {vlanRanges: [{max: 1, %s}]}", "min: 1", "name: a"},
		"management interface":      {"WukongRender", "network: {%s}", "managementInterfaces: [a.1]", "managementInterfaces: ['..']"},
		"delivery":                  {"WukongRender", "%s", "delivery: kpt", "delivery: helm"},
		"finding that can be lower": {"WukongRender", "findings: {%s}", "WK033: info", "WK006: info"},
		"finding that there is":     {"WukongRender", "findings: {%s}", "WK033: info", "WK999: info"},
	} {
		t.Run(name, func(t *testing.T) {
			for fields, right := range map[string]bool{tc.inside: true, tc.outside: false} {
				document := parse(t, wrap(tc.kind, tc.spec, fields))
				require.Equal(t, right, j.schema(tc.kind, document) == nil, "schema on %s: %v", fields, j.schema(tc.kind, document))
				found := j.validation(tc.kind, document)
				require.Equal(t, right, len(found) == 0, "validation on %s: %v", fields, found)
			}
		})
	}
}
