package vm

import (
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Disk shows a volume to the guest, as one of three devices.
type Disk struct {
	BootOrder int     `json:"bootOrder,omitempty"`
	CDROM     *Target `json:"cdrom,omitempty"`
	Disk      *Target `json:"disk,omitempty"`
	LUN       *Target `json:"lun,omitempty"`
	Name      string  `json:"name"`
	*DiskMore
}

// DiskMore is what few disks have.
type DiskMore struct {
	Cache             string `json:"cache,omitempty"`
	DedicatedIOThread bool   `json:"dedicatedIOThread,omitempty"`
	ErrorPolicy       string `json:"errorPolicy,omitempty"`
	IO                string `json:"io,omitempty"`
	Serial            string `json:"serial,omitempty"`
	Shareable         bool   `json:"shareable,omitempty"`
}

// Target is the bus of a device.
type Target struct {
	Bus string `json:"bus,omitempty"`
}

// virtio is what most disks are on.
var virtio = Target{api.BusVirtio}

// Volume is what a disk of the same name shows: one of these.
type Volume struct {
	CloudInit  *CloudInit `json:"cloudInitNoCloud,omitempty"`
	DataVolume *Made      `json:"dataVolume,omitempty"`
	Name       string     `json:"name"`
	*VolumeMore
}

// VolumeMore is what few volumes are.
type VolumeMore struct {
	Claim         *Claim         `json:"persistentVolumeClaim,omitempty"`
	ConfigMap     *ConfigMap     `json:"configMap,omitempty"`
	ContainerDisk *ContainerDisk `json:"containerDisk,omitempty"`
	EmptyDisk     *EmptyDisk     `json:"emptyDisk,omitempty"`
	Ephemeral     *Ephemeral     `json:"ephemeral,omitempty"`
	Secret        *SecretVolume  `json:"secret,omitempty"`
	Sysprep       *Sysprep       `json:"sysprep,omitempty"`
}

// Made is a volume that CDI makes, in the machine's namespace.
type Made struct {
	Hotpluggable bool   `json:"hotpluggable,omitempty"`
	Name         string `json:"name"`
}

// Claim is a PersistentVolumeClaim in the machine's namespace.
type Claim struct {
	ClaimName    string `json:"claimName"`
	Hotpluggable bool   `json:"hotpluggable,omitempty"`
}

// ConfigMap whose entries are files.
type ConfigMap struct {
	Name        string `json:"name"`
	VolumeLabel string `json:"volumeLabel,omitempty"`
}

// ContainerDisk is the disk in a container image.
type ContainerDisk struct {
	Image           string `json:"image"`
	ImagePullPolicy string `json:"imagePullPolicy,omitempty"`
	ImagePullSecret string `json:"imagePullSecret,omitempty"`
}

// EmptyDisk is a disk without content; its capacity is a canonical quantity.
type EmptyDisk struct {
	Capacity string `json:"capacity"`
}

// Ephemeral is a claim that is only read, with a layer above that takes what is written.
type Ephemeral struct {
	Claim Claim `json:"persistentVolumeClaim"`
}

// SecretVolume is a Secret whose entries are files.
type SecretVolume struct {
	SecretName  string `json:"secretName"`
	VolumeLabel string `json:"volumeLabel,omitempty"`
}

// Sysprep are the answers of Windows Setup, in one of the two.
type Sysprep struct {
	ConfigMap *Named `json:"configMap,omitempty"`
	Secret    *Named `json:"secret,omitempty"`
}

// disks adds the machine's disks, their volumes and the templates that make these.
func (b *builder) disks(m *plan.Machine) {
	v := &b.machine.Spec
	s := &v.Template.Spec
	profile := m.Spec.Profile()
	for i := range m.Spec.Disks {
		d := &m.Spec.Disks[i]
		s.Domain.Devices.Disks = append(s.Domain.Devices.Disks, device(d, profile))
		s.Volumes = append(s.Volumes, b.volume(m, d))
		if d.Templated() {
			v.DataVolumeTemplates = append(v.DataVolumeTemplates, DataVolumeTemplate{
				Metadata: object.Meta{Name: m.Volume(d), Annotations: annotations(d)}, Spec: b.volumes.spec(m, d),
			})
		}
	}
}

// device is what the guest sees of a disk.
func device(d *api.Disk, profile api.Profile) Disk {
	out := Disk{Name: d.Name, BootOrder: d.Order()}
	if d.DiskMore == nil {
		out.Disk = on(profile.DiskBus)
		return out
	}
	more := d.More()
	if options := (DiskMore{
		Cache: more.Cache, DedicatedIOThread: more.DedicatedIOThread, ErrorPolicy: more.ErrorPolicy, IO: more.IO, Serial: more.Serial,
		Shareable: more.Shareable,
	}); options != (DiskMore{}) {
		out.DiskMore = &options
	}
	target := on(more.BusOf(profile))
	switch more.Device() {
	case api.DeviceCDROM:
		out.CDROM = target
	case api.DeviceLUN:
		out.LUN = target
	default:
		out.Disk = target
	}
	return out
}

// on is what is on a bus, of which most are virtio.
func on(bus string) *Target {
	if bus == api.BusVirtio {
		return &virtio
	}
	return &Target{bus}
}

// volume is what a disk shows.
func (b *builder) volume(m *plan.Machine, d *api.Disk) Volume {
	more := d.More()
	switch {
	case d.Made():
		return Volume{Name: d.Name, DataVolume: keep(&b.volumes.names, Made{more.Hotpluggable, m.Volume(d)})}
	case more.DataVolumeName != "":
		return Volume{Name: d.Name, DataVolume: &Made{more.Hotpluggable, more.DataVolumeName}}
	}
	v := &VolumeMore{}
	switch {
	case more.ClaimName != "":
		v.Claim = &Claim{ClaimName: more.ClaimName, Hotpluggable: more.Hotpluggable}
	case more.EphemeralClaim != "":
		v.Ephemeral = &Ephemeral{Claim{ClaimName: more.EphemeralClaim}}
	case more.ContainerDisk != "":
		v.ContainerDisk = &ContainerDisk{Image: more.ContainerDisk, ImagePullPolicy: more.ImagePullPolicy, ImagePullSecret: more.ImageSecret}
	case more.EmptyDisk != "":
		v.EmptyDisk = &EmptyDisk{api.CanonicalQuantity(more.EmptyDisk)}
	case more.ConfigMap != "":
		v.ConfigMap = &ConfigMap{more.ConfigMap, more.VolumeLabel}
	case more.Secret != "":
		v.Secret = &SecretVolume{more.Secret, more.VolumeLabel}
	case more.Sysprep.ConfigMap != "":
		v.Sysprep = &Sysprep{ConfigMap: &Named{more.Sysprep.ConfigMap}}
	default:
		v.Sysprep = &Sysprep{Secret: &Named{more.Sysprep.Secret}}
	}
	return Volume{Name: d.Name, VolumeMore: v}
}
