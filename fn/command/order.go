package command

import (
	"cmp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/resource"
)

// entry is one document of the output: a foreign resource, or the generated object of an index.
type entry struct {
	apiVersion, kind, namespace, name string

	foreign   *resource.Resource
	generated int
}

// entries are all of the output.
func entries(result *render.Result) []entry {
	out := make([]entry, 0, len(result.Kept)+result.Len())
	for i := range result.Kept {
		if k := &result.Kept[i]; !k.Local {
			m := &k.Meta
			out = append(out, entry{m.APIVersion, m.Kind, m.Namespace, m.Name, k.Resource, 0})
		}
	}
	for i := range result.Len() {
		apiVersion, id := result.Identity(i)
		out = append(out, entry{apiVersion, id.Kind, id.Namespace, id.Name, nil, i})
	}
	return out
}

// ordering is the order in which kustomize prints (api v0.21.2): by the rank of the kind, then by group, version and
// kind, then by namespace and name. It is kustomize's default, called legacy.
type ordering struct{ rank map[string]int }

// The kinds that kustomize's default order puts first and last.
const (
	orderFirst = "Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding " +
		"ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment " +
		"StatefulSet CronJob PodDisruptionBudget"
	orderLast = "MutatingWebhookConfiguration ValidatingWebhookConfiguration"
)

// orderingOf is the order that a kustomization asks for, nil where it wants its resources as they come, and for a package
// that is none.
func orderingOf(options *types.SortOptions) *ordering {
	if options == nil || options.Order == types.FIFOSortOrder {
		return nil
	}
	first, last := strings.Fields(orderFirst), strings.Fields(orderLast)
	if l := options.LegacySortOptions; l != nil {
		first, last = l.OrderFirst, l.OrderLast
	}
	rank := make(map[string]int, len(first)+len(last))
	for i, kind := range first {
		rank[kind] = i - len(first)
	}
	for i, kind := range last {
		rank[kind] = i + 1
	}
	return &ordering{rank}
}

// of is all of the output in this order.
func (o *ordering) of(result *render.Result) []entry {
	all := entries(result)
	slices.SortFunc(all, func(a, b entry) int {
		if c := cmp.Compare(o.rank[a.kind], o.rank[b.kind]); c != 0 {
			return c
		}
		if c := cmp.Compare(sortKey(a), sortKey(b)); c != 0 {
			if a.kind == types.NamespaceKind && b.kind == types.NamespaceKind {
				return -c
			}
			return c
		}
		return cmp.Compare(cmp.Or(a.namespace, "~X")+"|"+cmp.Or(a.name, "~N"), cmp.Or(b.namespace, "~X")+"|"+cmp.Or(b.name, "~N"))
	})
	return all
}

// sortKey is GROUP_VERSION_KIND with kustomize's marks for what is missing.
func sortKey(d entry) string {
	group, version, found := strings.Cut(d.apiVersion, "/")
	if !found {
		group, version = "", group
	}
	return cmp.Or(group, "~G") + "_" + cmp.Or(version, "~V") + "_" + cmp.Or(d.kind, "~K")
}
