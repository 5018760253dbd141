package render

import (
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/check"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/vm"
)

// allowPrefix begins the annotations that silence a finding on one resource: the code follows, and the value is the
// reason.
const allowPrefix = "allow.fn.novasphere.dev/"

// takeReasons takes in a resource's annotations that silence findings, and reports those without a reason.
func (p *parts) takeReasons(r *resource.Resource, annotations map[string]string) {
	var keys []string // most resources have none
	for key := range annotations {
		if strings.HasPrefix(key, allowPrefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		name := strings.TrimPrefix(key, allowPrefix)
		code, field, message := finding.Code(name), "metadata.annotations["+key+"]", ""
		switch {
		case !finding.Known(code):
			message = "there is no finding of this code to silence"
		case finding.RuleOf(code).Firm:
			message = "this finding cannot be silenced: what it is about cannot be generated"
		case strings.TrimSpace(annotations[key]) == "":
			message = "silences a finding without a reason: write the reason as the value"
		}
		if message != "" {
			p.say(at(finding.New(finding.Silence, field, message), r))
			continue
		}
		place := placeOf(r)
		if p.reasons[place] == nil {
			p.reasons[place] = map[finding.Code]string{}
		}
		p.reasons[place][code] = annotations[key]
	}
}

// settle says again what was said before configuration and annotations were read.
func (p *parts) settle() {
	early := p.found.All()
	p.found = finding.List{}
	p.say(early...)
}

// say files findings with the severity that the configuration wants, but for those that a resource silences. A conflict is
// silenced from either of its places.
func (p *parts) say(found ...finding.Finding) {
	for _, f := range found {
		if p.silenced(&f) {
			continue
		}
		if s := p.severities[string(f.Code)]; s != "" {
			f.Severity = finding.Severity(s)
		}
		p.found.Add(f)
	}
}

func (p *parts) sayOne(f finding.Finding) { p.say(f) }

func (p *parts) silenced(f *finding.Finding) bool {
	switch {
	case len(p.reasons) == 0:
		return false
	case p.reasons[resourceOf(f.Place)][f.Code] != "":
		return true
	}
	return f.Other != nil && p.reasons[resourceOf(*f.Other)][f.Code] != ""
}

// check holds the plan against the rules over the whole package. whole says that all of it could be read.
func (p *parts) check(pl *plan.Plan, c *config, whole bool) {
	var held map[object.ID]bool
	machines := map[[2]string]*resource.Resource{}
	for i := range p.resources {
		r, c := &p.resources[i], p.claims[i]
		if r.Meta.Kind == "VirtualMachine" && (p.roles[i] == generated || c.nameAlone()) {
			machines[[2]string{r.Meta.Namespace, r.Meta.Name}] = r
		}
	}
	check.Plan(check.Input{
		Say: p.sayOne, Plan: pl, Config: c.spec, UplinkDeclared: c.uplinkDeclared,
		Has: func(id object.ID) bool {
			if !whole {
				return true // what is missing may only be broken
			}
			if held == nil {
				held = p.held(pl)
			}
			return held[id]
		},
		FormerDisks: func(namespace, machine string) []check.FormerDisk {
			r, ok := machines[[2]string{namespace, vm.Name(machine)}]
			if !ok {
				return nil
			}
			return p.formerDisks(r, machine)
		},
	})
}

// held are the identities that the package holds: foreign ones and the attachments that this run makes.
func (p *parts) held(pl *plan.Plan) map[object.ID]bool {
	held := map[object.ID]bool{}
	for i := range p.resources {
		if p.roles[i] == foreign {
			held[idOf(&p.resources[i])] = true
		}
	}
	for i := range pl.Attachments {
		held[attachmentID(pl.Attachments[i].Namespace, pl.Attachments[i].Name)] = true
	}
	return held
}

// template is what we read of a template of a machine's volume.
type template struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Storage struct {
			Resources struct {
				Requests struct {
					Storage string `json:"storage" yaml:"quantity"`
				} `json:"requests"`
			} `json:"resources"`
			StorageClassName string `json:"storageClassName"`
		} `json:"storage"`
	} `json:"spec"`
}

// templatesOf are the templates of a machine's volumes; none where it cannot be read.
func (p *parts) templatesOf(machine *resource.Resource) []template {
	var m struct {
		Spec struct {
			DataVolumeTemplates []template `json:"dataVolumeTemplates"`
		} `json:"spec"`
	}
	p.glance(machine, &m)
	return m.Spec.DataVolumeTemplates
}

// formerDisks are the disks in a machine that a former run rendered.
func (p *parts) formerDisks(r *resource.Resource, machine string) []check.FormerDisk {
	var disks []check.FormerDisk
	for _, t := range p.templatesOf(r) {
		if name, ours := strings.CutPrefix(t.Metadata.Name, machine+"-"); ours {
			disks = append(disks, check.FormerDisk{Name: name, Size: t.Spec.Storage.Resources.Requests.Storage, StorageClass: t.Spec.Storage.StorageClassName})
		}
	}
	return disks
}
