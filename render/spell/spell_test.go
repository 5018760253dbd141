package spell

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearest(t *testing.T) {
	fields := []string{"vlanId", "bridgeName", "physicalInterface", "type", "name"}
	for name, tc := range map[string]struct{ word, want string }{
		"letter case":            {"vlanID", "vlanId"},
		"one letter missing":     {"brigeName", "bridgeName"},
		"two neighbours swapped": {"tpye", "type"},
		"cut short":              {"phys", "physicalInterface"},
		"cut too short":          {"p_h", ""},
		"nothing near":           {"colour", ""},
		"short word, all other":  {"xy", ""},
		"dash for a capital":     {"bridge-name", "bridgeName"},
		"very long":              {strings.Repeat("x", 1000), ""},
		"empty word":             {"", ""},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, Nearest(tc.word, fields)) })
	}
}

func TestDistance(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b string
		want int
	}{
		"equal":   {"abc", "abc", 0},
		"empty":   {"", "abc", 3},
		"dropped": {"abcd", "abc", 1},
		"swapped": {"acb", "abc", 1},
		"several": {"kitten", "sitting", 3},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, distance(tc.a, tc.b))
			require.Equal(t, tc.want, distance(tc.b, tc.a))
		})
	}
}
