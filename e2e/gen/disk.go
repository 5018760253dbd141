package gen

import (
	"fmt"

	"pgregory.net/rapid"
)

func disks(t *rapid.T) []any {
	var all []any
	n := rapid.IntRange(1, 4).Draw(t, "disk count")
	boot := rapid.IntRange(-1, n-1).Draw(t, "boot disk")
	for i := range n {
		disk := Object{"name": fmt.Sprintf("disk%d", i)}
		switch shows := rapid.SampledFrom([]string{"", "", "clone", "claim", "held"}).Draw(t, "shows"); shows {
		case "claim":
			claim(t, disk)
		case "held":
			held(t, disk)
		default:
			volume(t, disk, shows == "clone")
		}
		if i == boot {
			disk["boot"] = true
		} else if boot >= 0 {
			maybe(t, "boot order", disk, "bootOrder", func() any { return i + 2 })
		}
		options(t, disk)
		all = append(all, disk)
	}
	return all
}

// volume gives a disk a volume of its own, filled by an image, or by a clone of what the cluster has.
func volume(t *rapid.T, disk Object, clone bool) {
	if clone {
		of := rapid.SampledFrom([]Object{
			{"dataSource": Object{"name": "fedora", "namespace": "images"}}, {"dataSource": Object{"name": "fedora"}},
			{"image": "pvc://images/golden"}, {"image": "snapshot://images/golden.1"},
		}).Draw(t, "clone")
		for key, value := range of {
			disk[key] = value
		}
	}
	if !clone || rapid.Bool().Draw(t, "size of a clone") {
		disk["size"] = rapid.SampledFrom([]string{"10Gi", "1024Mi", "1.5Gi", "20G", "1Ti"}).Draw(t, "size")
	}
	maybe(t, "class", disk, "storageClassName", func() any {
		return rapid.SampledFrom([]string{"ceph-rbd", "local.path"}).Draw(t, "storage class")
	})
	maybe(t, "access modes", disk, "accessModes", func() any {
		return rapid.SampledFrom([]any{"FromStorageProfile", []any{"ReadWriteMany"}, []any{"ReadWriteOnce", "ReadOnlyMany"}}).Draw(t, "modes")
	})
	maybe(t, "volume mode", disk, "volumeMode", func() any { return rapid.SampledFrom([]string{"Block", "Filesystem"}).Draw(t, "mode") })
	maybe(t, "standalone", disk, "standalone", func() any { return rapid.Bool().Draw(t, "standalone") })
	maybe(t, "bind", disk, "bindImmediate", func() any { return rapid.Bool().Draw(t, "bind") })
	maybe(t, "annotations", disk, "annotations", func() any { return Object{"cdi.kubevirt.io/storage.usePopulator": "false"} })
	if clone {
		return
	}
	imported := rapid.SampledFrom([]Object{
		{}, {"image": "http://images.example.com/a.qcow2"}, {"image": "https://images.example.com/a.qcow2?x=1&y=2", "imageSecret": "store"},
		{"image": "https://s3.example.com/b/a.qcow2", "imageSource": "s3", "imageSecret": "store", "imageCertConfigMap": "authority"},
		{"image": "gs://bucket/a.qcow2", "imageSecret": "store"}, {"image": "docker://quay.io/containerdisks/ubuntu:22.04"},
		{"image": "quay.io/containerdisks/fedora:40", "imagePullMethod": "node", "imageCertConfigMap": "authority"},
	}).Draw(t, "image")
	for key, value := range imported {
		disk[key] = value
	}
}

// claim shows a volume that exists.
func claim(t *rapid.T, disk Object) {
	claim := rapid.SampledFrom([]string{"claimName", "dataVolumeName"}).Draw(t, "claim")
	disk[claim] = fmt.Sprint("old.", disk["name"])
}

// held shows what the machine's pod holds.
func held(t *rapid.T, disk Object) {
	of := rapid.SampledFrom([]Object{
		{"ephemeralClaim": "golden"}, {"containerDisk": "quay.io/containerdisks/fedora:41", "imageSecret": "pull", "imagePullPolicy": "Always"},
		{"containerDisk": "quay.io/kubevirt/virtio-container-disk", "type": "cdrom"}, {"emptyDisk": "2048Mi"},
		{"configMap": "settings", "volumeLabel": "settings"}, {"secret": "settings"}, {"sysprep": Object{"configMap": "unattend"}},
		{"sysprep": Object{"secret": "unattend"}, "type": "cdrom", "bus": "scsi"},
	}).Draw(t, "held")
	for key, value := range of {
		disk[key] = value
	}
}

// options are what the guest sees of a disk, as far as that fits what it shows.
func options(t *rapid.T, disk Object) {
	maybe(t, "serial", disk, "serial", func() any { return "A-1_b.C+2" })
	maybe(t, "error policy", disk, "errorPolicy", func() any {
		return rapid.SampledFrom([]string{"stop", "ignore", "report", "enospace"}).Draw(t, "error policy")
	})
	caches := []Object{
		{}, {"cache": "none", "io": "native"}, {"cache": "writeback", "io": "threads"}, {"cache": "writethrough"}, {"shareable": true},
	}
	kinds := []Object{{}}
	if _, typed := disk["type"]; !typed && disk["sysprep"] == nil {
		kinds = append(kinds,
			Object{"bus": "virtio", "dedicatedIOThread": true}, Object{"bus": "sata"}, Object{"bus": "usb"}, Object{"bus": "scsi"},
			Object{"type": "cdrom"}, Object{"type": "cdrom", "bus": "scsi"})
		if inStorage(disk) {
			kinds = append(kinds, Object{"hotpluggable": true}, Object{"type": "lun"}, Object{"type": "lun", "bus": "scsi", "hotpluggable": true})
		}
	}
	for _, chosen := range []Object{rapid.SampledFrom(caches).Draw(t, "cache"), rapid.SampledFrom(kinds).Draw(t, "device")} {
		for key, value := range chosen {
			disk[key] = value
		}
	}
}

// inStorage says whether a disk shows a volume of the cluster's storage.
func inStorage(disk Object) bool {
	for _, field := range []string{"ephemeralClaim", "containerDisk", "emptyDisk", "configMap", "secret", "sysprep"} {
		if disk[field] != nil {
			return false
		}
	}
	return true
}
