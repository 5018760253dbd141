package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// TestBondOptions has sets of options that nmstate 2.2.38 and libnm 1.52 take, and their nearest that one of the two refuses.
func TestBondOptions(t *testing.T) {
	const at = "spec.bond.options."
	for name, tc := range map[string]struct {
		mode, options string
		want          []string
	}{
		"none":                          {"balance-rr", "{}", nil},
		"miimon":                        {"active-backup", "{miimon: 100}", nil},
		"miimon in quotes":              {"active-backup", "{miimon: '100'}", nil},
		"miimon off":                    {"active-backup", "{miimon: 0}", nil},
		"miimon negative":               {"active-backup", "{miimon: -1}", []string{"WK007 miimon"}},
		"miimon negative in quotes":     {"active-backup", "{miimon: '-1'}", []string{"WK007 miimon"}},
		"miimon of 32 bits":             {"active-backup", "{miimon: 2147483647}", nil},
		"miimon of more":                {"active-backup", "{miimon: 2147483648}", []string{"WK007 miimon"}},
		"miimon as a boolean":           {"active-backup", "{miimon: true}", []string{"WK007 miimon"}},
		"miimon as a word":              {"active-backup", "{miimon: fast}", []string{"WK007 miimon"}},
		"miimon as a fraction":          {"active-backup", "{miimon: 1.5}", []string{"WK003 miimon"}},
		"miimon as a list":              {"active-backup", "{miimon: [1]}", []string{"WK003 miimon"}},
		"misspelt":                      {"802.3ad", "{lacp-rate: fast}", []string{"WK002 lacp-rate -> lacp_rate"}},
		"in capitals":                   {"active-backup", "{MIIMON: 100}", []string{"WK002 MIIMON -> miimon"}},
		"misspelt beside the right one": {"active-backup", "{MIIMON: 100, miimon: 100}", []string{"WK002 MIIMON"}},
		"of the kernel, and no setting": {"active-backup", "{active_slave: e0}", []string{"WK076 active_slave"}},
		"of a later nmstate":            {"active-backup", "{peer_notif_delay: 100}", []string{"WK076 peer_notif_delay"}},
		"near to one that is known":     {"active-backup", "{ns_ip6_target: 'fd00::1'}", []string{"WK076 ns_ip6_target"}},
		"far from all":                  {"active-backup", "{colour: green}", []string{"WK076 colour"}},
		"LACP":                          {"802.3ad", "{lacp_rate: fast, miimon: 100, xmit_hash_policy: layer3+4}", nil},
		"LACP by number":                {"802.3ad", "{lacp_rate: 1, xmit_hash_policy: 5, ad_select: '2'}", nil},
		"LACP by a number too high":     {"802.3ad", "{lacp_rate: 2}", []string{"WK007 lacp_rate"}},
		"LACP by a word":                {"802.3ad", "{lacp_rate: quick}", []string{"WK007 lacp_rate"}},
		"LACP as a boolean":             {"802.3ad", "{lacp_rate: true}", []string{"WK007 lacp_rate"}},
		"LACP in another mode":          {"balance-xor", "{lacp_rate: slow}", []string{"WK017 lacp_rate"}},
		"hash policy":                   {"balance-xor", "{xmit_hash_policy: layer2+3}", nil},
		"hash policy misspelt":          {"balance-xor", "{xmit_hash_policy: layer3+2}", []string{"WK007 xmit_hash_policy -> layer3+4"}},
		"aggregation by count":          {"802.3ad", "{ad_select: count}", nil},
		"aggregation by size":           {"802.3ad", "{ad_select: size}", []string{"WK007 ad_select"}},
		"actor":                         {"802.3ad", "{ad_actor_system: '00:00:5E:00:00:01', ad_actor_sys_prio: 1, ad_user_port_key: 1023}", nil},
		"actor that is multicast":       {"802.3ad", "{ad_actor_system: '01:00:5E:00:00:01'}", []string{"WK025 ad_actor_system"}},
		"actor of four bytes":           {"802.3ad", "{ad_actor_system: '00:00:5E:00'}", []string{"WK025 ad_actor_system"}},
		"actor as a number":             {"802.3ad", "{ad_actor_system: 1}", []string{"WK003 ad_actor_system"}},
		"priority of the actor 0":       {"802.3ad", "{ad_actor_sys_prio: 0}", []string{"WK007 ad_actor_sys_prio"}},
		"port key of 11 bits":           {"802.3ad", "{ad_user_port_key: 1024}", []string{"WK007 ad_user_port_key"}},
		"primary":                       {"active-backup", "{primary: e0, primary_reselect: failure}", nil},
		"primary with load balancing":   {"balance-alb", "{primary: e0}", nil},
		"primary in another mode":       {"802.3ad", "{primary: e0}", []string{"WK017 primary"}},
		"primary that is no port":       {"active-backup", "{primary: e9}", []string{"WK017 primary"}},
		"primary that is no name":       {"active-backup", "{primary: 'e 0'}", []string{"WK023 primary"}},
		"reselection never":             {"active-backup", "{primary: e0, primary_reselect: never}", []string{"WK007 primary_reselect"}},
		"MAC on failover":               {"active-backup", "{fail_over_mac: follow}", nil},
		"MAC on failover, unknown":      {"active-backup", "{fail_over_mac: both}", []string{"WK007 fail_over_mac"}},
		"all slaves active":             {"balance-rr", "{all_slaves_active: delivered}", nil},
		"all slaves active by number":   {"balance-rr", "{all_slaves_active: 1}", nil},
		"all slaves active, as boolean": {"balance-rr", "{all_slaves_active: true}", []string{"WK007 all_slaves_active"}},
		"ARP":                           {"active-backup", "{arp_interval: 100, arp_ip_target: 192.0.2.1}", nil},
		"ARP of two":                    {"broadcast", "{arp_interval: 100, arp_ip_target: '192.0.2.1,192.0.2.2', arp_validate: filter_active, arp_all_targets: all}", nil},
		"ARP and miimon off":            {"active-backup", "{miimon: 0, arp_interval: 100, arp_ip_target: 192.0.2.1}", nil},
		"ARP and miimon":                {"active-backup", "{miimon: 100, arp_interval: 100, arp_ip_target: 192.0.2.1}", []string{"WK017 arp_interval"}},
		"ARP off and miimon":            {"active-backup", "{miimon: 100, arp_interval: 0}", nil},
		"ARP without an address":        {"active-backup", "{arp_interval: 100}", []string{"WK006 arp_ip_target"}},
		"ARP off without an address":    {"balance-tlb", "{arp_interval: 0}", nil},
		"address without ARP":           {"active-backup", "{arp_ip_target: 192.0.2.1}", []string{"WK017 arp_ip_target"}},
		"address with ARP off":          {"active-backup", "{arp_interval: 0, arp_ip_target: 192.0.2.1}", []string{"WK017 arp_ip_target"}},
		"ARP of an IPv6 address":        {"active-backup", "{arp_interval: 100, arp_ip_target: 'fd00::1'}", []string{"WK024 arp_ip_target"}},
		"ARP of nothing":                {"active-backup", "{arp_interval: 100, arp_ip_target: ''}", []string{"WK024 arp_ip_target"}},
		"ARP of a name":                 {"active-backup", "{arp_interval: 100, arp_ip_target: router}", []string{"WK024 arp_ip_target"}},
		"ARP with LACP":                 {"802.3ad", "{arp_interval: 100, arp_ip_target: 192.0.2.1}", []string{"WK017 arp_interval"}},
		"ARP with load balancing":       {"balance-tlb", "{arp_interval: 100, arp_ip_target: 192.0.2.1}", []string{"WK017 arp_interval"}},
		"ARP with adaptive balancing":   {"balance-alb", "{arp_interval: 100, arp_ip_target: 192.0.2.1}", []string{"WK017 arp_interval"}},
		"ARP validation, unknown":       {"active-backup", "{arp_validate: filter-active}", []string{"WK007 arp_validate -> filter_active"}},
		"ARP misses":                    {"active-backup", "{arp_missed_max: 255}", nil},
		"too many ARP misses":           {"active-backup", "{arp_missed_max: 256}", []string{"WK007 arp_missed_max"}},
		"delays":                        {"active-backup", "{miimon: 100, updelay: 200, downdelay: 200}", nil},
		"delays of the default miimon":  {"active-backup", "{updelay: 200, downdelay: 200}", nil},
		"delays without miimon":         {"active-backup", "{miimon: 0, updelay: 200, downdelay: 200}", []string{"WK017 updelay", "WK017 downdelay"}},
		"no delays without miimon":      {"active-backup", "{miimon: 0, updelay: 0, downdelay: 0}", nil},
		"notifications":                 {"active-backup", "{num_grat_arp: 255, num_unsol_na: '255'}", nil},
		"notifications that differ":     {"active-backup", "{num_grat_arp: 1, num_unsol_na: 2}", []string{"WK017 num_unsol_na"}},
		"too many notifications":        {"active-backup", "{num_grat_arp: 256}", []string{"WK007 num_grat_arp"}},
		"carrier":                       {"active-backup", "{use_carrier: false}", nil},
		"carrier by number":             {"active-backup", "{use_carrier: 1}", nil},
		"carrier by a word":             {"active-backup", "{use_carrier: 'on'}", nil},
		"carrier by another word":       {"active-backup", "{use_carrier: perhaps}", []string{"WK007 use_carrier"}},
		"carrier by a number too high":  {"active-backup", "{use_carrier: 2}", []string{"WK007 use_carrier"}},
		"source load balancing":         {"balance-xor", "{balance_slb: true, xmit_hash_policy: vlan+srcmac}", nil},
		"the same by number":            {"balance-xor", "{balance_slb: 1, xmit_hash_policy: 5}", nil},
		"the same in another mode":      {"802.3ad", "{balance_slb: true, xmit_hash_policy: vlan+srcmac}", []string{"WK017 balance_slb"}},
		"the same with another policy":  {"balance-xor", "{balance_slb: true, xmit_hash_policy: layer2}", []string{"WK017 balance_slb"}},
		"the same without a policy":     {"balance-xor", "{balance_slb: true}", []string{"WK017 balance_slb"}},
		"the same, off":                 {"802.3ad", "{balance_slb: false}", nil},
		"packets of a slave":            {"balance-rr", "{packets_per_slave: 65535, resend_igmp: 255, min_links: 2, lp_interval: 1, tlb_dynamic_lb: 0}", nil},
		"packets of more than 16 bits":  {"balance-rr", "{packets_per_slave: 65536}", []string{"WK007 packets_per_slave"}},
		"learning packets never":        {"balance-tlb", "{lp_interval: 0}", []string{"WK007 lp_interval"}},
		"too many reports":              {"balance-rr", "{resend_igmp: 256}", []string{"WK007 resend_igmp"}},
		"a mode that is misspelt":       {"802.3AD", "{lacp_rate: fast, primary: e0}", []string{"WK007 -> 802.3ad"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := yaml.Parse("metadata: {name: a}\nspec: {type: bridge, bond: {name: bond0, mode: " + tc.mode + ", ports: [e0], options: " + tc.options + "}}")
			require.NoError(t, err)
			var n NetworkConfig
			d.Root().Decode(&n)
			got := []string{}
			for _, f := range n.Validate() {
				s := string(f.Code)
				if f.Place.Field != "spec.bond.mode" {
					s += " " + f.Place.Field[len(at):]
				}
				if f.Proposed != "" {
					s += " -> " + f.Proposed
				}
				got = append(got, s)
				require.Equal(t, f.Code == finding.UnknownOption, f.Severity == finding.Warning, f)
			}
			if tc.want == nil {
				tc.want = []string{}
			}
			require.ElementsMatch(t, tc.want, got)
		})
	}
}
