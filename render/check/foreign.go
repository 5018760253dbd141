package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// ForeignPolicy is a policy of the package that is not ours, as far as our types have its fields.
type ForeignPolicy struct {
	Place finding.Place
	Spec  *nmstate.PolicySpec
}

// below is the place of a field of an object, which may stand in a list.
func below(object finding.Place, field string) finding.Place {
	object.Field = strings.TrimPrefix(object.Field+"."+field, ".")
	return object
}

// foreignPart is what a foreign policy says of an interface.
type foreignPart struct {
	policy *ForeignPolicy
	itf    *nmstate.Interface
}

// foreignPolicies: a policy that is not ours says something else of an interface than ours does, or makes our port a port of something
// else, on nodes that both may pick. What only one of the two says is no conflict, for nmstate leaves it as it is.
func foreignPolicies(in *Input, say report) {
	if len(in.Foreign) == 0 {
		return
	}
	named, masters := map[string]*plan.Index[foreignPart]{}, map[string]*plan.Index[foreignPart]{}
	add := func(to map[string]*plan.Index[foreignPart], name string, part foreignPart) {
		if to[name] == nil {
			to[name] = &plan.Index[foreignPart]{}
		}
		to[name].Add(part.policy.Spec.NodeSelector, part)
	}
	for i := range in.Foreign {
		interfaces := in.Foreign[i].Spec.DesiredState.Interfaces
		for j := range interfaces {
			part := foreignPart{&in.Foreign[i], &interfaces[j]}
			add(named, part.itf.Name, part)
			for _, port := range portsOf(part.itf) {
				add(masters, port, part)
			}
		}
	}
	compared, said := 0, map[string]bool{}
	meeting := func(index *plan.Index[foreignPart], h *plan.HostNetwork, itf *nmstate.Interface, conflict func(*nmstate.Interface) string) {
		if index == nil {
			return
		}
		for part := range index.Meeting(h.Nodes(), &compared) {
			key := part.policy.Place.Name + " " + part.policy.Place.Field + " " + itf.Name + " " + part.itf.Name
			if message := conflict(part.itf); message != "" && !said[key] {
				said[key] = true
				f := finding.New(finding.ForeignConflict, "", message+": define it in one of the two, or give them nodes of their own")
				place := below(part.policy.Place, "spec.desiredState")
				f.Other = &place
				say(f, h.At(thingOf(itf.Type).field))
			}
		}
	}
	nmstate.EachInterface(in.hosts, func(h *plan.HostNetwork, itf *nmstate.Interface) {
		if h.Absent {
			return
		}
		meeting(named[itf.Name], h, itf, func(theirs *nmstate.Interface) string { return otherwise(itf, theirs) })
		for _, port := range portsOf(itf) {
			meeting(masters[port], h, itf, func(theirs *nmstate.Interface) string {
				if theirs.Name == itf.Name {
					return ""
				}
				return fmt.Sprintf("%s becomes a port of %s here and of %s in a policy that is not ours, and an interface is a port of one",
					port, itf.Name, theirs.Name)
			})
		}
	})
}

// portsOf are the ports of a bridge or bond that is made, sorted.
func portsOf(itf *nmstate.Interface) []string {
	if itf.State == "absent" {
		return nil
	}
	ports := itf.PortNames()
	slices.Sort(ports)
	return ports
}

// otherwise says what a foreign policy says of an interface in another way than ours, empty where they agree.
func otherwise(ours, theirs *nmstate.Interface) string {
	says := func(what, here, there string) string {
		return fmt.Sprintf("%s has %s %s here and %s in a policy that is not ours", ours.Name, what, here, there)
	}
	there := map[string]string{}
	for _, v := range values(theirs) {
		there[v.path] = v.text
	}
	for _, v := range values(ours) {
		text, both := there[v.path]
		switch {
		case !both, text == v.text, text == "0", v.path == "description":
		case strings.HasPrefix(v.path, "bridge.port"), strings.HasPrefix(v.path, "link-aggregation.port"): // in any order
		default:
			return says(v.path, v.text, text)
		}
	}
	here, other := portsOf(ours), portsOf(theirs)
	listed := theirs.Bridge != nil && ours.Bridge != nil || theirs.LinkAggregation != nil && ours.LinkAggregation != nil
	if listed && !slices.Equal(here, other) {
		return says("the ports", "["+strings.Join(here, ", ")+"]", "["+strings.Join(other, ", ")+"]")
	}
	return ""
}
