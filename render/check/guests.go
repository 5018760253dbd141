package check

import (
	"slices"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// withoutPods: machines that are not on the pod network because the configuration says so.
func withoutPods(in *Input, say report) {
	if in.Config.VM.PodNetwork {
		return
	}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		if m.Pod == nil && !slices.ContainsFunc(m.Interfaces, func(itf plan.Interface) bool { return itf.Primary }) {
			say(finding.New(finding.WithoutPods, "", "the machine is not on the pod network (vm.podNetwork: false): no Service reaches it, and it "+
				"reaches neither Services nor cluster DNS. Add {name: default} to its networks if it needs them"), m.At("spec.networks"))
		}
	}
}

// answersElsewhere: guests that answer clients in the cluster by a gateway outside.
func answersElsewhere(in *Input, say report) {
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		if m.Pod == nil || m.Pod.Metric == 0 || slices.ContainsFunc(m.Pod.Routes, func(r plan.Route) bool { return r.Via == plan.PodGateway }) {
			continue
		}
		say(finding.New(finding.AnswersElsewhere, "", "the guest's default route is on another network than the pod network, so its answers to "+
			"clients in the cluster leave there and are lost: list the subnets of pods and Services in network.clusterCIDRs"), m.At("spec.networks"))
	}
}

// defaultRoutes: a guest with two default routes of one IP version, beside that of the pod network.
func defaultRoutes(in *Input, say report) {
	for i := range in.Plan.Machines {
		var first, first6 place
		m := &in.Plan.Machines[i]
		for j := range m.Interfaces {
			itf := &m.Interfaces[j]
			itf.DefaultRoutes(func(field string, is6 bool) {
				one, version := &first, "IPv4"
				if is6 {
					one, version = &first6, "IPv6"
				}
				if one.itf == nil {
					*one = place{itf, field}
					return
				}
				f := finding.New(finding.DefaultRoutes, "", "the guest has a default route of "+version+" on network "+one.itf.Name+" already, and "+
					"which one it takes depends on its system: keep the gateway on one network, and write routes on the other")
				other := one.itf.At("ipConfig." + one.field)
				f.Other = &other
				say(f, itf.At("ipConfig."+field))
			})
		}
	}
}

// place is a field of an interface's ipConfig.
type place struct {
	itf   *plan.Interface
	field string
}

// primaries: networks that take the place of the pod network and give the guest no address.
func primaries(in *Input, say report) {
	eachInterface(in, func(_ *plan.Machine, itf *plan.Interface) {
		if itf.Primary && !itf.Existing {
			say(finding.New(finding.PrimaryWithoutIPAM, "", "a primary network needs an attachment that gives the pod an address (IPAM), "+
				"and the ones that are made here have none: name an existing attachment in nadName, or remove primary").Values("true", ""), itf.At("primary"))
		}
	})
}
