package check

import (
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// compute: processors and memory of a machine that do not go together. cpu and memory may be the configuration's.
func compute(in *Input, say report) {
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		more := &m.Spec.More().MachineCompute
		if m.CPUs.Most != 0 && m.CPUs.Most < m.CPUs.Sockets {
			say(finding.New(finding.OutOfRange, "", fmt.Sprintf("maxSockets must be at least the %d sockets of the machine", m.CPUs.Sockets)).
				Values(strconv.Itoa(int(m.CPUs.Most)), strconv.Itoa(int(m.CPUs.Sockets))), m.At("spec.cpuTopology.maxSockets"))
		}
		if more.Instancetype != nil {
			ofItsType(m, say)
		} else if more.MaxMemory != "" {
			growth(m, more, say)
		}
		if more.Preference != nil {
			preferredClass(m, say)
		}
		if more.Hugepages != "" {
			pages(m, more, say)
		}
		if more.Resources != nil {
			shares(m, more, say)
		}
		machineType(m, more, say)
	}
}

// ofItsType: what the machine says and its instance type may say, too.
func ofItsType(m *plan.Machine, say report) {
	more := m.Spec.More()
	for _, f := range [...]struct {
		name  string
		given bool
	}{
		{"cpuModel", more.CPUModel != ""},
		{"dedicatedCpu", more.DedicatedCPU},
		{"isolateEmulatorThread", more.IsolateEmulatorThread},
		{"numa", more.NUMA},
		{"hugepages", more.Hugepages != ""},
		{"maxMemory", more.MaxMemory != ""},
		{"gpus", len(more.GPUs) > 0},
		{"hostDevices", len(more.HostDevices) > 0},
		{"ioThreads", more.IOThreads != nil && more.IOThreads.Count != nil},
		{"schedulerName", more.SchedulerName != ""},
	} {
		if f.given {
			say(finding.New(finding.MaybeOfItsType, "", f.name+" may be said by the instance type, too, and KubeVirt then refuses the machine: remove it if so"),
				m.At("spec."+f.name))
		}
	}
}

// preferredClass: disks whose class the preference may say, so that the machine drifts.
func preferredClass(m *plan.Machine, say report) {
	for i := range m.Spec.Disks {
		if d := &m.Spec.Disks[i]; d.StorageClassName == "" && d.Templated() {
			say(finding.New(finding.PreferredClass, "", "the disk has no storageClassName, and a preference that has one changes the machine as it is applied: "+
				"write it"), m.At(plan.DiskField(i)))
		}
	}
}

// bytes are those of a quantity, 0 of what is none.
func bytes(quantity string) int64 {
	q, err := api.ParseQuantity(quantity)
	if err != nil {
		return 0
	}
	return q.Value()
}

// quantity is a number of bytes as people write it.
func quantity(bytes int64) string { return resource.NewQuantity(bytes, resource.BinarySI).String() }

// up is the next multiple of a step.
func up(n, step int64) int64 { return (n + step - 1) / step * step }

// pages: memory that does not consist of the pages that it should.
func pages(m *plan.Machine, more *api.MachineCompute, say report) {
	page := bytes(more.Hugepages)
	for _, f := range memories(m, more) {
		if n := bytes(f.value); page > 0 && n%page != 0 {
			say(finding.New(finding.Contradiction, "", "memory must be a multiple of the hugepages, which have "+more.Hugepages).
				Values(f.value, quantity(up(n, page))), m.At(f.field))
		}
	}
}

// amount is a field with an amount of memory.
type amount struct{ field, value string }

// memories are the amounts that the pages of a machine must make up: that of the guest, and what is reserved for it.
func memories(m *plan.Machine, more *api.MachineCompute) []amount {
	all := []amount{{"spec.memory", m.Memory}}
	if more.Resources != nil && more.Resources.Requests != nil && more.Resources.Requests.Memory != "" {
		all = append(all, amount{"spec.resources.requests.memory", more.Resources.Requests.Memory})
	}
	return all
}

// growth: memory that cannot grow as far as it should, by KubeVirt 1.9's rules.
func growth(m *plan.Machine, more *api.MachineCompute, say report) {
	const field = "spec.maxMemory"
	step := int64(hotplugStep)
	if more.Hugepages == "1Gi" {
		step = 1 << 30
	}
	memory, most := bytes(m.Memory), bytes(more.MaxMemory)
	switch {
	case memory < hotplugLeast:
		say(finding.New(finding.Contradiction, "", "maxMemory needs a memory of at least 1Gi, below which memory cannot grow: raise memory, or remove this").
			Values(more.MaxMemory, ""), m.At(field))
	case memory%step != 0:
		say(finding.New(finding.Contradiction, "", "memory must be a multiple of "+quantity(step)+" beside maxMemory, for it grows in such steps").
			Values(m.Memory, quantity(up(memory, step))), m.At("spec.memory"))
	case most < memory:
		say(finding.New(finding.Contradiction, "", "maxMemory must not be less than memory, which is "+m.Memory).
			Values(more.MaxMemory, quantity(up(memory, step))), m.At(field))
	case most%step != 0:
		say(finding.New(finding.Contradiction, "", "maxMemory must be a multiple of "+quantity(step)+", for memory grows in such steps").
			Values(more.MaxMemory, quantity(up(most, step))), m.At(field))
	}
}

// shares: what the pod asks of the node that the machine cannot live on.
func shares(m *plan.Machine, more *api.MachineCompute, say report) {
	r := more.Resources
	if r.Limits != nil && r.Limits.Memory != "" && bytes(r.Limits.Memory) < bytes(m.Memory) {
		say(finding.New(finding.Contradiction, "", "limits.memory must not be less than the guest's memory, which is "+m.Memory+
			": KubeVirt takes it, and the node kills the machine when the guest uses its memory").
			Values(r.Limits.Memory, m.Memory), m.At("spec.resources.limits.memory"))
	}
	if !more.DedicatedCPU {
		return
	}
	for _, a := range [...]struct {
		name string
		of   *api.Amounts
	}{{"requests", r.Requests}, {"limits", r.Limits}} {
		if a.of == nil || a.of.CPU == "" {
			continue
		}
		if q, err := resource.ParseQuantity(a.of.CPU); err == nil && q.MilliValue() != 1000*int64(m.CPUs.Number()) {
			say(finding.New(finding.Contradiction, "", fmt.Sprintf("%s.cpu must be the number of processors beside dedicatedCpu, which is %d",
				a.name, m.CPUs.Number())).Values(a.of.CPU, strconv.Itoa(m.CPUs.Number())), m.At("spec.resources."+a.name+".cpu"))
		}
	}
	if r.Requests != nil && r.Limits != nil && r.Requests.Memory != "" && r.Limits.Memory != "" && bytes(r.Requests.Memory) != bytes(r.Limits.Memory) {
		say(finding.New(finding.Contradiction, "", "requests.memory must be limits.memory beside dedicatedCpu, which is "+r.Limits.Memory).
			Values(r.Requests.Memory, r.Limits.Memory), m.At("spec.resources.requests.memory"))
	}
}

// machineType: a machine that KubeVirt 1.9 refuses, unless the cluster's emulatedMachines say otherwise.
func machineType(m *plan.Machine, more *api.MachineCompute, say report) {
	if more.MachineType == "" {
		return
	}
	usual := map[string]struct{ prefixes, said []string }{
		api.AMD64: {[]string{"q35", "pc-q35"}, []string{"q35", "pc-q35-*"}},
		api.ARM64: {[]string{"virt"}, []string{"virt", "virt-*"}},
		api.S390X: {[]string{"s390-ccw-virtio"}, []string{"s390-ccw-virtio", "s390-ccw-virtio-*"}},
	}[more.Arch()]
	for _, prefix := range usual.prefixes {
		if strings.HasPrefix(more.MachineType, prefix) {
			return
		}
	}
	say(finding.New(finding.MachineType, "", "machineType is none that KubeVirt takes for "+more.Arch()+" without being told to: write "+
		strings.Join(usual.said, " or ")+", or leave it out").Values(more.MachineType, usual.said[0]), m.At("spec.machineType"))
}
