package v1alpha1

import (
	"math"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// BondOption is an option of a bond and what it takes.
type BondOption struct {
	Name string
	// What it is for.
	What string
	// Words are the values of a closed list in the order of their numbers, which are taken as well.
	Words []string
	// Least and Most are the ends of a range of numbers, where Most is not 0. In quotes they are taken, too.
	Least, Most int
	// Form is boolean, hardware (a MAC address), addresses or interface.
	Form string
}

// BondOptions are those that nmstate 2.2.38 knows (ifaces/bond.rs), with the values that it and libnm 1.52 take
// (nm-setting-bond.c). A policy with any other option or value is refused as a whole.
func BondOptions() []BondOption { return slices.Clone(bondOptions) }

var bondOptions = []BondOption{
	{Name: "ad_actor_sys_prio", What: "Priority of the system in LACP.", Least: 1, Most: math.MaxUint16},
	{Name: "ad_actor_system", What: "MAC address of the system in LACP.", Form: "hardware"},
	{Name: "ad_select", What: "How the active aggregator is selected with 802.3ad.", Words: []string{"stable", "bandwidth", "count"}},
	{Name: "ad_user_port_key", What: "User's part of the port key with 802.3ad.", Most: 1023},
	{Name: "all_slaves_active", What: "Whether frames that arrive twice are dropped or delivered.", Words: []string{"dropped", "delivered"}},
	{Name: "arp_all_targets", What: "Whether any or all of arp_ip_target must answer.", Words: []string{"any", "all"}},
	{Name: "arp_interval", What: "Milliseconds between ARP requests that watch the ports; 0 is off.", Most: math.MaxInt32},
	{Name: "arp_ip_target", What: "IPv4 addresses to ask, with commas between.", Form: "addresses"},
	{Name: "arp_missed_max", What: "How many answers may be missing before a port is down.", Most: math.MaxUint8},
	{Name: "arp_validate", What: "Which ports' ARP traffic is validated or filtered.",
		Words: []string{"none", "active", "backup", "all", "filter", "filter_active", "filter_backup"}},
	{Name: "balance_slb", What: "Source load balancing: with balance-xor and xmit_hash_policy vlan+srcmac.", Form: "boolean"},
	{Name: "downdelay", What: "Milliseconds before a port without link is down; needs miimon.", Most: math.MaxInt32},
	{Name: "fail_over_mac", What: "How MAC addresses change when another port takes over.", Words: []string{"none", "active", "follow"}},
	{Name: "lacp_rate", What: "How often LACP frames are asked for, with 802.3ad: slow every 30 s, fast every second.",
		Words: []string{"slow", "fast"}},
	{Name: "lp_interval", What: "Seconds between learning packets.", Least: 1, Most: math.MaxInt32},
	{Name: "miimon", What: "Milliseconds between looks at the link; 0 is off.", Most: math.MaxInt32},
	{Name: "min_links", What: "Ports with a link that the bond needs.", Most: math.MaxInt32},
	{Name: "num_grat_arp", What: "Notifications after another port took over; the same as num_unsol_na.", Most: math.MaxUint8},
	{Name: "num_unsol_na", What: "Notifications after another port took over; the same as num_grat_arp.", Most: math.MaxUint8},
	{Name: "packets_per_slave", What: "Packets through a port before the next one is used, with balance-rr.", Most: math.MaxUint16},
	{Name: "primary", What: "Port to use where it is up, with active-backup, balance-tlb and balance-alb.", Form: "interface"},
	{Name: "primary_reselect", What: "When the primary port is used again.", Words: []string{"always", "better", "failure"}},
	{Name: "resend_igmp", What: "IGMP reports after another port took over.", Most: math.MaxUint8},
	{Name: "tlb_dynamic_lb", What: "Whether flows are moved by load with balance-tlb.", Form: "boolean"},
	{Name: "updelay", What: "Milliseconds before a port with a link is up; needs miimon.", Most: math.MaxInt32},
	{Name: "use_carrier", What: "Whether the driver says if there is a link.", Form: "boolean"},
	{Name: "xmit_hash_policy", What: "What of a frame decides on the port.",
		Words: []string{"layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac"}},
}

// bondOptionNames are their names.
var bondOptionNames = func() []string {
	names := make([]string, len(bondOptions))
	for i := range bondOptions {
		names[i] = bondOptions[i].Name
	}
	return names
}()

// laterBondOptions are options of the kernel that nmstate 2.2.38 does not know, and that a later one may.
var laterBondOptions = []string{"active_slave", "broadcast_neighbor", "coupled_control", "lacp_active", "ns_ip6_target", "peer_notif_delay"}

// Booleans are the texts that nmstate reads as true or false.
func Booleans() []string { return slices.Clone(booleans) }

var booleans = []string{"0", "1", "true", "false", "yes", "no", "on", "off", "y", "n"}

// bondOptions reports options that nmstate or libnm refuse, each by itself.
func (c *checker) bondOptions(at path, options map[string]any) {
	for _, name := range sortedKeys(options) {
		i := slices.IndexFunc(bondOptions, func(o BondOption) bool { return o.Name == name })
		if i >= 0 {
			c.bondOption(at.entry(name), &bondOptions[i], options[name])
			continue
		}
		if !isScalar(options[name]) {
			c.wrongScalar(at.entry(name))
			continue
		}
		nearest := ""
		if !slices.Contains(laterBondOptions, name) {
			nearest = spell.Nearest(name, bondOptionNames)
		}
		switch _, there := options[nearest]; {
		case nearest == "":
			c.add(finding.UnknownOption, at.entry(name),
				"is no option that nmstate 2.2.38 knows, and one that it does not know makes it refuse the whole "+
					"policy: remove it, unless the nodes have a later nmstate that knows it", "", "")
		case there:
			c.add(finding.UnknownField, at.entry(name), "is no option of a bond, and "+nearest+" is there already: remove it", "", "")
		default:
			c.add(finding.UnknownField, at.entry(name), "is no option of a bond; did you mean "+nearest+"?", "", nearest)
		}
	}
}

func isScalar(value any) bool {
	switch value.(type) {
	case string, int64, bool:
		return true
	}
	return false
}

func (c *checker) wrongScalar(at path) {
	c.add(finding.WrongType, at, "must be a number, a text, or true or false", "", "")
}

// bondOption reports a value that an option does not take.
func (c *checker) bondOption(at path, o *BondOption, value any) {
	text, isText := value.(string)
	_, isBool := value.(bool)
	number, isNumber := integer(value)
	switch {
	case !isScalar(value):
		c.wrongScalar(at)
	case o.Words != nil:
		if isBool || !slices.Contains(o.Words, text) && (!isNumber || number < 0 || number >= len(o.Words)) {
			c.add(finding.OutOfRange, at, "must be "+strings.Join(o.Words, ", ")+", or its number from 0 to "+strconv.Itoa(len(o.Words)-1),
				scalarText(value), spell.Nearest(text, o.Words))
		}
	case o.Most > 0:
		if !isNumber || number < o.Least || number > o.Most {
			c.add(finding.OutOfRange, at, "must be a whole number from "+strconv.Itoa(o.Least)+" to "+strconv.Itoa(o.Most), scalarText(value), "")
		}
	case o.Form == "boolean":
		if !isBool && !slices.Contains(booleans, scalarText(value)) {
			c.add(finding.OutOfRange, at, "must be true or false", scalarText(value), "")
		}
	case !isText:
		c.add(finding.WrongType, at, "must be a text", "", "")
	case o.Form == "hardware":
		if hw, err := net.ParseMAC(text); err != nil || len(text) != 17 || hw[0]&1 != 0 {
			c.add(finding.InvalidMAC, at,
				"must be six bytes in hexadecimal with colons, and no multicast address, such as 02:00:5e:10:00:01", text, "")
		}
	case o.Form == "addresses":
		if !areIPv4(text) {
			c.add(finding.InvalidAddress, at, "must be up to 16 IPv4 addresses with commas between, such as 192.0.2.1,192.0.2.2", text, "")
		}
	default:
		c.interfaceName(at, text)
	}
}

// integer is a number, or a text of digits as nmstate reads it.
func integer(value any) (n int, ok bool) {
	switch v := value.(type) {
	case int64:
		return int(v), true
	case string:
		n, err := strconv.ParseUint(v, 10, 32)
		return int(n), err == nil
	}
	return 0, false
}

// scalarText is a scalar as text.
func scalarText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func areIPv4(list string) bool {
	addresses := strings.Split(list, ",")
	return len(addresses) <= 16 && !slices.ContainsFunc(addresses, func(text string) bool {
		a, err := netip.ParseAddr(strings.Trim(text, " "))
		return err != nil || !a.Is4()
	})
}

// withPrimary and withoutARP are the modes that have a primary port, and those that have no ARP monitoring.
var (
	withPrimary = []string{"active-backup", "balance-tlb", "balance-alb"}
	withoutARP  = []string{"802.3ad", "balance-tlb", "balance-alb"}
)

// bondRules reports options that exclude each other or the bond's mode (nmstate 2.2.38 and libnm 1.52 refuse them).
func (c *checker) bondRules(options path, b *Bond) {
	c.primaryPort(options.in("primary"), b)
	known := slices.Contains(bondModes, b.Mode)
	given := func(name string) bool { _, ok := b.Options[name]; return ok }
	on := func(name string) bool { n, ok := integer(b.Options[name]); return ok && n > 0 }
	off := func(name string) bool { n, ok := integer(b.Options[name]); return ok && n == 0 }
	contradiction := func(name, predicate string) { c.add(finding.Contradiction, options.in(name), predicate, "", "") }

	if known && given("lacp_rate") && b.Mode != "802.3ad" {
		contradiction("lacp_rate", "needs mode: 802.3ad: remove it, or write that mode")
	}
	if known && given("primary") && !slices.Contains(withPrimary, b.Mode) {
		contradiction("primary", "needs one of the modes "+strings.Join(withPrimary, ", ")+": remove it, or write one of them")
	}
	switch {
	case on("arp_interval") && on("miimon"):
		contradiction("arp_interval", "must not stand beside miimon, unless one of the two is 0: a bond watches its ports in one way. Remove one")
	case on("arp_interval") && known && slices.Contains(withoutARP, b.Mode):
		contradiction("arp_interval", "must not stand beside mode: "+b.Mode+", which has no ARP monitoring: use miimon")
	case on("arp_interval") && !given("arp_ip_target"):
		c.add(finding.Required, options.in("arp_ip_target"),
			"is required with arp_interval: write the addresses to ask, such as 192.0.2.1", "", "")
	case given("arp_ip_target") && (off("arp_interval") || !given("arp_interval")):
		contradiction("arp_ip_target", "needs arp_interval, and more than 0: add it, or remove this")
	}
	for _, delay := range []string{"updelay", "downdelay"} {
		if on(delay) && off("miimon") {
			contradiction(delay, "needs miimon, which 0 switches off: remove it, or set miimon: 100")
		}
	}
	arp, okARP := integer(b.Options["num_grat_arp"])
	na, okNA := integer(b.Options["num_unsol_na"])
	if okARP && okNA && arp != na {
		contradiction("num_unsol_na", "must equal num_grat_arp, for they are one option to the kernel: remove one of the two")
	}
	policy := scalarText(b.Options["xmit_hash_policy"])
	if slb := scalarText(b.Options["balance_slb"]); slices.Contains([]string{"true", "1", "yes", "on", "y"}, slb) &&
		(known && b.Mode != "balance-xor" || policy != "vlan+srcmac" && policy != "5") {
		contradiction("balance_slb", "needs mode: balance-xor and xmit_hash_policy: vlan+srcmac: remove it, or write both")
	}
}

// primaryPort reports a primary that is no port of the bond.
func (c *checker) primaryPort(at path, b *Bond) {
	primary, given := b.Options["primary"].(string)
	unread := len(b.Ports) == 0 || slices.Contains(b.Ports, "") // of which nothing follows
	if given && interfaceNameProblem(primary) == "" && !unread && !slices.Contains(b.Ports, primary) {
		c.add(finding.Contradiction, at, "names no port of the bond ("+strings.Join(b.Ports, ", ")+"), and it is the one that is used first: write one of them", primary, "")
	}
}
