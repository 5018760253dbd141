package plan

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

func TestCPUs(t *testing.T) {
	for name, tc := range map[string]struct {
		spec            string
		cores, sockets  CPUs // as vm.cpuAs says
		asCores, asSock int
	}{
		"the default":          {"{}", CPUs{Cores: 6}, CPUs{6, 1, 1, 0}, 6, 6},
		"beside a preference":  {"{cpu: 4, preference: {name: a}}", CPUs{4, 1, 1, 0}, CPUs{4, 1, 1, 0}, 4, 4},
		"an instance type":     {"{instancetype: {name: a}}", CPUs{}, CPUs{}, 1, 1},
		"a number":             {"{cpu: 4}", CPUs{Cores: 4}, CPUs{4, 1, 1, 0}, 4, 4},
		"all factors":          {"{cpu: 8, cpuTopology: {sockets: 4, cores: 1, threads: 2}}", CPUs{4, 1, 2, 0}, CPUs{4, 1, 2, 0}, 8, 8},
		"one is missing":       {"{cpu: 8, cpuTopology: {cores: 2, threads: 2}}", CPUs{2, 2, 2, 0}, CPUs{2, 2, 2, 0}, 8, 8},
		"two are missing":      {"{cpu: 8, cpuTopology: {threads: 2}}", CPUs{1, 4, 2, 0}, CPUs{4, 1, 2, 0}, 8, 8},
		"all are missing":      {"{cpuTopology: {maxSockets: 8}}", CPUs{1, 6, 1, 8}, CPUs{6, 1, 1, 8}, 6, 6},
		"factors without cpu":  {"{cpuTopology: {sockets: 2, cores: 2}}", CPUs{2, 2, 1, 0}, CPUs{2, 2, 1, 0}, 4, 4},
		"a factor without cpu": {"{cpuTopology: {threads: 2}}", CPUs{1, 1, 2, 0}, CPUs{1, 1, 2, 0}, 2, 2},
	} {
		t.Run(name, func(t *testing.T) {
			spec := &api.WukongSpec{}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.spec), spec))
			r := resolver{config: api.DefaultRenderSpec()}
			r.config.VM.CPU = 6
			require.Equal(t, tc.cores, r.cpus(spec))
			require.Equal(t, tc.asCores, r.cpus(spec).Number())
			r.config.VM.CPUAs = api.AsSockets
			require.Equal(t, tc.sockets, r.cpus(spec))
			require.Equal(t, tc.asSock, r.cpus(spec).Number())
		})
	}
}
