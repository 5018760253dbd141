package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// operated is what a cluster with the VM operator holds beside the machines.
const operated = `
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: web, namespace: shop, finalizers: [vm.novasphere.dev/machine], labels: {team: shop}}
spec:
  networks:
  - {name: default}
  - {name: lan, type: bridge, physicalInterface: eth1, vlanId: 100}
  disks:
  - {name: root, size: 10Gi, storageClassName: local, boot: true}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: mail, namespace: post}
spec:
  disks:
  - {name: root, size: 20Gi, storageClassName: local, boot: true}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: lists, namespace: post}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: other-operator, namespace: post}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: vm-operator, namespace: vm-operator-system}
spec:
  replicas: 1
  selector: {matchLabels: {app: vm-operator}}
  template:
    metadata: {labels: {app: vm-operator}}
    spec: {containers: [{name: manager, image: example.com/vm-operator:v1}]}
`

// running is a definition of KubeVirt's that is not among the reference copies, without its fields.
const running = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: virtualmachineinstances.kubevirt.io}
spec:
  group: kubevirt.io
  scope: Namespaced
  names: {kind: VirtualMachineInstance, plural: virtualmachineinstances, singular: virtualmachineinstance, shortNames: [vmi]}
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
---
apiVersion: kubevirt.io/v1
kind: VirtualMachineInstance
metadata: {name: web-vm, namespace: shop}
status: {interfaces: [{name: lan, mac: "02:00:5e:10:00:01"}]}
`

// machineOf is a machine as the operator made it, with a uuid that a webhook gave it.
func machineOf(t *testing.T, namespace, name, uuid string) *unstructured.Unstructured {
	return parsed(t, fmt.Sprintf(`
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: %s, namespace: %s}
spec:
  runStrategy: Always
  template:
    spec:
      domain: {devices: {}, firmware: {uuid: %s, serial: serial-of-%s}}
`, name, namespace, uuid, name))
}

func diskOf(t *testing.T, namespace, name string) *unstructured.Unstructured {
	return parsed(t, fmt.Sprintf(`
apiVersion: cdi.kubevirt.io/v1beta1
kind: DataVolume
metadata: {name: %s, namespace: %s}
spec: {source: {blank: {}}, storage: {storageClassName: local, resources: {requests: {storage: 10Gi}}}}
`, name, namespace))
}

func attachmentOf(t *testing.T, namespace, name string) *unstructured.Unstructured {
	return parsed(t, fmt.Sprintf(`
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: {name: %s, namespace: %s}
spec: {config: '{}'}
`, name, namespace))
}

// parsed reads one object.
func parsed(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	objects, err := decode([]byte(text))
	require.NoError(t, err)
	require.Len(t, objects, 1)
	return objects[0]
}

// commandsOf are the blocks of commands of a page that need a cluster, as one script.
func commandsOf(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repo, "docs", page))
	require.NoError(t, err)
	var script strings.Builder
	script.WriteString("set -euo pipefail\n")
	for _, m := range regexp.MustCompile("(?ms)^( *)```sh cluster\n(.*?)^ *```").FindAllStringSubmatch(string(text), -1) {
		script.WriteString(strings.ReplaceAll("\n"+m[2], "\n"+m[1], "\n"))
	}
	return script.String()
}

// TestMigration follows docs/migration.md on a cluster with the operator's machines and with others.
func TestMigration(t *testing.T) {
	needReferenceCRDs(t)
	kubectl := tool(t, "kubectl")
	c := freshCluster(t)
	c.nmstateCRDs(t)
	c.inputCRDs(t)
	instances, err := decode([]byte(running))
	require.NoError(t, err)
	require.NoError(t, c.applyAll(instances))
	objects, err := decode([]byte(operated))
	require.NoError(t, err)
	require.NoError(t, c.applyAll(objects))
	web, mail, lists, other := c.live(t, objects[0]), c.live(t, objects[1]), c.live(t, objects[2]), c.live(t, objects[3])

	const uuid = "2f9d1c1e-94a3-4b45-9a8e-0123456789ab"
	operators := []*unstructured.Unstructured{
		machineOf(t, "shop", "web-vm", uuid), diskOf(t, "shop", "web-root"), attachmentOf(t, "shop", "web-lan-nad"),
		machineOf(t, "post", "mail-vm", uuid), diskOf(t, "post", "mail-root"),
	}
	for i, owner := range []*unstructured.Unstructured{web, web, web, mail, mail} {
		own(operators[i], owner)
	}
	own(operators[4], other) // another owner of this disk, between two that are the operator's
	own(operators[4], lists)
	foreign := machineOf(t, "post", "foreign-vm", uuid)
	own(foreign, other)
	alike := machineOf(t, "default", "web-vm", uuid) // not the operator's, of the same name, where a patch without a namespace goes
	for _, o := range append(operators, foreign, alike) {
		require.NoError(t, c.namespace(o.GetNamespace()))
		_, err := c.apply(o, "vm-operator")
		require.NoError(t, err)
	}
	before := map[identity]types.UID{}
	for _, o := range append(operators, foreign, alike) {
		before[identify(o)] = c.live(t, o).GetUID()
	}

	c.follow(t, kubectl, commandsOf(t, "migration.md"))

	for _, o := range objects[:3] {
		_, err := c.get(o)
		require.True(t, unserved(err), "the Wukongs and their kind are gone: %v", err)
	}
	c.collected(t)
	for _, o := range append(operators, foreign, alike) {
		live := c.live(t, o)
		require.Equal(t, before[identify(o)], live.GetUID(), "%v is the object that it was", identify(o))
	}
	for _, o := range operators[:4] {
		require.Empty(t, c.live(t, o).GetOwnerReferences(), "%v", identify(o))
	}
	require.Equal(t, []metav1.OwnerReference{reference(other)}, c.live(t, operators[4]).GetOwnerReferences())
	require.Equal(t, []metav1.OwnerReference{reference(other)}, c.live(t, foreign).GetOwnerReferences())

	machine := c.live(t, operators[0])
	require.Equal(t, "wukong-fn", machine.GetLabels()["app.kubernetes.io/managed-by"])
	firmware, _, err := unstructured.NestedStringMap(machine.Object, "spec", "template", "spec", "domain", "firmware")
	require.NoError(t, err)
	require.Equal(t, map[string]string{"uuid": uuid, "serial": "serial-of-web-vm"}, firmware, "the guest sees what it saw")
	require.Empty(t, c.live(t, alike).GetLabels(), "nobody touched the other web-vm")
	deployment, _, err := unstructured.NestedInt64(c.live(t, objects[4]).Object, "spec", "replicas")
	require.NoError(t, err)
	require.Zero(t, deployment)
}

// follow runs a page's commands in an empty directory, as an administrator of the cluster.
func (c *cluster) follow(t *testing.T, kubectl, script string) {
	t.Helper()
	config, err := c.kubeconfig("administrator")
	require.NoError(t, err)
	shell := exec.Command("bash", "-c", script)
	shell.Dir = t.TempDir()
	shell.Env = append(os.Environ(), "KUBECONFIG="+config, "HOME="+shell.Dir,
		"PATH="+filepath.Dir(kubectl)+":"+filepath.Dir(product)+":"+os.Getenv("PATH"))
	out, err := shell.CombinedOutput()
	require.NoError(t, err, string(out))
	t.Logf("the page's commands said:\n%s", out)
}

// collected waits until the garbage collector has seen what was deleted: an object of an owner that is deleted now is gone.
func (c *cluster) collected(t *testing.T) {
	t.Helper()
	owner := parsed(t, "{apiVersion: v1, kind: ConfigMap, metadata: {name: collected-owner, namespace: post}}")
	_, err := c.apply(owner, manager)
	require.NoError(t, err)
	dependent := diskOf(t, "post", "collected")
	own(dependent, c.live(t, owner))
	_, err = c.apply(dependent, manager)
	require.NoError(t, err)
	resource, err := c.resource(owner)
	require.NoError(t, err)
	require.NoError(t, c.remove(identify(owner), resource, owner.GetName()))
	require.NoError(t, eventually("the garbage collector has done its work", patience, func() (bool, error) {
		_, err := c.get(dependent)
		return apierrors.IsNotFound(err), err
	}, always))
}

func (c *cluster) get(o *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	resource, err := c.resource(o)
	if err != nil {
		return nil, err
	}
	return resource.Get(background, o.GetName(), metav1.GetOptions{})
}

// live is an object as the cluster has it.
func (c *cluster) live(t *testing.T, o *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	live, err := c.get(o)
	require.NoError(t, err, "%v", identify(o))
	return live
}

// reference is a reference to an owner as it is in the cluster.
func reference(owner *unstructured.Unstructured) metav1.OwnerReference {
	return metav1.OwnerReference{APIVersion: owner.GetAPIVersion(), Kind: owner.GetKind(), Name: owner.GetName(), UID: owner.GetUID()}
}

func own(o, owner *unstructured.Unstructured) {
	o.SetOwnerReferences(append(o.GetOwnerReferences(), reference(owner)))
}
