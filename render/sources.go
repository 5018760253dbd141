package render

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/vm"
)

// source is a list of objects that come of the plan or the configuration. All but the objects themselves is known before they
// are built: they are built when they are written, so that a fleet's are never all in memory.
type source interface {
	Len() int
	Kind(i int) object.Kind
	// Name is an object's name, with its namespace as it is written.
	Name(i int) (namespace, name string)
	// Origin is what the object is generated from.
	Origin(i int) *plan.Origin
	Hints(i int) object.Hints
	// DependsOn are objects of the same output that must be ready before this one.
	DependsOn(i int) []object.ID
	// Builder returns a function that builds the object of an index. It may build each in the memory of the one before.
	Builder() func(i int) (object.Object, error)
}

// givers say, a package each, whether an owner gives an object an identity, by the rules for the names of what it builds. Of the
// same name an owner may have given one in a former run that it gives no more.
var givers = [...]func(object.Owner, object.ID) bool{release.Gives, nmstate.Gives, nad.Gives, vm.Gives}

// list lists what is made of the plan and the configuration, in the order of application; nothing where the configuration is
// broken.
func (p *contents) list(pl *plan.Plan, c *config) (made, error) {
	if c.broken {
		return made{}, nil
	}
	installation, err := p.installation(c)
	if err != nil {
		return made{}, err
	}
	secrets, machines, err := vm.Sources(pl.Machines)
	if err != nil {
		return made{}, err
	}
	policies := nmstate.Policies{Networks: pl.HostNetworks, Later: installation.Len() > 0, Instance: installation.Instance()}
	return made{sources: []source{installation, policies, nad.Attachments(pl.Attachments), secrets, vm.ServicesOf(pl.Machines),
		vm.StandingAlone(pl.Machines), machines},
		machines: pl.Machines, qualified: c.spec.Network.PolicyNames == api.NamesQualified, later: laterBy(policies.Steps())}, nil
}

// laterBy is by how much the stages behind the policies move back where these are applied in more steps than the numbers of stages
// leave room for: in tens, so that one more node moves nothing.
func laterBy(steps int) int {
	const room = int(object.Attachments - object.HostNetworks)
	return max(0, steps-1) / room * room
}

// installation is the NMState release and the NMState object, as the configuration wants them.
func (p *contents) installation(c *config) (release.Source, error) {
	s := release.Source{From: &c.origin}
	n := &c.spec.NMState
	switch n.Install {
	case api.InstallManifests:
		var err error
		s.Parts, err = release.Manifests(release.Options{
			Version: n.Version, Namespace: n.Namespace, Registry: n.Registry, OperatorReplicas: n.OperatorReplicas,
		})
		if err != nil {
			return s, err
		}
	case api.InstallOLM:
		s.Parts = release.OLM(n.Namespace)
	default:
		return s, nil
	}
	if existing := p.instance(); existing != nil {
		p.say(placed(finding.New(finding.InstanceFound, "", "the package holds an NMState object, so none is generated: "+
			"nmstate.instance has no effect"), existing))
		return s, nil
	}
	s.Parts = append(s.Parts, release.Instance(n.Instance))
	return s, nil
}

// instance is an NMState object that the package holds and we did not make.
func (p *contents) instance() *resource.Resource {
	for i := range p.resources {
		if p.roles[i] == foreign && object.KindOf(idOf(&p.resources[i])) == object.NMState {
			return &p.resources[i]
		}
	}
	return nil
}

// idAt is the identity of an object of a source, as the API server knows it.
func idAt(s source, i int) object.ID {
	kind := s.Kind(i)
	namespace, name := s.Name(i)
	if kind.ClusterScoped() {
		namespace = ""
	}
	return kind.ID(namespace, name)
}
