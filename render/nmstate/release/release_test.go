package release

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// usual is the release of a package that names none.
var usual = api.DefaultRenderSpec().NMState.Version

func TestVersions(t *testing.T) {
	require.Equal(t, []string{"v0.84.0", "v0.85.0", "v0.85.1", "v0.86.0"}, Versions())
	require.Equal(t, "v0.85.1", usual)
	require.Contains(t, Versions(), usual)

	Versions()[0] = "changed by a caller"
	require.Equal(t, "v0.84.0", Versions()[0])
}

func TestUnknownVersion(t *testing.T) {
	const known = "the built-in ones are v0.84.0, v0.85.0, v0.85.1, v0.86.0"
	for _, version := range []string{"", "0.85.1", "v0.85.2", "latest"} {
		t.Run(version, func(t *testing.T) {
			objects, err := Manifests(Options{Version: version, Namespace: "nmstate", Registry: "r", OperatorReplicas: 1})
			require.ErrorContains(t, err, `"`+version+`"`)
			require.ErrorContains(t, err, known)
			require.Empty(t, objects)

			_, err = InstanceSchema(version)
			require.ErrorContains(t, err, known)
		})
	}
}

func TestOrder(t *testing.T) {
	for _, version := range Versions() {
		t.Run(version, func(t *testing.T) {
			require.Equal(t, []string{
				"CustomResourceDefinition/nmstates.nmstate.io",
				"CustomResourceDefinition/nodenetworkconfigurationenactments.nmstate.io",
				"CustomResourceDefinition/nodenetworkconfigurationpolicies.nmstate.io",
				"CustomResourceDefinition/nodenetworkstates.nmstate.io",
				"Namespace/nmstate",
				"ServiceAccount/nmstate-operator",
				"ClusterRole/nmstate-operator",
				"Role/nmstate-operator",
				"ClusterRoleBinding/nmstate-operator",
				"RoleBinding/nmstate-operator",
				"Deployment/nmstate-operator",
			}, kinds(objects(t, version)))
		})
	}
}

// TestNoDescription looks at our objects as they are, nothing stripped.
func TestNoDescription(t *testing.T) {
	for _, version := range Versions() {
		t.Run(version, func(t *testing.T) {
			for _, object := range append(objects(t, version), built(OLM("nmstate"))...) {
				leaves := map[string]any{}
				collect(tree(t, object), "", leaves)
				for path := range leaves {
					require.False(t, strings.HasSuffix(path, ".description"), path)
					require.NotContains(t, path, "controller-gen")
				}
			}
		})
	}
}

// TestFresh holds that no two calls share anything that a caller could change.
func TestFresh(t *testing.T) {
	spec := map[string]any{"tolerations": []any{map[string]any{"key": "a"}}}
	calls := map[string]func() any{
		"manifests": func() any { return objects(t, usual) },
		"olm":       func() any { return built(OLM("nmstate")) },
		"instance":  func() any { return Instance(spec).Build() },
		"schema": func() any {
			s, err := InstanceSchema(usual)
			require.NoError(t, err)
			return s
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			first, second := map[uintptr]bool{}, map[uintptr]bool{}
			one, two := call(), call()
			addresses(reflect.ValueOf(one), first)
			addresses(reflect.ValueOf(two), second)
			require.Equal(t, one, two)
			require.NotEmpty(t, first)
			for address := range first {
				require.False(t, second[address], "two calls share a map, slice or pointer")
			}
		})
	}
}

// addresses collects where maps, slices and pointers point to, but for those to nothing, which all are alike.
func addresses(v reflect.Value, into map[uintptr]bool) {
	switch v.Kind() {
	case reflect.Interface:
		addresses(v.Elem(), into)
	case reflect.Pointer:
		if !v.IsNil() && v.Type().Elem().Size() > 0 {
			into[v.Pointer()] = true
			addresses(v.Elem(), into)
		}
	case reflect.Map:
		if !v.IsNil() {
			into[v.Pointer()] = true
		}
		for _, key := range v.MapKeys() {
			addresses(v.MapIndex(key), into)
		}
	case reflect.Slice:
		if v.Cap() > 0 {
			into[v.Pointer()] = true
		}
		for i := range v.Len() {
			addresses(v.Index(i), into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			addresses(v.Field(i), into)
		}
	}
}

func TestOLM(t *testing.T) {
	want := []string{`
apiVersion: v1
kind: Namespace
metadata:
  name: infra
  labels:
    name: infra
    pod-security.kubernetes.io/audit: privileged
    pod-security.kubernetes.io/enforce: privileged
    pod-security.kubernetes.io/warn: privileged
`, `
apiVersion: operators.coreos.com/v1
kind: OperatorGroup
metadata:
  name: nmstate-operator-group
  namespace: infra
`, `
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata:
  name: kubernetes-nmstate-operator
  namespace: infra
spec:
  channel: stable
  name: kubernetes-nmstate-operator
  source: operatorhubio-catalog
  sourceNamespace: olm
`}
	objects := built(OLM("infra"))
	require.Len(t, objects, len(want))
	for i, object := range objects {
		wanted, err := yaml.YAMLToJSON([]byte(want[i]))
		require.NoError(t, err)
		require.JSONEq(t, string(wanted), string(written(t, object)))
	}
}

func TestInstance(t *testing.T) {
	rows := []struct {
		name string
		spec map[string]any
		want string
	}{
		{"no spec", nil, `{"apiVersion":"nmstate.io/v1","kind":"NMState","metadata":{"name":"nmstate"}}`},
		{"empty spec", map[string]any{}, `{"apiVersion":"nmstate.io/v1","kind":"NMState","metadata":{"name":"nmstate"}}`},
		{
			"only null", map[string]any{"tolerations": nil},
			`{"apiVersion":"nmstate.io/v1","kind":"NMState","metadata":{"name":"nmstate"}}`,
		},
		{
			"fields", map[string]any{
				"nodeSelector": map[string]any{"kubernetes.io/os": "linux"},
				"tolerations":  []any{map[string]any{"key": "", "tolerationSeconds": int64(0), "value": nil}},
			},
			`{"apiVersion":"nmstate.io/v1","kind":"NMState","metadata":{"name":"nmstate"},"spec":{
				"nodeSelector":{"kubernetes.io/os":"linux"},"tolerations":[{"key":"","tolerationSeconds":0}]}}`,
		},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			require.JSONEq(t, row.want, string(written(t, Instance(row.spec).Build())))
		})
	}
}

// TestInstanceSchema holds that a spec is checked against the fields of the version that is installed.
func TestInstanceSchema(t *testing.T) {
	for _, version := range Versions() {
		t.Run(version, func(t *testing.T) {
			s, err := InstanceSchema(version)
			require.NoError(t, err)
			require.Empty(t, s.Check(map[string]any{
				"nodeSelector":       map[string]any{"kubernetes.io/os": "linux"},
				"probeConfiguration": map[string]any{"dns": map[string]any{}},
			}, "nmstate.instance"))

			found := s.Check(map[string]any{
				"logLevel":             "debug",
				"metricsConfiguration": map[string]any{"bindAddress": ":9090"},
			}, "nmstate.instance")
			if version != "v0.84.0" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 2)
			require.Equal(t, "nmstate.instance.logLevel", found[0].Path)
			require.Contains(t, found[0].Message, "is an unknown field")
			require.Equal(t, "nmstate.instance.metricsConfiguration", found[1].Path)
		})
	}
}

func BenchmarkManifests(b *testing.B) {
	for b.Loop() {
		parts, err := Manifests(upstreamOptions(usual))
		if err != nil {
			b.Fatal(err)
		}
		built(parts)
	}
}

func objects(t *testing.T, version string) []object.Object {
	t.Helper()
	parts, err := Manifests(upstreamOptions(version))
	require.NoError(t, err)
	return built(parts)
}

func built(parts []Part) []object.Object {
	objects := make([]object.Object, len(parts))
	for i, p := range parts {
		objects[i] = p.Build()
	}
	return objects
}

func kinds(objects []object.Object) []string {
	var ids []string
	for _, object := range objects {
		ids = append(ids, object.Head().Kind+"/"+object.Head().Metadata.Name)
	}
	return ids
}
