package v1alpha1

// MachineCompute is what the machine computes with: processors, memory, firmware.
type MachineCompute struct {
	// Guest is linux or windows. Windows gets what KubeVirt's templates for it have: the interface and clock of Hyper-V, EFI with secure
	// boot and a TPM, both kept, disks on sata and e1000e cards until it has the virtio drivers, a tablet, and an hour to shut down. Each
	// can be overridden.
	Guest string `json:"guest,omitempty" schema:"enum=linux|windows" default:"linux"`
	// Instancetype is the instance type of the cluster that says how many processors and how much memory the machine has.
	Instancetype *Instancetype `json:"instancetype,omitempty"`
	// Preference is the preference of the cluster that fills in what the machine does not say.
	Preference *Preference `json:"preference,omitempty"`
	// CPUTopology says how the processors of cpu are arranged. Sockets, cores and threads must multiply to cpu; those that are left
	// out follow from it. Without cpu, it is their product.
	CPUTopology *CPUTopology `json:"cpuTopology,omitempty"`
	// CPUModel is a model that libvirt knows, such as EPYC-Rome, or host-passthrough or host-model. The cluster's default when absent.
	CPUModel string `json:"cpuModel,omitempty" schema:"word"`
	// CPUFeatures are features of the processor that the guest must have or must not have.
	CPUFeatures []CPUFeature `json:"cpuFeatures,omitempty" schema:"key=name"`
	// DedicatedCPU gives the machine physical processors of its own, on a node with a CPU manager.
	DedicatedCPU bool `json:"dedicatedCpu,omitempty"`
	// IsolateEmulatorThread gives the emulator a physical processor of its own; with dedicatedCpu only.
	IsolateEmulatorThread bool `json:"isolateEmulatorThread,omitempty"`
	// NUMA shows the guest the NUMA nodes that its processors are on; with dedicatedCpu and hugepages only.
	NUMA bool `json:"numa,omitempty"`
	// Hugepages is the size of the pages that the memory consists of, 2Mi or 1Gi. Memory must be a multiple of it. Normal pages when
	// absent.
	Hugepages string `json:"hugepages,omitempty" schema:"enum=2Mi|1Gi"`
	// MaxMemory is how far the memory can grow while the machine runs, 1Gi to 64Ti. KubeVirt's default when absent: 4 times the memory.
	MaxMemory string `json:"maxMemory,omitempty" yaml:"quantity" schema:"growth"`
	// Resources are what the machine's pod asks of the node, where that is not what the guest has.
	Resources *MachineResources `json:"resources,omitempty"`
	// Architecture of the guest's processors and of the nodes: amd64, arm64 or s390x.
	Architecture string `json:"architecture,omitempty" schema:"enum=amd64|arm64|s390x" default:"amd64"`
	// MachineType is the hardware that is emulated, such as pc-q35-9.2. The newest q35 (amd64), virt (arm64) or s390-ccw-virtio (s390x)
	// when absent.
	MachineType string `json:"machineType,omitempty" schema:"word"`
	// Firmware is what the guest boots with, and what it is told about the machine.
	Firmware *Firmware `json:"firmware,omitempty"`
	// TPM gives the guest a trusted platform module.
	TPM *TPM `json:"tpm,omitempty"`
	// HideHypervisor hides from the guest that it runs under KVM.
	HideHypervisor bool `json:"hideHypervisor,omitempty"`
	// HypervVendorID is the vendor that the Hyper-V interface tells the guest, at most 12 characters without commas.
	HypervVendorID string `json:"hypervVendorID,omitempty" schema:"vendor"`
}

// The kinds of instance types and preferences: of the cluster, and of the machine's namespace.
const (
	ClusterInstancetype = "VirtualMachineClusterInstancetype"
	OwnInstancetype     = "VirtualMachineInstancetype"
	ClusterPreference   = "VirtualMachineClusterPreference"
	OwnPreference       = "VirtualMachinePreference"
)

// Instancetype names an instance type.
type Instancetype struct {
	// Name of the instance type.
	Name string `json:"name" schema:"required,subdomain" shown:"value"`
	// Kind is VirtualMachineClusterInstancetype, or VirtualMachineInstancetype for one of the machine's namespace.
	Kind string `json:"kind,omitempty" schema:"enum=VirtualMachineClusterInstancetype|VirtualMachineInstancetype" default:"VirtualMachineClusterInstancetype"`
	PinnedAndInferred
}

// Preference names a preference.
type Preference struct {
	// Name of the preference.
	Name string `json:"name" schema:"required,subdomain" shown:"value"`
	// Kind is VirtualMachineClusterPreference, or VirtualMachinePreference for one of the machine's namespace.
	Kind string `json:"kind,omitempty" schema:"enum=VirtualMachineClusterPreference|VirtualMachinePreference" default:"VirtualMachineClusterPreference"`
	PinnedAndInferred
}

// PinnedAndInferred are fields that KubeVirt has and that cannot be in Git.
type PinnedAndInferred struct {
	// RevisionName must not be given: KubeVirt 1.9 keeps the revision that a machine uses in its status.
	RevisionName any `json:"revisionName,omitempty"`
	// InferFromVolume must not be given: KubeVirt replaces it by the name that it finds, so that the machine in Git never equals it.
	InferFromVolume any `json:"inferFromVolume,omitempty"`
}

// The architectures of a guest.
const (
	AMD64 = "amd64"
	ARM64 = "arm64"
	S390X = "s390x"
)

// The ways to boot.
const (
	BIOS = "bios"
	EFI  = "efi"
)

// HostPassthrough is the processor of the node as it is, the only model that KubeVirt 1.9 has on arm64.
const HostPassthrough = "host-passthrough"

// CPUTopology arranges the processors of a machine.
type CPUTopology struct {
	// Sockets of the machine, the part that can be added while it runs.
	Sockets *int `json:"sockets,omitempty" schema:"min=1,max=64"`
	// Cores of each socket.
	Cores *int `json:"cores,omitempty" schema:"min=1,max=64"`
	// Threads of each core.
	Threads *int `json:"threads,omitempty" schema:"min=1,max=64"`
	// MaxSockets is how many sockets the machine can have while it runs. KubeVirt's default when absent: 4 times the sockets.
	MaxSockets *int `json:"maxSockets,omitempty" schema:"min=1,max=512"`
}

// CPUFeature is one feature of the processor.
type CPUFeature struct {
	// Name of the feature as libvirt has it, such as vmx.
	Name string `json:"name" schema:"required,word"`
	// Policy is force, require, optional, disable or forbid.
	Policy string `json:"policy,omitempty" schema:"enum=force|require|optional|disable|forbid" default:"require"`
}

// MachineResources are what the machine's pod asks of the node.
type MachineResources struct {
	// Requests are reserved for the machine.
	Requests *Amounts `json:"requests,omitempty"`
	// Limits are the most that the machine gets.
	Limits *Amounts `json:"limits,omitempty"`
}

// Amounts of processors and memory.
type Amounts struct {
	// CPU is a number of processors, such as 2, 1.5 or 500m.
	CPU string `json:"cpu,omitempty" yaml:"quantity" schema:"cpus"`
	// Memory as a quantity, 64Mi to 64Ti.
	Memory string `json:"memory,omitempty" yaml:"quantity" schema:"memory"`
}

// Firmware is what the guest boots with.
type Firmware struct {
	// Mode is bios or efi. KubeVirt's default when absent: bios on amd64, efi on arm64.
	Mode string `json:"mode,omitempty" schema:"enum=bios|efi"`
	// SecureBoot lets the guest start only what is signed; with mode efi on amd64 only.
	SecureBoot *bool `json:"secureBoot,omitempty"`
	// Persistent keeps the variables of the firmware when the machine stops; with mode efi only. They are in a volume that KubeVirt makes.
	Persistent *bool `json:"persistent,omitempty"`
	// UUID of the machine, derived from its name when absent. It is also cloud-init's instance id: with another one the guest runs
	// cloud-init's first boot again.
	UUID string `json:"uuid,omitempty" schema:"uuid"`
	// Serial is the machine's serial number, the UUID that is derived from its name when absent.
	Serial string `json:"serial,omitempty" schema:"serial"`
}

// TPM is a trusted platform module.
type TPM struct {
	// Enabled false leaves the module away where something else would give the guest one.
	Enabled *bool `json:"enabled,omitempty" default:"true"`
	// Persistent keeps what is stored in the module when the machine stops. It is in a volume that KubeVirt makes.
	Persistent *bool `json:"persistent,omitempty"`
}

// Arch is the architecture of the guest.
func (m *MachineCompute) Arch() string {
	if m.Architecture == "" {
		return AMD64
	}
	return m.Architecture
}

// on says whether the machine is asked to have a trusted platform module.
func (t *TPM) on() bool { return t != nil && (t.Enabled == nil || *t.Enabled) }
