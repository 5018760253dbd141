package vm

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestPlacement has the shape of a required node affinity, alone and beside the preference for other nodes.
func TestPlacement(t *testing.T) {
	m := plan.Machine{Origin: plan.Origin{Owner: &plan.Owner{}}, Spec: &api.WukongSpec{}}
	instance := func() *api.Affinity { return new(new(builder).instance(&m, &InstanceSpec{})).Affinity }
	require.Nil(t, instance())
	m.Where = []plan.Term{{{Label: "kubernetes.io/hostname", Values: []string{"a", "b"}}, {Label: "zone", Values: []string{"c"}}}}
	text, err := encode.String(instance())
	require.NoError(t, err)
	require.YAMLEq(t, `
nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
    - matchExpressions:
      - {key: kubernetes.io/hostname, operator: In, values: [a, b]}
      - {key: zone, operator: In, values: [c]}`, text)
	m.Spec.HighAvailability = &api.HighAvailability{AntiAffinity: true}
	require.NotNil(t, instance().PodAntiAffinity)
	require.NotNil(t, instance().NodeAffinity)
}
