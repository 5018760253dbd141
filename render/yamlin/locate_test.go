package yamlin

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// TestRandomPlacesAgreeWithLibrary holds the walk to a field against the positions that the library gives, for all paths
// of a text and for some that lead beyond it.
func TestRandomPlacesAgreeWithLibrary(t *testing.T) {
	quick := 0
	effort.Rounds(t, 10000, func(r *rand.Rand) {
		text := compose(r, r.IntN(8) > 0)
		docs, err := readLibrary(text)
		if err != nil || len(docs) == 0 {
			return
		}
		var paths []string
		for _, path := range append(below(docs[0].Content[0], nil), "", "spec.networks[0].vlanId", "[0].metadata.name") {
			paths = append(paths, path, path+".a", path+"[0]", path+"[1].b")
		}
		library := newWanted(paths)
		library.locateLibrary(text)
		agree := func(paths []string) {
			w := newWanted(paths)
			if !w.locateLines(text) {
				return
			}
			quick++
			for _, path := range paths {
				require.Equal(t, library.deepest(path), w.deepest(path), "%q in %q", path, text)
			}
		}
		agree(paths)
		for i := range paths {
			agree(paths[i : i+1])
		}
	})
	require.Positive(t, quick)
	t.Log(strconv.Itoa(quick) + " by lines")
}

// below are the paths of what n holds.
func below(n *yaml.Node, at trail) []string {
	var paths []string
	for i, child := range n.Content {
		way := append(trail{}, at...)
		switch {
		case n.Kind == yaml.SequenceNode:
			way.index(i)
		case i%2 == 0:
			continue
		default:
			way.key(n.Content[i-1].Value)
		}
		paths = append(append(paths, way.String()), below(child, way)...)
	}
	return paths
}
