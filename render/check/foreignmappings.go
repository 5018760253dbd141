package check

import (
	"fmt"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// foreignMapping is what a policy that is not ours says of a physical network of OVN: the bridge, empty where it takes the mapping away.
type foreignMapping struct {
	policy *ForeignPolicy
	bridge string
}

// foreignMappings: a policy that is not ours maps a physical network of OVN to another bridge than ours does, or takes the mapping away.
func foreignMappings(in *Input, say report) {
	theirs := map[string]*plan.Index[foreignMapping]{}
	for i := range in.Foreign {
		policy := &in.Foreign[i]
		if policy.Spec.DesiredState.OVN == nil {
			continue
		}
		for _, m := range policy.Spec.DesiredState.OVN.BridgeMappings {
			if m.State == "absent" {
				m.Bridge = ""
			}
			if theirs[m.Localnet] == nil {
				theirs[m.Localnet] = &plan.Index[foreignMapping]{}
			}
			theirs[m.Localnet].Add(policy.Spec.NodeSelector, foreignMapping{policy, m.Bridge})
		}
	}
	if len(theirs) == 0 {
		return
	}
	compared := 0
	for _, h := range in.hosts {
		if h.MapsTo() == "" || theirs[h.PhysicalNetwork] == nil || compared > mostMet {
			continue
		}
		ours := h.MapsTo()
		if h.Absent {
			ours = ""
		}
		for m := range theirs[h.PhysicalNetwork].Meeting(h.Nodes(), &compared) {
			if m.bridge == ours {
				continue
			}
			what := map[bool]string{true: "removed", false: "mapped to "}
			f := finding.New(finding.MappedTwice, "", fmt.Sprintf("the physical network %s is %s here and %s in a policy that is not ours, and a node has "+
				"one mapping of a name: write it in one of the two, another physicalNetworkName, or nodeSelectors that exclude each other",
				h.PhysicalNetwork, what[ours == ""]+ours, what[m.bridge == ""]+m.bridge))
			other := below(m.policy.Place, "spec.desiredState.ovn")
			f.Other = &other
			say(f, h.At(mappingField(h)))
			break
		}
	}
}

// foreignBridges: the bridge that a localnet is mapped to is made by a policy that is not ours, in a way that OVN cannot use.
func foreignBridges(in *Input, say report) {
	if len(in.Foreign) == 0 {
		return
	}
	mapped := map[string][]*plan.HostNetwork{}
	for _, h := range in.hosts {
		if bridge := h.MappedBridge(); bridge != "" && !h.Absent {
			mapped[bridge] = append(mapped[bridge], h)
		}
	}
	for i := range in.Foreign {
		policy := &in.Foreign[i]
		interfaces := policy.Spec.DesiredState.Interfaces
		for j := range interfaces {
			problem := foreignUnfit(&interfaces[j])
			if problem == "" {
				continue
			}
			for _, h := range mapped[interfaces[j].Name] {
				if h.Nodes().Meet(policy.Spec.NodeSelector) {
					f := finding.New(finding.MappedBridge, "", "the bridge "+interfaces[j].Name+" "+problem)
					other := below(policy.Place, "spec.desiredState.interfaces")
					f.Other = &other
					say(f, h.At(mappingField(h)))
					break
				}
			}
		}
	}
}

// foreignUnfit says what is wrong with a bridge of a policy that is not ours, if OVN is to use it; empty where nothing is.
func foreignUnfit(itf *nmstate.Interface) string {
	switch {
	case itf.State == "absent":
		return "is removed by a policy that is not ours: map the network to another"
	case itf.Type == "linux-bridge":
		return "is a Linux bridge of a policy that is not ours, to which OVN cannot map a network: name a bridge of Open vSwitch"
	case itf.Type == "ovs-bridge" && itf.Bridge != nil && len(itf.Bridge.Ports) > 0 && !itf.Bridge.AllowExtraPatchPorts:
		return "does not keep the ports that OVN adds, so that NMState takes them off whenever it applies the policy that is not ours: " +
			"write allow-extra-patch-ports: true there"
	}
	return ""
}
