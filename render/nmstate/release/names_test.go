package release

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/object"
)

// TestPartsAreWhatTheyBuild holds that a part's identity is that of its object, and that Has knows it.
func TestPartsAreWhatTheyBuild(t *testing.T) {
	parts := append(OLM("any"), Instance(nil))
	for _, version := range Versions() {
		manifests, err := Manifests(Options{Version: version, Namespace: "any", Registry: "r", OperatorReplicas: 1})
		require.NoError(t, err)
		parts = append(parts, manifests...)
	}
	for _, p := range parts {
		head := p.Build().Head()
		id := object.IDOf(head)
		require.Equal(t, p.Kind.ID(p.Namespace, p.Name), id)
		require.Equal(t, p.Kind.APIVersion(), head.APIVersion)
		if p.Kind == object.Namespace {
			require.False(t, Has(id), "anything can be a namespace's name")
			continue
		}
		require.True(t, Has(id), id)
		require.True(t, Has(id.In("another")), id)
		id.Name += "x"
		require.False(t, Has(id), id)
	}
}
