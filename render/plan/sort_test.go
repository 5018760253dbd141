package plan

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// TestSort holds sort against the library's stable one.
func TestSort(t *testing.T) {
	type element struct{ key, index int }
	effort.Rounds(t, 500, func(r *rand.Rand) {
		list := make([]element, r.IntN(40))
		for i := range list {
			list[i] = element{r.IntN(30), i}
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b element) int { return cmp.Compare(a.key, b.key) })
		sort(list, func(a, b *element) int { return cmp.Compare(a.key, b.key) })
		require.Equal(t, want, list)
	})
}
