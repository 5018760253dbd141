// Package schema is the structural part of OpenAPI v3 that a CustomResourceDefinition needs: a value type that is
// written into the definition as it stands, builders to compose it, and Check, which tells what of a value the API
// server would refuse or silently drop.
//
// A Schema is immutable, so that schemas can share parts: every method returns a changed copy and leaves its receiver
// alone. The json tags are the keywords of apiextensions.k8s.io/v1. There is no description: schemas of ours carry none.
package schema

import (
	"maps"
	"slices"
)

// The values of Schema.Type. A schema without one takes any value.
const (
	typeArray   = "array"
	typeBoolean = "boolean"
	typeInteger = "integer"
	typeNumber  = "number"
	typeObject  = "object"
	typeString  = "string"
)

// Props are an object's fields by name.
type Props map[string]*Schema

// Schema describes one value. Build it with the functions of this package; read it through Check.
type Schema struct {
	AdditionalProperties *Schema   `json:"additionalProperties,omitempty"`
	AnyOf                []*Schema `json:"anyOf,omitempty"`
	// Default is what the API server fills in; an empty map is a default like any other, so only nil means none.
	Default       any      `json:"default,omitempty"`
	Enum          []string `json:"enum,omitempty"`
	Format        string   `json:"format,omitempty"`
	Items         *Schema  `json:"items,omitempty"`
	MaxProperties *int64   `json:"maxProperties,omitempty"`
	Minimum       *int64   `json:"minimum,omitempty"`
	Properties    Props    `json:"properties,omitempty"`
	// Needs is the keyword "required", whose name the builder has.
	Needs                 []string     `json:"required,omitempty"`
	Type                  string       `json:"type,omitempty"`
	IntOrStringValue      bool         `json:"x-kubernetes-int-or-string,omitempty"`
	ListType              string       `json:"x-kubernetes-list-type,omitempty"`
	MapType               string       `json:"x-kubernetes-map-type,omitempty"`
	PreserveUnknownFields bool         `json:"x-kubernetes-preserve-unknown-fields,omitempty"`
	Validations           []Validation `json:"x-kubernetes-validations,omitempty"`
}

// Validation is a CEL rule that the API server evaluates; Check does not.
type Validation struct {
	Message string `json:"message"`
	Rule    string `json:"rule"`
}

// String takes any text.
func String() *Schema { return &Schema{Type: typeString} }

// DateTime takes an RFC 3339 time. Check does not look inside.
func DateTime() *Schema { return &Schema{Type: typeString, Format: "date-time"} }

// Boolean takes true and false.
func Boolean() *Schema { return &Schema{Type: typeBoolean} }

// Integer takes a whole number of no stated width.
func Integer() *Schema { return &Schema{Type: typeInteger} }

// Int32 takes a whole number of 32 bits.
func Int32() *Schema { return &Schema{Type: typeInteger, Format: formatInt32} }

// Int64 takes a whole number of 64 bits.
func Int64() *Schema { return &Schema{Type: typeInteger, Format: "int64"} }

// IntOrString takes a whole number or a text such as "50%".
func IntOrString() *Schema {
	return &Schema{AnyOf: []*Schema{Integer(), String()}, IntOrStringValue: true}
}

// Array takes a list of items.
func Array(items *Schema) *Schema { return &Schema{Type: typeArray, Items: items} }

// Map takes an object of free keys.
func Map(values *Schema) *Schema { return &Schema{Type: typeObject, AdditionalProperties: values} }

// Object takes an object of these fields and no others.
func Object(fields Props) *Schema { return &Schema{Type: typeObject, Properties: maps.Clone(fields)} }

// Required adds fields that must be given.
func (s *Schema) Required(names ...string) *Schema {
	c := *s
	c.Needs = slices.Concat(c.Needs, names)
	return &c
}

// WithField adds a field to an object, or replaces the one of that name.
func (s *Schema) WithField(name string, field *Schema) *Schema {
	c := *s
	c.Properties = make(Props, len(s.Properties)+1)
	maps.Copy(c.Properties, s.Properties)
	c.Properties[name] = field
	return &c
}

// WithDefault sets what the API server fills in where the field is absent.
func (s *Schema) WithDefault(value any) *Schema {
	c := *s
	c.Default = value
	return &c
}

// OneOf limits a text to these values.
func (s *Schema) OneOf(values ...string) *Schema {
	c := *s
	c.Enum = slices.Clone(values)
	return &c
}

// AtLeast sets the smallest number that is taken.
func (s *Schema) AtLeast(n int64) *Schema {
	c := *s
	c.Minimum = &n
	return &c
}

// AtMostKeys limits how many keys an object has.
func (s *Schema) AtMostKeys(n int64) *Schema {
	c := *s
	c.MaxProperties = &n
	return &c
}

// Atomic makes server-side apply replace a list or an object as a whole.
func (s *Schema) Atomic() *Schema {
	c := *s
	if c.Type == typeArray {
		c.ListType = "atomic"
	} else {
		c.MapType = "atomic"
	}
	return &c
}

// Open keeps fields that the schema does not name.
func (s *Schema) Open() *Schema {
	c := *s
	c.PreserveUnknownFields = true
	return &c
}

// Validated adds a CEL rule and the message that the API server gives when it does not hold.
func (s *Schema) Validated(rule, message string) *Schema {
	c := *s
	c.Validations = append(slices.Clip(c.Validations), Validation{Message: message, Rule: rule})
	return &c
}
