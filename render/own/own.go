// Package own says which objects are ours, where each stands in the order of application, and how both are written on the
// object: an owner annotation and a label, the path of its file, and the ordering hints of the delivery tool.
package own

import "github.com/novasphere/wukong-fn/render/kube"

// The marks on objects.
const (
	// OwnerAnnotation is KIND/NAMESPACE/NAME of the input that an object is generated from. An object without it is foreign:
	// never changed, never removed.
	OwnerAnnotation = "fn.novasphere.dev/owner"
	ManagedByLabel  = "app.kubernetes.io/managed-by"
	ManagedBy       = "wukong-fn"
	// LocalConfig keeps kustomize, kpt and us from applying a resource.
	LocalConfig = "config.kubernetes.io/local-config"
	// PathAnnotation names the file of an item inside the package (KRM functions specification v1); LegacyPath is its name
	// before, which kyaml reads first.
	PathAnnotation = "internal.config.kubernetes.io/path"
	LegacyPath     = "config.kubernetes.io/path"
)

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

// Room lends the memory of annotations and labels to one object after the other. The zero Room is ready.
type Room struct{ annotations, labels kube.Strings }

// Lend gives room to an object that has no annotations or no labels yet. It is the object's until the next call.
func (r *Room) Lend(h *kube.Header) {
	if r.annotations == nil {
		r.annotations, r.labels = make(kube.Strings, 0, 8), make(kube.Strings, 0, 4)
	}
	if h.Metadata.Annotations == nil {
		h.Metadata.Annotations = r.annotations[:0]
	}
	if h.Metadata.Labels == nil {
		h.Metadata.Labels = r.labels[:0]
	}
}

// Mark writes on a freshly built object whose it is.
func Mark(h *kube.Header, owner string) {
	h.Metadata.Annotations.Set(OwnerAnnotation, owner)
	h.Metadata.Labels.Set(ManagedByLabel, ManagedBy)
}

// MarkPath writes the object's file on it, for orchestrators that write files.
func MarkPath(h *kube.Header, path string) {
	h.Metadata.Annotations.Set(PathAnnotation, path)
	h.Metadata.Annotations.Set(LegacyPath, path)
}
