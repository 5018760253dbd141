package load

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzKustomization holds that any kustomization over any file is a package or a finding: kustomize falls over neither, and
// what it is given is never an error of ours. That discover says yes follows from resources of ours.
func FuzzKustomization(f *testing.F) {
	f.Fuzz(func(t *testing.T, steers, file string) {
		if len(steers)+len(file) > 4<<10 {
			t.Skip("longer than what is tried")
		}
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(steers), 0o644))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(file), 0o644))
		p, err := Load([]string{dir}, nil, Options{})
		require.NoError(t, err)
		place, _, err := Discover(dir, nil)
		require.NoError(t, err)
		if p.holdsOurs() && p.Config == nil {
			require.NotEmpty(t, place)
		}
	})
}
