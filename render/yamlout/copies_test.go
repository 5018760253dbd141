package yamlout_test

import (
	"strings"
	"testing"
)

// part is a value that others share by pointer.
type part struct {
	Text  string           `json:"text"`
	Long  []string         `json:"long,omitempty"`
	Parts map[string]*part `json:"parts,omitempty"`
	Next  *part            `json:"next,omitempty"`
}

// TestSharedParts holds that what is written for a pointer is written again wherever the pointer stands, at any depth.
func TestSharedParts(t *testing.T) {
	small := &part{Text: "small"}
	large := &part{Text: "large", Next: small}
	for range 100 {
		large.Long = append(large.Long, strings.Repeat("a word ", 20))
	}
	inner := &part{Text: "inner", Next: large, Parts: map[string]*part{"large": large, "small": small, "none": nil}}
	for name, v := range map[string]any{
		"twice at one depth":   map[string]*part{"a": large, "b": large, "long key": large},
		"in lists":             []*part{large, large, small},
		"at several depths":    &part{Next: inner, Parts: map[string]*part{"x": inner, "y": large}},
		"behind interfaces":    map[string]any{"a": large, "b": []any{large}, "c": map[string]any{"d": large, "e": large}},
		"in different parents": &part{Next: &part{Text: "x", Next: large}, Parts: map[string]*part{"a": {Text: "y", Next: large}}},
	} {
		t.Run(name, func(t *testing.T) { requireCanonical(t, v) })
	}
}

// TestSameAddress holds that a struct and its first field, which have one address, are told apart.
func TestSameAddress(t *testing.T) {
	type outer struct {
		Inner part   `json:"inner"`
		Name  string `json:"name"`
	}
	v := &outer{Inner: part{Text: "inner"}, Name: "outer"}
	for range 100 {
		v.Inner.Long = append(v.Inner.Long, "long enough to be worth copying")
	}
	requireCanonical(t, map[string]any{"a": v, "b": &v.Inner, "c": v, "d": &v.Inner})
}
