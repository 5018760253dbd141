package render

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

// TestStandaloneChanges runs a package, changes its disk and runs it again over its former output.
func TestStandaloneChanges(t *testing.T) {
	machine := func(disk string) string {
		return "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: db, namespace: shop}\nspec:\n  disks: [{name: data, " + disk + "}]\n"
	}
	const was = "size: 1Gi, storageClassName: s, image: quay.io/a/b, standalone: true"
	for name, tc := range map[string]struct{ was, now, want, field string }{
		"nothing":            {was, was, "", ""},
		"size, as written":   {was, "size: 1024Mi, storageClassName: s, image: quay.io/a/b, standalone: true", "", ""},
		"size":               {was, "size: 2Gi, storageClassName: s, image: quay.io/a/b, standalone: true", "WK189", "spec.disks[0].size"},
		"class":              {was, "size: 1Gi, image: quay.io/a/b, standalone: true", "WK189", "spec.disks[0].storageClassName"},
		"image":              {was, "size: 1Gi, storageClassName: s, image: quay.io/a/c, standalone: true", "WK189", "spec.disks[0].image"},
		"DataSource":         {was, "size: 1Gi, storageClassName: s, dataSource: {name: a}, standalone: true", "WK189", "spec.disks[0].dataSource"},
		"modes":              {was, was + ", accessModes: [ReadWriteMany]", "WK189", "spec.disks[0].accessModes"},
		"volume mode":        {was, was + ", volumeMode: Block", "WK189", "spec.disks[0].volumeMode"},
		"device":             {was, was + ", bus: sata", "", ""},
		"becomes standalone": {"size: 1Gi, storageClassName: s, image: quay.io/a/b", was, "WK190", "spec.disks[0].standalone"},
		"becomes a template": {was, "size: 1Gi, storageClassName: s, image: quay.io/a/b", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			former := rendered(t, Input{}, noRelease, machine(tc.was))
			require.False(t, former.result.Failed(), former.result.Findings)
			o := rendered(t, Input{}, append(written(t, former.result), noRelease, machine(tc.now))...)
			said, field := "", ""
			for _, f := range o.result.Findings {
				if f.Severity != finding.Info && f.Code != finding.Removed {
					require.Empty(t, said, f.Message)
					said, field = string(f.Code), f.Place.Field
				}
			}
			require.Equal(t, tc.want+" "+tc.field, said+" "+field)
		})
	}
}
