package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// Requirement is that a node has one of some values of a label. Values are sorted.
type Requirement struct {
	Label  string
	Values []string
}

// Term is a group of nodes: those that meet all of its requirements, which are sorted by label.
type Term []Requirement

// mostTerms bounds how many groups of nodes a machine may be placed on, and mostHosts how many host names are told without a word.
const (
	mostTerms = 1000
	mostHosts = 50
)

// place says where a machine may run: where all of its networks are. On another node the CNI plugin makes an empty bridge and says
// nothing. Nil is everywhere.
func (r *resolver) place(m *Machine, networks []api.WukongNetwork) []Term {
	if r.config.VM.Placement == api.PlacementNone {
		return nil
	}
	var where []Term
	last := 0
	for i := range networks {
		s := r.definition(&networks[i])
		if s == nil || len(s.NodeSelector)+len(s.More().Nodes) == 0 {
			continue
		}
		at := Origin{m.Owner, r.entry(i)}
		terms := r.terms(s)
		if m.Spec.HighAvailability != nil && len(meeting(terms, []Term{termOf(m.Spec.HighAvailability.NodeSelector)})) == 0 {
			r.nowhere(&at, "spec.highAvailability.nodeSelector", m.Owner)
			return nil
		}
		if where == nil {
			where, last = terms, i
			continue
		}
		both := meeting(where, terms)
		switch {
		case len(both) == 0:
			r.nowhere(&at, r.entry(last), m.Owner)
			return nil
		case len(both) > mostTerms:
			r.report(finding.New(finding.Limit, "", fmt.Sprintf("the machine's networks describe %d groups of nodes together, and at most %d can be told "+
				"to the scheduler: pick nodes by one label", len(both), mostTerms)), &at, "")
			return nil
		}
		where, last = both, i
	}
	if n := hosts(where); n > mostHosts {
		r.report(finding.New(finding.ManyNodes, "", fmt.Sprintf("the machine may run on %d nodes by name, which all stand in it: pick the network's nodes "+
			"by a label, or use the attachment's marker with vm.placement: none", n)), &m.Origin, "spec.networks")
	}
	return where
}

// definition is what a machine's entry is defined by, nil where it connects the machine to nothing of the nodes.
func (r *resolver) definition(n *api.WukongNetwork) *api.NetworkSpec {
	switch {
	case n.Name == api.PodNetwork, n.Ensure == api.EnsureAbsent:
		return nil
	case n.NetworkRef == "":
		return &n.NetworkSpec
	}
	if shared := r.shared[n.NetworkRef]; shared != nil {
		return &shared.Resource.Spec
	}
	return nil
}

// nowhere reports a network that is on no node on which the machine may run for another reason.
func (r *resolver) nowhere(at *Origin, because string, owner *Owner) {
	f := finding.New(finding.Nowhere, "", fmt.Sprintf("no node has this network and is also one that %s allows, so that the machine could never run: "+
		"correct one of the two", because))
	other := owner.Place
	other.Field = because
	f.Other = &other
	r.report(f, at, "")
}

// terms are the nodes of a network. Those of a table whose entries differ in one label are one group.
func (r *resolver) terms(s *api.NetworkSpec) []Term {
	if len(s.More().Nodes) == 0 {
		return []Term{termOf(s.NodeSelector)}
	}
	if known, ok := r.placed[s]; ok {
		return known
	}
	all := make([]Term, len(s.More().Nodes))
	for i := range s.More().Nodes {
		all[i] = termOf(s.More().Nodes[i].Selector(s.NodeSelector))
	}
	if one, ok := together(all); ok {
		all = []Term{one}
	}
	if r.placed == nil {
		r.placed = map[*api.NetworkSpec][]Term{}
	}
	r.placed[s] = all
	return all
}

func termOf(labels Nodes) Term {
	t := make(Term, 0, len(labels))
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		t = append(t, Requirement{label, []string{labels[label]}})
	}
	return t
}

// together is one group for groups of the same labels that differ in the values of one label at most.
func together(all []Term) (Term, bool) {
	one := slices.Clone(all[0])
	differ := -1
	for _, t := range all[1:] {
		for i := range t {
			if t[i].Values[0] == one[i].Values[0] {
				continue
			}
			if differ >= 0 && differ != i {
				return nil, false
			}
			differ = i
		}
	}
	if differ < 0 {
		return one, true
	}
	values := make([]string, len(all))
	for i, t := range all {
		values[i] = t[differ].Values[0]
	}
	slices.Sort(values)
	one[differ].Values = slices.Compact(values)
	return one, true
}

// meeting are the nodes that are in both of two sets.
func meeting(a, b []Term) []Term {
	var both []Term
	for _, one := range a {
		for _, another := range b {
			if t, some := one.and(another); some {
				both = append(both, t)
			}
		}
		if len(both) > mostTerms { // more is not needed to say that it is too much
			break
		}
	}
	return both
}

// and are the nodes that are in both groups; false where none can be.
func (t Term) and(other Term) (Term, bool) {
	out := make(Term, 0, len(t)+len(other))
	for len(t) > 0 && len(other) > 0 {
		switch c := strings.Compare(t[0].Label, other[0].Label); {
		case c < 0:
			out, t = append(out, t[0]), t[1:]
		case c > 0:
			out, other = append(out, other[0]), other[1:]
		default:
			values := common(t[0].Values, other[0].Values)
			if len(values) == 0 {
				return nil, false
			}
			out, t, other = append(out, Requirement{t[0].Label, values}), t[1:], other[1:]
		}
	}
	return append(append(out, t...), other...), true
}

// common are the words that stand in both of two sorted lists.
func common(a, b []string) []string {
	var both []string
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			both = append(both, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return both
}

// hosts is how many host names stand in groups.
func hosts(terms []Term) int {
	n := 0
	for _, t := range terms {
		for _, one := range t {
			if one.Label == api.HostnameLabel {
				n += len(one.Values)
			}
		}
	}
	return n
}

// selected are groups of nodes that also have the labels of a selector.
func selected(where []Term, selector map[string]string) []Term {
	own := []Term{termOf(selector)}
	if len(where) == 0 {
		return own
	}
	return meeting(where, own)
}
