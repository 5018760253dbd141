package nad

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

func TestConfig(t *testing.T) {
	for name, tc := range map[string]struct {
		a      plan.Attachment
		config string
		node   string
	}{
		"bridge": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "bridge"}, Name: "a", Namespace: "ns", Bridge: "br0", VLAN: 5},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"name":"a","preserveDefaultVlan":false,"type":"bridge"}`, ""},
		"bridge with an MTU": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "bridge"}, Name: "a", Bridge: "br0", MTU: 9000},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"mtu":9000,"name":"a","preserveDefaultVlan":false,"type":"bridge"}`, ""},
		"ovs with an MTU": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "ovs"}, Name: "a", Bridge: "ovs0", MTU: 1400, ResourceName: "r/x"},
			`{"bridge":"ovs0","cniVersion":"0.3.1","mtu":1400,"name":"a","type":"ovs"}`, "r/x"},
		"sriov has its MTU on the card": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "sriov"}, Name: "a", MTU: 9000, ResourceName: "x.io/vf"},
			`{"cniVersion":"0.3.1","name":"a","type":"sriov"}`, "x.io/vf"},
		"ovs": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "ovs"}, Name: "a", Bridge: "ovs0", VLAN: 5, ResourceName: "ovs-cni.network.kubevirt.io/ovs0"},
			`{"bridge":"ovs0","cniVersion":"0.3.1","name":"a","type":"ovs","vlan":5}`, "ovs-cni.network.kubevirt.io/ovs0"},
		"ovs without VLAN": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "ovs"}, Name: "a", Bridge: "ovs0", ResourceName: "r/x"},
			`{"bridge":"ovs0","cniVersion":"0.3.1","name":"a","type":"ovs"}`, "r/x"},
		"sriov": {plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "sriov"}, Name: "a", VLAN: 9, ResourceName: "x.io/vf"},
			`{"cniVersion":"0.3.1","name":"a","type":"sriov","vlan":9}`, "x.io/vf"},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := new(builder).attachmentOf(&tc.a)
			require.NoError(t, err)
			require.Equal(t, tc.config, n.Spec.Config)
			require.Equal(t, tc.node, n.Metadata.Annotations.Get(ResourceAnnotation))
			require.Equal(t, tc.a.Namespace, n.Metadata.Namespace)
			var keys map[string]json.RawMessage
			require.NoError(t, json.Unmarshal([]byte(n.Spec.Config), &keys))
			require.NotContains(t, keys, "ipam")
			require.True(t, slices.IsSorted(keysInOrder(t, n.Spec.Config)), "canonical: keys are sorted")
		})
	}
}

func keysInOrder(t *testing.T, text string) []string {
	t.Helper()
	var keys []string
	d := json.NewDecoder(strings.NewReader(text))
	depth := 0
	for d.More() || depth == 0 {
		token, err := d.Token()
		require.NoError(t, err)
		if delim, ok := token.(json.Delim); ok && delim == '{' {
			depth++
			continue
		}
		keys = append(keys, token.(string))
		_, err = d.Token()
		require.NoError(t, err)
	}
	return keys
}
