package deliver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

func flux(path string) api.Flux {
	return api.Flux{Namespace: "flux-system", Name: "wukong", SourceKind: "OCIRepository", SourceName: "packages", Path: path}
}

// TestFluxKustomizations has two stages that do not follow one another: the second waits for the first all the same, and
// only stages with checks of their own have them.
func TestFluxKustomizations(t *testing.T) {
	out := ""
	for _, k := range deliver.FluxKustomizations(flux("clusters/a"), []object.Stage{object.Install, object.HostNetworks}) {
		text, err := encode.String(k)
		require.NoError(t, err)
		out += "---\n" + text
	}
	require.Equal(t, `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  labels:
    app.kubernetes.io/managed-by: wukong-fn
  name: wukong-00-install
  namespace: flux-system
spec:
  interval: 10m
  path: ./clusters/a/00-install
  prune: true
  retryInterval: 1m
  sourceRef:
    kind: OCIRepository
    name: packages
  timeout: 10m
  wait: true
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  labels:
    app.kubernetes.io/managed-by: wukong-fn
  name: wukong-20-host-networks
  namespace: flux-system
spec:
  dependsOn:
  - name: wukong-00-install
  healthCheckExprs:
  - apiVersion: nmstate.io/v1
    current: status.conditions.exists(c, c.type in ['Available', 'Ignored'] && c.status
      == 'True')
    failed: status.conditions.exists(c, c.type in ['Degraded'] && c.status == 'True')
    kind: NodeNetworkConfigurationPolicy
  interval: 10m
  path: ./clusters/a/20-host-networks
  prune: true
  retryInterval: 1m
  sourceRef:
    kind: OCIRepository
    name: packages
  timeout: 10m
  wait: true
`, out)
}

func TestFluxStages(t *testing.T) {
	checks := map[object.Stage]string{object.HostNetworks: "NodeNetworkConfigurationPolicy", object.Machines: "VirtualMachine"}
	all := deliver.FluxKustomizations(flux("./"), object.Stages())
	require.Len(t, all, len(object.Stages()))
	for i, k := range all {
		stage := object.Stages()[i]
		require.Equal(t, "wukong-"+stage.Directory(), k.Metadata.Name)
		require.Equal(t, "./"+stage.Directory(), k.Spec.Path, "a path at the root of the source")
		if i == 0 {
			require.Empty(t, k.Spec.DependsOn)
		} else {
			require.Equal(t, []deliver.FluxName{{Name: all[i-1].Metadata.Name}}, k.Spec.DependsOn)
		}
		kind, checked := checks[stage]
		require.Equal(t, checked, len(k.Spec.HealthCheckExprs) == 1, stage.Directory())
		if checked {
			require.Equal(t, kind, k.Spec.HealthCheckExprs[0].Kind)
		}
	}
	require.Empty(t, deliver.FluxKustomizations(flux("./"), nil))
}

func TestNewKustomization(t *testing.T) {
	text, err := encode.String(deliver.NewKustomization([]string{"b.yaml", "a.yaml"}))
	require.NoError(t, err)
	require.Equal(t, "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- b.yaml\n- a.yaml\n", text)
}

// TestFluxFiles has files of two stages, and one that is of none: each stage lists its own, in order, and only stages with
// files are applied.
func TestFluxFiles(t *testing.T) {
	files := deliver.Of("flux").Files(&api.RenderSpec{Flux: flux("./")}, []string{
		"40-machines/b.yaml", "20-host-networks/p.yaml", "40-machines/a.yaml", "README.md",
	})
	var names, applied []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	require.Equal(t, []string{"20-host-networks/kustomization.yaml", "40-machines/kustomization.yaml", "flux/kustomizations.yaml"}, names)
	require.Equal(t, []any{deliver.NewKustomization([]string{"p.yaml"})}, files[0].Documents)
	require.Equal(t, []any{deliver.NewKustomization([]string{"a.yaml", "b.yaml"})}, files[1].Documents)
	for _, document := range files[2].Documents {
		k, ok := document.(*deliver.FluxKustomization)
		require.True(t, ok)
		applied = append(applied, k.Spec.Path)
	}
	require.Equal(t, []string{"./20-host-networks", "./40-machines"}, applied)
}

// TestVolumesThatWait has a stage with a volume that stands alone, and one without.
func TestVolumesThatWait(t *testing.T) {
	checks := func(names ...string) (kinds []string) {
		files := deliver.Of("flux").Files(&api.RenderSpec{Flux: flux("./")}, names)
		for _, document := range files[len(files)-1].Documents {
			k, ok := document.(*deliver.FluxKustomization)
			require.True(t, ok)
			for _, check := range k.Spec.HealthCheckExprs {
				kinds = append(kinds, check.Kind)
			}
		}
		return kinds
	}
	require.Equal(t, []string{"VirtualMachine"}, checks("40-machines/virtualmachine_shop_db-vm.yaml"))
	require.Equal(t, []string{"VirtualMachine", "DataVolume"}, checks("40-machines/datavolume_shop_db-data.yaml", "40-machines/virtualmachine_shop_db-vm.yaml"))
	require.Equal(t, []string{"VirtualMachine"}, checks("40-machines/datavolume.cdi.kubevirt.io_shop_foreign.yaml", "40-machines/virtualmachine_shop_db-vm.yaml"))
}
