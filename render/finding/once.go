package finding

import (
	"fmt"
	"slices"
	"strings"
)

// places is how many places of a finding that is said once are kept.
const places = 4

// saying is all that a finding says but for its places.
type saying struct {
	code              Code
	severity          Severity
	message           string
	current, proposed string
}

// once says whether a finding has one cause wherever it is said in these words, so that a fleet of like machines gives one.
// Notes and warnings about resources are such, whatever severity the configuration gives them, unless they are about what
// becomes of each object. Of an error each place is listed, for each has to be corrected; but a wrong uplink, or a network that
// is missing, is one mistake.
func (f *Finding) once() bool {
	switch f.Code {
	case CutOff, UnknownNetwork:
		return f.Place.Kind != ""
	case Removed, FalseClaim:
		return false
	}
	return f.Place.Kind != "" && RuleOf(f.Code).Severity != Error
}

// joined takes a finding into the one that says the same already, if there is one.
func (l *List) joined(f *Finding) bool {
	if !f.once() {
		return false
	}
	s := saying{f.Code, f.Severity, f.Message, f.Current, f.Proposed}
	if i, ok := l.same[s]; ok {
		l.found[i].join(f)
		return true
	}
	if !l.Full(f.Severity) {
		if l.same == nil {
			l.same = map[saying]int{}
		}
		l.same[s] = len(l.found)
	}
	return false
}

// join takes the places of another finding that says the same into f: the first ones, in the order of Sort, whatever the order in
// which they come.
func (f *Finding) join(other *Finding) {
	f.Alike += 1 + other.Alike
	if n := len(f.Also); n == places-1 && f.Also[n-1].compare(&other.Place) <= 0 {
		return
	}
	all := slices.Concat([]Place{f.Place}, f.Also, []Place{other.Place}, other.Also)
	slices.SortStableFunc(all, func(a, b Place) int { return a.compare(&b) })
	if all[0] != f.Place {
		f.Other = other.Other
	}
	f.Place, f.Also = all[0], all[1:min(places, len(all))]
}

// AlikeText is where else a finding holds, in words.
func (f *Finding) AlikeText() string {
	also := make([]string, len(f.Also))
	for i := range f.Also {
		also[i] = strings.Join(nonEmpty(f.Also[i].Position(), f.Also[i].Resource(), f.Also[i].Field), " ")
	}
	places := "places"
	if f.Alike == 1 {
		places = "place"
	}
	text := fmt.Sprintf("the same at %d more %s: %s", f.Alike, places, strings.Join(also, ", "))
	if f.Alike > len(f.Also) {
		text += ", ..."
	}
	return text
}
