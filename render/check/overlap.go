package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/plan"
)

// member is one definition of something on the nodes that a selector picks; D is equal for definitions that agree.
type member[T any, D comparable] struct {
	value    *T
	selector plan.Nodes
	same     D
	labels   []string // of the selector: those that it has not been divided by yet, sorted
	number   uint32   // of the definition
}

// pairs are those of the numbers of definitions.
type pairs map[[2]uint32]bool

// conflicts reports pairs of members that disagree on nodes that both may pick, each pair of definitions once. Two
// selectors pick different nodes for certain only where they want different values of one label. Members are divided by the
// values of one label after the other, so that a fleet with a definition for each node costs no more than its size.
func conflicts[T any, D comparable](members []member[T, D], disagree func(first, second *T)) {
	if !agree(members) {
		divide(labelled(members), pairs{}, disagree)
	}
}

// labelled gives members the labels to be divided by, and numbers for their definitions. Of those that say the same of the same
// nodes it takes the first.
func labelled[T any, D comparable](members []member[T, D]) []member[T, D] {
	type saying struct {
		same     D
		selector string
	}
	said := make(map[saying]bool, len(members))
	numbers := map[D]uint32{}
	var out []member[T, D]
	for _, m := range members {
		m.labels = slices.Sorted(maps.Keys(m.selector))
		s := saying{m.same, m.selector.String()}
		if !said[s] {
			said[s] = true
			if _, known := numbers[m.same]; !known {
				numbers[m.same] = uint32(len(numbers))
			}
			m.number = numbers[m.same]
			out = append(out, m)
		}
	}
	return out
}

// next is the label that a member is to be divided by next.
func (m *member[T, D]) next() (label string, ok bool) {
	if len(m.labels) == 0 {
		return "", false
	}
	return m.labels[0], true
}

// divide divides members by the first of their labels: those that have it by its value, and from those without.
func divide[T any, D comparable](members []member[T, D], said pairs, disagree func(first, second *T)) {
	if agree(members) {
		return
	}
	slices.SortStableFunc(members, func(a, b member[T, D]) int { // those without any label last
		labelA, okA := a.next()
		labelB, okB := b.next()
		switch {
		case okA && okB:
			return strings.Compare(labelA, labelB)
		case okA:
			return -1
		case okB:
			return 1
		}
		return 0
	})
	for len(members) > 0 {
		label, ok := members[0].next()
		if !ok {
			for i := 1; i < len(members); i++ {
				meet(&members[0], &members[i], said, disagree)
			}
			return
		}
		n := 1
		for n < len(members) {
			if other, ok := members[n].next(); !ok || other != label {
				break
			}
			n++
		}
		with, without := members[:n], members[n:]
		for _, class := range classes(with, label) {
			divide(class, said, disagree)
		}
		general := without[max(0, len(without)-maxGeneral):]
		for i := range with {
			for j := len(general) - 1; j >= 0; j-- {
				if general[j].selector.Meet(with[i].selector) {
					meet(&general[j], &with[i], said, disagree)
				}
			}
		}
		members = without
	}
}

// maxGeneral bounds how many different definitions without a label are held against each that has it: those with the
// fewest labels.
const maxGeneral = 16

// classes are members by the value that they want of their next label, without it, in the order of their first members.
func classes[T any, D comparable](members []member[T, D], label string) [][]member[T, D] {
	index := map[string]int{}
	var out [][]member[T, D]
	for _, m := range members {
		value := m.selector[label]
		i, ok := index[value]
		if !ok {
			i = len(out)
			index[value] = i
			out = append(out, nil)
		}
		m.labels = m.labels[1:]
		out[i] = append(out[i], m)
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
func meet[T any, D comparable](first, second *member[T, D], said pairs, disagree func(first, second *T)) {
	pair := [2]uint32{first.number, second.number}
	if first.number == second.number || said[pair] {
		return
	}
	said[pair] = true
	disagree(first.value, second.value)
}
