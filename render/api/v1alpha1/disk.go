package v1alpha1

import (
	"cmp"
	"slices"
	"strings"
)

// Disk is a disk of the machine. Where it does not say what it shows, or shows an image, a volume is made for it: a DataVolume
// template of the machine, or a DataVolume that stands alone.
type Disk struct {
	// Name is a DNS label, and not cloudinit.
	Name string `json:"name" schema:"required,label,not=cloudinit"`
	// Size as a quantity, such as 20Gi: 1Mi to 7Ei. Required where a volume is made, but for a clone (pvc://, snapshot://, dataSource),
	// which has the size of what it is made of when absent.
	Size string `json:"size,omitempty" yaml:"quantity" schema:"size"`
	// StorageClassName of the volume. The cluster's default class when absent.
	StorageClassName string `json:"storageClassName,omitempty" schema:"subdomain" shown:"value"`
	// Boot makes this the disk to boot from; at most one.
	Boot bool `json:"boot,omitempty"`
	// Image is where the content comes from: an http or https URL, a container disk as docker://REF or REF, gs://BUCKET/OBJECT, or a
	// volume or snapshot to clone as pvc://NAMESPACE/NAME or snapshot://NAMESPACE/NAME. Empty volume when absent.
	Image string `json:"image,omitempty" schema:"image"`
	*DiskMore
}

// DiskMore holds the fields that few disks have. Read them by Disk.More. The tag `disk` says of a field:
//
//	shows  the disk shows what the field names, and no volume is made for it
//	made   the field is about the volume that is made for the disk
type DiskMore struct {
	// AccessModes of the volume that is made: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod; or FromStorageProfile
	// alone, with which CDI takes access and volume mode from the StorageProfile of the class. The function's vm.accessModes when absent.
	AccessModes []string `json:"accessModes,omitempty" yaml:"single" schema:"enum=ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod|FromStorageProfile" disk:"made"`
	// VolumeMode of the volume that is made, Filesystem or Block. What CDI takes for the class when absent.
	VolumeMode string `json:"volumeMode,omitempty" schema:"enum=Filesystem|Block" disk:"made"`
	// DataSource is a DataSource of CDI from which the content is cloned, such as an image that the cluster keeps up to date.
	DataSource *DataSource `json:"dataSource,omitempty" refers:"DataSource" disk:"made"`
	// Standalone makes the volume a DataVolume of its own, which stays when the machine is deleted.
	Standalone bool `json:"standalone,omitempty" disk:"made"`
	// BindImmediate makes and fills the volume before the machine starts, also where the class waits for the first consumer.
	BindImmediate bool `json:"bindImmediate,omitempty" disk:"made"`
	// Annotations of the DataVolume that is made, such as CDI's.
	Annotations map[string]string `json:"annotations,omitempty" schema:"annotations" disk:"made"`

	// ImageSource s3 says that the https URL in image is that of an object in an S3 store.
	ImageSource string `json:"imageSource,omitempty" schema:"enum=s3"`
	// ImageSecret is a Secret in the machine's namespace by which the image is fetched: as CDI has it (accessKeyId and secretKey), or the
	// pull Secret of a containerDisk.
	ImageSecret string `json:"imageSecret,omitempty" schema:"subdomain" refers:"Secret"`
	// ImageCertConfigMap is a ConfigMap in the machine's namespace with the certificate authority of the image's server.
	ImageCertConfigMap string `json:"imageCertConfigMap,omitempty" schema:"subdomain" refers:"ConfigMap" shown:"value"`
	// ImagePullMethod says who pulls a container image: pod, CDI's importer, or node, the node's container runtime. Pod when absent.
	ImagePullMethod string `json:"imagePullMethod,omitempty" schema:"enum=node|pod"`
	// ImagePullPolicy of a containerDisk: Always, IfNotPresent or Never. Always for the tag latest and IfNotPresent for others when absent.
	ImagePullPolicy string `json:"imagePullPolicy,omitempty" schema:"enum=Always|IfNotPresent|Never"`

	// ClaimName is a PersistentVolumeClaim in the machine's namespace that exists.
	ClaimName string `json:"claimName,omitempty" schema:"subdomain" refers:"PersistentVolumeClaim" shown:"value" disk:"shows"`
	// DataVolumeName is a DataVolume in the machine's namespace that exists.
	DataVolumeName string `json:"dataVolumeName,omitempty" schema:"subdomain" refers:"DataVolume" shown:"value" disk:"shows"`
	// EphemeralClaim is a PersistentVolumeClaim that exists and is only read: what the guest writes is lost when it stops.
	EphemeralClaim string `json:"ephemeralClaim,omitempty" schema:"subdomain" refers:"PersistentVolumeClaim" shown:"value" disk:"shows"`
	// ContainerDisk is a container image whose disk is shown: what the guest writes is lost when it stops.
	ContainerDisk string `json:"containerDisk,omitempty" schema:"container" disk:"shows"`
	// EmptyDisk is the size of a disk that is empty at each start, 1Mi to 7Ei.
	EmptyDisk string `json:"emptyDisk,omitempty" yaml:"quantity" schema:"size" disk:"shows"`
	// ConfigMap in the machine's namespace, whose entries are files on the disk.
	ConfigMap string `json:"configMap,omitempty" schema:"subdomain" refers:"ConfigMap" shown:"value" disk:"shows"`
	// Secret in the machine's namespace, whose entries are files on the disk.
	Secret string `json:"secret,omitempty" schema:"subdomain" refers:"Secret" disk:"shows"`
	// Sysprep is a disk with the answers of Windows Setup, as a cdrom.
	Sysprep *Sysprep `json:"sysprep,omitempty" disk:"shows"`
	// VolumeLabel of the file system on the disk of a configMap or secret.
	VolumeLabel string `json:"volumeLabel,omitempty" schema:"volumeLabel"`

	// Type is what the guest sees: disk, cdrom, or lun, which passes SCSI commands through to a claim or DataVolume. Disk when absent,
	// cdrom for sysprep.
	Type string `json:"type,omitempty" schema:"enum=disk|cdrom|lun"`
	// Bus is virtio, sata, scsi or usb. When absent virtio for a disk, sata for a cdrom and scsi for a lun; sata
	// for a disk of Windows, and the preference's for disk and cdrom beside a preference.
	Bus string `json:"bus,omitempty" schema:"enum=virtio|sata|scsi|usb"`
	// BootOrder is the place in the order of devices to boot from, from 1, each once. Boot is the short form of 1.
	BootOrder *int `json:"bootOrder,omitempty" schema:"min=1,max=1000"`
	// Serial number of the disk: letters, digits, '_', '.', '+' and '-'. Guests see the first 20 characters on virtio.
	Serial string `json:"serial,omitempty" schema:"drive" shown:"value"`
	// Cache on the node: none, writethrough or writeback. KubeVirt chooses by the storage when absent.
	Cache string `json:"cache,omitempty" schema:"enum=none|writethrough|writeback"`
	// IO is how QEMU reads and writes: native or threads. KubeVirt chooses when absent.
	IO string `json:"io,omitempty" schema:"enum=native|threads"`
	// DedicatedIOThread gives the disk a thread of its own, on virtio alone.
	DedicatedIOThread bool `json:"dedicatedIOThread,omitempty"`
	// Shareable lets several machines use the volume at once. Their guests must know of each other.
	Shareable bool `json:"shareable,omitempty"`
	// ErrorPolicy is what the guest gets of an error of the storage: stop, ignore, report or enospace. Stop, which pauses the machine, when
	// absent.
	ErrorPolicy string `json:"errorPolicy,omitempty" schema:"enum=stop|ignore|report|enospace"`
	// Hotpluggable lets the volume be attached to and taken from the machine while it runs.
	Hotpluggable bool `json:"hotpluggable,omitempty"`
}

// DataSource names a DataSource of CDI.
type DataSource struct {
	// Name of the DataSource.
	Name string `json:"name" schema:"required,subdomain" shown:"value"`
	// Namespace of the DataSource, the machine's when absent.
	Namespace string `json:"namespace,omitempty" schema:"label"`
}

// Sysprep holds the answers of Windows Setup in one of the two.
type Sysprep struct {
	// ConfigMap in the machine's namespace with autounattend.xml or unattend.xml.
	ConfigMap string `json:"configMap,omitempty" schema:"subdomain" refers:"ConfigMap" shown:"value"`
	// Secret in the machine's namespace with autounattend.xml or unattend.xml.
	Secret string `json:"secret,omitempty" schema:"subdomain" refers:"Secret"`
}

// What a guest sees of a disk.
const (
	DeviceDisk  = "disk"
	DeviceCDROM = "cdrom"
	DeviceLUN   = "lun"
)

// The buses of disks.
const (
	BusVirtio = "virtio"
	BusSATA   = "sata"
	BusSCSI   = "scsi"
	BusUSB    = "usb"
)

// The access modes that say more than a name.
const (
	ReadWriteOnce      = "ReadWriteOnce"
	ReadWriteMany      = "ReadWriteMany"
	FromStorageProfile = "FromStorageProfile"
)

// SourceS3 says of an image that it is in an S3 store.
const SourceS3 = "s3"

// Made says whether a volume is made for the disk: in all cases but those in which a field names what it shows.
func (d *Disk) Made() bool {
	m := d.DiskMore
	return m == nil || m.ClaimName == "" && m.DataVolumeName == "" && m.EphemeralClaim == "" && m.ContainerDisk == "" && m.EmptyDisk == "" &&
		m.ConfigMap == "" && m.Secret == "" && m.Sysprep == nil
}

// Templated says whether the volume that is made belongs to the machine.
func (d *Disk) Templated() bool { return d.Made() && !d.More().Standalone }

// Order is the disk's place in the order of devices to boot from, 0 for none.
func (d *Disk) Order() int {
	if order := d.More().BootOrder; order != nil && !d.Boot {
		return *order
	}
	if d.Boot {
		return 1
	}
	return 0
}

// Bootable says whether firmware can find a system on the disk.
func (d *Disk) Bootable() bool {
	m := d.More()
	return m.EmptyDisk == "" && m.ConfigMap == "" && m.Secret == "" && m.Sysprep == nil
}

// Device is what the guest sees of the disk.
func (m *DiskMore) Device() string {
	if m.Sysprep != nil {
		return cmp.Or(m.Type, DeviceCDROM)
	}
	return cmp.Or(m.Type, DeviceDisk)
}

// BusOf is the bus that the disk is on, empty where that is left to a preference.
func (m *DiskMore) BusOf(profile Profile) string {
	switch {
	case m.Bus != "":
		return m.Bus
	case m.Device() == DeviceCDROM:
		return profile.CDROMBus
	case m.Device() == DeviceLUN:
		return BusSCSI
	}
	return profile.DiskBus
}

// The schemes of the images that are clones of a volume or of a snapshot in the cluster.
const (
	SchemePVC      = "pvc"
	SchemeSnapshot = "snapshot"
)

// Clone is the volume or snapshot that an image names, SCHEME://NAMESPACE/NAME.
func Clone(image string) (scheme, namespace, name string, ok bool) {
	scheme, rest, _ := strings.Cut(image, "://")
	if scheme != SchemePVC && scheme != SchemeSnapshot {
		return "", "", "", false
	}
	namespace, name, _ = strings.Cut(rest, "/")
	return scheme, namespace, name, true
}

// Cloned says whether the volume that is made is a clone of one in the cluster, and so needs no size.
func (d *Disk) Cloned() bool {
	_, _, _, clone := Clone(d.Image)
	return clone || d.More().DataSource != nil
}

// AccessModesOf are those that a disk's volume asks for, nil where its class decides. settings are the configuration's.
func (d *Disk) AccessModesOf(settings *VM) []string {
	modes := d.More().AccessModes
	if len(modes) == 0 && settings != nil {
		modes = settings.AccessModes
	}
	switch {
	case len(modes) == 0:
		return onceOnly
	case slices.Contains(modes, FromStorageProfile):
		return nil
	}
	return modes
}

// onceOnly is the VM operator's choice.
var onceOnly = []string{ReadWriteOnce}
