package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// TestLifecycle has machines of one name and probes that cannot ask, and their nearest that are right.
func TestLifecycle(t *testing.T) {
	const disk = "disks: [{name: d, size: 1Gi, storageClassName: s}], "
	without := func(c *api.RenderSpec) { c.VM.PodNetwork = false }
	const http, lan = "readinessProbe: {httpGet: {port: 80}}", "networks: [{name: a, type: bridge, physicalInterface: e1}], "
	for name, tc := range map[string]struct {
		specs  []string
		config func(*api.RenderSpec)
		want   []string
	}{
		"two of one name":                 {[]string{"vmName: v", "vmName: v"}, nil, []string{"WK011 Wukong/w1 spec.vmName / Wukong/w0 "}},
		"another's name":                  {[]string{"vmName: w1-vm", "cpu: 1"}, nil, []string{"WK011 Wukong/w0 spec.vmName / Wukong/w1 "}},
		"another's, sorted before":        {[]string{"cpu: 1", "vmName: w0-vm"}, nil, []string{"WK011 Wukong/w1 spec.vmName / Wukong/w0 "}},
		"two names":                       {[]string{"vmName: v", "vmName: w"}, nil, nil},
		"a name that is free again":       {[]string{"vmName: w1-vm", "vmName: v"}, nil, nil},
		"HTTP without the pod network":    {[]string{lan + http}, without, []string{"WK017 Wukong/w0 spec.readinessProbe.httpGet"}},
		"TCP without the pod network":     {[]string{lan + "livenessProbe: {tcpSocket: {port: 80}}"}, without, []string{"WK017 Wukong/w0 spec.livenessProbe.tcpSocket"}},
		"Service without the pod network": {[]string{lan + "services: [{name: s, ports: [{port: 80}]}]"}, without, []string{"WK017 Wukong/w0 spec.services"}},
		"Service on the pod network":      {[]string{"services: [{name: s, ports: [{port: 80}]}]"}, nil, nil},
		"HTTP on the pod network":         {[]string{lan + http}, nil, nil},
		"ping without the pod network":    {[]string{lan + "livenessProbe: {guestAgentPing: {}}, readinessProbe: {exec: {command: [a]}}"}, without, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := pack{config: tc.config}
			for _, spec := range tc.specs {
				p.specs = append(p.specs, "{"+disk+spec+"}")
			}
			var found []string
			for _, f := range p.found(t) {
				if f != "WK155 Wukong/w0 spec.networks" { // which is another's case
					found = append(found, f)
				}
			}
			require.Equal(t, tc.want, found)
		})
	}
}
