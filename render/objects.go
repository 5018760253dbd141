package render

import (
	"fmt"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nad"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/vm"
)

// Object is one generated object, marked and ready to be written.
type Object struct {
	Stage object.Stage
	// Path is its file, relative to the package or output directory.
	Path  string
	Value object.Object
}

// entry is what is known of an object before it is built. Objects are built when they are written, so that a fleet's are
// never all in memory.
type entry struct {
	stage  object.Stage
	origin *plan.Origin
	hints  object.Hints
}

// fixed is an object that comes from the configuration. It is built and marked once, when the objects are listed.
type fixed struct {
	entry
	Object
}

// builders build what comes from the inputs, each object in the memory of the one before.
type builders struct {
	policy     nmstate.Builder
	attachment nad.Builder
	machine    vm.Builder
	room       object.Room
}

// part is one of the lists that objects come from, in the order of application.
type part int

const (
	releasePart part = iota
	policyPart
	attachmentPart
	secretPart
	machinePart
)

// at is where the object of an index comes from: a list, and the index in it.
func (r *Result) at(i int) (part, int) {
	for p, n := range [...]int{len(r.release), len(r.plan.HostNetworks), len(r.plan.Attachments), len(r.secrets)} {
		if i < n {
			return part(p), i
		}
		i -= n
	}
	return machinePart, i
}

// Len is the number of objects.
func (r *Result) Len() int {
	if r.config.broken || r.plan == nil {
		return 0
	}
	return len(r.release) + len(r.plan.HostNetworks) + len(r.plan.Attachments) + len(r.secrets) + len(r.plan.Machines)
}

// entry is what is known of the object of an index.
func (r *Result) entry(i int) entry {
	switch p, i := r.at(i); p {
	case releasePart:
		return r.release[i].entry
	case policyPart:
		return r.policy(&r.plan.HostNetworks[i])
	case attachmentPart:
		return r.attachment(&r.plan.Attachments[i])
	case secretPart:
		return r.secret(r.long(i))
	default:
		return r.machine(i)
	}
}

// id is the identity of the object of an index.
func (r *Result) id(i int) object.ID {
	switch p, i := r.at(i); p {
	case releasePart:
		return object.IDOf(r.release[i].Value.Head()).Scoped()
	case policyPart:
		return policyID(r.plan.HostNetworks[i].Policy)
	case attachmentPart:
		a := &r.plan.Attachments[i]
		return attachmentID(a.Namespace, a.Name)
	case secretPart:
		m := r.long(i)
		return secretID(m.Owner.Namespace, m.Owner.Name)
	default:
		m := &r.plan.Machines[i]
		return machineID(m.Owner.Namespace, m.Owner.Name)
	}
}

// Identity is the apiVersion and identity of the object of an index, from 0 to Len-1 in the order of application, with the
// namespace as it is written.
func (r *Result) Identity(i int) (apiVersion string, id object.ID) {
	id = r.id(i)
	switch p, i := r.at(i); p {
	case releasePart:
		head := r.release[i].Value.Head()
		return head.APIVersion, object.IDOf(head)
	case secretPart:
		return "v1", id
	default:
		return id.Group + "/v1", id
	}
}

// build makes the object of an index.
func (r *Result) build(i int) (object.Object, error) {
	switch p, i := r.at(i); p {
	case releasePart:
		return r.release[i].Value, nil
	case policyPart:
		return r.builders.policy.New(&r.plan.HostNetworks[i]), nil
	case attachmentPart:
		return r.builders.attachment.New(&r.plan.Attachments[i])
	case secretPart:
		return vm.NewSecret(r.long(i))
	default:
		return r.builders.machine.New(&r.plan.Machines[i])
	}
}

// Object builds the object of an index. It is good until the next one is built.
func (r *Result) Object(i int) (Object, error) {
	if p, i := r.at(i); p == releasePart {
		return r.release[i].Object, nil
	}
	value, err := r.build(i)
	if err != nil {
		return Object{}, fmt.Errorf("build %s: %w", r.id(i), err)
	}
	r.builders.room.Lend(value.Head())
	return r.marked(value, r.entry(i)), nil
}

// marked writes on an object whose it is, what its delivery tool must know and, where paths are asked for, its file.
func (r *Result) marked(value object.Object, e entry) Object {
	head := value.Head()
	m := &head.Metadata
	kind, tool := object.KindOf(object.IDOf(head)), deliver.Of(r.config.spec.Delivery)
	path := kind.Path(m.Namespace, m.Name)
	object.Mark(head, e.origin.Owner.Text)
	if tool.Strict && kind.ClusterScoped() {
		m.Namespace = ""
	}
	if tool.Mark != nil {
		tool.Mark(head, e.stage, e.hints)
	}
	if r.paths {
		object.MarkPath(head, path)
	}
	return Object{Stage: e.stage, Path: path, Value: value}
}

// Each builds the objects one by one in the order of application and hands them over. It stops at the first error.
func (r *Result) Each(use func(Object) error) error {
	for i := range r.Len() {
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

// list makes what the objects come from, and reports identities that are taken.
func (r *Result) list(p *parts) error {
	var err error
	if r.release, err = r.installation(p); err != nil {
		return err
	}
	for i := range r.plan.Machines {
		m := &r.plan.Machines[i]
		long, err := vm.NeedsSecret(m)
		if err != nil {
			return err
		}
		if long {
			r.secrets = append(r.secrets, i)
		}
	}
	p.checkIdentities(r)
	return nil
}

// installation is the NMState release and the NMState object.
func (r *Result) installation(p *parts) ([]fixed, error) {
	n := r.config.spec.NMState
	var objects []object.Object
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
	list := make([]fixed, 0, len(objects)+1)
	for _, o := range objects {
		list = append(list, r.fixed(o, object.Install, object.Hints{}))
	}
	if existing := p.instance(); existing != nil {
		p.say(at(finding.New(finding.InstanceFound, "", "the package holds an NMState object, so none is generated: nmstate.instance has no effect"), existing))
		return list, nil
	}
	instance := r.fixed(release.Instance(n.Instance), object.Instance, object.Hints{
		Later: true, DependsOn: r.ifKpt(func() []object.ID { return operator(objects) }),
	})
	r.instanceID = []object.ID{object.IDOf(instance.Value.Head())}
	return append(list, instance), nil
}

// fixed is an object of the configuration with what is known of it.
func (r *Result) fixed(o object.Object, stage object.Stage, hints object.Hints) fixed {
	e := entry{stage: stage, origin: &r.config.origin, hints: hints}
	return fixed{entry: e, Object: r.marked(o, e)}
}

// ifKpt are objects to depend on, where kpt delivers. References need the namespace of what has one: without it they are
// left out.
func (r *Result) ifKpt(ids func() []object.ID) []object.ID {
	if !deliver.Of(r.config.spec.Delivery).References {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ids()), func(id object.ID) bool {
		return id.Namespace == "" && (id.Kind == "Secret" || id.Kind == "NetworkAttachmentDefinition")
	})
}

// operator is what must run before an NMState object has an effect.
func operator(objects []object.Object) []object.ID {
	var ids []object.ID
	for _, o := range objects {
		if h := o.Head(); h.Kind == "Deployment" || h.Kind == "Subscription" {
			ids = append(ids, object.IDOf(h))
		}
	}
	return ids
}

func policyID(name string) object.ID { return object.NodeNetworkConfigurationPolicy.ID("", name) }

func attachmentID(namespace, name string) object.ID {
	return object.NetworkAttachmentDefinition.ID(namespace, name)
}

func secretID(namespace, wukong string) object.ID {
	return object.Secret.ID(namespace, vm.SecretName(wukong))
}

func machineID(namespace, wukong string) object.ID {
	return object.VirtualMachine.ID(namespace, vm.Name(wukong))
}

// attached are the attachments of ours that a machine uses.
func attached(m *plan.Machine) []object.ID {
	var ids []object.ID
	for i := range m.Interfaces {
		if itf := &m.Interfaces[i]; itf.Attachment != "" && !itf.Existing {
			ids = append(ids, attachmentID(m.Owner.Namespace, itf.Attachment))
		}
	}
	return ids
}

// kindsComeAlong says whether this output brings the kinds of NMState.
func (r *Result) kindsComeAlong() bool { return r.config.spec.NMState.Install != api.InstallNone }

func (r *Result) policy(h *plan.HostNetwork) entry {
	return entry{stage: object.HostNetworks, origin: &h.Origin, hints: object.Hints{
		Later: r.kindsComeAlong(), DependsOn: r.ifKpt(func() []object.ID { return r.instanceID }),
	}}
}

func (r *Result) attachment(a *plan.Attachment) entry {
	return entry{stage: object.Attachments, origin: &a.Origin, hints: object.Hints{DependsOn: r.ifKpt(func() []object.ID {
		if a.Policy == "" {
			return nil
		}
		return []object.ID{policyID(a.Policy)}
	})}}
}

func (r *Result) secret(m *plan.Machine) entry {
	return entry{stage: object.Machines, origin: &m.Origin}
}

// long is the machine that a Secret is for.
func (r *Result) long(secret int) *plan.Machine { return &r.plan.Machines[r.secrets[secret]] }

func (r *Result) machine(i int) entry {
	m := &r.plan.Machines[i]
	return entry{stage: object.Machines, origin: &m.Origin, hints: object.Hints{Precious: len(m.Spec.Disks) > 0, DependsOn: r.ifKpt(func() []object.ID {
		ids := attached(m)
		if _, long := slices.BinarySearch(r.secrets, i); long {
			ids = append(ids, secretID(m.Owner.Namespace, m.Owner.Name))
		}
		return ids
	})}}
}
