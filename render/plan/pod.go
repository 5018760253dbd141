package plan

import (
	"net/netip"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// The pod network as KubeVirt's masquerade binding makes it for every guest (KubeVirt 1.9). The guest gets its IPv4 address by
// DHCP; for IPv6 it must be told all.
const (
	PodGateway  = "10.0.2.1"
	podGateway6 = "fd10:0:2::1"
	podAddress6 = "fd10:0:2::2/120"
)

// Metrics of the pod network's default routes. In IPv4 the gateway that another network brings is used, which a renderer gives 0
// or 100. In IPv6 it is the router that announces itself on another network, whose route the kernel gives 1024: most clusters
// have no IPv6, and then this route leads nowhere.
const (
	podMetric  = 1000
	podMetric6 = 2000
)

// PodNetwork is what a guest is told of the pod network, beside that it asks for its IPv4 address by DHCP.
type PodNetwork struct {
	// Metric of the default route that comes by DHCP, 0 for the guest's own choice.
	Metric int
	// Addresses and Routes are those that do not come by DHCP.
	Addresses []string
	Routes    []Route
}

// Route of a guest.
type Route struct {
	// To is a subnet, Via the gateway.
	To, Via string
	// Metric is 0 for the guest's own choice.
	Metric int
}

// podNetworks are all that guests can be told: the first index says whether another network brings a default route of IPv4, the
// second whether one brings one of IPv6.
//
// KubeVirt passes connections to the guest on with the client's address. Where the default route is elsewhere, answers to clients
// in the cluster would leave there, so the cluster's subnets get routes of their own.
func podNetworks(clusterCIDRs []string) (all [2][2]PodNetwork) {
	var v4, v6 []Route
	for _, cidr := range clusterCIDRs {
		if p, err := netip.ParsePrefix(cidr); err == nil && p.Addr().Is4() {
			v4 = append(v4, Route{To: cidr, Via: PodGateway})
		} else {
			v6 = append(v6, Route{To: cidr, Via: podGateway6})
		}
	}
	addresses6 := []string{podAddress6}
	v6 = append(v6, Route{To: api.AnyIPv6, Via: podGateway6, Metric: podMetric6})
	all[0][0] = PodNetwork{Addresses: addresses6, Routes: v6}
	all[1][0] = PodNetwork{Metric: podMetric, Addresses: addresses6, Routes: append(slices.Clip(v4), v6...)}
	all[1][1] = PodNetwork{Metric: podMetric, Routes: v4}
	return all
}

// namesPod says whether one of a machine's networks is the pod network, or takes its place.
func namesPod(networks []api.WukongNetwork) bool {
	for i := range networks {
		if n := &networks[i]; n.Name == api.PodNetwork || n.Primary && n.Ensure != api.EnsureAbsent {
			return true
		}
	}
	return false
}

// podInterface is the interface on the pod network of a machine that did not ask for it.
func (r *resolver) podInterface(owner *Owner) Interface {
	itf, _ := r.network(&r.pod, Origin{owner, "spec.networks"})
	return itf
}

// podNetwork is what the guest with these interfaces is told of the pod network, nil where none of them is on it.
func (r *resolver) podNetwork(interfaces []Interface) *PodNetwork {
	var onPod bool
	var elsewhere, elsewhere6 int
	for i := range interfaces {
		itf := &interfaces[i]
		if itf.Binding == Masquerade {
			onPod = true
			continue
		}
		v4, v6 := itf.BringsDefault()
		if v4 {
			elsewhere = 1
		}
		if v6 {
			elsewhere6 = 1
		}
	}
	if !onPod {
		return nil
	}
	return &r.pods[elsewhere][elsewhere6]
}

// BringsDefault says whether an interface's network brings the guest a default route of IPv4 and of IPv6. By DHCP it may, and then
// it is the one to use.
func (itf *Interface) BringsDefault() (v4, v6 bool) {
	if itf.IP == nil || itf.Binding == Masquerade {
		return false, false
	}
	v4 = itf.IP.Mode == api.ModeDHCP
	itf.DefaultRoutes(func(_ string, is6 bool) {
		v4, v6 = v4 || !is6, v6 || is6
	})
	return v4, v6
}

// DefaultRoutes visits the default routes that are written at an interface, each with the field of its ipConfig.
func (itf *Interface) DefaultRoutes(visit func(field string, is6 bool)) {
	if itf.IP == nil || itf.Binding == Masquerade { // on the pod network KubeVirt decides
		return
	}
	itf.IP.Gateways(func(field, gateway string, isDefault bool) {
		if a, err := netip.ParseAddr(gateway); err == nil && isDefault {
			visit(field, a.Unmap().Is6())
		}
	})
}
