// Package change says what comes of a change: what NMState does on the nodes and what KubeVirt does to a machine when what was
// rendered before gives way to what is rendered now. It compares values and knows nothing of where they come from: the former
// output in a package, or another package.
//
// A kind of change is a row in a table: networks in nodes.go, attachments in attachments.go, machines in machines.go. What is harmless has no row.
package change

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Row is a kind of change. In its sentences %[1]s is what was there before and %[2]s what is there now.
type Row struct {
	// Name is what people call it.
	Name string
	// Code is its class.
	Code finding.Code
	// Field is the field that is changed, of the network, disk or interface.
	Field string
	// Happens says what is done.
	Happens string
	// Lost is who loses something.
	Lost Lost
	// Stays says what stays on the nodes, beside what Change.Left lists; empty for nothing.
	Stays string
	// Do says what to do.
	Do string
	// Source says how it is known.
	Source string
}

// Lost is who loses something by a change.
type Lost uint8

const (
	// Nothing is lost.
	Nothing Lost = iota
	// Moments is the network of machines for a moment.
	Moments
	// Machines is the network of machines for good.
	Machines
	// MachinesIfAny is Machines, and no change to speak of where there are none.
	MachinesIfAny
	// Later is nothing, but running machines get the change only at their next start or migration.
	Later
)

// mostNames is how many names of a list are told.
const mostNames = 5

// few are the first names of a list in words.
func few(names []string) string {
	if n := len(names); n > mostNames {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNames], ", "), n-mostNames)
	}
	return strings.Join(names, ", ")
}

// The sources of rows.
const (
	measured = "measured: nmstate 2.2.38, NetworkManager 1.52.1"
	read     = "from the code of nmstate 2.2.38"
	kubevirt = "from the code of KubeVirt 1.9"
)

// Change is a change of two things that were compared.
type Change struct {
	*Row
	// From and To are what was there and what is there now.
	From, To string
	// Policy is the name of the policy that brings the change about; of one that is no longer there where nothing else does.
	Policy string
	// The machines that are concerned are those on Bridge, or where Attached says so, those that use the network's attachments.
	Bridge   string
	Attached bool
	// Left are interfaces that stay on the nodes and that nobody speaks of any more.
	Left []string
	// Index is that of the interface in the machine, -1 for one that is no longer there.
	Index int
	// Volume is the name of the disk's volume, empty for one that is no longer there.
	Volume string
}

// Text is the change in words. machines says in words which machines are concerned, for changes by which machines lose something.
func (c *Change) Text(machines string) string {
	fill := strings.NewReplacer("%[1]s", c.From, "%[2]s", c.To)
	sentences := []string{fill.Replace(c.Happens)}
	switch c.Lost {
	case Moments:
		sentences = append(sentences, machines+" have no network for a moment")
	case Machines, MachinesIfAny:
		sentences = append(sentences, machines+" lose their network for good: they come back neither by themselves nor by reverting, "+
			"only by a restart or a migration")
	case Later:
		sentences = append(sentences, machines+" get it at their next start or migration, and stay as they are until then")
	case Nothing:
	}
	left := c.Left
	if !slices.Contains(left, c.From) {
		left = append(nonEmpty(fill.Replace(c.Stays)), left...)
	}
	if len(left) > 0 {
		sentences = append(sentences, "On the nodes stay: "+few(left))
	}
	return strings.Join(append(sentences, nonEmpty(fill.Replace(c.Do))...), ". ")
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// byRisk sorts changes by their codes, the worst first.
func byRisk(changes []Change) []Change {
	slices.SortStableFunc(changes, func(a, b Change) int { return cmp.Compare(a.Code, b.Code) })
	return changes
}
