package render

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/check"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/vm"
)

// check holds the plan against the rules over the whole package. whole says that all of it could be read.
func (p *contents) check(pl *plan.Plan, c *config, whole bool) {
	var held map[object.ID]bool
	machines := map[[2]string]*resource.Resource{}
	for i := range p.resources {
		r := &p.resources[i]
		if r.Meta.Kind != object.VirtualMachine.String() {
			continue
		}
		if c := p.claims[i]; p.roles[i] == generated || c.nameAlone() {
			machines[[2]string{r.Meta.Namespace, r.Meta.Name}] = r
		}
	}
	check.Plan(check.Input{
		Say: p.sayOne, Counted: p.counted, Plan: pl, Config: c.spec, UplinkDeclared: c.uplinkDeclared,
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
func (p *contents) held(pl *plan.Plan) map[object.ID]bool {
	held := map[object.ID]bool{}
	for i := range p.resources {
		if p.roles[i] == foreign {
			held[idOf(&p.resources[i])] = true
		}
	}
	for i := range pl.Attachments {
		held[object.NetworkAttachmentDefinition.ID(pl.Attachments[i].Namespace, pl.Attachments[i].Name)] = true
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
func (p *contents) templatesOf(machine *resource.Resource) []template {
	var m struct {
		Spec struct {
			DataVolumeTemplates []template `json:"dataVolumeTemplates"`
		} `json:"spec"`
	}
	machine.Glance(&p.reader, &m, "spec", "dataVolumeTemplates")
	return m.Spec.DataVolumeTemplates
}

// formerDisks are the disks in a machine that a former run rendered.
func (p *contents) formerDisks(r *resource.Resource, machine string) []check.FormerDisk {
	var disks []check.FormerDisk
	for _, t := range p.templatesOf(r) {
		if name, ours := strings.CutPrefix(t.Metadata.Name, machine+"-"); ours {
			storage := &t.Spec.Storage
			disks = append(disks, check.FormerDisk{Name: name, Size: storage.Resources.Requests.Storage, StorageClass: storage.StorageClassName})
		}
	}
	return disks
}
