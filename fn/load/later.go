package load

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

// kustomize (api v0.21.2) does some things after all transformers have run: it adds hashes to names, has references follow
// names that have changed, fills in variables, and marks what it has built. Where a package asks for none of this, it is the
// same whether our function runs as the last transformer or afterwards.

// changesNames says whether a kustomization asks for something that kustomize completes after the transformers.
//
//nolint:staticcheck // kustomize still reads what is deprecated
func changesNames(k *types.Kustomization) bool {
	if k.NamePrefix != "" || k.NameSuffix != "" || len(k.Vars) > 0 || len(k.Validators) > 0 {
		return true
	}
	for _, patches := range [][]types.Patch{k.Patches, k.PatchesJson6902} {
		for i := range patches {
			if patches[i].Options != nil || asksForHash(patches[i].Patch) {
				return true
			}
		}
	}
	return slices.ContainsFunc(k.PatchesStrategicMerge, func(p types.PatchStrategicMerge) bool { return asksForHash(string(p)) }) ||
		hashed(k)
}

// hashed says whether kustomize adds the hash of its content to the name of something that is generated.
func hashed(k *types.Kustomization) bool {
	plain := func(o *types.GeneratorOptions) bool { return o != nil && o.DisableNameSuffixHash }
	all := plain(k.GeneratorOptions)
	for i := range k.ConfigMapGenerator {
		if !all && !plain(k.ConfigMapGenerator[i].Options) {
			return true
		}
	}
	for i := range k.SecretGenerator {
		if !all && !plain(k.SecretGenerator[i].Options) {
			return true
		}
	}
	return false
}

// asksForHash says whether a text may hold the annotation by which a resource asks for a hash in its name.
func asksForHash(text string) bool { return strings.Contains(text, "needs-hash") }

// keepsNames says of a plugin of kustomize's own that no name changes by it.
func keepsNames(kind string) bool {
	return slices.Contains([]string{"AnnotationsTransformer", "ImageTagTransformer", "LabelTransformer", "ReplicaCountTransformer"}, kind)
}
