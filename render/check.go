package render

import (
	"github.com/novasphere/wukong-fn/render/check"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
)

// check holds the plan against the rules over the whole package. whole says that all of it could be read.
func (p *contents) check(pl *plan.Plan, c *config, whole bool) {
	var held map[object.ID]bool
	check.Plan(check.Input{
		Say: p.sayOne, Counted: p.counted, Plan: pl, Config: c.spec, UplinkDeclared: c.uplinkDeclared,
		Existing: p.existingAttachment, Homes: p.homesOf, Foreign: p.foreignPolicies(),
		Has: func(id object.ID) bool {
			if !whole {
				return true // what is missing may only be broken
			}
			if held == nil {
				held = p.held(pl)
			}
			return held[id]
		},
		Attachments: p.foreignAttachments,
	})
}

// held are the identities that the package holds: foreign ones and the attachments that this run makes.
func (p *contents) held(pl *plan.Plan) map[object.ID]bool {
	held := map[object.ID]bool{}
	for i := range p.resources {
		if p.roles[i] == foreign {
			held[idOf(&p.resources[i])] = true
		}
	}
	for i := range p.listed {
		held[p.listed[i].id] = true
	}
	for i := range pl.Attachments {
		held[object.NetworkAttachmentDefinition.ID(pl.Attachments[i].Namespace, pl.Attachments[i].Name)] = true
	}
	return held
}

// foreignAttachments are those of the package that are not ours, with what they say.
func (p *contents) foreignAttachments() []check.Attachment {
	var all []check.Attachment
	for i := range p.resources {
		r := &p.resources[i]
		if p.roles[i] != foreign || object.KindOf(idOf(r)) != object.NetworkAttachmentDefinition {
			continue
		}
		place := placeOf(r)
		place.Field = "spec.config"
		all = append(all, check.Attachment{Place: place, Called: r.Meta.Namespace + "/" + r.Meta.Name, Config: configOf(&p.reader, r)})
	}
	for i := range p.listed {
		if l := &p.listed[i]; l.config != nil {
			place := l.place()
			place.Field += ".spec.config"
			all = append(all, check.Attachment{Place: place, Called: l.id.Namespace + "/" + l.id.Name, Config: *l.config})
		}
	}
	return all
}

// template is what we read of a template of a machine's volume.
type template struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
}

// templatesOf are the templates of a machine's volumes; none where it cannot be read.
func (p *contents) templatesOf(machine *resource.Resource) []template {
	var m struct {
		Spec struct {
			DataVolumeTemplates []template `json:"dataVolumeTemplates"`
		} `json:"spec"`
	}
	machine.Glance(&p.reader, &m, "spec", "dataVolumeTemplates")
	return m.Spec.DataVolumeTemplates
}
