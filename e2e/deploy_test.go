package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestArgoCDComponent adds our component to Argo CD's own repo-server: kustomize builds
// it, the API server takes it, and the sidecar finds its configuration.
func TestArgoCDComponent(t *testing.T) {
	c := startCluster(t)
	dir := t.TempDir()
	server, err := os.ReadFile(filepath.Join(tool(t, "argocd-manifests"), "base", "repo-server", "argocd-repo-server-deployment.yaml"))
	require.NoError(t, err)
	writeFiles(t, dir, map[string]string{
		"repo-server.yaml":   string(server),
		"kustomization.yaml": "namespace: argocd\nresources: [repo-server.yaml]\ncomponents: [component]\nimages: [{name: ghcr.io/novasphere/wukong-fn, newTag: v1.0.0}]\n",
	})
	require.NoError(t, os.CopyFS(filepath.Join(dir, "component"), os.DirFS(repo+"/deploy/argocd")))
	built, err := exec.Command(tool(t, "kustomize"), "build", dir).Output()
	require.NoError(t, err)
	objects, err := decode(built)
	require.NoError(t, err)
	require.NoError(t, c.applyAll(objects))
	t.Cleanup(func() { require.NoError(t, c.replace(nil)) })

	byKind := map[string]*unstructured.Unstructured{}
	for _, o := range objects {
		byKind[o.GetKind()] = o
	}
	plugin, _, err := unstructured.NestedString(byKind["ConfigMap"].Object, "data", "plugin.yaml")
	require.NoError(t, err)
	want, err := os.ReadFile(pluginFile)
	require.NoError(t, err)
	require.Equal(t, string(want), plugin)
	containers, _, err := unstructured.NestedSlice(byKind["Deployment"].Object, "spec", "template", "spec", "containers")
	require.NoError(t, err)
	require.Len(t, containers, 2, "repo-server and the sidecar")
	volumes, _, err := unstructured.NestedSlice(byKind["Deployment"].Object, "spec", "template", "spec", "volumes")
	require.NoError(t, err)
	require.Contains(t, volumes, map[string]any{"name": "wukong-fn-plugin", "configMap": map[string]any{"name": byKind["ConfigMap"].GetName()}})
}

// TestArgoCDAndFluxExamples has the API server take what users copy for their delivery
// tool, with unknown fields refused.
func TestArgoCDAndFluxExamples(t *testing.T) {
	needReferenceCRDs(t)
	c := startCluster(t)
	for _, directory := range []string{"argocd/argocd", "flux/clusters"} {
		files, err := filepath.Glob(filepath.Join(repo, "examples", directory, "*.yaml"))
		require.NoError(t, err)
		require.Len(t, files, 2)
		for _, file := range files {
			require.NoError(t, c.applyAll(read(t, file)), file)
			require.NoError(t, c.replace(nil))
		}
	}
}
