package vm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// inOneLine is a value without the breaks of lines and blanks in front, for tables.
func inOneLine(t *testing.T, value any) string {
	t.Helper()
	text, err := encode.String(value)
	require.NoError(t, err)
	return strings.Join(strings.Fields(text), " ")
}

const once = "storage: accessModes: - ReadWriteOnce resources: requests: storage: 1Gi"

func TestDisks(t *testing.T) {
	for disk, want := range map[string]struct{ device, volume, template string }{
		"size: 1Gi, storageClassName: s, boot: true": {"bootOrder: 1 disk: bus: virtio", "dataVolume: name: w-a", "source: blank: {} " + once + " storageClassName: s"},
		"size: 1Gi, boot: false, bootOrder: 7":       {"bootOrder: 7 disk: bus: virtio", "dataVolume: name: w-a", "source: blank: {} " + once},
		"size: 1024Mi, accessModes: [ReadWriteMany, ReadOnlyMany], volumeMode: Block": {"disk: bus: virtio", "dataVolume: name: w-a",
			"source: blank: {} storage: accessModes: - ReadWriteMany - ReadOnlyMany resources: requests: storage: 1Gi volumeMode: Block"},
		"size: 1Gi, accessModes: [FromStorageProfile]":                                    {"disk: bus: virtio", "dataVolume: name: w-a", "source: blank: {} storage: resources: requests: storage: 1Gi"},
		"dataSource: {name: fedora}, accessModes: [FromStorageProfile]":                   {"disk: bus: virtio", "dataVolume: name: w-a", "sourceRef: kind: DataSource name: fedora storage: resources: {}"},
		"dataSource: {name: fedora, namespace: images}":                                   {"disk: bus: virtio", "dataVolume: name: w-a", "sourceRef: kind: DataSource name: fedora namespace: images storage: accessModes: - ReadWriteOnce resources: {}"},
		"image: 'pvc://images/golden'":                                                    {"disk: bus: virtio", "dataVolume: name: w-a", "source: pvc: name: golden namespace: images storage: accessModes: - ReadWriteOnce resources: {}"},
		"image: 'snapshot://images/golden', size: 1Gi":                                    {"disk: bus: virtio", "dataVolume: name: w-a", "source: snapshot: name: golden namespace: images " + once},
		"image: 'gs://b/o', imageSecret: k, size: 1Gi":                                    {"disk: bus: virtio", "dataVolume: name: w-a", "source: gcs: secretRef: k url: gs://b/o " + once},
		"image: 'https://s/b/o', imageSource: s3, size: 1Gi":                              {"disk: bus: virtio", "dataVolume: name: w-a", "source: s3: url: https://s/b/o " + once},
		"image: 'https://s/o', imageSecret: k, imageCertConfigMap: c, size: 1Gi":          {"disk: bus: virtio", "dataVolume: name: w-a", "source: http: certConfigMap: c secretRef: k url: https://s/o " + once},
		"image: q.io/o, imagePullMethod: node, size: 1Gi":                                 {"disk: bus: virtio", "dataVolume: name: w-a", "source: registry: pullMethod: node url: docker://q.io/o " + once},
		"size: 1Gi, standalone: true, hotpluggable: true":                                 {"disk: bus: virtio", "dataVolume: hotpluggable: true name: w-a", ""},
		"claimName: old, hotpluggable: true, bus: scsi":                                   {"disk: bus: scsi", "persistentVolumeClaim: claimName: old hotpluggable: true", ""},
		"claimName: old, type: lun":                                                       {"lun: bus: scsi", "persistentVolumeClaim: claimName: old", ""},
		"dataVolumeName: old, bus: sata":                                                  {"disk: bus: sata", "dataVolume: name: old", ""},
		"ephemeralClaim: old":                                                             {"disk: bus: virtio", "ephemeral: persistentVolumeClaim: claimName: old", ""},
		"containerDisk: 'q.io/o:1', imageSecret: k, imagePullPolicy: Always, type: cdrom": {"cdrom: bus: sata", "containerDisk: image: q.io/o:1 imagePullPolicy: Always imagePullSecret: k", ""},
		"emptyDisk: 1024Mi, bus: usb":                                                     {"disk: bus: usb", "emptyDisk: capacity: 1Gi", ""},
		"configMap: c, volumeLabel: l":                                                    {"disk: bus: virtio", "configMap: name: c volumeLabel: l", ""},
		"secret: s, volumeLabel: l":                                                       {"disk: bus: virtio", "secret: secretName: s volumeLabel: l", ""},
		"sysprep: {configMap: c}":                                                         {"cdrom: bus: sata", "sysprep: configMap: name: c", ""},
		"sysprep: {secret: s}, type: disk":                                                {"disk: bus: virtio", "sysprep: secret: name: s", ""},
		"size: 1Gi, serial: S, cache: none, io: native, dedicatedIOThread: true, shareable: true, errorPolicy: stop": {
			"cache: none dedicatedIOThread: true disk: bus: virtio errorPolicy: stop io: native serial: S shareable: true", "dataVolume: name: w-a", "source: blank: {} " + once},
	} {
		t.Run(disk, func(t *testing.T) {
			b := &builder{}
			m := machine(t, "{disks: [{name: a, "+disk+"}]}")
			v, err := b.machineOf(m)
			require.NoError(t, err)
			s := &v.Spec.Template.Spec
			require.Len(t, s.Domain.Devices.Disks, 1)
			require.Len(t, s.Volumes, 1)
			without := func(value any) string { return strings.Replace(inOneLine(t, value)+" ", "name: a ", "", 1) }
			require.Equal(t, want.device, strings.TrimSpace(without(s.Domain.Devices.Disks[0])))
			require.Equal(t, want.volume, strings.TrimSpace(without(s.Volumes[0])))
			template := ""
			for _, one := range v.Spec.DataVolumeTemplates {
				require.Equal(t, "w-a", one.Metadata.Name)
				template += inOneLine(t, one.Spec)
			}
			require.Equal(t, want.template, template)
			require.Equal(t, template != "", Machines{fleet{machines: []plan.Machine{*m}}}.Hints(0).Precious, "only a template's data goes with the machine")
		})
	}
}

func TestAnnotationsOfVolumes(t *testing.T) {
	m := machine(t, "{disks: [{name: a, size: 1Gi, bindImmediate: true, annotations: {z/b: c}}, {name: b, size: 1Gi}]}")
	v, err := new(builder).machineOf(m)
	require.NoError(t, err)
	require.Equal(t, object.Strings{{Key: bindImmediate, Value: "true"}, {Key: "z/b", Value: "c"}}, v.Spec.DataVolumeTemplates[0].Metadata.Annotations)
	require.Nil(t, v.Spec.DataVolumeTemplates[1].Metadata.Annotations)
}

func TestAccessModesOfAllMachines(t *testing.T) {
	m := machine(t, "{disks: [{name: a, size: 1Gi}, {name: b, size: 1Gi, accessModes: [ReadWriteOnce]}]}")
	m.Settings = &api.VM{AccessModes: []string{"ReadWriteMany"}}
	v, err := new(builder).machineOf(m)
	require.NoError(t, err)
	require.Equal(t, []string{"ReadWriteMany"}, v.Spec.DataVolumeTemplates[0].Spec.Storage.AccessModes)
	require.Equal(t, []string{"ReadWriteOnce"}, v.Spec.DataVolumeTemplates[1].Spec.Storage.AccessModes)
}

// TestVolumesThatStandAlone builds one, and the machine beside it has no template of it.
func TestVolumesThatStandAlone(t *testing.T) {
	m := machine(t, "{disks: [{name: a, size: 1Gi}, {name: b, size: 2Gi, storageClassName: s, standalone: true, bindImmediate: true}, {name: c, claimName: old}]}")
	alone := StandingAlone([]plan.Machine{*m})
	require.Equal(t, 1, alone.Len())
	require.Equal(t, object.Hints{Kept: true}, alone.Hints(0))
	require.Equal(t, "spec.disks[1]", alone.Origin(0).Field)
	require.True(t, Gives(object.Owner{Kind: "Wukong", Namespace: "ns", Name: "w"}, idOf(alone)))
	require.False(t, Gives(object.Owner{Kind: "Wukong", Namespace: "ns", Name: "v"}, idOf(alone)))
	built, err := alone.Builder()(0)
	require.NoError(t, err)
	text, err := encode.String(built)
	require.NoError(t, err)
	require.Equal(t, `apiVersion: cdi.kubevirt.io/v1beta1
kind: DataVolume
metadata:
  annotations:
    cdi.kubevirt.io/storage.bind.immediate.requested: "true"
  name: w-b
  namespace: ns
spec:
  source:
    blank: {}
  storage:
    accessModes:
    - ReadWriteOnce
    resources:
      requests:
        storage: 2Gi
    storageClassName: s
`, text)
	v, err := new(builder).machineOf(m)
	require.NoError(t, err)
	require.Len(t, v.Spec.DataVolumeTemplates, 1)
	require.Equal(t, "w-b", v.Spec.Template.Spec.Volumes[1].DataVolume.Name)
}

func idOf(v DataVolumes) object.ID { return v.Kind(0).ID(v.Name(0)) }
