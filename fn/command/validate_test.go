package command

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/stretchr/testify/require"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/finding"
)

// conflicting is a package with an error in each of two files, a conflict between them, and a password.
func conflicting(t *testing.T) string {
	t.Helper()
	return write(t, map[string]string{
		"a.yaml":      "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n  name: a\nspec:\n  cloudInitUser:\n    name: u\n    password: hunter2\n  networks:\n  - name: lan\n    type: bridge\n    vlanId: 5\n    ipConfig:\n      mode: static\n      address: fd00::1/64\n",
		"sub/b.yaml":  "# b\napiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n  name: b\nspec:\n  memory: 3Gi\n  networks:\n  - name: lan\n    type: bridge\n    vlanId: 5\n    ipConfig:\n      mode: static\n      address: fd00:0:0::1/64\n",
		"render.yaml": renderYAML(install + "none\n  network:\n    physicalInterface: ens1\n"),
	})
}

func TestJSONReport(t *testing.T) {
	dir := conflicting(t)
	t.Chdir(filepath.Dir(dir))
	o := call("", "validate", "--format", "json", filepath.Base(dir))
	require.Equal(t, exitFindings, o.code)
	type file struct {
		Path                string
		Index, Line, Column int
	}
	type place struct {
		Resource struct{ APIVersion, Kind, Name, Namespace string }
		Field    string
		File     file
	}
	var report struct {
		Findings []struct {
			place
			Code                                           finding.Code
			Severity, Message, CurrentValue, ProposedValue string
			Other                                          place
			Count                                          int
			Also                                           []place
		}
	}
	d := json.NewDecoder(strings.NewReader(o.out))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&report))
	require.Len(t, report.Findings, 3)
	both, last := report.Findings[0], report.Findings[2]
	require.Equal(t, finding.NoDisk, both.Code)
	require.Equal(t, 2, both.Count)
	require.Len(t, both.Also, 1)
	require.Equal(t, "b", both.Also[0].Resource.Name)
	require.Equal(t, file{filepath.Base(dir) + "/sub/b.yaml", 0, 6, 1}, both.Also[0].File)
	require.Equal(t, finding.AddressTwice, last.Code)
	require.Equal(t, file{filepath.Base(dir) + "/sub/b.yaml", 0, 14, 7}, last.File)
	require.Equal(t, file{filepath.Base(dir) + "/a.yaml", 0, 15, 7}, last.Other.File)
	require.Equal(t, "fd00:0:0::1/64", last.CurrentValue)
	require.NotContains(t, o.out, "hunter2")
}

func TestSARIFReport(t *testing.T) {
	dir, schema := conflicting(t), sarifSchema(t)
	t.Chdir(filepath.Dir(dir))
	o := call("", "validate", filepath.Base(dir), "--format", "sarif")
	require.Equal(t, exitFindings, o.code)
	verdict, err := gojsonschema.Validate(gojsonschema.NewStringLoader(schema), gojsonschema.NewStringLoader(o.out))
	require.NoError(t, err)
	require.Empty(t, verdict.Errors(), "the SARIF 2.1.0 schema")
	var report sarif.Report
	d := json.NewDecoder(strings.NewReader(o.out))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&report))
	results := report.Runs[0].Results
	require.Len(t, results, 3)
	both, last := results[0], results[2]
	require.Equal(t, string(finding.NoDisk), *both.RuleID)
	require.Equal(t, 2, *both.OccurrenceCount)
	require.Contains(t, *both.Message.Text, "the same at 1 more place: ")
	require.Equal(t, filepath.Base(dir)+"/sub/b.yaml", *both.RelatedLocations[0].PhysicalLocation.ArtifactLocation.URI)
	require.Equal(t, "error", last.Level)
	require.Equal(t, filepath.Base(dir)+"/sub/b.yaml", *last.Locations[0].PhysicalLocation.ArtifactLocation.URI)
	require.Equal(t, 14, *last.Locations[0].PhysicalLocation.Region.StartLine)
	require.Equal(t, filepath.Base(dir)+"/a.yaml", *last.RelatedLocations[0].PhysicalLocation.ArtifactLocation.URI)
	rule := report.Runs[0].Tool.Driver.Rules[last.RuleIndex]
	require.Equal(t, string(finding.AddressTwice), *rule.ID)
	require.NotContains(t, o.out, "hunter2")
}

// sarifSchema is the schema of SARIF 2.1.0, as go-sarif carries it in its source.
func sarifSchema(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	require.NoError(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	require.NoError(t, err)
	var schema string
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			schema = strings.Trim(literal.Value, "`")
		}
		return true
	})
	require.Contains(t, schema, "Static Analysis Results Format")
	return schema
}

func TestValidateFormats(t *testing.T) {
	o := call("", "validate", "--format", "xml", ".")
	require.Equal(t, exitUsage, o.code)
	require.Contains(t, o.stderr, `no format "xml"`)
	good := write(t, map[string]string{"render.yaml": renderYAML(install + "none\n"), "wukong.yaml": strings.Replace(wukongYAML, "spec:", "spec:\n  disks:\n  - {name: d, size: 1Gi, storageClassName: s}", 1)})
	config := filepath.Join(write(t, map[string]string{"c.yaml": renderYAML(install + "none\n  network:\n    physicalInterface: ens1\n")}), "c.yaml")
	require.Empty(t, succeed(t, "", "validate", good, "--config", config).out)
	require.Equal(t, "{\n  \"findings\": []\n}\n", succeed(t, "", "validate", good, "--config", config, "--format", "json").out)
}

func TestExplain(t *testing.T) {
	require.Equal(t, finding.RuleOf(finding.Clash).Page(), succeed(t, "", "explain", "wk012").out)
	for _, args := range [][]string{{"explain"}, {"explain", "WK999"}, {"explain", "WK012", "WK013"}} {
		require.Equal(t, exitUsage, call("", args...).code, args)
	}
}

func TestSeverityAndSilence(t *testing.T) {
	wukong := func(annotations string) string {
		return strings.Replace(wukongYAML, "  name: db\n", "  name: db\n"+annotations, 1)
	}
	clash := "apiVersion: vm.novasphere.dev/v1alpha1\nkind: NetworkConfig\nmetadata:\n  name: other\nspec:\n  type: bridge\n"
	config := func(findings string) string {
		return renderYAML(install + "none\n  network:\n    physicalInterface: ens1\n" + findings)
	}
	allow := func(code, reason string) string {
		return "  annotations:\n    allow.fn.novasphere.dev/" + code + ": \"" + reason + "\"\n"
	}
	for name, tc := range map[string]struct {
		wukong, config string
		code           int
		want, absent   string
	}{
		"an error":                  {wukong(""), config(""), exitFindings, "error WK031", "WK046"},
		"silenced with a reason":    {wukong(allow("WK031", "two heads")), config(""), exitOK, "info WK039", "WK031"},
		"silenced without a reason": {wukong(allow("WK031", " ")), config(""), exitFindings, "error WK031", "nothing"},
		"and that is an error":      {wukong(allow("WK031", "")), config(""), exitFindings, "error WK046", "nothing"},
		"lowered":                   {wukong(""), config("  findings: {WK031: warning}\n"), exitOK, "warning WK031", "error"},
		"raised":                    {wukong(allow("WK031", "two heads")), config("  findings: {WK039: error}\n"), exitFindings, "error WK039", "WK031"},
		"lowered beyond what is":    {wukong(""), config("  findings: {WK031: off}\n"), exitFindings, "error WK007", "nothing"},
		"what cannot be lowered":    {wukong(""), config("  findings: {WK012: warning}\n"), exitFindings, "spec.findings.WK012 must stay error", "nothing"},
		"what cannot be silenced":   {wukong(allow("WK012", "why")), config(""), exitFindings, "this finding cannot be silenced", "nothing"},
		"a code that there is not":  {wukong(allow("WK999", "why")), config("  findings: {WK998: info}\n"), exitFindings, "there is no finding of this code to silence", "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"wukong.yaml": tc.wukong, "network.yaml": clash, "render.yaml": tc.config})
			o := call("", "validate", dir)
			require.Equal(t, tc.code, o.code, o.out)
			require.Contains(t, o.out, tc.want)
			require.NotContains(t, strings.ReplaceAll(o.out, "errors: ", ""), tc.absent)
		})
	}
}

// TestPreCommitHook runs what the hook's file says.
func TestPreCommitHook(t *testing.T) {
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	require.NoError(t, err)
	var hooks []struct {
		ID, Entry, Language string
	}
	require.NoError(t, yaml.Unmarshal(text, &hooks))
	require.NotEmpty(t, hooks)
	for _, h := range hooks {
		words := strings.Fields(h.Entry)
		require.Equal(t, "wukong-fn", words[0], "go install names the program after its directory")
		require.Equal(t, exitOK, call("", append(words[1:], "../../examples/fleet")...).code)
	}
}

func TestDiskThatShrinksAgainstTheLastRender(t *testing.T) {
	item := wukongItem + "    disks:\n    - name: d\n      size: 20Gi\n      storageClassName: fast\n      boot: true\n"
	first := succeed(t, listHead+item+noInstall).out
	o := call(strings.Replace(first, "      size: 20Gi\n      storageClassName: fast\n", "      size: 10Gi\n      storageClassName: slow\n", 1))
	require.Equal(t, exitFindings, o.code)
	require.Equal(t, []string{"WK042", "WK043"}, parse1(t, o.out).errors())
}

func TestKustomizationsHaveLinesInEveryFormat(t *testing.T) {
	dir := write(t, map[string]string{
		"kustomization.yaml": "resources: [base]\nnamespace: shop\n", "base/kustomization.yaml": "resources: [w.yaml]\n",
		"base/w.yaml": wukongYAML + "    vlanId: 5000\n",
	})
	t.Chdir(filepath.Dir(dir))
	name := filepath.Base(dir)
	require.Contains(t, call("", "validate", name).out, name+"/base/w.yaml:10:5 error WK007 ")
	require.Contains(t, call("", "generate", name).stderr, name+"/base/w.yaml:10:5 error WK007 ")
	require.Regexp(t, `"path": "`+name+`/base/w.yaml",\s+"index": 0,\s+"line": 10,\s+"column": 5\b`, call("", "validate", name, "--format", "json").out)
	require.Regexp(t, `"uri": "`+name+`/base/w.yaml"\s+},\s+"region": {\s+"startLine": 10,\s+"startColumn": 5\b`, call("", "validate", name, "--format", "sarif").out)
}

// Under kustomize nobody sees the list: a line of it would be one of no file.
func TestTheFunctionNamesNoLineOfItsInput(t *testing.T) {
	o := call(listHead + wukongItem + "      vlanId: 5000\n" + noInstall)
	require.Equal(t, exitFindings, o.code)
	require.Contains(t, o.stderr, "error WK007 Wukong/shop/db: spec.networks[0].vlanId ")
	require.NotRegexp(t, `line \d`, o.stderr)
}
