package own

import (
	"strconv"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
)

// MarkDelivery writes the ordering hints of the delivery tool on an object. kindComesLater says that the object's kind is
// brought by the same application, so that a dry run cannot know it yet.
func MarkDelivery(h *kube.Header, delivery string, s Stage, kindComesLater bool) {
	if delivery == api.DeliveryKpt && h.Kind == "ClusterRoleBinding" {
		// NMState's release gives it a namespace, which the API server drops and kpt live refuses.
		h.Metadata.Namespace = ""
	}
	if delivery != api.DeliveryArgoCD {
		return
	}
	set(&h.Metadata.Annotations, "argocd.argoproj.io/sync-wave", strconv.Itoa(int(s)))
	switch {
	case h.Kind == "CustomResourceDefinition":
		// The NMState definition is too large for the last-applied annotation of client-side apply; and the operator applies the
		// others itself, with descriptions: on the object, unlike on the Application, this brings no server-side diff that
		// would fight with it (measured on Argo CD 3.6.1).
		set(&h.Metadata.Annotations, "argocd.argoproj.io/sync-options", "ServerSideApply=true")
	case kindComesLater:
		set(&h.Metadata.Annotations, "argocd.argoproj.io/sync-options", "SkipDryRunOnMissingResource=true")
	}
}
