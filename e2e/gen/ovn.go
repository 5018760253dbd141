package gen

import (
	"fmt"

	"pgregory.net/rapid"
)

// ovn makes a network of OVN's: a physical network by way of a bridge that is there or one of its own, or one between the nodes.
func (l *lan) ovn(s *segment, i int) {
	d := s.definition
	d["type"] = rapid.SampledFrom([]string{"localnet", "layer2"}).Draw(l.t, "network of OVN's")
	maybe(l.t, "mtu", d, "mtu", func() any { return rapid.IntRange(1280, 9216).Draw(l.t, "mtu") })
	name := rapid.SampledFrom([]string{"net-%d", "net/%d", "100.%d"}).Draw(l.t, "name to OVN")
	if d["type"] == "layer2" {
		maybe(l.t, "layer2", d, "layer2", func() any { return Object{"name": fmt.Sprintf(name, i)} })
		l.subnets(s)
		l.all = append(l.all, s)
		return
	}
	localnet := Object{}
	maybe(l.t, "name", localnet, "name", func() any { return fmt.Sprintf(name, i) })
	if rapid.Bool().Draw(l.t, "own bridge") {
		l.more(s, i)
		d["physicalInterface"] = fmt.Sprintf("ens%df1np1", 200+i)
		maybe(l.t, "bridge name", d, "bridgeName", func() any { return fmt.Sprintf("ovs-%d", i) })
		maybe(l.t, "physical network", localnet, "physicalNetworkName", func() any { return fmt.Sprintf("physical%d", i) })
	} else {
		localnet["bridge"] = "br-ex"
		maybe(l.t, "shared physical network", localnet, "physicalNetworkName", func() any { return "datacentre" })
	}
	if len(localnet) > 0 {
		d["localnet"] = localnet
	}
	maybe(l.t, "ovn vlan", d, "vlanId", func() any { return 100*(i+1) + rapid.IntRange(0, 99).Draw(l.t, "vlan") })
	maybe(l.t, "node selector", d, "nodeSelector", func() any { return labels(l.t) })
	l.subnets(s)
	l.all = append(l.all, s)
}

// subnets has OVN give the addresses, and then no guest has a static one.
func (l *lan) subnets(s *segment) {
	if rapid.Bool().Draw(l.t, "guests choose") {
		return
	}
	s.given = true
	s.definition["subnets"] = []any{fmt.Sprintf("10.78.%d.0/24", s.octets), fmt.Sprintf("2001:db8:1%d::/64", s.octets)}
	maybe(l.t, "excluded", s.definition, "excludeSubnets", func() any { return []any{fmt.Sprintf("10.78.%d.0/28", s.octets)} })
	maybe(l.t, "persistent", s.definition, "persistentIPs", func() any { return rapid.Bool().Draw(l.t, "persistent") })
}
