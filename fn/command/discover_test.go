package command

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDiscover(t *testing.T) {
	const foreign, ours = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: a}\n"
	for name, row := range map[string]struct {
		files map[string]string
		want  string
	}{
		"ours":            {map[string]string{"cm.yaml": foreign, "vms/a.yaml": ours, "vms/b.yaml": ours}, "vms/a.yaml"},
		"somebody else's": {map[string]string{"cm.yaml": foreign}, ""},
		"ours, broken":    {map[string]string{"a.yaml": ours + "spec: {\n"}, "a.yaml"},
		"foreign, broken": {map[string]string{"a.yaml": foreign + "data: {\n"}, ""},
		"kustomization":   {map[string]string{"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": ours}, "a.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, row.files)
			want := ""
			if row.want != "" {
				want = filepath.Join(dir, row.want) + "\n"
			}
			require.Equal(t, want, succeed(t, "", "discover", dir).out)
		})
	}
}
