package encode_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

type objectHeader struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Metadata   objectMeta `json:"metadata"`
}

type objectMeta struct {
	Annotations map[string]string `json:"annotations,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Name        string            `json:"name,omitempty"`
	Namespace   string            `json:"namespace,omitempty"`
}

type machine struct {
	objectHeader
	Spec machineSpec `json:"spec"`
}

type machineSpec struct {
	Template  machineTemplate `json:"template"`
	Templates []volumeClaim   `json:"dataVolumeTemplates,omitempty"`
	Strategy  string          `json:"runStrategy,omitempty"`
}

type machineTemplate struct {
	Metadata objectMeta   `json:"metadata"`
	Spec     templateSpec `json:"spec"`
}

type templateSpec struct {
	Domain   domain    `json:"domain"`
	Networks []network `json:"networks,omitempty"`
	Volumes  []volume  `json:"volumes,omitempty"`
}

type domain struct {
	CPU       *cpu              `json:"cpu,omitempty"`
	Memory    map[string]string `json:"memory,omitempty"`
	Firmware  map[string]any    `json:"firmware,omitempty"`
	Disks     []disk            `json:"disks,omitempty"`
	Machine   string            `json:"machine,omitempty"`
	Interface []nic             `json:"interfaces,omitempty"`
}

type cpu struct {
	Cores uint32 `json:"cores,omitempty"`
	Model string `json:"model,omitempty"`
}

type disk struct {
	Name      string            `json:"name"`
	BootOrder *uint             `json:"bootOrder,omitempty"`
	Disk      map[string]string `json:"disk,omitempty"`
}

type nic struct {
	Name   string    `json:"name"`
	Mac    string    `json:"macAddress,omitempty"`
	Bridge *struct{} `json:"bridge,omitempty"`
}

type network struct {
	Name   string            `json:"name"`
	Multus map[string]string `json:"multus,omitempty"`
}

type volume struct {
	Name      string            `json:"name"`
	Volume    map[string]string `json:"dataVolume,omitempty"`
	CloudInit *cloudInit        `json:"cloudInitNoCloud,omitempty"`
}

type cloudInit struct {
	UserData string `json:"userData,omitempty"`
}

type volumeClaim struct {
	Metadata objectMeta     `json:"metadata"`
	URL      string         `json:"url,omitempty"`
	Modes    []string       `json:"accessModes,omitempty"`
	Raw      map[string]any `json:"raw,omitempty"`
}

func newMachine() *machine {
	first := uint(1)
	labels := map[string]string{"app.kubernetes.io/managed-by": "wukong-fn", "app.kubernetes.io/name": "web", "kubevirt.io/vm": "web-vm"}
	m := &machine{objectHeader: objectHeader{APIVersion: "kubevirt.io/v1", Kind: "VirtualMachine", Metadata: objectMeta{
		Name: "web-vm", Namespace: "default", Labels: labels,
		Annotations: map[string]string{
			"argocd.argoproj.io/sync-wave": "40",
			"fn.novasphere.dev/owner":      "Wukong/default/web",
			"config.kubernetes.io/path":    "40-machines/virtualmachine_web-vm.yaml",
		},
	}}}
	m.Spec.Strategy = "Always"
	m.Spec.Templates = []volumeClaim{{Metadata: objectMeta{Name: "web-root"}, URL: "http://images.example.com/x.img", Modes: []string{"ReadWriteMany"}}}
	m.Spec.Template.Metadata.Labels = labels
	m.Spec.Template.Spec = templateSpec{
		Domain: domain{
			CPU: &cpu{Cores: 4, Model: "host-passthrough"}, Memory: map[string]string{"guest": "8Gi"}, Machine: "q35",
			Firmware:  map[string]any{"bootloader": map[string]any{"efi": map[string]any{"secureBoot": false}}, "uuid": "8e5b1a52-3f6c-4d2b-9a01-7c3d5e9f1a2b"},
			Disks:     []disk{{Name: "root", BootOrder: &first, Disk: map[string]string{"bus": "virtio"}}, {Name: "cloudinit", Disk: map[string]string{"bus": "virtio"}}},
			Interface: []nic{{Name: "front", Mac: "02:ab:cd:ef:00:01", Bridge: &struct{}{}}, {Name: "back", Mac: "52:54:00:9a:34:56", Bridge: &struct{}{}}},
		},
		Networks: []network{{Name: "front", Multus: map[string]string{"networkName": "default/web-front-nad"}}, {Name: "back", Multus: map[string]string{"networkName": "default/web-back-nad"}}},
		Volumes:  []volume{{Name: "root", Volume: map[string]string{"name": "web-root"}}, {Name: "cloudinit", CloudInit: &cloudInit{UserData: userData}}},
	}
	return m
}

func TestMachine(t *testing.T) { requireCanonical(t, newMachine()) }

// A value whose strings are everyday ones costs no allocation at all, but for maps.
func TestAllocations(t *testing.T) {
	buffer, m := make([]byte, 0, 1<<14), newVirtualMachine()
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		if _, err := encode.Append(buffer, m, 0); err != nil {
			t.Error(err)
		}
	}))
}

func TestDeep(t *testing.T) {
	var lists, maps any = "x", "x"
	for range 1000 {
		lists, maps = []any{lists}, map[string]any{"k": maps}
	}
	requireSame(t, lists)
	requireSame(t, maps)
}

func TestConcurrentUse(t *testing.T) {
	type tree struct {
		Leaves []string        `json:"leaves"`
		Below  map[string]tree `json:"below,omitempty"`
	}
	v := tree{Leaves: []string{"a"}, Below: map[string]tree{"b": {Leaves: []string{"c"}}}}
	const want = "below:\n  b:\n    leaves:\n    - c\nleaves:\n- a\n"
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got, err := encode.String(v)
			assert.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
	group.Wait()
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	out := []byte("items:\n")
	for range 2 {
		var err error
		out, err = encode.AppendItem(out, map[string]any{"kind": "A", "list": []int{1}}, 0)
		require.NoError(t, err)
	}
	assert.Equal(t, "items:\n- kind: A\n  list:\n  - 1\n- kind: A\n  list:\n  - 1\n", string(out))
}

func ExampleAppend() {
	type attachment struct {
		objectHeader
		Spec map[string]string `json:"spec"`
	}
	nad := attachment{
		objectHeader: objectHeader{APIVersion: "k8s.cni.cncf.io/v1", Kind: "NetworkAttachmentDefinition", Metadata: objectMeta{Name: "web-front-nad"}},
		Spec:         map[string]string{"config": `{"bridge":"br-front","type":"cnv-bridge"}`},
	}
	out, err := encode.Append([]byte("---\n"), nad, 0)
	fmt.Print(string(out), err)
	// Output:
	// ---
	// apiVersion: k8s.cni.cncf.io/v1
	// kind: NetworkAttachmentDefinition
	// metadata:
	//   name: web-front-nad
	// spec:
	//   config: '{"bridge":"br-front","type":"cnv-bridge"}'
	// <nil>
}

func ExampleString() {
	text, err := encode.String(map[string]any{"hostname": "web", "ssh_pwauth": false, "packages": []string{"qemu-guest-agent"}})
	fmt.Print("#cloud-config\n", text, err)
	// Output:
	// #cloud-config
	// hostname: web
	// packages:
	// - qemu-guest-agent
	// ssh_pwauth: false
	// <nil>
}
