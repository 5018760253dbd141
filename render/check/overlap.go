package check

import (
	"maps"
	"slices"

	"github.com/novasphere/wukong-fn/render/plan"
)

// member is one definition of something on the nodes that a selector picks; D is equal for definitions that agree.
type member[T any, D comparable] struct {
	value    *T
	selector map[string]string
	same     D
}

// conflicts reports pairs of members that disagree on nodes that both may pick, each pair of definitions once. Two
// selectors pick different nodes for certain only where they want different values of one label. Members are parted by the
// values of one label after the other, so that a fleet with a definition for each node costs no more than its size.
func conflicts[T any, D comparable](members []member[T, D], disagree func(first, second *T)) {
	if !agree(members) {
		part(members, labels(members), map[[2]D]bool{}, disagree)
	}
}

// labels are the keys that selectors of the members use.
func labels[T any, D comparable](members []member[T, D]) []string {
	keys := map[string]bool{}
	for i := range members {
		for k := range members[i].selector {
			keys[k] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

func part[T any, D comparable](members []member[T, D], keys []string, said map[[2]D]bool, disagree func(first, second *T)) {
	if agree(members) {
		return
	}
	if len(keys) == 0 {
		for i := 1; i < len(members); i++ {
			meet(&members[0], &members[i], said, disagree)
		}
		return
	}
	var without []member[T, D]
	classes := map[string][]member[T, D]{}
	var order []string
	for _, m := range members {
		value, ok := m.selector[keys[0]]
		if !ok {
			without = append(without, m)
			continue
		}
		if classes[value] == nil {
			order = append(order, value)
		}
		classes[value] = append(classes[value], m)
	}
	part(without, keys[1:], said, disagree)
	general := representatives(without)
	for _, value := range order {
		class := classes[value]
		part(class, keys[1:], said, disagree)
		for i := range class {
			for j := range general {
				if !plan.Apart(general[j].selector, class[i].selector) {
					meet(&general[j], &class[i], said, disagree)
				}
			}
		}
	}
}

// maxGeneral bounds how many different definitions without a label are held against each that has it.
const maxGeneral = 16

// representatives are the first members of each definition and selector, few enough to be compared with all others.
func representatives[T any, D comparable](members []member[T, D]) []member[T, D] {
	var out []member[T, D]
	for _, m := range members {
		if len(out) == maxGeneral {
			break
		}
		if !slices.ContainsFunc(out, func(o member[T, D]) bool { return o.same == m.same && maps.Equal(o.selector, m.selector) }) {
			out = append(out, m)
		}
	}
	return out
}

func agree[T any, D comparable](members []member[T, D]) bool {
	for i := 1; i < len(members); i++ {
		if members[i].same != members[0].same {
			return false
		}
	}
	return true
}

// meet reports a disagreement once for each pair of definitions.
func meet[T any, D comparable](first, second *member[T, D], said map[[2]D]bool, disagree func(first, second *T)) {
	pair := [2]D{first.same, second.same}
	if first.same == second.same || said[pair] {
		return
	}
	said[pair] = true
	disagree(first.value, second.value)
}
