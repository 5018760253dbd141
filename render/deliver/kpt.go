package deliver

import (
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// kpt applies with cli-utils. NMState's release gives its ClusterRoleBinding a namespace, which the API server drops and kpt
// live refuses.
var kpt = Tool{Name: api.DeliveryKpt, Mark: markKpt, References: true, Strict: true}

const (
	kptDependsOn = "config.kubernetes.io/depends-on"
	kptDeletion  = "client.lifecycle.config.k8s.io/deletion"
)

// markKpt names what must be ready first, and keeps what is to stay.
func markKpt(h *object.Header, _ object.Stage, hints object.Hints) {
	if hints.Kept {
		h.Metadata.Annotations.Set(kptDeletion, "detach")
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
func reference(id object.ID) string {
	if id.Namespace == "" {
		return id.Group + "/" + id.Kind + "/" + id.Name
	}
	return id.Group + "/namespaces/" + id.Namespace + "/" + id.Kind + "/" + id.Name
}
