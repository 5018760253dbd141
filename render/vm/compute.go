package vm

import (
	"cmp"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// DomainMore is what few machines have of the virtual hardware.
type DomainMore struct {
	Clock    *Clock    `json:"clock,omitempty"`
	Features *Features `json:"features,omitempty"`
}

// CPUMore is what few machines have of their processors.
type CPUMore struct {
	DedicatedCPUPlacement bool         `json:"dedicatedCpuPlacement,omitempty"`
	Features              []CPUFeature `json:"features,omitempty"`
	IsolateEmulatorThread bool         `json:"isolateEmulatorThread,omitempty"`
	MaxSockets            uint16       `json:"maxSockets,omitempty"`
	Model                 string       `json:"model,omitempty"`
	NUMA                  *NUMA        `json:"numa,omitempty"`
	Sockets               uint16       `json:"sockets,omitempty"`
	Threads               uint16       `json:"threads,omitempty"`
}

// CPUFeature is a feature of the processors.
type CPUFeature struct {
	Name   string `json:"name"`
	Policy string `json:"policy"`
}

// NUMA shows the guest the nodes of its processors.
type NUMA struct {
	Passthrough Empty `json:"guestMappingPassthrough"`
}

// MemoryMore is what few machines have of their memory.
type MemoryMore struct {
	Hugepages *Hugepages `json:"hugepages,omitempty"`
	MaxGuest  string     `json:"maxGuest,omitempty"`
}

// Hugepages are the pages that the memory consists of.
type Hugepages struct {
	PageSize string `json:"pageSize"`
}

// PodResources are what the machine's pod asks of the node. They are written empty, too: KubeVirt's webhook would add them.
type PodResources struct {
	Limits   *Amounts `json:"limits,omitempty"`
	Requests *Amounts `json:"requests,omitempty"`
}

// Amounts are canonical quantities.
type Amounts struct {
	CPU    string `json:"cpu,omitempty"`
	Memory string `json:"memory,omitempty"`
}

// Bootloader is one of the two.
type Bootloader struct {
	BIOS *Empty `json:"bios,omitempty"`
	EFI  *EFI   `json:"efi,omitempty"`
}

// EFI says whether it is secure, because an EFI that does not is.
type EFI struct {
	Persistent bool `json:"persistent,omitempty"`
	SecureBoot bool `json:"secureBoot"`
}

// TPM is a trusted platform module.
type TPM struct {
	Enabled    *bool `json:"enabled,omitempty"`
	Persistent bool  `json:"persistent,omitempty"`
}

// Features of the machine. ACPI is written whenever others are: KubeVirt's webhook would add it.
type Features struct {
	ACPI   Empty   `json:"acpi"`
	APIC   *Empty  `json:"apic,omitempty"`
	Hyperv *Hyperv `json:"hyperv,omitempty"`
	KVM    *KVM    `json:"kvm,omitempty"`
	SMM    *Empty  `json:"smm,omitempty"`
}

// KVM says whether the guest sees the hypervisor.
type KVM struct {
	Hidden bool `json:"hidden"`
}

// hardware fills in what every machine has, in the builder's memory.
func (b *builder) hardware(m *plan.Machine, d *Domain) {
	id := b.uuid(m)
	b.cpu = CPU{Cores: m.CPUs.Cores, CPUMore: CPUMore{Sockets: m.CPUs.Sockets, Threads: m.CPUs.Threads, MaxSockets: m.CPUs.Most}}
	b.memory = Memory{Guest: m.Memory}
	d.CPU, d.Memory, d.Firmware = &b.cpu, &b.memory, Firmware{Serial: id, UUID: id}
	d.Machine.Type = machineTypes[m.Spec.More().Arch()]
}

// compute fills in what few machines compute with.
func compute(more *api.MachineCompute, d *Domain) {
	d.Machine.Type = cmp.Or(more.MachineType, d.Machine.Type)
	d.CPU.Model, d.CPU.Features = more.CPUModel, cpuFeatures(more.CPUFeatures)
	d.CPU.DedicatedCPUPlacement, d.CPU.IsolateEmulatorThread = more.DedicatedCPU, more.IsolateEmulatorThread
	if more.NUMA {
		d.CPU.NUMA = &NUMA{}
	}
	if more.MaxMemory != "" {
		d.Memory.MaxGuest = api.CanonicalQuantity(more.MaxMemory)
	}
	if more.Hugepages != "" {
		d.Memory.Hugepages = &Hugepages{more.Hugepages}
	}
	if r := more.Resources; r != nil {
		d.Resources = PodResources{Requests: amounts(r.Requests), Limits: amounts(r.Limits)}
	}
	if f := more.Firmware; f != nil {
		d.Firmware = Firmware{Serial: cmp.Or(f.Serial, d.Firmware.Serial), UUID: cmp.Or(f.UUID, d.Firmware.UUID)}
	}
	d.Firmware.Bootloader = bootloader(more.Boot())
	if has, persistent := more.Module(); has {
		d.Devices.TPM = &TPM{Persistent: persistent}
	} else if more.TPM != nil {
		d.Devices.TPM = &TPM{Enabled: more.TPM.Enabled}
	}
	if f := features(more); f != nil {
		d.DomainMore = &DomainMore{Features: f}
		if more.Guest == api.Windows {
			d.Clock = windowsClock()
		}
	}
	if more.Instancetype != nil {
		d.CPU = given(d.CPU)
		if *d.Memory == (Memory{}) {
			d.Memory = nil
		}
	}
}

// given are processors of which something is said, nil for others.
func given(c *CPU) *CPU {
	if c.Model == "" && len(c.Features) == 0 && !c.DedicatedCPUPlacement && !c.IsolateEmulatorThread && c.NUMA == nil {
		return nil
	}
	return c
}

// machineTypes are those that KubeVirt 1.9 takes by default, by architecture.
var machineTypes = map[string]string{api.AMD64: "q35", api.ARM64: "virt", api.S390X: "s390-ccw-virtio"}

// onPCIe says whether a machine's devices are on PCI Express, the condition on which KubeVirt 1.9 sets the topology's version.
func onPCIe(m *api.MachineCompute) bool {
	return m.Arch() != api.S390X && (m.MachineType == "" || strings.Contains(m.MachineType, "q35") || strings.HasPrefix(m.MachineType, "virt"))
}

func cpuFeatures(in []api.CPUFeature) []CPUFeature {
	if len(in) == 0 {
		return nil
	}
	out := make([]CPUFeature, 0, len(in))
	for _, f := range in {
		out = append(out, CPUFeature{f.Name, cmp.Or(f.Policy, "require")})
	}
	return out
}

// amounts are nil where none is given.
func amounts(a *api.Amounts) *Amounts {
	if a == nil || *a == (api.Amounts{}) {
		return nil
	}
	out := &Amounts{CPU: a.CPU, Memory: api.CanonicalQuantity(a.Memory)}
	if q, err := resource.ParseQuantity(a.CPU); err == nil {
		out.CPU = q.String()
	}
	return out
}

// bootloader is nil where it is left to KubeVirt or a preference.
func bootloader(b api.Boot) *Bootloader {
	switch b.Mode {
	case api.BIOS:
		return &Bootloader{BIOS: &Empty{}}
	case api.EFI:
		return &Bootloader{EFI: &EFI{SecureBoot: b.SecureBoot, Persistent: b.Persistent}}
	}
	return nil
}

// features are nil where none is asked for. Secure boot needs the mode in which its keys cannot be changed.
func features(m *api.MachineCompute) *Features {
	var f Features
	if m.Guest == api.Windows {
		f = Features{APIC: &Empty{}, SMM: &Empty{}, Hyperv: windowsHyperv()}
	}
	if m.Boot().SecureBoot {
		f.SMM = &Empty{}
	}
	if m.HideHypervisor {
		f.KVM = &KVM{Hidden: true}
	}
	if m.HypervVendorID != "" {
		if f.Hyperv == nil {
			f.Hyperv = &Hyperv{}
		}
		f.Hyperv.VendorID = &VendorID{m.HypervVendorID}
	}
	if f == (Features{}) {
		return nil
	}
	return &f
}

// Matcher names an instance type or a preference.
type Matcher struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// matchers are the instance type and the preference of a machine, nil for none.
func matchers(m *api.MachineMore) (instancetype, preference *Matcher) {
	if m == nil {
		return nil, nil
	}
	if t := m.Instancetype; t != nil {
		instancetype = &Matcher{cmp.Or(t.Kind, api.ClusterInstancetype), t.Name}
	}
	if p := m.Preference; p != nil {
		preference = &Matcher{cmp.Or(p.Kind, api.ClusterPreference), p.Name}
	}
	return instancetype, preference
}
