package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

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
