package object

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

func TestCarry(t *testing.T) {
	h := Header{Metadata: Meta{Annotations: Strings{{Key: "m", Value: "built"}}}}
	from := api.ObjectMeta{
		Labels:      map[string]string{"z": "1", "a": "2", ManagedByLabel: "other"},
		Annotations: map[string]string{"m": "given", "b": "3", OwnerAnnotation: "other"},
	}
	labels, annotations := from.Carried()
	Carry(&h, labels, annotations)
	Mark(&h, "Wukong/shop/db")
	require.Equal(t, Strings{{Key: "a", Value: "2"}, {Key: ManagedByLabel, Value: ManagedBy}, {Key: "z", Value: "1"}}, h.Metadata.Labels)
	require.Equal(t, Strings{{Key: "b", Value: "3"}, {Key: OwnerAnnotation, Value: "Wukong/shop/db"}, {Key: "m", Value: "built"}}, h.Metadata.Annotations)
}

// TestNoMarkOfOursIsCarried holds the rule in package v1alpha1 against our marks.
func TestNoMarkOfOursIsCarried(t *testing.T) {
	from := api.ObjectMeta{Labels: map[string]string{ManagedByLabel: ""}, Annotations: map[string]string{}}
	for _, key := range []string{OwnerAnnotation, LocalConfig, PathAnnotation, LegacyPath} {
		from.Annotations[key] = ""
	}
	labels, annotations := from.Carried()
	require.Empty(t, labels)
	require.Empty(t, annotations)
}
