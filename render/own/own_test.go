package own

import (
	"path/filepath"
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

func TestPath(t *testing.T) {
	h := kube.Header{Kind: "VirtualMachine", Metadata: kube.Meta{Name: "a-vm", Namespace: "shop"}}
	require.Equal(t, "40-machines/virtualmachine_shop_a-vm.yaml", Path(Machines, &h))
	h.Metadata.Namespace = ""
	require.Equal(t, "40-machines/virtualmachine_a-vm.yaml", Path(Machines, &h))
}

func TestForeignPathNeverLeadsAway(t *testing.T) {
	for _, name := range []string{"../../etc/passwd", "/etc/passwd", "..", "a\x00b", `..\..\x`, "ü"} {
		p := ForeignPath("", "../Secret", name, name)
		require.True(t, filepath.IsLocal(p), p)
		require.Equal(t, 1, strings.Count(p, "/"), p)
		require.Equal(t, "40-machines", filepath.Dir(p))
	}
	require.Equal(t, "00-install/namespace_shop.yaml", ForeignPath("", "Namespace", "", "shop"))
	require.Equal(t, "20-host-networks/nodenetworkconfigurationpolicy.nmstate.io_x.yaml", ForeignPath("nmstate.io", "NodeNetworkConfigurationPolicy", "", "x"))
	require.Equal(t, "10-nmstate/nmstate.nmstate.io_nmstate.yaml", ForeignPath("nmstate.io", "NMState", "", "nmstate"))
	require.Equal(t, "30-attachments/networkattachmentdefinition.k8s.cni.cncf.io_a_b.yaml", ForeignPath("k8s.cni.cncf.io", "NetworkAttachmentDefinition", "a", "b"))
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
