package change

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/vm"
)

func volume(t *testing.T, text string) *vm.DataVolumeSpec {
	t.Helper()
	spec := &vm.DataVolumeSpec{}
	require.NoError(t, yaml.UnmarshalStrict([]byte(text), spec))
	return spec
}

func named(changes []Change) []string {
	out := []string{}
	for _, c := range changes {
		out = append(out, string(c.Code)+" "+c.Name)
	}
	return out
}

const volumeWas = "{source: {http: {url: 'http://x/1'}}, storage: {accessModes: [ReadWriteOnce], storageClassName: s, resources: {requests: {storage: 1Gi}}}}"

func TestVolume(t *testing.T) {
	for name, tc := range map[string]struct {
		now  string
		want []string
	}{
		"nothing": {volumeWas, []string{}},
		"a larger size": {"{source: {http: {url: 'http://x/1'}}, storage: {accessModes: [ReadWriteOnce], storageClassName: s, resources: {requests: {storage: 2Gi}}}}",
			[]string{"WK189 size of a standalone disk"}},
		"no class": {"{source: {http: {url: 'http://x/1'}}, storage: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
			[]string{"WK189 class of a standalone disk"}},
		"another image": {"{source: {s3: {url: 'http://x/2'}}, storage: {accessModes: [ReadWriteOnce], storageClassName: s, resources: {requests: {storage: 1Gi}}}}",
			[]string{"WK189 source of a standalone disk"}},
		"a clone": {"{source: {pvc: {name: a, namespace: b}}, storage: {accessModes: [ReadWriteOnce], storageClassName: s, resources: {requests: {storage: 1Gi}}}}",
			[]string{"WK189 source of a standalone disk"}},
		"a DataSource": {"{sourceRef: {kind: DataSource, name: a}, storage: {accessModes: [ReadWriteOnce], storageClassName: s, resources: {requests: {storage: 1Gi}}}}",
			[]string{"WK189 source of a standalone disk"}},
		"another mode": {"{source: {http: {url: 'http://x/1'}}, storage: {accessModes: [ReadWriteOnce], volumeMode: Block, storageClassName: s, resources: {requests: {storage: 1Gi}}}}",
			[]string{"WK189 access or volume mode of a standalone disk"}},
	} {
		t.Run(name, func(t *testing.T) {
			changes := Volume(volume(t, volumeWas), volume(t, tc.now))
			require.Equal(t, tc.want, named(changes))
			for _, c := range changes {
				require.NotContains(t, c.Text(""), "%")
				require.NotEmpty(t, c.Source)
			}
		})
	}
}

// TestTemplates has what a template can become: it goes, it stands alone, or it stays with other modes.
func TestTemplates(t *testing.T) {
	spec := func(text string) *vm.Spec {
		one := vm.DataVolumeTemplate{Spec: *volume(t, text)}
		one.Metadata.Name = "db-a"
		return &vm.Spec{DataVolumeTemplates: []vm.DataVolumeTemplate{one}}
	}
	was := spec(volumeWas)
	require.Equal(t, []string{"WK085 disk removed"}, named(Machine(was, &vm.Spec{}, nil)))
	require.Equal(t, []string{"WK190 disk that becomes standalone"}, named(Machine(was, &vm.Spec{}, []string{"db-a"})))
	require.Equal(t, []string{"WK085 disk removed"}, named(Machine(was, &vm.Spec{}, []string{"db-b"})))
	require.Equal(t, []string{"WK084 access or volume mode"},
		named(Machine(was, spec("{source: {http: {url: 'http://x/1'}}, storage: {storageClassName: s, resources: {requests: {storage: 1Gi}}}}"), nil)))
}
