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
		if m := &in.Plan.Machines[i]; m.Pod == nil {
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
