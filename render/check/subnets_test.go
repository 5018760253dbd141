package check

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// These are the rules on what networks of guests and of nodes have in common in one segment.

const (
	lanOn5 = "{type: bridge, physicalInterface: e1, vlanId: 5}"
	host   = "nodeSelector: {kubernetes.io/hostname: "
)

// guest is a machine's networks: one entry on a shared network with an ipConfig.
func guest(network, ip string) string {
	return "[{name: n, networkRef: " + network + ", ipConfig: {mode: static, " + ip + "}}]"
}

// hosts5 is a network of the nodes alone on VLAN 5 of an uplink.
func hosts5(uplink, rest string) string {
	return "{type: host, vlanId: 5, physicalInterface: " + uplink + ", " + rest + "}"
}

// TestNodeAddressesTwice has addresses of nodes that others have, too, and their nearest that are right.
func TestNodeAddressesTwice(t *testing.T) {
	const (
		first = "nodeIP: 192.0.2.5/24, " + host + "n1}"
		both  = " NetworkConfig/b spec.nodeIP / NetworkConfig/a spec.nodeIP"
		// a bridge whose nodes have the address
		bridge5 = "{type: bridge, physicalInterface: e1, vlanId: 5, " + first + "}"
		node    = " Wukong/w0 spec.networks[0].ipConfig.address / NetworkConfig/a spec."
	)
	onTable := "{type: host, vlanId: 5, bond: {name: b0, mode: broadcast, ports: [e1]}, nodes: [{name: n1, addresses: [192.0.2.5/24]}, {name: n2, addresses: [192.0.2.6/24]}]}"
	ofEach := "{type: bridge, vlanId: 5, nodes: [{name: n1, physicalInterface: e1, addresses: [192.0.2.5/24]}, {name: n2, physicalInterface: e2, addresses: [192.0.2.6/24]}]}"
	table := func(bond string, address string) string {
		return "{type: host, vlanId: 6, bond: {name: " + bond + ", mode: broadcast, ports: [e1]}, nodes: [{name: n1, addresses: [" + address + "]}]}"
	}
	for name, tc := range map[string]struct {
		configs  map[string]string
		networks []string
		want     []string
	}{
		"on two interfaces of a node":          {map[string]string{"a": hosts5("e1", first), "b": hosts5("e2", first)}, nil, []string{"WK165" + both}},
		"on two interfaces, different":         {map[string]string{"a": hosts5("e1", first), "b": hosts5("e2", "nodeIP: 192.0.2.6/24, "+host+"n1}")}, nil, nil},
		"on a node of a label and of a name":   {map[string]string{"a": hosts5("e1", "nodeIP: 192.0.2.5/24, "+zoneA), "b": hosts5("e2", first)}, nil, []string{"WK109 NetworkConfig/a spec.nodeIP", "WK165" + both}},
		"on two nodes of one VLAN":             {map[string]string{"a": hosts5("e1", first), "b": hosts5("e1", "nodeIP: 192.0.2.5/24, "+host+"n2}")}, nil, []string{"WK090" + both}},
		"on two nodes of two VLANs":            {map[string]string{"a": hosts5("e1", first), "b": "{type: host, vlanId: 6, physicalInterface: e1, nodeIP: 192.0.2.5/24, " + host + "n2}}"}, nil, nil},
		"in a network and in a table":          {map[string]string{"a": hosts5("e1", first), "b": table("b0", "192.0.2.5/24")}, nil, []string{"WK032 NetworkConfig/b spec.bond / NetworkConfig/a spec.physicalInterface", "WK165 NetworkConfig/b spec.nodes[0].addresses / NetworkConfig/a spec.nodeIP"}},
		"in two tables":                        {map[string]string{"a": onTable, "b": table("b0", "192.0.2.5/24")}, nil, []string{"WK165 NetworkConfig/b spec.nodes[0].addresses / NetworkConfig/a spec.nodes[0].addresses"}},
		"in two tables, for different nodes":   {map[string]string{"a": onTable, "b": table("b0", "192.0.2.6/24")}, nil, nil},
		"of IPv6, written in two ways":         {map[string]string{"a": hosts5("e1", "nodeIP: '2001:db8::5/64', "+host+"n1}"), "b": hosts5("e2", "nodeIP: '2001:db8:0::5/64', "+host+"n1}")}, nil, []string{"WK165" + both}},
		"removed from one of two":              {map[string]string{"a": hosts5("e1", first), "b": hosts5("e2", "ensure: absent, "+first)}, nil, nil},
		"that a guest has":                     {map[string]string{"a": bridge5}, []string{guest("a", "address: 192.0.2.5/24")}, []string{"WK165" + node + "nodeIP"}},
		"next to a guest's":                    {map[string]string{"a": bridge5}, []string{guest("a", "address: 192.0.2.6/24")}, nil},
		"that a guest on another VLAN has":     {map[string]string{"a": hosts5("e1", first), "lan": "{type: bridge, physicalInterface: e1, vlanId: 6}"}, []string{guest("lan", "address: 192.0.2.5/24")}, nil},
		"that a guest on another card has":     {map[string]string{"a": hosts5("e1", first), "lan": "{type: bridge, physicalInterface: e2, vlanId: 5}"}, []string{guest("lan", "address: 192.0.2.5/24")}, []string{"WK090" + node + "nodeIP"}},
		"that a guest on other nodes has":      {map[string]string{"a": hosts5("e1", first), "lan": "{type: bridge, physicalInterface: e1, vlanId: 5, " + host + "n2}}"}, []string{guest("lan", "address: 192.0.2.5/24")}, []string{"WK090" + node + "nodeIP"}},
		"that a guest of the same network has": {map[string]string{"a": ofEach}, []string{guest("a", "address: 192.0.2.6/24")}, []string{"WK165" + node + "nodes[1].addresses"}},
		"of a table, and a guest beside them":  {map[string]string{"a": ofEach}, []string{guest("a", "address: 192.0.2.7/24")}, nil},
		"of a VLAN of an OVS bridge": {map[string]string{"a": "{type: ovs, physicalInterface: e1, nodeVlanId: 5, " + first + "}"},
			[]string{"[{name: n, networkRef: a, vlanId: 5, ipConfig: {mode: static, address: 192.0.2.5/24}}]"}, []string{"WK165" + node + "nodeIP"}},
		"of another VLAN of an OVS bridge": {map[string]string{"a": "{type: ovs, physicalInterface: e1, nodeVlanId: 6, " + first + "}"},
			[]string{"[{name: n, networkRef: a, vlanId: 5, ipConfig: {mode: static, address: 192.0.2.5/24}}]"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, without(pack{configs: tc.configs, networks: tc.networks}.found(t), "WK078"))
		})
	}
}

// without are the findings of other codes than one that a case is not about.
func without(found []string, code string) []string {
	var out []string
	for _, f := range found {
		if f[:len(code)] != code {
			out = append(out, f)
		}
	}
	return out
}

// TestSubnets has guests and nodes of a segment that disagree about its gateway and prefix length, and their nearest that agree.
func TestSubnets(t *testing.T) {
	const (
		at   = " Wukong/w1 spec.networks[0].ipConfig."
		then = " / Wukong/w0 spec.networks[0].ipConfig."
	)
	one := map[string]string{"lan": lanOn5}
	sites := map[string]string{
		"lan": "{type: bridge, physicalInterface: e1, vlanId: 5, " + zoneA + "}", "wan": "{type: bridge, physicalInterface: e1, vlanId: 5, " + zoneB + "}",
	}
	node := map[string]string{"lan": "{type: bridge, physicalInterface: e1, vlanId: 5, nodeIP: 192.0.2.9/24, routes: [{to: 0.0.0.0/0, via: 192.0.2.1}], " + host + "n1}}"}
	for name, tc := range map[string]struct {
		configs  map[string]string
		networks []string
		want     []string
	}{
		"alike": {one, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("lan", "address: 192.0.2.6/24, gateway: 192.0.2.1")}, nil},
		"two gateways": {one, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("lan", "address: 192.0.2.6/24, gateway: 192.0.2.254")},
			[]string{"WK168" + at + "gateway" + then + "gateway"}},
		"two gateways in two subnets":          {one, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("lan", "address: 198.51.100.6/24, gateway: 198.51.100.254")}, nil},
		"two gateways at two sites":            {sites, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("wan", "address: 192.0.2.6/24, gateway: 192.0.2.254")}, nil},
		"a gateway, and none":                  {one, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("lan", "address: 192.0.2.6/24")}, nil},
		"a gateway, and another route":         {one, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("lan", "address: 192.0.2.6/24, routes: [{to: 10.0.0.0/8, via: 192.0.2.254}]")}, nil},
		"another gateway than the nodes'":      {node, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.254")}, []string{"WK168 Wukong/w0 spec.networks[0].ipConfig.gateway / NetworkConfig/lan spec.routes[0].via"}},
		"the nodes' gateway":                   {node, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1")}, nil},
		"a guest is the nodes' gateway":        {node, []string{guest("lan", "address: 192.0.2.1/24")}, []string{"WK166 Wukong/w0 spec.networks[0].ipConfig.address / NetworkConfig/lan spec.routes[0].via"}},
		"a guest is another's gateway":         {one, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("lan", "address: 192.0.2.1/24")}, []string{"WK166" + at + "address" + then + "gateway"}},
		"of IPv6":                              {one, []string{guest("lan", "address: '2001:db8::5/64', gateway6: '2001:db8::1'"), guest("lan", "addresses: ['2001:db8::1/64']")}, []string{"WK166" + at + "addresses[0]" + then + "gateway6"}},
		"a guest is a gateway at another site": {sites, []string{guest("lan", "address: 192.0.2.5/24, gateway: 192.0.2.1"), guest("wan", "address: 192.0.2.1/24")}, nil},
		"a guest is the router of one subnet":  {one, []string{guest("lan", "address: 192.0.2.5/24, routes: [{to: 10.0.0.0/8, via: 192.0.2.1}]"), guest("lan", "address: 192.0.2.1/24")}, nil},
		"two prefix lengths":                   {one, []string{guest("lan", "address: 192.0.2.5/16"), guest("lan", "address: 192.0.2.6/24")}, []string{"WK167" + at + "address" + then + "address"}},
		"two prefix lengths in two subnets":    {one, []string{guest("lan", "address: 192.0.2.5/24"), guest("lan", "address: 198.51.100.6/25")}, nil},
		"two prefix lengths at two sites":      {sites, []string{guest("lan", "address: 192.0.2.5/16"), guest("wan", "address: 192.0.2.6/24")}, nil},
		"an address alone":                     {one, []string{guest("lan", "address: 192.0.2.5/24"), guest("lan", "address: 192.0.2.6/32")}, nil},
		"another prefix length than the nodes'": {node, []string{guest("lan", "address: 192.0.2.5/25")}, []string{
			"WK167 Wukong/w0 spec.networks[0].ipConfig.address / NetworkConfig/lan spec.nodeIP"}},
		"said once":    {one, []string{guest("lan", "address: 192.0.2.5/16"), guest("lan", "address: 192.0.2.6/24"), guest("lan", "address: 192.0.2.7/24")}, []string{"WK167" + at + "address" + then + "address"}},
		"in one guest": {one, []string{guest("lan", "address: 192.0.2.5/16, addresses: [192.0.2.6/24]")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.ElementsMatch(t, tc.want, pack{configs: tc.configs, networks: tc.networks}.found(t))
		})
	}
}

// TestSubnetsStayLinear has a table of many nodes with addresses, and as many guests that all disagree with them.
func TestSubnetsStayLinear(t *testing.T) {
	const n = 5_000
	table := "{type: bridge, vlanId: 5, physicalInterface: e1, nodes: ["
	for i := range n {
		table += fmt.Sprintf("{name: n%d, addresses: [10.0.%d.%d/16]},", i, i/250, i%250+1)
	}
	p := pack{configs: map[string]string{"a": table + "]}"}, networks: []string{guest("a", "address: 10.0.0.5/24, gateway: 10.0.0.1")},
		config: func(c *api.RenderSpec) { c.VM.Placement = api.PlacementNone }}
	start := time.Now()
	require.Equal(t, []string{
		"WK165 Wukong/w0 spec.networks[0].ipConfig.address / NetworkConfig/a spec.nodes[4].addresses",
		"WK167 Wukong/w0 spec.networks[0].ipConfig.address / NetworkConfig/a spec.nodes[0].addresses",
	}, p.found(t))
	require.Less(t, time.Since(start), 10*time.Second, "comparing all with all takes far longer")
}
