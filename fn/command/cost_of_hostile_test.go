package command

import (
	"bytes"
	"context"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// TestHostileCost holds that time and memory grow with the length of an input, whatever is in it. Each input goes one way
// into the program in two sizes. `make test-long` takes all ways and 10 MB.
//
// CPU time is compared with that of an honest fleet of the same length on the same machine, and with that of the shorter
// input, and the least of several runs counts: a busy machine fails no test.
func TestHostileCost(t *testing.T) {
	const KB = 1000
	small, large := 128*KB, 512*KB
	if effort.Long() {
		small, large = 2500*KB, 10_000*KB
	}
	program, err := binary()
	require.NoError(t, err)
	m := meter{program: program}
	m.start = m.least(t, 3, nil, "version").cpu
	inputs := slices.Sorted(maps.Keys(hostileInputs))
	for at, name := range inputs {
		for i, way := range waysIn {
			if i != at%len(waysIn) && !effort.Long() {
				continue
			}
			t.Run(name+"/"+way, func(t *testing.T) {
				if !effort.Long() {
					t.Parallel() // figures of 10 MB are for people to read, too
				}
				m.hold(t, way, hostileInputs[name], small, large)
			})
		}
	}
}

// The bounds. CPU time may be so many times that of an honest fleet of the same length, and so many times that of an input
// of a quarter of the length where it is more than twice the fleet's, beyond what nobody notices.
const (
	mostOfFleet   = 30
	mostOfQuarter = 6
	unnoticed     = 100 * time.Millisecond
	// Memory: the program itself and what a resource of ours may take at most, and then a multiple of the input.
	mostFixed   = 112 << 20
	mostOfInput = 10
)

// spent is what a run took.
type spent struct {
	cpu    time.Duration
	memory int64 // at most, in bytes
	code   int
	said   int // bytes of stderr and, of validate, stdout
}

type meter struct {
	program string
	start   time.Duration // CPU time of a run that does nothing
}

// hold runs an input in two sizes.
func (m *meter) hold(t *testing.T, way string, input func(size int) string, small, large int) {
	text := input(large)
	run := m.way(t, way, text)
	got := run(1)
	require.Contains(t, []int{exitOK, exitFindings}, got.code)
	require.Less(t, got.said, 200_000, "what is said can be read")
	require.Less(t, got.memory, int64(mostFixed+mostOfInput*len(text)), "bytes of memory for %d", len(text))
	if got.cpu > unnoticed {
		honest := m.way(t, way, honestFleet(len(text)))(2)
		quarter := m.way(t, way, input(small))(2)
		most := min(mostOfFleet*honest.cpu, max(mostOfQuarter*quarter.cpu, 2*honest.cpu)) + unnoticed
		if got.cpu > most {
			got = run(3)
		}
		require.Less(t, got.cpu, most, "CPU time for %d bytes, of an honest fleet %s, of a quarter %s", len(text), honest.cpu, quarter.cpu)
	}
	t.Logf("%.1f MB: %4d ms, %3d MB", float64(len(text))/1e6, got.cpu.Milliseconds(), got.memory>>20)
}

// waysIn are the ways into the program.
var waysIn = []string{"function", "validate -", "generate DIR", "generate -", "validate DIR"}

// way gives a text to the program, so many times, and tells the least that it took.
func (m *meter) way(t *testing.T, way, text string) func(times int) spent {
	t.Helper()
	command, where, _ := strings.Cut(way, " ")
	var args []string
	switch {
	case command == "function":
		text = asList(text)
	case where == "DIR":
		where, text = write(t, map[string]string{"a.yaml": text}), ""
		fallthrough
	default:
		args = []string{command, where}
	}
	return func(times int) spent { return m.least(t, times, []byte(text), args...) }
}

// least runs the program.
func (m *meter) least(t *testing.T, times int, stdin []byte, args ...string) (least spent) {
	t.Helper()
	for i := range times {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		cmd := exec.CommandContext(ctx, m.program, args...)
		var said bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(stdin), io.Discard, &said
		if slices.Contains(args, "validate") {
			cmd.Stdout = &said
		}
		err := cmd.Run()
		cancel()
		require.NotNil(t, cmd.ProcessState, "%v", err)
		usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		require.True(t, ok)
		s := spent{
			cpu:    cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() - m.start,
			memory: usage.Maxrss << 10, code: cmd.ProcessState.ExitCode(), said: said.Len(),
		}
		if i == 0 || s.cpu < least.cpu {
			least = s
		}
	}
	return least
}

// TestCostOfPlacesInAKustomization: kustomize writes a resource anew, and each finding's place in what people wrote is
// looked up.
func TestCostOfPlacesInAKustomization(t *testing.T) {
	program, err := binary()
	require.NoError(t, err)
	m := meter{program: program}
	validate := func(n, times int) time.Duration {
		dir := write(t, map[string]string{"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": mistaken(n)})
		return m.least(t, times, nil, "validate", dir).cpu
	}
	require.Less(t, validate(4000, 1), mostOfQuarter*validate(1000, 2)+unnoticed)
}
