package release

import (
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// Gives says whether an owner, which must be the configuration, gives an object of a release this identity.
func Gives(o object.Owner, id object.ID) bool { return o.Kind == api.KindRender && Has(id) }

// Has says whether an object of this identity, in whatever namespace, is part of a release, in any version and way to install
// it. Of its Namespace, which has the name that the configuration gives it, only the caller can know.
func Has(id object.ID) bool {
	id = id.In("")
	parts := append(append(manifests(release{}, Options{}), OLM("")...), Instance(nil))
	return slices.ContainsFunc(parts, func(p Part) bool { return p.Kind != object.Namespace && p.Kind.ID("", p.Name) == id })
}
