// Package effort says how often a test repeats itself. `go test` takes seconds: each property is tried as often as it
// takes to see it. With WUKONG_EFFORT=N, which `make test-long` sets, everything is tried N times as often.
// Only tests import it.
package effort

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// factor is N, and 1 where the variable is not set.
func factor() int {
	n, err := strconv.Atoi(os.Getenv("WUKONG_EFFORT")) //nolint:forbidigo // only tests ask
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// Times is how often to try what is tried n times in a usual run.
func Times(n int) int { return n * factor() }

// Long tells whether this is more than a usual run: tests that can go through all cases there are do so then.
func Long() bool { return factor() > 1 }

// Rounds calls try n times, or more, with a source of random numbers. A usual run has the same numbers each time, a longer
// one others each time.
func Rounds(t *testing.T, n int, try func(r *rand.Rand)) {
	t.Helper()
	seed := uint64(1)
	if Long() {
		seed = uint64(time.Now().UnixNano())
	}
	r := rand.New(rand.NewPCG(seed, 7))
	for range Times(n) {
		try(r)
	}
	t.Logf("%d rounds", Times(n))
}
