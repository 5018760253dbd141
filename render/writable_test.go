package render

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/resourcelist"
	"github.com/novasphere/wukong-fn/render/vm"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestTypesCanBeWritten holds that the writer knows all types of our output, whatever a value of them holds: it looks at a
// type with all that is inside before it writes the first value.
func TestTypesCanBeWritten(t *testing.T) {
	all := []any{
		&vm.VirtualMachine{}, &vm.Secret{}, &nad.Attachment{}, &nmstate.Policy{}, release.Instance(nil).Build(), &resourcelist.Result{},
		&deliver.FluxKustomization{}, &deliver.Kustomization{},
	}
	for _, part := range release.OLM("x") {
		all = append(all, part.Build())
	}
	for _, name := range []string{api.DeliveryArgoCD, api.DeliveryFlux, api.DeliveryKpt} {
		if health := deliver.Of(name).Health; health != nil {
			all = append(all, health())
		}
	}
	for _, version := range release.Versions() {
		parts, err := release.Manifests(release.Options{Version: version})
		require.NoError(t, err)
		for _, part := range parts {
			all = append(all, part.Build())
		}
	}
	for _, v := range all {
		_, err := encode.String(v)
		require.NoError(t, err)
	}
	_, err := encode.String(&struct {
		Deep []*struct{ Wrong map[int]string }
	}{})
	require.ErrorContains(t, err, "map[int]string", "the check sees what is not there")
}
