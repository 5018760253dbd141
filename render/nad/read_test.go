package nad

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

func TestRead(t *testing.T) {
	for config, want := range map[string]plan.Existing{
		"":                          {},
		"{}":                        {},
		`{"type":"macvlan"}`:        {Type: "macvlan"},
		`{"type":"sriov","vlan":5}`: {Type: "sriov", VLAN: 5},
		`{"plugins":[{"type":"sriov","vlan":5},{"type":"tuning"}]}`: {Type: "sriov", VLAN: 5},
		`{"bridge":"br0","vlan":5}`:                                 {Bridge: "br0", VLAN: 5},
		`{"type":1,"bridge":"br0"}`:                                 {Bridge: "br0"},
		`{"type":"a","plugins":"x"}`:                                {Type: "a"},
		`{"plugins":[{"type":"bridge","bridge":"br0","vlan":7,"ipam":{"type":"host-local"}},{"type":"tuning"}]}`: {
			Type: "bridge", Bridge: "br0", VLAN: 7, IPAM: "host-local"},
		`{"plugins":[{"type":"tuning"},{"type":"bridge","bridge":"br1"}]}`: {Type: "tuning", Bridge: "br1"},
		`{"type":"bridge","ipam":{}}`:                                      {Type: "bridge"},
	} {
		require.Equal(t, want, Read(config), config)
	}
	for _, config := range []string{"{", "x", "[]", `"{}"`, `{"type":"bridge",}`, "type: bridge"} {
		require.NotEmpty(t, Read(config).Problem, config)
	}
}

// TestReadWhatIsBuilt holds reader and builder together.
func TestReadWhatIsBuilt(t *testing.T) {
	for _, tc := range []struct {
		spec api.NetworkSpec
		want plan.Existing
	}{
		{api.NetworkSpec{Type: "bridge"}, plan.Existing{Type: "bridge", Bridge: "br0"}},
		{api.NetworkSpec{Type: "bridge", NetworkMore: &api.NetworkMore{Attachment: &api.Attachment{Plugin: "cnv-bridge", Tuning: &api.Tuning{}}}},
			plan.Existing{Type: "cnv-bridge", Bridge: "br0"}},
		{api.NetworkSpec{Type: "ovs"}, plan.Existing{Type: "ovs", Bridge: "br0", VLAN: 5}},
		{api.NetworkSpec{Type: "sriov"}, plan.Existing{Type: "sriov", VLAN: 5}},
	} {
		n, err := new(builder).attachmentOf(&plan.Attachment{NetworkSpec: &tc.spec, Name: "a", Bridge: "br0", VLAN: 5})
		require.NoError(t, err)
		require.Equal(t, tc.want, Read(n.Spec.Config))
	}
}
