// Package vm turns the machines of a plan into KubeVirt VirtualMachines, and into Secrets where cloud-init's texts are too
// long to stand in them.
//
// What KubeVirt's mutating webhook would add is written here already (architecture, machine type, firmware uuid and serial,
// empty resources, the PCI topology annotation), and quantities are canonical, so that the cluster's copy equals ours and
// nothing drifts (measured against KubeVirt 1.9).
package vm

import (
	"cmp"
	"crypto/sha1"
	"hash"
	"maps"

	"github.com/google/uuid"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

const (
	// MaxCloudInit is the most bytes that KubeVirt takes of userData and of networkData inside a machine.
	MaxCloudInit = 2048
	// AntiAffinityLabel marks machines that keep off one another's nodes.
	AntiAffinityLabel = "fn.novasphere.dev/anti-affinity"
	// WukongLabel on the machine's pod names the Wukong.
	WukongLabel = "vm.novasphere.dev/wukong"
	// OSAnnotation is the guest's operating system, as KubeVirt's templates write it.
	OSAnnotation = "vm.kubevirt.io/os"

	pciTopologyAnnotation = "kubevirt.io/pci-topology-version"
)

// space is the namespace of our machines' uuids.
var space = uuid.NewSHA1(uuid.NameSpaceDNS, []byte(api.Group))

// SecretName is the name of the Secret with a machine's cloud-init texts.
func SecretName(wukong string) string { return wukong + "-cloudinit" }

// builder builds machines, each in the memory of the one before. The zero builder is ready.
type builder struct {
	machine VirtualMachine
	cpu     CPU
	memory  Memory
	meta    object.Meta
	hash    hash.Hash
	name    []byte // that is hashed
	volumes volumeRoom
	multus  []Multus
	texts   writer
	source  CloudInit
}

// machineOf is the machine of a Wukong. It is good until the next one is built.
func (b *builder) machineOf(m *plan.Machine) (*VirtualMachine, error) {
	source, err := b.cloudInit(m)
	if err != nil {
		return nil, err
	}
	b.begin()
	b.machine.Header = object.VirtualMachine.Header(m.Owner.Namespace, m.VMName())
	b.machine.Spec.RunStrategy = RunStrategy(m.Spec)
	b.machine.Spec.Instancetype, b.machine.Spec.Preference = matchers(m.Spec.MachineMore)
	b.machine.Spec.UpdateVolumesStrategy = m.Spec.More().UpdateVolumesStrategy
	b.machine.Spec.Template = Template{Metadata: b.templateMeta(m), Spec: b.instance(m, &b.machine.Spec.Template.Spec)}
	b.disks(m)
	b.interfaces(m)
	if source != nil {
		s := &b.machine.Spec.Template.Spec
		s.Domain.Devices.Disks = append(s.Domain.Devices.Disks, Disk{Name: api.CloudInitVolume, Disk: on(m.Spec.Profile().DiskBus)})
		s.Volumes = append(s.Volumes, Volume{Name: api.CloudInitVolume, CloudInit: source})
	}
	return &b.machine, nil
}

// begin empties the machine and keeps the memory of its lists.
func (b *builder) begin() {
	b.multus = b.multus[:0]
	b.volumes.begin()
	old, instance := &b.machine.Spec, &b.machine.Spec.Template.Spec
	b.machine.Spec = Spec{DataVolumeTemplates: old.DataVolumeTemplates[:0], Template: Template{Spec: InstanceSpec{
		Domain: Domain{Devices: Devices{
			Disks: instance.Domain.Devices.Disks[:0], Interfaces: instance.Domain.Devices.Interfaces[:0],
		}},
		Networks: instance.Networks[:0], Volumes: instance.Volumes[:0],
	}}}
}

// RunStrategy combines the three fields that say whether a machine runs. startStrategy.runStrategy wins; otherwise
// restartPolicy Always, OnFailure and Never mean Always, RerunOnFailure and Once; otherwise Always. autoStart false then
// makes Halted of every strategy that would start the machine.
func RunStrategy(s *api.WukongSpec) string {
	strategy := "Always"
	if s.HighAvailability != nil {
		switch s.HighAvailability.RestartPolicy {
		case "OnFailure":
			strategy = "RerunOnFailure"
		case "Never":
			strategy = "Once"
		}
	}
	if s.StartStrategy != nil {
		strategy = cmp.Or(s.StartStrategy.RunStrategy, strategy)
		if a := s.StartStrategy.AutoStart; a != nil && !*a && strategy != "Manual" {
			strategy = "Halted"
		}
	}
	return strategy
}

func (b *builder) templateMeta(m *plan.Machine) object.Meta {
	meta := object.Meta{Annotations: b.meta.Annotations[:0], Labels: b.meta.Labels[:0]}
	meta.Labels.AddAll(m.Owner.Labels)
	podMeta(&meta, m.Spec.More().Template)
	if onPCIe(&m.Spec.More().MachineCompute) {
		meta.Annotations.Set(pciTopologyAnnotation, "v3")
	}
	if m.Spec.OSImage != "" {
		meta.Annotations.Set(OSAnnotation, m.Spec.OSImage)
	}
	meta.Labels.Set(WukongLabel, m.Owner.Name)
	if antiAffinity(m) {
		meta.Labels.Set(AntiAffinityLabel, "true")
	}
	b.meta = meta
	return meta
}

func antiAffinity(m *plan.Machine) bool {
	return m.Spec.HighAvailability != nil && m.Spec.HighAvailability.AntiAffinity
}

// instance is the machine's instance without its disks and interfaces, in the memory of the one before.
func (b *builder) instance(m *plan.Machine, old *InstanceSpec) InstanceSpec {
	s := InstanceSpec{
		Domain: Domain{
			Devices: Devices{Disks: old.Domain.Devices.Disks[:0], Interfaces: old.Domain.Devices.Interfaces[:0]},
		},
		Networks: old.Networks[:0],
		Volumes:  old.Volumes[:0],
	}
	b.hardware(m, &s.Domain)
	s.Architecture = m.Spec.More().Arch()
	if more := m.Spec.MachineMore; more != nil {
		compute(&more.MachineCompute, &s.Domain)
		s.Domain.Devices.DevicesMore, s.Domain.ThreadsMore = devices(&more.MachineDevices, m.Spec.Profile()), threads(more.IOThreads)
	}
	if name := m.Spec.SSHKeySecret; name != "" {
		s.AccessCredentials = []AccessCredential{{SSHPublicKey{Source: KeySource{SecretSource{name}}}}}
	}
	if h := m.Spec.HighAvailability; h != nil {
		if m.Spec.More().Instancetype == nil { // else it is in the affinity: see plan.Machine.Where
			s.NodeSelector = maps.Clone(h.NodeSelector)
		}
		s.Tolerations = tolerations(h.Tolerations)
	}
	s.Affinity = affinity(m)
	s.Lifecycle = lifecycle(m.Spec)
	return s
}

// uuid is the machine's, derived from its name.
func (b *builder) uuid(m *plan.Machine) string {
	if b.hash == nil {
		b.hash = sha1.New()
	}
	b.name = append(append(append(b.name[:0], m.Owner.Namespace...), '/'), m.Owner.Name...)
	return uuid.NewHash(b.hash, space, b.name, 5).String()
}

func tolerations(in []api.Toleration) []Toleration {
	out := make([]Toleration, 0, len(in))
	for _, t := range in {
		out = append(out, Toleration{Effect: t.Effect, Key: t.Key, Operator: t.Operator, TolerationSeconds: t.TolerationSeconds, Value: t.Value})
	}
	return out
}

// interfaces adds the machine's interfaces and what they connect to.
func (b *builder) interfaces(m *plan.Machine) {
	s := &b.machine.Spec.Template.Spec
	profile := m.Spec.Profile().InterfaceModel
	for i := range m.Interfaces {
		in := &m.Interfaces[i]
		itf, network := Interface{Name: in.Name, MAC: in.MAC, Model: model(in, profile)}, Network{Name: in.Name}
		switch in.Binding {
		case plan.Masquerade:
			itf.Masquerade = &Empty{}
		case plan.SRIOV:
			itf.SRIOV = &Empty{}
		case plan.Bridge:
			itf.Bridge = &Empty{}
		}
		if in.Attachment == "" {
			network.Pod = &Empty{}
		} else {
			network.Multus = keep(&b.multus, Multus{Default: in.Primary, NetworkName: in.Attachment})
		}
		s.Domain.Devices.Interfaces = append(s.Domain.Devices.Interfaces, itf)
		s.Networks = append(s.Networks, network)
	}
}

// model of a network card. A virtual function has the card's own.
func model(itf *plan.Interface, byDefault string) string {
	if itf.Binding == plan.SRIOV {
		return itf.Model
	}
	return cmp.Or(itf.Model, byDefault)
}

// keep adds a value to a list and points to it there.
func keep[T any](list *[]T, value T) *T {
	*list = append(*list, value)
	return &(*list)[len(*list)-1]
}
