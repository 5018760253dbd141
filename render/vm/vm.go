// Package vm turns the machines of a plan into KubeVirt VirtualMachines, and into Secrets where cloud-init's texts are too
// long to stand in them.
//
// What KubeVirt's mutating webhook would add is written here already (architecture, machine type, firmware uuid and serial,
// empty resources, the PCI topology annotation), and quantities are canonical, so that the cluster's copy equals ours and
// nothing drifts (measured against KubeVirt 1.9).
package vm

import (
	"maps"
	"strings"

	"github.com/google/uuid"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/plan"
)

const (
	// MaxCloudInit is the most bytes that KubeVirt takes of userData and of networkData inside a machine.
	MaxCloudInit = 2048
	// AntiAffinityLabel marks machines that keep off one another's nodes.
	AntiAffinityLabel = "fn.novasphere.dev/anti-affinity"
	// WukongLabel on the machine's pod names the Wukong.
	WukongLabel = "vm.novasphere.dev/wukong"
	// OSAnnotation is the guest's operating system, as KubeVirt's templates write it.
	OSAnnotation = "vm.kubevirt.io/os"

	pciTopologyAnnotation = "kubevirt.io/pci-topology-version"
	apiVersion            = "kubevirt.io/v1"
	bus                   = "virtio"
)

// space is the namespace of our machines' uuids.
var space = uuid.NewSHA1(uuid.NameSpaceDNS, []byte(api.Group))

// Name of the VirtualMachine of a Wukong.
func Name(wukong string) string { return wukong + api.MachineSuffix }

// SecretName is the name of the Secret with a machine's cloud-init texts.
func SecretName(wukong string) string { return wukong + "-cloudinit" }

// New is the machine of a Wukong.
func New(m *plan.Machine) (*VirtualMachine, error) {
	source, err := cloudInit(m)
	if err != nil {
		return nil, err
	}
	v := &VirtualMachine{
		Header: kube.Header{APIVersion: apiVersion, Kind: "VirtualMachine", Metadata: kube.Meta{Name: Name(m.Owner.Name), Namespace: m.Owner.Namespace}},
		Spec: Spec{
			RunStrategy:         RunStrategy(m.Spec),
			DataVolumeTemplates: dataVolumes(m),
			Template:            Template{Metadata: templateMeta(m), Spec: instance(m)},
		},
	}
	if source != nil {
		s := &v.Spec.Template.Spec
		s.Domain.Devices.Disks = append(s.Domain.Devices.Disks, Disk{Name: api.CloudInitVolume, Disk: Target{bus}})
		s.Volumes = append(s.Volumes, Volume{Name: api.CloudInitVolume, CloudInit: source})
	}
	return v, nil
}

// RunStrategy combines the three fields that say whether a machine runs. startStrategy.runStrategy wins; otherwise
// restartPolicy Always, OnFailure and Never mean Always, RerunOnFailure and Once; otherwise Always. autoStart false then
// makes Halted of every strategy that would start the machine.
func RunStrategy(s *api.WukongSpec) string {
	strategy := "Always"
	if s.HighAvailability != nil {
		switch s.HighAvailability.RestartPolicy {
		case "OnFailure":
			strategy = "RerunOnFailure"
		case "Never":
			strategy = "Once"
		}
	}
	if s.StartStrategy != nil {
		strategy = or(s.StartStrategy.RunStrategy, strategy)
		if a := s.StartStrategy.AutoStart; a != nil && !*a && strategy != "Manual" {
			strategy = "Halted"
		}
	}
	return strategy
}

func templateMeta(m *plan.Machine) kube.Meta {
	meta := kube.Meta{
		Annotations: map[string]string{pciTopologyAnnotation: "v3"},
		Labels:      map[string]string{WukongLabel: m.Owner.Name},
	}
	if m.Spec.OSImage != "" {
		meta.Annotations[OSAnnotation] = m.Spec.OSImage
	}
	if antiAffinity(m) {
		meta.Labels[AntiAffinityLabel] = "true"
	}
	return meta
}

func antiAffinity(m *plan.Machine) bool {
	return m.Spec.HighAvailability != nil && m.Spec.HighAvailability.AntiAffinity
}

func instance(m *plan.Machine) InstanceSpec {
	id := uuid.NewSHA1(space, []byte(m.Owner.Namespace+"/"+m.Owner.Name)).String()
	s := InstanceSpec{
		Architecture: "amd64",
		Domain: Domain{
			CPU: CPU{m.Cores}, Memory: Memory{m.Memory}, Machine: Type{"q35"}, Firmware: Firmware{Serial: id, UUID: id},
			Devices: Devices{Disks: disks(m), Interfaces: interfaces(m)},
		},
		Networks: networks(m),
		Volumes:  volumes(m),
	}
	if name := m.Spec.SSHKeySecret; name != "" {
		s.AccessCredentials = []AccessCredential{{SSHPublicKey{Source: KeySource{SecretSource{name}}}}}
	}
	if h := m.Spec.HighAvailability; h != nil {
		s.NodeSelector = maps.Clone(h.NodeSelector)
		s.Tolerations = tolerations(h.Tolerations)
	}
	if antiAffinity(m) {
		s.Affinity = &Affinity{PodAntiAffinity{[]WeightedTerm{{
			Term:   Term{LabelSelector: LabelSelector{map[string]string{AntiAffinityLabel: "true"}}, TopologyKey: "kubernetes.io/hostname"},
			Weight: 100,
		}}}}
	}
	return s
}

func tolerations(in []api.Toleration) []Toleration {
	out := make([]Toleration, 0, len(in))
	for _, t := range in {
		out = append(out, Toleration{Effect: t.Effect, Key: t.Key, Operator: t.Operator, TolerationSeconds: t.TolerationSeconds, Value: t.Value})
	}
	return out
}

func interfaces(m *plan.Machine) []Interface {
	out := make([]Interface, len(m.Interfaces))
	for i := range m.Interfaces {
		in, itf := &m.Interfaces[i], &out[i]
		itf.Name, itf.MAC = in.Name, in.MAC
		switch in.Binding {
		case plan.Masquerade:
			itf.Masquerade = &Empty{}
		case plan.SRIOV:
			itf.SRIOV = &Empty{}
		case plan.Bridge:
			itf.Bridge = &Empty{}
		}
	}
	return out
}

func networks(m *plan.Machine) []Network {
	out := make([]Network, len(m.Interfaces))
	for i := range m.Interfaces {
		in := &m.Interfaces[i]
		out[i] = Network{Name: in.Name}
		if in.Attachment == "" {
			out[i].Pod = &Empty{}
		} else {
			out[i].Multus = &Multus{in.Attachment}
		}
	}
	return out
}

func disks(m *plan.Machine) []Disk {
	out := make([]Disk, 0, len(m.Spec.Disks)+1)
	for _, d := range m.Spec.Disks {
		disk := Disk{Name: d.Name, Disk: Target{bus}}
		if d.Boot {
			disk.BootOrder = 1
		}
		out = append(out, disk)
	}
	return out
}

func volumes(m *plan.Machine) []Volume {
	out := make([]Volume, 0, len(m.Spec.Disks)+1)
	for _, d := range m.Spec.Disks {
		out = append(out, Volume{Name: d.Name, DataVolume: &Named{m.Owner.Name + "-" + d.Name}})
	}
	return out
}

func dataVolumes(m *plan.Machine) []DataVolumeTemplate {
	out := make([]DataVolumeTemplate, 0, len(m.Spec.Disks))
	for _, d := range m.Spec.Disks {
		out = append(out, DataVolumeTemplate{
			Metadata: kube.Meta{Name: m.Owner.Name + "-" + d.Name},
			Spec: DataVolumeSpec{
				Source: source(d.Image),
				Storage: Storage{
					AccessModes:      []string{"ReadWriteOnce"},
					Resources:        Resources{Requests{api.CanonicalQuantity(d.Size)}},
					StorageClassName: d.StorageClassName,
				},
			},
		})
	}
	return out
}

// source follows CDI: http and https are http sources, everything else is an image in a registry, as docker://REF.
func source(image string) Source {
	switch {
	case image == "":
		return Source{Blank: &Empty{}}
	case strings.HasPrefix(image, "http://"), strings.HasPrefix(image, "https://"):
		return Source{HTTP: &URL{image}}
	case strings.HasPrefix(image, "docker://"):
		return Source{Registry: &URL{image}}
	default:
		return Source{Registry: &URL{"docker://" + image}}
	}
}
