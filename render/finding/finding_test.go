package finding

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRulesAreOrderedUniqueAndComplete(t *testing.T) {
	code := regexp.MustCompile(`^WK\d{3}$`)
	for i, r := range Rules() {
		require.Regexp(t, code, r.Code)
		if i > 0 {
			require.Less(t, rules[i-1].Code, r.Code)
		}
		require.NotEmpty(t, r.Title, r.Code)
		require.NotEmpty(t, r.Why, r.Code)
		require.NotEmpty(t, r.Remedy, r.Code)
		require.Contains(t, []Severity{Error, Warning, Info}, r.Severity)
		require.False(t, r.Firm && r.Severity != Error, "%s is firm, and only an error can be", r.Code)
		require.Equal(t, r, RuleOf(r.Code))
	}
	require.Equal(t, Error, RuleOf("WK999").Severity, "a code without a row must not pass unseen")
}

func ExampleFinding_String() {
	f := New(OutOfRange, "spec.networks[0].vlanId", "a VLAN id is 1 to 4094").Values("5000", "")
	f.Place = Place{Kind: "Wukong", Namespace: "shop", Name: "db", Field: f.Place.Field, File: "db.yaml", Line: 9, Column: 15}
	f.Other = &Place{File: "web.yaml", Kind: "Wukong", Name: "web"}
	fmt.Println(f)
	f = New(Required, "spec.disks[0].size", "spec.disks[0].size is required")
	f.Place.File = "db.yaml"
	fmt.Println(f)
	// Output: error WK007 db.yaml:9:15 Wukong/shop/db spec.networks[0].vlanId: a VLAN id is 1 to 4094 (is "5000", the other place: web.yaml Wukong/web)
	// error WK006 db.yaml: spec.disks[0].size is required
}

func TestSortDoesNotDependOnOrder(t *testing.T) {
	a := New(Required, "spec.a", "m")
	b := New(Required, "spec.b", "m")
	c := New(OutOfRange, "spec.a", "m")
	c.Place.File = "z"
	x, y := []Finding{c, b, a}, []Finding{a, c, b}
	Sort(x)
	Sort(y)
	require.Equal(t, []Finding{a, b, c}, x)
	require.Equal(t, x, y)
	require.True(t, AnyError(x))
	require.False(t, AnyError([]Finding{New(NoWukong, "", "m")}))
}
