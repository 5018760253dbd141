package schema

import (
	"testing"

	"github.com/stretchr/testify/require"
)

type m = map[string]any

func toleration() *Schema {
	return Object(Props{"key": String(), "operator": String(), "tolerationSeconds": Int64()}).Required("key")
}

// sample has one field of each sort.
func sample() *Schema {
	return Object(Props{
		"enabled":      Boolean(),
		"free":         Object(Props{"known": Integer()}).Open(),
		"labels":       Map(String()).AtMostKeys(2),
		"logLevel":     String().OneOf("info", "debug"),
		"maxAway":      IntOrString(),
		"nothing":      Object(nil),
		"ratio":        {Type: typeNumber},
		"replicas":     Integer().AtLeast(1),
		"since":        DateTime(),
		"tolerations":  Array(toleration()),
		"weight":       Int32(),
		"withDefaults": Object(Props{"host": String().WithDefault("h")}).Required("host"),
	})
}

const fields = "enabled, free, labels, logLevel, maxAway, nothing, ratio, replicas, since, tolerations, weight, withDefaults"

func TestCheckAccepts(t *testing.T) {
	rows := []struct {
		name  string
		value any
	}{
		{"null", nil},
		{"nothing given", m{}},
		{"a null field", m{"tolerations": nil, "logLevel": nil}},
		{"boolean", m{"enabled": false}},
		{"open object, other fields", m{"free": m{"anything": []any{m{"goes": 1.5}}, "known": int64(1)}}},
		{"map", m{"labels": m{"kubernetes.io/os": "linux", "b": ""}}},
		{"one of the values", m{"logLevel": "debug"}},
		{"int-or-string, integer", m{"maxAway": int64(3)}},
		{"int-or-string, string", m{"maxAway": "50%"}},
		{"empty object", m{"nothing": m{}}},
		{"number", m{"ratio": 0.5}},
		{"number without a fraction", m{"ratio": int64(2)}},
		{"at the minimum", m{"replicas": int64(1)}},
		{"integer as a float", m{"replicas": float64(3)}},
		{"integer of Go's own width", m{"replicas": 3}},
		{"list", m{"tolerations": []any{m{"key": "a"}, m{"key": "", "tolerationSeconds": int64(0)}}}},
		{"empty list", m{"tolerations": []any{}}},
		{"widest 32 bits", m{"weight": int64(-1 << 31)}},
		{"required, but it has a default", m{"withDefaults": m{}}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			require.Empty(t, sample().Check(row.value, "spec"))
		})
	}
	require.Empty(t, (&Schema{}).Check(m{"anything": []any{int64(1), nil}}, ""), "a schema without a type takes any value")
}

func TestCheckRefuses(t *testing.T) {
	rows := []struct {
		name  string
		value any
		want  Violation
	}{
		{
			"unknown field with one near", m{"tolleration": []any{}},
			Violation{"spec.tolleration", "is an unknown field: did you mean `tolerations`?",
				"tolleration", "tolerations"},
		},
		{
			"unknown field in other case", m{"loglevel": "info"},
			Violation{"spec.loglevel", "is an unknown field: did you mean `logLevel`?",
				"loglevel", "logLevel"},
		},
		{
			"unknown field, nothing near", m{"x": nil},
			Violation{"spec.x", "is an unknown field: the fields here are " + fields, "x", ""},
		},
		{
			"unknown field, no fields at all", m{"nothing": m{"key": "a"}},
			Violation{"spec.nothing.key", "is an unknown field: there are no fields here", "key", ""},
		},
		{
			"unknown field in a list", m{"tolerations": []any{m{"key": "a"}, m{"key": "b", "opertaor": "Exists"}}},
			Violation{"spec.tolerations[1].opertaor",
				"is an unknown field: did you mean `operator`?",
				"opertaor", "operator"},
		},
		{
			"known field of an open object", m{"free": m{"known": "x"}},
			Violation{"spec.free.known", "must be an integer, not a string", "x", ""},
		},
		{
			"string for an integer", m{"replicas": "02"},
			Violation{"spec.replicas", "must be an integer, not a string", "02", "2"},
		},
		{
			"string for an integer, under the minimum", m{"replicas": "0"},
			Violation{"spec.replicas", "must be an integer, not a string", "0", ""},
		},
		{
			"number for one of the values", m{"logLevel": int64(1)},
			Violation{"spec.logLevel", "must be a string, not an integer", "1", ""},
		},
		{
			"unknown field beside the one that is near", m{"logLevel": "info", "loglevel": "info"},
			Violation{"spec.loglevel", "is an unknown field: the fields here are " + fields, "loglevel", ""},
		},
		{
			"fraction for an integer", m{"replicas": 1.5},
			Violation{"spec.replicas", "must be an integer, not a number", "1.5", ""},
		},
		{
			"string for a boolean", m{"enabled": "true"},
			Violation{"spec.enabled", "must be true or false, not a string", "true", "true"},
		},
		{
			"boolean for a label", m{"labels": m{"kubernetes.io/ready": true}},
			Violation{"spec.labels[kubernetes.io/ready]", "must be a string, not true or false", "true", `"true"`},
		},
		{
			"number for a label", m{"labels": m{"rack": int64(7)}},
			Violation{"spec.labels.rack", "must be a string, not an integer", "7", `"7"`},
		},
		{
			"null label", m{"labels": m{"rack": nil}},
			Violation{"spec.labels.rack", "must be a string, not nothing", "null", ""},
		},
		{
			"null item", m{"tolerations": []any{nil}},
			Violation{"spec.tolerations[0]", "must be a mapping, not nothing", "null", ""},
		},
		{
			"mapping for a list", m{"tolerations": m{"key": "a"}},
			Violation{"spec.tolerations", "must be a list, not a mapping", "a mapping", ""},
		},
		{
			"list for a mapping", m{"free": []any{}},
			Violation{"spec.free", "must be a mapping, not a list", "a list", ""},
		},
		{
			"fraction for int-or-string", m{"maxAway": 0.5},
			Violation{"spec.maxAway", "must be an integer or a string, not a number", "0.5", ""},
		},
		{
			"boolean for int-or-string", m{"maxAway": true},
			Violation{"spec.maxAway", "must be an integer or a string, not true or false", "true", ""},
		},
		{
			"string for a number", m{"ratio": "x"},
			Violation{"spec.ratio", "must be a number, not a string", "x", ""},
		},
		{
			"missing", m{"tolerations": []any{m{"operator": "Exists"}}},
			Violation{"spec.tolerations[0].key", "is required: write a string", "", ""},
		},
		{
			"null is missing", m{"tolerations": []any{m{"key": nil}}},
			Violation{"spec.tolerations[0].key", "is required: write a string", "", ""},
		},
		{
			"none of the values", m{"logLevel": "trace"},
			Violation{"spec.logLevel", "must be one of info, debug", "trace", ""},
		},
		{
			"almost one of the values", m{"logLevel": "Debug"},
			Violation{"spec.logLevel", "must be one of info, debug", "Debug", "debug"},
		},
		{
			"under the minimum", m{"replicas": int64(0)},
			Violation{"spec.replicas", "must be at least 1", "0", "1"},
		},
		{
			"over 32 bits", m{"weight": int64(1 << 31)},
			Violation{"spec.weight", "must fit into 32 bits", "2147483648", ""},
		},
		{
			"too many keys", m{"labels": m{"a": "", "b": "", "c": ""}},
			Violation{"spec.labels", "must have at most 2 keys, not 3", "3 keys", ""},
		},
		{"root", "x", Violation{"spec", "must be a mapping, not a string", "x", ""}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, []Violation{row.want}, sample().Check(row.value, "spec"))
		})
	}
}

func TestCheckAllAtOnce(t *testing.T) {
	value := m{
		"zzz":         int64(1),
		"enabled":     "no",
		"replicas":    int64(-1),
		"tolerations": []any{m{}, "x", m{"key": int64(1)}},
		"":            true,
	}
	want := []string{
		"[]", "enabled", "replicas", "tolerations[0].key", "tolerations[1]", "tolerations[2].key", "zzz",
	}
	for range 20 {
		var paths []string
		for _, violation := range sample().Check(value, "") {
			paths = append(paths, violation.Path)
		}
		require.Equal(t, want, paths)
	}
}
