package vm

import (
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// fleet is a plan's machines. long are the indexes of those with a Secret, in order.
type fleet struct {
	machines []plan.Machine
	long     []int
}

// Machines are a plan's machines as a source of objects.
type Machines struct{ fleet }

// Secrets are those with the cloud-init texts that are too long for their machines, as a source of objects.
type Secrets struct{ fleet }

// Sources are the machines of a plan, and the Secrets that they need. See also DataVolumes.
func Sources(machines []plan.Machine) (Secrets, Machines, error) {
	f := fleet{machines: machines}
	for i := range machines {
		long, err := needsSecret(&machines[i])
		if err != nil {
			return Secrets{}, Machines{}, err
		}
		if long {
			f.long = append(f.long, i)
		}
	}
	return Secrets{f}, Machines{f}, nil
}

// Gives says whether an owner gives a machine or its Secret this identity.
func Gives(o object.Owner, id object.ID) bool {
	if o.Kind != api.KindWukong || !o.In(id.Namespace) {
		return false
	}
	switch object.KindOf(id) {
	case object.VirtualMachine:
		return id.Name == o.Name+api.MachineSuffix
	case object.Secret:
		return id.Name == SecretName(o.Name)
	case object.Service: // its name is the user's; this is what most give
		return id.Name == o.Name || strings.HasPrefix(id.Name, o.Name+"-")
	case object.DataVolume:
		return strings.HasPrefix(id.Name, o.Name+"-")
	}
	return false
}

// Len is the number of Secrets.
func (s Secrets) Len() int { return len(s.long) }

// Kind of all of them.
func (s Secrets) Kind(int) object.Kind { return object.Secret }

// Name of a Secret, with its namespace.
func (s Secrets) Name(i int) (namespace, name string) {
	o := s.of(i).Owner
	return o.Namespace, SecretName(o.Name)
}

// Origin is the Wukong.
func (s Secrets) Origin(i int) *plan.Origin { return &s.of(i).Origin }

// Hints are none.
func (s Secrets) Hints(int) object.Hints { return object.Hints{} }

// DependsOn is nothing.
func (s Secrets) DependsOn(int) []object.ID { return nil }

// Builder returns a function that builds Secrets.
func (s Secrets) Builder() func(i int) (object.Object, error) {
	return func(i int) (object.Object, error) { return secretOf(s.of(i)) }
}

// of is the machine that a Secret is for.
func (s Secrets) of(i int) *plan.Machine { return &s.machines[s.long[i]] }

// Len is the number of machines.
func (s Machines) Len() int { return len(s.machines) }

// Kind of all of them.
func (s Machines) Kind(int) object.Kind { return object.VirtualMachine }

// Name of a machine, with its namespace.
func (s Machines) Name(i int) (namespace, name string) {
	m := &s.machines[i]
	return m.Owner.Namespace, m.VMName()
}

// Origin is the Wukong.
func (s Machines) Origin(i int) *plan.Origin { return &s.machines[i].Origin }

// Hints say that a machine with disks of its own holds data.
func (s Machines) Hints(i int) object.Hints {
	m := &s.machines[i]
	if patched := PatchedOf(m); patched != nil {
		return object.Hints{Precious: patched.Templates}
	}
	return object.Hints{Precious: slices.ContainsFunc(m.Spec.Disks, func(d api.Disk) bool { return d.Templated() })}
}

// DependsOn are the attachments of ours that a machine uses, and its Secret.
func (s Machines) DependsOn(i int) []object.ID {
	m := &s.machines[i]
	var ids []object.ID
	for j := range m.Interfaces {
		if itf := &m.Interfaces[j]; itf.Attachment != "" && !itf.Existing {
			ids = append(ids, object.NetworkAttachmentDefinition.ID(m.Owner.Namespace, itf.Attachment))
		}
	}
	if _, long := slices.BinarySearch(s.long, i); long {
		ids = append(ids, object.Secret.ID(m.Owner.Namespace, SecretName(m.Owner.Name)))
	}
	return ids
}

// Builder returns a function that builds machines, each in the memory of the one before.
func (s Machines) Builder() func(i int) (object.Object, error) {
	b := &builder{}
	return func(i int) (object.Object, error) { return b.write(&s.machines[i]) }
}

// Outlines returns a function that builds of machines what changes are looked for in, the templates of their volumes and their
// interfaces, each in the memory of the one before.
func Outlines() func(m *plan.Machine) *Spec {
	b := &builder{}
	return func(m *plan.Machine) *Spec {
		if patched := PatchedOf(m); patched != nil && patched.spec != nil {
			return patched.spec
		}
		b.begin()
		b.disks(m)
		b.interfaces(m)
		return &b.machine.Spec
	}
}
