package yaml

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSingle has a list whose only entry may stand alone, and one whose may not.
func TestSingle(t *testing.T) {
	type lists struct {
		Modes []string `json:"modes" yaml:"single"`
		Names []string `json:"names"`
	}
	for text, want := range map[string]struct {
		modes   []string
		problem string
	}{
		"modes: Many":        {[]string{"Many"}, ""},
		"modes: [Many, One]": {[]string{"Many", "One"}, ""},
		"modes: []":          {[]string{}, ""},
		"modes: 5":           {nil, "modes"},
		"modes: {a: b}":      {nil, "modes"},
		"names: Many":        {nil, "names"},
	} {
		t.Run(text, func(t *testing.T) {
			d, err := Parse(text)
			require.NoError(t, err)
			var out lists
			problems := d.Root().Decode(&out)
			if want.problem == "" {
				require.Empty(t, problems)
				require.Equal(t, want.modes, out.Modes)
				return
			}
			require.Len(t, problems, 1)
			require.Equal(t, want.problem, problems[0].Path)
		})
	}
}
