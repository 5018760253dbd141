package vm

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// named gives a machine another name, as if it came from another Wukong.
func named(m *plan.Machine, name string) plan.Machine {
	owner := *m.Owner
	owner.Name = name
	copied := *m
	copied.Owner = &owner
	return copied
}

// TestSources has three machines, one of them with a cloud-init text that needs a Secret. What the sources say of their
// objects is what they build.
func TestSources(t *testing.T) {
	groups := make([]string, 300)
	for i := range groups {
		groups[i] = "group" + strconv.Itoa(i)
	}
	machines := []plan.Machine{
		named(machine(t, "{}"), "plain"),
		named(machine(t, "{networks: [{name: default}, {name: lan, type: bridge}, {name: old, nadName: other/nad}], cloudInitUser: {name: u, groups: ["+strings.Join(groups, ", ")+"]}}"), "long"),
		named(machine(t, "{disks: [{name: d, size: 1Gi, storageClassName: s}]}"), "stores"),
	}
	secrets, fleet, err := Sources(machines)
	require.NoError(t, err)
	require.Equal(t, 1, secrets.Len())
	require.Equal(t, 3, fleet.Len())

	type source interface {
		Len() int
		Kind(i int) object.Kind
		Name(i int) (string, string)
		Origin(i int) *plan.Origin
		Builder() func(int) (object.Object, error)
	}
	var names []string
	for _, s := range []source{secrets, fleet} {
		build := s.Builder()
		for i := range s.Len() {
			o, err := build(i)
			require.NoError(t, err)
			namespace, name := s.Name(i)
			id := s.Kind(i).ID(namespace, name)
			require.Equal(t, id, object.IDOf(o.Head()))
			require.Equal(t, s.Kind(i).APIVersion(), o.Head().APIVersion)
			owner := s.Origin(i).Owner
			require.True(t, Gives(object.Owner{Kind: "Wukong", Namespace: owner.Namespace, Name: owner.Name}, id))
			names = append(names, id.String())
		}
	}
	require.Equal(t, []string{"Secret/ns/long-cloudinit", "VirtualMachine/ns/plain-vm", "VirtualMachine/ns/long-vm", "VirtualMachine/ns/stores-vm"}, names)

	require.False(t, fleet.Hints(0).Precious)
	require.True(t, fleet.Hints(2).Precious, "a machine with disks holds data")
	require.Empty(t, fleet.DependsOn(0))
	require.Equal(t, []object.ID{
		object.NetworkAttachmentDefinition.ID("ns", "w-lan-nad"), object.Secret.ID("ns", "long-cloudinit"),
	}, fleet.DependsOn(1), "an attachment that exists already is not waited for")
	require.Empty(t, secrets.DependsOn(0))
}

// TestGives has identities that no Wukong named a gives.
func TestGives(t *testing.T) {
	a := object.Owner{Kind: "Wukong", Namespace: "ns", Name: "a"}
	require.True(t, Gives(a, object.VirtualMachine.ID("ns", "a-vm")))
	require.True(t, Gives(object.Owner{Kind: "Wukong", Name: "a"}, object.VirtualMachine.ID("other", "a-vm")), "a namespace may have been set later")
	for _, id := range []object.ID{
		object.VirtualMachine.ID("ns", "a"), object.VirtualMachine.ID("ns", "b-vm"), object.VirtualMachine.ID("other", "a-vm"), object.VirtualMachine.ID("", "a-vm"),
		object.Secret.ID("ns", "a-vm"), object.VirtualMachine.ID("ns", "a-cloudinit"), object.NetworkAttachmentDefinition.ID("ns", "a-vm"),
		{Group: "example.com", Kind: "VirtualMachine", Namespace: "ns", Name: "a-vm"},
	} {
		require.False(t, Gives(a, id), id)
	}
	require.False(t, Gives(object.Owner{Kind: "NetworkConfig", Namespace: "ns", Name: "a"}, object.VirtualMachine.ID("ns", "a-vm")))
}

// TestWholeMachine writes a machine that has everything, and a plain one in its memory: nothing of the first is left.
func TestWholeMachine(t *testing.T) {
	whole := machine(t, `{cpu: 4, memory: 8192Mi, sshKeySecret: keys,
		networks: [{name: default}, {name: lan, type: bridge, macAddress: "02:00:5e:00:00:01"}, {name: fast, type: sriov, physicalInterface: ens1, sriov: {numVfs: 8, resourceName: example.com/vfs}}],
		disks: [{name: system, size: 0.5Ti, storageClassName: longhorn, boot: true, image: "q.io/a:1"}, {name: data, size: 1Gi, storageClassName: local}],
		highAvailability: {restartPolicy: OnFailure, antiAffinity: true, nodeSelector: {a: b},
			tolerations: [{key: k, operator: Equal, value: v, effect: NoExecute, tolerationSeconds: 30}, {operator: Exists}]}}`)
	write := func(build func(int) (object.Object, error), i int) string {
		o, err := build(i)
		require.NoError(t, err)
		text, err := encode.String(o)
		require.NoError(t, err)
		return text
	}
	machines := []plan.Machine{*whole, *machine(t, "{}")}
	_, fleet, err := Sources(machines)
	require.NoError(t, err)
	build := fleet.Builder()
	want, err := os.ReadFile("testdata/machine.yaml")
	require.NoError(t, err)
	require.Equal(t, string(want), write(build, 0))
	require.Equal(t, write(fleet.Builder(), 1), write(build, 1))
	require.Equal(t, string(want), write(build, 0))
}
