package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/disclose"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// located are the findings with their lines, in order, and without what may be a secret. Lines are looked up only here, and
// of each resource that findings point at in one walk: a package without findings pays nothing for them. unknown is asked for
// those of resources without a line.
func (p *contents) located(unknown func([]*finding.Place)) []finding.Finding {
	found := p.found.All()
	places := placesOf(found)
	pointed := map[finding.Place][]*finding.Place{}
	for _, place := range places {
		if place.Field != "" && !p.noLines {
			r := resourceOf(*place)
			pointed[r] = append(pointed[r], place)
		}
	}
	locateIn := func(r *resource.Resource) {
		places := pointed[placeOf(r)]
		if len(places) > 0 && r.Source.Line > 0 { // else it was rewritten on its way here: its lines are of no file
			Locate(r, places)
		}
	}
	for i := 0; i < len(p.resources) && len(pointed) > 0; i++ {
		locateIn(&p.resources[i])
	}
	if p.functionConfig != nil {
		locateIn(p.functionConfig)
	}
	if unknown != nil {
		unknown(places)
	}
	if p.noLines {
		for _, place := range places {
			place.Line, place.Column = 0, 0
		}
	}
	finding.Sort(found)
	for i := range found {
		disclose.Finding(&found[i])
	}
	if p.inventories.place(found, p.noLines) {
		finding.Sort(found)
	}
	return found
}

// placesOf are the places of findings, each of its own: several findings may share one.
func placesOf(found []finding.Finding) []*finding.Place {
	var places []*finding.Place
	for i := range found {
		f := &found[i]
		places = append(places, &f.Place)
		if f.Other != nil {
			other := *f.Other
			f.Other = &other
			places = append(places, f.Other)
		}
		f.Also = slices.Clone(f.Also)
		for j := range f.Also {
			places = append(places, &f.Also[j])
		}
	}
	return places
}

// resourceOf is the place of the resource that a place is in.
func resourceOf(place finding.Place) finding.Place {
	place.Field = ""
	return place
}

// Locate gives places in a resource, of which there is one at least, their lines, columns and texts.
func Locate(r *resource.Resource, places []*finding.Place) {
	fields := make([]string, len(places))
	for i, place := range places {
		fields[i] = place.Field
	}
	positions := r.Locate(fields...)
	if positions[0].Line == 0 {
		return
	}
	for i, p := range positions {
		places[i].Line, places[i].Column = p.Line, p.Column
	}
	slices.SortFunc(places, func(a, b *finding.Place) int { return cmp.Compare(a.Line, b.Line) })
	text, line := r.Text, r.Source.Line
	for _, place := range places {
		for ; line < place.Line; line++ {
			_, text, _ = strings.Cut(text, "\n")
		}
		place.Text = excerpt(text)
	}
}

// longestExcerpt is how many bytes a line may have to be shown.
const longestExcerpt = 200

// excerpt is the first line of a text, empty where it is long.
func excerpt(text string) string {
	line, _, _ := strings.Cut(text[:min(len(text), longestExcerpt+1)], "\n")
	if len(line) > longestExcerpt {
		return ""
	}
	return line
}
