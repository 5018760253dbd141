package own

import (
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
)

// Hints are what a delivery tool must know of an object beyond its stage.
type Hints struct {
	// Later says that the object's kind comes with the same output, so that a dry run cannot know it yet.
	Later bool
	// Precious says that data is lost with the object.
	Precious bool
	// DependsOn are objects of the same output that must be ready first; for kpt.
	DependsOn []kube.ID
}

// The annotations of the delivery tools.
const (
	argoWave      = "argocd.argoproj.io/sync-wave"
	argoOptions   = "argocd.argoproj.io/sync-options"
	fluxPrune     = "kustomize.toolkit.fluxcd.io/prune"
	fluxSSA       = "kustomize.toolkit.fluxcd.io/ssa"
	kptDependsOn  = "config.kubernetes.io/depends-on"
	argoConfirm   = "Delete=confirm,Prune=confirm"
	argoSkip      = "SkipDryRunOnMissingResource=true"
	argoServer    = "ServerSideApply=true"
	operatorKinds = "nodenetwork"
)

// MarkDelivery writes the ordering hints of a delivery tool on an object.
func MarkDelivery(h *kube.Header, delivery string, s Stage, hints Hints) {
	switch delivery {
	case api.DeliveryArgoCD:
		markArgoCD(h, s, hints)
	case api.DeliveryFlux:
		markFlux(h, hints)
	case api.DeliveryKpt:
		markKpt(h, hints)
	}
}

func definition(h *kube.Header) bool { return h.Kind == "CustomResourceDefinition" }

// markArgoCD gives the object its wave and, where it needs them, options. Definitions are applied by the server: the one
// of NMState is too large for client-side apply's annotation, and on the object, unlike on the Application, the option
// brings no server-side diff that would fight with the operator, which applies the others itself (Argo CD 3.6.1). Argo CD
// 3.2.11 still sees the operator's descriptions as a difference: docs/argocd.md says what the Application sets for it.
func markArgoCD(h *kube.Header, s Stage, hints Hints) {
	h.Metadata.Annotations.Set(argoWave, strconv.Itoa(int(s)))
	switch {
	case definition(h):
		h.Metadata.Annotations.Set(argoOptions, argoServer)
	case hints.Later:
		h.Metadata.Annotations.Set(argoOptions, argoSkip)
	case hints.Precious:
		h.Metadata.Annotations.Set(argoOptions, argoConfirm)
	}
}

// markFlux keeps what holds data from being pruned, and leaves the definitions that the operator applies with its own
// descriptions alone once they are there: Flux would revert them at each reconciliation (Flux 1.9.5).
func markFlux(h *kube.Header, hints Hints) {
	switch {
	case definition(h) && strings.HasPrefix(h.Metadata.Name, operatorKinds):
		h.Metadata.Annotations.Set(fluxSSA, "IfNotPresent")
	case hints.Precious:
		h.Metadata.Annotations.Set(fluxPrune, "disabled")
	}
}

// markKpt names what must be ready first. NMState's release gives its ClusterRoleBinding a namespace, which the API server
// drops and kpt live refuses.
func markKpt(h *kube.Header, hints Hints) {
	if h.Kind == "ClusterRoleBinding" {
		h.Metadata.Namespace = ""
	}
	refs := make([]string, 0, len(hints.DependsOn))
	for _, id := range hints.DependsOn {
		refs = append(refs, reference(id))
	}
	if len(refs) > 0 {
		h.Metadata.Annotations.Set(kptDependsOn, strings.Join(refs, ","))
	}
}

// reference is GROUP/KIND/NAME or GROUP/namespaces/NAMESPACE/KIND/NAME, as cli-utils writes it.
func reference(id kube.ID) string {
	if id.Namespace == "" {
		return id.Group + "/" + id.Kind + "/" + id.Name
	}
	return id.Group + "/namespaces/" + id.Namespace + "/" + id.Kind + "/" + id.Name
}
