// Package v1alpha1 holds the types that a user writes: Wukong and NetworkConfig of vm.novasphere.dev/v1alpha1, and
// WukongRender of fn.novasphere.dev/v1alpha1; their defaults, and the rules that one resource alone can break.
//
// Field names and ranges of the first two are the VM operator's, so that its users switch without editing; what it does
// not know is marked "Addition". Validation returns every mistake at once and never changes the value.
//
// The comments of the fields, and their tags `schema` and `default`, become the JSON Schemas and CRDs under schemas/: see
// hack/schemas. A test there holds them against Validate. The tag `shown` says whose values may stand in a report, where the
// form of the field does not say it: see render/disclose.
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
	// Name of the resource, part of the names of all objects made from it.
	Name string `json:"name" shown:"value"`
	// Namespace of the resource and of the objects made from it. Where your delivery tool puts them when absent.
	Namespace string `json:"namespace,omitempty" shown:"value"`
	// Labels are carried to the objects made from a Wukong or NetworkConfig, but for those of tools.
	Labels map[string]string `json:"labels,omitempty" shown:"names"`
	// Annotations are carried to the objects made from a Wukong or NetworkConfig, but for those of tools.
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
	APIVersion string     `json:"apiVersion" shown:"value"`
	Kind       string     `json:"kind" shown:"value"`
	Metadata   ObjectMeta `json:"metadata" schema:"required,object=60"`
	// Spec describes the machine.
	Spec WukongSpec `json:"spec"`
	// Status is the operator's and is ignored.
	Status any `json:"status,omitempty"`
}

// WukongSpec describes the machine.
type WukongSpec struct {
	// CPU is the number of cores, 1 to 64. The function's vm.cpu when absent.
	CPU *int `json:"cpu,omitempty" schema:"min=1,max=64"`
	// Memory is the guest's memory as a quantity, 64Mi to 64Ti. The function's vm.memory when absent.
	Memory string `json:"memory,omitempty" yaml:"quantity" schema:"memory"`
	// OSImage names the guest's operating system. It switches cloud-init on and becomes the vm.kubevirt.io/os annotation.
	OSImage string `json:"osImage,omitempty"`
	// SSHKeySecret is a Secret in the machine's namespace that holds SSH public keys.
	SSHKeySecret string `json:"sshKeySecret,omitempty" schema:"subdomain" refers:"Secret"`
	// CloudInitUser is the user that cloud-init makes in the guest.
	CloudInitUser *CloudInitUser `json:"cloudInitUser,omitempty" shown:"never"`
	// Networks are the machine's networks, in the order of its interfaces. The pod network is the first one, unless an entry named
	// default puts it elsewhere or the function's vm.podNetwork is false.
	Networks []WukongNetwork `json:"networks,omitempty" schema:"key=name"`
	// Disks are the machine's disks, in order.
	Disks []Disk `json:"disks,omitempty" schema:"key=name"`
	// HighAvailability says where the machine may run and what happens when it stops.
	HighAvailability *HighAvailability `json:"highAvailability,omitempty"`
	// StartStrategy says whether the machine runs.
	StartStrategy *StartStrategy `json:"startStrategy,omitempty"`
	*MachineMore
}

// CloudInitUser is the guest's user.
type CloudInitUser struct {
	// Name of the user.
	Name string `json:"name" schema:"required,login"`
	// Password in plain text. It stands in Git for all to read: prefer passwordHash.
	Password string `json:"password,omitempty"`
	// PasswordHash as crypt(5) writes it. Wins over password.
	PasswordHash string `json:"passwordHash,omitempty"`
	// Sudo is the sudoers rule, ALL=(ALL) NOPASSWD:ALL when absent.
	Sudo string `json:"sudo,omitempty" default:"ALL=(ALL) NOPASSWD:ALL"`
	// Shell is the login shell, /bin/bash when absent.
	Shell string `json:"shell,omitempty" default:"/bin/bash"`
	// Groups of the user; sudo, adm, dialout, cdrom, floppy, audio, dip, video, plugdev and netdev when absent.
	Groups []string `json:"groups,omitempty" schema:"login" default:"sudo adm dialout cdrom floppy audio dip video plugdev netdev"`
	// LockPasswd forbids login by password.
	LockPasswd bool `json:"lockPasswd,omitempty"`
}

// HighAvailability steers scheduling and restarts.
type HighAvailability struct {
	// RestartPolicy is Always, OnFailure or Never, Always when absent. startStrategy.runStrategy wins over it.
	RestartPolicy string `json:"restartPolicy,omitempty" schema:"enum=Always|OnFailure|Never" default:"Always"`
	// AntiAffinity keeps machines of one namespace that ask for it on different nodes where possible.
	AntiAffinity bool `json:"antiAffinity,omitempty"`
	// NodeSelector is a set of labels that the node must carry.
	NodeSelector map[string]string `json:"nodeSelector,omitempty" schema:"labels"`
	// Tolerations of the machine's pod, as in core/v1.
	Tolerations []Toleration `json:"tolerations,omitempty"`
}

// Toleration is core/v1's.
type Toleration struct {
	// Key of the taint; every taint when absent, which needs operator Exists.
	Key string `json:"key,omitempty" schema:"qualified"`
	// Operator is Equal or Exists, Equal when absent.
	Operator string `json:"operator,omitempty" schema:"enum=Exists|Equal"`
	// Value of the taint, with operator Equal only.
	Value string `json:"value,omitempty"`
	// Effect of the taint: NoSchedule, PreferNoSchedule or NoExecute. Every effect when absent.
	Effect string `json:"effect,omitempty" schema:"enum=NoSchedule|PreferNoSchedule|NoExecute"`
	// TolerationSeconds is how long the machine stays on a node with the taint, in seconds, with effect NoExecute only. For good when absent.
	TolerationSeconds *int64 `json:"tolerationSeconds,omitempty"`
}

// StartStrategy says whether and how the machine runs.
type StartStrategy struct {
	// RunStrategy is Always, RerunOnFailure or Manual.
	RunStrategy string `json:"runStrategy,omitempty" schema:"enum=Always|RerunOnFailure|Manual"`
	// AutoStart false leaves the machine stopped until somebody starts it. True when absent.
	AutoStart *bool `json:"autoStart,omitempty" default:"true"`
}
