package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestTrunks holds what may be said of a network's VLANs and ports, and of a machine's own: each mistake beside its nearest right case.
func TestTrunks(t *testing.T) {
	for name, tc := range map[string]struct {
		entry string
		want  []string
	}{
		"trunk":                          {"{name: a, type: bridge, trunk: ['10', '20', 100-199, '4094', '2']}", nil},
		"trunk of VLAN 1":                {"{name: a, type: bridge, trunk: ['1']}", []string{"WK007 trunk[0]"}},
		"trunk from VLAN 1":              {"{name: a, type: bridge, trunk: [1-5]}", []string{"WK007 trunk[0] -> 2-5"}},
		"trunk beyond the last VLAN":     {"{name: a, type: bridge, trunk: ['4095']}", []string{"WK007 trunk[0]"}},
		"trunk upside down":              {"{name: a, type: bridge, trunk: [9-3]}", []string{"WK007 trunk[0]"}},
		"trunk of a word":                {"{name: a, type: bridge, trunk: [all]}", []string{"WK007 trunk[0]"}},
		"trunk with zeros":               {"{name: a, type: bridge, trunk: ['010']}", []string{"WK007 trunk[0]"}},
		"trunk with blanks":              {"{name: a, type: bridge, trunk: ['3 - 9']}", []string{"WK007 trunk[0]"}},
		"trunk that overlaps":            {"{name: a, type: bridge, trunk: [20-29, '7', 29-40]}", []string{"WK011 trunk[2]"}},
		"trunk inside another":           {"{name: a, type: bridge, trunk: [2-100, '5', '7']}", []string{"WK011 trunk[1]", "WK011 trunk[2]"}},
		"trunk side by side":             {"{name: a, type: bridge, trunk: [20-29, 30-40]}", nil},
		"trunk on OVS":                   {"{name: a, type: ovs, trunk: ['7']}", []string{"WK017 trunk"}},
		"trunk and VLAN":                 {"{name: a, type: bridge, trunk: ['7'], vlanId: 7}", []string{"WK017 trunk"}},
		"native VLAN":                    {"{name: a, type: bridge, trunk: ['7'], nativeVlan: 5}", nil},
		"native VLAN alone":              {"{name: a, type: bridge, nativeVlan: 5}", nil},
		"native VLAN in the trunk":       {"{name: a, type: bridge, trunk: [2-9], nativeVlan: 5}", []string{"WK017 nativeVlan"}},
		"native VLAN and a VLAN":         {"{name: a, type: bridge, nativeVlan: 5, vlanId: 7}", []string{"WK017 nativeVlan"}},
		"native VLAN, the node's":        {"{name: a, type: bridge, nativeVlan: 5, nodeAddress: dhcp}", []string{"WK017 nativeVlan"}},
		"trunk with the node's":          {"{name: a, type: bridge, trunk: ['7'], nodeAddress: dhcp}", nil},
		"native VLAN out of range":       {"{name: a, type: bridge, nativeVlan: 4095}", []string{"WK007 nativeVlan -> 4094"}},
		"no filtering":                   {"{name: a, type: bridge, vlanFiltering: false}", nil},
		"no filtering of a trunk":        {"{name: a, type: bridge, vlanFiltering: false, trunk: ['7']}", []string{"WK017 vlanFiltering -> true"}},
		"filtering of a trunk":           {"{name: a, type: bridge, vlanFiltering: true, trunk: ['7']}", nil},
		"no filtering on OVS":            {"{name: a, type: ovs, vlanFiltering: false}", []string{"WK017 vlanFiltering"}},
		"ports":                          {"{name: a, type: bridge, ports: [e0, e1], stp: true}", nil},
		"ports on OVS":                   {"{name: a, type: ovs, ports: [e0, e1], stp: true}", nil},
		"ports on SR-IOV":                {"{name: a, type: sriov, sriov: {numVfs: 2, resourceName: x/y}, ports: [e0]}", []string{"WK017 ports"}},
		"ports without spanning tree":    {"{name: a, type: bridge, ports: [e0, e1]}", []string{"WK127 ports"}},
		"one port without spanning tree": {"{name: a, type: bridge, ports: [e0]}", nil},
		"ports that go":                  {"{name: a, type: bridge, ports: [e0, e1], ensure: absent}", nil},
		"ports and uplink":               {"{name: a, type: bridge, ports: [e0], physicalInterface: e1}", []string{"WK017 physicalInterface"}},
		"ports and bond":                 {"{name: a, type: bridge, ports: [e0], bond: {name: b0, mode: 802.3ad, ports: [e1]}}", []string{"WK017 bond"}},
		"ports and VLAN":                 {"{name: a, type: bridge, ports: [e0], vlanId: 7}", []string{"WK017 vlanId"}},
		"ports and a node's uplink":      {"{name: a, type: ovs, ports: [e0], nodes: [{name: one, physicalInterface: e1}]}", []string{"WK017 nodes[0].physicalInterface"}},
		"port twice":                     {"{name: a, type: bridge, ports: [e0, e1, e0], stp: true}", []string{"WK011 ports[2]"}},
		"port that is none":              {"{name: a, type: bridge, ports: [e0, 'e 1'], stp: true}", []string{"WK023 ports[1]"}},

		"own VLAN":                {"{name: a, networkRef: b, vlanId: 7, ipConfig: {mode: dhcp}}", nil},
		"own VLAN out of range":   {"{name: a, networkRef: b, vlanId: 4095}", []string{"WK007 vlanId -> 4094"}},
		"own trunk":               {"{name: a, networkRef: b, trunk: ['7', 9-10]}", nil},
		"own trunk of VLAN 1":     {"{name: a, networkRef: b, trunk: ['1']}", []string{"WK007 trunk[0]"}},
		"own VLAN and trunk":      {"{name: a, networkRef: b, vlanId: 7, trunk: ['8']}", []string{"WK017 trunk"}},
		"own trunk with address":  {"{name: a, networkRef: b, trunk: ['8'], ipConfig: {mode: dhcp}}", []string{"WK017 ipConfig"}},
		"own native VLAN":         {"{name: a, networkRef: b, nativeVlan: 7}", []string{"WK017 nativeVlan"}},
		"own ports":               {"{name: a, networkRef: b, ports: [e0]}", []string{"WK017 ports"}},
		"VLAN on the pod network": {"{name: default, vlanId: 7, trunk: ['8']}", []string{"WK022 vlanId", "WK022 trunk"}},
	} {
		t.Run(name, func(t *testing.T) {
			var w Wukong
			require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: w}, spec: {networks: ["+tc.entry+"]}}"), &w))
			want := []string{}
			for _, s := range tc.want {
				want = append(want, s[:6]+"spec.networks[0]."+s[6:])
			}
			require.ElementsMatch(t, want, said(w.Validate()))
		})
	}
}

func TestLacking(t *testing.T) {
	for name, tc := range map[string]struct {
		spec   string
		wanted Tags
		want   string // empty for nothing
	}{
		"all VLANs":               {"{}", Tags{2, 4094}, ""},
		"VLAN 1":                  {"{}", Tags{1, 1}, "1"},
		"in the trunk":            {"{trunk: [100-199, '7']}", Tags{7, 7}, ""},
		"outside":                 {"{trunk: [100-199, '7']}", Tags{8, 8}, "8"},
		"some outside":            {"{trunk: [100-199, '7']}", Tags{190, 210}, "200-210"},
		"across two":              {"{trunk: [100-199, 200-210]}", Tags{190, 210}, ""},
		"before the trunk":        {"{trunk: [100-199]}", Tags{90, 110}, "90-99"},
		"native":                  {"{trunk: ['7'], nativeVlan: 5}", Tags{5, 5}, ""},
		"native without a trunk":  {"{nativeVlan: 5}", Tags{2, 4094}, ""},
		"native, the last":        {"{nativeVlan: 4094}", Tags{2, 4094}, ""},
		"native, the first":       {"{nativeVlan: 1}", Tags{1, 4094}, ""},
		"native among the others": {"{trunk: [6-9, 2-4], nativeVlan: 5}", Tags{2, 10}, "10"},
	} {
		t.Run(name, func(t *testing.T) {
			var s NetworkSpec
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.spec), &s))
			lacking, some := s.Lacking(tc.wanted)
			require.Equal(t, tc.want != "", some)
			if some {
				require.Equal(t, tc.want, lacking.String())
			}
		})
	}
}
