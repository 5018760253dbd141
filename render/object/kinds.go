package object

// Kind is a kind of object that we write, or that comes of one in the cluster.
type Kind uint8

// The kinds, by their names in Kubernetes. Unknown is any other.
const (
	Unknown Kind = iota
	CustomResourceDefinition
	Namespace
	ServiceAccount
	ClusterRole
	ClusterRoleBinding
	Role
	RoleBinding
	Deployment
	OperatorGroup
	Subscription
	NMState
	NodeNetworkConfigurationPolicy
	NodeNetworkConfigurationEnactment
	NodeNetworkState
	NetworkAttachmentDefinition
	Secret
	Service
	VirtualMachine
	DataVolume
	PersistentVolumeClaim
	DataSource
	ConfigMap
)

// row is what is known of a kind.
type row struct {
	apiVersion, name string
	scope            scope
	stage            Stage
	order            order
}

// scope says whether a kind's objects have a namespace. The API server drops one that is given to an object of the cluster.
type scope bool

const (
	cluster    scope = true
	namespaced scope = false
)

// order says which objects of a kind belong to its stage in staged output: all of them, or only ours.
type order bool

const (
	everybodys order = true
	ours       order = false
)

const rbac = "rbac.authorization.k8s.io/v1"

// kinds is the table of all. Identities, stages, sync waves, files and clashes follow from it.
var kinds = [...]row{
	CustomResourceDefinition:          {"apiextensions.k8s.io/v1", "CustomResourceDefinition", cluster, Install, everybodys},
	Namespace:                         {"v1", "Namespace", cluster, Install, everybodys},
	ServiceAccount:                    {"v1", "ServiceAccount", namespaced, Install, ours},
	ClusterRole:                       {rbac, "ClusterRole", cluster, Install, ours},
	ClusterRoleBinding:                {rbac, "ClusterRoleBinding", cluster, Install, ours},
	Role:                              {rbac, "Role", namespaced, Install, ours},
	RoleBinding:                       {rbac, "RoleBinding", namespaced, Install, ours},
	Deployment:                        {"apps/v1", "Deployment", namespaced, Install, ours},
	OperatorGroup:                     {"operators.coreos.com/v1", "OperatorGroup", namespaced, Install, ours},
	Subscription:                      {"operators.coreos.com/v1alpha1", "Subscription", namespaced, Install, ours},
	NMState:                           {"nmstate.io/v1", "NMState", cluster, Instance, everybodys},
	NodeNetworkConfigurationPolicy:    {"nmstate.io/v1", "NodeNetworkConfigurationPolicy", cluster, HostNetworks, everybodys},
	NodeNetworkConfigurationEnactment: {"nmstate.io/v1beta1", "NodeNetworkConfigurationEnactment", cluster, HostNetworks, everybodys},
	NodeNetworkState:                  {"nmstate.io/v1beta1", "NodeNetworkState", cluster, HostNetworks, everybodys},
	NetworkAttachmentDefinition:       {"k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", namespaced, Attachments, everybodys},
	Secret:                            {"v1", "Secret", namespaced, Machines, ours},
	Service:                           {"v1", "Service", namespaced, Machines, ours},
	VirtualMachine:                    {"kubevirt.io/v1", "VirtualMachine", namespaced, Machines, ours},
	DataVolume:                        {"cdi.kubevirt.io/v1beta1", "DataVolume", namespaced, Machines, ours},
	PersistentVolumeClaim:             {"v1", "PersistentVolumeClaim", namespaced, Machines, ours},
	DataSource:                        {"cdi.kubevirt.io/v1beta1", "DataSource", namespaced, Machines, ours},
	ConfigMap:                         {"v1", "ConfigMap", namespaced, Machines, ours},
}

// KindOf is the kind of an object, Unknown where it has no row.
func KindOf(id ID) Kind { return kindOf(id.Group, id.Kind) }

func kindOf(group, name string) Kind {
	for k := range kinds {
		if kinds[k].name == name && Group(kinds[k].apiVersion) == group {
			return Kind(k)
		}
	}
	return Unknown
}

// String is the kind's name.
func (k Kind) String() string { return kinds[k].name }

// APIVersion is the version that we write.
func (k Kind) APIVersion() string { return kinds[k].apiVersion }

// ClusterScoped says whether the kind's objects have no namespace.
func (k Kind) ClusterScoped() bool { return kinds[k].scope == cluster }

// Stage is the step of the application in which our objects of the kind are applied.
func (k Kind) Stage() Stage { return kinds[k].stage }

// ID is the identity of an object of the kind, with the namespace as it is written.
func (k Kind) ID(namespace, name string) ID {
	return ID{Group: Group(kinds[k].apiVersion), Kind: kinds[k].name, Namespace: namespace, Name: name}
}

// Header is the beginning of an object of the kind.
func (k Kind) Header(namespace, name string) Header {
	return Header{APIVersion: kinds[k].apiVersion, Kind: kinds[k].name, Metadata: Meta{Namespace: namespace, Name: name}}
}

// Stage is a step of the application: everything in a stage can be applied once the stages before it are ready.
type Stage int

// The stages, in order. Their numbers are sync waves and the beginnings of directory names.
const (
	Install      Stage = 0
	Instance     Stage = 10
	HostNetworks Stage = 20
	Attachments  Stage = 30
	Machines     Stage = 40
)

// Stages lists them in order.
func Stages() []Stage { return []Stage{Install, Instance, HostNetworks, Attachments, Machines} }

// Directory is the stage's directory in staged output and in packages.
func (s Stage) Directory() string {
	switch s {
	case Install:
		return "00-install"
	case Instance:
		return "10-nmstate"
	case HostNetworks:
		return "20-host-networks"
	case Attachments:
		return "30-attachments"
	default:
		return "40-machines"
	}
}

// StageOf is the stage that a foreign resource belongs to when a package is written in stages: what others need first,
// NMState and attachments by their kinds, everything else with the machines.
func StageOf(group, kind string) Stage {
	if k := kindOf(group, kind); kinds[k].order == everybodys {
		return kinds[k].stage
	}
	return Machines
}
