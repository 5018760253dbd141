package command

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xeipuuv/gojsonschema"

	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render/finding"
)

// mistaken is a Wukong with n unknown fields.
func mistaken(n int) string {
	var b strings.Builder
	b.WriteString("apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n  name: db\nspec:\n  disks: [{name: d, size: 1Gi, storageClassName: s}]\n")
	for i := range n {
		fmt.Fprintf(&b, "  zzz%d: 1\n", i)
	}
	return b.String()
}

// beyond is more findings than any format lists.
const beyond = finding.Most + 3000

func TestTextListsAsMuchAsPeopleRead(t *testing.T) {
	o := call(mistaken(beyond), "validate", "-")
	require.Equal(t, exitFindings, o.code)
	require.Equal(t, report.ForPeople, strings.Count(o.out, "is an unknown field"))
	require.True(t, strings.HasSuffix(o.out, "\n\nerror WK002 and 7,900 more of WK002\n\nerrors: 8000, warnings: 0, notes: 0\n"), o.out[len(o.out)-200:])
	o = call(mistaken(beyond), "generate", "--max-findings", "3", "-")
	require.Equal(t, exitFindings, o.code)
	require.Empty(t, o.out)
	require.Equal(t, 3, strings.Count(o.stderr, "is an unknown field"))
	require.Contains(t, o.stderr, "and 7,997 more of WK002")
	o = call(mistaken(2), "validate", "-")
	require.NotContains(t, o.out, "more of")
}

func TestToolsAreGivenMore(t *testing.T) {
	more := fmt.Sprintf(`[{"code":"WK002","severity":"error","count":%d}]`, beyond-finding.Most)
	o := call(mistaken(beyond), "validate", "-", "--format", "json")
	require.Equal(t, exitFindings, o.code)
	var list struct {
		Findings []any
		More     json.RawMessage
	}
	require.NoError(t, json.Unmarshal([]byte(o.out), &list))
	require.Len(t, list.Findings, finding.Most)
	require.JSONEq(t, more, string(list.More))

	o = call(mistaken(beyond), "validate", "-", "--format", "sarif")
	require.Equal(t, exitFindings, o.code)
	var log struct {
		Runs []struct {
			Results    []any
			Properties struct{ More json.RawMessage }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(o.out), &log))
	require.Len(t, log.Runs[0].Results, finding.Most)
	require.JSONEq(t, more, string(log.Runs[0].Properties.More))
	o = call(mistaken(2), "validate", "-", "--format", "sarif", "--max-findings", "1")
	verdict, err := gojsonschema.Validate(gojsonschema.NewStringLoader(sarifSchema(t)), gojsonschema.NewStringLoader(o.out))
	require.NoError(t, err)
	require.Empty(t, verdict.Errors(), "the SARIF 2.1.0 schema")
}

func TestFunctionListsAsMuchAsPeopleRead(t *testing.T) {
	o := call(listHead + "- " + strings.TrimPrefix(indent(mistaken(beyond)), "  ") + noInstall)
	require.Equal(t, exitFindings, o.code)
	p := parse1(t, o.out)
	require.Len(t, p.Results, report.ForPeople+1)
	last := p.Results[report.ForPeople]
	require.Equal(t, "[WK002] and 7,900 more of WK002", last.Message)
	require.Equal(t, "error", last.Severity)
	require.Equal(t, report.ForPeople+1, strings.Count(o.stderr, "\n"))
	require.True(t, strings.HasSuffix(o.stderr, "error WK002: and 7,900 more of WK002\n"))
}

// TestNoErrorIsHidden has one error in the last file behind more warnings than are kept.
func TestNoErrorIsHidden(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": strings.Repeat("a: 1\n---\n", beyond), "z.yaml": mistaken(1)})
	o := call("", "validate", dir, "--max-findings", "1")
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.out, "z.yaml:7:3 error WK002")
	require.Contains(t, o.out, "warning WK009 and 8,000 more of WK009")
	require.Contains(t, o.out, "errors: 1, warnings: 8000")
	o = call("", "generate", dir, "--max-findings", "1")
	require.Equal(t, exitFindings, o.code)
	require.Empty(t, o.out)
}

// TestSeverityCountsBeyondTheCut has overrides and silences hold for findings that are only counted.
func TestSeverityCountsBeyondTheCut(t *testing.T) {
	var b strings.Builder
	b.WriteString("apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n  name: db\nspec:\n  networks:\n")
	for i := range beyond {
		fmt.Fprintf(&b, "  - {name: n%d, type: bridge, bridgeName: b%d, nadName: x}\n", i, i)
	}
	o := call(b.String(), "validate", "-", "--set", "findings.WK031=warning", "--set", "nmstate.install=none")
	require.Equal(t, exitOK, o.code, o.out[max(0, len(o.out)-300):])
	require.Contains(t, o.out, "warning WK031 and ")
	silent := strings.Replace(b.String(), "  name: db\n", "  name: db\n  annotations:\n    allow.fn.novasphere.dev/WK031: a test\n", 1)
	o = call(silent, "validate", "-", "--set", "nmstate.install=none")
	require.Equal(t, exitOK, o.code)
	require.NotContains(t, o.out, "WK031")
}

func TestMaxFindingsWantsANumber(t *testing.T) {
	for _, n := range []string{"0", "-1", "5001", "many", "1e3", ""} {
		o := call("", "validate", "--max-findings="+n, ".")
		require.Equal(t, exitUsage, o.code, n)
		require.Contains(t, o.stderr, "--max-findings wants a number from 1 to 5000")
	}
}
