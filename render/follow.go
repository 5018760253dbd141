package render

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// names are the resources of a package by the names that they have and had.
type names struct {
	now     map[resourceName]bool
	earlier map[resourceName][]*resource.Resource // of any namespace
}

// resourceName tells a resource apart; the namespace is empty where any will do.
type resourceName struct{ kind, namespace, name string }

// readNames finds out the names of all resources.
func (p *contents) readNames() *names {
	n := &names{now: map[resourceName]bool{}, earlier: map[resourceName][]*resource.Resource{}}
	for i := range p.resources {
		m := &p.resources[i].Meta
		n.now[resourceName{m.Kind, namespaceOf(m), m.Name}], n.now[resourceName{m.Kind, "", m.Name}] = true, true
		if m.Earlier == nil {
			continue
		}
		for _, name := range m.Earlier.Names {
			key := resourceName{m.Kind, "", name}
			if same := n.earlier[key]; len(same) == 0 || same[len(same)-1] != &p.resources[i] {
				n.earlier[key] = append(same, &p.resources[i])
			}
		}
	}
	return n
}

// namespaceOf is where a resource stands, as kustomize sees it.
func namespaceOf(m *resource.Meta) string {
	if m.Namespace == "" {
		return defaultNamespace
	}
	return m.Namespace
}

// follow writes the present names into the fields of a decoded resource that refer to others, by their tag `refers`: kustomize
// follows references only after the functions have run.
func (p *contents) follow(r *resource.Resource, decoded any) {
	if !p.renamed {
		return
	}
	if p.names == nil {
		p.names = p.readNames()
	}
	p.followIn(r, reflect.ValueOf(decoded).Elem(), "")
}

func (p *contents) followIn(r *resource.Resource, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			p.followIn(r, v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			p.followIn(r, v.Index(i), path+"["+strconv.Itoa(i)+"]")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			below := path
			if !f.Anonymous {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				below = strings.TrimPrefix(path+"."+name, ".")
			}
			if kind := f.Tag.Get("refers"); kind != "" {
				p.followOne(r, v.Field(i), kind, below)
				continue
			}
			p.followIn(r, v.Field(i), below)
		}
	default:
	}
}

// followOne writes the present name into a reference: a text, or a mapping of name and namespace.
func (p *contents) followOne(r *resource.Resource, v reflect.Value, kind, path string) {
	source, isMapping := v.Interface().(*api.DataSource)
	switch {
	case !isMapping && v.String() != "":
		v.SetString(p.present(r, kind, v.String(), path))
	case !isMapping || source == nil:
	case source.Namespace == "":
		source.Name = p.present(r, kind, source.Name, path+".name")
	default:
		now := p.present(r, kind, source.Namespace+"/"+source.Name, path+".name")
		source.Namespace, source.Name, _ = strings.Cut(now, "/")
	}
}

// present is what a reference of a resource says now. What was renamed as the resource itself was comes first, then what has the
// name, then what had it, chosen as kustomize does.
func (p *contents) present(r *resource.Resource, kind, reference, field string) string {
	had := p.had(r, kind, reference)
	if len(had) == 0 {
		return reference
	}
	self := r.Meta.Earlier
	if same := alike(had, self, strictly); len(same) == 1 && self != nil && len(self.Prefixes)+len(self.Suffixes) > 0 {
		had = same
	} else if p.names.now[where(r, kind, reference)] {
		return reference
	} else if len(had) > 1 {
		had = alike(had, self, loosely)
		if same := alike(had, self, strictly); len(same) > 0 {
			had = same
		}
	}
	switch _, _, qualified := strings.Cut(reference, "/"); {
	case len(had) == 0:
		return reference
	case slices.ContainsFunc(had, func(c *resource.Resource) bool { return c.Meta.Name != had[0].Meta.Name }):
		p.sayAmbiguous(r, kind, reference, field, had)
		return reference
	case qualified:
		return namespaceOf(&had[0].Meta) + "/" + had[0].Meta.Name
	}
	return had[0].Meta.Name
}

// where is the namespace and the name that a reference of a resource means.
func where(r *resource.Resource, kind, reference string) resourceName {
	if namespace, name, qualified := strings.Cut(reference, "/"); qualified {
		return resourceName{kind, namespace, name}
	}
	if kind == api.KindNetwork { // a machine uses those of any namespace
		return resourceName{kind, "", reference}
	}
	return resourceName{kind, namespaceOf(&r.Meta), reference}
}

// had are the resources that had the name of a reference, where it looks for them.
func (p *contents) had(r *resource.Resource, kind, reference string) []*resource.Resource {
	at := where(r, kind, reference)
	all := p.names.earlier[resourceName{kind, "", at.name}]
	if strings.Contains(reference, "/") {
		return filter(all, func(c *resource.Resource) bool {
			e := c.Meta.Earlier
			for i := range e.Names {
				if e.Names[i] == at.name && i < len(e.Namespaces) && e.Namespaces[i] == at.namespace {
					return true
				}
			}
			return false
		})
	}
	near := filter(all, func(c *resource.Resource) bool { return namespaceOf(&c.Meta) == namespaceOf(&r.Meta) })
	if len(near) == 0 && at.namespace == "" {
		return all
	}
	return near
}

// How two resources may have been renamed alike: where neither has a prefix or suffix that the other has not, or where one has none
// at all.
const (
	strictly = false
	loosely  = true
)

// alike are those of the resources that were renamed as another one was.
func alike(all []*resource.Resource, other *resource.Earlier, loose bool) []*resource.Resource {
	if other == nil {
		other = &resource.Earlier{}
	}
	same := func(a, b []string) bool {
		if len(a) == 0 || len(b) == 0 {
			return loose || len(a) == len(b)
		}
		n := min(len(a), len(b))
		return slices.Equal(a[len(a)-n:], b[len(b)-n:])
	}
	return filter(all, func(c *resource.Resource) bool {
		return same(c.Meta.Earlier.Prefixes, other.Prefixes) && same(c.Meta.Earlier.Suffixes, other.Suffixes)
	})
}

func filter(all []*resource.Resource, keep func(*resource.Resource) bool) (kept []*resource.Resource) {
	for _, r := range all {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// sayAmbiguous reports a reference that may mean several resources.
func (p *contents) sayAmbiguous(r *resource.Resource, kind, reference, field string, had []*resource.Resource) {
	if kind == api.KindNetwork {
		p.broken = append(p.broken, reference) // that it has no such name need not be said
	}
	f := finding.New(finding.Ambiguous, field, fmt.Sprintf("the name means %s as well as %s, which kustomize has renamed: "+
		"write the present name, or rename the resources that belong together by the same prefix or suffix",
		idOf(had[0]), idOf(had[1]))).Values(reference, "")
	other := placeOf(had[0])
	f.Other = &other
	p.say(placed(f, r))
}
