package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// flux is Flux's kustomize-controller on a cluster of its own. The test stands in for
// source-controller: it serves the output and tells where it is.
type flux struct {
	*cluster
	server    *httptest.Server
	lock      sync.Mutex
	artifacts map[string][]byte // by path
}

var (
	kustomizationKind = schema.GroupVersionKind{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Kind: "Kustomization"}
	ociKind           = schema.GroupVersionKind{Group: "source.toolkit.fluxcd.io", Version: "v1", Kind: "OCIRepository"}
)

const fluxNamespace = "flux-system"

func startFlux(t *testing.T) *flux {
	t.Helper()
	f := &flux{cluster: freshCluster(t), artifacts: map[string][]byte{}}
	files, err := filepath.Glob(filepath.Join(tool(t, "flux-crds"), "*.yaml"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		crds, err := decode(text)
		require.NoError(t, err)
		for _, crd := range crds {
			_, err := f.apply(crd, "upstream")
			require.NoError(t, err)
			require.NoError(t, f.established(crd.GetName()))
		}
	}
	require.NoError(t, f.namespace(fluxNamespace))
	f.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.lock.Lock()
		defer f.lock.Unlock()
		_, _ = w.Write(f.artifacts[r.URL.Path])
	}))
	t.Cleanup(f.server.Close)
	kubeconfig, err := f.kubeconfig("flux")
	require.NoError(t, err)
	start(t, "kustomize-controller", []string{"KUBECONFIG=" + kubeconfig, "RUNTIME_NAMESPACE=" + fluxNamespace, "TMPDIR=" + t.TempDir()},
		"--metrics-addr=127.0.0.1:"+freePort(t), "--health-addr=127.0.0.1:"+freePort(t), "--watch-all-namespaces",
		"--requeue-dependency=1s") // 30 s by default, for each stage
	return f
}

// push renders a package with --output and tells Flux that there is a new artifact.
func (f *flux) push(t *testing.T, dir, revision string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	_, err := generate(dir, "--output", out)
	require.NoError(t, err)
	var artifact bytes.Buffer
	zip := gzip.NewWriter(&artifact)
	archive := tar.NewWriter(zip)
	require.NoError(t, archive.AddFS(os.DirFS(out)))
	require.NoError(t, archive.Close())
	require.NoError(t, zip.Close())
	name := "/" + revision + ".tar.gz"
	f.lock.Lock()
	f.artifacts[name] = artifact.Bytes()
	f.lock.Unlock()
	now := time.Now().UTC().Format(time.RFC3339)
	f.patch(t, ociKind, fluxNamespace, "wukong", fmt.Sprintf(`{"status":{"artifact":{"path":%[1]q,"url":%[2]q,"revision":%[3]q,"digest":"sha256:%[4]x","lastUpdateTime":%[5]q},`+
		`"conditions":[{"type":"Ready","status":"True","reason":"Succeeded","message":"","lastTransitionTime":%[5]q}]}}`,
		name[1:], f.server.URL+name, revision, sha256.Sum256(artifact.Bytes()), now), "status")
}

// stage is what a stage's Kustomization says of itself: Ready's status, and why.
func (f *flux) stage(name string) (ready, message, revision string) {
	o, err := f.read(kustomizationKind, fluxNamespace, name)
	if err != nil {
		return "", err.Error(), ""
	}
	conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, c := range conditions {
		if condition, _ := c.(map[string]any); condition["type"] == "Ready" {
			ready, _ = condition["status"].(string)
			message, _ = condition["message"].(string)
		}
	}
	revision, _, _ = unstructured.NestedString(o.Object, "status", "lastAppliedRevision")
	return ready, message, revision
}

// ready waits until a stage has applied a revision.
func (f *flux) ready(t *testing.T, stage, revision string) {
	t.Helper()
	err := eventually(stage+" is ready", patience, func() (bool, error) {
		ready, message, applied := f.stage(stage)
		if ready == "True" && applied == revision {
			return true, nil
		}
		return false, fmt.Errorf("%s is ready: %q at %q: %s", stage, ready, applied, message)
	}, always)
	require.NoError(t, err)
}

func TestFluxApplies(t *testing.T) {
	needReferenceCRDs(t)
	t.Parallel()
	f := startFlux(t)
	f.simulated(t)
	entry, err := os.ReadFile(repo + "/examples/flux/clusters/oci.yaml")
	require.NoError(t, err)
	objects, err := decode(entry)
	require.NoError(t, err)
	require.NoError(t, f.applyAll(objects))
	started := time.Now()
	const first = "main@sha256:1"
	f.push(t, repo+"/examples/flux", first)

	for _, stage := range []string{"wukong", "wukong-00-install", "wukong-10-nmstate"} {
		f.ready(t, stage, first)
		t.Logf("%s: %s is ready", time.Since(started).Round(100*time.Millisecond), stage)
	}
	require.NoError(t, eventually("the policy is applied", patience, func() (bool, error) { return f.exists(policyKind, "", "backend-bridge") }, always))
	time.Sleep(5 * time.Second) // long enough for a controller that does not wait
	ready, message, _ := f.stage("wukong-20-host-networks")
	require.Equal(t, "Unknown", ready, message)
	t.Logf("meanwhile: %s", message)
	ready, message, _ = f.stage("wukong-30-attachments")
	require.NotEqual(t, "True", ready)
	t.Logf("and the next stage: %s", message)
	there, err := f.exists(attachmentKind, "machines", "backend-nad")
	require.NoError(t, err)
	require.False(t, there, "later stages wait for the policy")

	released := time.Now()
	f.patch(t, policyKind, "", "backend-bridge", available, "status")
	for _, stage := range []string{"wukong-20-host-networks", "wukong-30-attachments"} {
		f.ready(t, stage, first)
		t.Logf("%s after Available: %s is ready", time.Since(released).Round(100*time.Millisecond), stage)
	}
	for _, machine := range []string{"db-vm", "web-vm"} {
		require.NoError(t, eventually(machine+" is applied", patience, func() (bool, error) { return f.exists(machineKind, "machines", machine) }, always))
		f.patch(t, machineKind, "machines", machine, `{"status":{"printableStatus":"Running","ready":true}}`, "status")
	}
	f.ready(t, "wukong-40-machines", first)
	t.Logf("%s after Available: all ready", time.Since(released).Round(100*time.Millisecond))

	t.Run("operator's definitions", func(t *testing.T) {
		written := f.operatorWrites(t)
		f.push(t, repo+"/examples/flux", "main@sha256:2")
		f.ready(t, "wukong-40-machines", "main@sha256:2")
		require.Equal(t, written, f.generations(t), "each definition is as the operator wrote it")
	})
	t.Run("removal", func(t *testing.T) { f.testRemoval(t) })
}

// testRemoval takes all machines and their network away: what holds data stays.
func (f *flux) testRemoval(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, example(t, "flux", "render.yaml", "namespace.yaml"))
	f.push(t, dir, "main@sha256:3")
	f.ready(t, "wukong", "main@sha256:3")
	f.ready(t, "wukong-10-nmstate", "main@sha256:3")
	for name, row := range map[string]struct {
		kind      schema.GroupVersionKind
		namespace string
		name      string
		stays     bool
	}{
		"machine without disks": {machineKind, "machines", "web-vm", false},
		"machine with disks":    {machineKind, "machines", "db-vm", true},
		"attachment":            {attachmentKind, "machines", "backend-nad", false},
		"policy":                {policyKind, "", "backend-bridge", false},
	} {
		require.NoError(t, eventually(name+" is as it should be", patience, func() (bool, error) {
			there, err := f.exists(row.kind, row.namespace, row.name)
			return err == nil && there == row.stays, err
		}, always), name)
	}
}
