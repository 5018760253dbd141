// Package v1alpha1 holds the types that a user writes: Wukong and NetworkConfig of vm.novasphere.dev/v1alpha1, and
// WukongRender of fn.novasphere.dev/v1alpha1; their defaults, and the rules that one resource alone can break.
//
// Field names and ranges of the first two are the VM operator's, so that its users switch without editing; what it does
// not know is marked "Addition". Validation returns every mistake at once and never changes the value.
package v1alpha1

// The groups and kinds of this package.
const (
	Group            = "vm.novasphere.dev"
	APIVersion       = Group + "/v1alpha1"
	KindWukong       = "Wukong"
	KindNetwork      = "NetworkConfig"
	RenderGroup      = "fn.novasphere.dev"
	RenderAPIVersion = RenderGroup + "/v1alpha1"
	KindRender       = "WukongRender"
)

// ObjectMeta is metadata as a user or a cluster writes it. Only the first four fields are read; the others are accepted
// because a Wukong taken from a running cluster carries them.
type ObjectMeta struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`

	GenerateName               any `json:"generateName,omitempty"`
	CreationTimestamp          any `json:"creationTimestamp,omitempty"`
	DeletionTimestamp          any `json:"deletionTimestamp,omitempty"`
	DeletionGracePeriodSeconds any `json:"deletionGracePeriodSeconds,omitempty"`
	Finalizers                 any `json:"finalizers,omitempty"`
	Generation                 any `json:"generation,omitempty"`
	ManagedFields              any `json:"managedFields,omitempty"`
	OwnerReferences            any `json:"ownerReferences,omitempty"`
	ResourceVersion            any `json:"resourceVersion,omitempty"`
	SelfLink                   any `json:"selfLink,omitempty"`
	UID                        any `json:"uid,omitempty"`
}

// Wukong is one virtual machine with its networks and disks.
type Wukong struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Metadata   ObjectMeta `json:"metadata"`
	Spec       WukongSpec `json:"spec"`
	// Status is the operator's and is ignored.
	Status any `json:"status,omitempty"`
}

// WukongSpec describes the machine.
type WukongSpec struct {
	// CPU is the number of cores, 1 to 64. The function's vm.cpu when absent.
	CPU *int `json:"cpu,omitempty"`
	// Memory is the guest's memory as a quantity. The function's vm.memory when absent.
	Memory string `json:"memory,omitempty" yamlin:"quantity"`
	// OSImage names the guest's operating system. It switches cloud-init on and becomes the vm.kubevirt.io/os annotation.
	OSImage string `json:"osImage,omitempty"`
	// SSHKeySecret is a Secret in the machine's namespace that holds SSH public keys.
	SSHKeySecret string `json:"sshKeySecret,omitempty"`
	// CloudInitUser is the user that cloud-init makes in the guest.
	CloudInitUser *CloudInitUser `json:"cloudInitUser,omitempty"`
	// Networks are the machine's networks, in the order of its interfaces. The pod network alone when empty.
	Networks []WukongNetwork `json:"networks,omitempty"`
	// Disks are the machine's disks, in order.
	Disks []Disk `json:"disks,omitempty"`
	// HighAvailability says where the machine may run and what happens when it stops.
	HighAvailability *HighAvailability `json:"highAvailability,omitempty"`
	// StartStrategy says whether the machine runs.
	StartStrategy *StartStrategy `json:"startStrategy,omitempty"`
}

// CloudInitUser is the guest's user.
type CloudInitUser struct {
	// Name of the user.
	Name string `json:"name"`
	// Password in plain text. It stands in Git for all to read: prefer passwordHash.
	Password string `json:"password,omitempty"`
	// PasswordHash as crypt(5) writes it. Wins over password.
	PasswordHash string `json:"passwordHash,omitempty"`
	// Sudo is the sudoers rule, ALL=(ALL) NOPASSWD:ALL when absent.
	Sudo string `json:"sudo,omitempty"`
	// Shell is the login shell, /bin/bash when absent.
	Shell string `json:"shell,omitempty"`
	// Groups of the user; sudo, adm, dialout, cdrom, floppy, audio, dip, video, plugdev and netdev when absent.
	Groups []string `json:"groups,omitempty"`
	// LockPasswd forbids login by password.
	LockPasswd bool `json:"lockPasswd,omitempty"`
}

// Disk becomes a DataVolume template of the machine.
type Disk struct {
	// Name is a DNS label.
	Name string `json:"name"`
	// Size as a quantity.
	Size string `json:"size" yamlin:"quantity"`
	// StorageClassName of the volume.
	StorageClassName string `json:"storageClassName"`
	// Boot makes this the disk to boot from; at most one.
	Boot bool `json:"boot,omitempty"`
	// Image is where the content comes from: an http or https URL, or a container disk as docker://REF or REF. Empty volume when absent.
	Image string `json:"image,omitempty"`
}

// HighAvailability steers scheduling and restarts.
type HighAvailability struct {
	// RestartPolicy is Always, OnFailure or Never. startStrategy.runStrategy wins over it.
	RestartPolicy string `json:"restartPolicy,omitempty"`
	// AntiAffinity keeps machines of one namespace that ask for it on different nodes where possible.
	AntiAffinity bool `json:"antiAffinity,omitempty"`
	// NodeSelector is a set of labels that the node must carry.
	NodeSelector map[string]string `json:"nodeSelector,omitempty"`
	// Tolerations as in core/v1.
	Tolerations []Toleration `json:"tolerations,omitempty"`
}

// Toleration is core/v1's.
type Toleration struct {
	Key               string `json:"key,omitempty"`
	Operator          string `json:"operator,omitempty"`
	Value             string `json:"value,omitempty"`
	Effect            string `json:"effect,omitempty"`
	TolerationSeconds *int64 `json:"tolerationSeconds,omitempty"`
}

// StartStrategy says whether and how the machine runs.
type StartStrategy struct {
	// RunStrategy is Always, RerunOnFailure or Manual.
	RunStrategy string `json:"runStrategy,omitempty"`
	// AutoStart false leaves the machine stopped until somebody starts it. True when absent.
	AutoStart *bool `json:"autoStart,omitempty"`
}
