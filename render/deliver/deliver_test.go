package deliver

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

func TestDelivery(t *testing.T) {
	const wave, options = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/sync-options"
	dependsOn := object.Hints{DependsOn: []object.ID{{Group: "nmstate.io", Kind: "NMState", Name: "nmstate"}, {Kind: "Secret", Namespace: "shop", Name: "a"}}}
	for name, tc := range map[string]struct {
		kind, name, delivery string
		hints                object.Hints
		want                 map[string]string
	}{
		"Argo CD: machine":                      {"VirtualMachine", "a", "argocd", object.Hints{}, map[string]string{wave: "40"}},
		"Argo CD: machine with disks":           {"VirtualMachine", "a", "argocd", object.Hints{Precious: true}, map[string]string{wave: "40", options: "Delete=confirm,Prune=confirm"}},
		"Argo CD: kind comes with it":           {"NMState", "a", "argocd", object.Hints{Later: true}, map[string]string{wave: "40", options: "SkipDryRunOnMissingResource=true"}},
		"Argo CD: definition":                   {"CustomResourceDefinition", "a", "argocd", object.Hints{}, map[string]string{wave: "40", options: "ServerSideApply=true"}},
		"Flux: definition of the operator":      {"CustomResourceDefinition", "nodenetworkstates.nmstate.io", "flux", object.Hints{}, map[string]string{"kustomize.toolkit.fluxcd.io/ssa": "IfNotPresent"}},
		"Flux: definition that is ours to keep": {"CustomResourceDefinition", "nmstates.nmstate.io", "flux", object.Hints{}, nil},
		"Flux: machine with disks":              {"VirtualMachine", "a", "flux", object.Hints{Precious: true}, map[string]string{"kustomize.toolkit.fluxcd.io/prune": "disabled"}},
		"Flux: machine":                         {"VirtualMachine", "a", "flux", dependsOn, nil},
		"Argo CD: volume that stays":            {"DataVolume", "a", "argocd", object.Hints{Kept: true}, map[string]string{wave: "40", options: "Delete=false,Prune=false"}},
		"Flux: volume that stays":               {"DataVolume", "a", "flux", object.Hints{Kept: true}, map[string]string{"kustomize.toolkit.fluxcd.io/prune": "disabled"}},
		"kpt: volume that stays":                {"DataVolume", "a", "kpt", object.Hints{Kept: true}, map[string]string{"client.lifecycle.config.k8s.io/deletion": "detach"}},
		"kpt":                                   {"VirtualMachine", "a", "kpt", dependsOn, map[string]string{"config.kubernetes.io/depends-on": "nmstate.io/NMState/nmstate,/namespaces/shop/Secret/a"}},
		"none":                                  {"NMState", "a", "none", object.Hints{Later: true, Precious: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := object.Header{Kind: tc.kind, Metadata: object.Meta{Name: tc.name}}
			if mark := Of(tc.delivery).Mark; mark != nil {
				mark(&h, object.Machines, tc.hints)
			}
			require.Len(t, h.Metadata.Annotations, len(tc.want))
			for key, value := range tc.want {
				require.Equal(t, value, h.Metadata.Annotations.Get(key))
			}
		})
	}
}

// TestTools holds that every tool that the configuration can name is here, and no other.
func TestTools(t *testing.T) {
	spec := api.DefaultRenderSpec()
	for _, tool := range tools {
		spec.Delivery = tool.Name
		require.Empty(t, spec.Validate([]string{spec.NMState.Version}), tool.Name)
		require.Equal(t, tool.Name, Of(tool.Name).Name)
	}
	for _, name := range []string{api.DeliveryArgoCD, api.DeliveryFlux, api.DeliveryKpt} {
		require.NotNil(t, Of(name).Mark, name)
	}
	require.Zero(t, Of(api.DeliveryNone))
	require.Zero(t, Of("fleet"))
	require.Equal(t, []string{"flux"}, Directories())
}
