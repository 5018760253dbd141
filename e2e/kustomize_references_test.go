package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReferencesAndPatches has kustomize's program build packages with patches on one entry of a list, and with names that
// change: byte for byte what generate prints, and what refers follows.
func TestReferencesAndPatches(t *testing.T) {
	kustomize := tool(t, "kustomize")
	const told = "openapi: {path: kustomize/openapi.json}\nconfigurations: [kustomize/references.yaml]\n"
	const transformers = "transformers: [render.yaml]\n"
	patch := func(spec string) string {
		return "patches:\n- patch: '{apiVersion: vm.novasphere.dev/v1alpha1, kind: Wukong, metadata: {name: web}, spec: {" + spec + "}}'\n"
	}
	const hash = "secretGenerator:\n- name: keys\n  files: [authorized_keys]\n"
	for name, tc := range map[string]struct {
		base, overlay string // kustomizations; the example's own where both are empty
		want          []string
	}{
		"example": {"", "", []string{"networkName: prod-lan-nad", "secretName: prod-keys-"}},
		"a patch on the first network": {"", told + transformers + "resources: [base]\n" + patch("networks: [{name: front, macAddress: \"02:00:00:00:00:07\"}]"),
			[]string{"networkName: web-back-nad", "macAddress: \"02:00:00:00:00:07\""}},
		"a patch on a disk": {"", told + transformers + "resources: [base]\n" + patch("disks: [{name: root, size: 30Gi}]"),
			[]string{"storage: 30Gi", "storageClassName: fast"}},
		"prefix, suffix, namespace": {"", told + transformers + "resources: [base]\nnamePrefix: a-\nnameSuffix: -z\nnamespace: shop\n",
			[]string{"networkName: a-lan-z-nad", "name: a-lan-z-nad"}},
		"a hash": {"", told + transformers + "resources: [base]\n" + hash, []string{"secretName: keys-"}},
		"over a rendered base": {transformers + hash, told + "resources: [base]\nnamePrefix: a-\nnamespace: shop\n",
			[]string{"networkName: a-lan-nad", "networkName: a-web-back-nad", "secretName: a-keys-"}},
		"a patch on a machine over a rendered base": {transformers, told + "resources: [base]\npatches:\n- patch: '{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: web-vm}, " +
			"spec: {template: {spec: {domain: {devices: {interfaces: [{name: front, model: e1000}]}}}}}}'\n", []string{"model: e1000", "networkName: web-back-nad"}},
		"two overlays of a base": {"", told + transformers + "resources: [dev, prod]\n", []string{"networkName: dev-lan-nad", "networkName: prod-lan-nad"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, os.DirFS(repo+"/examples/kustomize")))
			if tc.overlay != "" {
				base := filepath.Join(dir, "base")
				require.NoError(t, os.CopyFS(base, os.DirFS(repo+"/examples/kustomize")))
				for file, text := range map[string]string{
					"kustomization.yaml": tc.overlay, "base/kustomization.yaml": tc.base + "resources: [network.yaml, wukong.yaml]\n",
					"dev/kustomization.yaml": "resources: [../base]\nnamePrefix: dev-\n", "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
				} {
					require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755))
					require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
				}
				require.NoError(t, os.Symlink(product, filepath.Join(base, "wukong-fn")))
			}
			require.NoError(t, os.Symlink(product, filepath.Join(dir, "wukong-fn")))
			built, err := exec.Command(kustomize, "build", "--enable-alpha-plugins", "--enable-exec", dir).Output()
			require.NoError(t, err)
			generated, err := exec.Command(product, "generate", dir).Output()
			require.NoError(t, err)
			require.Equal(t, string(built), string(generated))
			for _, want := range tc.want {
				require.Contains(t, string(built), want)
			}
			require.NotContains(t, string(built), "internal.config.kubernetes.io")
			if tc.overlay == "" {
				return
			}
			// generate needs no telling.
			text := strings.Replace(tc.overlay, told, "", 1)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(text), 0o600))
			generated, err = exec.Command(product, "generate", dir).Output()
			require.NoError(t, err)
			require.Equal(t, string(built), string(generated))
		})
	}
}
