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

// Patch puts what rules ask of a machine with its patch into the machine; where it is to be compared with former output, all that it says.
func Patch(m *plan.Machine, compared bool) ([]patch.Problem, error) {
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
	wrong, err := patch.Types[Spec](from)
	if err != nil {
		return nil, err
	}
	problems = slices.Concat(problems, wrong, shape(from), kept(&plain.Spec, o.Spec), held(o.Spec))
	if patch.Bars(problems) {
		return problems, nil
	}
	patched := &Patched{Templates: len(entries(o.Spec["dataVolumeTemplates"])) > 0, MACs: added(&plain.Spec, o.Spec)}
	if compared {
		patched.spec, err = patch.Read[Spec](o)
	}
	m.Patched = patched
	return problems, err
}

// Patched is what is kept of a machine with its patch: it is merged again when it is written, so that a fleet's are never all in memory.
type Patched struct {
	// Templates says that the machine has templates of volumes, MACs are the addresses of interfaces that the patch adds.
	Templates bool
	MACs      []string
	spec      *Spec // where it is compared
}

// PatchedOf is that of a machine, nil without a patch.
func PatchedOf(m *plan.Machine) *Patched {
	p, _ := m.Patched.(*Patched)
	return p
}

// added are the MAC addresses of interfaces that a machine has with its patch alone.
func added(before *Spec, after map[string]any) []string {
	var macs []string
	for _, itf := range entries(below(after, toDevices...)["interfaces"]) {
		own := func(other Interface) bool { return other.Name == text(itf["name"]) }
		if mac := text(itf["macAddress"]); mac != "" && !slices.ContainsFunc(before.Template.Spec.Domain.Devices.Interfaces, own) {
			macs = append(macs, mac)
		}
	}
	return macs
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

// toDevices are the keys that lead to a machine's devices.
var toDevices = []string{"template", "spec", "domain", "devices"}

// kept reports what a patch changes of that which cloud-init, Services and rules over the package rely on.
func kept(before *Spec, after map[string]any) []patch.Problem {
	var problems []patch.Problem
	say := func(path, message string) {
		problems = append(problems, patch.Problem{Path: path, Reason: patch.Refused, Message: message})
	}
	was := &before.Template.Spec
	interfaces := entries(below(after, toDevices...)["interfaces"])
	for _, itf := range was.Domain.Devices.Interfaces {
		switch now := entryOf(interfaces, itf.Name); {
		case now == nil:
			say(ofInterfaces, "must keep "+itf.Name+": take its entry out of networks")
		case text(now["macAddress"]) != itf.MAC:
			say(ofInterfaces, "must keep the MAC address of "+itf.Name+", by which cloud-init knows it: write macAddress in its entry of networks")
		}
	}
	networks := entries(below(after, "template", "spec")["networks"])
	for _, network := range was.Networks {
		now := entryOf(networks, network.Name)
		multus := below(now, "multus")
		if now == nil || (network.Multus == nil) != (multus == nil) || network.Multus != nil && network.Multus.NetworkName != text(multus["networkName"]) {
			say(ofNetworks, "must keep what "+network.Name+" leads to: change its entry of networks")
		}
	}
	templates := map[string]bool{}
	for _, template := range entries(after["dataVolumeTemplates"]) {
		templates[text(below(template, "metadata")["name"])] = true
	}
	for _, template := range before.DataVolumeTemplates {
		if !templates[template.Metadata.Name] {
			say(ofTemplates, "must keep "+template.Metadata.Name+", which a disk shows: the list is replaced as a whole, so write all of it, or "+
				"take the disk out of disks")
		}
	}
	marks := below(after, "template", "metadata", "labels")
	for _, key := range []string{WukongLabel, AntiAffinityLabel} {
		if before.Template.Metadata.Labels.Get(key) != text(marks[key]) {
			say(ofLabels, "must keep "+key+" as it is: machines are found by it")
		}
	}
	return problems
}

// entryOf is that of a name, nil where there is none.
func entryOf(list []map[string]any, name string) map[string]any {
	i := slices.IndexFunc(list, func(entry map[string]any) bool { return text(entry["name"]) == name })
	if i < 0 {
		return nil
	}
	return list[i]
}
