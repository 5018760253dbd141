package command

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/resourcelist"
)

// ways are ways to write the same machines.
func ways(t *testing.T, plain string) map[string]string {
	t.Helper()
	head, items, found := strings.Cut(plain, "items:\n")
	require.True(t, found)
	each := func(old, replacement string) string {
		out := strings.ReplaceAll(plain, old, replacement)
		require.NotEqual(t, plain, out, "%q is not in the fleet", old)
		return out
	}
	var list map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(plain), &list))
	oneLine, err := json.Marshal(list)
	require.NoError(t, err)
	tabs, err := json.MarshalIndent(list, "", "\t")
	require.NoError(t, err)
	var flowItems strings.Builder
	for _, item := range list["items"].([]any) { //nolint:forcetypeassert // a test may panic
		text, err := json.Marshal(item)
		require.NoError(t, err)
		fmt.Fprintf(&flowItems, "- %s\n", text)
	}
	return map[string]string{
		"CRLF":                    strings.ReplaceAll(plain, "\n", "\r\n"),
		"a tab":                   each("    cpu: ", "    cpu:\t"),
		"a folded text":           each("      name: ubuntu", "      name: >-\n        ubuntu"),
		"an escape":               each("      name: ubuntu", `      name: "\u0075buntu"`),
		"a text over lines":       each("      passwordHash: $6$rounds=4096$salt$hash", "      passwordHash:\n        $6$rounds=4096$salt$hash"),
		"comments":                each("    cpu: ", "    # comment\n    cpu: "),
		"a mapping on a line":     each("ipConfig:\n        mode: dhcp", "ipConfig: {mode: dhcp}"),
		"JSON":                    string(oneLine),
		"JSON over lines":         string(tabs),
		"items in flow style":     head + "items:\n" + flowItems.String(),
		"one item that is odd":    strings.Replace(plain, "    cpu: ", "    ? cpu\n    : ", 1),
		"question marks":          each("    cpu: ", "    ? cpu\n    : "),
		"a document's start":      "---\n" + plain,
		"items that are indented": head + "items:\n  " + strings.TrimSuffix(strings.ReplaceAll(items, "\n", "\n  "), "  "),
	}
}

// TestNoWayOfWritingIsDear holds the CPU time that a fleet takes, however it is written, against that of the plain one.
func TestNoWayOfWritingIsDear(t *testing.T) {
	plain := fleet(400)
	for name, text := range ways(t, plain) {
		held(t, name, plain, text)
	}
	list, err := resourcelist.Read(plain)
	require.NoError(t, err)
	documents := make([]string, len(list.Items))
	for i := range list.Items {
		documents[i] = list.Items[i].Document()
	}
	held(t, "a stream", plain, strings.Join(documents, "---\n"), "generate", "-")
}

// held holds a way to write a fleet against the plain one. Both run by turns: whatever else the machine does falls on both,
// and the least is what the work takes. On a busy machine that takes more rounds; a cliff stays one in all of them.
func held(t *testing.T, name, plain, text string, args ...string) {
	t.Helper()
	const least, most, limit = 3, 60, 2
	best := [2]time.Duration{math.MaxInt64, math.MaxInt64}
	for round := 0; round < least || round < most && best[1] > limit*best[0]; round++ {
		for i, text := range []string{plain, text} {
			before := used(t)
			require.Equal(t, exitOK, call(text, args...).code, name)
			best[i] = min(best[i], used(t)-before)
		}
	}
	t.Logf("%s: %.2f", name, float64(best[1])/float64(best[0]))
	require.LessOrEqual(t, best[1], limit*best[0], name)
}

// used is the CPU time that the process has taken.
func used(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
