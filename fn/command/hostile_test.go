package command

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// hostile writes to terminals, CI logs and people's eyes if it gets there as it is.
const hostile = "x\x1b[2J\n::error file=evil::injected ##[error]injected \u009b31m\u0085\u2028\u202e\u2066\x7f"

// quoted is a text as YAML in double quotes, with nothing but ASCII in it.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r >= ' ' && r <= '~':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	return b.String() + `"`
}

// harmless fails for text that does more than to be read.
func harmless(t *testing.T, text, what string) {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		command := strings.HasPrefix(strings.TrimSpace(line), "::") && strings.Count(line, "::") > 1
		require.False(t, command, "%s: a command of GitHub Actions: %q", what, line)
		require.NotContains(t, line, "##[", what)
		for _, r := range line {
			bad := r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == '\ufffd'
			require.False(t, bad, "%s: %U in %q", what, r, line)
		}
	}
}

// said is all that the ways into the program say of a package, but for manifests.
func said(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, format := range []string{"text", "json", "sarif"} {
		o := call("", "validate", dir, "--format", format)
		all["validate "+format], all["stderr of validate "+format] = o.out, o.stderr
		if format != "text" { // and what a reader of it gets
			var value any
			require.NoError(t, json.Unmarshal([]byte(o.out), &value))
			all["strings of "+format] = strings.Join(texts(value), "\n")
		}
	}
	o := call("", "generate", dir)
	all["stderr of generate"] = o.stderr
	o = call("", "discover", dir)
	all["discover"], all["stderr of discover"] = o.out, o.stderr
	o = call(list(t, dir))
	all["stderr of the function"] = o.stderr
	_, written, _ := strings.Cut(o.out, "\nresults:\n") // the list itself comes back as it was, whatever it is
	var results any
	require.NoError(t, yaml.Unmarshal([]byte(written), &results), o.out)
	all["results"] = strings.Join(texts(results), "\n")
	return all
}

// texts are all strings in a value, keys too.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, texts(item)...)
		}
		return all
	case map[string]any:
		var all []string
		for key, item := range v {
			all = append(append(all, key), texts(item)...)
		}
		return all
	}
	return nil
}

// list is a package of one document a file as the list that an orchestrator would pass.
func list(t *testing.T, dir string) string {
	t.Helper()
	b := strings.Builder{}
	b.WriteString("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n")
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		b.WriteString("- " + strings.TrimPrefix(indent(string(text)), "  "))
	}
	return b.String()
}

func TestNothingHostileIsSaid(t *testing.T) {
	name := quoted(hostile)
	for title, files := range map[string]map[string]string{
		"a name":           {"a.yaml": strings.Replace(wukongYAML, "name: db", "name: "+name, 1)},
		"a namespace":      {"a.yaml": strings.Replace(wukongYAML, "namespace: shop", "namespace: "+name, 1)},
		"a kind":           {"a.yaml": "apiVersion: vm.novasphere.dev/v1alpha1\nkind: " + name + "\nmetadata: {name: x}\n"},
		"an apiVersion":    {"a.yaml": strings.Replace(wukongYAML, "v1alpha1", name[1:], 1)},
		"a field":          {"a.yaml": wukongYAML + "  " + name + ": 1\n"},
		"a wrong value":    {"a.yaml": wukongYAML + "  cpu: " + name + "\n"},
		"an annotation":    {"a.yaml": strings.Replace(wukongYAML, "  name: db", "  name: db\n  annotations: {"+quoted("allow.fn.novasphere.dev/"+hostile)+": "+name+"}", 1)},
		"a file":           {"::error::\x1b[2J\u202e.yaml": "a: ["},
		"a file of ours":   {"::error::\x1b[2J\u202e.yaml": wukongYAML},
		"a file's half":    {"::error file=x": "", "::error file=x.yaml": strings.Replace(wukongYAML, "name: db", "name: a::b", 1)},
		"a file's command": {"##[error]x.yaml": "a: b"},
		"the second":       {"a.yaml": wukongYAML, "::error::\x1b\xff.yaml": wukongYAML},
		"a setting":        {"a.yaml": renderYAML("  findings: {" + name + ": " + name + "}\n")},
		"a path":           {"a.yaml": strings.Replace(wukongYAML, "  name: db", "  name: db\n  annotations: {config.kubernetes.io/path: "+quoted("../"+hostile)+"}", 1)},
		"a kustomization":  {"kustomization.yaml": "resources: [" + name + "]\n"},
	} {
		t.Run(title, func(t *testing.T) {
			for what, text := range said(t, write(t, files)) {
				harmless(t, text, what)
			}
		})
	}
}

func TestNothingHostileIsSaidOfArguments(t *testing.T) {
	for _, args := range [][]string{
		{hostile}, {"generate", hostile}, {"generate", "a", hostile}, {"generate", "--" + hostile}, {"generate", "--config", hostile},
		{"generate", "--set", hostile}, {"generate", "--set", hostile + "=" + hostile, "../../examples/guide"},
		{"generate", "--set", "vm.cpu=" + hostile, "../../examples/guide"},
		{"validate", "--format", hostile}, {"explain", hostile}, {"health", hostile}, {"discover", hostile},
		{"generate", "-o", "command.go/" + hostile, "../../examples/guide"}, {"validate", "--format", "sarif", hostile},
	} {
		o := call("", args...)
		require.NotEqual(t, exitOK, o.code, "%q", args)
		harmless(t, o.stderr+o.out, fmt.Sprintf("%q", args))
	}
}

// kustomize logs names of variables that nothing uses, as they are in the package.
func TestNothingHostileIsLogged(t *testing.T) {
	var b strings.Builder
	n, err := logged{&b}.Write([]byte("never replaced: " + hostile + "\n"))
	require.NoError(t, err)
	require.Equal(t, len("never replaced: "+hostile+"\n"), n)
	harmless(t, b.String(), "log")
	require.True(t, strings.HasPrefix(b.String(), "wukong-fn: never replaced: x"))
}
