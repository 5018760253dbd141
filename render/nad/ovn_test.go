package nad

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// TestOVN holds the configurations of networks of OVN's, as a machine shop/w has them.
func TestOVN(t *testing.T) {
	const head, tail = `{"cniVersion":"0.3.1",`, `"type":"ovn-k8s-cni-overlay"`
	for name, tc := range map[string]struct{ entry, want string }{
		"localnet": {"{name: a, type: localnet, localnet: {bridge: br-ex}}",
			head + `"name":"a","netAttachDefName":"shop/w-a-nad","topology":"localnet",` + tail + `}`},
		"localnet with all it has": {"{name: a, type: localnet, vlanId: 7, mtu: 1500, localnet: {name: x, bridge: br-ex, physicalNetworkName: z}, " +
			"subnets: [192.0.2.0/24, '2001:db8::/64'], excludeSubnets: [192.0.2.0/29, 192.0.2.8/29], persistentIPs: true}",
			`{"allowPersistentIPs":true,"cniVersion":"0.3.1","excludeSubnets":"192.0.2.0/29,192.0.2.8/29","mtu":1500,"name":"x","netAttachDefName":"shop/w-a-nad",` +
				`"physicalNetworkName":"z","subnets":"192.0.2.0/24,2001:db8::/64","topology":"localnet",` + tail + `,"vlanID":7}`},
		"physnet": {"{name: a, type: localnet, localnet: {physicalNetworkName: physnet}}",
			head + `"name":"a","netAttachDefName":"shop/w-a-nad","physicalNetworkName":"physnet","topology":"localnet",` + tail + `}`},
		"layer2": {"{name: a, type: layer2}",
			head + `"name":"shop.w.a","netAttachDefName":"shop/w-a-nad","topology":"layer2",` + tail + `}`},
		"layer2 with a name": {"{name: a, type: layer2, mtu: 1400, layer2: {name: x}}",
			head + `"mtu":1400,"name":"x","netAttachDefName":"shop/w-a-nad","topology":"layer2",` + tail + `}`},
		"localnet of a NetworkConfig": {"{name: a, networkRef: phys}",
			head + `"name":"phys","netAttachDefName":"shop/phys-nad","topology":"localnet",` + tail + `}`},
		"VLAN of a machine's own on a localnet": {"{name: a, networkRef: phys, vlanId: 30}",
			head + `"name":"phys-30","netAttachDefName":"shop/phys-30-nad","physicalNetworkName":"phys","topology":"localnet",` + tail + `,"vlanID":30}`},
		"layer2 of a NetworkConfig": {"{name: a, networkRef: plane}",
			head + `"name":"infra.plane","netAttachDefName":"shop/plane-nad","topology":"layer2",` + tail + `}`},
	} {
		t.Run(name, func(t *testing.T) {
			in := plan.Input{Config: api.DefaultRenderSpec(), Say: func(f finding.Finding) { require.Fail(t, f.Message) }}
			w := &api.Wukong{Metadata: api.ObjectMeta{Name: "w", Namespace: "shop"}, Spec: api.WukongSpec{Networks: make([]api.WukongNetwork, 1)}}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.entry), &w.Spec.Networks[0]))
			require.False(t, finding.AnyError(w.Validate()), w.Validate())
			in.Wukongs = []plan.Sourced[api.Wukong]{{Resource: w, Owner: plan.NewOwner(finding.Place{Kind: "Wukong", Namespace: "shop", Name: "w"})}}
			for name, spec := range map[string]api.NetworkSpec{
				"phys": {Type: "localnet", PhysicalInterface: "e1"}, "plane": {Type: "layer2"},
			} {
				n := &api.NetworkConfig{Metadata: api.ObjectMeta{Name: name, Namespace: "infra"}, Spec: spec}
				in.NetworkConfigs = append(in.NetworkConfigs, plan.Sourced[api.NetworkConfig]{Resource: n,
					Owner: plan.NewOwner(finding.Place{Kind: "NetworkConfig", Namespace: "infra", Name: name})})
			}
			p := plan.Resolve(in)
			a, err := new(builder).attachmentOf(&p.Attachments[0])
			require.NoError(t, err)
			require.Equal(t, tc.want, a.Spec.Config)
			require.Empty(t, a.Metadata.Annotations)
			itf := p.Machines[0].Interfaces[len(p.Machines[0].Interfaces)-1]
			require.Equal(t, plan.Bridge, itf.Binding)
		})
	}
}

// TestOVNWithoutPolicy holds that an attachment waits for a policy only where there is one.
func TestOVNWithoutPolicy(t *testing.T) {
	for spec, want := range map[string]int{
		"{name: a, type: layer2}": 0, "{name: a, type: localnet, localnet: {name: physnet}}": 0, "{name: a, type: localnet, localnet: {bridge: br-ex}}": 1,
	} {
		w := &api.Wukong{Metadata: api.ObjectMeta{Name: "w"}, Spec: api.WukongSpec{Networks: make([]api.WukongNetwork, 1)}}
		require.NoError(t, yaml.UnmarshalStrict([]byte(spec), &w.Spec.Networks[0]))
		p := plan.Resolve(plan.Input{Config: api.DefaultRenderSpec(), Say: func(f finding.Finding) { require.Fail(t, f.Message) },
			Wukongs: []plan.Sourced[api.Wukong]{{Resource: w, Owner: plan.NewOwner(finding.Place{Kind: "Wukong", Name: "w"})}}})
		require.Len(t, Attachments(p.Attachments).DependsOn(0), want, spec)
		require.Len(t, p.HostNetworks, want, spec)
	}
}
