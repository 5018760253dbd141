package finding

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// at is a finding about a machine in a file of its own.
func at(code Code, message string, machine int) Finding {
	f := New(code, "spec.disks", message)
	f.Place.Kind, f.Place.Name, f.Place.File = "Wukong", fmt.Sprint("m", machine), fmt.Sprintf("%03d.yaml", machine)
	return f
}

// TestSaidOnce holds that a fleet of like machines gives one finding for each cause, the same in whatever order they come, and
// that such findings can be added to another list.
func TestSaidOnce(t *testing.T) {
	var forth, back, sum List
	for i := range Most + 200 {
		forth.Add(at(NoBootDisk, "no disk", i), at(Hotplug, "memory", i).Values("1", "2"))
		back.Add(at(NoBootDisk, "no disk", Most+199-i), at(Hotplug, "memory", Most+199-i).Values("1", "2"))
	}
	sum.Add(forth.All()[:1]...)
	sum.Add(at(NoBootDisk, "no disk", -1), at(NoBootDisk, "other words", 1), at(Hotplug, "memory", 1).Values("1", "3"))
	found := forth.All()
	require.Equal(t, found, back.All())
	require.Len(t, found, 2)
	require.Equal(t, Most+199, found[0].Alike)
	require.Equal(t, "m0", found[0].Place.Name)
	require.Equal(t, "the same at 5199 more places: 001.yaml Wukong/m1 spec.disks, 002.yaml Wukong/m2 spec.disks, 003.yaml Wukong/m3 spec.disks, ...",
		found[0].AlikeText())
	require.Contains(t, found[1].String(), `(is "1", proposed "2", the same at 5199 more places: `)

	require.Len(t, sum.All(), 3)
	require.Equal(t, Most+200, sum.All()[0].Alike)
	require.Equal(t, "-01.yaml", sum.All()[0].Place.File)
	require.Equal(t, "m0", sum.All()[0].Also[0].Name)
	require.Equal(t, "m1", found[0].Also[0].Name, "a list does not change what it was given")
}

func TestWhatIsSaidOfEach(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Finding)
		once   bool
	}{
		"a warning":                       {func(*Finding) {}, true},
		"a note":                          {func(f *Finding) { f.Code, f.Severity = NoDisk, Info }, true},
		"a warning raised to an error":    {func(f *Finding) { f.Severity = Error }, true},
		"an error":                        {func(f *Finding) { f.Code, f.Severity = AddressTwice, Error }, false},
		"an error lowered to a warning":   {func(f *Finding) { f.Code = AddressTwice }, false},
		"one wrong uplink for all":        {func(f *Finding) { f.Code, f.Severity = CutOff, Error }, true},
		"one network that is not there":   {func(f *Finding) { f.Code, f.Severity = UnknownNetwork, Error }, true},
		"a warning that has no resource":  {func(f *Finding) { f.Code, f.Place.Kind = LeftOut, "" }, false},
		"policies that leave one bridge":  {func(f *Finding) { f.Code = Vanishes }, true},
		"an object that goes":             {func(f *Finding) { f.Code = Removed }, false},
		"a warning with another value":    {func(f *Finding) { f.Current = f.Place.Name }, false},
		"a warning with another proposal": {func(f *Finding) { f.Proposed = f.Place.Name }, false},
	} {
		t.Run(name, func(t *testing.T) {
			var l List
			for i := range 3 {
				f := at(NoBootDisk, "no disk", i)
				tc.change(&f)
				l.Add(f)
			}
			require.Len(t, l.All(), map[bool]int{true: 1, false: 3}[tc.once])
		})
	}
}

// TestTheOtherPlaceIsThatOfTheFirst holds that the two places of a conflict that is said once belong together.
func TestTheOtherPlaceIsThatOfTheFirst(t *testing.T) {
	conflict := func(i int) Finding {
		f := at(NoNamespace, "one object", i)
		f.Other = &Place{Name: fmt.Sprint("other of m", i)}
		return f
	}
	for _, order := range [][]int{{1, 2, 3}, {3, 2, 1}, {2, 3, 1}} {
		var l List
		for _, i := range order {
			l.Add(conflict(i))
		}
		require.Len(t, l.All(), 1)
		require.Equal(t, "m1", l.All()[0].Place.Name)
		require.Equal(t, "other of m1", l.All()[0].Other.Name)
		require.True(t, slices.IsSortedFunc(l.All()[0].Also, func(a, b Place) int { return a.compare(&b) }))
	}
}
