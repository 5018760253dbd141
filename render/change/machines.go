package change

import (
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/vm"
)

// Drives and cards of a machine that was there.
var (
	diskShrank = Row{
		Name: "disk smaller", Code: finding.DiskShrank, Field: "size", Source: kubevirt,
		Happens: "the disk was rendered with %[1]s before, and a volume cannot shrink: keep the size, or add a disk and copy",
	}
	diskGrew = Row{
		Name: "disk larger", Code: finding.DiskIgnored, Field: "size", Source: kubevirt,
		Happens: "the disk was rendered with %[1]s before, and the cluster accepts the new size and ignores it, for the volume exists: set the size " +
			"on the PersistentVolumeClaim too, whose class must allow it",
	}
	classChanged = Row{
		Name: "storage class", Code: finding.ClassChanged, Field: "storageClassName", Source: kubevirt,
		Happens: "the disk was rendered with another class before, and a volume keeps its class: keep it, or add a disk and copy",
	}
	imageChanged = Row{
		Name: "image", Code: finding.DiskIgnored, Field: "image", Source: kubevirt,
		Happens: "the disk was rendered from another image before, and the cluster accepts the new one and ignores it, for the volume is filled " +
			"already: add a disk under another name for the new image",
	}
	diskGone = Row{
		Name: "disk removed", Code: finding.DiskLeft, Source: kubevirt,
		Happens: "disk %[1]s goes from the machine at its next start, and its volume stays in the cluster and is deleted with the machine: copy " +
			"what you need, or delete the DataVolume if you need nothing of it",
	}
	diskRenamed = Row{
		Name: "disk renamed", Code: finding.DiskLeft, Field: "name", Source: kubevirt,
		Happens: "the disk has the place of %[1]s, which is no longer there: it is a new volume that is filled anew, and the old one stays with its " +
			"data, which the machine no longer sees: keep the name, or copy",
	}
	macChanged = Row{
		Name: "MAC address", Code: finding.Restarts, Field: "macAddress", Source: kubevirt,
		Happens: "the interface had the MAC address %[1]s before: a running machine gets the new one at its next start, and its DHCP server and " +
			"guest may take it for another card",
	}
	interfaceGone = Row{
		Name: "interface removed", Code: finding.Restarts, Source: kubevirt,
		Happens: "interface %[1]s goes from the machine: a running machine keeps it until it is restarted",
	}
	podsAdded = Row{
		Name: "pod network added", Code: finding.Restarts, Source: kubevirt,
		Happens: "the machine gets the pod network as its interface %[2]s, which a running machine gets at its next start. Interfaces behind it in the " +
			"list then have other PCI addresses, and by them other names in the guest (enp1s0 becomes enp2s0): what in the guest names an interface has to " +
			"follow, but for cloud-init, which finds them by MAC address. To keep the names, write {name: default} as the last of the networks; " +
			"to keep the machine as it is, set vm.podNetwork: false",
	}
	interfacesMoved = Row{
		Name: "interfaces in another order", Code: finding.Reordered, Source: kubevirt,
		Happens: "the interfaces were in the order %[1]s before and are in the order %[2]s now: they have their PCI addresses by it, so a guest may " +
			"take one for another at the machine's next start. Keep the order; a strategic merge patch in a kustomization puts its entries first",
	}
)

// Machine are the changes that replace a machine of before by that of now. Index is that of the disk's template or of the interface.
func Machine(was, now *vm.Spec) []Change {
	d := differ{}
	d.volumes(was.DataVolumeTemplates, now.DataVolumeTemplates)
	d.interfaces(was.Template.Spec.Domain.Devices.Interfaces, now.Template.Spec.Domain.Devices.Interfaces)
	return byRisk(d.changes)
}

func (d *differ) volumes(was, now []vm.DataVolumeTemplate) {
	had := make(map[string]bool, len(was))
	for i := range was {
		had[was[i].Metadata.Name] = true
	}
	index := make(map[string]int, len(now))
	var news []int
	for i := range now {
		index[now[i].Metadata.Name] = i
		if !had[now[i].Metadata.Name] {
			news = append(news, i)
		}
	}
	for i := range was {
		former := &was[i]
		if at, ok := index[former.Metadata.Name]; ok {
			d.volume(former, &now[at], at)
			continue
		}
		// A new disk at the same place of the list is the same one to whoever wrote it.
		if len(news) > 0 && len(was) == len(now) && news[0] == i {
			d.add(&diskRenamed, "", former.Metadata.Name, now[i].Metadata.Name).Index = i
			news = news[1:]
			continue
		}
		d.add(&diskGone, "", former.Metadata.Name, "")
	}
}

func (d *differ) volume(was, now *vm.DataVolumeTemplate, index int) {
	a, b := &was.Spec.Storage, &now.Spec.Storage
	sizeA, sizeB := a.Resources.Requests.Storage, b.Resources.Requests.Storage
	before, formerErr := api.ParseQuantity(sizeA)
	after, err := api.ParseQuantity(sizeB)
	if err == nil && formerErr == nil {
		switch after.Cmp(before) {
		case -1:
			d.add(&diskShrank, "", sizeA, sizeB).Index = index
		case 1:
			d.add(&diskGrew, "", sizeA, sizeB).Index = index
		}
	}
	if a.StorageClassName != b.StorageClassName {
		d.add(&classChanged, "", a.StorageClassName, b.StorageClassName).Index = index
	}
	if from, to := image(&was.Spec.Source), image(&now.Spec.Source); from != to {
		d.add(&imageChanged, "", from, to).Index = index
	}
}

// image is what a volume is filled with, empty for nothing.
func image(s *vm.Source) string {
	switch {
	case s.HTTP != nil:
		return s.HTTP.URL
	case s.Registry != nil:
		return s.Registry.URL
	}
	return ""
}

func (d *differ) interfaces(was, now []vm.Interface) {
	index := make(map[string]int, len(now))
	for i := range now {
		index[now[i].Name] = i
	}
	var before, after []string // of those that stay
	for i := range was {
		at, ok := index[was[i].Name]
		if ok {
			before = append(before, was[i].Name)
		}
		switch {
		case !ok:
			d.add(&interfaceGone, "", was[i].Name, "")
		case was[i].MAC != "" && !strings.EqualFold(was[i].MAC, now[at].MAC):
			d.add(&macChanged, "", was[i].MAC, now[at].MAC).Index = at
		}
	}
	for i := range now {
		switch {
		case slices.Contains(before, now[i].Name):
			after = append(after, now[i].Name)
		case now[i].Masquerade != nil && len(was) > 0:
			d.add(&podsAdded, "", "", now[i].Name)
		}
	}
	if !slices.Equal(before, after) {
		d.add(&interfacesMoved, "", strings.Join(before, ", "), strings.Join(after, ", "))
	}
}
