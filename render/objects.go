package render

import (
	"cmp"
	"fmt"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/own"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/vm"
)

// Object is one generated object, marked and ready to be written.
type Object struct {
	Stage own.Stage
	// Path is its file, relative to the package or output directory.
	Path  string
	Value kube.Object
}

// entry is an object that is known by its identity and built when it is written, so that a fleet's objects are never all
// in memory.
type entry struct {
	version string // of the apiVersion, the group is the identity's
	id      kube.ID
	stage   own.Stage
	owner   string
	place   finding.Place
	hints   own.Hints
	build   func() (kube.Object, error)
}

// Identity is the apiVersion and identity of the object of an index, from 0 to Len-1 in the order of application.
func (r *Result) Identity(i int) (apiVersion string, id kube.ID) {
	e := &r.objects[i]
	if e.id.Group == "" {
		return e.version, e.id
	}
	return e.id.Group + "/" + e.version, e.id
}

// Object builds the object of an index.
func (r *Result) Object(i int) (Object, error) {
	e := &r.objects[i]
	value, err := e.build()
	if err != nil {
		return Object{}, fmt.Errorf("build %s: %w", e.id, err)
	}
	head := value.Head()
	path := own.Path(e.stage, head)
	own.Mark(head, e.owner)
	own.MarkDelivery(head, r.config.spec.Delivery, e.stage, e.hints)
	if r.paths {
		own.MarkPath(head, path)
	}
	return Object{Stage: e.stage, Path: path, Value: value}, nil
}

// Each builds the objects one by one in the order of application and hands them over. It stops at the first error.
func (r *Result) Each(use func(Object) error) error {
	for i := range r.objects {
		o, err := r.Object(i)
		if err != nil {
			return err
		}
		if err := use(o); err != nil {
			return err
		}
	}
	return nil
}

// list makes the entries of all objects, in order, and reports identities that are taken.
func (r *Result) list(p *parts) error {
	release, err := r.release(p)
	if err != nil {
		return err
	}
	machines, err := r.machines()
	if err != nil {
		return err
	}
	r.objects = slices.Concat(release, r.policies(), r.attachments(), machines)
	p.checkIdentities(r.objects)
	p.checkVanishing(r)
	return nil
}

// release is the NMState installation and the NMState object.
func (r *Result) release(p *parts) ([]entry, error) {
	n := r.config.spec.NMState
	var objects []kube.Object
	switch n.Install {
	case api.InstallManifests:
		var err error
		objects, err = release.Manifests(release.Options{Version: n.Version, Namespace: n.Namespace, Registry: n.Registry, OperatorReplicas: n.OperatorReplicas})
		if err != nil {
			return nil, err
		}
	case api.InstallOLM:
		objects = release.OLM(n.Namespace)
	default:
		return nil, nil
	}
	list := make([]entry, 0, len(objects)+1)
	for _, o := range objects {
		list = append(list, r.built(o, own.Install))
	}
	if existing := p.instance(); existing != nil {
		p.found = append(p.found, at(finding.New(finding.InstanceFound, "", "the package holds an NMState object, so none is generated: nmstate.instance has no effect"), existing))
		return list, nil
	}
	instance := r.built(release.Instance(n.Instance), own.Instance)
	instance.hints = own.Hints{Later: true, DependsOn: r.ifKpt(operator(objects)...)}
	r.instanceID = []kube.ID{instance.id}
	return append(list, instance), nil
}

// built is the entry of an object that comes from the configuration.
func (r *Result) built(o kube.Object, stage own.Stage) entry {
	return entry{
		version: kube.Version(o.Head().APIVersion), id: kube.IDOf(o.Head()), stage: stage, owner: r.config.owner.String(), place: r.config.place,
		build: func() (kube.Object, error) { return o, nil },
	}
}

// ifKpt are objects to depend on, where kpt delivers. References need the namespace of what has one: without it they are
// left out.
func (r *Result) ifKpt(ids ...kube.ID) []kube.ID {
	if r.config.spec.Delivery != api.DeliveryKpt {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id kube.ID) bool {
		return id.Namespace == "" && (id.Kind == "Secret" || id.Kind == "NetworkAttachmentDefinition")
	})
}

// operator is what must run before an NMState object has an effect.
func operator(objects []kube.Object) []kube.ID {
	var ids []kube.ID
	for _, o := range objects {
		if h := o.Head(); h.Kind == "Deployment" || h.Kind == "Subscription" {
			ids = append(ids, kube.IDOf(h))
		}
	}
	return ids
}

func policyID(name string) []kube.ID {
	if name == "" {
		return nil
	}
	return []kube.ID{{Group: "nmstate.io", Kind: "NodeNetworkConfigurationPolicy", Name: name}}
}

// attached are the attachments of ours that a machine uses.
func attached(m *plan.Machine) []kube.ID {
	var ids []kube.ID
	for i := range m.Interfaces {
		if itf := &m.Interfaces[i]; itf.Attachment != "" && !itf.Existing {
			ids = append(ids, kube.ID{Group: "k8s.cni.cncf.io", Kind: "NetworkAttachmentDefinition", Namespace: m.Owner.Namespace, Name: itf.Attachment})
		}
	}
	return ids
}

// kindsComeAlong says whether this output brings the kinds of NMState.
func (r *Result) kindsComeAlong() bool { return r.config.spec.NMState.Install != api.InstallNone }

func (r *Result) policies() []entry {
	list := make([]entry, len(r.plan.HostNetworks))
	for i := range r.plan.HostNetworks {
		h := &r.plan.HostNetworks[i]
		list[i] = entry{
			version: "v1", id: kube.ID{Group: "nmstate.io", Kind: "NodeNetworkConfigurationPolicy", Name: h.Policy}, stage: own.HostNetworks,
			owner: h.Owner.String(), place: h.Place, hints: own.Hints{Later: r.kindsComeAlong(), DependsOn: r.ifKpt(r.instanceID...)},
			build: func() (kube.Object, error) { return nmstate.NewPolicy(h), nil },
		}
	}
	return list
}

func attachmentID(a *plan.Attachment) kube.ID {
	return kube.ID{Group: "k8s.cni.cncf.io", Kind: "NetworkAttachmentDefinition", Namespace: a.Namespace, Name: a.Name}
}

func (r *Result) attachments() []entry {
	list := make([]entry, len(r.plan.Attachments))
	for i := range r.plan.Attachments {
		a := &r.plan.Attachments[i]
		list[i] = entry{
			version: "v1", id: attachmentID(a), stage: own.Attachments,
			owner: a.Owner.String(), place: a.Place, hints: own.Hints{DependsOn: r.ifKpt(policyID(a.Policy)...)},
			build: func() (kube.Object, error) { return nad.New(a) },
		}
	}
	return list
}

// machines are the machines and, first, the Secrets of those that need one.
func (r *Result) machines() ([]entry, error) {
	list := make([]entry, 0, len(r.plan.Machines))
	for i := range r.plan.Machines {
		m := &r.plan.Machines[i]
		long, err := vm.NeedsSecret(m)
		if err != nil {
			return nil, err
		}
		e := entry{version: "v1", stage: own.Machines, owner: m.Owner.String(), place: m.Place}
		needs := r.ifKpt(attached(m)...)
		if long {
			s := e
			s.id = kube.ID{Kind: "Secret", Namespace: m.Owner.Namespace, Name: vm.SecretName(m.Owner.Name)}
			s.build = func() (kube.Object, error) { return vm.NewSecret(m) }
			list = append(list, s)
			needs = append(needs, r.ifKpt(s.id)...)
		}
		e.hints = own.Hints{Precious: len(m.Spec.Disks) > 0, DependsOn: needs}
		e.id = kube.ID{Group: "kubevirt.io", Kind: "VirtualMachine", Namespace: m.Owner.Namespace, Name: vm.Name(m.Owner.Name)}
		e.build = func() (kube.Object, error) { return vm.New(m) }
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.id.Kind, b.id.Kind) })
	return list, nil
}
