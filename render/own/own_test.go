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
	options := "argocd.argoproj.io/sync-options"
	for name, tc := range map[string]struct {
		kind, delivery string
		later          bool
		want           map[string]string
	}{
		"machine":               {"VirtualMachine", "argocd", false, map[string]string{"argocd.argoproj.io/sync-wave": "40"}},
		"kind comes with it":    {"NMState", "argocd", true, map[string]string{"argocd.argoproj.io/sync-wave": "40", options: "SkipDryRunOnMissingResource=true"}},
		"definition":            {"CustomResourceDefinition", "argocd", false, map[string]string{"argocd.argoproj.io/sync-wave": "40", options: "ServerSideApply=true"}},
		"another tool, no hint": {"NMState", "none", true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := kube.Header{Kind: tc.kind}
			MarkDelivery(&h, tc.delivery, Machines, tc.later)
			require.Equal(t, tc.want, h.Metadata.Annotations)
		})
	}
}
