package schema

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/spell"
)

const formatInt32 = "int32"

// Violation is one thing that a schema does not allow.
type Violation struct {
	// Path leads to the field: "nmstate.instance.tolerations[0].key". A key that holds a dot, slash, bracket or blank stands
	// in brackets itself.
	Path string
	// Message is a predicate whose subject is the field, and does not repeat the value: "must be a string, not a list".
	Message string
	// Current is the value as found, the name for an unknown field, and empty for a missing one.
	Current string
	// Proposed is what was probably meant; empty where nothing is near.
	Proposed string
}

// Check gives everything in value that s does not allow, in one run: fields in the order of their names, then the
// missing ones; items in the order of the list.
//
// The value is a tree of map[string]any, []any, string, bool, int64, float64 and nil. As on the API server, a field
// that is null counts as absent, a required field with a default may be absent, and a float without a fraction is an
// integer. Not checked: CEL rules, date-time, and anyOf other than int-or-string.
//
// The path is put in front of every violation's; it may be empty.
func (s *Schema) Check(value any, path string) []Violation {
	if value == nil {
		return nil
	}
	var c checker
	c.value(s, value, path)
	if c.more > 0 {
		c.found = append(c.found, Violation{Path: path, Message: fmt.Sprintf("has %d mistakes more", c.more)})
	}
	return c.found
}

// checker collects the violations of one Check.
type checker struct {
	found []Violation
	more  int // that are only counted
}

// most is how many violations are kept; the last one says how many more there are.
const most = 1000

func (c *checker) add(path, current, proposed, format string, args ...any) {
	if len(c.found) == most {
		c.more++
		return
	}
	c.found = append(c.found, Violation{
		Path: path, Message: fmt.Sprintf(format, args...), Current: current, Proposed: proposed,
	})
}

func (c *checker) value(s *Schema, value any, path string) {
	kind := kindOf(value)
	if !s.takes(kind) {
		c.add(path, text(value), s.converted(value), "must be %s, not %s", s.wanted(), phrase(kind))
		return
	}
	switch v := value.(type) {
	case map[string]any:
		c.object(s, v, path)
	case []any:
		if s.Items != nil {
			for i, item := range v {
				c.value(s.Items, item, path+"["+strconv.Itoa(i)+"]")
			}
		}
	default:
		c.scalar(s, v, path)
	}
}

func (c *checker) object(s *Schema, object map[string]any, path string) {
	if s.Type == "" {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value, at := object[name], join(path, name)
		field, known := s.Properties[name]
		switch {
		case known && value == nil:
		case known:
			c.value(field, value, at)
		case s.AdditionalProperties != nil:
			c.value(s.AdditionalProperties, value, at)
		case !s.PreserveUnknownFields:
			c.unknown(s, object, name, at)
		}
	}
	for _, name := range s.Needs {
		field := s.Properties[name]
		if field == nil {
			field = &Schema{}
		}
		if object[name] == nil && field.Default == nil {
			c.add(join(path, name), "", "", "is required: write %s", field.wanted())
		}
	}
	if s.MaxProperties != nil && int64(len(object)) > *s.MaxProperties {
		c.add(path, strconv.Itoa(len(object))+" keys", "", "must have at most %d keys, not %d", *s.MaxProperties, len(object))
	}
}

func (c *checker) unknown(s *Schema, object map[string]any, name, path string) {
	if len(c.found) == most {
		c.more++
		return
	}
	fields := slices.Sorted(maps.Keys(s.Properties))
	if len(fields) == 0 {
		c.add(path, name, "", "is an unknown field: there are no fields here")
		return
	}
	all := strings.Join(fields, ", ")
	free := slices.DeleteFunc(fields, func(field string) bool { _, given := object[field]; return given })
	if near := spell.Nearest(name, free); near != "" {
		c.add(path, name, near, "is an unknown field: did you mean `%s`?", near)
		return
	}
	c.add(path, name, "", "is an unknown field: the fields here are %s", all)
}

func (c *checker) scalar(s *Schema, value any, path string) {
	if v, ok := value.(string); ok {
		if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
			c.add(path, v, spell.Nearest(v, s.Enum), "must be one of %s", strings.Join(s.Enum, ", "))
		}
		return
	}
	n, ok := number(value)
	if !ok {
		return
	}
	if s.Minimum != nil && n < float64(*s.Minimum) {
		c.add(path, text(value), strconv.FormatInt(*s.Minimum, 10), "must be at least %d", *s.Minimum)
	}
	if s.Format == formatInt32 && (n < math.MinInt32 || n > math.MaxInt32) {
		c.add(path, text(value), "", "must fit into 32 bits")
	}
}

// takes tells whether a value of this kind fits, its fields and range aside.
func (s *Schema) takes(kind string) bool {
	switch {
	case s.IntOrStringValue:
		return kind == typeInteger || kind == typeString
	case s.Type == "":
		return true
	case s.Type == typeNumber:
		return kind == typeNumber || kind == typeInteger
	}
	return kind == s.Type
}

// wanted names what fits.
func (s *Schema) wanted() string {
	if s.IntOrStringValue {
		return "an integer or a string"
	}
	return phrase(s.Type)
}

// converted is the scalar in the wanted type where it has an obvious form there, as it would be written in YAML.
func (s *Schema) converted(value any) string {
	switch v := value.(type) {
	case string:
		if s.Type == typeInteger {
			if n, err := strconv.ParseInt(v, 10, 64); err == nil && (s.Minimum == nil || n >= *s.Minimum) {
				return strconv.FormatInt(n, 10)
			}
		}
		if s.Type == typeBoolean && (v == "true" || v == "false") {
			return v
		}
	case int, int64, float64, bool:
		if s.Type == typeString && (len(s.Enum) == 0 || slices.Contains(s.Enum, text(v))) {
			return strconv.Quote(text(v))
		}
	}
	return ""
}

// kindOf is the value's type in the schema's words; empty for null and for what no tree holds.
func kindOf(value any) string {
	switch v := value.(type) {
	case string:
		return typeString
	case bool:
		return typeBoolean
	case int, int64:
		return typeInteger
	case float64:
		if v == math.Trunc(v) && !math.IsInf(v, 0) {
			return typeInteger
		}
		return typeNumber
	case map[string]any:
		return typeObject
	case []any:
		return typeArray
	}
	return ""
}

func number(value any) (float64, bool) {
	switch v := value.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// text is a scalar as a reader knows it; of the rest only the kind, since the value may be long.
func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case nil:
		return "null"
	}
	return phrase(kindOf(value))
}

func phrase(kind string) string {
	switch kind {
	case typeArray:
		return "a list"
	case typeBoolean:
		return "true or false"
	case typeInteger:
		return "an integer"
	case typeNumber:
		return "a number"
	case typeObject:
		return "a mapping"
	case typeString:
		return "a string"
	}
	return "nothing"
}

func join(path, key string) string {
	switch {
	case key == "" || strings.ContainsAny(key, "./[] \t\n"):
		return path + "[" + key + "]"
	case path == "":
		return key
	}
	return path + "." + key
}
