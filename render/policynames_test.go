package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const qualified = `apiVersion: fn.novasphere.dev/v1alpha1
kind: WukongRender
metadata: {name: wukong}
spec: {nmstate: {install: none}, network: {policyNames: qualified, physicalInterface: e1}}
`

// aloneYAML is a machine of the same name without networks.
const aloneYAML = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: db, namespace: shop}\n"

// in puts a resource into another namespace.
func in(namespace, text string) string {
	return strings.Replace(text, "namespace: shop", "namespace: "+namespace, 1)
}

func TestPoliciesOfTwoNamespaces(t *testing.T) {
	// machine is a Wukong of this namespace, name and network.
	machine := func(namespace, name, network string) string {
		return fmt.Sprintf("apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata: {name: %s, namespace: %s}\n"+
			"spec: {networks: [{name: %s, type: bridge, physicalInterface: e1}]}\n", name, namespace, network)
	}
	for name, tc := range map[string]struct {
		documents []string
		want      []string
	}{
		"one name in two namespaces": {[]string{noRelease, machine("dev", "db", "lan"), machine("prod", "db", "lan")}, []string{"WK072 Wukong/prod/db"}},
		"several, said once": {
			[]string{noRelease, machine("dev", "db", "lan"), machine("prod", "db", "lan"), machine("dev", "web", "lan"), machine("prod", "web", "lan")},
			[]string{"WK072 Wukong/prod/db"},
		},
		"qualified":  {[]string{qualified, machine("dev", "db", "lan"), machine("prod", "db", "lan")}, nil},
		"two names":  {[]string{noRelease, machine("dev", "db", "lan"), machine("prod", "web", "lan")}, nil},
		"no network": {[]string{noRelease, machine("dev", "db", "lan"), in("prod", aloneYAML)}, nil},
		"one name in one namespace": {
			[]string{noRelease, machine("dev", "a-b", "c"), machine("dev", "a", "b-c")},
			[]string{"WK011 Wukong/dev/a", "WK011 Wukong/dev/a"}, // policy and attachment
		},
		"one name, though qualified": {[]string{qualified, machine("a", "b-c", "lan"), machine("a-b", "c", "lan")}, []string{"WK011 Wukong/a-b/c"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := rendered(t, Input{}, tc.documents...)
			var got []string
			for _, f := range o.found {
				if strings.HasPrefix(f, "WK072") || strings.HasPrefix(f, "WK011") {
					got = append(got, f)
				}
			}
			require.ElementsMatch(t, tc.want, got, "%v", o.result.Findings)
		})
	}
}

// TestQualifiedPoliciesAreOurs holds that a policy is known as ours in both forms, so that one goes when the other comes.
func TestQualifiedPoliciesAreOurs(t *testing.T) {
	former := func(name string) string { return document(nncp, aPolicy, "", name, "Wukong/shop/db") }
	o := rendered(t, Input{}, qualified, db, former("db-lan-bridge"), former("shop-db-old-bridge"), former("dev-db-old-bridge"))
	require.Contains(t, o.generated, aPolicy+"/shop-db-lan-bridge")
	require.Equal(t, []string{"WukongRender/wukong", "Wukong/shop/db", aPolicy + "/dev-db-old-bridge"}, o.kept)
	require.Contains(t, o.found, "WK064 "+aPolicy+"/dev-db-old-bridge")
	require.NotContains(t, strings.Join(o.found, " "), "WK048")
	o = rendered(t, Input{}, noRelease, db, former("shop-db-lan-bridge"))
	require.Contains(t, o.generated, aPolicy+"/db-lan-bridge")
	require.NotContains(t, strings.Join(o.found, " "), "WK064")
}
