package v1alpha1

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTagsOfNetworkFields holds that the tags say what networkField reads of them, and no more.
func TestTagsOfNetworkFields(t *testing.T) {
	require.LessOrEqual(t, len(networkFields), 64, "a fieldSet has a bit for each")
	for _, f := range reflect.VisibleFields(reflect.TypeFor[NetworkSpec]()) {
		for word := range strings.SplitSeq(f.Tag.Get("network"), ",") {
			name, argument, _ := strings.Cut(word, "=")
			require.Contains(t, []string{"", "guest", "policy", "port", "types"}, name, f.Name)
			if name == "types" {
				for one := range strings.SplitSeq(argument, "|") {
					require.Contains(t, networkTypes, one, f.Name)
				}
			}
		}
	}
	enum := networkFields[slices.IndexFunc(networkFields, func(f networkField) bool { return f.name == "type" })].enum
	require.Equal(t, enum, networkTypes, "the schema lists the types")
	for _, e := range exclusions {
		require.Len(t, e.both.names(), 2, "%s and %s are fields", e.field, e.beside)
	}
}

// TestAlike changes every field of a network: those that are on the host make another network of it.
func TestAlike(t *testing.T) {
	full := func() *NetworkSpec { // shares no memory with another
		var s NetworkSpec
		fill(reflect.ValueOf(&s).Elem())
		return &s
	}
	a := full()
	require.Len(t, a.given().names(), len(networkFields))
	for i := range networkFields {
		b := full()
		require.True(t, a.Alike(b))
		b.value(i).SetZero()
		f := &networkFields[i]
		require.Equal(t, f.guest || f.name == "nodeSelector", a.Alike(b), f.name)
	}
	for name, change := range map[string]func(*NetworkSpec){
		"VLAN": func(s *NetworkSpec) { *s.VLANID = 2 }, "bond": func(s *NetworkSpec) { s.Bond.Options["x"] = 2 },
		"functions": func(s *NetworkSpec) { s.SRIOV.NumVfs = 2 }, "name": func(s *NetworkSpec) { s.BridgeName = "y" },
	} {
		b := full()
		change(b)
		require.False(t, a.Alike(b), name)
	}
	require.True(t, new(NetworkSpec).Alike(&NetworkSpec{NodeSelector: map[string]string{}}), "empty is absent")
}

// fill gives everything a value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		one := reflect.New(v.Type().Elem()).Elem()
		fill(one)
		v.SetMapIndex(reflect.ValueOf("x"), one)
	case reflect.String, reflect.Interface:
		v.Set(reflect.ValueOf("x"))
	case reflect.Bool:
		v.SetBool(true)
	default:
		v.SetInt(1)
	}
}
