package v1alpha1

import (
	"slices"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// devices and buses are those that there are.
var (
	devices = []string{DeviceDisk, DeviceCDROM, DeviceLUN}
	buses   = []string{BusVirtio, BusSATA, BusSCSI, BusUSB}
)

// device reports what KubeVirt 1.9 and QEMU do not do with a disk as the guest sees it.
func (c *checker) device(at path, d *Disk, profile Profile) {
	m := d.More()
	device, bus := m.Device(), m.BusOf(profile)
	if !slices.Contains(buses, bus) || !slices.Contains(devices, device) {
		return // that is said, and nothing follows from it
	}
	if device == DeviceCDROM && bus == BusVirtio {
		c.add(finding.Contradiction, at.in("bus"), "must not be virtio for a cdrom: write sata, which it is without bus, or scsi", bus, BusSATA)
	}
	if held := heldInPod(m); device == DeviceLUN && held != "" {
		c.add(finding.Contradiction, at.in("type"), "must not be lun beside "+held+": SCSI commands are passed through to a claim or a DataVolume alone",
			device, DeviceDisk)
	}
	if m.DedicatedIOThread && (bus != BusVirtio || device == DeviceCDROM) {
		c.add(finding.Contradiction, at.in("dedicatedIOThread"), "needs bus: virtio, and this disk is on "+bus+": remove it, or write that bus", "true", "")
	}
	if m.Shareable && m.Cache != "" && m.Cache != "none" {
		c.add(finding.Contradiction, at.in("cache"), "must be none beside shareable, for a cache is of one node", m.Cache, "none")
	}
	if m.IO == "native" && (m.Cache == "writethrough" || m.Cache == "writeback") {
		c.add(finding.Contradiction, at.in("io"), "must not be native beside cache: "+m.Cache+", for QEMU reads natively past the cache alone: write threads, or cache: none",
			m.IO, "threads")
	}
	c.hotpluggable(at, d, device, bus)
	if d.Boot && m.BootOrder != nil {
		c.add(finding.Contradiction, at.in("bootOrder"), "must not stand beside boot, which is bootOrder: 1: remove one of the two", strconv.Itoa(*m.BootOrder), "")
	}
}

// heldInPod is the field by which the disk shows what is no volume of the cluster's storage, empty where it does not.
func heldInPod(m *DiskMore) string {
	for _, f := range []struct {
		name  string
		given bool
	}{
		{"ephemeralClaim", m.EphemeralClaim != ""}, {"containerDisk", m.ContainerDisk != ""}, {"emptyDisk", m.EmptyDisk != ""},
		{"configMap", m.ConfigMap != ""}, {"secret", m.Secret != ""}, {"sysprep", m.Sysprep != nil},
	} {
		if f.given {
			return f.name
		}
	}
	return ""
}

func (c *checker) hotpluggable(at path, d *Disk, device, bus string) {
	m := d.More()
	if !m.Hotpluggable {
		return
	}
	field := at.in("hotpluggable")
	switch held := heldInPod(m); {
	case held != "":
		c.add(finding.Contradiction, field, "must not stand beside "+held+": a claim or a DataVolume alone can come and go while the machine runs. Remove it", "true", "")
	case device == DeviceCDROM:
		c.add(finding.Contradiction, field, "must not stand beside type: cdrom: remove it, or write type: disk", "true", "")
	case device == DeviceLUN && bus != BusSCSI:
		c.add(finding.Contradiction, field, "needs bus: scsi for a lun: remove it, or write that bus", "true", "")
	case bus != BusSCSI && bus != BusVirtio:
		c.add(finding.Contradiction, field, "needs bus: virtio or scsi: remove it, or write one of them", "true", "")
	}
}

// bootOrders reports disks with one place in the order of devices to boot from.
func (c *checker) bootOrders(list path, disks []Disk) {
	for i := range disks {
		order := disks[i].Order()
		for j := range disks[:i] {
			if order == 0 || disks[j].Order() != order {
				continue
			}
			first, second := list.element(j), list.element(i)
			if disks[i].Boot && disks[j].Boot {
				c.add(finding.BootDisks, second.in("boot"), "is true as "+first.in("boot").String()+" is, and a machine boots from one disk: "+
					"set boot: true on one", "true", "false")
				return
			}
			field := "bootOrder"
			if disks[i].Boot {
				field = "boot"
			}
			c.add(finding.BootDisks, second.in(field), "is the place in the order that "+first.String()+" has, and each device has its own: write another bootOrder",
				strconv.Itoa(order), "")
			return
		}
	}
}

// bootDisk is the index of the disk that the machine boots from, -1 where that is none.
func bootDisk(disks []Disk) int {
	at := -1
	for i := range disks {
		order := disks[i].Order()
		switch {
		case order == 0 && (at >= 0 || !disks[i].Bootable()):
		case at < 0, order > 0 && (disks[at].Order() == 0 || order < disks[at].Order()):
			at = i
		}
	}
	return at
}

// lostBoot reports a disk to boot from whose content is lost when the machine stops. Of a cdrom nothing is lost.
func (c *checker) lostBoot(list path, disks []Disk) {
	boot := bootDisk(disks)
	if boot < 0 {
		return
	}
	m := disks[boot].More()
	if held := heldInPod(m); (held == "containerDisk" || held == "ephemeralClaim" || held == "emptyDisk") && m.Device() != DeviceCDROM {
		at := list.element(boot)
		c.add(finding.BootLost, at.in(held), "is the disk to boot from, and what the guest writes to it is lost when the machine stops: "+
			"write image and size for a volume that stays, unless nothing is to stay", "", "")
	}
}
