package render

import (
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
	owner   *plan.Owner
	place   *finding.Place
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

// Object builds the object of an index. It is good until the next one is built.
func (r *Result) Object(i int) (Object, error) {
	e := &r.objects[i]
	value, err := e.build()
	if err != nil {
		return Object{}, fmt.Errorf("build %s: %w", e.id, err)
	}
	head := value.Head()
	path := own.Path(e.stage, head)
	if e.stage > own.Instance { // the others are built only once, and keep what they have
		r.room.Lend(head)
	}
	own.Mark(head, e.owner.String())
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
	r.objects = slices.Grow(release, len(r.plan.HostNetworks)+len(r.plan.Attachments)+len(r.plan.Machines))
	if r.objects, err = r.machines(r.attachments(r.policies(r.objects))); err != nil {
		return err
	}
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
	instance.hints = own.Hints{Later: true, DependsOn: r.ifKpt(func() []kube.ID { return operator(objects) })}
	r.instanceID = []kube.ID{instance.id}
	return append(list, instance), nil
}

// built is the entry of an object that comes from the configuration.
func (r *Result) built(o kube.Object, stage own.Stage) entry {
	return entry{
		version: kube.Version(o.Head().APIVersion), id: kube.IDOf(o.Head()), stage: stage, owner: &r.config.owner, place: &r.config.place,
		build: func() (kube.Object, error) { return o, nil },
	}
}

// ifKpt are objects to depend on, where kpt delivers. References need the namespace of what has one: without it they are
// left out.
func (r *Result) ifKpt(ids func() []kube.ID) []kube.ID {
	if r.config.spec.Delivery != api.DeliveryKpt {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ids()), func(id kube.ID) bool {
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

func (r *Result) policies(list []entry) []entry {
	hints := own.Hints{Later: r.kindsComeAlong(), DependsOn: r.ifKpt(func() []kube.ID { return r.instanceID })}
	for i := range r.plan.HostNetworks {
		h := &r.plan.HostNetworks[i]
		list = append(list, entry{
			version: "v1", id: kube.ID{Group: "nmstate.io", Kind: "NodeNetworkConfigurationPolicy", Name: h.Policy}, stage: own.HostNetworks,
			owner: &h.Owner, place: &h.Place, hints: hints,
			build: func() (kube.Object, error) { return nmstate.NewPolicy(h), nil },
		})
	}
	return list
}

func attachmentID(a *plan.Attachment) kube.ID {
	return kube.ID{Group: "k8s.cni.cncf.io", Kind: "NetworkAttachmentDefinition", Namespace: a.Namespace, Name: a.Name}
}

func (r *Result) attachments(list []entry) []entry {
	for i := range r.plan.Attachments {
		a := &r.plan.Attachments[i]
		list = append(list, entry{
			version: "v1", id: attachmentID(a), stage: own.Attachments,
			owner: &a.Owner, place: &a.Place, hints: own.Hints{DependsOn: r.ifKpt(func() []kube.ID { return policyID(a.Policy) })},
			build: func() (kube.Object, error) { return nad.New(a) },
		})
	}
	return list
}

func secretID(m *plan.Machine) kube.ID {
	return kube.ID{Kind: "Secret", Namespace: m.Owner.Namespace, Name: vm.SecretName(m.Owner.Name)}
}

// machines are the Secrets of the machines that need one, then the machines.
func (r *Result) machines(list []entry) ([]entry, error) {
	long := make([]bool, len(r.plan.Machines))
	for i := range r.plan.Machines {
		m := &r.plan.Machines[i]
		var err error
		if long[i], err = vm.NeedsSecret(m); err != nil {
			return nil, err
		}
		if long[i] {
			list = append(list, entry{
				version: "v1", id: secretID(m), stage: own.Machines, owner: &m.Owner, place: &m.Place,
				build: func() (kube.Object, error) { return vm.NewSecret(m) },
			})
		}
	}
	for i := range r.plan.Machines {
		m := &r.plan.Machines[i]
		needs := r.ifKpt(func() []kube.ID { return attached(m) })
		if long[i] {
			needs = append(needs, r.ifKpt(func() []kube.ID { return []kube.ID{secretID(m)} })...)
		}
		list = append(list, entry{
			version: "v1", stage: own.Machines, owner: &m.Owner, place: &m.Place,
			id:    kube.ID{Group: "kubevirt.io", Kind: "VirtualMachine", Namespace: m.Owner.Namespace, Name: vm.Name(m.Owner.Name)},
			hints: own.Hints{Precious: len(m.Spec.Disks) > 0, DependsOn: needs},
			build: func() (kube.Object, error) { return vm.New(m) },
		})
	}
	return list, nil
}
