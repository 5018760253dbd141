package spell

import (
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
		"nothing near":           {"colour", ""},
		"short word, all other":  {"xy", ""},
		"empty word":             {"", ""},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, Nearest(tc.word, fields)) })
	}
}
