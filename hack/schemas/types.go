package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// builder makes schemas of Go types.
type builder struct {
	comments comments
	formats  map[string]schema
	rules    map[string][]api.Rule
	versions []string       // of NMState
	codes    []finding.Rule // that a WukongRender can weigh
}

// object makes the schema of a struct. defaults is the value that its absent fields have, invalid where that depends.
func (b *builder) object(t reflect.Type, defaults reflect.Value) (*schema, error) {
	s := &schema{Type: "object", AdditionalProperties: false, rules: b.rules[t.Name()]}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag; tag.Get("yaml") == "word" { // a word alone may stand in place of the mapping
			_, words, _ := strings.Cut(tag.Get("schema"), "enum=")
			s.Type, s.Pattern = []any{"object", "string"}, "^("+words+")$"
			s.PatternErrorMessage = "must be one of " + strings.ReplaceAll(words, "|", ", ") + ", or a mapping"
		}
	}
	return s, b.fields(t, defaults, s)
}

func (b *builder) fields(t reflect.Type, defaults reflect.Value, s *schema) error {
	if t.Kind() == reflect.Pointer { // embedded
		t = t.Elem()
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if jsonName(f) == "-" {
			continue
		}
		if f.Anonymous {
			if err := b.fields(f.Type, reflect.Value{}, s); err != nil {
				return err
			}
			continue
		}
		var value reflect.Value
		if defaults.IsValid() {
			value = defaults.Field(i)
		}
		one, required, err := b.field(t, f, value)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", t.Name(), f.Name, err)
		}
		name := jsonName(f)
		s.Properties = append(s.Properties, property{name, one})
		if required {
			s.Required = append(s.Required, name)
		}
	}
	return nil
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func (b *builder) field(t reflect.Type, f reflect.StructField, value reflect.Value) (s *schema, required bool, err error) {
	if s, err = b.typed(f.Type, value); err != nil {
		return nil, false, err
	}
	words := f.Tag.Get("schema")
	for word := range strings.SplitSeq(words, ",") {
		switch word {
		case "":
		case "required":
			required = true
		default:
			if err := b.word(s, word); err != nil {
				return nil, false, err
			}
		}
	}
	if f.Tag.Get("yaml") == "single" { // a text alone may stand in place of the list
		s.Type, s.Pattern = []any{"array", "string"}, "^("+strings.Trim(strings.ReplaceAll(fmt.Sprint(s.Items.Enum), " ", "|"), "[]")+")$"
	}
	s.Description = b.comments.field(t.Name(), f.Name, jsonName(f))
	if f.Type.Kind() == reflect.Interface {
		s.DoNotSuggest = true
		if s.Description == "" {
			s.Description = "What a cluster adds: accepted and ignored."
		}
	}
	if !required {
		s.Default, err = byDefault(f, value)
	}
	return s, required, err
}

// byDefault is what an absent field means, nil where that depends or is nothing.
func byDefault(f reflect.StructField, value reflect.Value) (any, error) {
	text, given := f.Tag.Lookup("default")
	switch {
	case value.IsValid() && !value.IsZero() && value.Kind() != reflect.Struct:
		return value.Interface(), nil
	case f.Type.Kind() == reflect.Bool:
		return false, nil
	case !given:
		return nil, nil
	case f.Type.Kind() == reflect.String:
		return text, nil
	case f.Type.Kind() == reflect.Slice:
		return strings.Fields(text), nil
	}
	return strconv.ParseBool(text)
}

func (b *builder) typed(t reflect.Type, value reflect.Value) (*schema, error) {
	switch t.Kind() {
	case reflect.Pointer:
		return b.typed(t.Elem(), reflect.Value{})
	case reflect.Struct:
		return b.object(t, value)
	case reflect.String:
		return &schema{Type: "string"}, nil
	case reflect.Bool:
		return &schema{Type: "boolean"}, nil
	case reflect.Int, reflect.Int64:
		return &schema{Type: "integer"}, nil
	case reflect.Interface:
		return &schema{}, nil
	case reflect.Slice:
		items, err := b.typed(t.Elem(), reflect.Value{})
		return &schema{Type: "array", Items: items}, err
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return &schema{Type: "object"}, nil // free
		}
		values, err := b.typed(t.Elem(), reflect.Value{})
		return &schema{Type: "object", AdditionalProperties: values}, err
	}
	return nil, fmt.Errorf("no schema for %s", t)
}

// word adds what a word of the tag says. On a list it is about the entries, where it is not about the list itself.
func (b *builder) word(s *schema, word string) error {
	name, argument, _ := strings.Cut(word, "=")
	switch name {
	case "some":
		s.MinItems = new(1)
	case "unique":
		s.UniqueItems = true
	case "key":
		s.key = argument
	case "labels":
		keys, values := b.formats["qualified"], b.formats["value"]
		s.PropertyNames, s.AdditionalProperties = &keys, &values
	case "annotations":
		keys := b.formats["annotation"]
		s.PropertyNames = &keys
	case "scalars":
		s.AdditionalProperties = &schema{Type: []any{"string", "integer", "boolean"}}
	case "bond":
		b.bondOptions(s)
	case "codes":
		b.severities(s)
	case "object":
		return b.metadata(s, argument)
	default:
		if s.Items != nil {
			return b.value(s.Items, name, argument)
		}
		return b.value(s, name, argument)
	}
	return nil
}

// value adds a word about a single text or number.
func (b *builder) value(s *schema, name, argument string) error {
	switch name {
	case "min", "max", "longest":
		limit, err := strconv.Atoi(argument)
		if err != nil {
			return fmt.Errorf("%s of the tag schema: %w", name, err)
		}
		*map[string]**int{"min": &s.Minimum, "max": &s.Maximum, "longest": &s.MaxLength}[name] = &limit
	case "enum":
		s.Enum = values(strings.Split(argument, "|"))
	case "true":
		s.Enum = []any{true}
	case "not":
		s.Not = &schema{Enum: []any{argument}}
	case "version":
		s.Enum = values(b.versions)
	default:
		format, known := b.formats[name]
		if !known {
			return fmt.Errorf("the tag schema has the unknown word %q", name)
		}
		*s = format
	}
	return nil
}

func values(texts []string) []any {
	all := make([]any, len(texts))
	for i, t := range texts {
		all[i] = t
	}
	return all
}

// metadata is that of an object whose name ends up in names of at most 63 characters.
func (b *builder) metadata(s *schema, limit string) error {
	longest, err := strconv.Atoi(limit)
	if err != nil {
		return fmt.Errorf("object of the tag schema: %w", err)
	}
	for _, field := range []string{"name", "namespace"} {
		p := s.Properties.get(field)
		description := p.Description
		*p = b.formats["label"]
		p.Description = description
	}
	s.Properties.get("name").MaxLength = &longest
	for field, format := range map[string]string{"labels": "qualified", "annotations": "annotation"} {
		keys := b.formats[format]
		s.Properties.get(field).PropertyNames = &keys
	}
	values := b.formats["value"]
	s.Properties.get("labels").AdditionalProperties = &values
	s.Required = []string{"name"}
	return nil
}

// severities are the rules by code, each with the weights that it can have.
func (b *builder) severities(s *schema) {
	s.AdditionalProperties = false
	for _, r := range b.codes {
		weights := []any{string(finding.Error), string(finding.Warning), string(finding.Info)}
		if r.Firm { // can be said, and changes nothing
			weights = weights[:1]
		}
		s.Properties = append(s.Properties, property{string(r.Code), &schema{
			Description: fmt.Sprintf("%s: %s by default. %s", r.Title, r.Severity, r.Why), Type: "string", Enum: weights, DoNotSuggest: r.Firm,
		}})
	}
}

// bondOptions are the options that nmstate knows. Others are a warning, which a schema has no word for.
func (b *builder) bondOptions(s *schema) {
	for _, o := range api.BondOptions() {
		one := &schema{}
		switch {
		case o.Words != nil:
			one.Enum = values(o.Words)
			for i := range o.Words {
				one.Enum = append(one.Enum, json.Number(strconv.Itoa(i)), strconv.Itoa(i))
			}
		case o.Most > 0:
			*one = schema{Type: []any{"string", "integer"}, Minimum: &o.Least, Maximum: &o.Most, Pattern: "^[0-9]+$"}
		case o.Form == "boolean":
			one.Enum = append([]any{true, false, json.Number("0"), json.Number("1")}, values(api.Booleans())...)
		default:
			*one = b.formats[o.Form]
		}
		one.Description = o.What
		s.Properties = append(s.Properties, property{o.Name, one})
	}
}
