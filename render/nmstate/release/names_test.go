package release

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/object"
)

func TestHasAllThatAReleaseConsistsOf(t *testing.T) {
	objects := append(OLM("any"), Instance(nil))
	for _, version := range Versions() {
		manifests, err := Manifests(Options{Version: version, Namespace: "any", Registry: "r", OperatorReplicas: 1})
		require.NoError(t, err)
		objects = append(objects, manifests...)
	}
	seen := map[object.ID]bool{}
	for _, o := range objects {
		id := object.IDOf(o.Head())
		if id.Kind == "Namespace" {
			require.False(t, Has(id), "anything can be a namespace's name")
			continue
		}
		require.True(t, Has(id), id)
		id.Namespace = ""
		seen[id] = true
		id.Name += "x"
		require.False(t, Has(id), id)
	}
	require.Equal(t, ids, seen, "nothing else is part of a release")
}
