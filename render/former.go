package render

import (
	"fmt"
	"maps"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// claim is the owner annotation of a resource that is not ours, or not as far as it alone can tell.
type claim struct {
	annotation string
	// reason says why the resource is not ours.
	reason string
	// owner is known where all is right but the name. The resource is ours after all if this run makes an object of its
	// identity from a resource of the owner's kind: then a tool has changed the names or namespaces of a whole package.
	owner object.Owner
}

// nameAlone says whether it is only for its name that the resource is not ours.
func (c *claim) nameAlone() bool { return c.owner.Kind != "" }

// judge says whether a resource with an owner annotation is an object of a former run.
func (p *contents) judge(i int, annotation string) role {
	r := &p.resources[i]
	owner, ok := object.ParseOwner(annotation)
	switch {
	case p.roles[i] != foreign:
		p.claim(i, claim{annotation: annotation, reason: "an input is never generated"})
		return p.roles[i]
	case !ok:
		p.claim(i, claim{annotation: annotation, reason: "the annotation is not KIND/NAMESPACE/NAME of a Wukong, " +
			"a NetworkConfig or a WukongRender"})
		return foreign
	case r.Meta.ManagedBy != object.ManagedBy:
		p.claim(i, claim{annotation: annotation, reason: "it has not the label " + object.ManagedByLabel + ": " + object.ManagedBy})
		return foreign
	case p.gives(owner, idOf(r)) || p.gives(owner, firstID(r)):
		return generated
	}
	p.claim(i, claim{annotation, fmt.Sprintf("%s gives no object %s", owner, idOf(r)), owner})
	return foreign
}

func (p *contents) claim(i int, c claim) {
	if p.claims == nil {
		p.claims = map[int]claim{}
	}
	p.claims[i] = c
}

// gives says whether an owner gives an object this identity, for whatever networks and disks it has or had.
func (p *contents) gives(o object.Owner, id object.ID) bool {
	if !slices.ContainsFunc(givers[:], func(gives func(object.Owner, object.ID) bool) bool { return gives(o, id) }) {
		return false
	}
	if o.Kind == api.KindRender && id.Namespace != "" {
		if p.installed == nil {
			p.installed = map[string]bool{}
		}
		p.installed[id.Namespace] = true
	}
	return true
}

// firstID is a resource's identity before kustomize gave it other names: it writes them down while it builds.
func firstID(r *resource.Resource) object.ID {
	id := idOf(r)
	if e := r.Meta.Earlier; e != nil {
		if len(e.Names) > 0 {
			id.Name = e.Names[0]
		}
		if len(e.Namespaces) > 0 {
			id.Namespace = e.Namespaces[0]
		}
	}
	return id.Scoped()
}

// adoptNamespaces takes in the Namespaces of releases. They may have any name, so each must hold a part of its release.
func (p *contents) adoptNamespaces() {
	for i, c := range p.claims {
		r := &p.resources[i]
		if id := idOf(r); c.owner.Kind != api.KindRender || object.KindOf(id) != object.Namespace {
			continue
		}
		if p.installed[r.Meta.Name] || p.installed[firstID(r).Name] {
			p.adopt(i)
		}
	}
}

// adopt makes a resource one of ours.
func (p *contents) adopt(i int) {
	p.roles[i] = generated
	delete(p.claims, i)
}

// reportClaims reports what says that it is ours and is not. A name that nothing gives may be that of an object which is
// only missing, unless all of the package could be read.
func (p *contents) reportClaims(whole bool) {
	for _, i := range slices.Sorted(maps.Keys(p.claims)) {
		c := p.claims[i]
		if c.nameAlone() && !whole {
			continue
		}
		p.say(placed(finding.New(finding.FalseClaim, "metadata.annotations["+object.OwnerAnnotation+"]",
			"the annotation says that wukong-fn generated this, but "+c.reason+": it stays as it is. Remove the annotation, "+
				"or the object if an earlier run left it").Values(c.annotation, ""), &p.resources[i]))
	}
}
