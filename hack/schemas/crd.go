package main

import (
	"fmt"
	"reflect"
	"strings"

	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
)

// definition is the CustomResourceDefinition of a kind of ours. Defaults stay out of it: the API server would write them
// into the object, which then differs from Git. So do rules about keys of mappings, and about a name together with other
// fields, which it cannot express.
func definition(kind string, s *schema) ([]byte, error) {
	singular := strings.ToLower(kind)
	root := structural(s)
	fields := mapping(root["properties"])
	fields["apiVersion"] = map[string]any{"type": "string"}
	fields["kind"] = map[string]any{"type": "string"}
	// Of metadata a definition may say no more than what the name is like.
	fields["metadata"] = map[string]any{"type": "object", "properties": map[string]any{
		"name": mapping(mapping(mapping(fields["metadata"])["properties"])["name"]),
	}}
	text, err := yaml.Marshal(map[string]any{
		"apiVersion": "apiextensions.k8s.io/v1",
		"kind":       "CustomResourceDefinition",
		"metadata":   map[string]any{"name": singular + "s." + api.Group},
		"spec": map[string]any{
			"group": api.Group,
			"names": map[string]any{"kind": kind, "listKind": kind + "List", "plural": singular + "s", "singular": singular},
			"scope": "Namespaced",
			"versions": []any{map[string]any{
				"name": strings.TrimPrefix(api.APIVersion, api.Group+"/"), "served": true, "storage": true,
				"schema":       map[string]any{"openAPIV3Schema": root},
				"subresources": map[string]any{"status": map[string]any{}},
			}},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("writing the definition of %s: %w", kind, err)
	}
	return append([]byte("# "+made+"\n"), text...), nil
}

// mapping is value where it is one, else empty.
func mapping(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

// ofSpec is a rule that is about nothing but a resource's spec, as a rule of the spec.
func ofSpec(r rule) (rule, bool) {
	inner := rule{If: r.If.In["spec"], Then: r.Then.In["spec"]}
	return inner, reflect.DeepEqual(r, rule{
		If: api.Facts{In: map[string]api.Facts{"spec": inner.If}}, Then: api.Facts{In: map[string]api.Facts{"spec": inner.Then}},
	})
}

// structural is s in the words that Kubernetes has: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
func structural(s *schema) map[string]any {
	out := valueRules(s)
	if s.Description != "" {
		out["description"] = s.Description
	}
	switch t := s.Type.(type) {
	case string:
		out["type"] = t
	case nil: // free
		out["x-kubernetes-preserve-unknown-fields"] = true
	default:
		delete(out, "anyOf")
		if s.Pattern == "" || len(s.Properties) > 0 || s.Items != nil { // any scalar, or a text or more, for which there is no word
			return map[string]any{"x-kubernetes-preserve-unknown-fields": true}
		}
		out["x-kubernetes-int-or-string"] = true
	}
	if s.DoNotSuggest {
		out["type"] = "object"
	}
	if s.Type == "object" && s.AdditionalProperties == nil && len(s.Properties) == 0 { // a free mapping
		out["x-kubernetes-preserve-unknown-fields"] = true
	}
	if s.Items != nil {
		out["items"] = structural(s.Items)
	}
	switch {
	case s.key != "":
		out["x-kubernetes-list-type"], out["x-kubernetes-list-map-keys"] = "map", []any{s.key}
	case s.UniqueItems:
		out["x-kubernetes-list-type"] = "set"
	}
	if values, ok := s.AdditionalProperties.(*schema); ok {
		if len(s.Properties) > 0 { // it may not stand beside them
			out["x-kubernetes-preserve-unknown-fields"] = true
		} else {
			out["additionalProperties"] = structural(values)
		}
	}
	if len(s.Properties) > 0 {
		fields := map[string]any{}
		for _, p := range s.Properties {
			fields[p.name] = structural(p.schema)
		}
		out["properties"] = fields
	}
	for _, r := range s.rules { // there is no if: either not the one, or the other
		if _, named := r.Then.In["metadata"]; named {
			continue // alternatives may not speak of metadata
		}
		of, where := s, out
		if inner, ok := ofSpec(r); ok { // the root of a definition may have no alternatives
			r, of, where = inner, s.Properties.get("spec"), mapping(mapping(out["properties"])["spec"])
		}
		all, _ := where["allOf"].([]any)
		where["allOf"] = append(all, map[string]any{"anyOf": []any{
			map[string]any{"not": alternative(of.facts(r.If))}, alternative(of.facts(r.Then)),
		}})
	}
	return out
}

// valueRules are what may stand anywhere in a structural schema.
func valueRules(s *schema) map[string]any {
	out := map[string]any{}
	put := func(key string, set bool, value any) {
		if set {
			out[key] = value
		}
	}
	put("enum", s.Enum != nil, s.Enum)
	put("minimum", s.Minimum != nil, s.Minimum)
	put("maximum", s.Maximum != nil, s.Maximum)
	put("maxLength", s.MaxLength != nil, s.MaxLength)
	put("pattern", s.Pattern != "", s.Pattern)
	put("minItems", s.MinItems != nil, s.MinItems)
	put("maxProperties", s.MaxProperties != nil, s.MaxProperties)
	put("required", len(s.Required) > 0, s.Required)
	if s.Not != nil {
		out["not"] = alternative(s.Not)
	}
	if s.AnyOf != nil {
		any := make([]any, len(s.AnyOf))
		for i, one := range s.AnyOf {
			any[i] = alternative(one)
		}
		out["anyOf"] = any
	}
	return out
}

// alternative is a schema inside not, anyOf or allOf, where no types may stand; a field that must not be there is not
// required.
func alternative(s *schema) map[string]any {
	out := valueRules(s)
	fields := map[string]any{}
	var all []any
	for _, p := range s.Properties {
		if p.never {
			all = append(all, map[string]any{"not": map[string]any{"required": []any{p.name}}})
		} else {
			fields[p.name] = alternative(p.schema)
		}
	}
	if len(fields) > 0 {
		out["properties"] = fields
	}
	if len(all) > 0 {
		out["allOf"] = all
	}
	return out
}
