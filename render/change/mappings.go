package change

import (
	"slices"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// The rows about mappings of OVN's physical networks. One that is left out stays, as interfaces do: see left.
var (
	mappingMoved = Row{
		Name: "mapping to another bridge", Code: finding.Interrupts, Field: "localnet.bridge", Lost: Moments, Source: read,
		Happens: "the mapping %[2]s takes the place of %[1]s: where the new bridge is in another segment the machines are cut off", Do: atOnce,
	}
	mappingRemoved = Row{
		Name: "mapping removed", Code: finding.Interrupts, Field: "ensure", Source: read,
		Happens: "the mapping %[1]s is removed: machines on it reach nothing beyond their node until it is there again",
		Do:      "Stop or move the machines first",
	}
)

// mapped is a mapping in a policy.
type mapped struct {
	policy  string
	spec    *nmstate.PolicySpec
	mapping *nmstate.BridgeMapping
}

// mappingsOf are the mappings that a policy makes.
func mappingsOf(spec *nmstate.PolicySpec) []nmstate.BridgeMapping {
	if spec.DesiredState.OVN == nil {
		return nil
	}
	all := spec.DesiredState.OVN.BridgeMappings
	return slices.DeleteFunc(slices.Clone(all[:min(len(all), mostInterfaces)]), func(m nmstate.BridgeMapping) bool { return m.State == absent })
}

// mappings looks for mappings that are removed or lead to another bridge.
func (d *differ) mappings() {
	for _, was := range mappingsOf(d.was) {
		now := d.mapping(was.Localnet)
		switch {
		case now == nil:
		case now.mapping.State == absent:
			d.add(&mappingRemoved, now.policy, mappingText(&was), "").Attached = true
		case now.mapping.Bridge != was.Bridge:
			d.add(&mappingMoved, now.policy, mappingText(&was), mappingText(now.mapping)).Attached = true
		}
	}
}

// leftMappings are those that stay and of which nobody speaks any more.
func (d *differ) leftMappings() []string {
	var left []string
	for _, was := range mappingsOf(d.was) {
		if d.mapping(was.Localnet) == nil {
			left = append(left, "the mapping "+mappingText(&was))
		}
	}
	return left
}

// mappedElsewhere says whether another policy makes one of the mappings.
func (d *differ) mappedElsewhere() bool {
	return slices.ContainsFunc(mappingsOf(d.was), func(was nmstate.BridgeMapping) bool {
		return slices.ContainsFunc(d.now.mapped[was.Localnet], func(m mapped) bool { return m.policy != d.policy && m.mapping.State != absent })
	})
}

// mapping is what is said now of a physical network on nodes that the former policy may have picked: by the policy of the same
// name, or else by the first of others.
func (d *differ) mapping(localnet string) *mapped {
	var other *mapped
	for i := 0; i < len(d.now.mapped[localnet]) && d.now.compared < mostCompared; i++ {
		d.now.compared++
		one := &d.now.mapped[localnet][i]
		if plan.Apart(one.spec.NodeSelector, d.was.NodeSelector) {
			continue
		}
		if one.policy == d.policy {
			return one
		}
		if other == nil {
			other = one
		}
	}
	return other
}

// mappingText is a mapping as OVN writes it.
func mappingText(m *nmstate.BridgeMapping) string { return m.Localnet + ":" + m.Bridge }
