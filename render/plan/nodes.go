package plan

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Nodes is a set of nodes as a package describes it: those with all of these labels, all nodes where there is none. Who asks about
// nodes asks its methods, so that other descriptions can come.
type Nodes map[string]string

// Meet says whether a node may be in both sets. None is only where they want different values of one label.
func (n Nodes) Meet(other Nodes) bool {
	if len(other) < len(n) {
		n, other = other, n
	}
	for label, value := range n {
		if another, ok := other[label]; ok && value != another {
			return false
		}
	}
	return true
}

// Apart says whether no node can be in both of two sets, which may be written as selectors.
func Apart(a, b Nodes) bool { return !a.Meet(b) }

// Equal says whether two sets are described alike.
func (n Nodes) Equal(other Nodes) bool { return maps.Equal(n, other) }

// String is the set in words, the same for equal ones.
func (n Nodes) String() string {
	if len(n) == 0 {
		return "all"
	}
	parts := make([]string, 0, len(n))
	for _, label := range slices.Sorted(maps.Keys(n)) {
		parts = append(parts, label+"="+n[label])
	}
	return "those with " + strings.Join(parts, ",")
}

// Index finds those of many values whose nodes may be among given ones, without asking all: they are divided by the values of the
// label that most of them select by. The zero Index is empty; nothing is added once it was asked.
type Index[T any] struct {
	all     []onNodes[T]
	label   string
	byValue map[string][]onNodes[T] // nil until it is asked
	general []onNodes[T]            // those that do not select by the label
}

type onNodes[T any] struct {
	nodes Nodes
	value T
}

// Add takes in a value with its nodes.
func (x *Index[T]) Add(nodes Nodes, value T) { x.all = append(x.all, onNodes[T]{nodes, value}) }

// Meeting are the values whose nodes may be among the given ones. compared counts the selectors that are looked at.
func (x *Index[T]) Meeting(nodes Nodes, compared *int) iter.Seq[T] {
	return func(yield func(T) bool) {
		if x.byValue == nil {
			x.divide()
		}
		lists := [][]onNodes[T]{x.all}
		if value, some := nodes[x.label]; some {
			lists = [][]onNodes[T]{x.byValue[value], x.general}
		}
		for _, list := range lists {
			for i := range list {
				*compared++
				if list[i].nodes.Meet(nodes) && !yield(list[i].value) {
					return
				}
			}
		}
	}
}

func (x *Index[T]) divide() {
	x.byValue = map[string][]onNodes[T]{}
	x.label = commonLabel(func(yield func(Nodes) bool) {
		for i := range x.all {
			if !yield(x.all[i].nodes) {
				return
			}
		}
	})
	for _, one := range x.all {
		if value, some := one.nodes[x.label]; some {
			x.byValue[value] = append(x.byValue[value], one)
		} else {
			x.general = append(x.general, one)
		}
	}
}

// commonLabel is the label that most sets select by, empty where none does.
func commonLabel(sets iter.Seq[Nodes]) string {
	count := map[string]int{}
	for nodes := range sets {
		for label := range nodes {
			count[label]++
		}
	}
	most := ""
	for label, n := range count {
		if c := cmp.Compare(n, count[most]); c > 0 || c == 0 && (most == "" || label < most) {
			most = label
		}
	}
	return most
}
