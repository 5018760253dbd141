package main

import (
	"cmp"
	"maps"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// rule is one between the fields of an object.
type rule = api.Rule

// conditions writes the rules of an object, and of all objects in it, as if and then.
func (s *schema) conditions() {
	for _, r := range s.rules {
		s.AllOf = append(s.AllOf, &schema{If: s.facts(r.If), Then: s.facts(r.Then)})
	}
	for _, p := range s.Properties {
		p.conditions()
	}
	if s.Items != nil {
		s.Items.conditions()
	}
}

// facts is the schema of objects of which they hold; s is what the object is like otherwise.
func (s *schema) facts(f api.Facts) *schema {
	out := &schema{Required: slices.Clone(f.Has)}
	about := map[string]*schema{}
	for _, name := range f.Lacks {
		about[name] = s.Properties.get(name).absent()
	}
	for name, texts := range f.Is {
		about[name] = &schema{Enum: values(texts)}
	}
	for name, texts := range f.Not {
		about[name] = &schema{Not: &schema{Enum: values(texts)}}
	}
	for _, name := range f.False {
		out.Required = append(out.Required, name)
		about[name] = &schema{Enum: []any{false}}
	}
	for name, limit := range f.Longest {
		about[name] = &schema{MaxLength: &limit}
	}
	for _, name := range slices.Sorted(maps.Keys(f.In)) {
		out.Required = append(out.Required, name)
		about[name] = s.Properties.get(name).facts(f.In[name])
	}
	for _, name := range slices.Sorted(maps.Keys(about)) {
		out.Properties = append(out.Properties, property{name, about[name]})
	}
	return out
}

// absent fits what counts as absent where s is expected.
func (s *schema) absent() *schema {
	switch cmp.Or(s, &schema{}).Type {
	case "boolean":
		if s.Default == false { // else absent means true, and every value says something
			return &schema{Enum: []any{false}}
		}
	case "object":
		if s.Properties == nil && s.AdditionalProperties != false { // one that never has a field is there or not
			return &schema{MaxProperties: new(0)}
		}
	}
	return &schema{never: true}
}
