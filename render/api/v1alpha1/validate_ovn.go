package v1alpha1

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// reservedForOVN are names that OVN-Kubernetes has for the cluster's own network.
var reservedForOVN = []string{"default", "ovn-kubernetes"}

// anOVNName is what the name of a network is to OVN: mappings stand in one text, with commas and colons between.
const anOVNName = "a name without blanks, commas and colons, other than default and ovn-kubernetes"

// isOVNName says whether OVN takes a name for a network.
func isOVNName(name string) bool {
	return name != "" && !slices.Contains(reservedForOVN, name) && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || r == ',' || r == ':' })
}

// ovnName reports what is no name of a network to OVN. network is the name that holds where none is given.
func (c *checker) ovnName(at path, given, network string) {
	switch {
	case given != "" && !isOVNName(given):
		c.add(finding.InvalidName, at, "must be "+anOVNName, given, "")
	case given == "" && isLabel(network) && !isOVNName(network):
		c.add(finding.Required, at, "is required, for "+network+" is reserved: write "+anOVNName, "", "")
	}
}

// ofNodes are the fields that say how a localnet's own bridge is made, ofPolicy those of its policy.
var (
	ofNodes  = []string{"bridgeName", "physicalInterface", "bond", "description", "lldp", "restore"}
	ofPolicy = []string{"nodeSelector", "policyName", "maxUnavailable", "ensure"}
)

// ovnRules are those of the rules below that a schema has words for.
func ovnRules() []Rule {
	foreign := Facts{In: map[string]Facts{"localnet": {Has: []string{"bridge"}}}}
	physnet := Facts{In: map[string]Facts{"localnet": {Has: []string{"physicalNetworkName"}, Is: map[string][]string{"physicalNetworkName": {Physnet}}}}}
	return []Rule{
		{foreign, Facts{Lacks: ofNodes}},
		{physnet, Facts{Lacks: slices.Concat(ofNodes, ofPolicy)}},
		{Facts{Lacks: []string{"subnets"}}, Facts{Lacks: []string{"excludeSubnets", "persistentIPs"}}},
	}
}

// localnet reports how a physical network cannot be mapped. name is that of the network.
func (c *checker) localnet(at path, name string, s *NetworkSpec) {
	l, in := s.More().Localnet, at.in("localnet")
	if l == nil {
		l = &Localnet{}
	}
	c.ovnName(in.in("name"), l.Name, name)
	if l.PhysicalNetworkName != "" && !isOVNName(l.PhysicalNetworkName) {
		c.add(finding.InvalidName, in.in("physicalNetworkName"), "must be "+anOVNName, l.PhysicalNetworkName, "")
	}
	if l.Bridge != "" {
		c.interfaceName(in.in("bridge"), l.Bridge)
	}
	own := s.PhysicalInterface != "" || s.Bond != nil
	switch {
	case s.onOVNAlone():
		if l.Bridge != "" && l.Bridge != "br-ex" {
			c.add(finding.Contradiction, in.in("bridge"), "must be br-ex or absent for physnet, which OVN-Kubernetes maps to br-ex itself: "+
				"write another physicalNetworkName for another bridge", l.Bridge, "")
		}
		c.without(at, s, slices.Concat(ofNodes, ofPolicy),
			"must not stand beside a localnet on physnet, which OVN-Kubernetes maps to br-ex itself, so that there is no policy: remove it")
	case s.MappedAs(name) == Physnet:
		c.add(finding.Required, in.in("name"), "is required, for physnet is OVN's own: write another name, or name: physnet for br-ex", "", "")
	case l.Bridge != "":
		c.without(at, s, ofNodes,
			"must not stand beside localnet.bridge, a bridge that somebody else makes: remove it, or remove localnet.bridge for a bridge of your own")
	case !own && s.HasPolicy():
		c.add(finding.Required, in.in("bridge"), "is required: write the bridge that leads to the physical network, such as br-ex, "+
			"or physicalInterface or bond for one of your own", "", "")
	default:
		c.bridge(at, name, s)
	}
}

// without reports fields that are given and must not be.
func (c *checker) without(at path, s *NetworkSpec, fields []string, why string) {
	for i := range s.given().indexes() {
		if f := &networkFields[i]; slices.Contains(fields, f.name) {
			c.add(finding.Contradiction, at.in(f.name), why, textOf(s.value(i)), "")
		}
	}
}

// layer2 reports a name that a network of OVN's own cannot have.
func (c *checker) layer2(at path, s *NetworkSpec) {
	if s.More().Layer2 != nil {
		c.ovnName(at.in("layer2.name"), s.More().Layer2.Name, "")
	}
}

// subnets reports subnets from which OVN cannot give addresses.
func (c *checker) subnets(at path, s *NetworkSpec) {
	if len(s.More().Subnets) == 0 && len(s.More().ExcludeSubnets) == 0 && !s.More().PersistentIPs {
		return
	}
	if len(s.More().Subnets) == 0 {
		c.add(finding.Required, at.in("subnets"), "is required beside excludeSubnets and persistentIPs, for without it OVN gives no addresses: "+
			"write the subnets, or remove the other two", "", "")
		return
	}
	subnets := c.cidrs(at.in("subnets"), s.More().Subnets)
	list := at.in("excludeSubnets")
	for i, p := range c.cidrs(list, s.More().ExcludeSubnets) {
		if p.IsValid() && !slices.ContainsFunc(subnets, func(of netip.Prefix) bool {
			return !of.IsValid() || of.Bits() <= p.Bits() && of.Contains(p.Addr()) // of one that is wrong nothing follows
		}) {
			c.add(finding.Contradiction, list.element(i), "is in none of subnets, so that it excludes nothing: write a part of one, or remove it",
				s.More().ExcludeSubnets[i], "")
		}
	}
}

// cidrs reads a list of subnets and reports what is none. What is wrong has no prefix.
func (c *checker) cidrs(list path, texts []string) []netip.Prefix {
	if len(texts) == 0 {
		return nil
	}
	prefixes := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			c.add(finding.InvalidAddress, list.element(i), "must be a subnet with its prefix length, such as 192.0.2.0/24 or 2001:db8::/64", text, "")
			continue
		}
		prefixes[i] = p
	}
	return prefixes
}
