package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
)

// inputGroup is that of the kinds that people write and may keep in a cluster as well.
const inputGroup = "vm.novasphere.dev"

// inputCRDs applies our own CRDs, which no rendered package holds.
func (c *cluster) inputCRDs(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repo, "schemas", "crds", "*.yaml"))
	require.NoError(t, err)
	require.Len(t, files, 2)
	for _, crd := range read(t, files...) {
		_, err := c.apply(crd, manager)
		require.NoError(t, err)
		delete(c.held, identify(crd))
		require.NoError(t, c.established(crd.GetName()))
		resource, err := c.resource(crd)
		require.NoError(t, err)
		live, err := resource.Get(background, crd.GetName(), metav1.GetOptions{})
		require.NoError(t, err)
		conditions, _, err := unstructured.NestedSlice(live.Object, "status", "conditions")
		require.NoError(t, err)
		for _, one := range conditions {
			condition, ok := one.(map[string]any)
			require.True(t, ok)
			require.NotEqual(t, "NonStructuralSchema", condition["type"], condition["message"])
		}
	}
}

// create sends an object as `kubectl create` does, with unknown fields and duplicates refused.
func (c *cluster) create(o *unstructured.Unstructured) (live *unstructured.Unstructured, resource dynamic.ResourceInterface, err error) {
	err = eventually("the kind is served", 60*time.Second, func() (bool, error) {
		if resource, err = c.resource(o); err != nil {
			return false, err
		}
		live, err = resource.Create(background, o, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
		return err == nil, err
	}, unserved)
	return live, resource, err
}

func read(t *testing.T, files ...string) []*unstructured.Unstructured {
	t.Helper()
	var all []*unstructured.Unstructured
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		objects, err := decode(text)
		require.NoError(t, err, file)
		all = append(all, objects...)
	}
	return all
}

// TestCRDTakesExamples keeps every Wukong and NetworkConfig of the examples, and of the schemas' own tests, in a cluster:
// each comes back as it was sent, and takes a status of any form.
func TestCRDTakesExamples(t *testing.T) {
	c := startCluster(t)
	c.inputCRDs(t)
	files, err := filepath.Glob(filepath.Join(repo, "examples", "*", "*.yaml"))
	require.NoError(t, err)
	for _, name := range []string{"wukong.yaml", "networkconfig.yaml"} {
		files = append(files, filepath.Join(repo, "hack", "schemas", "testdata", name))
	}
	kept := map[string]int{}
	for _, o := range read(t, files...) {
		if o.GroupVersionKind().Group != inputGroup {
			continue
		}
		if o.GetNamespace() != "" {
			require.NoError(t, c.namespace(o.GetNamespace()))
		}
		live, resource, err := c.create(o)
		require.NoError(t, err, "%v", identify(o))
		sent, err := json.Marshal(o.Object["spec"])
		require.NoError(t, err)
		got, err := json.Marshal(live.Object["spec"])
		require.NoError(t, err)
		require.JSONEq(t, string(sent), string(got), "%v: no default is written into it", identify(o))
		live.Object["status"] = map[string]any{"phase": "Running", "networks": []any{map[string]any{"name": "a"}}}
		live, err = resource.UpdateStatus(background, live, metav1.UpdateOptions{FieldValidation: metav1.FieldValidationStrict})
		require.NoError(t, err, "%v", identify(o))
		require.Contains(t, live.Object["status"], "phase")
		require.NoError(t, c.remove(identify(o), resource, o.GetName()))
		kept[o.GetKind()]++
	}
	require.Len(t, kept, 2)
	t.Logf("the API server keeps %v", kept)
}

// TestCRDRefuses has one mistake each, of every sort of rule that a definition can hold.
func TestCRDRefuses(t *testing.T) {
	c := startCluster(t)
	c.inputCRDs(t)
	const bond = "type: bridge, bond: {name: bond0, ports: [eth0], "
	for name, tc := range map[string]struct{ kind, name, spec string }{
		"unknown field":            {"Wukong", "a", "cpus: 2"},
		"range":                    {"Wukong", "a", "cpu: 65"},
		"name and suffix":          {"Wukong", "a123456789012345678901234567890123456789012345678901234567890", "cpu: 2"},
		"no quantity":              {"Wukong", "a", "memory: 2GiB"},
		"quantity of nothing":      {"Wukong", "a", "memory: 0"},
		"required":                 {"Wukong", "a", "disks: [{size: 1Gi, storageClassName: a}]"},
		"reserved name":            {"Wukong", "a", "disks: [{name: cloudinit, size: 1Gi, storageClassName: a}]"},
		"two disks of one name":    {"Wukong", "a", "disks: [{name: a, size: 1Gi, storageClassName: a}, {name: a, size: 1Gi, storageClassName: a}]"},
		"image":                    {"Wukong", "a", "disks: [{name: a, size: 1Gi, storageClassName: a, image: 'ftp://a/b'}]"},
		"choice":                   {"Wukong", "a", "startStrategy: {runStrategy: Halted}"},
		"toleration of all":        {"Wukong", "a", "highAvailability: {tolerations: [{effect: NoExecute}]}"},
		"label value":              {"Wukong", "a", "highAvailability: {nodeSelector: {a: b c}}"},
		"no type":                  {"Wukong", "a", "networks: [{name: a, vlanId: 3}]"},
		"reference and definition": {"Wukong", "a", "networks: [{name: a, networkRef: b, bridgeName: br0}]"},
		"reference and stp":        {"Wukong", "a", "networks: [{name: a, networkRef: b, stp: true}]"},
		"default bridge name":      {"Wukong", "a", "networks: [{name: abcdefghijklm, type: bridge}]"},
		"interface name":           {"NetworkConfig", "a", "type: bridge, physicalInterface: '..'"},
		"macvlan":                  {"NetworkConfig", "a", "type: macvlan"},
		"SR-IOV undescribed":       {"NetworkConfig", "a", "type: sriov"},
		"SR-IOV with a bridge":     {"NetworkConfig", "a", "type: sriov, bridgeName: a, sriov: {numVfs: 1, resourceName: a/b}"},
		"bond port twice":          {"NetworkConfig", "a", "type: bridge, bond: {name: bond0, mode: broadcast, ports: [a, a]}"},
		"LACP rate":                {"NetworkConfig", "a", bond + "mode: broadcast, options: {lacp_rate: fast}}"},
		"bond option's word":       {"NetworkConfig", "a", bond + "mode: broadcast, options: {fail_over_mac: always}}"},
		"bond option beside":       {"NetworkConfig", "a", bond + "mode: broadcast, options: {arp_ip_target: 192.0.2.1}}"},
		"static without address":   {"NetworkConfig", "a", "type: bridge, ipConfig: {mode: static}"},
		"DHCP with a gateway":      {"NetworkConfig", "a", "type: bridge, ipConfig: {mode: dhcp, gateway: 10.0.0.1}"},
		"prefix length":            {"NetworkConfig", "a", "type: bridge, ipConfig: {mode: static, address: 10.0.0.1/33}"},
	} {
		t.Run(name, func(t *testing.T) {
			objects, err := decode([]byte("{apiVersion: " + inputGroup + "/v1alpha1, kind: " + tc.kind + ", metadata: {name: " + tc.name + "}, spec: {" + tc.spec + "}}"))
			require.NoError(t, err)
			require.Len(t, objects, 1)
			live, resource, err := c.create(objects[0])
			if err == nil {
				require.NoError(t, c.remove(identify(live), resource, live.GetName()))
			}
			require.Error(t, err)
			require.True(t, apierrors.IsInvalid(err) || apierrors.IsBadRequest(err), "%v", err)
		})
	}
}
