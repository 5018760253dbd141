package encode_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// The types and values below are shaped like the real ones: VirtualMachine in render/vm, Schema in render/nmstate/schema.

type vmMeta struct {
	Annotations entries `json:"annotations,omitempty"`
	Labels      entries `json:"labels,omitempty"`
	Name        string  `json:"name,omitempty"`
	Namespace   string  `json:"namespace,omitempty"`
}

type vmHeader struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   vmMeta `json:"metadata"`
}

type vmNamed struct {
	Name string `json:"name"`
}

type vmClaim struct {
	Metadata vmMeta `json:"metadata"`
	Spec     struct {
		Source struct {
			Blank *struct{} `json:"blank,omitempty"`
			HTTP  *vmURL    `json:"http,omitempty"`
		} `json:"source"`
		Storage struct {
			AccessModes []string `json:"accessModes"`
			Resources   struct {
				Requests struct {
					Storage string `json:"storage"`
				} `json:"requests"`
			} `json:"resources"`
			StorageClassName string `json:"storageClassName"`
		} `json:"storage"`
	} `json:"spec"`
}

type vmURL struct {
	URL string `json:"url"`
}

type vmDisk struct {
	BootOrder int    `json:"bootOrder,omitempty"`
	Disk      vmBus  `json:"disk"`
	Name      string `json:"name"`
}

type vmBus struct {
	Bus string `json:"bus"`
}

type vmInterface struct {
	Bridge     *struct{} `json:"bridge,omitempty"`
	MAC        string    `json:"macAddress"`
	Masquerade *struct{} `json:"masquerade,omitempty"`
	Name       string    `json:"name"`
}

type vmNetwork struct {
	Multus *struct {
		NetworkName string `json:"networkName"`
	} `json:"multus,omitempty"`
	Name string `json:"name"`
}

type vmVolume struct {
	CloudInit *struct {
		NetworkData string `json:"networkData,omitempty"`
		UserData    string `json:"userData,omitempty"`
	} `json:"cloudInitNoCloud,omitempty"`
	DataVolume *vmNamed `json:"dataVolume,omitempty"`
	Name       string   `json:"name"`
}

type vmDomain struct {
	CPU struct {
		Cores int `json:"cores"`
	} `json:"cpu"`
	Devices struct {
		Disks      []vmDisk      `json:"disks,omitempty"`
		Interfaces []vmInterface `json:"interfaces,omitempty"`
	} `json:"devices"`
	Firmware struct {
		Serial string `json:"serial"`
		UUID   string `json:"uuid"`
	} `json:"firmware"`
	Machine struct {
		Type string `json:"type"`
	} `json:"machine"`
	Memory struct {
		Guest string `json:"guest"`
	} `json:"memory"`
	Resources struct{} `json:"resources"`
}

type virtualMachine struct {
	vmHeader
	Spec struct {
		Templates   []vmClaim `json:"dataVolumeTemplates,omitempty"`
		RunStrategy string    `json:"runStrategy"`
		Template    struct {
			Metadata vmMeta `json:"metadata"`
			Spec     struct {
				Architecture string            `json:"architecture"`
				Domain       vmDomain          `json:"domain"`
				Networks     []vmNetwork       `json:"networks,omitempty"`
				NodeSelector map[string]string `json:"nodeSelector,omitempty"`
				Volumes      []vmVolume        `json:"volumes,omitempty"`
			} `json:"spec"`
		} `json:"template"`
	} `json:"spec"`
}

const networkData = `ethernets:
  ext:
    dhcp4: true
    match:
      macaddress: 9a:fc:14:34:ae:16
  mgmt:
    addresses:
    - 10.0.1.10/24
    match:
      macaddress: c6:e4:a7:b1:38:3a
    nameservers:
      addresses:
      - 10.0.1.1
      - 9.9.9.9
    routes:
    - to: 0.0.0.0/0
      via: 10.0.1.1
version: 2
`

func newClaim(name, url, size string) vmClaim {
	c := vmClaim{Metadata: vmMeta{Name: name}}
	if url == "" {
		c.Spec.Source.Blank = &struct{}{}
	} else {
		c.Spec.Source.HTTP = &vmURL{url}
	}
	c.Spec.Storage.AccessModes = []string{"ReadWriteOnce"}
	c.Spec.Storage.Resources.Requests.Storage = size
	c.Spec.Storage.StorageClassName = "longhorn"
	return c
}

func newVirtualMachine() *virtualMachine {
	m := &virtualMachine{vmHeader: vmHeader{APIVersion: "kubevirt.io/v1", Kind: "VirtualMachine", Metadata: vmMeta{
		Annotations: entries{
			{"argocd.argoproj.io/sync-options", "Delete=confirm,Prune=confirm"},
			{"argocd.argoproj.io/sync-wave", "40"},
			{"config.kubernetes.io/path", "40-machines/virtualmachine_default_vm-00001-vm.yaml"},
			{"fn.novasphere.dev/owner", "Wukong/default/vm-00001"},
			{"internal.config.kubernetes.io/path", "40-machines/virtualmachine_default_vm-00001-vm.yaml"},
		},
		Labels: entries{{"app.kubernetes.io/managed-by", "wukong-fn"}}, Name: "vm-00001-vm", Namespace: "default",
	}}}
	m.Spec.Templates = []vmClaim{newClaim("vm-00001-system", "http://images.example.com/noble-server-cloudimg-amd64.img", "30Gi"), newClaim("vm-00001-data", "", "51Gi")}
	m.Spec.RunStrategy = "Always"
	t := &m.Spec.Template
	t.Metadata.Annotations = entries{{"kubevirt.io/pci-topology-version", "v3"}}
	t.Metadata.Labels = entries{{"vm.novasphere.dev/wukong", "vm-00001"}}
	t.Spec.Architecture = "amd64"
	d := &t.Spec.Domain
	d.CPU.Cores = 2
	d.Devices.Disks = []vmDisk{{1, vmBus{"virtio"}, "system"}, {0, vmBus{"virtio"}, "data"}, {0, vmBus{"virtio"}, "cloudinit"}}
	d.Devices.Interfaces = []vmInterface{{Bridge: &struct{}{}, MAC: "c6:e4:a7:b1:38:3a", Name: "mgmt"}, {Bridge: &struct{}{}, MAC: "9a:fc:14:34:ae:16", Name: "ext"}}
	d.Firmware.Serial = "75fa6182-1581-52be-bf8c-8cd74e8b3258"
	d.Firmware.UUID = "75fa6182-1581-52be-bf8c-8cd74e8b3258"
	d.Machine.Type = "q35"
	d.Memory.Guest = "4Gi"
	for _, name := range []string{"mgmt", "ext"} {
		n := vmNetwork{Name: name}
		n.Multus = &struct {
			NetworkName string `json:"networkName"`
		}{"vm-00001-" + name + "-nad"}
		t.Spec.Networks = append(t.Spec.Networks, n)
	}
	cloudInit := vmVolume{Name: "cloudinit"}
	cloudInit.CloudInit = &struct {
		NetworkData string `json:"networkData,omitempty"`
		UserData    string `json:"userData,omitempty"`
	}{networkData, userData}
	t.Spec.Volumes = []vmVolume{{DataVolume: &vmNamed{"vm-00001-system"}, Name: "system"}, {DataVolume: &vmNamed{"vm-00001-data"}, Name: "data"}, cloudInit}
	return m
}

type schemaProps map[string]*schemaOf

type schemaOf struct {
	AdditionalProperties *schemaOf   `json:"additionalProperties,omitempty"`
	AnyOf                []*schemaOf `json:"anyOf,omitempty"`
	Default              any         `json:"default,omitempty"`
	Enum                 []string    `json:"enum,omitempty"`
	Format               string      `json:"format,omitempty"`
	Items                *schemaOf   `json:"items,omitempty"`
	MaxProperties        *int64      `json:"maxProperties,omitempty"`
	Minimum              *int64      `json:"minimum,omitempty"`
	Properties           schemaProps `json:"properties,omitempty"`
	Needs                []string    `json:"required,omitempty"`
	Type                 string      `json:"type,omitempty"`
	IntOrString          bool        `json:"x-kubernetes-int-or-string,omitempty"`
	ListType             string      `json:"x-kubernetes-list-type,omitempty"`
}

// newSchema is depth levels of objects, no two of them one and the same.
func newSchema(depth int) *schemaOf {
	s := &schemaOf{Type: "object", Properties: schemaProps{
		"operator": {Type: "string", Enum: []string{"Exists", "Equal"}}, "weight": {Type: "integer", Format: "int32", Default: int64(5)},
		"values": {Type: "array", Items: &schemaOf{Type: "string"}, ListType: "atomic"}, "port": {AnyOf: []*schemaOf{{Type: "integer"}, {Type: "string"}}, IntOrString: true},
	}, Needs: []string{"operator", "weight"}}
	if depth > 0 {
		for i := range 3 {
			s.Properties["preferredDuringScheduling"+strconv.Itoa(i)] = newSchema(depth - 1)
		}
	}
	return s
}

func TestBenchmarkedValues(t *testing.T) {
	requireSame(t, newSchema(2))
	m := newVirtualMachine()
	got, err := encode.String(m)
	require.NoError(t, err)
	var back any
	require.NoError(t, yaml.Unmarshal([]byte(got), &back))
	requireSame(t, back)
	again, err := encode.String(back)
	require.NoError(t, err)
	assert.Equal(t, again, got)
}

func benchmarkAppend(b *testing.B, v any) {
	buffer := make([]byte, 0, 1<<18)
	b.ReportAllocs()
	for b.Loop() {
		out, err := encode.Append(buffer, v, 0)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}

func BenchmarkVirtualMachine(b *testing.B) { benchmarkAppend(b, newVirtualMachine()) }

func BenchmarkMachineWithMaps(b *testing.B) { benchmarkAppend(b, newMachine()) }

func BenchmarkSchema(b *testing.B) { benchmarkAppend(b, newSchema(3)) }

func BenchmarkLibrary(b *testing.B) {
	m := newMachine()
	b.ReportAllocs()
	for b.Loop() {
		out, err := yaml.Marshal(m)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}
