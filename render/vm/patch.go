package vm

import (
	"slices"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/patch"
	"github.com/novasphere/wukong-fn/render/plan"
)

// patchOf is the patch of a machine, nil for none.
func patchOf(m *plan.Machine) map[string]any {
	if p := m.Spec.More().Patches; p != nil {
		return p.VirtualMachine
	}
	return nil
}

// Patch puts what a machine says with its patch into the machine, where rules and changes look.
func Patch(m *plan.Machine) ([]patch.Problem, error) {
	from := patchOf(m)
	if from == nil {
		return nil, nil
	}
	plain, err := new(builder).machineOf(m)
	if err != nil {
		return nil, err
	}
	o, problems, err := patch.Apply(plain, from)
	if o == nil || err != nil {
		return problems, err
	}
	spec, err := patch.Read[Spec](o)
	if err != nil {
		return nil, err
	}
	wrong, err := patch.Types[Spec](from)
	if err != nil {
		return nil, err
	}
	problems = slices.Concat(problems, wrong, shape(from), kept(&plain.Spec, spec, o.Spec), held(o.Spec))
	if !patch.Bars(problems) {
		m.Patched = spec
	}
	return problems, nil
}

// Patched is what a machine says with its patch, nil without one.
func Patched(m *plan.Machine) *Spec {
	spec, _ := m.Patched.(*Spec)
	return spec
}

// write is the machine of a Wukong as it is written. It is good until the next one is built.
func (b *builder) write(m *plan.Machine) (object.Object, error) {
	plain, err := b.machineOf(m)
	if err != nil || m.Patched == nil {
		return plain, err
	}
	o, _, err := patch.Apply(plain, patchOf(m))
	return o, err
}

// shape reports fields that a machine does not have (KubeVirt 1.9).
func shape(from map[string]any) []patch.Problem {
	return slices.Concat(
		patch.Fields(from, "spec", "dataVolumeTemplates", "instancetype", "preference", "runStrategy", "running", "template", "updateVolumesStrategy"),
		patch.Fields(from, "spec.template", "metadata", "spec"),
		patch.Fields(from, "spec.template.spec", "accessCredentials", "affinity", "architecture", "dnsConfig", "dnsPolicy", "domain",
			"evictionStrategy", "hostname", "livenessProbe", "networks", "nodeSelector", "priorityClassName", "readinessProbe", "resourceClaims",
			"schedulerName", "serviceAccountName", "startStrategy", "subdomain", "terminationGracePeriodSeconds", "tolerations",
			"topologySpreadConstraints", "utilityVolumes", "volumes"),
		patch.Fields(from, "spec.template.spec.domain", "chassis", "clock", "cpu", "devices", "features", "firmware", "ioThreads",
			"ioThreadsPolicy", "launchSecurity", "machine", "memory", "rebootPolicy", "resources"),
		patch.Fields(from, "spec.template.spec.domain.devices", "autoattachGraphicsDevice", "autoattachInputDevice", "autoattachMemBalloon",
			"autoattachPodInterface", "autoattachSerialConsole", "autoattachVSOCK", "blockMultiQueue", "clientPassthrough", "disableHotplug",
			"disks", "downwardMetrics", "filesystems", "gpus", "hostDevices", "inputs", "interfaces", "logSerialConsole",
			"networkInterfaceMultiqueue", "panicDevices", "rng", "sound", "tpm", "useVirtioTransitional", "video", "watchdog"))
}

// The lists that rules speak of.
const (
	ofInterfaces = "spec.template.spec.domain.devices.interfaces"
	ofDisks      = "spec.template.spec.domain.devices.disks"
	ofNetworks   = "spec.template.spec.networks"
	ofVolumes    = "spec.template.spec.volumes"
	ofTemplates  = "spec.dataVolumeTemplates"
	ofLabels     = "spec.template.metadata.labels"
)

// kept reports what a patch changes of that which cloud-init, Services and rules over the package rely on.
func kept(before, after *Spec, written map[string]any) []patch.Problem {
	var problems []patch.Problem
	say := func(path, message string) {
		problems = append(problems, patch.Problem{Path: path, Reason: patch.Refused, Message: message})
	}
	was, now := &before.Template.Spec, &after.Template.Spec
	for _, itf := range was.Domain.Devices.Interfaces {
		i := slices.IndexFunc(now.Domain.Devices.Interfaces, func(other Interface) bool { return other.Name == itf.Name })
		switch {
		case i < 0:
			say(ofInterfaces, "must keep "+itf.Name+": take its entry out of networks")
		case now.Domain.Devices.Interfaces[i].MAC != itf.MAC:
			say(ofInterfaces, "must keep the MAC address of "+itf.Name+", by which cloud-init knows it: write macAddress in its entry of networks")
		}
	}
	for _, network := range was.Networks {
		if !slices.ContainsFunc(now.Networks, func(other Network) bool { return other.Name == network.Name && leadsTo(&other) == leadsTo(&network) }) {
			say(ofNetworks, "must keep what "+network.Name+" leads to: change its entry of networks")
		}
	}
	for _, template := range before.DataVolumeTemplates {
		if !slices.ContainsFunc(after.DataVolumeTemplates, func(other DataVolumeTemplate) bool { return other.Metadata.Name == template.Metadata.Name }) {
			say(ofTemplates, "must keep "+template.Metadata.Name+", which a disk shows: the list is replaced as a whole, so write all of it, or "+
				"take the disk out of disks")
		}
	}
	marks := below(written, "template", "metadata", "labels")
	for _, key := range []string{WukongLabel, AntiAffinityLabel} {
		if before.Template.Metadata.Labels.Get(key) != text(marks[key]) {
			say(ofLabels, "must keep "+key+" as it is: machines are found by it")
		}
	}
	return problems
}

// leadsTo is the attachment of a network, with what makes it the pod's own; "" of the pod network.
func leadsTo(n *Network) Multus {
	if n.Multus == nil {
		return Multus{}
	}
	return *n.Multus
}
