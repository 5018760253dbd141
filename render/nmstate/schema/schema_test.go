package schema

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	rows := []struct {
		name   string
		schema *Schema
		want   string
	}{
		{"nothing", &Schema{}, `{}`},
		{"string", String(), `{"type":"string"}`},
		{"time", DateTime(), `{"format":"date-time","type":"string"}`},
		{"boolean with default false", Boolean().WithDefault(false), `{"default":false,"type":"boolean"}`},
		{"integer", Integer(), `{"type":"integer"}`},
		{"minimum 0", Int32().AtLeast(0), `{"format":"int32","minimum":0,"type":"integer"}`},
		{"int64", Int64(), `{"format":"int64","type":"integer"}`},
		{
			"int-or-string", IntOrString(),
			`{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true}`,
		},
		{
			"atomic list", Array(String().OneOf("a", "b")).Atomic(),
			`{"items":{"enum":["a","b"],"type":"string"},"type":"array","x-kubernetes-list-type":"atomic"}`,
		},
		{
			"map with a rule", Map(Integer()).AtMostKeys(3).Validated("true", "never"),
			`{"additionalProperties":{"type":"integer"},"maxProperties":3,"type":"object",
			  "x-kubernetes-validations":[{"message":"never","rule":"true"}]}`,
		},
		{
			"object with an empty default", Object(Props{"a": String()}).Required("a").Atomic().WithDefault(map[string]any{}),
			`{"default":{},"properties":{"a":{"type":"string"}},"required":["a"],"type":"object","x-kubernetes-map-type":"atomic"}`,
		},
		{
			"open object", Object(nil).Open(),
			`{"type":"object","x-kubernetes-preserve-unknown-fields":true}`,
		},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, err := json.Marshal(row.schema)
			require.NoError(t, err)
			require.JSONEq(t, row.want, string(got))
		})
	}
}

// TestImmutable holds that no method changes its receiver, nor a copy of it made before.
func TestImmutable(t *testing.T) {
	fields := Props{"a": String()}
	base := Object(fields).Required("a").Validated("r", "m")
	before, err := json.Marshal(base)
	require.NoError(t, err)

	left, right := base.Required("b"), base.Required("c")
	require.Equal(t, []string{"a", "b"}, left.Needs)
	require.Equal(t, []string{"a", "c"}, right.Needs)
	require.Equal(t, "left", base.Validated("left", "").Validations[1].Rule)
	require.Equal(t, "right", base.Validated("right", "").Validations[1].Rule)
	require.Contains(t, base.WithField("b", String()).Properties, "b")
	require.Contains(t, Object(nil).WithField("b", String()).Properties, "b")
	base.WithDefault(1).AtLeast(1).AtMostKeys(1).Atomic().Open().OneOf("x")
	fields["b"] = String()

	after, err := json.Marshal(base)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
}
