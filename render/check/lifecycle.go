package check

import (
	"fmt"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// namesTwice: two machines whose VirtualMachines have one name, by a vmName.
func namesTwice(in *Input, say report) {
	var named map[[2]string]*plan.Machine // the machines with a vmName
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		if m.Spec.More().VMName == "" {
			continue
		}
		key := [2]string{m.Owner.Namespace, m.VMName()}
		if first := named[key]; first != nil {
			sameName(m, first, say)
			continue
		}
		if named == nil {
			named = map[[2]string]*plan.Machine{}
		}
		named[key] = m
	}
	if named == nil {
		return
	}
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		if m.Spec.More().VMName != "" {
			continue
		}
		if other := named[[2]string{m.Owner.Namespace, m.VMName()}]; other != nil {
			sameName(other, m, say)
		}
	}
}

// sameName reports a vmName that another machine's VirtualMachine has.
func sameName(m, other *plan.Machine, say report) {
	f := finding.New(finding.Twice, "", fmt.Sprintf("vmName makes %s, which %s makes too: write another name",
		object.VirtualMachine.ID(m.Owner.Namespace, m.VMName()), other.Owner.Text)).Values(m.VMName(), "")
	place := other.At("")
	f.Other = &place
	say(f, m.At("spec.vmName"))
}

// askedWithoutPods: a Service or a probe over the network for a machine that is not on the pod network. KubeVirt 1.9 refuses the probe.
func askedWithoutPods(in *Input, say report) {
	for i := range in.Plan.Machines {
		m := &in.Plan.Machines[i]
		more := m.Spec.More()
		if m.Pod != nil {
			continue
		}
		primary := slices.ContainsFunc(m.Interfaces, func(itf plan.Interface) bool { return itf.Primary })
		if len(more.Services) > 0 && !primary {
			say(finding.New(finding.Contradiction, "", "services lead to a machine over the pod network, on which this one is not: "+
				"add {name: default} to its networks, or remove them"), m.At("spec.services"))
		}
		overPods(m, "spec.readinessProbe", more.ReadinessProbe, say)
		overPods(m, "spec.livenessProbe", more.LivenessProbe, say)
	}
}

// overPods reports a probe that asks over the pod network.
func overPods(m *plan.Machine, field string, p *api.Probe, say report) {
	way := overNetwork(p)
	if way == "" {
		return
	}
	say(finding.New(finding.Contradiction, "", field+"."+way+" asks over the pod network, on which the machine is not: "+
		"add {name: default} to its networks, or ask by guestAgentPing or exec"), m.At(field+"."+way))
}

// overNetwork is the way in which a probe asks over the network, empty where it does not.
func overNetwork(p *api.Probe) string {
	switch {
	case p == nil:
		return ""
	case p.HTTPGet != nil:
		return "httpGet"
	case p.TCPSocket != nil:
		return "tcpSocket"
	}
	return ""
}
