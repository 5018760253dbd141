package release

import (
	"slices"

	"github.com/novasphere/wukong-fn/render/object"
)

const rbacGroup = "rbac.authorization.k8s.io"

// role is a Role or a ClusterRole.
type role struct {
	object.Header
	Rules []rule `json:"rules"`
}

type rule struct {
	APIGroups []string `json:"apiGroups"`
	Resources []string `json:"resources"`
	Verbs     []string `json:"verbs"`
}

// allow lets everything be done to resources of a group.
func allow(group string, resources ...string) rule { return permit(group, resources, "*") }

func permit(group string, resources []string, verbs ...string) rule {
	return rule{APIGroups: []string{group}, Resources: resources, Verbs: verbs}
}

// only keeps values where the condition holds.
func only[T any](condition bool, values ...T) []T {
	if condition {
		return values
	}
	return nil
}

func newRole(namespace string) *role {
	return &role{
		Header: object.Role.Header(namespace, operatorName),
		Rules: []rule{
			allow("apps", workloads()...),
			allow("policy", "poddisruptionbudgets"),
		},
	}
}

func workloads() []string {
	return []string{"daemonsets", "deployments", "replicasets", "statefulsets"}
}

// newClusterRole orders its rules by group, as the generator of the upstream file does.
func newClusterRole(r release) *role {
	admission := append([]string{"mutatingwebhookconfigurations"},
		only(r.admissionPolicies, "validatingadmissionpolicies", "validatingadmissionpolicybindings")...)
	monitoring := append(only(r.prometheusRules, "prometheusrules"), "servicemonitors")

	return &role{
		Header: object.ClusterRole.Header("", operatorName),
		Rules: slices.Concat(
			[]rule{
				allow("", "configmaps", "endpoints", "events", "namespaces", "persistentvolumeclaims", "pods", "secrets",
					"serviceaccounts", "services"),
				permit("", []string{"nodes"}, "get", "list"),
				allow("admissionregistration.k8s.io", admission...),
				{
					APIGroups: []string{"apiextensions.k8s.io", group},
					Resources: []string{"*"},
					Verbs:     []string{"*"},
				},
				allow("apps", workloads()...),
				allow("console.openshift.io", "consoleplugins"),
				permit("monitoring.coreos.com", monitoring, "create", "get", "list", "patch", "update", "watch"),
			},
			only(r.networkPolicies, allow("networking.k8s.io", "networkpolicies")),
			[]rule{
				permit("operator.openshift.io", []string{"consoles"}, "get", "list", "update", "watch"),
				allow(rbacGroup, "clusterrolebindings", "clusterroles", "rolebindings", "roles"),
			},
		),
	}
}
