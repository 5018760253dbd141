package nad

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// TestOptions has the shapes that the CNI plugins read: the bridge plugin, and a list with the tuning plugin behind it.
func TestOptions(t *testing.T) {
	build := new(builder)
	for _, tc := range []struct {
		name    string
		options api.Attachment
		config  string
	}{
		{"nothing", api.Attachment{},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"name":"a","preserveDefaultVlan":false,"type":"bridge"}`},
		{"all of one plugin", api.Attachment{MACSpoofCheck: true, Promiscuous: true, PortIsolation: true, PreserveDefaultVLAN: true},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"macspoofchk":true,"name":"a","portIsolation":true,` +
				`"preserveDefaultVlan":true,"promiscMode":true,"type":"bridge"}`},
		{"hairpin and the plugin's other name", api.Attachment{Hairpin: true, Plugin: "cnv-bridge"},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"hairpinMode":true,"name":"a","preserveDefaultVlan":false,` +
				`"type":"cnv-bridge"}`},
		{"tuning", api.Attachment{Tuning: &api.Tuning{}},
			`{"cniVersion":"0.3.1","name":"a","plugins":[{"bridge":"br0","disableContainerInterface":true,"preserveDefaultVlan":false,` +
				`"type":"bridge"},{"type":"tuning"}]}`},
		{"tuning behind the plugin's other name", api.Attachment{Plugin: "cnv-bridge", Tuning: &api.Tuning{}, MACSpoofCheck: true},
			`{"cniVersion":"0.3.1","name":"a","plugins":[{"bridge":"br0","disableContainerInterface":true,"macspoofchk":true,` +
				`"preserveDefaultVlan":false,"type":"cnv-bridge"},{"type":"cnv-tuning"}]}`},
		{"nothing of the one before", api.Attachment{Name: "b"},
			`{"bridge":"br0","cniVersion":"0.3.1","disableContainerInterface":true,"name":"a","preserveDefaultVlan":false,"type":"bridge"}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n, err := build.attachmentOf(&plan.Attachment{NetworkSpec: &api.NetworkSpec{Type: "bridge", NetworkMore: &api.NetworkMore{Attachment: &tc.options}}, Name: "a", Bridge: "br0"})
			require.NoError(t, err)
			require.Equal(t, tc.config, n.Spec.Config)
			var any map[string]any
			require.NoError(t, json.Unmarshal([]byte(n.Spec.Config), &any))
			canonical, err := json.Marshal(any)
			require.NoError(t, err)
			require.Equal(t, string(canonical), n.Spec.Config, "keys are sorted")
		})
	}
}
