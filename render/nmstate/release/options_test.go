package release

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOptions changes one option at a time and lists every leaf that changes with it, in every release.
func TestOptions(t *testing.T) {
	const env = "Deployment .spec.template.spec.containers[0].env"
	namespaced := func(namespace string) map[string]any {
		return map[string]any{
			"ClusterRoleBinding .metadata.namespace":    namespace,
			"ClusterRoleBinding .subjects[0].namespace": namespace,
			"Deployment .metadata.namespace":            namespace,
			env + "{HANDLER_NAMESPACE}.value":           namespace,
			env + "{OPERATOR_NAMESPACE}.value":          namespace,
			"Namespace .metadata.labels.name":           namespace,
			"Namespace .metadata.name":                  namespace,
			"Role .metadata.namespace":                  namespace,
			"RoleBinding .metadata.namespace":           namespace,
			"RoleBinding .subjects[0].namespace":        namespace,
			"ServiceAccount .metadata.namespace":        namespace,
		}
	}
	images := func(registry, version string) map[string]any {
		return map[string]any{
			env + "{RELATED_IMAGE_HANDLER_IMAGE}.value":          registry + "/kubernetes-nmstate-handler:" + version,
			"Deployment .spec.template.spec.containers[0].image": registry + "/kubernetes-nmstate-operator:" + version,
		}
	}

	rows := []struct {
		name   string
		change func(*Options)
		want   func(version string) map[string]any
	}{
		{
			name:   "nothing",
			change: func(*Options) {},
			want:   func(string) map[string]any { return map[string]any{} },
		},
		{
			name:   "namespace",
			change: func(o *Options) { o.Namespace = "nmstate-system" },
			want: func(version string) map[string]any {
				want := namespaced("nmstate-system")
				if version == "v0.84.0" {
					delete(want, env+"{OPERATOR_NAMESPACE}.value")
				}
				return want
			},
		},
		{
			name:   "registry",
			change: func(o *Options) { o.Registry = "mirror.example:5000/infra/nmstate" },
			want: func(version string) map[string]any {
				return images("mirror.example:5000/infra/nmstate", version)
			},
		},
		{
			name:   "two replicas",
			change: func(o *Options) { o.OperatorReplicas = 2 },
			want: func(string) map[string]any {
				return map[string]any{"Deployment .spec.replicas": json.Number("2")}
			},
		},
		{
			name:   "no replicas, which is a number like any other",
			change: func(o *Options) { o.OperatorReplicas = 0 },
			want: func(string) map[string]any {
				return map[string]any{"Deployment .spec.replicas": json.Number("0")}
			},
		},
	}
	for _, row := range rows {
		for _, version := range Versions() {
			t.Run(row.name+" "+version, func(t *testing.T) {
				o := upstreamOptions(version)
				before := leaves(t, o)
				row.change(&o)
				require.Equal(t, row.want(version), changed(before, leaves(t, o)))
			})
		}
	}
}

// TestNothingLeft looks for the upstream values once every option has another one.
func TestNothingLeft(t *testing.T) {
	for _, version := range Versions() {
		t.Run(version, func(t *testing.T) {
			after := leaves(t, Options{Version: version, Namespace: "elsewhere", Registry: "mirror.example", OperatorReplicas: 7})
			var left []string
			for _, path := range slices.Sorted(maps.Keys(after)) {
				value, ok := after[path].(string)
				if ok && (value == "nmstate" || strings.HasPrefix(value, "quay.io/")) {
					left = append(left, path)
				}
			}
			require.Equal(t, []string{
				"CustomResourceDefinition/nmstates.nmstate.io .spec.names.singular",
				"Deployment .spec.template.spec.containers[0].env{KUBE_RBAC_PROXY_IMAGE}.value",
			}, left)
		})
	}
}

// leaves are all scalars of a release by "Kind path". A CRD has its name too, since there are four; an item that has
// a name goes by it, so that one more variable does not shift the others.
func leaves(t *testing.T, o Options) map[string]any {
	t.Helper()
	manifests, err := Manifests(o)
	require.NoError(t, err)
	found := map[string]any{}
	for _, object := range built(manifests) {
		id := object.Head().Kind
		if id == "CustomResourceDefinition" {
			id += "/" + object.Head().Metadata.Name
		}
		collect(tree(t, object), id+" ", found)
	}
	return found
}

func collect(value any, path string, into map[string]any) {
	switch v := value.(type) {
	case map[string]any:
		for name, field := range v {
			collect(field, path+"."+name, into)
		}
	case []any:
		for i, item := range v {
			at := fmt.Sprintf("%s[%d]", path, i)
			if variable, ok := item.(map[string]any); ok && strings.HasSuffix(path, ".env") {
				at = fmt.Sprintf("%s{%s}", path, variable["name"])
			}
			collect(item, at, into)
		}
	default:
		into[path] = value
	}
}

// changed are the leaves that differ, with the new value, nil for one that is gone.
func changed(before, after map[string]any) map[string]any {
	found := map[string]any{}
	for path, value := range before {
		if after[path] != value {
			found[path] = after[path]
		}
	}
	for path, value := range after {
		if _, ok := before[path]; !ok {
			found[path] = value
		}
	}
	return found
}
