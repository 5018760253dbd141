package command

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const fleetExample = "../../examples/fleet"

func TestSetOverridesTheConfiguration(t *testing.T) {
	set := func(args ...string) outcome { return call("", append([]string{"generate", fleetExample}, args...)...) }
	require.Contains(t, set("--set", "nmstate.install=olm", "--set", "nmstate.namespace=nm", "--set", "vm.cpu=").out, "namespace: nm\n")
	o := set("--set", "nmstate.verison=v0.86.0")
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.stderr, "--set nmstate.verison")
	require.Contains(t, o.stderr, `proposed "version"`)
	require.Contains(t, set("--set", "nmstate.operatorReplicas=two").stderr, "--set nmstate.operatorReplicas")
	require.Equal(t, exitUsage, set("--set", "nonsense").code)
}

func TestArgoCDHints(t *testing.T) {
	out := succeed(t, "", "generate", fleetExample, "--set", "nmstate.install=manifests").out
	waves := regexp.MustCompile(`sync-wave: "(\d+)"`).FindAllStringSubmatch(out, -1)
	last := ""
	for _, w := range waves {
		require.LessOrEqual(t, len(last), len(w[1]))
		last = w[1]
	}
	require.Equal(t, "40", last)
	require.Equal(t, 2, strings.Count(out, "Delete=confirm,Prune=confirm"), "the machines have disks")
	require.Equal(t, 4, strings.Count(out, "sync-options: ServerSideApply=true"), "the definitions")
}

func TestHealthArgoCD(t *testing.T) {
	var cm struct {
		Kind     string            `json:"kind"`
		Metadata map[string]any    `json:"metadata"`
		Data     map[string]string `json:"data"`
	}
	require.NoError(t, yaml.UnmarshalStrict([]byte(strings.Replace(succeed(t, "", "health", "argocd").out, "apiVersion: v1\n", "", 1)), &cm))
	require.Equal(t, "argocd-cm", cm.Metadata["name"])
	require.Len(t, cm.Data, 5)
	for key, lua := range cm.Data {
		require.True(t, strings.HasPrefix(key, "resource.customizations.health."), key)
		require.Contains(t, lua, "return", key)
	}
	require.Equal(t, exitUsage, call("", "health").code)
	require.Equal(t, exitUsage, call("", "health", "flux").code)
}

func TestFluxTree(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	flux := []string{"generate", fleetExample, "--set", "delivery=flux", "--set", "nmstate.install=manifests", "--set", "flux.path=clusters/a", "--output", out}
	succeed(t, "", flux...)
	first := tree(t, out)
	succeed(t, "", flux...)
	require.Equal(t, first, tree(t, out), "a second run replaces it by the same")

	var last string
	text, _, _ := strings.Cut(first[strings.Index(first, "== flux/kustomizations.yaml\n")+len("== flux/kustomizations.yaml\n"):], "\n== ")
	documents := strings.Split(text, "---\n")
	require.Len(t, documents, 5)
	for i, document := range documents {
		var k struct {
			Metadata struct{ Name, Namespace string }
			Spec     struct {
				Path             string
				Wait, Prune      bool
				DependsOn        []struct{ Name string }
				HealthCheckExprs []map[string]string
			}
		}
		require.NoError(t, yaml.Unmarshal([]byte(document), &k))
		require.Equal(t, "flux-system", k.Metadata.Namespace)
		require.True(t, k.Spec.Wait && k.Spec.Prune)
		stage, found := strings.CutPrefix(k.Spec.Path, "./clusters/a/")
		require.True(t, found, k.Spec.Path)
		if i > 0 {
			require.Equal(t, last, k.Spec.DependsOn[0].Name, "each stage waits for the one before")
		}
		last = k.Metadata.Name
		built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), filepath.Join(out, stage))
		require.NoError(t, err, "each stage is a kustomization")
		require.Positive(t, built.Size())
	}
	require.Equal(t, 3, strings.Count(first, "kustomize.toolkit.fluxcd.io/ssa: IfNotPresent"), "what the operator applies itself is left to it")
	require.Equal(t, 2, strings.Count(first, "kustomize.toolkit.fluxcd.io/prune: disabled"), "machines with disks")
	require.NotContains(t, first, "argocd")
}

func TestKptDependsOn(t *testing.T) {
	out := succeed(t, "", "generate", fleetExample, "--set", "delivery=kpt", "--set", "nmstate.install=manifests").out
	for _, want := range []string{
		"depends-on: apps/namespaces/nmstate/Deployment/nmstate-operator\n", "depends-on: nmstate.io/NMState/nmstate\n",
		"depends-on: nmstate.io/NodeNetworkConfigurationPolicy/backend-bridge\n",
		"depends-on: k8s.cni.cncf.io/namespaces/shop/NetworkAttachmentDefinition/backend-nad\n",
	} {
		require.Contains(t, out, want)
	}
	_, binding, found := strings.Cut(out, "kind: ClusterRoleBinding\n")
	require.True(t, found)
	meta, _, _ := strings.Cut(binding, "roleRef:")
	require.NotContains(t, meta, "namespace:", "kpt live refuses it")
	require.NotContains(t, out, "argocd")
}

func TestRemovalInTwoSteps(t *testing.T) {
	first := succeed(t, listHead+wukongItem+noInstall).out
	t.Run("absent: the policy turns round", func(t *testing.T) {
		absent := succeed(t, strings.Replace(first, "      type: bridge\n", "      type: bridge\n      ensure: absent\n", 1))
		p := parse1(t, absent.out)
		require.Equal(t, []string{"Wukong/db", "NodeNetworkConfigurationPolicy/db-lan-bridge", "VirtualMachine/db-vm"}, p.names())
		require.Contains(t, absent.out, "state: absent")
		gone := succeed(t, strings.Replace(absent.out, "    - name: lan\n      type: bridge\n      ensure: absent\n", "    - name: default\n", 1))
		require.NotContains(t, parse1(t, gone.out).codes(), "WK048", "what was removed leaves nothing behind")
		require.Equal(t, []string{"Wukong/db", "VirtualMachine/db-vm"}, parse1(t, gone.out).names())
	})
	t.Run("just deleted: a warning says what stays", func(t *testing.T) {
		o := succeed(t, strings.Replace(first, "    - name: lan\n      type: bridge\n", "    - name: default\n", 1))
		require.Contains(t, parse1(t, o.out).codes(), "WK048")
		require.Contains(t, o.stderr, "br-lan stay on the nodes")
	})
	t.Run("another network makes the same bridge: nothing to say", func(t *testing.T) {
		renamed := strings.Replace(first, "    - name: lan\n      type: bridge\n", "    - name: wan\n      type: bridge\n      bridgeName: br-lan\n", 1)
		require.NotContains(t, parse1(t, succeed(t, renamed).out).codes(), "WK048")
	})
}
