package finding

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListKeepsTheFirstOfEachSeverity(t *testing.T) {
	var l List
	require.False(t, l.Failed())
	for range Most + 2 {
		l.Add(New(NotResource, "", "a warning"))
	}
	require.Equal(t, []Finding{{Code: NotResource, Severity: Warning, More: 2}}, l.All()[Most:])
	require.False(t, l.Failed())
	l.Add(New(Syntax, "", "an error"))
	require.True(t, l.Failed())
	require.Equal(t, "an error", l.All()[Most].Message)
	l.Add(Finding{Code: NotResource, Severity: Warning, More: 5}, Finding{Code: Alias, Severity: Error, More: 3})
	require.Equal(t, []Finding{{Code: NotResource, Severity: Warning, More: 7}, {Code: Alias, Severity: Error, More: 3}}, l.All()[Most+1:])
	var counted List
	counted.Add(Finding{Code: Alias, Severity: Error, More: 1})
	require.True(t, counted.Failed())
	require.True(t, AnyError(counted.All()))
}

func TestWorst(t *testing.T) {
	note, warning, first, second := New(NoDisk, "", "n"), New(NotResource, "", "w"), New(Syntax, "", "1"), New(Alias, "", "2")
	all := []Finding{note, warning, first, note, second, {Code: Alias, Severity: Error, More: 9}}
	for n, want := range map[int][]Finding{
		0: {{Code: Syntax, Severity: Error, More: 1}, {Code: Alias, Severity: Error, More: 10}, {Code: NotResource, Severity: Warning, More: 1}, {Code: NoDisk, Severity: Info, More: 2}},
		1: {first, {Code: Alias, Severity: Error, More: 10}, {Code: NotResource, Severity: Warning, More: 1}, {Code: NoDisk, Severity: Info, More: 2}},
		3: {warning, first, second, {Code: Alias, Severity: Error, More: 9}, {Code: NoDisk, Severity: Info, More: 2}},
		4: {note, warning, first, second, {Code: Alias, Severity: Error, More: 9}, {Code: NoDisk, Severity: Info, More: 1}},
		9: all,
	} {
		require.Equal(t, want, Worst(all, n), "%d", n)
	}
}
