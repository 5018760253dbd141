package nmstate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/patch"
	"github.com/novasphere/wukong-fn/render/plan"
)

// patchOf is the patch of a network's policy, nil for none. One that takes the network off the nodes is not patched.
func patchOf(h *plan.HostNetwork) map[string]any {
	if h.More().Patches == nil || h.Absent {
		return nil
	}
	return h.More().Patches.Policy
}

// Patch puts what the policy of a network says with its patch into the network, where the rules look.
func Patch(h *plan.HostNetwork) ([]patch.Problem, error) {
	from := patchOf(h)
	if from == nil {
		return nil, nil
	}
	plain := new(builder).policyOf(h)
	o, problems, err := patch.Apply(plain, from)
	if o == nil || err != nil {
		return problems, err
	}
	spec, err := patch.Read[PolicySpec](o)
	if err != nil {
		return nil, err
	}
	wrong, err := patch.Types[PolicySpec](from)
	if err != nil {
		return nil, err
	}
	problems = slices.Concat(problems, wrong, shape(from), kept(&plain.Spec, spec))
	if !patch.Bars(problems) {
		h.Patched = spec
	}
	return problems, nil
}

// patched is what a policy says with its patch, nil without one.
func patched(h *plan.HostNetwork) *PolicySpec {
	spec, _ := h.Patched.(*PolicySpec)
	return spec
}

// write is the policy of a host network as it is written. It is good until the next one is built.
func (b *builder) write(h *plan.HostNetwork) (object.Object, error) {
	plain := b.policyOf(h)
	if h.Patched == nil {
		return plain, nil
	}
	o, _, err := patch.Apply(plain, patchOf(h))
	return o, err
}

// said is what the policy of a host network says. It is good until the next one is built.
func (b *builder) said(h *plan.HostNetwork) *PolicySpec {
	if spec := patched(h); spec != nil {
		return spec
	}
	return &b.policyOf(h).Spec
}

// interfacesOf are those of the policy of a host network. They are good until the next ones are built.
func (b *builder) interfacesOf(h *plan.HostNetwork) []Interface {
	if spec := patched(h); spec != nil {
		return spec.DesiredState.Interfaces
	}
	b.interfaces = b.list(h)
	return b.interfaces
}

// shape reports fields that a policy does not have. What nmstate takes below desiredState depends on its release.
func shape(from map[string]any) []patch.Problem {
	return slices.Concat(
		patch.Fields(from, "spec", "capture", "desiredState", "maxUnavailable", "nodeSelector"),
		patch.Fields(from, "spec.desiredState", "dns-resolver", "hostname", "interfaces", "ovn", "ovs-db", "route-rules", "routes"))
}

// kept reports what a patch changes of that which other rules, machines and attachments rely on.
func kept(before, after *PolicySpec) []patch.Problem {
	var problems []patch.Problem
	say := func(path, format string, args ...any) {
		problems = append(problems, patch.Problem{Path: "spec." + path, Reason: patch.Refused, Message: fmt.Sprintf(format, args...)})
	}
	if !maps.Equal(before.NodeSelector, after.NodeSelector) {
		say("nodeSelector", "must not be patched: machines are placed by it. Write nodeSelector in the network")
	}
	const interfaces = "desiredState.interfaces"
	for i := range before.DesiredState.Interfaces {
		was := &before.DesiredState.Interfaces[i]
		now := same(after.DesiredState.Interfaces, was)
		switch {
		case now == nil:
			say(interfaces, "must keep %s with its type, on which other rules rely: change the network", was.Name)
		case now.State != was.State:
			say(interfaces, "must keep the state of %s: write ensure: absent in the network to take it off the nodes", was.Name)
		case was.VLAN != nil && (now.VLAN == nil || *now.VLAN != *was.VLAN):
			say(interfaces, "must keep the VLAN of %s: write vlanId in the network", was.Name)
		case was.MACAddress != "" && (now.MACAddress != was.MACAddress || now.Identifier != was.Identifier):
			say(interfaces, "must keep how %s is found: write macAddress in the network", was.Name)
		case lost(was.PortNames(), now.PortNames()) != "":
			say(interfaces, "must keep %s as a port of %s: change the ports in the network", lost(was.PortNames(), now.PortNames()), was.Name)
		}
	}
	if was := before.DesiredState.OVN; was != nil {
		if now := after.DesiredState.OVN; now == nil || !slices.Contains(now.BridgeMappings, was.BridgeMappings[0]) {
			say("desiredState.ovn.bridge-mappings", "must keep the mapping of %s: change localnet in the network", was.BridgeMappings[0].Localnet)
		}
	}
	return problems
}

// same is the interface of a list with the name and type of another, nil for none.
func same(list []Interface, as *Interface) *Interface {
	i := slices.IndexFunc(list, func(itf Interface) bool { return itf.Name == as.Name && (itf.Type == as.Type || as.Type == "") })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// lost is the first of some names that is not among others, empty for none.
func lost(names, among []string) string {
	for _, name := range names {
		if !slices.Contains(among, name) {
			return name
		}
	}
	return ""
}
