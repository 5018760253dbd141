package vm

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// The part of KubeVirt's and CDI's API that we write (KubeVirt 1.9, CDI 1.63). Own types, since importing theirs costs
// every process its start-up; that they fit is what the tests against KubeVirt's admission code are for.

// VirtualMachine is a machine with the volumes that it brings along.
type VirtualMachine struct {
	object.Header
	Spec Spec `json:"spec"`
}

// Spec of a machine.
type Spec struct {
	Instancetype          *Matcher             `json:"instancetype,omitempty"`
	Preference            *Matcher             `json:"preference,omitempty"`
	DataVolumeTemplates   []DataVolumeTemplate `json:"dataVolumeTemplates,omitempty"`
	RunStrategy           string               `json:"runStrategy"`
	Template              Template             `json:"template"`
	UpdateVolumesStrategy string               `json:"updateVolumesStrategy,omitempty"`
}

// Template of the machine's instance.
type Template struct {
	Metadata object.Meta  `json:"metadata"`
	Spec     InstanceSpec `json:"spec"`
}

// InstanceSpec is VirtualMachineInstanceSpec.
type InstanceSpec struct {
	AccessCredentials []AccessCredential `json:"accessCredentials,omitempty"`
	Affinity          *api.Affinity      `json:"affinity,omitempty"`
	Architecture      string             `json:"architecture"`
	Domain            Domain             `json:"domain"`
	Networks          []Network          `json:"networks,omitempty"`
	NodeSelector      map[string]string  `json:"nodeSelector,omitempty"`
	Tolerations       []Toleration       `json:"tolerations,omitempty"`
	Volumes           []Volume           `json:"volumes,omitempty"`
	*Lifecycle
}

// Domain is the virtual hardware.
type Domain struct {
	CPU       *CPU         `json:"cpu,omitempty"`
	Devices   Devices      `json:"devices"`
	Firmware  Firmware     `json:"firmware"`
	Machine   Type         `json:"machine"`
	Memory    *Memory      `json:"memory,omitempty"`
	Resources PodResources `json:"resources"`
	*DomainMore
	*ThreadsMore
}

// Empty is {}.
type Empty struct{}

// CPU of the guest.
type CPU struct {
	Cores uint16 `json:"cores,omitempty"`
	CPUMore
}

// Firmware carries the identity that the guest sees.
type Firmware struct {
	Bootloader *Bootloader `json:"bootloader,omitempty"`
	Serial     string      `json:"serial"`
	UUID       string      `json:"uuid"`
}

// Type is the machine type.
type Type struct {
	Type string `json:"type"`
}

// Memory of the guest, a quantity.
type Memory struct {
	Guest string `json:"guest,omitempty"`
	MemoryMore
}

// Devices of the guest.
type Devices struct {
	Disks      []Disk      `json:"disks,omitempty"`
	Interfaces []Interface `json:"interfaces,omitempty"`
	*DevicesMore
	TPM *TPM `json:"tpm,omitempty"`
}

// Interface has exactly one binding.
type Interface struct {
	Bridge     *Empty `json:"bridge,omitempty"`
	MAC        string `json:"macAddress"`
	Masquerade *Empty `json:"masquerade,omitempty"`
	Model      string `json:"model,omitempty"`
	Name       string `json:"name"`
	SRIOV      *Empty `json:"sriov,omitempty"`
}

// Network is what an interface of the same name connects to.
type Network struct {
	Multus *Multus `json:"multus,omitempty"`
	Name   string  `json:"name"`
	Pod    *Empty  `json:"pod,omitempty"`
}

// Multus names an attachment: NAME or NAMESPACE/NAME. The default one is the pod's own network, and there is no pod network.
type Multus struct {
	Default     bool   `json:"default,omitempty"`
	NetworkName string `json:"networkName"`
}

// Named refers to an object in the machine's namespace.
type Named struct {
	Name string `json:"name"`
}

// CloudInit carries its two texts, or points to a Secret that does.
type CloudInit struct {
	NetworkData          string `json:"networkData,omitempty"`
	NetworkDataSecretRef *Named `json:"networkDataSecretRef,omitempty"`
	UserDataSecretRef    *Named `json:"secretRef,omitempty"`
	UserData             string `json:"userData,omitempty"`
}

// AccessCredential lets KubeVirt put a Secret's public keys into the guest.
type AccessCredential struct {
	SSHPublicKey SSHPublicKey `json:"sshPublicKey"`
}

// SSHPublicKey names the Secret and the way into the guest.
type SSHPublicKey struct {
	PropagationMethod Propagation `json:"propagationMethod"`
	Source            KeySource   `json:"source"`
}

// Propagation by cloud-init's metadata.
type Propagation struct {
	NoCloud Empty `json:"noCloud"`
}

// KeySource is a Secret in the machine's namespace.
type KeySource struct {
	Secret SecretSource `json:"secret"`
}

// SecretSource is the Secret's name.
type SecretSource struct {
	SecretName string `json:"secretName"`
}

// Toleration is core/v1's.
type Toleration struct {
	Effect            string `json:"effect,omitempty"`
	Key               string `json:"key,omitempty"`
	Operator          string `json:"operator,omitempty"`
	TolerationSeconds *int64 `json:"tolerationSeconds,omitempty"`
	Value             string `json:"value,omitempty"`
}

// Secret carries cloud-init texts that are too long for the machine.
type Secret struct {
	object.Header
	StringData map[string]string `json:"stringData"`
	Type       string            `json:"type"`
}
