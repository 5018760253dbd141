package check

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

func fromYAML(t *testing.T, text string, out any) {
	t.Helper()
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), out))
}

// TestHomes has an attachment that machines of other namespaces use, and the nearest that needs nothing of Multus.
func TestHomes(t *testing.T) {
	for name, tc := range map[string]struct {
		attachment, namespace string
		want                  []string
	}{
		"in another namespace":      {"{namespace: infra}", "shop", []string{"WK145 spec.attachment.namespace -> default"}},
		"in the machines' own":      {"{namespace: infra}", "infra", []string{}},
		"in the one that all see":   {"{namespace: default}", "shop", []string{}},
		"in each namespace its own": {"{name: vlan5}", "shop", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			network := &api.NetworkConfig{Metadata: api.ObjectMeta{Name: "lan"}}
			fromYAML(t, "{type: bridge, attachment: "+tc.attachment+"}", &network.Spec)
			in := plan.Input{Config: api.DefaultRenderSpec(), NetworkConfigs: []plan.Sourced[api.NetworkConfig]{
				{Resource: network, Owner: plan.NewOwner(finding.Place{Kind: api.KindNetwork, Name: "lan"})},
			}}
			for _, machine := range []string{"a", "b"} {
				w := &api.Wukong{Metadata: api.ObjectMeta{Name: machine, Namespace: tc.namespace}}
				fromYAML(t, "{networks: [{name: n, networkRef: lan}]}", &w.Spec)
				in.Wukongs = append(in.Wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: plan.NewOwner(finding.Place{Kind: api.KindWukong,
					Namespace: tc.namespace, Name: machine})})
			}
			said := []string{}
			homes(&Input{Plan: plan.Resolve(in)}, func(f finding.Finding, at finding.Place) {
				said = append(said, string(f.Code)+" "+at.Field+" -> "+f.Proposed)
			})
			require.Equal(t, tc.want, said)
		})
	}
}
