package change

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
)

// up and absent are states of interfaces.
const (
	up     = "up"
	absent = "absent"
)

// What to do about a change that cuts something off, and about one that does not.
const (
	window  = "in a maintenance window, one node at a time (maxUnavailable: 1 in the policy), and restart or migrate the machines then"
	atOnce  = "It reaches half of the nodes at once, unless the policy says maxUnavailable: 1"
	byHand  = "To remove it, take it off on the nodes, or with ensure: absent before the network is changed"
	nothing = "nothing is done on the nodes"
)

// bridge is a bridge as it was, with what becomes of it.
type bridge struct {
	was *nmstate.Interface
	// now is what is said of it now, nil where nobody says that it is there.
	now *nmstate.Interface
	// removed says that a policy takes it off; heir is another bridge that takes its port.
	removed bool
	heir    *nmstate.Interface
	// wasLink and nowLink are the VLANs of its first port, nil where that is no VLAN interface of the policy.
	wasLink, nowLink *nmstate.VLAN
}

// bridgeRow is a change of a bridge; differs says whether it happens, and from what to what.
type bridgeRow struct {
	Row
	differs func(b *bridge) (from, to string, ok bool)
}

// bridgeRows are what may become of a bridge.
var bridgeRows = []bridgeRow{
	{Row{
		Name: "bridge with the node's address renamed", Code: finding.CutsNodes, Field: "bridgeName", Lost: Machines, Source: measured,
		Happens: "%[2]s takes the port of %[1]s, which carries the node's address: the old bridge keeps the address and the better default " +
			"route without a port, and the nodes are cut off",
		Do: "Keep the bridge's name and type, or set the nodes up anew",
	}, func(b *bridge) (string, string, bool) {
		return b.was.Name, heirName(b), b.heir != nil && !b.removed && addressed(b.was)
	}},
	{Row{
		Name: "bridge renamed", Code: finding.CutsMachines, Field: "bridgeName", Lost: Machines, Source: measured,
		Happens: "%[2]s takes the port of %[1]s, which stays with its machines and without an uplink", Do: "Keep the bridge's name and type. Else apply it " + window,
	}, func(b *bridge) (string, string, bool) {
		return b.was.Name, heirName(b), b.heir != nil && !b.removed && !addressed(b.was)
	}},
	{Row{
		Name: "bridge renamed, the old one removed", Code: finding.CutsMachines, Field: "bridgeName", Lost: Machines, Source: measured,
		Happens: "%[2]s takes the port of %[1]s, and %[1]s is removed with machines attached", Do: "Keep the bridge's name and type. Else apply it " + window,
	}, func(b *bridge) (string, string, bool) { return b.was.Name, heirName(b), b.heir != nil && b.removed }},
	{Row{
		Name: "bridge removed with machines attached", Code: finding.CutsMachines, Field: "ensure", Lost: MachinesIfAny, Source: measured,
		Happens: "%[1]s is deleted without asking who uses it, and ensure: present brings no machine back to it",
		Do:      "Stop or move the machines first, or take the network off them and restart them",
	}, func(b *bridge) (string, string, bool) { return b.was.Name, "", b.removed && b.heir == nil }},
	{Row{
		Name: "bridge with the node's address removed", Code: finding.Interrupts, Field: "ensure", Source: measured,
		Happens: "%[1]s is removed, and the node's address goes back to the card: the nodes are gone for a moment", Do: atOnce,
	}, func(b *bridge) (string, string, bool) {
		return b.was.Name, "", b.removed && b.heir == nil && addressed(b.was)
	}},
	{Row{
		Name: "no ports left", Code: finding.CutsMachines, Field: "ports", Lost: Machines, Source: measured,
		Happens: "the bridge loses its last port, %[1]s", Stays: "the profile of %[1]s", Do: "Keep a port. Else apply it " + window,
	}, func(b *bridge) (string, string, bool) {
		return ports(b.was), "", b.now != nil && len(portsOf(b.was)) > 0 && len(portsOf(b.now)) == 0
	}},
	{Row{
		Name: "another uplink under the node's address", Code: finding.CutsNodes, Field: "physicalInterface", Lost: Machines, Source: measured,
		Happens: "%[2]s takes the place of %[1]s below the node's address: the bridge is activated anew and detaches its machines, and the MAC " +
			"address of the nodes changes, and so does their address",
		Stays: "the profile of %[1]s", Do: "Apply it " + window,
	}, func(b *bridge) (string, string, bool) {
		return ports(b.was), portsNow(b), swapped(b) && addressed(b.was) && addressed(b.now)
	}},
	{Row{
		Name: "another VLAN", Code: finding.Interrupts, Field: "vlanId", Lost: Moments, Source: read,
		Happens: "%[2]s takes the place of %[1]s as the port of the bridge: the machines are in another VLAN, which the switches must carry",
		Do:      atOnce,
	}, func(b *bridge) (string, string, bool) {
		return ports(b.was), portsNow(b), swapped(b) && !(addressed(b.was) && addressed(b.now)) && sameBase(b)
	}},
	{Row{
		Name: "another uplink", Code: finding.Interrupts, Field: "physicalInterface", Lost: Moments, Source: measured,
		Happens: "%[2]s takes the place of %[1]s as the port of the bridge; machines stay attached, but where %[2]s is in another segment they " +
			"are cut off, and with stp: true for 30 seconds in any case",
		Stays: "the profile of %[1]s", Do: atOnce,
	}, func(b *bridge) (string, string, bool) {
		return ports(b.was), portsNow(b), swapped(b) && !(addressed(b.was) && addressed(b.now)) && !sameBase(b)
	}},
	{Row{
		Name: "nodeAddress added", Code: finding.CutsMachines, Field: "nodeAddress", Lost: Machines, Source: measured,
		Happens: "the bridge gets the MAC address of %[2]s, which cannot be changed while it is up: it is activated anew and detaches its machines",
		Do:      "Apply it " + window,
	}, func(b *bridge) (string, string, bool) {
		return "", macOf(b), b.now != nil && b.was.CopyMACFrom == "" && b.now.CopyMACFrom != ""
	}},
	{Row{
		Name: "nodeAddress removed", Code: finding.Remains, Field: "nodeAddress", Source: measured,
		Happens: nothing + ", for a policy that says nothing of an address leaves it as it is",
		Stays:   "DHCP, the address and the MAC address on %[1]s", Do: "Take it off on the nodes, or remove the bridge with ensure: absent and make it anew",
	}, func(b *bridge) (string, string, bool) {
		return b.was.Name, "", b.now != nil && addressed(b.was) && !addressed(b.now)
	}},
	{Row{
		Name: "DHCP to static", Code: finding.CutsNodes, Field: "nodeAddress", Source: measured,
		Happens: "the address of %[1]s comes no longer by DHCP, and the default route that came with it goes: the nodes are cut off",
		Do:      "Write the default route and DNS beside the address, in the same policy",
	}, func(b *bridge) (string, string, bool) {
		return b.was.Name, "", b.now != nil && dhcp(b.was) && addressed(b.now) && !dhcp(b.now)
	}},
	{Row{
		Name: "mtu left out", Code: finding.Remains, Field: "mtu", Source: measured,
		Happens: nothing + ", for a policy that says nothing of the MTU leaves it as it is", Stays: "the MTU %[1]s", Do: "Write the MTU that you want, such as 1500",
	}, func(b *bridge) (string, string, bool) {
		return mtus(b.was), "", b.now != nil && b.was.MTU != 0 && b.now.MTU == 0
	}},
	{Row{
		Name: "mtu", Code: finding.Restarts, Field: "mtu", Lost: Later, Source: measured,
		Happens: "the bridge gets the MTU %[2]s, and the interfaces of machines that are attached keep the one that they have",
		Do:      "Restart or migrate them when all nodes and switches have it",
	}, func(b *bridge) (string, string, bool) {
		return mtus(b.was), mtus(b.now), b.now != nil && b.now.MTU != 0 && b.now.MTU != b.was.MTU
	}},
	{Row{
		Name: "stp switched on", Code: finding.Interrupts, Field: "stp", Source: measured,
		Happens: "spanning tree is switched on: machines that are attached stay so, one that is attached later waits for 30 seconds",
		Do:      "Let the switches know of it, or keep it off where the bridge has one uplink",
	}, func(b *bridge) (string, string, bool) {
		return "false", "true", b.now != nil && !stp(b.was) && stp(b.now)
	}},
}

// heirName tells the heir from the bridge, also where only its type is another.
func heirName(b *bridge) string {
	switch {
	case b.heir == nil:
		return ""
	case b.heir.Name == b.was.Name:
		return b.heir.Type + " " + b.heir.Name
	}
	return b.heir.Name
}

// addressed says whether a bridge carries an address of the node.
func addressed(itf *nmstate.Interface) bool {
	return itf.IPv4 != nil && itf.IPv4.Enabled || itf.IPv6 != nil && itf.IPv6.Enabled
}

func dhcp(itf *nmstate.Interface) bool { return itf.IPv4.ByDHCP() }

func stp(itf *nmstate.Interface) bool {
	return itf.Bridge != nil && itf.Bridge.Options != nil && itf.Bridge.Options.STP.Enabled
}

// mtus is the MTU that is written of a bridge, if there is one.
func mtus(itf *nmstate.Interface) string {
	if itf == nil {
		return ""
	}
	return strconv.Itoa(itf.MTU)
}

func macOf(b *bridge) string {
	if b.now == nil {
		return ""
	}
	return b.now.CopyMACFrom
}

// portsOf are the names of a bridge's ports.
func portsOf(itf *nmstate.Interface) []string {
	var names []string
	if itf.Bridge != nil {
		for _, port := range itf.Bridge.Ports {
			names = append(names, port.Name)
		}
	}
	return names
}

func ports(itf *nmstate.Interface) string { return few(portsOf(itf)) }

func portsNow(b *bridge) string {
	if b.now == nil {
		return ""
	}
	return ports(b.now)
}

// swapped says whether a bridge has other ports, and none of those that it had.
func swapped(b *bridge) bool {
	if b.now == nil {
		return false
	}
	had, has := portsOf(b.was), portsOf(b.now)
	return len(had) > 0 && len(has) > 0 && !slices.ContainsFunc(had, func(name string) bool { return slices.Contains(has, name) })
}

// sameBase says whether the ports are one interface, with or without a VLAN on it.
func sameBase(b *bridge) bool { return base(b.was, b.wasLink) == base(b.now, b.nowLink) }

// base is the interface that carries a bridge's first port.
func base(itf *nmstate.Interface, link *nmstate.VLAN) string {
	if link != nil {
		return link.BaseInterface
	}
	return portsOf(itf)[0]
}

// The rows that are about other things than a bridge.
var (
	bondMode = Row{
		Name: "bond mode", Code: finding.CutsMachines, Field: "bond.mode", Lost: Moments, Source: read,
		Happens: "the bond is activated anew with mode %[2]s, before %[1]s: where the switch is not set up for it, all that hangs on the bond is cut off",
		Do:      "Change the switch and the nodes one after the other, in a maintenance window (maxUnavailable: 1 in the policy)",
	}
	bondPorts = Row{
		Name: "bond ports", Code: finding.Interrupts, Field: "bond.ports", Lost: Moments, Source: read,
		Happens: "the bond is activated anew with the ports %[2]s, before %[1]s", Do: atOnce,
	}
	bondOptions = Row{
		Name: "bond options", Code: finding.Interrupts, Field: "bond.options", Lost: Moments, Source: read,
		Happens: "the bond is activated anew, for the option %[1]s cannot be changed while it is up", Do: atOnce,
	}
	functions = Row{
		Name: "number of virtual functions", Code: finding.CutsMachines, Field: "sriov.numVfs", Lost: Machines, Source: read,
		Happens: "the card goes from %[1]s virtual functions to %[2]s by way of none: those in use are lost",
		Do:      "Apply it " + window,
	}
	functionsRemoved = Row{
		Name: "virtual functions removed", Code: finding.CutsMachines, Field: "ensure", Lost: MachinesIfAny, Source: read,
		Happens: "the card's %[1]s virtual functions are removed, also those in use", Do: "Stop or move the machines first",
	}
	fewerNodes = Row{
		Name: "nodes dropped", Code: finding.Remains, Field: "nodeSelector", Source: read,
		Happens: "the policy picks nodes with %[2]s, before %[1]s: on nodes that it no longer picks " + nothing,
		Stays:   "all that the policy brought to nodes that it no longer picks",
		Do:      "To remove it there, keep a network with ensure: absent for those nodes",
	}
	leftBehind = Row{
		Name: "interfaces left behind", Code: finding.Remains, Source: measured,
		Happens: "the policy says nothing any more of what it made, and NMState undoes nothing", Do: byHand,
	}
	deleted = Row{
		Name: "policy deleted", Code: finding.Vanishes, Source: read,
		Happens: "the policy is no longer generated and goes, but %[1]s stay on the nodes: to remove them, set ensure: absent on the network " +
			"and let that be applied, before you delete it",
	}
)

// reapplied are the bond options that are changed while the bond is up (nmstate 2.2.38).
var reapplied = []string{
	"miimon", "updelay", "downdelay", "arp_interval", "arp_ip_target", "arp_validate", "arp_all_targets", "arp_missed_max", "primary", "xmit_hash_policy",
}

// mostInterfaces is how many interfaces of a former policy are looked at: ours have a handful.
const mostInterfaces = 100

// Since are the changes that replace a policy of before by those of now.
func (p *Policies) Since(policy string, was *nmstate.PolicySpec) []Change {
	looked := *was
	looked.DesiredState.Interfaces = looked.DesiredState.Interfaces[:min(len(looked.DesiredState.Interfaces), mostInterfaces)]
	was = &looked
	d := differ{now: p, policy: policy, was: was}
	for i := range was.DesiredState.Interfaces {
		itf := &was.DesiredState.Interfaces[i]
		switch {
		case itf.State != up:
		case isBridge(itf):
			d.bridge(itf)
		case itf.LinkAggregation != nil:
			d.bond(itf)
		case itf.Ethernet != nil:
			d.card(itf)
		}
	}
	d.mappings()
	d.nodes()
	d.left()
	return byRisk(d.changes)
}

// differ gathers the changes of one policy.
type differ struct {
	now     *Policies
	policy  string
	was     *nmstate.PolicySpec
	changes []Change
}

func (d *differ) add(row *Row, by, from, to string) *Change {
	d.changes = append(d.changes, Change{Row: row, From: from, To: to, Policy: by, Index: -1})
	return &d.changes[len(d.changes)-1]
}

// said is what is said of an interface in a state now.
func (d *differ) said(itf *nmstate.Interface, state string) *part {
	return d.now.find(d.now.saying[itf.Name], d.policy, d.was, func(other *nmstate.Interface) bool {
		return other.Name == itf.Name && other.Type == itf.Type && other.State == state
	})
}

func (d *differ) bridge(was *nmstate.Interface) {
	b := bridge{was: was, wasLink: linkOf(d.was, was)}
	by := d.policy
	if now := d.said(was, up); now != nil {
		b.now, b.nowLink, by = now.itf, linkOf(now.spec, now.itf), now.policy
	} else {
		if remover := d.said(was, absent); remover != nil {
			b.removed, by = true, remover.policy
		}
		for _, port := range portsOf(was) {
			heir := d.now.find(d.now.taking[port], d.policy, d.was, func(other *nmstate.Interface) bool {
				return other.State == up && slices.Contains(portsOf(other), port)
			})
			if heir != nil {
				b.heir, by = heir.itf, heir.policy
			}
		}
	}
	for i := range bridgeRows {
		if from, to, ok := bridgeRows[i].differs(&b); ok {
			d.add(&bridgeRows[i].Row, by, from, to).Bridge = was.Name
		}
	}
}

// linkOf is the VLAN of a bridge's first port, nil where that is no VLAN interface of the same policy.
func linkOf(spec *nmstate.PolicySpec, bridge *nmstate.Interface) *nmstate.VLAN {
	names := portsOf(bridge)
	for i := range spec.DesiredState.Interfaces {
		if itf := &spec.DesiredState.Interfaces[i]; len(names) > 0 && itf.Name == names[0] {
			return itf.VLAN
		}
	}
	return nil
}

func isBridge(itf *nmstate.Interface) bool {
	return itf.Type == "linux-bridge" || itf.Type == "ovs-bridge"
}

func (d *differ) bond(was *nmstate.Interface) {
	now := d.said(was, up)
	if now == nil || now.itf.LinkAggregation == nil {
		return
	}
	a, b := was.LinkAggregation, now.itf.LinkAggregation
	above := "" // the bridge that stands on the bond
	for i := range d.was.DesiredState.Interfaces {
		if itf := &d.was.DesiredState.Interfaces[i]; isBridge(itf) {
			above = itf.Name
		}
	}
	if a.Mode != b.Mode {
		d.add(&bondMode, now.policy, a.Mode, b.Mode).Bridge = above
		return // the rest of the bond goes with it
	}
	if had, has := slices.Sorted(slices.Values(a.Ports)), slices.Sorted(slices.Values(b.Ports)); !slices.Equal(had, has) {
		d.add(&bondPorts, now.policy, few(had), few(has)).Bridge = above
	}
	if changed := optionsActivated(a.Options, b.Options); changed != "" {
		d.add(&bondOptions, now.policy, changed, "").Bridge = above
	}
}

// optionsActivated are the options that differ and for which a bond is activated anew. One that is left out stays as it was.
func optionsActivated(was, now map[string]any) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if fmt.Sprint(was[name]) != fmt.Sprint(now[name]) && !slices.Contains(reapplied, name) {
			names = append(names, name)
		}
	}
	return few(names)
}

func (d *differ) card(was *nmstate.Interface) {
	had := was.Ethernet.SRIOV.Total
	now := d.now.find(d.now.saying[was.Name], d.policy, d.was, func(other *nmstate.Interface) bool {
		return other.Name == was.Name && other.Ethernet != nil
	})
	if had == 0 || now == nil || now.itf.Ethernet.SRIOV.Total == had {
		return
	}
	row, has := &functions, now.itf.Ethernet.SRIOV.Total
	if has == 0 {
		row = &functionsRemoved
	}
	d.add(row, now.policy, strconv.Itoa(had), strconv.Itoa(has)).Attached = true
}

// nodes looks for nodes that the policy picked and that none picks any more.
func (d *differ) nodes() {
	now := d.now.byName[d.policy]
	if now == nil || !drops(d.was.NodeSelector, now.NodeSelector) {
		return
	}
	for i := range d.was.DesiredState.Interfaces {
		itf := &d.was.DesiredState.Interfaces[i]
		others := d.now.saying[itf.Name]
		if itf.State != up || isBridge(itf) && slices.ContainsFunc(others, func(o part) bool { return o.policy != d.policy && o.itf.State == up }) {
			return // another policy does it there, as where one network is divided by nodes
		}
	}
	if d.mappedElsewhere() {
		return
	}
	d.add(&fewerNodes, d.policy, labels(d.was.NodeSelector), labels(now.NodeSelector))
}

// drops says whether nodes may be picked by the first selector and not by the second.
func drops(was, now map[string]string) bool {
	for label, value := range now {
		if had, ok := was[label]; !ok || had != value {
			return true
		}
	}
	return false
}

func labels(selector map[string]string) string {
	if len(selector) == 0 {
		return "any labels"
	}
	words := make([]string, 0, len(selector))
	for _, label := range slices.Sorted(maps.Keys(selector)) {
		words = append(words, label+"="+selector[label])
	}
	return strings.Join(words, ",")
}

// left looks for interfaces that stay and of which nobody speaks any more. They are part of the worst change of the policy.
func (d *differ) left() {
	var left []string
	for i := range d.was.DesiredState.Interfaces {
		itf := &d.was.DesiredState.Interfaces[i]
		made := isBridge(itf) || itf.VLAN != nil || itf.LinkAggregation != nil || itf.Ethernet != nil && itf.Ethernet.SRIOV.Total > 0
		if itf.State != up || !made || d.now.find(d.now.saying[itf.Name], d.policy, d.was, func(other *nmstate.Interface) bool {
			return other.Name == itf.Name
		}) != nil {
			continue
		}
		name := itf.Name
		if itf.Ethernet != nil {
			name = fmt.Sprintf("the %d virtual functions of %s", itf.Ethernet.SRIOV.Total, name)
		}
		left = append(left, name)
	}
	left = append(left, d.leftMappings()...)
	switch {
	case len(left) == 0:
	case d.now.byName[d.policy] == nil:
		d.add(&deleted, d.policy, few(left), "")
	case len(d.changes) == 0:
		d.add(&leftBehind, d.policy, "", "").Left = left
	default:
		worst := slices.MinFunc(d.changes, func(a, b Change) int { return strings.Compare(string(a.Code), string(b.Code)) })
		for i := range d.changes {
			if d.changes[i].Row == worst.Row {
				d.changes[i].Left = left
			}
		}
	}
}
