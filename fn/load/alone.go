package load

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"

	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resmap"
	kresource "sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"

	"github.com/novasphere/wukong-fn/render/object"
)

// kustomize (api v0.21.2) reads the identity of every resource again for each one that it appends, so that a build takes
// the square of their number. Where no kustomization of the package does more than list resources, nothing changes ours
// and nothing refers to them. Then kustomize's reader reads each file of ours alone, the rest is built without them, and
// identities are compared here. Anything unusual is left to a build of the whole, which also says what is wrong.

// aloneFile is a file with resources of ours alone, as kustomize would have been given it.
type aloneFile struct {
	name, text string
	rank       int // of the file in the order of reading, which is that of the output
}

// errWhole says that kustomize has to build the whole package.
var errWhole = errors.New("kustomize has to build the whole package")

// onlyLists says whether a kustomization does no more than list resources and our transformer. A field of kustomize's that
// is not named here does more.
func onlyLists(k types.Kustomization, l *layer) bool {
	if len(k.Transformers) != len(l.renders) || k.SortOptions != nil && k.SortOptions.Order != types.FIFOSortOrder {
		return false
	}
	k.TypeMeta, k.MetaData, k.Resources, k.Transformers, k.SortOptions = types.TypeMeta{}, nil, nil, nil, nil
	k.OpenAPI, k.Configurations = nil, nil // say how to patch and to rename
	return reflect.DeepEqual(k, types.Kustomization{})
}

// joiner puts the files that were read alone between what kustomize has built.
type joiner struct {
	view    *view
	factory *resmap.Factory
	ranks   map[string]int // of the files that kustomize was given, by their paths as kustomize tells them
	seen    map[resid.ResId]bool
	next    int // in view.alone
}

func newJoiner(v *view) *joiner {
	return &joiner{
		view: v, factory: resmap.NewFactory(provider.NewDefaultDepProvider().GetResourceFactory()),
		ranks: map[string]int{}, seen: map[resid.ResId]bool{},
	}
}

// before takes the files that were read before that of a resource which kustomize built, and notes the resource.
func (j *joiner) before(r *kresource.Resource, path string, take func(file string, r *kresource.Resource) error) error {
	if len(j.view.alone) == 0 {
		return nil
	}
	rank, known := j.ranks[path]
	if !known {
		file, err := filepath.EvalSymlinks(filepath.Join(j.view.tree.root, path))
		if err != nil {
			return errWhole
		}
		if rank, known = j.view.ranks[file]; !known {
			return errWhole
		}
		j.ranks[path] = rank
	}
	if err := j.upTo(rank, take); err != nil {
		return err
	}
	return j.note(r)
}

// upTo takes the files that were read before another one.
func (j *joiner) upTo(rank int, take func(file string, r *kresource.Resource) error) error {
	for ; j.next < len(j.view.alone) && j.view.alone[j.next].rank < rank; j.next++ {
		file := &j.view.alone[j.next]
		read, err := j.factory.NewResMapFromBytes([]byte(file.text))
		if err != nil {
			return errWhole
		}
		read.RemoveBuildAnnotations()
		if err := read.RemoveTransformerAnnotations(); err != nil {
			return fmt.Errorf("remove kustomize's transformer annotations: %w", err)
		}
		for _, r := range read.Resources() {
			if _, local := r.GetAnnotations()[object.LocalConfig]; local { // written so that our view has not seen it
				return errWhole
			}
			if err := j.note(r); err != nil {
				return err
			}
			if err := take(j.view.tree.shown(file.name), r); err != nil {
				return err
			}
		}
	}
	return nil
}

// note remembers the identity of a resource. Of two with the same one kustomize says which they are.
func (j *joiner) note(r *kresource.Resource) error {
	id := r.CurId()
	id.Namespace = id.EffectiveNamespace()
	if j.seen[id] {
		return errWhole
	}
	j.seen[id] = true
	return nil
}
