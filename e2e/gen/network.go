package gen

import (
	"fmt"
	"maps"

	"pgregory.net/rapid"
)

// lan is the hosts' network while a package is being made: its segments, and what of
// each is taken.
type lan struct {
	t             *rapid.T
	all           []*segment
	defaultUplink string
}

// segment is one L2 network: one bridge, or one set of virtual functions.
type segment struct {
	name       string // of the network entry or of the NetworkConfig
	shared     bool   // a NetworkConfig that machines refer to
	definition Object // what stands in the entry or in NetworkConfig.spec
	octets     int    // 10.OCTETS/24 in two bytes, or 2001:db8:OCTETS::/64
	v6         bool
	hosts      int  // addresses given so far
	given      bool // OVN gives the addresses
}

// trunk is an uplink that carries several VLANs, each with a bridge of its own.
type trunk struct {
	name  string
	bond  Object
	vlans int
}

// segments makes n of them. Uplink names come from kernel naming schemes; those that
// carry VLANs leave room for ".4094" in the kernel's 15 bytes.
func (l *lan) segments(n int) {
	var trunks []*trunk
	for i := range n {
		s := &segment{name: l.networkName(i), definition: Object{}, octets: i, v6: rapid.IntRange(0, 4).Draw(l.t, "ipv6") == 4}
		s.shared = rapid.Bool().Draw(l.t, "shared")
		switch rapid.SampledFrom([]string{"bridge", "trunk", "vlan", "bond", "ovs", "sriov", "localnet", "layer2"}).Draw(l.t, "segment") {
		case "bridge":
			s.definition["type"] = "bridge"
			l.uplink(s, i)
			l.bridge(s, i)
		case "bond":
			s.definition["type"] = "bridge"
			s.definition["bond"] = l.bond(i)
			if rapid.Bool().Draw(l.t, "tagged bond") {
				s.definition["vlanId"] = rapid.IntRange(1, 4094).Draw(l.t, "vlan")
			}
			l.bridge(s, i)
		case "trunk":
			s.shared = true // a machine asks for its VLAN beside networkRef
			s.definition["type"] = "bridge"
			s.definition["trunk"] = []any{300, fmt.Sprintf("%d-%d", firstTag, lastTag)}
			l.uplink(s, i)
			l.bridge(s, i)
		case "vlan":
			s.definition["type"] = "bridge"
			trunks = l.vlan(s, trunks, i)
			l.bridge(s, i)
		case "ovs":
			s.definition["type"] = "ovs"
			l.uplink(s, i)
			maybe(l.t, "ovs vlan", s.definition, "vlanId", func() any { return rapid.IntRange(1, 4094).Draw(l.t, "vlan") })
			l.bridge(s, i)
		case "sriov":
			s.definition["type"] = "sriov"
			s.definition["physicalInterface"] = fmt.Sprintf("ens%df0np0", 100+i)
			s.definition["sriov"] = Object{
				"numVfs":       rapid.IntRange(1, 64).Draw(l.t, "vfs"),
				"resourceName": fmt.Sprintf("example.com/vfs%d", i),
			}
			l.functions(s.definition["sriov"].(Object))
			maybe(l.t, "sriov vlan", s.definition, "vlanId", func() any { return rapid.IntRange(1, 4094).Draw(l.t, "vlan") })
		case "localnet", "layer2":
			l.ovn(s, i)
			continue
		}
		l.more(s, i)
		maybe(l.t, "node selector", s.definition, "nodeSelector", func() any { return labels(l.t) })
		l.all = append(l.all, s)
	}
}

// functions sets single virtual functions.
func (l *lan) functions(sriov Object) {
	var vfs []any
	for id := range sriov["numVfs"].(int) {
		if len(vfs) == 3 || rapid.IntRange(0, 9).Draw(l.t, "set the function") < 8 {
			continue
		}
		f := Object{"id": id}
		maybe(l.t, "function's MAC", f, "mac", func() any { return fmt.Sprintf("02:00:00:00:00:%02x", id) })
		maybe(l.t, "spoof check", f, "spoofCheck", func() any { return rapid.Bool().Draw(l.t, "spoof check") })
		maybe(l.t, "trust", f, "trust", func() any { return rapid.Bool().Draw(l.t, "trust") })
		maybe(l.t, "rate", f, "maxTxRate", func() any { return rapid.IntRange(1, 100000).Draw(l.t, "rate") })
		vfs = append(vfs, f)
	}
	if len(vfs) > 0 {
		sriov["vfs"] = vfs
	}
}

// more draws on the fields that a network of any type may have.
func (l *lan) more(s *segment, i int) {
	d := s.definition
	maybe(l.t, "mtu", d, "mtu", func() any { return rapid.IntRange(1280, 9216).Draw(l.t, "mtu") })
	maybe(l.t, "description", d, "description", func() any { return rapid.SampledFrom([]string{"rack 4", "ä: #", "true"}).Draw(l.t, "description") })
	maybe(l.t, "lldp", d, "lldp", func() any { return rapid.Bool().Draw(l.t, "lldp") })
	maybe(l.t, "at once", d, "maxUnavailable", func() any { return rapid.SampledFrom([]any{1, "20%"}).Draw(l.t, "at once") })
	if s.shared { // of a machine's own network, two machines would give one policy
		maybe(l.t, "policy's name", d, "policyName", func() any { return fmt.Sprintf("policy.%d", i) })
	}
	maybe(l.t, "attachment", d, "attachment", func() any { return l.attachment(s, i) })
	if d["type"] == "ovs" {
		maybe(l.t, "ovs", d, "ovs", func() any {
			return Object{"allowExtraPatchPorts": rapid.Bool().Draw(l.t, "patch ports"), "externalIDs": Object{"team": "net"}}
		})
	}
	if _, tagged := d["vlanId"]; tagged && d["type"] == "bridge" {
		maybe(l.t, "VLAN's interface", d, "vlanInterface", func() any { return fmt.Sprintf("vlan-%d", i) })
	}
}

// attachment draws on what attachments are called and which options they have.
func (l *lan) attachment(s *segment, i int) Object {
	a := Object{}
	if s.shared { // of a machine's own network, two machines of one name would give one object
		maybe(l.t, "attachment's home", a, "namespace", func() any { return namespace(l.t) })
		maybe(l.t, "attachment's name", a, "name", func() any { return fmt.Sprintf("attachment.%d", i) })
	}
	if s.definition["type"] != "bridge" {
		return a
	}
	for _, option := range []string{"macSpoofCheck", "portIsolation", "preserveDefaultVlan", "marker"} {
		maybe(l.t, option, a, option, func() any { return true })
	}
	maybe(l.t, "hairpin or promiscuous", a, rapid.SampledFrom([]string{"hairpin", "promiscuous"}).Draw(l.t, "mode"), func() any { return true })
	maybe(l.t, "plugin", a, "plugin", func() any { return rapid.SampledFrom([]string{"bridge", "cnv-bridge"}).Draw(l.t, "plugin") })
	maybe(l.t, "tuning", a, "tuning", func() any { return Object{} })
	return a
}

// networkName leaves room for "br-" in an interface name, and is unique by its number.
func (l *lan) networkName(i int) string {
	return rapid.StringMatching(`[a-z][a-z0-9-]{0,7}`).Draw(l.t, "network") + fmt.Sprintf("x%d", i)
}

func (l *lan) uplink(s *segment, i int) {
	if l.defaultUplink == "" && rapid.IntRange(0, 3).Draw(l.t, "default uplink") == 3 {
		l.defaultUplink = "ens160"
		return
	}
	s.definition["physicalInterface"] = rapid.SampledFrom([]string{"eth%d", "enp%ds0f0np0", "0%d"}).Draw(l.t, "uplink name")
	s.definition["physicalInterface"] = fmt.Sprintf(s.definition["physicalInterface"].(string), i+1)
}

func (l *lan) bridge(s *segment, i int) {
	maybe(l.t, "bridge name", s.definition, "bridgeName", func() any {
		return fmt.Sprintf(rapid.SampledFrom([]string{"br%d", "bridge-of-lan-%d", "7%d"}).Draw(l.t, "bridge name"), i)
	})
	if rapid.Bool().Draw(l.t, "stp") {
		s.definition["stp"] = true
	}
}

func (l *lan) vlan(s *segment, trunks []*trunk, i int) []*trunk {
	var own *trunk
	if len(trunks) > 0 && rapid.Bool().Draw(l.t, "share the trunk") {
		own = rapid.SampledFrom(trunks).Draw(l.t, "trunk")
	} else {
		own = &trunk{name: fmt.Sprintf("eno%d", 50+i)}
		trunks = append(trunks, own)
	}
	own.vlans++
	s.definition["physicalInterface"] = own.name
	// 4094 ids in blocks, so that no two VLANs of a trunk are alike.
	s.definition["vlanId"] = own.vlans*500 + rapid.IntRange(0, 499).Draw(l.t, "vlan")
	return trunks
}

func (l *lan) bond(i int) Object {
	mode := rapid.SampledFrom([]string{"active-backup", "balance-rr", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"}).Draw(l.t, "bond mode")
	ports := []any{}
	for port := range rapid.IntRange(1, 4).Draw(l.t, "ports") {
		ports = append(ports, fmt.Sprintf("ens%df%d", 10+i, port))
	}
	bond := Object{"name": fmt.Sprintf("bond%d", i), "mode": mode, "ports": ports}
	options := Object{}
	maybe(l.t, "miimon", options, "miimon", func() any { return rapid.SampledFrom([]any{100, "140"}).Draw(l.t, "miimon") })
	if mode == "802.3ad" {
		maybe(l.t, "lacp", options, "lacp_rate", func() any { return "fast" })
		maybe(l.t, "hash", options, "xmit_hash_policy", func() any { return "layer3+4" })
	}
	if mode == "active-backup" {
		maybe(l.t, "primary", options, "primary", func() any { return ports[0] })
	}
	if len(options) > 0 {
		bond["options"] = options
	}
	return bond
}

// shared gives the NetworkConfigs, each in a namespace of its own choice.
func (l *lan) shared() []Object {
	var configs []Object
	for _, s := range l.all {
		if !s.shared {
			continue
		}
		spec := maps.Clone(s.definition)
		maybe(l.t, "dhcp for all", spec, "ipConfig", func() any { return Object{"mode": "dhcp"} })
		patches(l.t, spec)
		configs = append(configs, Object{
			"apiVersion": "vm.novasphere.dev/v1alpha1", "kind": "NetworkConfig",
			"metadata": Object{"name": s.name, "namespace": namespace(l.t)}, "spec": spec,
		})
	}
	return configs
}

// entry is how one machine uses the segment.
func (l *lan) entry(s *segment) Object {
	entry := Object{"name": s.name}
	if s.shared {
		entry["networkRef"] = s.name
		if rapid.Bool().Draw(l.t, "own name") {
			entry["name"] = "nic-" + s.name
		}
	} else {
		maps.Copy(entry, s.definition)
	}
	if s.definition["trunk"] != nil && rapid.Bool().Draw(l.t, "trunk into the guest") {
		entry["trunk"] = []any{firstTag, fmt.Sprintf("%d-%d", firstTag+10, firstTag+19)}
		return entry // whose tags are the guest's business
	}
	if s.definition["trunk"] != nil {
		entry["vlanId"] = rapid.IntRange(firstTag, lastTag).Draw(l.t, "access VLAN")
	}
	maybe(l.t, "address", entry, "ipConfig", func() any { return l.address(s) })
	return entry
}

// The tags of a trunk from which machines take theirs.
const firstTag, lastTag = 100, 199

// address gives a guest's addresses: static ones are new in the segment, above the gateway, and of the segment's one subnet of IPv4
// and of IPv6.
func (l *lan) address(s *segment) Object {
	if s.given {
		return Object{"mode": "dhcp"}
	}
	v4, v6 := fmt.Sprintf("10.77.%d.", s.octets), fmt.Sprintf("2001:db8:%d::", s.octets)
	if rapid.Bool().Draw(l.t, "dhcp") {
		ip := Object{"mode": "dhcp"}
		maybe(l.t, "IPv6 beside DHCP", ip, "addresses", func() any { return []any{s.host(v6, 64)} })
		return ip
	}
	ip := Object{"mode": "static"}
	subnet, length, other, otherLength, dns := v4, 24, v6, 64, "192.0.2.53"
	if s.v6 {
		subnet, length, other, otherLength, dns = v6, 64, v4, 24, "2001:db8::53"
	}
	ip["address"] = s.host(subnet, length)
	maybe(l.t, "more addresses", ip, "addresses", func() any { return []any{s.host(other, otherLength), s.host(subnet, length)} })
	maybe(l.t, "gateway", ip, "gateway", func() any { return subnet + "1" })
	if ip["addresses"] != nil && !s.v6 {
		maybe(l.t, "gateway6", ip, "gateway6", func() any { return v6 + "1" })
	}
	to := map[bool]string{false: "198.18.0.0/15", true: "2001:db8:ffff::/48"}[s.v6]
	maybe(l.t, "routes", ip, "routes", func() any { return []any{Object{"to": to, "via": subnet + "1"}} })
	maybe(l.t, "dns", ip, "dnsServers", func() any { return []any{dns} })
	maybe(l.t, "search", ip, "search", func() any { return []any{"example.com", "no"} })
	return ip
}

// host is a new address of a subnet of the segment.
func (s *segment) host(subnet string, length int) string {
	s.hosts++
	return fmt.Sprintf("%s%d/%d", subnet, s.hosts+1, length)
}
