package release

import (
	"slices"

	"github.com/novasphere/wukong-fn/render/object"
)

// Has says whether an object of this identity, in whatever namespace, is part of a release, in any version and way to install
// it. Of its Namespace, which has the name that the configuration gives it, only the caller can know.
func Has(id object.ID) bool {
	id = id.In("")
	parts := append(append(manifests(release{}, Options{}), OLM("")...), Instance(nil))
	return slices.ContainsFunc(parts, func(p Part) bool { return p.Kind != object.Namespace && p.Kind.ID("", p.Name) == id })
}
