package render

import (
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
)

// existingIndex are the attachments of a package that are not ours, by identity; each is read when it is asked for,
// but for those in lists.
type existingIndex struct {
	*contents
	resources map[object.ID]*resource.Resource
	read      map[object.ID]*plan.Existing
	// homes are the namespaces that have an attachment of a name.
	homes map[string][]string
}

// attachments gives the attachments of the package that are not ours. They are found when the first is asked for.
func (p *contents) attachments() *existingIndex {
	if p.existing != nil {
		return p.existing
	}
	e := &existingIndex{contents: p, resources: map[object.ID]*resource.Resource{}, read: map[object.ID]*plan.Existing{}, homes: map[string][]string{}}
	for i := range p.resources {
		r := &p.resources[i]
		if id := idOf(r); p.roles[i] == foreign && object.KindOf(id) == object.NetworkAttachmentDefinition && e.resources[id] == nil {
			e.resources[id] = r
			if id.Namespace != "" {
				e.homes[id.Name] = append(e.homes[id.Name], id.Namespace)
			}
		}
	}
	for i := range p.listed {
		if l := &p.listed[i]; l.config != nil && e.resources[l.id] == nil && e.read[l.id] == nil {
			read := nad.Read(*l.config)
			read.Place = l.place()
			e.read[l.id] = &read
			if l.id.Namespace != "" {
				e.homes[l.id.Name] = append(e.homes[l.id.Name], l.id.Namespace)
			}
		}
	}
	p.existing = e
	return e
}

// existingAttachment is an attachment of the package that is not ours, nil where there is none of the name.
func (p *contents) existingAttachment(namespace, name string) *plan.Existing {
	e := p.attachments()
	id := object.NetworkAttachmentDefinition.ID(namespace, name)
	if e.read[id] == nil && e.resources[id] != nil {
		read := p.attachment(e.resources[id])
		read.Place = placeOf(e.resources[id])
		e.read[id] = &read
	}
	return e.read[id]
}

// homesOf are the namespaces in which the package has an attachment of a name that is not ours.
func (p *contents) homesOf(name string) []string { return p.attachments().homes[name] }

// attachment is what an attachment's configuration says.
func (p *contents) attachment(r *resource.Resource) plan.Existing {
	return nad.Read(configOf(&p.reader, r))
}
