package check

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate"
	"github.com/novasphere/wukong-fn/render/plan"
)

// interfacesInTwoWays: two networks define one interface differently on nodes that both may pick. NMState would apply both
// policies in no promised order, and the node keeps the last. What the policies say of an interface is compared as it
// stands there, so that a new field of an interface is compared as soon as a policy has it.
func interfacesInTwoWays(in *Input, say report) {
	last := make(map[string]*plan.HostNetwork, len(in.Plan.HostNetworks)) // who spoke of an interface
	differ := groups[string]{}
	var one, another *plan.HostNetwork // that were compared last, for most share all of their interfaces
	alike := false
	visit := func(h *plan.HostNetwork, name string) {
		before := last[name]
		if before != nil && (before != one || h != another) {
			one, another, alike = before, h, before.Alike(h)
		}
		switch {
		case before == nil:
		case alike && before.Nodes().Equal(h.Nodes()):
			return // as most are, in a fleet whose machines share their bridges
		default:
			if len(differ[name]) == 0 {
				differ.add(name, before, saying(before, name))
			}
			said := differ[name][len(differ[name])-1].same // before's
			if !alike {
				said = saying(h, name)
			}
			differ.add(name, h, said)
		}
		last[name] = h
	}
	for i := range in.Plan.HostNetworks { // one that is being removed says so of its bridge or card; for the others see plan.keep
		if h := &in.Plan.HostNetworks[i]; h.Absent {
			visit(h, cmp.Or(h.Bridge, h.Uplink))
		}
	}
	nmstate.EachInterface(in.Plan.HostNetworks, func(h *plan.HostNetwork, itf *nmstate.Interface) {
		if !h.Absent {
			visit(h, itf.Name)
		}
	})
	differ.each(in, say, finding.TwoWays, func(name string, first, second *plan.HostNetwork) { inTwoWays(say, name, first, second) })
}

// thing is what an interface is to people: what they call it, the field of the network that is about it, and what to do
// where two networks differ.
type thing struct{ noun, field, remedy string }

// thingOf is that of a type of NMState's.
func thingOf(interfaceType string) thing {
	switch interfaceType {
	case "linux-bridge", "ovs-bridge":
		return thing{"bridge", "bridgeName", "define it once, or give one of them another bridgeName or nodes of its own"}
	case "bond":
		return thing{"bond", "bond", "define it once"}
	case "vlan":
		return thing{"VLAN interface", "vlanId", "define it once"}
	case "ethernet":
		return thing{"card", "sriov.numVfs", "define it once"}
	}
	return thing{"interface", "", "define it once"}
}

func inTwoWays(say report, name string, first, second *plan.HostNetwork) {
	there, here := nmstate.InterfaceOf(first, name), nmstate.InterfaceOf(second, name)
	it := thingOf(cmp.Or(here, there).Type)
	difference := "is being removed here and defined there"
	switch {
	case first.Absent:
		difference = "is defined here and being removed there"
	case !second.Absent:
		path, a, b := firstDifference(values(there), values(here))
		difference = fmt.Sprintf("has %s %s here and %s there", path, b, a)
	}
	field := func(h *plan.HostNetwork) string {
		return thingOf(cmp.Or(nmstate.InterfaceOf(h, name), here, there).Type).field
	}
	conflict(say, finding.TwoWays, fmt.Sprintf("the %s %s %s: %s", it.noun, name, difference, it.remedy), field, first, second)
}

// value is one that a policy sets, with its path in the interface.
type value struct{ path, text string }

// saying is all that a network says of an interface.
func saying(h *plan.HostNetwork, name string) string {
	if h.Absent {
		return "absent"
	}
	var out strings.Builder
	for _, v := range values(nmstate.InterfaceOf(h, name)) {
		out.WriteString(v.path)
		out.WriteByte('=')
		out.WriteString(v.text)
		out.WriteByte(0)
	}
	return out.String()
}

// values are what stands in an interface of a policy.
func values(itf *nmstate.Interface) []value {
	return walk(make([]value, 0, 16), "", reflect.ValueOf(itf))
}

func walk(found []value, path string, v reflect.Value) []value {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return walk(found, path, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if options == "" || !v.Field(i).IsZero() {
				found = walk(found, strings.TrimPrefix(path+"."+name, "."), v.Field(i))
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			found = walk(found, path+"."+key.String(), v.MapIndex(key))
		}
	case reflect.Slice:
		if names, ok := v.Interface().([]string); ok {
			return append(found, value{path, strings.Join(names, ", ")})
		}
		for i := range v.Len() {
			found = walk(found, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.String:
		return append(found, value{path, v.String()})
	default:
		return append(found, value{path, fmt.Sprint(v.Interface())})
	}
	return found
}

// firstDifference is the first path at which two lists of values, in the order of the same type, differ, with both texts.
func firstDifference(a, b []value) (path, first, second string) {
	of := func(list []value, path string) string {
		i := slices.IndexFunc(list, func(v value) bool { return v.path == path })
		if i < 0 {
			return "none"
		}
		return list[i].text
	}
	for _, v := range slices.Concat(a, b) {
		if first, second = of(a, v.path), of(b, v.path); first != second {
			return v.path, first, second
		}
	}
	return "", "", ""
}
