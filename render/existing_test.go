package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/plan"
)

// TestExistingAttachments has what a machine meets in an attachment of the package that is not ours.
func TestExistingAttachments(t *testing.T) {
	type row struct {
		entry  string // of the machine, in namespace shop
		home   string
		config string
		want   string
	}
	for name, tc := range map[string]row{
		"a bridge":                        {"nadName: lan", "shop", `{"type":"bridge","bridge":"br0"}`, ""},
		"a bridge, said so":               {"nadName: lan, type: bridge", "shop", `{"type":"cnv-bridge","bridge":"br0"}`, ""},
		"a file of the nodes":             {"nadName: lan", "shop", "", ""},
		"macvlan":                         {"nadName: lan", "shop", `{"type":"macvlan","master":"eth0"}`, "WK146 nadName"},
		"macvlan in a list":               {"nadName: lan, type: bridge", "shop", `{"plugins":[{"type":"macvlan"}]}`, "WK146 nadName"},
		"ipvlan":                          {"nadName: lan", "shop", `{"type":"ipvlan"}`, "WK146 nadName"},
		"something else":                  {"nadName: lan", "shop", `{"type":"vlan"}`, ""},
		"broken":                          {"nadName: lan", "shop", `{"type":"bridge"`, "WK146 nadName"},
		"no mapping":                      {"nadName: lan", "shop", `["bridge"]`, "WK146 nadName"},
		"virtual functions":               {"nadName: lan", "shop", `{"type":"sriov"}`, ""},
		"virtual functions, said so":      {"nadName: lan, type: sriov", "shop", `{"type":"sriov"}`, ""},
		"virtual functions for a bridge":  {"nadName: lan, type: bridge", "shop", `{"type":"sriov"}`, "WK146 type -> sriov"},
		"a bridge for virtual functions":  {"nadName: lan, type: sriov", "shop", `{"type":"bridge"}`, "WK146 type -> bridge"},
		"another plugin for functions":    {"nadName: lan, type: sriov", "shop", `{"type":"host-device"}`, ""},
		"IPAM":                            {"nadName: lan", "shop", `{"type":"bridge","ipam":{"type":"host-local"}}`, "WK147 nadName"},
		"empty IPAM":                      {"nadName: lan", "shop", `{"type":"bridge","ipam":{}}`, ""},
		"IPAM of a primary network":       {"nadName: lan, primary: true", "shop", `{"type":"bridge","ipam":{"type":"host-local"}}`, ""},
		"a primary network without IPAM":  {"nadName: lan, primary: true", "shop", `{"type":"bridge"}`, "WK158 primary"},
		"one that has its own":            {"nadName: lan, primary: true", "shop", `{"type":"ovn-k8s-cni-overlay"}`, ""},
		"in another namespace":            {"nadName: lan", "infra", `{"type":"macvlan"}`, "WK148 nadName -> infra/lan"},
		"in the namespace that is asked":  {"nadName: infra/lan", "infra", `{"type":"bridge"}`, ""},
		"nowhere":                         {"nadName: wan", "shop", `{"type":"bridge"}`, "WK040 nadName"},
		"in another one than is asked":    {"nadName: other/lan", "infra", `{"type":"bridge"}`, "WK148 nadName -> infra/lan"},
		"with a bridge on the nodes":      {"nadName: lan, type: bridge, bridgeName: br0", "shop", `{"type":"bridge"}`, ""},
		"with a bridge of an unsaid type": {"nadName: lan, bridgeName: br0", "shop", `{"type":"bridge"}`, "WK006 type"},
	} {
		t.Run(name, func(t *testing.T) {
			machine := "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: m, namespace: shop}\nspec:\n" +
				"  disks: [{name: d, size: 1Gi, storageClassName: s}]\n  networks: [{name: one, " + tc.entry + ", physicalInterface: e1}]\n"
			if !strings.Contains(tc.entry, "bridgeName") {
				machine = strings.Replace(machine, ", physicalInterface: e1", "", 1)
			}
			attachment := fmt.Sprintf("apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: lan, namespace: %s}\n"+
				"spec: {config: '%s'}\n", tc.home, tc.config)
			o := rendered(t, Input{}, machine, attachment)
			want := []string{}
			if tc.want != "" {
				want = append(want, tc.want)
			}
			said := []string{}
			for _, f := range o.result.Findings {
				if f.Code != "WK156" { // cluster CIDRs, which no case has
					said = append(said, strings.TrimSuffix(fmt.Sprintf("%s %s -> %s", f.Code, strings.TrimPrefix(f.Place.Field, "spec.networks[0]."), f.Proposed), " -> "))
				}
			}
			require.Equal(t, want, said)
		})
	}
}

// TestBindingOfExistingAttachments holds that an entry without a type is bound as the attachment wants it.
func TestBindingOfExistingAttachments(t *testing.T) {
	for config, want := range map[string]plan.Binding{
		`{"type":"sriov"}`:               plan.SRIOV,
		`{"plugins":[{"type":"sriov"}]}`: plan.SRIOV,
		`{"type":"ovs","bridge":"o"}`:    plan.Bridge,
		"":                               plan.Bridge,
	} {
		o := rendered(t, Input{}, "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata: {name: lan}\nspec: {nadName: x}\n",
			"apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: m, namespace: shop}\nspec: {networks: [{name: one, networkRef: lan}]}\n",
			"apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: x, namespace: shop}\nspec: {config: '"+config+"'}\n")
		require.False(t, o.result.Failed(), o.found)
		objects := written(t, o.result)
		machine := objects[len(objects)-1]
		require.Contains(t, machine, " "+string(want)+": {}\n", config)
		require.Contains(t, machine, "networkName: x\n")
	}
}
