package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const fleet = `
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: web, namespace: upgrade}
spec:
  networks:
  - {name: default}
  - {name: lan, type: bridge, physicalInterface: eth1, vlanId: 100}
  disks:
  - {name: root, size: 10Gi, storageClassName: local, boot: true, image: "docker://quay.io/containerdisks/fedora:40"}
`

// render renders the fleet with one NMState release.
func render(t *testing.T, version string) []*unstructured.Unstructured {
	t.Helper()
	dir := t.TempDir()
	config := "---\napiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata: {name: wukong}\nspec: {nmstate: {version: " + version + "}}\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "package.yaml"), []byte(fleet+config), 0o644))
	return rendered(t, dir)
}

// TestUpgrade goes from one release to the next as GitOps does: apply the new render,
// delete what is owned and no longer in it. What is then live must be the new render
// and nothing else, the same as on a cluster that never had the old one.
func TestUpgrade(t *testing.T) {
	needReferenceCRDs(t)
	c := startCluster(t)
	old, young := render(t, "v0.84.0"), render(t, "v0.85.1")

	_, err := c.prune(nil)
	require.NoError(t, err, "clearing what other tests left")
	require.NoError(t, c.applyAll(old))
	require.NoError(t, c.applyAll(young))
	pruned, err := c.prune(young)
	require.NoError(t, err)
	t.Logf("%d objects at v0.84.0, %d at v0.85.1, pruned: %v", len(old), len(young), pruned)

	live, err := c.owned(c.kinds)
	require.NoError(t, err)
	require.ElementsMatch(t, identities(young), identities(live), "nothing left over, nothing lost")
	require.NoError(t, c.settled(young))
	upgraded := c.contents(t, young)

	_, err = c.prune(nil)
	require.NoError(t, err)
	live, err = c.owned(c.kinds)
	require.NoError(t, err)
	require.Empty(t, identities(live), "everything that was made can be found and deleted")
	require.NoError(t, c.applyAll(young))
	require.Equal(t, c.contents(t, young), upgraded, "an upgraded cluster holds what a fresh one does")
}

// contents reads objects back without what the server and its controllers write.
func (c *cluster) contents(t *testing.T, objects []*unstructured.Unstructured) map[identity]any {
	t.Helper()
	all := map[identity]any{}
	for _, o := range objects {
		resource, err := c.resource(o)
		require.NoError(t, err)
		live, err := resource.Get(background, o.GetName(), metav1.GetOptions{})
		require.NoError(t, err)
		for _, field := range []string{"uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"} {
			unstructured.RemoveNestedField(live.Object, "metadata", field)
		}
		unstructured.RemoveNestedField(live.Object, "status")
		all[identify(o)] = live.Object
	}
	return all
}
