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
	last := map[string]*plan.HostNetwork{} // who spoke of an interface
	differ := groups[string]{}
	visit := func(h *plan.HostNetwork, name string) {
		if before := last[name]; before != nil {
			said := sayings(before, name)
			for _, s := range said {
				if len(differ[s.path]) == 0 {
					differ.add(s.path, before, s.text)
				}
			}
			if !before.Alike(h) {
				said = sayings(h, name)
			}
			for _, s := range said {
				differ.add(s.path, h, s.text)
			}
		}
		last[name] = h
	}
	for _, h := range in.hosts { // one that is being removed says so of its bridge or card; for the others see plan.keep
		if h.Absent && h.Uplink != "" {
			visit(h, cmp.Or(h.Bridge, h.Uplink))
		}
	}
	nmstate.EachInterface(in.hosts, func(h *plan.HostNetwork, itf *nmstate.Interface) {
		if !h.Absent {
			visit(h, itf.Name)
		}
	})
	differ.each(in, say, finding.TwoWays, func(thing string, first, second *plan.HostNetwork) {
		name, part, _ := strings.Cut(thing, " ") // no interface's name has a blank
		inTwoWays(say, name, part, first, second)
	})
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

// inTwoWays reports an interface, or the part of it that differs where networks share it.
func inTwoWays(say report, name, part string, first, second *plan.HostNetwork) {
	there, here := nmstate.InterfaceOf(first, name), nmstate.InterfaceOf(second, name)
	it := thingOf(cmp.Or(here, there).Type)
	difference := "is being removed here and defined there"
	switch {
	case first.Absent:
		difference = "is defined here and being removed there"
	case !second.Absent:
		path, a, b := firstDifference(partOf(values(there), part), partOf(values(here), part))
		difference = fmt.Sprintf("has %s %s here and %s there", path, b, a)
	}
	field := func(h *plan.HostNetwork) string {
		return thingOf(cmp.Or(nmstate.InterfaceOf(h, name), here, there).Type).field
	}
	conflict(say, finding.TwoWays, fmt.Sprintf("the %s %s %s: %s", it.noun, name, difference, it.remedy), field, first, second)
}

// value is one that a policy sets, with its path in the interface.
type value struct{ path, text string }

// sayings are what a network says of an interface, by the name of the interface: all of it at once, for who defines an
// interface defines all of it. A card or an uplink that the nodes have is shared: there each part counts by itself, by
// "NAME PART", for of what a policy leaves open nmstate changes nothing.
func sayings(h *plan.HostNetwork, name string) []value {
	itf := nmstate.InterfaceOf(h, name)
	shared := itf == nil || itf.Type == "" || itf.Type == "ethernet"
	if h.Absent {
		if shared && h.Bridge == "" {
			name += " ethernet"
		}
		return []value{{name, "absent"}}
	}
	var said []value
	for _, v := range values(itf) {
		thing := name
		if part := v.part(); shared {
			if part == "name" || part == "type" || part == "state" {
				continue
			}
			thing += " " + part
		}
		text := v.path + "=" + v.text + "\x00"
		if n := len(said); n > 0 && said[n-1].path == thing {
			said[n-1].text += text
		} else {
			said = append(said, value{thing, text})
		}
	}
	return said
}

// part is the field of the interface that a value stands in.
func (v value) part() string {
	part, _, _ := strings.Cut(v.path, ".")
	return part
}

// partOf are the values of one field of the interface, all for none.
func partOf(all []value, part string) []value {
	if part == "" {
		return all
	}
	return slices.DeleteFunc(all, func(v value) bool { return v.part() != part })
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
			f := v.Type().Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous:
				found = walk(found, path, v.Field(i))
			case options == "" || !v.Field(i).IsZero():
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
