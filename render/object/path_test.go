package object

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPath(t *testing.T) {
	require.Equal(t, "40-machines/virtualmachine_shop_a-vm.yaml", VirtualMachine.Path("shop", "a-vm"))
	require.Equal(t, "40-machines/virtualmachine_a-vm.yaml", VirtualMachine.Path("", "a-vm"))

	namespace, paths := strings.Repeat("n", 63), map[string]bool{}
	for _, last := range []string{"a", "b"} {
		p := NetworkAttachmentDefinition.Path(namespace, strings.Repeat("x", 252)+last)
		paths[p] = true
		require.Len(t, filepath.Base(p), 255)
		require.True(t, strings.HasSuffix(p, ".yaml"))
	}
	require.Len(t, paths, 2, "what is cut off still tells them apart")
	name := strings.Repeat("x", 255-len("networkattachmentdefinition_n_.yaml")-62)
	require.Equal(t, "30-attachments/networkattachmentdefinition_"+namespace+"_"+name+".yaml", NetworkAttachmentDefinition.Path(namespace, name))
}

func TestStagesAreOrderedAndNamedAfterTheirNumber(t *testing.T) {
	for i, s := range Stages() {
		require.True(t, strings.HasPrefix(s.Directory(), []string{"00-", "10-", "20-", "30-", "40-"}[i]))
		if i > 0 {
			require.Less(t, Stages()[i-1], s)
		}
	}
}

func foreignPath(group, kind, namespace, name string) string {
	return ForeignPaths([]Foreign{{group, kind, namespace, name, "text"}})[0]
}

func TestForeignPathNeverLeadsAway(t *testing.T) {
	for _, name := range []string{"../../etc/passwd", "/etc/passwd", "..", "a\x00b", `..\..\x`, "ü", "", strings.Repeat("x", 5000)} {
		p := foreignPath("", "../Secret", name, name)
		require.True(t, filepath.IsLocal(p), p)
		require.Equal(t, 1, strings.Count(p, "/"), p)
		require.Equal(t, "40-machines", filepath.Dir(p))
		require.Regexp(t, `^[-a-zA-Z0-9._]{1,255}$`, filepath.Base(p))
	}
}

func TestForeignPathsSayWhatTheyHold(t *testing.T) {
	require.Equal(t, "00-install/namespace_shop.yaml", foreignPath("", "Namespace", "", "shop"))
	require.Equal(t, "20-host-networks/nodenetworkconfigurationpolicy.nmstate.io_x.yaml", foreignPath("nmstate.io", "NodeNetworkConfigurationPolicy", "", "x"))
	require.Equal(t, "10-nmstate/nmstate.nmstate.io_nmstate.yaml", foreignPath("nmstate.io", "NMState", "", "nmstate"))
	require.Equal(t, "30-attachments/networkattachmentdefinition.k8s.cni.cncf.io_a_b.yaml", foreignPath("k8s.cni.cncf.io", "NetworkAttachmentDefinition", "a", "b"))
	require.Regexp(t, `^40-machines/clusterrole\.rbac\.authorization\.k8s\.io_system-a__[0-9a-f]{10}\.yaml$`, foreignPath("rbac.authorization.k8s.io", "ClusterRole", "", "system:a"))
	require.Regexp(t, `^40-machines/job\.batch_shop__[0-9a-f]{10}\.yaml$`, foreignPath("batch", "Job", "shop", ""))
}

// TestForeignPathsAreApart holds for what is hard to tell apart: each resource has its file, also where a file system
// takes capitals for small letters, whatever the order.
func TestForeignPathsAreApart(t *testing.T) {
	long := strings.Repeat("x", 252)
	all := []Foreign{
		{"", "ConfigMap", "shop", "a", "plain"},
		{"", "ConfigMap", "shop", "A", "capital"},
		{"", "configmap", "shop", "a", "another kind"},
		{"", "ConfigMap", "Shop", "a", "another namespace"},
		{"", "ConfigMap", "", "shop_a", "underscore"},
		{"rbac", "ClusterRole", "", "system:a", "colon"},
		{"rbac", "ClusterRole", "", "system-a", "dash"},
		{"rbac", "ClusterRole", "", "system/a", "slash"},
		{"autoscaling", "HPA", "shop", "a", "v1"},
		{"autoscaling", "HPA", "shop", "a", "v2"},
		{"batch", "Job", "shop", "", "generateName: a-"},
		{"batch", "Job", "shop", "", "generateName: b-"},
		{"batch", "Job", "shop", "", "generateName: b-"},
		{"batch", "Job", "shop", "", "generateName: b-"},
		{"", "Secret", "shop", long + "a", "long"},
		{"", "Secret", "shop", long + "b", "long"},
		{"", "Secret", "shop", long + "B", "long"},
	}
	paths := ForeignPaths(all)
	folded := map[string]bool{}
	for i, p := range paths {
		require.LessOrEqual(t, len(filepath.Base(p)), 255)
		require.False(t, folded[strings.ToLower(p)], "%v: %s", all[i], p)
		folded[strings.ToLower(p)] = true
	}
	require.Equal(t, "40-machines/configmap_shop_a.yaml", ForeignPaths(all[:2])[0], "a neighbour changes nothing")
	byText := func(all []Foreign) map[string][]string {
		out := map[string][]string{}
		for i, p := range ForeignPaths(all) {
			out[all[i].Text] = append(out[all[i].Text], p)
		}
		for _, paths := range out {
			slices.Sort(paths)
		}
		return out
	}
	want := byText(all)
	slices.Reverse(all)
	require.Equal(t, want, byText(all))
}
