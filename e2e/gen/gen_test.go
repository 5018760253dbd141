package gen

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"
)

// The promises of the package comment that a mistake here would break first.
func TestPackages(t *testing.T) {
	types := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		p := Packages(6).Draw(t, "package")
		names, addresses := map[string]bool{}, map[string]bool{}
		for _, o := range p.Objects() {
			kind, name := o["kind"].(string), o["metadata"].(Object)["name"].(string)
			require.False(t, names[kind+name], "%s %s twice", kind, name)
			names[kind+name] = true
		}
		for _, n := range p.Networks {
			definition(t, types, n["spec"].(Object))
		}
		for _, m := range p.Machines {
			require.LessOrEqual(t, len(m["metadata"].(Object)["name"].(string)), 60)
			entries, _ := m["spec"].(Object)["networks"].([]any)
			for _, one := range entries {
				entry := one.(Object)
				definition(t, types, entry)
				ip, _ := entry["ipConfig"].(Object)
				if address, ok := ip["address"].(string); ok {
					require.False(t, addresses[address], "address %s twice", address)
					addresses[address] = true
				}
			}
		}
		stream, err := p.YAML()
		require.NoError(t, err)
		require.NoError(t, yaml.Unmarshal(stream, new(any)))
	})
	for _, kind := range []string{"bridge", "ovs", "sriov", "bond", "vlan", "trunk", "localnet", "layer2"} {
		require.Positive(t, types[kind], "no network of type %s in a whole run", kind)
	}
}

func definition(t *rapid.T, types map[string]int, network Object) {
	kind, _ := network["type"].(string)
	types[kind]++
	for _, key := range []string{"bridgeName", "physicalInterface"} {
		name, _ := network[key].(string)
		require.LessOrEqual(t, len(name), 15, name)
	}
	if network["bond"] != nil {
		types["bond"]++
	}
	if network["vlanId"] != nil {
		types["vlan"]++
	}
	if network["trunk"] != nil {
		types["trunk"]++
	}
}
