package yaml

import "github.com/novasphere/wukong-fn/render/yaml/scalar"

// Value is the node as plain Go values: map[string]any, []any, string, int64, float64, bool and nil. Unquoted scalars
// become what kubectl makes of them (on is true); a date stays a string, and a whole number over int64 is a float64.
func (n Node) Value() any {
	switch n.Kind() {
	case Mapping:
		m := map[string]any{}
		for key, value := range n.Fields() {
			m[key.Text()] = value.Value()
		}
		return m
	case Sequence:
		items := []any{}
		for item := range n.Items() {
			items = append(items, item.Value())
		}
		return items
	case Scalar:
	}
	if !n.Plain() {
		return n.Text()
	}
	return Value(n.Text())
}

// Value is the plain Go value of an unquoted scalar.
func Value(s string) any {
	switch r := scalar.Resolve(s); r.Type {
	case scalar.Null:
		return nil
	case scalar.Bool:
		return r.Bool
	case scalar.Int:
		if !r.Big {
			return r.Int
		}
		return r.Float
	case scalar.Float:
		return r.Float
	}
	return s
}
