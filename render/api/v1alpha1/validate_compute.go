package v1alpha1

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/novasphere/wukong-fn/render/finding"
)

// mostCPUs is the most processors that a machine can have.
const mostCPUs = 64

// compute reports what is wrong between the fields that say what the machine computes with. What depends on the defaults of cpu and
// memory is held over the whole package.
func (c *checker) compute(at path, m *MachineCompute, cpu *int) {
	if m.CPUTopology != nil {
		c.topology(at.in("cpuTopology"), m.CPUTopology, cpu)
	}
	if m.Instancetype != nil {
		c.matcher(at.in("instancetype"), &m.Instancetype.PinnedAndInferred)
	}
	if m.Preference != nil {
		c.matcher(at.in("preference"), &m.Preference.PinnedAndInferred)
	}
	if m.Guest == Windows && (m.Architecture == ARM64 || m.Architecture == S390X) {
		c.add(finding.Contradiction, at.in("guest"), "must not be windows beside architecture: "+m.Architecture+
			", for the interface of Hyper-V and what else Windows gets here is that of amd64: remove one of the two", m.Guest, "")
	}
	c.dedicated(at, m)
	if m.MaxMemory != "" {
		c.maxMemory(at.in("maxMemory"), m)
	}
	if m.Resources != nil {
		c.resources(at.in("resources"), m.Resources)
	}
	if m.Firmware != nil {
		c.firmware(at.in("firmware"), m)
	}
	if m.TPM != nil && !m.TPM.on() && IsTrue(m.TPM.Persistent) {
		tpm := at.in("tpm")
		c.add(finding.Contradiction, tpm.in("persistent"), "must not be true beside enabled: false, with which there is nothing to keep: remove one "+
			"of the two", "true", "")
	}
	if m.HypervVendorID != "" && (m.Architecture == ARM64 || m.Architecture == S390X) {
		c.add(finding.Contradiction, at.in("hypervVendorID"), "must not stand beside architecture: "+m.Architecture+
			", which has no Hyper-V interface: remove it", m.HypervVendorID, "")
	}
}

// hardware reports a text that is not of the form which a field of the hardware has.
func (c *checker) hardware(at path, f *tag, text string) {
	switch {
	case f.form == "word" && (text == "" || !isLabelValue(text)): // KubeVirt makes the end of a label's key of it
		c.add(finding.InvalidName, at, "must be a name: "+aLabelValue, text, "")
	case f.form == "memory":
		c.quantity(at, text, memory())
	case f.form == "growth":
		c.quantity(at, text, growth())
	case f.form == "cpus" && !isCPUs(text):
		c.add(finding.OutOfRange, at, "must be a number of processors from 1m to 512, such as 2, 1.5 or 500m", text, "")
	case f.form == "uuid" && !isUUID(text):
		c.add(finding.OutOfRange, at, "must be a UUID in small letters, such as 4d2a6f0e-0c1c-5a57-9b5e-2f1d7c1b8a90", text, nearestUUID(text))
	case f.form == "serial" && !isPrintable(text, 64):
		c.add(finding.OutOfRange, at, "must have at most 64 letters, digits and signs of ASCII, without a blank at the begin or end", text, "")
	case f.form == "vendor" && (!isPrintable(text, 12) || strings.Contains(text, ",")):
		c.add(finding.OutOfRange, at, "must have at most 12 letters, digits and signs of ASCII, without commas and without a blank at the begin or end",
			text, "")
	}
}

// typed reports what must not stand beside an instance type, which says it.
func (c *checker) typed(at path, s *WukongSpec) {
	if s.Instancetype == nil {
		return
	}
	for _, f := range [...]struct {
		name  string
		given bool
	}{{"cpu", s.CPU != nil}, {"memory", s.Memory != ""}, {"cpuTopology", s.CPUTopology != nil}, {"resources", s.Resources != nil}} {
		if f.given {
			c.add(finding.Contradiction, at.in(f.name), "must not stand beside instancetype, which says how much the machine has: KubeVirt refuses it. "+
				"Remove one of the two", "", "")
		}
	}
}

// devicesOf reports devices that KubeVirt 1.9 refuses on another architecture than amd64.
func (c *checker) devicesOf(at path, s *WukongSpec) {
	arch := s.Arch()
	if arch != ARM64 && arch != S390X {
		return
	}
	if s.Watchdog != "" {
		c.add(finding.Contradiction, at.in("watchdog"), "must not stand beside architecture: "+arch+", for which there is no such watchdog: remove it", s.Watchdog, "")
	}
	videos := map[string][]string{ARM64: {"virtio", "ramfb"}, S390X: {"virtio"}}[arch]
	if s.Video != "" && videos != nil && !slices.Contains(videos, s.Video) {
		c.add(finding.Contradiction, at.in("video"), "must be "+strings.Join(videos, " or ")+" on "+arch+": write that, or remove it", s.Video, videos[0])
	}
	disks := at.in("disks")
	for i := range s.Disks {
		if bus := s.Disks[i].More().Bus; arch == ARM64 && (bus == BusSATA || bus == BusUSB) {
			disk := disks.element(i)
			c.add(finding.Contradiction, disk.in("bus"), "must be virtio or scsi on arm64, where KubeVirt has no other: write one, or remove this", bus, BusSCSI)
		}
	}
}

// matcher reports what nobody can write of an instance type or preference.
func (c *checker) matcher(at path, p *PinnedAndInferred) {
	if p.RevisionName != nil {
		c.add(finding.Contradiction, at.in("revisionName"), "must not be given: KubeVirt keeps the revision that a machine uses in its status. Remove it", "", "")
	}
	if p.InferFromVolume != nil {
		c.add(finding.Contradiction, at.in("inferFromVolume"), "must not be given: KubeVirt replaces it by the name that it finds, and your delivery tool "+
			"puts it back. Write name", "", "")
	}
}

// IsTrue says whether a field is given and true.
func IsTrue(b *bool) bool { return b != nil && *b }

// topology reports factors that do not multiply to the number of processors.
func (c *checker) topology(at path, t *CPUTopology, cpu *int) {
	product, missing, right := 1, 0, true
	var factors []string
	for _, f := range [...]*int{t.Sockets, t.Cores, t.Threads} {
		if f == nil {
			missing++
			continue
		}
		right = right && *f >= 1 && *f <= mostCPUs
		product *= max(min(*f, mostCPUs), 1)
		factors = append(factors, strconv.Itoa(*f))
	}
	text := strings.Join(factors, " × ")
	switch {
	case !right || cpu != nil && (*cpu < 1 || *cpu > mostCPUs):
	case cpu == nil && product > mostCPUs:
		c.add(finding.OutOfRange, at, fmt.Sprintf("must multiply to at most %d, and %s is %d", mostCPUs, text, product), "", "")
	case cpu != nil && (missing == 0 && product != *cpu || *cpu%product != 0):
		c.add(finding.Contradiction, at, fmt.Sprintf("must multiply to cpu, which is %d, and %s is %d: correct one of them, or leave cpu out",
			*cpu, text, product), "", "")
	}
}

// dedicated reports what needs processors of the machine's own, and what these processors cannot be.
func (c *checker) dedicated(at path, m *MachineCompute) {
	typed := m.Instancetype != nil // and may have what is missing
	if m.IsolateEmulatorThread && !m.DedicatedCPU && !typed {
		c.add(finding.Contradiction, at.in("isolateEmulatorThread"),
			"needs dedicatedCpu: true, for the emulator's processor is one beside the machine's own: write it, or remove this", "true", "")
	}
	if m.NUMA && !(m.DedicatedCPU && m.Hugepages != "") && !typed {
		c.add(finding.Contradiction, at.in("numa"),
			"needs dedicatedCpu: true and hugepages, without which KubeVirt refuses it: write them, or remove this", "true", "")
	}
	if t := m.CPUTopology; m.DedicatedCPU && t != nil && t.Threads != nil {
		topology := at.in("cpuTopology")
		switch {
		case *t.Threads > 1 && m.Architecture == ARM64:
			c.add(finding.Contradiction, topology.in("threads"), "must be 1 beside dedicatedCpu on arm64, whose cores have one thread each",
				strconv.Itoa(*t.Threads), "1")
		case *t.Threads > 2:
			c.add(finding.Contradiction, topology.in("threads"), "must be 1 or 2 beside dedicatedCpu, for a core of the node has no more: correct it",
				strconv.Itoa(*t.Threads), "2")
		}
	}
	if m.Architecture == ARM64 && m.CPUModel != "" && m.CPUModel != HostPassthrough {
		c.add(finding.Contradiction, at.in("cpuModel"), "must be "+HostPassthrough+" on arm64, where KubeVirt has no other: write it, or remove this",
			m.CPUModel, HostPassthrough)
	}
}

func (c *checker) maxMemory(at path, m *MachineCompute) {
	if m.NUMA {
		c.add(finding.Contradiction, at, "must not stand beside numa, with which memory cannot grow: remove one of the two", m.MaxMemory, "")
	}
	if m.Architecture == ARM64 || m.Architecture == S390X {
		c.add(finding.Contradiction, at, "must not stand beside architecture: "+m.Architecture+", where memory cannot grow: remove it", m.MaxMemory, "")
	}
}

func (c *checker) resources(at path, r *MachineResources) {
	requests, limits := at.in("requests"), at.in("limits")
	if r.Requests == nil || r.Limits == nil {
		return
	}
	for _, f := range [...]struct{ name, request, limit string }{
		{"cpu", r.Requests.CPU, r.Limits.CPU}, {"memory", r.Requests.Memory, r.Limits.Memory},
	} {
		request, requestErr := resource.ParseQuantity(f.request)
		limit, limitErr := resource.ParseQuantity(f.limit)
		if requestErr == nil && limitErr == nil && request.Cmp(limit) > 0 {
			other := limits.in(f.name)
			c.add(finding.Contradiction, requests.in(f.name), "must not be more than "+other.String()+", which is "+f.limit+": correct one of the two",
				f.request, "")
		}
	}
}

// isCPUs holds for a number of processors: a whole one, one with at most three digits behind the point, or one of thousandths.
func isCPUs(s string) bool {
	whole, fraction, pointed := strings.Cut(strings.TrimSuffix(s, "m"), ".")
	if strings.Trim(whole+fraction, "0123456789") != "" || whole == "" || pointed && (fraction == "" || len(fraction) > 3 || strings.HasSuffix(s, "m")) {
		return false
	}
	q, err := resource.ParseQuantity(s)
	n := q.MilliValue()
	return err == nil && n >= 1 && n <= 512_000
}

// firmware reports what the machine cannot boot with.
func (c *checker) firmware(at path, m *MachineCompute) {
	f := m.Firmware
	mode := at.in("mode")
	switch {
	case f.Mode != "" && m.Architecture == S390X:
		c.add(finding.Contradiction, mode, "must not stand beside architecture: s390x, which has a firmware of its own: remove it", f.Mode, "")
	case f.Mode == BIOS && m.Architecture == ARM64:
		c.add(finding.Contradiction, mode, "must not be bios on arm64, which boots with efi alone", f.Mode, EFI)
	}
	for _, one := range [...]struct {
		name  string
		given *bool
	}{{"secureBoot", f.SecureBoot}, {"persistent", f.Persistent}} {
		switch {
		case one.given == nil:
		case f.Mode != EFI && (f.Mode != "" || m.Guest != Windows):
			c.add(finding.Contradiction, at.in(one.name), "needs "+mode.String()+": efi: write it, or remove this", strconv.FormatBool(*one.given), "")
		case one.name == "secureBoot" && m.Architecture == ARM64:
			c.add(finding.Contradiction, at.in(one.name), "must not stand beside architecture: arm64, where KubeVirt has no such firmware: remove it",
				strconv.FormatBool(*one.given), "")
		}
	}
}

// isUUID holds for 8-4-4-4-12 small hexadecimal digits.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		if hyphen != (s[i] == '-') || !hyphen && (s[i] < '0' || s[i] > '9') && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return true
}

// nearestUUID is the UUID that is written in capitals or in braces, empty where there is none.
func nearestUUID(s string) string {
	if s = strings.ToLower(strings.Trim(s, "{} ")); isUUID(s) {
		return s
	}
	return ""
}

// isPrintable holds for ASCII that can be seen, with blanks between, of at most longest characters.
func isPrintable(s string, longest int) bool {
	return s != "" && len(s) <= longest && s == strings.TrimSpace(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}
