package effort_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
)

func TestEffort(t *testing.T) {
	numbers := func() (all []uint64) {
		effort.Rounds(t, 5, func(r *rand.Rand) { all = append(all, r.Uint64()) })
		return all
	}
	for _, usual := range []string{"", "1", "0", "-3", "much"} {
		t.Setenv("WUKONG_EFFORT", usual)
		require.Equal(t, 5, effort.Times(5), usual)
		require.False(t, effort.Long(), usual)
		require.Len(t, numbers(), 5)
		require.Equal(t, numbers(), numbers(), "a usual run is always the same")
	}
	t.Setenv("WUKONG_EFFORT", "4")
	require.Equal(t, 20, effort.Times(5))
	require.True(t, effort.Long())
	require.Len(t, numbers(), 20)
	require.NotEqual(t, numbers(), numbers(), "a long run tries something new")
}
