package vm

import (
	"fmt"
	"slices"

	"github.com/novasphere/wukong-fn/render/patch"
)

// held holds the spec of a patched machine against the rules that our own fields keep, and KubeVirt's admission, too.
func held(spec map[string]any) []patch.Problem {
	h := holder{}
	_, running := spec["running"]
	_, strategy := spec["runStrategy"]
	if running == strategy {
		h.say("spec.runStrategy", "must be there, or running in its place, and not both: with running write runStrategy: null")
	}
	instance := below(spec, "template", "spec")
	domain := below(instance, "domain")
	memory := below(domain, "memory")["guest"] != nil || below(domain, "resources", "requests")["memory"] != nil || below(domain, "memory")["hugepages"] != nil
	switch instanceType := spec["instancetype"] != nil; {
	case instanceType && (memory || domain["cpu"] != nil):
		h.say("spec.instancetype", "must not stand beside domain.memory and domain.cpu, which it gives: write null for them")
	case !instanceType && !memory:
		h.say("spec.template.spec.domain.memory", "must say how much memory the guest has")
	}
	interfaces, disks := entries(below(domain, "devices")["interfaces"]), entries(below(domain, "devices")["disks"])
	networks, volumes := entries(instance["networks"]), entries(instance["volumes"])
	h.bootOrders(disks, interfaces)
	h.eachHas(ofInterfaces, interfaces, "one binding", bindings)
	h.eachHas(ofNetworks, networks, "one of pod, multus and resourceClaim", []string{"pod", "multus", "resourceClaim"})
	h.refers(ofInterfaces, interfaces, networks, "network")
	h.refers(ofNetworks, networks, interfaces, "interface")
	h.refers(ofDisks, disks, volumes, "volume")
	for _, disk := range disks {
		if n := count(disk, []string{"disk", "cdrom", "lun"}); n > 1 {
			h.say(ofDisks, "must say of each entry disk, cdrom or lun, and not several: write null for the one that goes")
			break
		}
	}
	for _, volume := range volumes {
		if len(volume) != 2 {
			h.say(ofVolumes, "must give each entry one source beside its name: write null for the one that goes")
			break
		}
	}
	h.macs(interfaces)
	return h.problems
}

// bindings are the ways in which an interface is connected.
var bindings = []string{"bridge", "masquerade", "sriov", "slirp", "macvtap", "passt", "passtBinding", "binding"}

type holder struct{ problems []patch.Problem }

func (h *holder) say(path, message string) {
	h.problems = append(h.problems, patch.Problem{Path: path, Reason: patch.Wrong, Message: message})
}

// bootOrders reports a place in the boot order that two devices have, and none.
func (h *holder) bootOrders(lists ...[]map[string]any) {
	taken := map[int64]bool{}
	for _, device := range slices.Concat(lists...) {
		order, given := device["bootOrder"]
		place, isNumber := patch.Open(order).(int64)
		switch {
		case !given:
		case !isNumber || place < 1:
			h.say(ofDisks, "must have boot orders from 1")
		case taken[place]:
			h.say(ofDisks, fmt.Sprintf("must have each boot order once, over disks and interfaces, and has %d twice", place))
		default:
			taken[place] = true
		}
	}
}

// eachHas reports an entry that has none of some fields, or several.
func (h *holder) eachHas(path string, list []map[string]any, what string, fields []string) {
	if slices.ContainsFunc(list, func(entry map[string]any) bool { return count(entry, fields) != 1 }) {
		h.say(path, "must give each entry "+what+": write null for the one that goes")
	}
}

// count is how many of some fields a mapping has.
func count(entry map[string]any, fields []string) int {
	n := 0
	for _, field := range fields {
		if _, given := entry[field]; given {
			n++
		}
	}
	return n
}

// refers reports an entry of a list that has no counterpart of its name in another.
func (h *holder) refers(path string, list, others []map[string]any, what string) {
	names := map[any]bool{}
	for _, other := range others {
		names[text(other["name"])] = true
	}
	if slices.ContainsFunc(list, func(entry map[string]any) bool { return !names[text(entry["name"])] }) {
		h.say(path, "must have for each entry a "+what+" of the same name")
	}
}

// macs reports a MAC address that two interfaces have.
func (h *holder) macs(interfaces []map[string]any) {
	seen := map[string]bool{}
	for _, itf := range interfaces {
		mac := text(itf["macAddress"])
		if mac != "" && seen[mac] {
			h.say(ofInterfaces, "must not have one MAC address twice")
		}
		seen[mac] = true
	}
}

func text(v any) string {
	s, _ := patch.Open(v).(string)
	return s
}

// below is the mapping below some keys, empty where there is none.
func below(v map[string]any, keys ...string) map[string]any {
	for _, key := range keys {
		v = patch.Mapping(v[key])
	}
	return v
}

// entries are the mappings of a list.
func entries(v any) []map[string]any {
	list := patch.List(v)
	out := make([]map[string]any, 0, len(list))
	for _, entry := range list {
		if e := patch.Mapping(entry); e != nil {
			out = append(out, e)
		}
	}
	return out
}
