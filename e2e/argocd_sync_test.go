package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

var (
	policyKind     = schema.GroupVersionKind{Group: "nmstate.io", Version: "v1", Kind: "NodeNetworkConfigurationPolicy"}
	attachmentKind = schema.GroupVersionKind{Group: "k8s.cni.cncf.io", Version: "v1", Kind: "NetworkAttachmentDefinition"}
	machineKind    = schema.GroupVersionKind{Group: "kubevirt.io", Version: "v1", Kind: "VirtualMachine"}
)

const available = `{"status":{"conditions":[{"type":"Available","status":"True","reason":"SuccessfullyConfigured","message":"1/1 nodes successfully configured"},` +
	`{"type":"Degraded","status":"False","reason":"SuccessfullyConfigured"}]}}`

// healthChecks are the keys of argocd-cm that the function prints.
func healthChecks(t *testing.T) map[string]string {
	t.Helper()
	out, err := exec.Command(product, "health", "argocd").Output()
	require.NoError(t, err)
	objects, err := decode(bytes.TrimSpace(out))
	require.NoError(t, err)
	require.Len(t, objects, 1)
	data, found, err := unstructured.NestedStringMap(objects[0].Object, "data")
	require.NoError(t, err)
	require.True(t, found)
	return data
}

// example reads the package that the documentation of Argo CD starts from.
func example(t *testing.T, name string, files ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(repo + "/examples/" + name + "/" + file)
		require.NoError(t, err)
		all[file] = string(text)
	}
	return all
}

func TestArgoCDSync(t *testing.T) {
	needReferenceCRDs(t)
	t.Parallel()
	a := startArgoCD(t, healthChecks(t))
	a.simulated(t)
	files := example(t, "argocd", "machines.yaml", "network.yaml")
	a.push(t, files)
	started := time.Now()
	a.application(t)

	// Cold start: nothing of NMState is there, and the waves bring it in order.
	a.until(t, "the policy is applied", func(state) bool {
		there, err := a.exists(policyKind, "", "backend-bridge")
		require.NoError(t, err)
		return there
	})
	t.Logf("%s to the first policy", time.Since(started).Round(100*time.Millisecond))
	time.Sleep(5 * time.Second) // long enough for a controller that does not wait: it takes under one second a wave
	s, err := a.state()
	require.NoError(t, err)
	require.Equal(t, "Running", s.phase, s.message)
	t.Logf("meanwhile: %s", s.message)
	there, err := a.exists(attachmentKind, "machines", "backend-nad")
	require.NoError(t, err)
	require.False(t, there, "later waves wait for the policy")
	released := time.Now()
	a.patch(t, policyKind, "", "backend-bridge", available, "status")
	s = a.synced(t)
	t.Logf("%s from Available to Synced", time.Since(released).Round(100*time.Millisecond))
	require.Empty(t, s.conditions)

	t.Run("operator's definitions", func(t *testing.T) { a.testDefinitions(t) })
	t.Run("change", func(t *testing.T) {
		before := a.live(t)
		machines := strings.Replace(files["machines.yaml"], "memory: 4Gi", "memory: 6Gi", 1)
		require.NotEqual(t, files["machines.yaml"], machines)
		a.push(t, map[string]string{"machines.yaml": machines})
		a.refresh(t)
		a.synced(t)
		require.Equal(t, []identity{"VirtualMachine.kubevirt.io machines/web-vm"}, changed(before, a.live(t)))
	})
	t.Run("mistake", func(t *testing.T) {
		before := a.live(t)
		a.push(t, map[string]string{"mistaken.yaml": mistaken})
		a.refresh(t)
		s := a.until(t, "the mistakes are shown", func(s state) bool { return len(s.conditions) > 0 })
		t.Logf("the Application's condition: %s", s.conditions[0])
		requireFindings(t, a.repository, s.conditions[0])
		require.Empty(t, changed(before, a.live(t)), "nothing changes while the package is wrong")
	})
	t.Run("removal", func(t *testing.T) {
		before := a.live(t)
		database, _, found := strings.Cut(files["machines.yaml"], "---\n")
		require.True(t, found)
		a.push(t, map[string]string{"machines.yaml": database}, "mistaken.yaml")
		a.refresh(t)
		a.synced(t)
		require.Equal(t, []identity{"VirtualMachine.kubevirt.io machines/web-vm"}, changed(before, a.live(t)))
	})
	t.Run("removal of disks", func(t *testing.T) { a.testDisks(t) })
}

// testDefinitions has the operator write its own definitions, with descriptions, over
// those of the package, as it does when it starts. With what the example's Application
// ignores nobody takes that back, not even selfHeal; without it Argo CD 3.2 does.
func (a *argocd) testDefinitions(t *testing.T) {
	const selfHeal = `{"spec":{"syncPolicy":{"automated":{"selfHeal":%t}}}}`
	a.patch(t, applicationKind, argocdNamespace, "fleet", fmt.Sprintf(selfHeal, true))
	written := a.operatorWrites(t)
	a.refresh(t)
	time.Sleep(5 * time.Second) // self-healing takes two
	require.Empty(t, a.synced(t).outOfSync)
	require.Equal(t, written, a.generations(t), "each definition is as the operator wrote it")
	a.patch(t, applicationKind, argocdNamespace, "fleet", fmt.Sprintf(selfHeal, false))
}

// operatorWrites applies the three definitions that the operator brings itself, by force
// and with descriptions, and gives their generations.
func (c *cluster) operatorWrites(t *testing.T) map[string]int64 {
	t.Helper()
	endpoint, _, err := c.everywhere(crdKind)
	require.NoError(t, err)
	for _, o := range rendered(t, repo+"/examples/argocd") {
		if o.GetKind() != crdKind.Kind || !strings.HasPrefix(o.GetName(), "nodenetwork") {
			continue
		}
		body, err := described(t, o).MarshalJSON()
		require.NoError(t, err)
		_, err = endpoint.Patch(background, o.GetName(), types.ApplyPatchType, body, metav1.PatchOptions{FieldManager: "kubernetes-nmstate-operator", Force: ptr.To(true)})
		require.NoError(t, err)
	}
	return c.generations(t)
}

// generations of the definitions that the operator brings itself: they count changes of
// the specification and not of the status.
func (c *cluster) generations(t *testing.T) map[string]int64 {
	t.Helper()
	all := map[string]int64{}
	for _, name := range []string{"nodenetworkconfigurationenactments", "nodenetworkconfigurationpolicies", "nodenetworkstates"} {
		crd, err := c.read(crdKind, "", name+".nmstate.io")
		require.NoError(t, err)
		all[name] = crd.GetGeneration()
	}
	return all
}

// described is a definition with a description of each version's schema.
func described(t *testing.T, crd *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	full := crd.DeepCopy()
	full.SetAnnotations(nil)
	full.SetLabels(nil)
	versions, _, err := unstructured.NestedSlice(full.Object, "spec", "versions")
	require.NoError(t, err)
	for _, v := range versions {
		version, _ := v.(map[string]any)
		require.NoError(t, unstructured.SetNestedField(version, "What the operator says of it.", "schema", "openAPIV3Schema", "description"))
		require.NoError(t, unstructured.SetNestedField(version, "What the operator says of its status.", "schema", "openAPIV3Schema", "properties", "status", "description"))
	}
	require.NoError(t, unstructured.SetNestedSlice(full.Object, versions, "spec", "versions"))
	return full
}

// testDisks removes the last machine: its disks would go with it, so Argo CD asks.
func (a *argocd) testDisks(t *testing.T) {
	a.push(t, nil, "machines.yaml")
	a.refresh(t)
	s := a.until(t, "Argo CD asks", func(s state) bool { return s.phase == "Running" && strings.Contains(s.message, "confirm") })
	t.Logf("Argo CD says: %s", s.message)
	there, err := a.exists(machineKind, "machines", "db-vm")
	require.NoError(t, err)
	require.True(t, there, "nothing is deleted unasked")
	a.patch(t, applicationKind, argocdNamespace, "fleet", `{"metadata":{"annotations":{"argocd.argoproj.io/deletion-approved":"`+time.Now().UTC().Format(time.RFC3339)+`"}}}`)
	a.synced(t)
	there, err = a.exists(machineKind, "machines", "db-vm")
	require.NoError(t, err)
	require.False(t, there)
}

// live gives the resourceVersion of every object of ours.
func (a *argocd) live(t *testing.T) map[identity]string {
	t.Helper()
	for _, o := range rendered(t, repo+"/examples/argocd") {
		a.kinds = merge(a.kinds, []schema.GroupVersionKind{o.GroupVersionKind()})
	}
	objects, err := a.owned(a.kinds)
	require.NoError(t, err)
	versions := map[identity]string{}
	for _, o := range objects {
		versions[identify(o)] = o.GetResourceVersion()
	}
	return versions
}

// changed are the objects that came, went or differ.
func changed(before, after map[identity]string) []identity {
	var all []identity
	for id, version := range before {
		if after[id] != version {
			all = append(all, id)
		}
	}
	for id := range after {
		if _, there := before[id]; !there {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}
