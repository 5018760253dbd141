package command

import (
	"encoding/json"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// cost is what a run allocates for each machine: of the objects and bytes on the heap all that a run does not share with
// the next. Unlike time it is the same on every machine.
type cost struct {
	Allocations float64 `json:"allocations"`
	Bytes       float64 `json:"bytes"`
}

// costFile holds what a run allocated when it was last looked at: go test ./fn/command -run Cost -update rewrites it.
const costFile = "testdata/cost.json"

// margin is by how much a cost may rise before somebody has to say why.
const margin = 1.05

func measure(t *testing.T, n int) cost {
	t.Helper()
	text := fleet(n)
	work := func() {
		require.Equal(t, exitOK, Run(nil, Process{In: strings.NewReader(text), Out: io.Discard, Err: io.Discard}))
	}
	work() // what is remembered of types is no cost of the second run
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	per := func(now, then uint64) float64 { return float64((now - then) / uint64(n)) }
	return cost{Allocations: per(after.Mallocs, before.Mallocs), Bytes: per(after.TotalAlloc, before.TotalAlloc)}
}

// TestCost holds a run against what it cost before. Whoever makes it dearer for a good reason, or cheaper, rewrites the
// file and says so.
func TestCost(t *testing.T) {
	withoutRace(t)
	got := map[string]cost{}
	for _, n := range []int{1, 1000} {
		got[strconv.Itoa(n)] = measure(t, n)
	}
	if *update {
		text, err := json.MarshalIndent(got, "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(costFile, append(text, '\n'), 0o644))
	}
	text, err := os.ReadFile(costFile)
	require.NoError(t, err)
	var want map[string]cost
	require.NoError(t, json.Unmarshal(text, &want))
	for n, cost := range got {
		require.LessOrEqual(t, cost.Allocations, want[n].Allocations*margin, "allocations a machine, of %s", n)
		require.LessOrEqual(t, cost.Bytes, want[n].Bytes*margin, "bytes a machine, of %s", n)
	}
}

// withoutRace skips a test of costs where the race detector costs, too.
func withoutRace(t *testing.T) {
	t.Helper()
	info, ok := debug.ReadBuildInfo()
	if ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector takes time and memory, too")
	}
}
