package v1alpha1

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestDisks has for each rule about disks the mistake and the nearest that is none. What is wanted is about disks[0] unless it says so.
func TestDisks(t *testing.T) {
	for disks, want := range map[string]string{
		// What a disk shows.
		"{name: a, size: 1Gi}":                                                       "",
		"{name: a}":                                                                  "WK006 size",
		"{name: a, image: quay.io/a/b}":                                              "WK006 size",
		"{name: a, image: 'pvc://images/golden'}":                                    "",
		"{name: a, image: 'snapshot://images/golden'}":                               "",
		"{name: a, image: 'pvc://golden'}":                                           "WK007 image",
		"{name: a, image: 'snapshot://Images/golden'}":                               "WK007 image",
		"{name: a, size: 1Gi, image: 'gs://bucket/object'}":                          "",
		"{name: a, size: 1Gi, image: 's3://bucket/object'}":                          "WK007 image",
		"{name: a, dataSource: {name: fedora}}":                                      "",
		"{name: a, dataSource: {name: fedora, namespace: images}, size: 30Gi}":       "",
		"{name: a, dataSource: {namespace: Images}}":                                 "WK006 dataSource.name, WK008 dataSource.namespace -> images",
		"{name: a, dataSource: {name: fedora}, image: quay.io/a/b}":                  "WK017 dataSource",
		"{name: a, claimName: old}":                                                  "",
		"{name: a, claimName: old, boot: true}":                                      "",
		"{name: a, claimName: old_one}":                                              "WK008 claimName",
		"{name: a, claimName: old, size: 1Gi, storageClassName: s}":                  "WK017 size, WK017 storageClassName",
		"{name: a, claimName: old, image: quay.io/a/b}":                              "WK017 image",
		"{name: a, claimName: old, dataVolumeName: older}":                           "WK017 dataVolumeName",
		"{name: a, dataVolumeName: old, standalone: true}":                           "WK017 standalone",
		"{name: a, ephemeralClaim: golden, accessModes: [ReadWriteMany]}":            "WK017 accessModes, WK185 ephemeralClaim",
		"{name: a, emptyDisk: '20', bootOrder: 2}, {name: b, size: 1Gi, boot: true}": "WK007 emptyDisk -> 20Gi",
		"{name: a, emptyDisk: 20Gi}":                                                 "",
		"{name: a, configMap: c, volumeLabel: settings}":                             "",
		"{name: a, size: 1Gi, volumeLabel: settings}":                                "WK017 volumeLabel",
		"{name: a, secret: s, volumeLabel: \"a\\tb\"}":                               "WK007 volumeLabel",
		"{name: a, sysprep: {secret: s}}":                                            "",
		"{name: a, sysprep: {}}":                                                     "WK006 sysprep.configMap",
		"{name: a, sysprep: {secret: s, configMap: c}}":                              "WK017 sysprep.secret",
		"{name: a, containerDisk: 'docker://quay.io/a/b', type: cdrom}":              "WK007 containerDisk -> quay.io/a/b",
		"{name: a, containerDisk: quay.io/a/b, type: cdrom, imagePullPolicy: Never}": "",
		"{name: a, size: 1Gi, image: quay.io/a/b, imagePullPolicy: Never}":           "WK017 imagePullPolicy",
		// A volume that is made.
		"{name: a, size: 20}":   "WK007 size -> 20Gi",
		"{name: a, size: 65Ei}": "WK007 size -> 7Ei",
		"{name: a, size: 1Gi, accessModes: [ReadWriteMany], volumeMode: Block}":  "",
		"{name: a, size: 1Gi, accessModes: [FromStorageProfile]}":                "",
		"{name: a, size: 1Gi, accessModes: [RWX]}":                               "WK007 accessModes[0] -> ReadWriteMany",
		"{name: a, size: 1Gi, accessModes: [ReadWriteMany, ReadWriteMany]}":      "WK011 accessModes[1]",
		"{name: a, size: 1Gi, accessModes: [ReadWriteMany, FromStorageProfile]}": "WK017 accessModes[1]",
		"{name: a, size: 1Gi, annotations: {cdi.kubevirt.io/x: z}}":              "",
		"{name: a, size: 1Gi, annotations: {argocd.argoproj.io/sync-wave: '1'}}": "WK017 annotations[argocd.argoproj.io/sync-wave]",
		"{name: a, size: 1Gi, annotations: {'a b': z}}":                          "WK008 annotations[a b]",
		// How an image is got.
		"{name: a, size: 1Gi, image: 'https://s/b/o', imageSource: s3, imageSecret: s, imageCertConfigMap: c}": "",
		"{name: a, size: 1Gi, image: quay.io/a/b, imageSource: s3}":                                            "WK017 imageSource",
		"{name: a, size: 1Gi, imageSource: s3}":                                                                "WK017 imageSource",
		"{name: a, size: 1Gi, imageSecret: s}":                                                                 "WK017 imageSecret",
		"{name: a, containerDisk: quay.io/a/b, imageSecret: s, type: cdrom}":                                   "",
		"{name: a, image: 'pvc://images/golden', imageSecret: s}":                                              "WK017 imageSecret",
		"{name: a, size: 1Gi, image: 'gs://b/o', imageSecret: s}":                                              "",
		"{name: a, size: 1Gi, image: 'gs://b/o', imageCertConfigMap: c}":                                       "WK017 imageCertConfigMap",
		"{name: a, size: 1Gi, image: quay.io/a/b, imagePullMethod: node}":                                      "",
		"{name: a, size: 1Gi, image: 'https://a/b', imagePullMethod: node}":                                    "WK017 imagePullMethod",
		// What the guest sees.
		"{name: a, size: 1Gi, image: 'https://a/b.ISO?x=y'}":               "WK186 type -> cdrom",
		"{name: a, size: 1Gi, image: 'https://a/b.iso', type: disk}":       "",
		"{name: a, size: 1Gi, image: 'https://a/b.iso.qcow2'}":             "",
		"{name: a, size: 1Gi, type: cdrom, bus: virtio}":                   "WK017 bus -> sata",
		"{name: a, size: 1Gi, type: cdrom, bus: scsi}":                     "",
		"{name: a, sysprep: {secret: s}, bus: virtio}":                     "WK017 bus -> sata",
		"{name: a, sysprep: {secret: s}, type: disk, bus: virtio}":         "",
		"{name: a, size: 1Gi, type: lun}":                                  "",
		"{name: a, configMap: c, type: lun}":                               "WK017 type -> disk",
		"{name: a, size: 1Gi, bus: ide}":                                   "WK007 bus",
		"{name: a, size: 1Gi, serial: A-1_2.3+4}":                          "",
		"{name: a, size: 1Gi, serial: 'a b'}":                              "WK007 serial",
		"{name: a, size: 1Gi, dedicatedIOThread: true}":                    "",
		"{name: a, size: 1Gi, dedicatedIOThread: true, bus: sata}":         "WK017 dedicatedIOThread",
		"{name: a, size: 1Gi, dedicatedIOThread: true, type: cdrom}":       "WK017 dedicatedIOThread",
		"{name: a, size: 1Gi, shareable: true, cache: none}":               "",
		"{name: a, size: 1Gi, shareable: true, cache: writeback}":          "WK017 cache -> none",
		"{name: a, size: 1Gi, io: native, cache: none}":                    "",
		"{name: a, size: 1Gi, io: native, cache: writethrough}":            "WK017 io -> threads",
		"{name: a, size: 1Gi, hotpluggable: true, bus: scsi}":              "",
		"{name: a, size: 1Gi, hotpluggable: true, bus: usb}":               "WK017 hotpluggable",
		"{name: a, size: 1Gi, hotpluggable: true, type: cdrom}":            "WK017 hotpluggable",
		"{name: a, size: 1Gi, hotpluggable: true, type: lun, bus: virtio}": "WK017 hotpluggable",
		"{name: a, emptyDisk: 1Gi, hotpluggable: true}":                    "WK017 hotpluggable",
		// What the machine boots from.
		"{name: a, size: 1Gi, bootOrder: 1}, {name: b, size: 1Gi, bootOrder: 2}":    "",
		"{name: a, size: 1Gi, bootOrder: 2}, {name: b, size: 1Gi, bootOrder: 2}":    "WK021 spec.disks[1].bootOrder",
		"{name: a, size: 1Gi, bootOrder: 1}, {name: b, size: 1Gi, boot: true}":      "WK021 spec.disks[1].boot",
		"{name: a, size: 1Gi, bootOrder: 0}":                                        "WK007 bootOrder",
		"{name: a, size: 1Gi, bootOrder: 2, boot: true}":                            "WK017 bootOrder",
		"{name: a, containerDisk: quay.io/a/b}":                                     "WK185 containerDisk",
		"{name: a, containerDisk: quay.io/a/b}, {name: b, size: 1Gi, bootOrder: 3}": "",
		"{name: a, size: 1Gi}, {name: b, containerDisk: quay.io/a/b}":               "",
		"{name: a, size: 1Gi}, {name: b, containerDisk: quay.io/a/b, boot: true}":   "WK185 spec.disks[1].containerDisk",
	} {
		t.Run(disks, func(t *testing.T) {
			var w Wukong
			require.NoError(t, yaml.UnmarshalStrict([]byte("{metadata: {name: w}, spec: {disks: ["+disks+"]}}"), &w))
			got := said(w.Validate())
			for i := range got {
				got[i] = strings.Replace(got[i], "spec.disks[0].", "", 1)
			}
			if want == "" {
				require.Empty(t, got)
				return
			}
			require.ElementsMatch(t, strings.Split(want, ", "), got)
		})
	}
}

func TestAccessModesOfTheConfiguration(t *testing.T) {
	r := DefaultRenderSpec()
	for modes, want := range map[string][]string{
		"[ReadWriteMany]": {}, "[FromStorageProfile]": {}, "[rwo]": {"WK007 spec.vm.accessModes[0] -> ReadWriteOnce"},
	} {
		require.NoError(t, yaml.Unmarshal([]byte(modes), &r.VM.AccessModes))
		require.Equal(t, want, said(r.Validate([]string{r.NMState.Version})), modes)
	}
}

func TestAccessModesOfADisk(t *testing.T) {
	many := &VM{AccessModes: []string{ReadWriteMany}}
	disk := func(modes ...string) *Disk {
		d := &Disk{}
		require.NoError(t, yaml.Unmarshal([]byte("{accessModes: ["+strings.Join(modes, ",")+"]}"), d))
		return d
	}
	require.Equal(t, []string{ReadWriteOnce}, disk().AccessModesOf(&VM{}))
	require.Equal(t, []string{ReadWriteMany}, disk().AccessModesOf(many))
	require.Equal(t, []string{ReadWriteOnce}, disk(ReadWriteOnce).AccessModesOf(many))
	require.Empty(t, disk(FromStorageProfile).AccessModesOf(many))
}
