package vm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDualStack has the text of a guest with all that an ipConfig can say.
func TestDualStack(t *testing.T) {
	m := machine(t, `
networks:
- name: a
  type: bridge
  physicalInterface: e1
  macAddress: '02:00:00:00:00:0a'
  ipConfig:
    mode: static
    address: 192.0.2.5/24
    addresses: ['2001:db8::5/64']
    gateway: 192.0.2.1
    gateway6: '2001:db8::1'
    routes: [{to: 10.0.0.0/8, via: 192.0.2.2}]
    dnsServers: [192.0.2.53]
    search: [example.com, lab.example.com]
- {name: b, type: bridge, physicalInterface: e2, macAddress: '02:00:00:00:00:0b', ipConfig: {mode: dhcp, addresses: ['2001:db8:1::5/128'], routes: [{to: '2001:db8:2::/48', via: '2001:db8:3::1'}], search: [c.d]}}
`)
	text, err := new(writer).networkData(m)
	require.NoError(t, err)
	require.Equal(t, `ethernets:
  a:
    addresses:
    - 192.0.2.5/24
    - 2001:db8::5/64
    match:
      macaddress: 02:00:00:00:00:0a
    nameservers:
      addresses:
      - 192.0.2.53
      search:
      - example.com
      - lab.example.com
    routes:
    - to: 0.0.0.0/0
      via: 192.0.2.1
    - to: ::/0
      via: 2001:db8::1
    - to: 10.0.0.0/8
      via: 192.0.2.2
  b:
    addresses:
    - 2001:db8:1::5/128
    dhcp4: true
    match:
      macaddress: 02:00:00:00:00:0b
    nameservers:
      search:
      - c.d
    routes:
    - on-link: true
      to: 2001:db8:2::/48
      via: 2001:db8:3::1
  default:
    dhcp4: true
    dhcp4-overrides:
      route-metric: 1000
    match:
      macaddress: `+m.Interfaces[0].MAC+`
version: 2
`, text)
	require.LessOrEqual(t, len(text), atMost(m))
}

// TestPrimaryNetwork has a machine whose own network is an attachment: there is no pod network, and the guest takes its address by
// DHCP.
func TestPrimaryNetwork(t *testing.T) {
	m := machine(t, `{networks: [
		{name: a, type: bridge, physicalInterface: e1, macAddress: '02:00:00:00:00:0a', ipConfig: {mode: static, address: 192.0.2.5/24}},
		{name: p, type: bridge, nadName: infra/pods, primary: true, macAddress: '02:00:00:00:00:0b'}]}`)
	v, err := new(builder).machineOf(m)
	require.NoError(t, err)
	s := &v.Spec.Template.Spec
	require.Equal(t, []Network{{Name: "a", Multus: &Multus{NetworkName: "w-a-nad"}}, {Name: "p", Multus: &Multus{Default: true, NetworkName: "infra/pods"}}}, s.Networks)
	require.Equal(t, Interface{Name: "p", MAC: "02:00:00:00:00:0b", Bridge: &Empty{}}, s.Domain.Devices.Interfaces[1])
	require.Contains(t, s.Volumes[0].CloudInit.NetworkData, "  p:\n    dhcp4: true\n    match:\n      macaddress: 02:00:00:00:00:0b\n")
}

// TestBoundOfAddresses holds the bound of a text's length for each field of an ipConfig, in numbers that fill a Secret.
func TestBoundOfAddresses(t *testing.T) {
	list := func(n int, one string) string {
		var all []string
		for i := range n {
			all = append(all, strings.ReplaceAll(one, "N", fmt.Sprintf("%x", i+4096)))
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	for _, n := range []int{0, 1, 2, 10, 40, 100} {
		for name, ip := range map[string]string{
			"addresses": "addresses: " + list(n, "'2001:db8:aaaa:bbbb:cccc:dddd:eeee:N/128'"),
			"routes":    "routes: " + list(n, "{to: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:N/128', via: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1'}"),
			"short":     "routes: " + list(n, "{to: '::/0', via: '::1'}"),
			"search":    "search: " + list(n, "'N'"),
			"resolvers": "dnsServers: " + list(n, "'::N'"),
			"gateways":  "gateway: 192.0.2.1, gateway6: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1', search: " + list(n, "nul.N"),
		} {
			t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
				m := machine(t, "{networks: [{name: a, type: bridge, physicalInterface: e1, ipConfig: {mode: static, address: '::5/128', "+ip+"}}, {name: default}]}")
				text, err := new(writer).networkData(m)
				require.NoError(t, err)
				require.LessOrEqual(t, len(text), atMost(m), text)
				long, err := needsSecret(m)
				require.NoError(t, err)
				require.Equal(t, len(text) > MaxCloudInit, long)
			})
		}
	}
}
