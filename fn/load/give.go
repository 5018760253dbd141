package load

import (
	"fmt"
	"slices"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/finding"
)

// decide decides who runs our function. Where one WukongRender is the last transformer of all, and nothing that kustomize
// does after the transformers concerns our output, kustomize builds the package without it, and we render what it has
// built. Else kustomize runs it where it stands: see inner.go.
func (t *tree) decide() {
	root := t.layers[t.root]
	if root == nil || root.says == nil {
		return
	}
	n := 0
	for _, l := range t.layers {
		n += len(l.renders)
	}
	last := root.renders[lastTransformer(root.says)]
	switch {
	case n == 0 && !t.hidden:
	case n == 1 && !t.hidden && last != nil && !t.later && !t.taught.renames() && len(root.says.Validators)+len(root.says.BuildMetadata) == 0:
		t.config = last
	default:
		t.inner = &inner{}
	}
}

// lastTransformer is the transformer that kustomize runs last: it runs those that are written out before those in files.
func lastTransformer(k *types.Kustomization) string {
	last := len(k.Transformers) - 1
	for i, value := range k.Transformers {
		if !(entry{value: value, reach: toPlugins}).inline() {
			last = i
		}
	}
	return transformer(last)
}

func transformer(i int) string { return fmt.Sprintf("transformers[%d]", i) }

// give settles what kustomize is given for the file of a layer. Our transformer is taken out where we run it. Where
// kustomize does, it is given no plugin but those that were seen.
func (t *tree) give(l *layer) error {
	k := l.says
	if k == nil {
		return nil
	}
	root := l.dir == t.root
	if root {
		t.order, t.origins = orderOf(k), slices.Contains(k.BuildMetadata, types.OriginAnnotations)
	}
	var whole map[string]any
	if !root && t.inner == nil || k.CheckEmpty() != nil || yaml.Unmarshal([]byte(l.text), &whole) != nil { // kustomize says what is wrong
		return t.sealed(l)
	}
	switch {
	case t.inner != nil:
		t.inner.seal(t, l, whole)
	case len(l.renders) > 0:
		whole[string(transformers)] = slices.DeleteFunc(slices.Clone(k.Transformers), func(value string) bool {
			return l.renders[transformer(slices.Index(k.Transformers, value))] != nil
		})
	}
	if root && t.later {
		addReferences(k, whole)
	}
	if root && t.inner == nil {
		whole["sortOptions"] = types.SortOptions{Order: types.FIFOSortOrder} // we sort, with what we make
		if !t.origins {
			whole["buildMetadata"] = append(k.BuildMetadata, types.OriginAnnotations)
		}
	}
	given, err := yaml.Marshal(whole)
	if err != nil {
		return fmt.Errorf("write the kustomization for kustomize: %w", err)
	}
	l.given = given
	return t.sealed(l)
}

// giveAll settles what kustomize is given for the files of all layers.
func (t *tree) giveAll() error {
	for _, l := range t.layers {
		if err := t.give(l); err != nil {
			return err
		}
	}
	if finding.AnyError(t.found) {
		return errRefused
	}
	return nil
}

// orderOf is what a kustomization says of the order of its output, or kustomize's default.
func orderOf(k *types.Kustomization) *types.SortOptions {
	if k.SortOptions == nil {
		return &types.SortOptions{Order: types.LegacySortOrder}
	}
	return k.SortOptions
}
