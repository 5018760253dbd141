package finding

import (
	"cmp"
	"slices"
)

// Most is how many findings of one severity are kept. What is found beyond that is only counted.
const Most = 5000

// List gathers findings: Most of each severity, the first ones, and for every code the number of the others. So a small
// input with a million mistakes needs no more memory than one with a few, and no error is lost behind warnings. What is said
// once for all places is one finding in it (see Finding.once). The zero List is empty.
type List struct {
	found []Finding
	kept  [3]int // by severity
	more  []Finding
	same  map[saying]int // indexes in found of what is said once
}

// Add takes findings in. One that stands for others (More) is counted with them.
func (l *List) Add(found ...Finding) {
	for _, f := range found {
		kept := &l.kept[f.Severity.rank()]
		switch {
		case f.More > 0:
			l.count(f, f.More)
		case l.joined(&f):
		case *kept == Most:
			l.count(f, 1)
		default:
			*kept++
			l.found = append(l.found, f)
		}
	}
}

// Full says whether another finding of a severity would only be counted.
func (l *List) Full(s Severity) bool { return l.kept[s.rank()] == Most }

func (l *List) count(f Finding, n int) {
	for i := range l.more { // there are no more of these than codes
		if m := &l.more[i]; m.Code == f.Code && m.Severity == f.Severity {
			m.More += n
			return
		}
	}
	l.more = append(l.more, Finding{Code: f.Code, Severity: f.Severity, More: n})
}

// All are the findings in the order in which they came, then one for each code and severity of which not all were kept.
func (l *List) All() []Finding {
	if len(l.more) == 0 {
		return l.found
	}
	return append(l.found[:len(l.found):len(l.found)], l.more...)
}

// Failed says whether an error was found.
func (l *List) Failed() bool { return AnyError(l.more) || l.kept[Error.rank()] > 0 }

// Worst are at most n of the findings, errors before warnings and warnings before notes, in the order that they have; then,
// for each code and severity, one that stands for the others.
func Worst(found []Finding, n int) []Finding {
	var room [3]int
	for i := range found {
		if found[i].More == 0 {
			room[found[i].Severity.rank()]++
		}
	}
	for i := range room {
		room[i] = min(room[i], n)
		n -= room[i]
	}
	var rest List
	var worst []Finding
	for _, f := range found {
		left := &room[f.Severity.rank()]
		if f.More > 0 || *left == 0 {
			rest.count(f, max(f.More, 1))
			continue
		}
		*left--
		worst = append(worst, f)
	}
	slices.SortFunc(rest.more, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity.rank(), b.Severity.rank()), cmp.Compare(a.Code, b.Code))
	})
	return append(worst, rest.more...)
}
