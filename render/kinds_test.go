package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/resource"
)

func TestKindsThatAreNearlyOurs(t *testing.T) {
	for name, tc := range map[string]struct{ apiVersion, kind, found, proposed string }{
		"letter case":                     {"vm.novasphere.dev/v1alpha1", "wukong", "WK029 kind", "Wukong"},
		"plural":                          {"vm.novasphere.dev/v1alpha1", "Wukongs", "WK029 kind", "Wukong"},
		"plural of networks":              {"vm.novasphere.dev/v1alpha1", "NetworkConfigs", "WK029 kind", "NetworkConfig"},
		"letter case of networks":         {"vm.novasphere.dev/v1alpha1", "Networkconfig", "WK029 kind", "NetworkConfig"},
		"plural of the configuration":     {"fn.novasphere.dev/v1alpha1", "WukongRenders", "WK029 kind", "WukongRender"},
		"nothing near, in our group":      {"vm.novasphere.dev/v1alpha1", "Machine", "WK029 kind", ""},
		"group of the configuration":      {"fn.novasphere.dev/v1alpha1", "Wukong", "WK029 apiVersion", "vm.novasphere.dev/v1alpha1"},
		"group of the inputs":             {"vm.novasphere.dev/v1alpha1", "WukongRender", "WK029 apiVersion", "fn.novasphere.dev/v1alpha1"},
		"domain alone":                    {"novasphere.dev/v1alpha1", "Wukong", "WK029 apiVersion", "vm.novasphere.dev/v1alpha1"},
		"domain alone, odd kind":          {"novasphere.dev/v1alpha1", "wukong", "WK029 kind", "Wukong"},
		"group misspelt":                  {"vm.novashpere.dev/v1alpha1", "Wukong", "WK029 apiVersion", "vm.novasphere.dev/v1alpha1"},
		"no group":                        {"v1alpha1", "Wukong", "WK029 apiVersion", "vm.novasphere.dev/v1alpha1"},
		"another version":                 {"vm.novasphere.dev/v1", "Wukong", "WK007 apiVersion", "vm.novasphere.dev/v1alpha1"},
		"snapshot, which is not rendered": {"vm.novasphere.dev/v1alpha1", "WukongSnapshot", "WK068 kind", ""},
		"another product of ours":         {"apps.novasphere.dev/v1", "Shop", "", ""},
		"somebody's network":              {"example.com/v1", "NetworkConfig", "", ""},
		"somebody's Wukong":               {"example.com/v1", "Wukong", "", ""},
		"somebody's config":               {"v1", "ConfigMap", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, db, fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: x, namespace: shop}\nspec: {disks: [{name: a, size: 1Gi, storageClassName: s}]}\n", tc.apiVersion, tc.kind))
			if tc.found == "" {
				require.Empty(t, o.found)
				return
			}
			require.Len(t, o.found, 1)
			f := o.result.Findings[0]
			require.Equal(t, tc.found+" "+tc.proposed, string(f.Code)+" "+f.Place.Field+" "+f.Proposed)
		})
	}
}

// TestNothingFollowsFromWhatIsBroken has a package with the output of a former run and one mistake.
func TestNothingFollowsFromWhatIsBroken(t *testing.T) {
	user := strings.NewReplacer("name: db", "name: web", "{name: lan, type: bridge, physicalInterface: e1}", "{name: lan, networkRef: wan}").Replace(db)
	existing := strings.NewReplacer("name: db", "name: old", "{name: lan, type: bridge, physicalInterface: e1}", "{name: lan, type: bridge, nadName: db-lan-nad}").Replace(db)
	foreign := "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: x, namespace: shop, annotations: {fn.novasphere.dev/owner: Wukong/shop/db}, labels: {app.kubernetes.io/managed-by: wukong-fn}}\n"
	whole := []string{db, shared, user, existing, foreign, noRelease}
	former := written(t, rendered(t, Input{}, whole...).result)
	require.Len(t, former, 7)
	for name, tc := range map[string]struct{ old, bad, found string }{
		"typo in a Wukong":               {"type: bridge, physicalInterface: e1", "tpye: bridge, physicalInterface: e1", "WK002 Wukong/shop/db"},
		"value that is out of range":     {"physicalInterface: e1", "physicalInterface: e1, vlanId: 5000", "WK007 Wukong/shop/db"},
		"typo in a NetworkConfig":        {"spec: {type: bridge, physicalInterface: e2}", "spec: {tpye: bridge, physicalInterface: e2}", "WK002 NetworkConfig/wan"},
		"NetworkConfig without its name": {"metadata: {name: wan}", "metadata: {nam: wan}", "WK002 NetworkConfig"},
		"kind of a NetworkConfig":        {"kind: NetworkConfig", "kind: NetworkConfigs", "WK029 NetworkConfigs/wan"},
		"kind of a Wukong":               {"kind: Wukong\nmetadata: {name: db", "kind: wukong\nmetadata: {name: db", "WK029 wukong/shop/db"},
		"configuration":                  {"install: none", "instal: none", "WK002 WukongRender/wukong"},
		"value of the configuration":     {"install: none", "install: nothing", "WK007 WukongRender/wukong"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Join(append(whole, former...), "---\n")
			bad := strings.Replace(text, tc.old, tc.bad, 1)
			require.NotEqual(t, text, bad)
			o := rendered(t, Input{}, bad)
			require.Equal(t, []string{tc.found}, o.found)
		})
	}
	t.Run("a file that cannot be read", func(t *testing.T) {
		o := rendered(t, Input{Incomplete: true}, append([]string{user, existing, foreign, noRelease}, former...)...)
		require.Empty(t, o.found)
	})
	t.Run("a rule of the whole package that is broken", func(t *testing.T) {
		o := rendered(t, Input{}, append([]string{strings.Replace(db, "physicalInterface: e1", "physicalInterface: e2, bridgeName: br9", 1), shared, user, noRelease}, former...)...)
		require.Equal(t, []string{"WK031 NetworkConfig/wan"}, o.found)
	})
	t.Run("the same rule, lowered", func(t *testing.T) {
		lowered := strings.Replace(noRelease, "spec: {", "spec: {findings: {WK031: warning}, ", 1)
		o := rendered(t, Input{}, append([]string{strings.Replace(db, "physicalInterface: e1", "physicalInterface: e2, bridgeName: br9", 1), shared, user, lowered}, former...)...)
		require.Contains(t, o.found, "WK066", "what goes is said")
	})
}

// TestNothingToRender has packages without anything of ours, which come back as they were.
func TestNothingToRender(t *testing.T) {
	foreign := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	config := split(t, noRelease)[0]
	former := document(kubeV, "VirtualMachine", "shop", "gone-vm", "Wukong/shop/gone")
	for name, tc := range map[string]struct {
		in        Input
		documents []string
		asked     bool
		kept      []string
		found     []string
		generated bool
	}{
		"nothing":                          {documents: nil, found: []string{"WK013"}},
		"foreign":                          {documents: []string{foreign}, kept: []string{"ConfigMap/a"}, found: []string{"WK013"}},
		"a setting alone asks for nothing": {in: Input{Set: map[string]string{"nmstate.install": "olm"}}, documents: []string{foreign}, kept: []string{"ConfigMap/a"}, found: []string{"WK013"}},
		"a functionConfig":                 {in: Input{Config: &config}, documents: []string{foreign}, asked: true, kept: []string{"ConfigMap/a"}, found: []string{"WK013"}},
		"a WukongRender":                   {documents: []string{strings.Replace(noRelease, "install: none", "install: olm", 1)}, asked: true, kept: []string{"WukongRender/wukong"}, found: []string{"WK013"}, generated: true},
		"the last Wukong is gone":          {documents: []string{foreign, former}, kept: []string{"ConfigMap/a"}, found: []string{"WK013", "WK066"}, generated: true},
		"what only looks like ours":        {documents: []string{strings.Replace(former, "gone-vm", "my-vm", 1)}, kept: []string{"VirtualMachine/shop/my-vm"}, found: []string{"WK013", "WK064 VirtualMachine/shop/my-vm"}},
		"a mistake":                        {documents: []string{strings.Replace(db, "kind: Wukong", "kind: wukong", 1)}, found: []string{"WK029 wukong/shop/db"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, tc.in, tc.documents...)
			require.Equal(t, tc.kept, o.kept)
			require.Equal(t, tc.found, o.found)
			require.Equal(t, tc.asked, o.result.Asked)
			require.Equal(t, tc.generated, len(o.generated) > 0)
			for i := range o.result.Kept {
				require.Equal(t, tc.asked && o.kept[i] != "ConfigMap/a", o.result.Kept[i].Mark != resource.Edit{})
			}
		})
	}
}

// TestAConfigurationThatDoesNotHold stands in the package beside a functionConfig, which holds instead of it.
func TestAConfigurationThatDoesNotHold(t *testing.T) {
	config := split(t, noRelease)[0]
	for name, tc := range map[string]struct {
		text  string
		found []string
	}{
		"right":                  {strings.Replace(noRelease, "install: none", "install: olm", 1), nil},
		"the same again":         {noRelease, nil},
		"metadata is no mapping": {"apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata: wukong\n", []string{"WK003 WukongRender"}},
		"annotations are a list": {"apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata: {name: wukong, annotations: [a]}\n", []string{"WK003 WukongRender/wukong"}},
		"unknown field":          {strings.Replace(noRelease, "install", "instal", 1), []string{"WK002 WukongRender/wukong"}},
		"aliases":                {"apiVersion: fn.novasphere.dev/v1alpha1\nkind: WukongRender\nmetadata: &m {name: w}\n", []string{"WK005 WukongRender/w"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{Config: &config}, db, tc.text)
			if tc.found == nil {
				require.Empty(t, o.found)
				require.NotContains(t, o.generated, "Subscription/nmstate/kubernetes-nmstate-operator")
				return
			}
			require.Equal(t, tc.found, o.found)
		})
	}
	broken := split(t, strings.Replace(noRelease, "install", "instal", 1))[0]
	require.Equal(t, []string{"WK002 WukongRender/wukong"}, rendered(t, Input{Config: &broken}, db, broken.Text).found, "kpt gives the same twice, and it is said once")
}
