package render

import (
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// ledger takes what is found about a package, in whatever order.
type ledger struct {
	found finding.List
	// severities are those that the configuration gives to findings, by code.
	severities map[string]string
	// reasons are the annotations that silence findings, by the resource that carries them.
	reasons map[finding.Place]map[finding.Code]string
	// noLines says that the resources' lines are those of no file.
	noLines bool
}

// allowPrefix begins the annotations that silence a finding on one resource: the code follows, and the value is the
// reason.
const allowPrefix = "allow.fn.novasphere.dev/"

// takeReasons takes in a resource's annotations that silence findings, and reports those without a reason.
func (l *ledger) takeReasons(r *resource.Resource, annotations map[string]string) {
	var keys []string // most resources have none
	for key := range annotations {
		if strings.HasPrefix(key, allowPrefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		name := strings.TrimPrefix(key, allowPrefix)
		code, field, message := finding.Code(name), "metadata.annotations["+key+"]", ""
		switch {
		case !finding.Known(code):
			message = "there is no finding of this code to silence"
		case finding.RuleOf(code).Firm:
			message = "this finding cannot be silenced: what it is about cannot be generated"
		case strings.TrimSpace(annotations[key]) == "":
			message = "silences a finding without a reason: write the reason as the value"
		}
		if message != "" {
			l.say(placed(finding.New(finding.Silence, field, message), r))
			continue
		}
		place := placeOf(r)
		if l.reasons[place] == nil {
			l.reasons[place] = map[finding.Code]string{}
		}
		l.reasons[place][code] = annotations[key]
	}
}

// settle says again what was said before configuration and annotations were read.
func (l *ledger) settle() {
	early := l.found.All()
	l.found = finding.List{}
	l.say(early...)
}

// say files findings with the severity that the configuration wants, but for those that a resource silences. A conflict is
// silenced from either of its places.
func (l *ledger) say(found ...finding.Finding) {
	for _, f := range found {
		if l.silenced(&f) {
			continue
		}
		if s := l.severities[string(f.Code)]; s != "" {
			f.Severity = finding.Severity(s)
		}
		l.found.Add(f)
	}
}

func (l *ledger) sayOne(f finding.Finding) { l.say(f) }

// counted says whether another finding of a code would only be counted.
func (l *ledger) counted(code finding.Code) bool {
	severity := finding.RuleOf(code).Severity
	if s := l.severities[string(code)]; s != "" {
		severity = finding.Severity(s)
	}
	return l.found.Full(severity)
}

func (l *ledger) silenced(f *finding.Finding) bool {
	switch {
	case len(l.reasons) == 0:
		return false
	case l.reasons[resourceOf(f.Place)][f.Code] != "":
		return true
	}
	return f.Other != nil && l.reasons[resourceOf(*f.Other)][f.Code] != ""
}

// placeOf is where a resource stands.
func placeOf(r *resource.Resource) finding.Place {
	return finding.Place{
		APIVersion: r.Meta.APIVersion, Kind: r.Meta.Kind, Namespace: r.Meta.Namespace, Name: r.Meta.Name,
		File: r.Source.File, Index: r.Source.Index, Line: r.Source.Line,
	}
}

// placed puts a finding, which knows its field, on a resource.
func placed(f finding.Finding, r *resource.Resource) finding.Finding {
	field := f.Place.Field
	f.Place = placeOf(r)
	f.Place.Field = field
	return f
}
