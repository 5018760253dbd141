package render

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// located are the findings with their lines, in order. Lines are looked up only here: a package without findings pays
// nothing for them.
func (p *parts) located() []finding.Finding {
	byPlace := p.pointedAt()
	for i := range p.found {
		f := &p.found[i]
		locate(byPlace, &f.Place)
		if f.Other != nil {
			other := *f.Other
			locate(byPlace, &other)
			f.Other = &other
		}
	}
	finding.Sort(p.found)
	return p.found
}

// pointedAt are the resources that findings point at. Only these are looked for: there may be very many others.
func (p *parts) pointedAt() map[finding.Place]*resource.Resource {
	byPlace := map[finding.Place]*resource.Resource{}
	for i := range p.found {
		byPlace[resourceOf(p.found[i].Place)] = nil
		if other := p.found[i].Other; other != nil {
			byPlace[resourceOf(*other)] = nil
		}
	}
	if len(byPlace) == 0 {
		return nil
	}
	for i := range p.resources {
		place := placeOf(&p.resources[i])
		if _, wanted := byPlace[place]; wanted {
			byPlace[place] = &p.resources[i]
		}
	}
	return byPlace
}

// resourceOf is the place of the resource that a place is in.
func resourceOf(place finding.Place) finding.Place {
	place.Field = ""
	return place
}

func locate(byPlace map[finding.Place]*resource.Resource, place *finding.Place) {
	r := byPlace[resourceOf(*place)]
	if r == nil || r.Source.Line == 0 {
		return // without a line of its own the resource was rewritten on its way here: its lines are of no file
	}
	if place.Field == "" {
		return
	}
	line, column, ok := r.Locate(place.Field)
	if !ok {
		return
	}
	place.Text = excerpt(r.Text, line-r.Source.Line)
	place.Line, place.Column = line, column
}

// excerpt is a line of a text, counted from 0, empty where it may hold a secret.
func excerpt(text string, line int) string {
	for range line {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return ""
		}
		text = rest
	}
	text, _, _ = strings.Cut(text, "\n")
	if lower := strings.ToLower(text); strings.Contains(lower, "passw") || strings.Contains(lower, "secret") || len(text) > 200 {
		return ""
	}
	return strings.TrimRight(text, " \r")
}
