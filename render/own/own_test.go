package own

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/kube"
)

func TestStagesAreOrderedAndNamedAfterTheirNumber(t *testing.T) {
	for i, s := range Stages() {
		require.Equal(t, s, Stages()[i])
		require.True(t, strings.HasPrefix(s.Directory(), []string{"00-", "10-", "20-", "30-", "40-"}[i]))
		if i > 0 {
			require.Less(t, Stages()[i-1], s)
		}
	}
}

func TestDelivery(t *testing.T) {
	const wave, options = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/sync-options"
	dependsOn := Hints{DependsOn: []kube.ID{{Group: "nmstate.io", Kind: "NMState", Name: "nmstate"}, {Kind: "Secret", Namespace: "shop", Name: "a"}}}
	for name, tc := range map[string]struct {
		kind, name, delivery string
		hints                Hints
		want                 map[string]string
	}{
		"Argo CD: machine":                      {"VirtualMachine", "a", "argocd", Hints{}, map[string]string{wave: "40"}},
		"Argo CD: machine with disks":           {"VirtualMachine", "a", "argocd", Hints{Precious: true}, map[string]string{wave: "40", options: "Delete=confirm,Prune=confirm"}},
		"Argo CD: kind comes with it":           {"NMState", "a", "argocd", Hints{Later: true}, map[string]string{wave: "40", options: "SkipDryRunOnMissingResource=true"}},
		"Argo CD: definition":                   {"CustomResourceDefinition", "a", "argocd", Hints{}, map[string]string{wave: "40", options: "ServerSideApply=true"}},
		"Flux: definition of the operator":      {"CustomResourceDefinition", "nodenetworkstates.nmstate.io", "flux", Hints{}, map[string]string{"kustomize.toolkit.fluxcd.io/ssa": "IfNotPresent"}},
		"Flux: definition that is ours to keep": {"CustomResourceDefinition", "nmstates.nmstate.io", "flux", Hints{}, nil},
		"Flux: machine with disks":              {"VirtualMachine", "a", "flux", Hints{Precious: true}, map[string]string{"kustomize.toolkit.fluxcd.io/prune": "disabled"}},
		"Flux: machine":                         {"VirtualMachine", "a", "flux", dependsOn, nil},
		"kpt":                                   {"VirtualMachine", "a", "kpt", dependsOn, map[string]string{"config.kubernetes.io/depends-on": "nmstate.io/NMState/nmstate,/namespaces/shop/Secret/a"}},
		"none":                                  {"NMState", "a", "none", Hints{Later: true, Precious: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := kube.Header{Kind: tc.kind, Metadata: kube.Meta{Name: tc.name}}
			MarkDelivery(&h, tc.delivery, Machines, tc.hints)
			require.Len(t, h.Metadata.Annotations, len(tc.want))
			for key, value := range tc.want {
				require.Equal(t, value, h.Metadata.Annotations.Get(key))
			}
		})
	}
}
