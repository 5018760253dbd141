package change

import (
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/vm"
)

// Cards of a machine that was there.
var (
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

// Machine are the changes that replace a machine of before by that of now. standalone are the names of its volumes of now that stand
// alone.
func Machine(was, now *vm.Spec, standalone []string) []Change {
	d := differ{}
	d.volumes(was.DataVolumeTemplates, now.DataVolumeTemplates, standalone)
	d.interfaces(was.Template.Spec.Domain.Devices.Interfaces, now.Template.Spec.Domain.Devices.Interfaces)
	return byRisk(d.changes)
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
