package render

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReferencesOfDisksFollow has a DataSource in the machine's namespace and one in another, and what disks show.
func TestReferencesOfDisksFollow(t *testing.T) {
	from := func(kind, namespace, name string) string {
		version := map[string]string{"DataSource": "cdi.kubevirt.io/v1beta1", "DataVolume": "cdi.kubevirt.io/v1beta1"}[kind]
		if version == "" {
			version = "v1"
		}
		return "apiVersion: " + version + "\nkind: " + kind + "\nmetadata:\n  name: prod-" + name + "\n  namespace: " + namespace +
			"\n  annotations: {" + was(name, namespace, "prod-") + "}\n"
	}
	machine := renamed("Wukong", "shop", "prod-web", was("web", "shop", "prod-"), `spec:
  disks:
  - {name: a, dataSource: {name: fedora}, boot: true}
  - {name: b, dataSource: {name: fedora, namespace: images}}
  - {name: c, dataSource: {name: other, namespace: images}}
  - {name: d, claimName: old}
  - {name: e, dataVolumeName: older}
  - {name: f, sysprep: {configMap: unattend}}
  - {name: g, secret: settings}
`)
	o := rendered(t, Input{}, noRelease, machine, from("DataSource", "shop", "fedora"), from("DataSource", "images", "fedora"),
		from("PersistentVolumeClaim", "shop", "old"), from("DataVolume", "shop", "older"), from("ConfigMap", "shop", "unattend"), from("Secret", "shop", "settings"))
	require.False(t, o.result.Failed(), o.result.Findings)
	text := ""
	for _, document := range written(t, o.result) {
		text += document
	}
	for _, part := range []string{
		"kind: DataSource\n        name: prod-fedora\n      storage", "name: prod-fedora\n        namespace: images", "name: other\n        namespace: images",
		"claimName: prod-old", "name: prod-older", "name: prod-unattend", "secretName: prod-settings",
	} {
		require.Contains(t, text, part)
	}
}
