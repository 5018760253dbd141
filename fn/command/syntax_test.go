package command

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/stretchr/testify/require"
)

// TestSyntaxErrorsHaveTheirLine holds the line of what is no YAML, in every format and wherever it is read.
func TestSyntaxErrorsHaveTheirLine(t *testing.T) {
	const (
		good = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
		head = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n  name: a\nspec:\n"
		list = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: b\n- apiVersion: vm.novasphere.dev/v1alpha1\n  kind: Wukong\n  metadata:\n    name: a\n  spec:\n"
	)
	for name, tc := range map[string]struct {
		text         string
		line, column int
		message      string
	}{
		"only document":             {head + "  cpu: 1\n memory: 1Gi\n", 7, 0, "does not go on with the mapping above it"},
		"second document":           {good + "---\n" + head + "  cpu: 1\n  osImage: @x\n", 12, 12, "a value cannot begin with @"},
		"third document":            {good + "---\n" + good + "---\n# c\n" + head + "  cpu: 1\n\tmemory: 1Gi\n", 18, 1, "a tab is used for indentation"},
		"foreign document, by name": {good + "---\nkind: X\nmetadata:\n  name: \"a\n", 8, 0, "is not closed"},
		"item of a list":            {list + "    cpu: 1\n    memory: [1Gi\n", 14, 0, "add the ]"},
		"item of a later list":      {good + "---\n" + list + "    cpu: 1\n    memory: [1Gi\n", 19, 0, "add the ]"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"w.yaml": tc.text})
			o := call("", "validate", dir, "--format", "json")
			require.Equal(t, exitFindings, o.code)
			var report struct {
				Findings []struct {
					Code, Message string
					File          struct{ Line, Column int }
				}
			}
			require.NoError(t, json.Unmarshal([]byte(o.out), &report))
			require.Equal(t, "WK001", report.Findings[0].Code)
			require.Contains(t, report.Findings[0].Message, tc.message)
			require.NotContains(t, report.Findings[0].Message, "w.yaml")
			require.Equal(t, [2]int{tc.line, tc.column}, [2]int{report.Findings[0].File.Line, report.Findings[0].File.Column})

			o = call("", "validate", dir, "--format", "sarif")
			var log sarif.Report
			require.NoError(t, json.Unmarshal([]byte(o.out), &log))
			region := log.Runs[0].Results[0].Locations[0].PhysicalLocation.Region
			require.Equal(t, tc.line, *region.StartLine)
			require.Equal(t, tc.column > 0, region.StartColumn != nil)
		})
	}
}

// Under kustomize and kpt the text was rewritten: a line of it is one of the stream, and of no file.
func TestSyntaxErrorInAStream(t *testing.T) {
	item := "- apiVersion: vm.novasphere.dev/v1alpha1\n  kind: Wukong\n  metadata:\n    name: a\n    annotations:\n      config.kubernetes.io/path: w.yaml\n  spec:\n    cpu: 1\n   memory: 1Gi\n"
	o := call(listHead + item)
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.stderr, "error WK001 line 12: this is not YAML: the line does not go on with the mapping above it")
}

// Every broken document of a file is reported, and what is wrong in the others.
func TestSyntaxErrorsAreReportedTogether(t *testing.T) {
	const broken = "apiVersion: v1\nkind: X\nmetadata: [\n"
	text := broken + "---\n" + strings.Replace(wukongYAML, "spec:\n", "spec:\n  cpu: 99\n", 1) + "---\n" + broken
	for name, o := range map[string]outcome{
		"file":   call("", "validate", write(t, map[string]string{"a.yaml": text})),
		"stream": call(text, "validate", "-"),
	} {
		require.Equal(t, exitFindings, o.code, name)
		require.Equal(t, 2, strings.Count(o.out, "error WK001"), o.out)
		require.Contains(t, o.out, "error WK007 spec.cpu must be 1 to 64")
		require.Contains(t, o.out, "errors: 3,", "nothing else follows from them")
	}
}

// The file that --config names is no file of the package, and its findings have lines all the same.
func TestFindingsInAConfigFileHaveLines(t *testing.T) {
	dir := write(t, map[string]string{"w.yaml": wukongYAML})
	config := write(t, map[string]string{
		"render.yaml": renderYAML("  vm:\n    cpu: 99\n"),
		"map.yaml":    "# c\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  vm.cpu: \"99\"\n",
	})
	for file, place := range map[string]string{"render.yaml": ":11:5 ", "map.yaml": ":7:3 "} {
		o := call("", "validate", dir, "--config", filepath.Join(config, file))
		require.Contains(t, o.out, filepath.Join(config, file)+place+"error WK007")
		require.Contains(t, o.out, "must be 1 to 64")
	}
	function := call(listHead + wukongItem + "functionConfig:\n  apiVersion: fn.novasphere.dev/v1alpha1\n  kind: WukongRender\n  metadata:\n    name: c\n  spec:\n    vm:\n      cpu: 99\n")
	require.Contains(t, function.stderr, "error WK007 WukongRender/c: spec.vm.cpu must be 1 to 64")
}
