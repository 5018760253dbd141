package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/nmstate"
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
	// The path of the list that it is in, and its index there.
	above string
	index int
	// policy is what a policy says, config what an attachment does; nil of other objects.
	policy *nmstate.PolicySpec
	config *string
}

// place is that of the object in its list.
func (l *listed) place() finding.Place {
	at := placeOf(l.list)
	at.Field = l.path()
	return at
}

// read takes in what the rules ask of a policy or an attachment.
func (l *listed) read(item yaml.Node) {
	switch object.KindOf(l.id) {
	case object.NodeNetworkConfigurationPolicy:
		policy := specOf[nmstate.PolicySpec]{}
		item.Glance(&policy)
		l.policy = &policy.Spec
	case object.NetworkAttachmentDefinition:
		attachment := specOf[nad.Spec]{}
		item.Glance(&attachment)
		l.config = &attachment.Spec.Config
	}
}

// specOf is what is read of an object that only its spec tells.
type specOf[T any] struct {
	Spec T `json:"spec"`
}

// path is where the object stands in its list.
func (l *listed) path() string { return l.above + "items[" + strconv.Itoa(l.index) + "]" }

// takeList notes the objects in a list, whose identities are taken. An input of ours among them would pass unread.
func (p *contents) takeList(r *resource.Resource) {
	// What is no YAML is a foreign text: its syntax is not ours to judge.
	_ = r.Read(&p.reader, func(n yaml.Node) { p.takeItems(r, n, "") })
}

func (p *contents) takeItems(r *resource.Resource, list yaml.Node, above string) {
	items, ok := list.Get("items")
	if !ok {
		return
	}
	i := 0
	for item := range items.Items() {
		l := listed{list: r, above: above, index: i}
		i++
		m := resource.Meta{APIVersion: scalar(item, "apiVersion"), Kind: scalar(item, "kind")}
		if metadata, ok := item.Get("metadata"); ok {
			m.Namespace, m.Name = scalar(metadata, "namespace"), scalar(metadata, "name")
		}
		switch {
		case isList(m.Kind):
			p.takeItems(r, item, l.path()+".")
		case kindRole(&m) != foreign:
			p.say(placed(finding.New(finding.InList, l.path(), "a "+m.Kind+" inside a list is not read here: take it out of the list"), r))
		case m.Kind != "" && m.Name != "":
			l.id = idOfMeta(&m)
			l.read(item)
			p.listed = append(p.listed, l)
		}
	}
}

// scalar is the text of a key, empty where it has none.
func scalar(n yaml.Node, key string) string {
	if v, ok := n.Get(key); ok {
		return v.Word()
	}
	return ""
}

// made is what this run generates: the sources of its objects, and the machines, of whose disks CDI makes volumes.
type made struct {
	sources  []source
	machines []plan.Machine
	// qualified says that the names of policies have namespaces in front.
	qualified bool
	// later is by how many steps the stages behind the policies come later than their numbers say.
	later int
	// The origins of objects by identity, and of disks by their volumes; nil until they are asked for.
	objects map[object.ID]*plan.Origin
	disks   map[[2]string]*plan.Origin
}

// origin is what an object comes from that this run generates, or that comes of one in the cluster, nil for any other.
func (m *made) origin(id object.ID) *plan.Origin {
	if isVolume(id) {
		return m.volumes()[[2]string{id.Namespace, id.Name}]
	}
	return m.byIdentity()[id]
}

// isVolume says whether CDI makes an object of this kind of a machine's disk: a DataVolume, and a claim of the same name.
func isVolume(id object.ID) bool {
	kind := object.KindOf(id)
	return kind == object.DataVolume || kind == object.PersistentVolumeClaim
}

// byIdentity is where the first object of each identity comes from.
func (m *made) byIdentity() map[object.ID]*plan.Origin {
	if m.objects != nil {
		return m.objects
	}
	n := 0
	for _, s := range m.sources {
		n += s.Len()
	}
	m.objects = make(map[object.ID]*plan.Origin, n)
	for _, s := range m.sources {
		for i := range s.Len() {
			if id := idAt(s, i); m.objects[id] == nil {
				m.objects[id] = s.Origin(i)
			}
		}
	}
	return m.objects
}

// inOrder tells of one identity after the other whether it is the next that this run makes.
func (m *made) inOrder() func(object.ID) bool {
	at, i := 0, 0
	return func(id object.ID) bool {
		for at < len(m.sources) && i == m.sources[at].Len() {
			at, i = at+1, 0
		}
		if at == len(m.sources) || idAt(m.sources[at], i) != id {
			return false
		}
		i++
		return true
	}
}

// volumes are the disks of all machines, by namespace and name of their volumes.
func (m *made) volumes() map[[2]string]*plan.Origin {
	if m.disks == nil {
		m.disks = map[[2]string]*plan.Origin{}
		for i := range m.machines {
			machine := &m.machines[i]
			for j := range machine.Spec.Disks {
				if !machine.Spec.Disks[j].Made() {
					continue
				}
				volume := [2]string{machine.Owner.Namespace, machine.Volume(&machine.Spec.Disks[j])}
				m.disks[volume] = &plan.Origin{Owner: machine.Owner, Field: plan.DiskField(j)}
			}
		}
	}
	return m.disks
}

// adoptRenamed takes in resources that only their names make foreign, and that this run makes from a resource of the owner's
// kind.
func (p *contents) adoptRenamed(m *made) {
	for i, c := range p.claims {
		if p.roles[i] != foreign || !c.nameAlone() {
			continue
		}
		if origin := m.origin(idOf(&p.resources[i])); origin != nil && strings.HasPrefix(origin.Owner.Text, c.owner.Kind+"/") {
			p.adopt(i)
		}
	}
}

// checkIdentities reports generated objects that meet each other or one that is not ours.
func (p *contents) checkIdentities(m *made) {
	p.checkGenerated(m)
	kinds := m.kinds()
	for i := range p.resources {
		if res := &p.resources[i]; p.roles[i] == foreign && kinds[res.Meta.Kind] {
			p.checkForeign(m, i)
		}
	}
	for _, l := range p.listed {
		if kinds[l.id.Kind] {
			p.meet(m, l.id, l.list, l.path()+".", "it is part of a list")
		}
	}
}

// kinds are the names of the kinds of all that comes of this run.
func (m *made) kinds() map[string]bool {
	kinds := map[string]bool{}
	for _, s := range m.sources {
		last := object.Unknown
		for i := range s.Len() {
			if kind := s.Kind(i); kind != last {
				last, kinds[kind.String()] = kind, true
			}
		}
	}
	if len(m.machines) > 0 {
		kinds[object.DataVolume.String()], kinds[object.PersistentVolumeClaim.String()] = true, true
	}
	return kinds
}

// checkGenerated reports generated objects that meet each other. Objects of one identity stand side by side, for the plan is
// sorted by what names them.
func (p *contents) checkGenerated(m *made) {
	bare, inDefault := false, false
	var between sharedPolicies
	for _, s := range m.sources {
		var id object.ID
		first := 0
		for i := range s.Len() {
			next := idAt(s, i)
			if next == id {
				if s.Kind(i) != object.NodeNetworkConfigurationPolicy || m.qualified || !between.add(id, s.Origin(first), s.Origin(i)) {
					p.sayTwice(id, s.Origin(first), s.Origin(i))
				}
				continue
			}
			bare = bare || next.Namespace == "" && !s.Kind(i).ClusterScoped()
			inDefault = inDefault || next.Namespace == defaultNamespace
			first, id = i, next
		}
	}
	if between.count > 0 {
		p.sayShared(&between)
	}
	if bare && inDefault {
		p.checkDefault(m)
	}
}

// sharedPolicies are policies that several namespaces give one name: their number and the first of them.
type sharedPolicies struct {
	count         int
	id            object.ID
	first, second *plan.Origin
}

// add takes in a policy with two origins, false where these are of one namespace.
func (s *sharedPolicies) add(id object.ID, first, second *plan.Origin) bool {
	if first.Owner.Namespace == second.Owner.Namespace {
		return false
	}
	if s.count++; s.count == 1 {
		s.id, s.first, s.second = id, first, second
	}
	return true
}

// sayShared reports policies that several namespaces give one name, all at once: qualified names are the remedy for all.
func (p *contents) sayShared(s *sharedPolicies) {
	more := ""
	if s.count > 1 {
		more = fmt.Sprintf(" (and there are %d more of this sort)", s.count-1)
	}
	f := finding.New(finding.SharedPolicy, "", fmt.Sprintf("generates %s, which %s in another namespace generates too, "+
		"and a policy has no namespace%s: set network.policyNames: qualified in the WukongRender, or rename one of them",
		s.id, s.first.Owner.Text, more))
	other := s.first.At("")
	f.Place, f.Other = s.second.At(""), &other
	p.say(f)
}

// sayTwice reports two objects of one identity.
func (p *contents) sayTwice(id object.ID, first, second *plan.Origin) {
	f := finding.New(finding.Twice, "", fmt.Sprintf("generates %s, which %s generates too: rename one of them", id, first.Owner.Text))
	other := first.At("")
	f.Place, f.Other = second.At(""), &other
	p.say(f)
}

// checkDefault reports what is generated with namespace default and also, from another input, without one: one finding an
// input.
func (p *contents) checkDefault(m *made) {
	said := map[*plan.Owner]bool{}
	for _, s := range m.sources {
		for i := range s.Len() {
			id := idAt(s, i)
			if id.Namespace != defaultNamespace {
				continue
			}
			origin, bare := s.Origin(i), m.origin(id.In(""))
			if bare == nil || bare.Owner == origin.Owner || said[origin.Owner] {
				continue
			}
			said[origin.Owner] = true
			other := bare.At("")
			f := finding.New(finding.NoNamespace, "", fmt.Sprintf("generates %s, "+
				"and %s generates it without a namespace: %s", id, bare.Owner.Text, sameInDefault))
			f.Place, f.Other = origin.At(""), &other
			p.say(f)
		}
	}
}

const sameInDefault = "they are one object, unless a namespace is set on the way to the cluster. Write the namespace on both"

// checkForeign holds a resource that is not ours, as far as it alone can tell, against what is generated.
func (p *contents) checkForeign(m *made, i int) {
	res, reason := &p.resources[i], "it has no owner annotation"
	id := idOf(res)
	if c, ok := p.claims[i]; ok {
		reason = c.reason
	}
	if p.meet(m, id, res, "", reason) {
		delete(p.claims, i)
	}
	if object.KindOf(id) == object.VirtualMachine {
		p.checkTemplates(m, res)
	}
}

// checkTemplates holds the volumes that a foreign machine makes against those of ours.
func (p *contents) checkTemplates(m *made, machine *resource.Resource) {
	for i, t := range p.templatesOf(machine) {
		id := object.DataVolume.ID(machine.Meta.Namespace, t.Metadata.Name)
		p.meet(m, id, machine, "spec.dataVolumeTemplates["+strconv.Itoa(i)+"].", "a machine that is not ours makes it")
	}
}

// meet reports an object that is not ours and has, or may come to have, the identity of one that is generated. It says
// whether it has. above is its path in the resource.
func (p *contents) meet(m *made, id object.ID, res *resource.Resource, above, reason string) bool {
	var f finding.Finding
	origin := m.origin(id)
	switch {
	case origin != nil:
		f = finding.New(finding.Clash, above+"metadata.name", fmt.Sprintf("%s is generated from %s, "+
			"but the package holds an object of this identity that is not ours (%s): rename one of them", id, origin.Owner.Text, reason))
		if isVolume(id) {
			f.Message = fmt.Sprintf("a disk of %s makes %s, but the package holds an object of this identity that is not ours (%s): "+
				"rename the disk or the object", origin.Owner.Text, id, reason)
		}
	case id.Namespace == defaultNamespace:
		if origin = m.origin(id.In("")); origin != nil {
			f = finding.New(finding.NoNamespace, above+"metadata.namespace", fmt.Sprintf("%s generates %s/%s without a namespace, "+
				"and this object, which is not ours, stands in %s: %s", origin.Owner.Text, id.Kind, id.Name, id.Namespace, sameInDefault))
		}
	case id.Namespace == "" && !object.KindOf(id).ClusterScoped():
		if origin = m.origin(id.In(defaultNamespace)); origin != nil {
			f = finding.New(finding.NoNamespace, above+"metadata", fmt.Sprintf("%s generates %s/%s/%s, and this object, which is not ours, "+
				"has no namespace: %s", origin.Owner.Text, id.Kind, defaultNamespace, id.Name, sameInDefault))
		}
	}
	if origin == nil {
		return false
	}
	other := origin.At("")
	f.Other = &other
	p.say(placed(f, res))
	return f.Code == finding.Clash
}
