package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
)

// longestFuzzed bounds the inputs of the fuzz targets, in bytes: longer ones only take longer.
const longestFuzzed = 8 << 10

// FuzzFunction holds what a run as a KRM function promises whatever it reads: it never panics and exits with 0 or 1; it
// writes nothing, or a ResourceList that can be read again, with results; foreign items keep their bytes; a second run
// over the output changes nothing.
func FuzzFunction(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > longestFuzzed {
			t.Skip("longer than what is tried")
		}
		o := callUser(t, text)
		if o.out == "" {
			require.Equal(t, exitFindings, o.code, "a list that can be read comes back")
			return
		}
		in, err := resourcelist.Read(text)
		require.NoError(t, err, "the output is not empty, so the input could be read")
		out, err := resourcelist.Read(o.out)
		require.NoError(t, err, "the output can be read")
		requireResults(t, text, o)
		if o.code == exitOK {
			in.Items = slices.DeleteFunc(in.Items, mayChange)
		}
		requireInOrder(t, in.Items, out.Items)

		again := callUser(t, o.out)
		require.Equal(t, o.code, again.code)
		require.Equal(t, withoutResults(t, o.out), withoutResults(t, again.out), "a second run changes nothing")
	})
}

// FuzzGenerate holds what `generate -` promises whatever it reads: it never panics and exits with 0 or 1; with 1 it
// writes nothing; else the output is the same each time, foreign documents keep their bytes, and no input is printed.
func FuzzGenerate(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > longestFuzzed {
			t.Skip("longer than what is tried")
		}
		args := []string{"generate", "-", "--set", "nmstate.install=none"}
		o := callUser(t, text, args...)
		require.Equal(t, o, callUser(t, text, args...), "the same input gives the same output")
		checked := callUser(t, text, "validate", "-")
		if o.code != exitOK {
			require.Empty(t, o.out)
			require.Equal(t, exitFindings, checked.code, "what cannot be generated is not valid")
			return
		}
		in, err := documentsOf(text)
		require.NoError(t, err, "the run succeeded, so the input could be read")
		out, err := documentsOf(o.out)
		require.NoError(t, err, "the output can be read")
		requireInOrder(t, slices.DeleteFunc(in, func(r resource.Resource) bool { return mayChange(r) || isNone(r) }), out)
		for i := range out {
			require.NotEqual(t, api.Group, object.Group(out[i].Meta.APIVersion), "inputs are not printed:\n%s", out[i].Text)
		}
	})
}

// callUser is call for a run whose input may be wrong: that is never a wrong command line and never our failure.
func callUser(t *testing.T, text string, args ...string) outcome {
	t.Helper()
	o := call(text, args...)
	require.Contains(t, []int{exitOK, exitFindings}, o.code, o.stderr)
	if o.code == exitFindings && !slices.Contains(args, "validate") {
		require.NotEmpty(t, o.stderr, "a failure says why")
	}
	return o
}

// mayChange holds for resources of ours, inputs or objects, and for those that look so.
func mayChange(r resource.Resource) bool {
	return strings.HasSuffix(object.Group(r.Meta.APIVersion), ".novasphere.dev") || strings.Contains(r.Text, object.OwnerAnnotation)
}

// isNone holds for a document that is no resource, and for a list, which is printed as its items.
func isNone(r resource.Resource) bool {
	return r.Meta.APIVersion == "" || r.Meta.Kind == "" || strings.HasSuffix(r.Meta.Kind, "List")
}

// documentsOf are the resources of a stream or a ResourceList.
func documentsOf(text string) ([]resource.Resource, error) {
	if list, err := resourcelist.Read(text); err == nil {
		return list.Items, nil
	}
	return resource.Split("", text)
}

// requireInOrder fails unless each of some resources is among others, in the same order and with the same bytes.
func requireInOrder(t *testing.T, some, others []resource.Resource) {
	t.Helper()
	for _, r := range some {
		text := content(r)
		at := slices.IndexFunc(others, func(o resource.Resource) bool { return content(o) == text })
		require.GreaterOrEqual(t, at, 0, "not in the output, or not in its place:\n%s", text)
		others = others[at+1:]
	}
}

// content is a resource without the comments behind it: read again, they may belong to what was written behind them.
func content(r resource.Resource) string {
	lines := strings.Split(r.Body(), "\n")
	for len(lines) > 0 {
		if line := strings.TrimSpace(lines[len(lines)-1]); line != "" && line[0] != '#' {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// requireResults fails unless the output is YAML for others, too, and the results of a failed run say what is wrong. Foreign
// items that are no YAML are passed on as they are; nothing is asked of the output then.
func requireResults(t *testing.T, in string, o outcome) {
	t.Helper()
	var list struct {
		Results []struct{ Message, Severity string }
	}
	if yaml.Unmarshal([]byte(in), &list) != nil {
		return
	}
	require.NoError(t, yaml.Unmarshal([]byte(o.out), &list))
	if o.code == exitOK {
		return // results of the input may be left, whatever they say
	}
	failed := false
	for _, r := range list.Results {
		require.NotEmpty(t, r.Message)
		failed = failed || r.Severity == "error"
	}
	require.True(t, failed, "the run failed without an error among the results")
}

// withoutResults is a list as it is printed by a run that finds nothing.
func withoutResults(t *testing.T, text string) string {
	t.Helper()
	list, err := resourcelist.Read(text)
	require.NoError(t, err)
	out := list.AppendHead(nil, len(list.Items))
	for i := range list.Items {
		out = list.AppendItem(out, &list.Items[i], resource.Edit{})
	}
	return string(list.AppendTail(out, func(dst []byte) []byte { return dst }))
}
