// Package own says which objects are ours, where each stands in the order of application, and how both are written on the
// object: an owner annotation and a label, the path of its file, and the ordering hints of the delivery tool.
package own

import (
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
)

// The marks on objects.
const (
	// OwnerAnnotation is KIND/NAMESPACE/NAME of the input that an object is generated from. An object without it is foreign:
	// never changed, never removed. One that has it is ours only if all else fits: see Owner.
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

// Owner is what objects are generated from, as their owner annotation names it: a Wukong, a NetworkConfig or the
// configuration.
type Owner struct{ Kind, Namespace, Name string }

// ParseOwner reads an owner annotation, false where it has not the form that we write. A namespace may be empty. So may
// be the name of a configuration, and nobody checks how that is spelled.
func ParseOwner(annotation string) (Owner, bool) {
	kind, rest, _ := strings.Cut(annotation, "/")
	namespace, name, found := strings.Cut(rest, "/")
	o := Owner{kind, namespace, name}
	switch kind {
	case api.KindRender:
		return o, found && !strings.Contains(name, "/")
	case api.KindWukong, api.KindNetwork:
		return o, name != "" && nameLike(name) && nameLike(namespace)
	}
	return o, false
}

// nameLike says whether all of a text may stand in a Kubernetes name.
func nameLike(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}

func (o Owner) String() string { return o.Kind + "/" + o.Namespace + "/" + o.Name }

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
