package object_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestStrings holds Strings against a map: it has the same values whatever is set in whatever order, sorted by key.
func TestStrings(t *testing.T) {
	effort.Rounds(t, 500, func(r *rand.Rand) {
		var got object.Strings
		want := map[string]string{}
		for i := range r.IntN(20) {
			key, value := "k"+strconv.Itoa(r.IntN(12)), strconv.Itoa(i)
			got.Set(key, value)
			want[key] = value
			require.Equal(t, value, got.Get(key))
		}
		require.Len(t, got, len(want))
		for i, p := range got {
			require.Equal(t, want[p.Key], p.Value)
			require.True(t, i == 0 || got[i-1].Key < p.Key, "sorted, each key once")
		}
		require.Empty(t, got.Get("k12"))
	})
}

func TestIdentity(t *testing.T) {
	for name, tc := range map[string]struct {
		header object.Header
		want   object.ID
		text   string
	}{
		"core group": {
			object.Header{APIVersion: "v1", Kind: "Secret", Metadata: object.Meta{Name: "a", Namespace: "n"}},
			object.ID{Kind: "Secret", Namespace: "n", Name: "a"}, "Secret/n/a",
		},
		"versions of a group are one identity": {
			object.Header{APIVersion: "nmstate.io/v1beta1", Kind: "NodeNetworkConfigurationPolicy", Metadata: object.Meta{Name: "p"}},
			object.ID{Group: "nmstate.io", Kind: "NodeNetworkConfigurationPolicy", Name: "p"}, "NodeNetworkConfigurationPolicy/p",
		},
	} {
		t.Run(name, func(t *testing.T) {
			id := object.IDOf(&tc.header)
			require.Equal(t, tc.want, id)
			require.Equal(t, tc.text, id.String())
		})
	}
}

func TestGroup(t *testing.T) {
	for apiVersion, want := range map[string]string{"": "", "v1": "", "apps/v1": "apps", "vm.novasphere.dev/v1alpha1": "vm.novasphere.dev", "/v1": "", "a/b/c": "a"} {
		require.Equal(t, want, object.Group(apiVersion), apiVersion)
	}
}

// TestScoped holds that a namespace on an object of a cluster-scoped kind is none.
func TestScoped(t *testing.T) {
	for id, cluster := range map[object.ID]bool{
		{Kind: "Namespace", Name: "a"}:                                                        true,
		{Kind: "ServiceAccount", Name: "a"}:                                                   false,
		{Group: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: "a"}:                  true,
		{Group: "rbac.authorization.k8s.io", Kind: "ClusterRoleBinding", Name: "a"}:           true,
		{Group: "rbac.authorization.k8s.io", Kind: "RoleBinding", Name: "a"}:                  false,
		{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition", Name: "a"}:          true,
		{Group: "nmstate.io", Kind: "NMState", Name: "a"}:                                     true,
		{Group: "nmstate.io", Kind: "NodeNetworkConfigurationPolicy", Name: "a"}:              true,
		{Group: "k8s.cni.cncf.io", Kind: "NetworkAttachmentDefinition", Name: "a"}:            false,
		{Group: "kubevirt.io", Kind: "VirtualMachine", Name: "a"}:                             false,
		{Group: "example.com", Kind: "Namespace", Name: "a"}:                                  false,
		{Group: "example.com", Kind: "ClusterRole", Name: "a"}:                                false,
		{Group: "cdi.kubevirt.io", Kind: "DataVolume", Name: "a"}:                             false,
		{Group: "operators.coreos.com", Kind: "Subscription", Name: "kubernetes-nmstate-ope"}: false,
	} {
		placed := id
		placed.Namespace = "shop"
		want := placed
		if cluster {
			want = id
		}
		require.Equal(t, want, placed.Scoped(), "%s of %q", id, id.Group)
		require.Equal(t, id, id.Scoped())
	}
}

// TestKinds holds that each kind has its whole row, and is found by its group and name.
func TestKinds(t *testing.T) {
	for k := object.CustomResourceDefinition; k <= object.PersistentVolumeClaim; k++ {
		require.NotEmpty(t, k.String())
		h := k.Header("shop", "a")
		require.Equal(t, k.ID("shop", "a"), object.IDOf(&h))
		require.Equal(t, k, object.KindOf(object.IDOf(&h)))
		require.Equal(t, k.APIVersion(), h.APIVersion)
	}
	require.Equal(t, object.Unknown, object.KindOf(object.ID{Kind: "VirtualMachine"}))
	require.Equal(t, object.Unknown, object.KindOf(object.ID{}))
}

// TestHeaderIsWritten holds what the builders rely on: an object that embeds a Header is an Object, its header can be
// changed through it, and nothing that is empty is written.
func TestHeaderIsWritten(t *testing.T) {
	type thing struct {
		object.Header
		Spec string `json:"spec"`
	}
	made := &thing{Header: object.Header{APIVersion: "v1", Kind: "Thing", Metadata: object.Meta{Name: "a"}}, Spec: "s"}
	var head object.Object = made
	text, err := encode.String(made)
	require.NoError(t, err)
	require.Equal(t, "apiVersion: v1\nkind: Thing\nmetadata:\n  name: a\nspec: s\n", text)
	head.Head().Metadata.Labels.Set("b", "2")
	head.Head().Metadata.Labels.Set("a", "yes")
	head.Head().Metadata.Namespace = "shop"
	text, err = encode.String(made)
	require.NoError(t, err)
	require.Equal(t, "apiVersion: v1\nkind: Thing\nmetadata:\n  labels:\n    a: \"yes\"\n    b: \"2\"\n  name: a\n  namespace: shop\nspec: s\n", text)
}
