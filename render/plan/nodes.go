package plan

import (
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
