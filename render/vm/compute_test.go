package vm

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// id is the UUID of machine w in namespace ns.
const id = "742e8107-77b8-50cd-b435-4ff5eb3b9cae"

// domain is a machine's architecture and domain as they are written.
func domain(t *testing.T, spec string) string {
	t.Helper()
	v, err := new(builder).machineOf(machine(t, spec))
	require.NoError(t, err)
	s := &v.Spec.Template.Spec
	s.Domain.Devices.Disks, s.Domain.Devices.Interfaces = nil, nil
	text, err := encode.String(&s.Domain)
	require.NoError(t, err)
	return "architecture: " + s.Architecture + "\n" + text
}

func TestCompute(t *testing.T) {
	for name, tc := range map[string]struct{ spec, want string }{
		"everything": {`{
			cpu: 8, memory: 4096Mi, cpuTopology: {sockets: 2, threads: 2, maxSockets: 8}, cpuModel: EPYC-Rome,
			cpuFeatures: [{name: vmx, policy: disable}, {name: aes}], dedicatedCpu: true, isolateEmulatorThread: true, hugepages: 2Mi, maxMemory: 16384Mi,
			resources: {requests: {cpu: '8.0', memory: 4096Mi}, limits: {cpu: 8000m}}, machineType: pc-q35-9.2,
			firmware: {mode: efi, secureBoot: true, persistent: true, uuid: 4d2a6f0e-0c1c-5a57-9b5e-2f1d7c1b8a90, serial: A1},
			tpm: {persistent: true}, hideHypervisor: true, hypervVendorID: Microsoft Hv}`, `architecture: amd64
cpu:
  cores: 2
  dedicatedCpuPlacement: true
  features:
  - name: vmx
    policy: disable
  - name: aes
    policy: require
  isolateEmulatorThread: true
  maxSockets: 8
  model: EPYC-Rome
  sockets: 2
  threads: 2
devices:
  tpm:
    persistent: true
features:
  acpi: {}
  hyperv:
    vendorid:
      vendorid: Microsoft Hv
  kvm:
    hidden: true
  smm: {}
firmware:
  bootloader:
    efi:
      persistent: true
      secureBoot: true
  serial: A1
  uuid: 4d2a6f0e-0c1c-5a57-9b5e-2f1d7c1b8a90
machine:
  type: pc-q35-9.2
memory:
  guest: 4Gi
  hugepages:
    pageSize: 2Mi
  maxGuest: 16Gi
resources:
  limits:
    cpu: "8"
  requests:
    cpu: "8"
    memory: 4Gi
`},
		"pages of nodes, a BIOS, a module that is off": {"{cpu: 2, dedicatedCpu: true, hugepages: 1Gi, numa: true, firmware: {mode: bios}, tpm: {enabled: false}}", `architecture: amd64
cpu:
  cores: 2
  dedicatedCpuPlacement: true
  numa:
    guestMappingPassthrough: {}
devices:
  tpm:
    enabled: false
firmware:
  bootloader:
    bios: {}
  serial: ` + id + `
  uuid: ` + id + `
machine:
  type: q35
memory:
  guest: 2Gi
  hugepages:
    pageSize: 1Gi
resources: {}
`},
		"on arm64": {"{architecture: arm64, firmware: {mode: efi}, tpm: {}, resources: {requests: {}, limits: {cpu: '1.5'}}}", `architecture: arm64
cpu:
  cores: 1
devices:
  tpm: {}
firmware:
  bootloader:
    efi:
      secureBoot: false
  serial: ` + id + `
  uuid: ` + id + `
machine:
  type: virt
memory:
  guest: 2Gi
resources:
  limits:
    cpu: 1500m
`},
		"an instance type": {"{instancetype: {name: a}, preference: {name: b}, firmware: {uuid: " + id + "}}", `architecture: amd64
devices: {}
firmware:
  serial: ` + id + `
  uuid: ` + id + `
machine:
  type: q35
resources: {}
`},
		"what an instance type does not have": {"{instancetype: {name: a}, cpuFeatures: [{name: aes}], hugepages: 2Mi, maxMemory: 8Gi}", `architecture: amd64
cpu:
  features:
  - name: aes
    policy: require
devices: {}
firmware:
  serial: ` + id + `
  uuid: ` + id + `
machine:
  type: q35
memory:
  hugepages:
    pageSize: 2Mi
  maxGuest: 8Gi
resources: {}
`},
		"Windows": {"{guest: windows, hypervVendorID: abc}", `architecture: amd64
clock:
  timer:
    hpet:
      present: false
    hyperv: {}
    pit:
      tickPolicy: delay
    rtc:
      tickPolicy: catchup
  utc: {}
cpu:
  cores: 1
devices:
  inputs:
  - bus: usb
    name: tablet
    type: tablet
  tpm:
    persistent: true
features:
  acpi: {}
  apic: {}
  hyperv:
    frequencies: {}
    ipi: {}
    reenlightenment: {}
    relaxed: {}
    reset: {}
    runtime: {}
    spinlocks:
      spinlocks: 8191
    synic: {}
    synictimer:
      direct: {}
    tlbflush: {}
    vapic: {}
    vendorid:
      vendorid: abc
    vpindex: {}
  smm: {}
firmware:
  bootloader:
    efi:
      persistent: true
      secureBoot: true
  serial: ` + id + `
  uuid: ` + id + `
machine:
  type: q35
memory:
  guest: 2Gi
resources: {}
`},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, domain(t, tc.spec)) })
	}
}

// TestPCIExpress has machines with and without the annotation that KubeVirt sets where the devices are on PCI Express.
func TestPCIExpress(t *testing.T) {
	for spec, want := range map[string]bool{
		"{}":                           true,
		"{machineType: pc-q35-9.2}":    true,
		"{machineType: pc-i440fx-9.2}": false,
		"{architecture: arm64}":        true,
		"{architecture: arm64, machineType: virt-rhel9.6.0}": true,
		"{architecture: s390x}":                              false,
	} {
		v, err := new(builder).machineOf(machine(t, spec))
		require.NoError(t, err)
		got := v.Spec.Template.Metadata.Annotations.Get(pciTopologyAnnotation) != ""
		require.Equal(t, want, got, spec)
	}
}

// TestNothingIsLeftOfTheMachineBefore builds a machine in the memory of one that has everything.
func TestNothingIsLeftOfTheMachineBefore(t *testing.T) {
	b := new(builder)
	_, err := b.machineOf(machine(t, `{cpu: 2, cpuTopology: {maxSockets: 2}, dedicatedCpu: true, hugepages: 1Gi, numa: true, resources: {requests: {memory: 2Gi}},
		firmware: {mode: efi}, tpm: {}, hideHypervisor: true}`))
	require.NoError(t, err)
	second, err := b.machineOf(machine(t, "{}"))
	require.NoError(t, err)
	got, err := encode.String(second)
	require.NoError(t, err)
	plain, err := new(builder).machineOf(machine(t, "{}"))
	require.NoError(t, err)
	want, err := encode.String(plain)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// TestWindowsCanBeOverridden has what is different in a machine for Windows, part by part, and each part overridden.
func TestWindowsCanBeOverridden(t *testing.T) {
	const networks = "networks: [{name: default}, {name: s, type: sriov, nadName: s}]"
	build := func(spec string) *Spec {
		v, err := new(builder).machineOf(machine(t, "{guest: windows, osImage: windows-2022, "+networks+", disks: [{name: d, size: 1Gi, storageClassName: s}]"+spec+"}"))
		require.NoError(t, err)
		return &v.Spec
	}
	s := build("").Template.Spec
	require.Equal(t, "sata", s.Domain.Devices.Disks[0].Disk.Bus)
	require.Equal(t, "e1000e", s.Domain.Devices.Interfaces[0].Model)
	require.Empty(t, s.Domain.Devices.Interfaces[1].Model, "a virtual function is no e1000e")
	require.Equal(t, 3600, *s.TerminationGracePeriodSeconds)
	require.Len(t, s.Volumes, 1, "osImage does not ask for cloud-init")

	require.Equal(t, 30, *build(", terminationGracePeriodSeconds: 30").Template.Spec.TerminationGracePeriodSeconds)
	require.Equal(t, "virtio", build(", tablet: virtio").Template.Spec.Domain.Devices.Inputs[0].Bus)
	require.Len(t, build(", cloudInitUser: {name: u}").Template.Spec.Volumes, 2)
	require.False(t, *build(", tpm: {enabled: false}").Template.Spec.Domain.Devices.TPM.Enabled)
	require.Equal(t, &TPM{}, build(", tpm: {persistent: false}").Template.Spec.Domain.Devices.TPM)
	require.Equal(t, &Bootloader{BIOS: &Empty{}}, build(", firmware: {mode: bios}").Template.Spec.Domain.Firmware.Bootloader)
	require.Equal(t, &Bootloader{EFI: &EFI{Persistent: true}}, build(", firmware: {secureBoot: false}").Template.Spec.Domain.Firmware.Bootloader)
	require.Equal(t, &Bootloader{EFI: &EFI{SecureBoot: true}}, build(", firmware: {persistent: false}").Template.Spec.Domain.Firmware.Bootloader)

	p := build(", preference: {name: windows.2k22}")
	require.Equal(t, &Matcher{"VirtualMachineClusterPreference", "windows.2k22"}, p.Preference)
	require.Equal(t, Target{}, *target(p.Template.Spec.Domain.Devices.Disks[0]), "the preference has a bus")
	require.Empty(t, p.Template.Spec.Domain.Devices.Interfaces[0].Model)
}

// target is what a disk is for the guest.
func target(d Disk) *Target { return d.Disk }

// TestNodeSelectorBesideAnInstanceType has the selector in the affinity, beside the nodes of a network.
func TestNodeSelectorBesideAnInstanceType(t *testing.T) {
	build := func(spec string) *InstanceSpec {
		v, err := new(builder).machineOf(machine(t, "{"+spec+", highAvailability: {nodeSelector: {zone: a}}}"))
		require.NoError(t, err)
		return &v.Spec.Template.Spec
	}
	plain := build("cpu: 1")
	require.Equal(t, map[string]string{"zone": "a"}, plain.NodeSelector)
	require.Nil(t, plain.Affinity)
	typed := build("instancetype: {name: a, kind: VirtualMachineInstancetype}")
	require.Empty(t, typed.NodeSelector)
	require.Equal(t, []api.NodeTerm{{Expressions: []api.NodeExpression{{Key: "zone", Operator: "In", Values: []string{"a"}}}}}, typed.Affinity.NodeAffinity.Required.Terms)
	both := build("instancetype: {name: a}, networks: [{name: n, type: bridge, physicalInterface: e1, nodeSelector: {rack: '1'}}]")
	require.Equal(t, []api.NodeTerm{{Expressions: []api.NodeExpression{
		{Key: "rack", Operator: "In", Values: []string{"1"}}, {Key: "zone", Operator: "In", Values: []string{"a"}},
	}}}, both.Affinity.NodeAffinity.Required.Terms)
}
