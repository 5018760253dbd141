package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// defaultNamespace is where an object without a namespace goes, unless somebody gives it one on its way to the cluster.
const defaultNamespace = "default"

// idOf is a resource's identity.
func idOf(r *resource.Resource) object.ID { return idOfMeta(&r.Meta) }

func idOfMeta(m *resource.Meta) object.ID {
	return object.ID{Group: object.Group(m.APIVersion), Kind: m.Kind, Namespace: m.Namespace, Name: m.Name}.Scoped()
}

// listed is an object inside a foreign list.
type listed struct {
	id   object.ID
	list *resource.Resource
	path string // in the list
}

// takeList notes the objects in a list, whose identities are taken. An input of ours among them would pass unread.
func (p *parts) takeList(r *resource.Resource) {
	// What is no YAML is a foreign text: its syntax is not ours to judge.
	_ = r.Read(&p.reader, func(n yaml.Node) { p.takeItems(r, n, "") })
}

func (p *parts) takeItems(r *resource.Resource, list yaml.Node, above string) {
	items, ok := list.Get("items")
	if !ok {
		return
	}
	i := 0
	for item := range items.Items() {
		path := above + "items[" + strconv.Itoa(i) + "]"
		i++
		m := resource.Meta{APIVersion: scalar(item, "apiVersion"), Kind: scalar(item, "kind")}
		if metadata, ok := item.Get("metadata"); ok {
			m.Namespace, m.Name = scalar(metadata, "namespace"), scalar(metadata, "name")
		}
		switch {
		case isList(m.Kind):
			p.takeItems(r, item, path+".")
		case kindRole(&m) != foreign:
			p.say(at(finding.New(finding.InList, path, "a "+m.Kind+" inside a list is not read here: take it out of the list"), r))
		default:
			p.listed = append(p.listed, listed{idOfMeta(&m), r, path + "."})
		}
	}
}

// scalar is the text of a key, empty where it has none.
func scalar(n yaml.Node, key string) string {
	v, ok := n.Get(key)
	if !ok || v.Kind() != yaml.Scalar || v.IsNull() {
		return ""
	}
	return v.Text()
}

// checkIdentities reports generated objects that meet each other or one that is not ours.
func (p *parts) checkIdentities(r *Result) {
	kinds := p.checkGenerated(r)
	if len(r.plan.Machines) > 0 {
		kinds[object.DataVolume.String()], kinds[object.PersistentVolumeClaim.String()] = true, true
	}
	for i := range p.resources {
		if res := &p.resources[i]; p.roles[i] == foreign && kinds[res.Meta.Kind] {
			p.checkForeign(r, i)
		}
	}
	for _, l := range p.listed {
		if kinds[l.id.Kind] {
			p.meet(r, l.id, l.list, l.path, "it is part of a list")
		}
	}
}

// checkGenerated reports generated objects that meet each other, and gives their kinds. Objects of one identity stand side
// by side, for the plan is sorted by what names them.
func (p *parts) checkGenerated(r *Result) map[string]bool {
	var id object.ID
	first, kinds, bare, inDefault := 0, map[string]bool{}, false, false
	for i := range r.Len() {
		next := r.id(i)
		if next == id {
			origin := r.entry(first).origin
			f := finding.New(finding.Twice, "", fmt.Sprintf("generates %s, which %s generates too: rename one of them", id, origin.Owner.Text))
			other := origin.At("")
			f.Place, f.Other = r.entry(i).origin.At(""), &other
			p.say(f)
			continue
		}
		if next.Kind != id.Kind {
			kinds[next.Kind] = true
		}
		bare = bare || next.Namespace == "" && !object.KindOf(next).ClusterScoped()
		inDefault = inDefault || next.Namespace == defaultNamespace
		first, id = i, next
	}
	if bare && inDefault {
		p.checkDefault(r)
	}
	return kinds
}

// checkDefault reports what is generated with namespace default and also, from another input, without one: one finding an
// input.
func (p *parts) checkDefault(r *Result) {
	said := map[*plan.Owner]bool{}
	for i := range r.Len() {
		id := r.id(i)
		if id.Namespace != defaultNamespace {
			continue
		}
		origin, bare := r.entry(i).origin, r.makes(id.In(""))
		if bare == nil || bare.Owner == origin.Owner || said[origin.Owner] {
			continue
		}
		said[origin.Owner] = true
		other := bare.At("")
		f := finding.New(finding.NoNamespace, "", fmt.Sprintf("generates %s, and %s generates it without a namespace: %s", id, bare.Owner.Text, sameInDefault))
		f.Place, f.Other = origin.At(""), &other
		p.say(f)
	}
}

const sameInDefault = "they are one object, unless a namespace is set on the way to the cluster. Write the namespace on both"

// checkForeign holds a resource that is not ours, as far as it alone can tell, against what is generated.
func (p *parts) checkForeign(r *Result, i int) {
	res, reason := &p.resources[i], "it has no owner annotation"
	id := idOf(res)
	if c, ok := p.claims[i]; ok {
		origin := r.makes(id)
		if c.nameAlone() && origin != nil && strings.HasPrefix(origin.Owner.Text, c.owner.Kind+"/") {
			p.adopt(i)
			return
		}
		reason = c.reason
	}
	if p.meet(r, id, res, "", reason) {
		delete(p.claims, i)
	}
	if object.KindOf(id) == object.VirtualMachine {
		p.checkTemplates(r, res)
	}
}

// checkTemplates holds the volumes that a foreign machine makes against those of ours.
func (p *parts) checkTemplates(r *Result, machine *resource.Resource) {
	for i, t := range p.templatesOf(machine) {
		p.meet(r, object.DataVolume.ID(machine.Meta.Namespace, t.Metadata.Name), machine, "spec.dataVolumeTemplates["+strconv.Itoa(i)+"].", "a machine that is not ours makes it")
	}
}

// meet reports an object that is not ours and has, or may come to have, the identity of one that is generated. It says
// whether it has. above is its path in the resource.
func (p *parts) meet(r *Result, id object.ID, res *resource.Resource, above, reason string) bool {
	var f finding.Finding
	origin := r.makes(id)
	switch {
	case origin != nil:
		f = finding.New(finding.Clash, above+"metadata.name", fmt.Sprintf("%s is generated from %s, but the package holds an object of this identity that is not ours (%s): rename one of them", id, origin.Owner.Text, reason))
		if isVolume(id) {
			f.Message = fmt.Sprintf("a disk of %s makes %s, but the package holds an object of this identity that is not ours (%s): rename the disk or the object", origin.Owner.Text, id, reason)
		}
	case id.Namespace == defaultNamespace:
		if origin = r.makes(id.In("")); origin != nil {
			f = finding.New(finding.NoNamespace, above+"metadata.namespace", fmt.Sprintf("%s generates %s/%s without a namespace, and this object, which is not ours, stands in %s: %s", origin.Owner.Text, id.Kind, id.Name, id.Namespace, sameInDefault))
		}
	case id.Namespace == "" && !object.KindOf(id).ClusterScoped():
		if origin = r.makes(id.In(defaultNamespace)); origin != nil {
			f = finding.New(finding.NoNamespace, above+"metadata", fmt.Sprintf("%s generates %s/%s/%s, and this object, which is not ours, has no namespace: %s", origin.Owner.Text, id.Kind, defaultNamespace, id.Name, sameInDefault))
		}
	}
	if origin == nil {
		return false
	}
	other := origin.At("")
	f.Other = &other
	p.say(at(f, res))
	return f.Code == finding.Clash
}

// isVolume says whether CDI makes an object of this kind of a machine's disk: a DataVolume, and a claim of the same name.
func isVolume(id object.ID) bool {
	kind := object.KindOf(id)
	return kind == object.DataVolume || kind == object.PersistentVolumeClaim
}

// makes is what an object comes from that this run generates, or that comes of one in the cluster, nil for any other.
func (r *Result) makes(id object.ID) *plan.Origin {
	if isVolume(id) {
		return r.volumes()[[2]string{id.Namespace, id.Name}]
	}
	return r.byIdentity()[id]
}

// byIdentity is where the first object of each identity comes from.
func (r *Result) byIdentity() map[object.ID]*plan.Origin {
	if r.made == nil {
		r.made = make(map[object.ID]*plan.Origin, r.Len())
		for i := range r.Len() {
			if id := r.id(i); r.made[id] == nil {
				r.made[id] = r.entry(i).origin
			}
		}
	}
	return r.made
}

// volumes are the disks of all machines, by namespace and name of their volumes.
func (r *Result) volumes() map[[2]string]*plan.Origin {
	if r.disks == nil {
		r.disks = map[[2]string]*plan.Origin{}
		for i := range r.plan.Machines {
			m := &r.plan.Machines[i]
			for j := range m.Spec.Disks {
				r.disks[[2]string{m.Owner.Namespace, m.Volume(&m.Spec.Disks[j])}] = &plan.Origin{Owner: m.Owner, Field: "spec.disks[" + strconv.Itoa(j) + "]"}
			}
		}
	}
	return r.disks
}
