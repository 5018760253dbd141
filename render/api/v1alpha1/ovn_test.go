package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestOVN has networks of OVN's with a mistake, and their nearest without.
func TestOVN(t *testing.T) {
	const onEx = "{name: a, type: localnet, localnet: {bridge: br-ex}"
	for name, tc := range map[string]struct {
		entry string
		want  []string
	}{
		"a bridge of somebody else's":     {onEx + "}", nil},
		"with a VLAN":                     {onEx + ", vlanId: 5}", nil},
		"VLAN 0":                          {onEx + ", vlanId: 0}", []string{"WK007 vlanId -> 1"}},
		"on an uplink":                    {"{name: a, type: localnet, physicalInterface: e1}", nil},
		"on a bond":                       {"{name: a, type: localnet, bond: {name: bond0, mode: broadcast, ports: [e1]}}", nil},
		"neither bridge nor uplink":       {"{name: a, type: localnet}", []string{"WK006 localnet.bridge"}},
		"only a name":                     {"{name: a, type: localnet, localnet: {name: x}}", []string{"WK006 localnet.bridge"}},
		"an attachment that exists":       {"{name: a, type: localnet, nadName: x}", nil},
		"both bridge and uplink":          {onEx + ", physicalInterface: e1}", []string{"WK017 physicalInterface"}},
		"both bridge and bridgeName":      {onEx + ", bridgeName: b}", []string{"WK017 bridgeName"}},
		"a description of no bridge":      {onEx + ", description: x}", []string{"WK017 description"}},
		"the description of its bridge":   {"{name: a, type: localnet, physicalInterface: e1, description: x}", nil},
		"restore of no uplink":            {onEx + ", ensure: absent, restore: dhcp}", []string{"WK017 restore"}},
		"the default bridge is too long":  {"{name: abcdefghijklm, type: localnet, physicalInterface: e1}", []string{"WK023 bridgeName -> br-abcdefghijkl"}},
		"a name that is too long for one": {"{name: abcdefghijklm, type: localnet, localnet: {bridge: br-ex}}", nil},
		"bridge is no interface":          {"{name: a, type: localnet, localnet: {bridge: 'a b'}}", []string{"WK023 localnet.bridge"}},
		"spanning tree":                   {onEx + ", stp: true}", []string{"WK017 stp"}},
		"localnet of a bridge":            {"{name: a, type: bridge, localnet: {bridge: br-ex}}", []string{"WK017 localnet"}},

		"physnet":                         {"{name: a, type: localnet, localnet: {physicalNetworkName: physnet}}", nil},
		"physnet by its name":             {"{name: a, type: localnet, localnet: {name: physnet}}", nil},
		"physnet on br-ex":                {"{name: a, type: localnet, localnet: {physicalNetworkName: physnet, bridge: br-ex}}", nil},
		"physnet elsewhere":               {"{name: a, type: localnet, localnet: {physicalNetworkName: physnet, bridge: br-x}}", []string{"WK017 localnet.bridge"}},
		"physnet on an uplink":            {"{name: a, type: localnet, physicalInterface: e1, localnet: {physicalNetworkName: physnet}}", []string{"WK017 physicalInterface"}},
		"physnet has no policy":           {"{name: a, type: localnet, policyName: x, localnet: {physicalNetworkName: physnet}}", []string{"WK017 policyName"}},
		"physnet cannot be removed":       {"{name: a, type: localnet, ensure: absent, localnet: {physicalNetworkName: physnet}}", []string{"WK017 ensure"}},
		"network by the name of physnet":  {"{name: physnet, type: localnet, localnet: {bridge: br-x}}", []string{"WK006 localnet.name"}},
		"name of its own for that":        {"{name: physnet, type: localnet, localnet: {name: x, bridge: br-x}}", nil},
		"reserved":                        {"{name: a, type: localnet, localnet: {name: default, bridge: br-ex}}", []string{"WK008 localnet.name"}},
		"reserved, by the network's name": {"{name: ovn-kubernetes, type: localnet, localnet: {bridge: br-ex}}", []string{"WK006 localnet.name"}},
		"nearly reserved":                 {"{name: ovn-kubernetes2, type: localnet, localnet: {name: defaults, bridge: br-ex}}", nil},
		"comma":                           {"{name: a, type: localnet, localnet: {name: 'x,y', bridge: br-ex}}", []string{"WK008 localnet.name"}},
		"colon":                           {"{name: a, type: localnet, localnet: {physicalNetworkName: 'x:y', bridge: br-ex}}", []string{"WK008 localnet.physicalNetworkName"}},
		"dash, slash and dot":             {"{name: a, type: localnet, localnet: {name: x-y/z.a, bridge: br-ex}}", nil},

		"layer2":                          {"{name: a, type: layer2}", nil},
		"layer2 with all it has":          {"{name: a, type: layer2, layer2: {name: x}, mtu: 1300, subnets: [192.0.2.0/24], ipConfig: {mode: dhcp}}", nil},
		"layer2 with a VLAN":              {"{name: a, type: layer2, vlanId: 5}", []string{"WK017 vlanId"}},
		"layer2 with an uplink":           {"{name: a, type: layer2, physicalInterface: e1}", []string{"WK017 physicalInterface"}},
		"layer2 with nodes":               {"{name: a, type: layer2, nodeSelector: {a: b}}", []string{"WK017 nodeSelector"}},
		"layer2 cannot be removed":        {"{name: a, type: layer2, ensure: absent}", []string{"WK017 ensure"}},
		"layer2 with a localnet":          {"{name: a, type: layer2, localnet: {bridge: br-ex}}", []string{"WK017 localnet"}},
		"layer2 with a reserved name":     {"{name: a, type: layer2, layer2: {name: ovn-kubernetes}}", []string{"WK008 layer2.name"}},
		"layer2 that exists, with a name": {"{name: a, type: layer2, nadName: x, layer2: {name: z}}", []string{"WK017 layer2"}},

		"subnets":                    {onEx + ", subnets: [192.0.2.0/24, '2001:db8::/64'], excludeSubnets: [192.0.2.0/29], persistentIPs: true}", nil},
		"no subnet":                  {onEx + ", subnets: [192.0.2.0]}", []string{"WK024 subnets[0]"}},
		"excluded from no subnet":    {onEx + ", subnets: [192.0.2.0/24], excludeSubnets: [192.0.3.0/29]}", []string{"WK017 excludeSubnets[0]"}},
		"excludes more than it has":  {onEx + ", subnets: [192.0.2.0/24], excludeSubnets: [192.0.0.0/16]}", []string{"WK017 excludeSubnets[0]"}},
		"excluded, and no subnets":   {onEx + ", excludeSubnets: [192.0.3.0/29]}", []string{"WK006 subnets"}},
		"persistent without subnets": {onEx + ", persistentIPs: true}", []string{"WK006 subnets"}},
		"subnets of a bridge":        {"{name: a, type: bridge, subnets: [192.0.2.0/24]}", []string{"WK017 subnets"}},
		"subnets beside nadName":     {"{name: a, type: localnet, nadName: x, subnets: [192.0.2.0/24]}", []string{"WK017 subnets"}},
		"subnets beside networkRef":  {"{name: a, networkRef: x, subnets: [192.0.2.0/24]}", []string{"WK017 subnets"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := &Wukong{Metadata: ObjectMeta{Name: "w"}, Spec: WukongSpec{Networks: make([]WukongNetwork, 1)}}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.entry), &w.Spec.Networks[0]))
			want := []string{}
			for _, s := range tc.want {
				want = append(want, s[:6]+"spec.networks[0]."+s[6:])
			}
			require.Equal(t, want, said(w.Validate()))
		})
	}
}
