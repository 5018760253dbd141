package main

import (
	"bytes"
	"encoding/json"
)

// schema is a JSON Schema of draft 7, in the order in which it is written. The fields behind the tag "-" are what the
// two outputs say in different words.
type schema struct {
	Version              string     `json:"$schema,omitempty"`
	Comment              string     `json:"$comment,omitempty"`
	Ref                  string     `json:"$ref,omitempty"`
	Title                string     `json:"title,omitempty"`
	Description          string     `json:"description,omitempty"`
	Type                 any        `json:"type,omitempty"` // a name or a list of names
	Const                string     `json:"const,omitempty"`
	Enum                 []any      `json:"enum,omitempty"`
	Minimum              *int       `json:"minimum,omitempty"`
	Maximum              *int       `json:"maximum,omitempty"`
	MaxLength            *int       `json:"maxLength,omitempty"`
	Pattern              string     `json:"pattern,omitempty"`
	PatternErrorMessage  string     `json:"patternErrorMessage,omitempty"` // of the editors' own vocabulary
	MinItems             *int       `json:"minItems,omitempty"`
	UniqueItems          bool       `json:"uniqueItems,omitempty"`
	Items                *schema    `json:"items,omitempty"`
	Required             []string   `json:"required,omitempty"`
	Properties           properties `json:"properties,omitempty"`
	PropertyNames        *schema    `json:"propertyNames,omitempty"`
	MaxProperties        *int       `json:"maxProperties,omitempty"`
	AdditionalProperties any        `json:"additionalProperties,omitempty"` // false or a schema
	Default              any        `json:"default,omitempty"`
	DoNotSuggest         bool       `json:"doNotSuggest,omitempty"` // of the editors' own vocabulary
	If                   *schema    `json:"if,omitempty"`
	Then                 *schema    `json:"then,omitempty"`
	Not                  *schema    `json:"not,omitempty"`
	AnyOf                []*schema  `json:"anyOf,omitempty"`
	AllOf                []*schema  `json:"allOf,omitempty"`

	never bool   // nothing fits
	key   string // the field that tells the entries of a list apart
	rules []rule // between the fields
}

// property is one field of an object.
type property struct {
	name string
	*schema
}

// properties are fields in the order of the Go type.
type properties []property

func (p properties) get(name string) *schema {
	for _, one := range p {
		if one.name == name {
			return one.schema
		}
	}
	return nil
}

// MarshalJSON writes the fields in their order.
func (p properties) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, one := range p {
		if i > 0 {
			out.WriteByte(',')
		}
		name, err := json.Marshal(one.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(one.schema)
		if err != nil {
			return nil, err
		}
		out.Write(append(append(name, ':'), value...))
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// MarshalJSON writes the schema that nothing fits as false.
func (s *schema) MarshalJSON() ([]byte, error) {
	if s.never {
		return []byte("false"), nil
	}
	type plain schema
	return marshal((*plain)(s))
}

// marshal keeps < and > as they are.
func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(out.Bytes()), nil
}
