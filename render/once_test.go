package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// TestAFleetIsToldOnce renders 200 like machines in which much is doubtful: each cause is one finding, and a machine that
// silences it is not counted.
func TestAFleetIsToldOnce(t *testing.T) {
	machine := func(i int, annotations string) string {
		return fmt.Sprintf(`apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: m%03d, namespace: shop%s}
spec:
  memory: 512Mi
  sshKeySecret: keys
  cloudInitUser: {name: u, password: p}
  disks: [{name: a, size: 1Gi, storageClassName: s}, {name: b, size: 1Gi, storageClassName: s}]
  networks: [{name: lan, type: bridge, physicalInterface: e1, vlanId: 200}]
`, i, annotations)
	}
	once := []finding.Code{finding.PlainPassword, finding.Unplanned, finding.NoBootDisk, finding.Elsewhere, finding.Hotplug}
	silent := ", annotations: {"
	for _, code := range once {
		silent += fmt.Sprintf("allow.fn.novasphere.dev/%s: a test, ", code)
	}
	silent = strings.TrimSuffix(silent, ", ") + "}"
	config := strings.Replace(noRelease, "{install: none}", "{install: none}, network: {vlanRanges: [{name: x, min: 1, max: 100}]}", 1)
	for name, tc := range map[string]struct {
		quiet map[int]string
		first string
		alike int
	}{
		"all speak":          {nil, "m000", 199},
		"the first is quiet": {map[int]string{0: silent}, "m001", 198},
		"one in the middle":  {map[int]string{7: silent}, "m000", 198},
		"two are quiet":      {map[int]string{0: silent, 199: silent}, "m001", 197},
	} {
		t.Run(name, func(t *testing.T) {
			var resources []resource.Resource
			add := func(text string) {
				r, err := resource.New(text, false, resource.Source{File: fmt.Sprintf("%03d.yaml", len(resources)), Line: 1})
				require.NoError(t, err)
				resources = append(resources, r)
			}
			for i := range 200 {
				add(machine(i, tc.quiet[i]))
			}
			add(config)
			for range 2 {
				result, err := Render(Input{Resources: resources})
				require.NoError(t, err)
				var codes []finding.Code
				for _, f := range result.Findings {
					codes = append(codes, f.Code)
					require.Equal(t, tc.first, f.Place.Name, f.Code)
					require.Equal(t, tc.alike, f.Alike, f.Code)
					require.Positive(t, f.Also[0].Line, "where it is, is looked up for all places that are named")
				}
				require.ElementsMatch(t, once, codes)
				slices.Reverse(resources)
			}
		})
	}
}
