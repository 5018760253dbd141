package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestPreferredClass has disks whose storage class a preference may say, and their nearest.
func TestPreferredClass(t *testing.T) {
	for spec, want := range map[string][]string{
		"{preference: {name: a}, disks: [{name: d, size: 1Gi}]}":                      {"WK177 Wukong/w0 spec.disks[0]"},
		"{preference: {name: a}, disks: [{name: d, size: 1Gi, storageClassName: s}]}": nil,
		"{preference: {name: a}, disks: [{name: d, size: 1Gi, standalone: true}]}":    nil,
		"{preference: {name: a}, disks: [{name: d, containerDisk: x/y}]}":             nil,
		"{instancetype: {name: a}, disks: [{name: d, size: 1Gi}]}":                    nil,
	} {
		found := pack{specs: []string{spec}}.found(t)
		found = slices.DeleteFunc(found, func(f string) bool { return !strings.HasPrefix(f, "WK177") })
		require.ElementsMatch(t, want, found, spec)
	}
}

// TestCompute has machines whose processors and memory do not go together, and their nearest that do.
func TestCompute(t *testing.T) {
	const at = "Wukong/w0 spec."
	sockets := func(s *api.RenderSpec) { s.VM.CPUAs, s.VM.CPU = api.AsSockets, 4 }
	memory := func(s *api.RenderSpec) { s.VM.Memory = "3Gi" }
	for name, tc := range map[string]struct {
		spec   string
		config func(*api.RenderSpec)
		want   []string
	}{
		"fewer sockets than there are":       {"cpuTopology: {sockets: 2, maxSockets: 1}", nil, []string{"WK007 " + at + "cpuTopology.maxSockets"}},
		"as many as there are":               {"cpuTopology: {sockets: 2, maxSockets: 2}", nil, nil},
		"fewer than cpu by default":          {"cpuTopology: {maxSockets: 3}", sockets, []string{"WK007 " + at + "cpuTopology.maxSockets"}},
		"cores by default":                   {"cpu: 4, cpuTopology: {maxSockets: 3}", nil, nil},
		"memory of pages":                    {"memory: 2Gi, hugepages: 1Gi", nil, nil},
		"memory of one page and a half":      {"memory: 1.5Gi, hugepages: 1Gi", nil, []string{"WK017 " + at + "memory"}},
		"the same of smaller pages":          {"memory: 1.5Gi, hugepages: 2Mi", nil, nil},
		"a request of half a page":           {"memory: 2Gi, hugepages: 1Gi, resources: {requests: {memory: 512Mi}}", nil, []string{"WK017 " + at + "resources.requests.memory"}},
		"memory that can grow":               {"memory: 2Gi, maxMemory: 2Gi", nil, nil},
		"memory that can only shrink":        {"memory: 2Gi, maxMemory: 2046Mi", nil, []string{"WK017 " + at + "maxMemory"}},
		"memory by default that can shrink":  {"maxMemory: 2Gi", memory, []string{"WK017 " + at + "maxMemory"}},
		"memory that grows by half a step":   {"memory: 2Gi, maxMemory: 2049Mi", nil, []string{"WK017 " + at + "maxMemory"}},
		"memory that grows by a step":        {"memory: 2Gi, maxMemory: 2050Mi", nil, nil},
		"memory that grows by half a page":   {"memory: 2Gi, hugepages: 1Gi, maxMemory: 2560Mi", nil, []string{"WK017 " + at + "maxMemory"}},
		"memory of no whole steps":           {"memory: 2049Mi, maxMemory: 4Gi", nil, []string{"WK017 " + at + "memory", "WK041 " + at + "memory"}},
		"too little memory to grow":          {"memory: 512Mi, maxMemory: 4Gi", nil, []string{"WK017 " + at + "maxMemory", "WK041 " + at + "memory"}},
		"a limit below the memory":           {"memory: 2Gi, resources: {limits: {memory: 2047Mi}}", nil, []string{"WK017 " + at + "resources.limits.memory"}},
		"a limit of the memory":              {"memory: 2Gi, resources: {limits: {memory: 2048Mi}}", nil, nil},
		"a request below the memory":         {"memory: 2Gi, resources: {requests: {memory: 1Gi}}", nil, nil},
		"processors of one's own":            {"cpu: 4, dedicatedCpu: true, resources: {requests: {cpu: '4'}, limits: {cpu: 4000m}}", nil, nil},
		"another number of one's own":        {"cpu: 4, dedicatedCpu: true, resources: {requests: {cpu: '3.5'}}", nil, []string{"WK017 " + at + "resources.requests.cpu"}},
		"another number of shared ones":      {"cpu: 4, resources: {requests: {cpu: '3.5'}}", nil, nil},
		"two amounts of memory of one's own": {"dedicatedCpu: true, resources: {requests: {memory: 2Gi}, limits: {memory: 3Gi}}", nil, []string{"WK017 " + at + "resources.requests.memory"}},
		"beside an instance type":            {"instancetype: {name: a}, cpuModel: EPYC, dedicatedCpu: true, maxMemory: 8Gi, ioThreads: {policy: auto}", nil, []string{"WK176 " + at + "cpuModel", "WK176 " + at + "dedicatedCpu", "WK176 " + at + "maxMemory"}},
		"threads beside an instance type":    {"instancetype: {name: a}, ioThreads: {policy: supplementalPool, count: 2}", nil, []string{"WK176 " + at + "ioThreads"}},
		"more beside an instance type":       {"instancetype: {name: a}, dedicatedCpu: true, isolateEmulatorThread: true, hugepages: 1Gi, numa: true, schedulerName: s, gpus: [{name: a, deviceName: x.y/z}]", nil, []string{"WK176 " + at + "dedicatedCpu", "WK176 " + at + "isolateEmulatorThread", "WK176 " + at + "hugepages", "WK176 " + at + "numa", "WK176 " + at + "schedulerName", "WK176 " + at + "gpus"}},
		"host devices beside one":            {"instancetype: {name: a}, hostDevices: [{name: a, deviceName: x.y/z}]", nil, []string{"WK176 " + at + "hostDevices"}},
		"what an instance type never has":    {"instancetype: {name: a}, cpuFeatures: [{name: aes}], highAvailability: {nodeSelector: {zone: a}}", nil, nil},
		"the same beside a preference":       {"preference: {name: a}, cpuModel: EPYC, dedicatedCpu: true, schedulerName: s", nil, nil},
		"a machine type":                     {"machineType: pc-q35-rhel9.6.0", nil, nil},
		"a machine type of long ago":         {"machineType: pc-i440fx-rhel7.6.0", nil, []string{"WK175 " + at + "machineType"}},
		"that of another architecture":       {"architecture: arm64, machineType: q35", nil, []string{"WK175 " + at + "machineType"}},
		"that of the architecture":           {"architecture: arm64, machineType: virt-rhel9.6.0", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{specs: []string{"{disks: [{name: d, size: 1Gi, storageClassName: s}], " + tc.spec + "}"}, config: tc.config}
			require.ElementsMatch(t, tc.want, p.found(t))
		})
	}
}
