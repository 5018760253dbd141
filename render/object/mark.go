package object

import (
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/resource"
)

// The marks on objects, as render/resource reads them.
const (
	// OwnerAnnotation names what an object is generated from. An object without it is foreign: never changed, never removed. One
	// that has it is ours only if all else fits: see Owner.
	OwnerAnnotation = resource.OwnerAnnotation
	ManagedByLabel  = resource.ManagedByLabel
	ManagedBy       = "wukong-fn"
	// LocalConfig keeps kustomize, kpt and us from applying a resource.
	LocalConfig = resource.LocalAnnotation
	// PathAnnotation names the file of an item inside the package (KRM functions specification v1); LegacyPath is its name
	// before, which kyaml reads first.
	PathAnnotation = resource.PathAnnotation
	LegacyPath     = resource.LegacyPathAnnotation
)

// Room lends the memory of annotations and labels to one object after the other. The zero Room is ready.
type Room struct{ annotations, labels Strings }

// Lend gives room to an object that has no annotations or no labels yet. It is the object's until the next call.
func (r *Room) Lend(h *Header) {
	if r.annotations == nil {
		r.annotations, r.labels = make(Strings, 0, 8), make(Strings, 0, 4)
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

// In says whether what an owner gives can stand in a namespace: in its own, or in any if it has none, for that may have been set
// later.
func (o Owner) In(namespace string) bool { return o.Namespace == "" || o.Namespace == namespace }

func (o Owner) String() string { return o.Kind + "/" + o.Namespace + "/" + o.Name }

// Carry gives a new object the labels and annotations that it has from the resource that it is made from. What stands there
// already stays.
func Carry(h *Header, labels, annotations map[string]string) {
	h.Metadata.Labels.AddAll(labels)
	h.Metadata.Annotations.AddAll(annotations)
}

// Mark sets the owner annotation and the managed-by label on a new object.
func Mark(h *Header, owner string) {
	h.Metadata.Annotations.Set(OwnerAnnotation, owner)
	h.Metadata.Labels.Set(ManagedByLabel, ManagedBy)
}

// MarkPath sets the path annotations on a new object, for orchestrators that write files.
func MarkPath(h *Header, path string) {
	h.Metadata.Annotations.Set(PathAnnotation, path)
	h.Metadata.Annotations.Set(LegacyPath, path)
}
