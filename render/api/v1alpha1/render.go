package v1alpha1

// WukongRender is the function's configuration.
type WukongRender struct {
	APIVersion string     `json:"apiVersion" shown:"value"`
	Kind       string     `json:"kind" shown:"value"`
	Metadata   ObjectMeta `json:"metadata"`
	// Spec is what a run is told beyond its resources; every field has a default.
	Spec RenderSpec `json:"spec"`
}

// RenderSpec is what a run is told beyond its resources. Every field has a default: see DefaultRenderSpec.
type RenderSpec struct {
	// NMState says which NMState is installed and how.
	NMState NMState `json:"nmstate"`
	// Network holds defaults and facts of the hosts' networks.
	Network Network `json:"network"`
	// VM holds defaults for machines.
	VM VM `json:"vm"`
	// Cluster holds facts of the cluster.
	Cluster Cluster `json:"cluster"`
	// Delivery is argocd, flux, kpt or none: whose ordering hints the objects carry.
	Delivery string `json:"delivery" schema:"enum=argocd|flux|kpt|none"`
	// Flux says how the staged output is found by Flux; for delivery flux.
	Flux Flux `json:"flux"`
	// Findings raises or lowers rules: a code to error, warning or info.
	Findings map[string]string `json:"findings,omitempty" schema:"codes"`
}

// The ways to install NMState.
const (
	InstallManifests = "manifests"
	InstallOLM       = "olm"
	InstallNone      = "none"
)

// What the number of a machine's processors is of.
const (
	AsCores   = "cores"
	AsSockets = "sockets"
)

// Where machines may run.
const (
	PlacementNetworks = "networks"
	PlacementNone     = "none"
)

// The forms of a policy's name.
const (
	NamesPlain     = "plain"
	NamesQualified = "qualified"
)

// The tools that can deliver the output.
const (
	DeliveryArgoCD = "argocd"
	DeliveryFlux   = "flux"
	DeliveryKpt    = "kpt"
	DeliveryNone   = "none"
)

// NMState says which NMState is installed and how.
type NMState struct {
	// Install is manifests, olm or none.
	Install string `json:"install" schema:"enum=manifests|olm|none"`
	// Version is the release, such as v0.85.1.
	Version string `json:"version" schema:"version"`
	// Namespace of operator and handlers.
	Namespace string `json:"namespace" schema:"label"`
	// Registry of operator and handler images, without a trailing slash.
	Registry string `json:"registry" schema:"registry"`
	// OperatorReplicas is the number of operator pods, 2 for production.
	OperatorReplicas int `json:"operatorReplicas" schema:"min=1,max=16"`
	// Instance is NMState.spec, a free object here: it is checked against the release's own schema.
	Instance map[string]any `json:"instance,omitempty" shown:"names"`
}

// Flux says where Flux finds the staged output.
type Flux struct {
	// Namespace of the Kustomization objects and their source.
	Namespace string `json:"namespace" schema:"label"`
	// Name begins the names of the Kustomization objects.
	Name string `json:"name" schema:"label,longest=40"`
	// SourceKind is OCIRepository, GitRepository, Bucket or ExternalArtifact.
	SourceKind string `json:"sourceKind" schema:"enum=OCIRepository|GitRepository|Bucket|ExternalArtifact"`
	// SourceName is the source's name.
	SourceName string `json:"sourceName" schema:"label"`
	// Path is the output's directory inside the source.
	Path string `json:"path" schema:"inside"`
}

// Network holds defaults and facts of the hosts' networks.
type Network struct {
	// PhysicalInterface is the uplink where a network names none.
	PhysicalInterface string `json:"physicalInterface" schema:"interface"`
	// ManagementInterfaces are uplinks that carry the node's own address.
	ManagementInterfaces []string `json:"managementInterfaces,omitempty" schema:"interface"`
	// PolicyNames is plain or qualified. A policy belongs to the whole cluster; its name begins with the namespace of its Wukong
	// or NetworkConfig where names are qualified, so that namespaces with resources of one name do not share a policy.
	PolicyNames string `json:"policyNames" schema:"enum=plain|qualified"`
	// VLANRanges are the planned ones: a vlanId outside every range is a warning.
	VLANRanges []VLANRange `json:"vlanRanges,omitempty"`
	// ClusterCIDRs are the subnets of the cluster's pods and Services, such as 10.244.0.0/16. A guest whose default route is on
	// another network gets a route to each on the pod network, so that its answers to clients in the cluster go back there.
	ClusterCIDRs []string `json:"clusterCIDRs,omitempty" schema:"prefix"`
}

// VLANRange is a named range of VLAN ids, both ends included.
type VLANRange struct {
	// Name of the range, for people.
	Name string `json:"name,omitempty"`
	// Min is the lowest VLAN id, 1 to 4094.
	Min int `json:"min" schema:"required,min=1,max=4094"`
	// Max is the highest VLAN id, min to 4094.
	Max int `json:"max" schema:"required,min=1,max=4094"`
}

// Cluster holds facts of the cluster.
type Cluster struct {
	// Nodes is how many the cluster has, 0 for not known. With 1 an address of the node needs no selector.
	Nodes int `json:"nodes" schema:"min=0,max=100000"`
}

// VM holds defaults for machines.
type VM struct {
	// CPU is the number of cores of a Wukong that gives none.
	CPU int `json:"cpu" schema:"min=1,max=64"`
	// Memory of a Wukong that gives none, 64Mi to 64Ti.
	Memory string `json:"memory" yaml:"quantity" schema:"memory"`
	// CPUAs is cores or sockets: what cpu becomes. Sockets can be added to a machine that runs, and licences of some guests count them.
	CPUAs string `json:"cpuAs" schema:"enum=cores|sockets"`
	// PodNetwork gives each machine the pod network as its first interface where its networks name none that takes its place. With
	// false only machines without any network get it, to which KubeVirt would give it anyhow.
	PodNetwork bool `json:"podNetwork"`
	// Placement is networks or none: whether machines may only run on nodes that have their networks.
	Placement string `json:"placement" schema:"enum=networks|none"`
	// AccessModes of volumes whose disk gives none: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod; or FromStorageProfile
	// alone, with which CDI takes access and volume mode from the StorageProfile of the class.
	AccessModes []string `json:"accessModes,omitempty" yaml:"single" schema:"enum=ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod|FromStorageProfile" default:"ReadWriteOnce"`
}

// DefaultRenderSpec is the configuration of a run without a functionConfig. The namespace and the release are NMState's
// own; the seed guide's nmstate-system is one line away. The release is not the newest: a new one becomes the default only
// with a new version of our own, since that changes what is already in a cluster.
func DefaultRenderSpec() RenderSpec {
	return RenderSpec{
		NMState: NMState{
			Install: InstallManifests, Version: "v0.85.1", Namespace: "nmstate",
			Registry: "quay.io/nmstate", OperatorReplicas: 1,
		},
		Network:  Network{PhysicalInterface: "ens160", PolicyNames: NamesPlain},
		VM:       VM{CPU: 1, Memory: "2Gi", CPUAs: AsCores, PodNetwork: true, Placement: PlacementNetworks},
		Delivery: DeliveryArgoCD,
		Flux:     Flux{Namespace: "flux-system", Name: "wukong", SourceKind: "OCIRepository", SourceName: "wukong", Path: "./"},
	}
}
