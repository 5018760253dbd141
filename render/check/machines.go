package check

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// eachInterface visits all interfaces of all machines.
func eachInterface(in *Input, visit func(*plan.Machine, *plan.Interface)) {
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		for j := range m.Interfaces {
			visit(m, &m.Interfaces[j])
		}
	}
}

// addressesWrong: addresses that no host can have, by themselves or in their subnet, and gateways that are not in it.
func addressesWrong(in *Input, say report) {
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.IP == nil {
			return
		}
		for i, server := range itf.IP.DNSServers {
			if a, err := netip.ParseAddr(server); err == nil && noHost(a) != "" && !a.IsLoopback() { // the guest may run a resolver
				noAddress(itf, "ipConfig.dnsServers["+strconv.Itoa(i)+"]", server, "the resolver's address is "+noHost(a)+": no host can have it", say)
			}
		}
		wrong := false
		for i, prefix := range itf.IP.Prefixes {
			if reserved := noHost(prefix.Addr()); reserved != "" {
				wrong = true
				wrongAddress(itf, i, "the guest's address is "+reserved+": no host can have it on a network", say)
			} else if reserved := reservedFor(prefix); reserved != "" {
				message := "the address is " + reserved + " of " + prefix.Masked().String() + ": a host cannot have it"
				wrongAddress(itf, i, message, say)
			}
		}
		if !wrong { // nothing follows from an address that is none
			itf.IP.Gateways(func(field, gateway string, _ bool) { gatewayWrong(itf, field, gateway, say) })
		}
	})
}

// wrongAddress reports one of the guest's own addresses, by its index.
func wrongAddress(itf *plan.Interface, i int, message string, say report) {
	field, value := itf.IP.AddressAt(i)
	noAddress(itf, "ipConfig."+field, value, message, say)
}

// noAddress reports an address of an interface that no host can have there.
func noAddress(itf *plan.Interface, field, address, message string, say report) {
	say(finding.New(finding.AddressReserved, "", message).Values(address, ""), itf.At(field))
}

// gatewayWrong reports a gateway that the guest cannot reach, or that is none.
func gatewayWrong(itf *plan.Interface, field, value string, say report) {
	gateway, err := netip.ParseAddr(value)
	if err != nil {
		return
	}
	gateway = gateway.Unmap()
	sameVersion, inside := false, false
	for i, prefix := range itf.IP.Prefixes {
		own := prefix.Addr().Unmap()
		if own == gateway {
			wrongAddress(itf, i, "the machine's address is that of its gateway", say)
			return
		}
		if own.Is4() == gateway.Is4() {
			sameVersion, inside = true, inside || prefix.Contains(gateway)
		}
	}
	outside := func(message string) {
		say(finding.New(finding.GatewayOutside, "", message).Values(value, ""), itf.At("ipConfig."+field))
	}
	switch reserved := noHost(gateway); {
	case reserved != "":
		noAddress(itf, "ipConfig."+field, value, "the gateway's address is "+reserved+": no host can have it on a network", say)
	case inside, itf.IP.OnLink(value), gateway.Is4() && itf.IP.Mode == api.ModeDHCP:
	case !sameVersion:
		outside("the gateway is of another IP version than the guest's address, so the guest cannot reach it: write an address or a gateway of the other")
	case gateway.Is6() && gateway.IsLinkLocalUnicast():
	default:
		outside("the gateway is outside the subnet " + subnets(itf.IP, gateway) + ", so the guest cannot reach it")
	}
}

// subnets are those of a guest that have an address's IP version.
func subnets(ip *api.IPConfig, address netip.Addr) string {
	var all []string
	for _, prefix := range ip.Prefixes {
		if prefix.Addr().Unmap().Is4() == address.Is4() {
			all = append(all, prefix.Masked().String())
		}
	}
	return strings.Join(all, ", ")
}

// noHost says what an address is that no host has on any network, empty where it may be one (RFC 1122, 1112 and 4291).
func noHost(a netip.Addr) string {
	a = a.Unmap()
	switch {
	case a.IsUnspecified(), a.Is4() && a.As4()[0] == 0:
		return "one of no host at all"
	case a.IsLoopback():
		return "the loopback address"
	case a.IsMulticast():
		return "a multicast address"
	case a.Is4() && a.As4()[0] >= 240:
		return "a reserved address (240.0.0.0/4)"
	}
	return ""
}

// reservedFor says what an address is in its own subnet that no host can be, empty where it is none. Point-to-point
// subnets (RFC 3021, RFC 6164) have no reserved addresses.
func reservedFor(prefix netip.Prefix) string {
	address, hostBits := prefix.Addr(), prefix.Addr().BitLen()-prefix.Bits()
	if hostBits < 2 {
		return ""
	}
	if prefix.Masked().Addr() == address {
		return "the network's own"
	}
	if address.Is4() && last(prefix) == address {
		return "the broadcast address"
	}
	return ""
}

// last is the highest address of an IPv4 subnet.
func last(prefix netip.Prefix) netip.Addr {
	b := prefix.Masked().Addr().As4()
	for bit := prefix.Bits(); bit < 32; bit++ {
		b[bit/8] |= 1 << (7 - bit%8)
	}
	return netip.AddrFrom4(b)
}

// volumesTwice: two machines' disks that make one volume, such as disk b-c of machine a and disk c of machine a-b. Machines
// are sorted, so those whose names begin with another's and a dash stand right behind it.
func volumesTwice(in *Input, say report) {
	type machine struct {
		*plan.Machine
		disks map[string]int // by their names, as far as they were asked for
	}
	var above []machine // whose names and a dash the next name may begin with, the longest last
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		for len(above) > 0 && !startsWith(m, above[len(above)-1].Machine) {
			above = above[:len(above)-1]
		}
		for j := range above {
			a := &above[j]
			if a.disks == nil {
				a.disks = make(map[string]int, len(a.Spec.Disks))
				for k := range a.Spec.Disks {
					if !a.Spec.Disks[k].Made() {
						continue
					}
					a.disks[a.Spec.Disks[k].Name] = k
				}
			}
			for k := range m.Spec.Disks {
				if !m.Spec.Disks[k].Made() {
					continue
				}
				volume := m.Volume(&m.Spec.Disks[k])
				if first, taken := a.disks[volume[len(a.Owner.Name)+1:]]; taken {
					f := finding.New(finding.Twice, "", fmt.Sprintf("the volume of this disk is named %s, as that of another machine's disk: "+
						"rename one of the disks", volume)).Values(m.Spec.Disks[k].Name, "")
					other := a.At(plan.DiskField(first) + ".name")
					f.Other = &other
					say(f, m.At(plan.DiskField(k)+".name"))
				}
			}
		}
		above = append(above, machine{Machine: m})
	}
}

func startsWith(m, other *plan.Machine) bool {
	rest, ok := strings.CutPrefix(m.Owner.Name, other.Owner.Name)
	return ok && m.Owner.Namespace == other.Owner.Namespace && strings.HasPrefix(rest, "-")
}

// references: Secrets and attachments that a machine needs and the package does not hold.
func references(in *Input, say report) {
	missed := map[object.ID]*finding.Finding{} // nil for what the package holds
	missing := func(id object.ID, what string, from *plan.Origin, field string) {
		f, known := missed[id]
		if !known {
			if !in.Has(id) {
				said := finding.New(finding.Elsewhere, "", "the package does not hold "+id.String()+what+": the machine waits for it until it is "+
					"in the cluster").Values(id.Name, "")
				f = &said
			}
			missed[id] = f
		}
		if f != nil {
			say(*f, from.At(field))
		}
	}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		if name := m.Spec.SSHKeySecret; name != "" {
			missing(object.Secret.ID(m.Owner.Namespace, name), ", which has the machine's keys", &m.Origin, "spec.sshKeySecret")
		}
		diskReferences(m, func(id object.ID, what, field string) { missing(id, what, &m.Origin, field) })
		for j := range m.Interfaces {
			itf := &m.Interfaces[j]
			if !itf.Existing {
				continue
			}
			namespace, name := plan.Home(m.Owner.Namespace, itf.Attachment)
			if homes := in.Homes(name); namespace != "" && len(homes) > 0 && !slices.Contains(homes, namespace) {
				continue // see elsewhere
			}
			id := object.NetworkAttachmentDefinition.ID(namespace, name)
			missing(id, "", &itf.Origin, "nadName")
		}
	}
}

// Memory below which, and not in steps of which, KubeVirt 1.9 switches memory hotplug off in silence.
const (
	hotplugLeast = 1 << 30
	hotplugStep  = 2 << 20
)

// hotplug: memory that the guest will not be able to grow.
func hotplug(in *Input, say report) {
	type verdict struct{ problem, proposed string }
	seen := map[string]verdict{}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		v, known := seen[m.Memory]
		if !known {
			v.problem, v.proposed = notForHotplug(m.Memory)
			seen[m.Memory] = v
		}
		if v.problem != "" {
			say(finding.New(finding.Hotplug, "", "memory is "+v.problem+", so KubeVirt switches memory hotplug off for "+
				"the machine").Values(m.Memory, v.proposed), m.At("spec.memory"))
		}
	}
}

// notForHotplug says what is wrong with an amount of memory, and gives the next one with which nothing is.
func notForHotplug(memory string) (problem, proposed string) {
	q, err := resource.ParseQuantity(memory)
	bytes := q.Value()
	switch {
	case err != nil:
		return "", ""
	case bytes < hotplugLeast:
		problem, bytes = "less than 1Gi", hotplugLeast
	case bytes%hotplugStep != 0:
		problem, bytes = "not a multiple of 2Mi", bytes+hotplugStep-bytes%hotplugStep
	default:
		return "", ""
	}
	return problem, resource.NewQuantity(bytes, resource.BinarySI).String()
}
