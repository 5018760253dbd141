package report

import (
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resourcelist"
)

// Results are the findings as the specification writes them; the code stands in the message, where every tool shows it,
// and as a tag.
func (r Report) Results() []resourcelist.Result {
	out := make([]resourcelist.Result, 0, len(r.findings))
	for _, f := range r.findings {
		r := result(&f)
		p := f.Place
		if p.Kind != "" {
			r.ResourceRef = &resourcelist.ResourceRef{APIVersion: p.APIVersion, Kind: p.Kind, Name: p.Name, Namespace: p.Namespace}
		}
		if p.Field != "" {
			r.Field = &resourcelist.Field{Path: p.Field}
			if f.Current != "" {
				r.Field.CurrentValue = f.Current
			}
			if f.Proposed != "" {
				r.Field.ProposedValue = f.Proposed
			}
		}
		if p.File != "" {
			r.File = &resourcelist.File{Path: p.File, Index: p.Index}
		}
		if f.Other != nil {
			r.Message += " (the other place: " + place(*f.Other) + ")"
		}
		if f.Alike > 0 {
			r.Message += " (" + f.AlikeText() + ")"
		}
		out = append(out, r)
	}
	for _, f := range r.more {
		out = append(out, result(&f))
	}
	return out
}

// result is what every result says, wherever it points.
func result(f *finding.Finding) resourcelist.Result {
	code := string(f.Code)
	return resourcelist.Result{Message: "[" + code + "] " + f.Message, Severity: string(f.Severity), Tags: map[string]string{"code": code}}
}
