package yaml_test

import (
	"testing"

	"github.com/novasphere/wukong-fn/render/yaml"
)

// machine is what people write for one virtual machine: 40 lines.
const machine = `apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: # vm-00001
  name: vm-00001
  namespace: default
spec:
  cpu: 2
  memory: 4Gi
  disks:
  # boot disk
  - name: system
    size: 30Gi
    storageClassName: longhorn
    boot: true
    image: http://images.example.com/noble-server-cloudimg-amd64.img
  - name: data
    size: 51Gi
    storageClassName: longhorn
  networks:
  - name: mgmt
    type: bridge
    bridgeName: br-m1
    vlanId: 101 # management VLAN
    ipConfig:
      mode: static
      address: 10.0.1.10/24
      gateway: 10.0.1.1
      dnsServers:
      - 10.0.1.1
      - 9.9.9.9
  - name: ext
    type: bridge
    bridgeName: br-ext
    physicalInterface: ens192
    ipConfig:
      mode: dhcp
  cloudInitUser:
    name: ubuntu
    passwordHash: $6$rounds=4096$saltsalt$Zk9mX0q1vGm0xYtJv1
    sudo: ALL=(ALL) NOPASSWD:ALL
    shell: /bin/bash
  startStrategy:
    autoStart: true
`

type wukong struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Name, Namespace string
		NameField       string            `json:"name"`
		NamespaceField  string            `json:"namespace"`
		Labels          map[string]string `json:"labels"`
	} `json:"metadata"`
	Spec struct {
		CPU    *int32 `json:"cpu"`
		Memory string `json:"memory" yaml:"quantity"`
		Disks  []struct {
			Name             string `json:"name"`
			Size             string `json:"size" yaml:"quantity"`
			StorageClassName string `json:"storageClassName"`
			Boot             bool   `json:"boot"`
			Image            string `json:"image"`
		} `json:"disks"`
		Networks []struct {
			Name              string `json:"name"`
			Type              string `json:"type"`
			BridgeName        string `json:"bridgeName"`
			PhysicalInterface string `json:"physicalInterface"`
			VLANID            *int32 `json:"vlanId"`
			IPConfig          *struct {
				Mode       string   `json:"mode"`
				Address    string   `json:"address"`
				Gateway    string   `json:"gateway"`
				DNSServers []string `json:"dnsServers"`
			} `json:"ipConfig"`
		} `json:"networks"`
		CloudInitUser *struct {
			Name         string `json:"name"`
			PasswordHash string `json:"passwordHash"`
			Sudo         string `json:"sudo"`
			Shell        string `json:"shell"`
		} `json:"cloudInitUser"`
		StartStrategy *struct {
			AutoStart *bool `json:"autoStart"`
		} `json:"startStrategy"`
	} `json:"spec"`
}

func BenchmarkRead(b *testing.B) {
	b.SetBytes(int64(len(machine)))
	b.ReportAllocs()
	var r yaml.Reader
	for b.Loop() {
		if err := r.Read(machine, func(*yaml.Document) {}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadAndDecode(b *testing.B) {
	b.SetBytes(int64(len(machine)))
	b.ReportAllocs()
	var r yaml.Reader
	for b.Loop() {
		var w wukong
		err := r.Read(machine, func(d *yaml.Document) {
			if len(d.Root().Problems())+len(d.Root().Decode(&w)) > 0 {
				b.Fatal("problems")
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
