package render

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
)

// wrongValues are values, as they are written, that hardly any field takes as they are, and that many a proposal is near to.
var wrongValues = []string{
	"true", "on", "1.0", "1.5", "0", "-1", "99999", "99999999999999999999", "two", "2", `"2"`, `"99"`, "0x10", "2024-01-01", "null",
	"20", "4Gb", "4gb", "-1Gi", "0Gi", "1e9", "1Mi", "999999Ei", "1.00000001Gi", `"0.5"`, "1Gi ", "512m",
	"müller-vm", "A_b", "Ünlü", "ß", `"1_"`, "x.y/z", "Shop/lan", "On_", "0x_1f", "база", "a" + strings.Repeat("b", 80), "A" + strings.Repeat("b", 62),
	"10.0.0.5", "10.0.0.5/33", "10.00.0.05/24", "10.0.0.255", "10.0.0.0", "fd00::1", "fe80::1%eth0", "fe80::1%eth0/64", "10.0.0.5/8", "127.0.0.1", "255.255.255.255",
	"02-00-5E-00-00-01", "02:00:5E:00:00:01", "0200.5e00.0001", "macvlan", "Bridge", "brdige", "Static", "activebackup", "fatal", "off", "warn", "OnFailur",
	"v0.99.0", "0.84.0", "v0.1", "latest", "https://q.io/x/", "q.io/x/", "htps://x/y", "oci://x", "HTTP://x", "/../out", "a/../../b", "lo", "kpt ", "argo",
}

// TestProposalsAreValid puts wrong values into every field, misspells every field, and then does what each finding proposes:
// the finding is gone, and no error is at the field.
func TestProposalsAreValid(t *testing.T) {
	met, tried := map[finding.Code]int{}, map[string]bool{}
	for _, kind := range []string{"wukong", "networkconfig", "wukongrender"} {
		text, err := os.ReadFile("../hack/schemas/testdata/" + kind + ".yaml")
		require.NoError(t, err)
		for _, one := range strings.Split(string(text), "\n---\n") {
			var document map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(one), &document))
			delete(document, "status")
			each(document, "", func(path string, holder any, set func(any), value any) {
				field := kind + indexes.ReplaceAllString(path, "[]")
				if path == "apiVersion" || path == "kind" || tried[field] {
					return
				}
				tried[field] = true
				if object, ok := holder.(map[string]any); ok {
					key := path[strings.LastIndexAny(path, ".")+1:]
					if _, there := object[key]; there { // and not in brackets
						delete(object, key)
						for _, misspelt := range []string{strings.ToUpper(key), key[1:], key + "s"} {
							object[misspelt] = value
							follow(t, document, met)
							delete(object, misspelt)
						}
						object[key] = value
					}
				}
				switch value.(type) {
				case map[string]any, []any:
					return
				}
				for _, wrong := range wrongValues {
					set(parsed(t, wrong))
					follow(t, document, met)
				}
				set(value)
			})
		}
	}
	for _, code := range []finding.Code{
		finding.UnknownField, finding.WrongType, finding.OutOfRange, finding.InvalidName, finding.Macvlan,
		finding.InterfaceName, finding.InvalidAddress, finding.InvalidMAC, finding.Hotplug, finding.InstanceField,
	} {
		require.Positive(t, met[code], code)
	}
	t.Log(met)
}

// parsed is a value as it is written.
func parsed(t *testing.T, written string) (value any) {
	t.Helper()
	require.NoError(t, yaml.Unmarshal([]byte(written), &value), written)
	return value
}

// findings are those on a package of one document.
func findings(t *testing.T, document any) []finding.Finding {
	t.Helper()
	text, err := yaml.Marshal(document)
	require.NoError(t, err)
	resources, err := resource.Split("p.yaml", string(text))
	require.NoError(t, err)
	result, err := Render(Input{Resources: resources})
	require.NoError(t, err)
	return result.Findings
}

// follow does what each finding on a document proposes, one at a time.
func follow(t *testing.T, document map[string]any, met map[finding.Code]int) {
	t.Helper()
	for _, f := range findings(t, document) {
		if strings.HasPrefix(f.Message, "a key of ") { // whose name is not told
			continue
		}
		if f.Proposed == "" || f.Code == finding.Undeclared && met[f.Code] > 0 { // which nearly every document has
			continue
		}
		met[f.Code]++
		at := f.Place.Field
		undo := replace(document, at, func(object map[string]any, key string) string {
			if f.Code == finding.UnknownField || f.Code == finding.InstanceField && strings.Contains(f.Message, "an unknown field") {
				require.NotContains(t, object, f.Proposed)
				object[f.Proposed] = object[key]
				delete(object, key)
				return f.Proposed
			}
			object[key] = parsed(t, f.Proposed)
			return key
		})
		for _, after := range findings(t, document) {
			if after.Code == f.Code && after.Place.Field == at {
				t.Errorf("it is still there: %s", f)
			}
			if after.Severity == finding.Error && after.Place.Field == at && after.Code != finding.UnknownNetwork && after.Code != finding.NoInventory {
				t.Errorf("%s\nand then\n%s", f, after)
			}
		}
		undo()
	}
}

// indexes are those in a path.
var indexes = regexp.MustCompile(`\[[0-9]+\]`)

// steps are the keys and indexes of a path.
var steps = regexp.MustCompile(`[^.\[\]]+|\[[^\]]*\]`)

// replace lets change work on the mapping that holds the field at a path, and returns what puts it back. change returns the
// key that the value has then. A mapping on the way that is not there is made.
func replace(document map[string]any, path string, change func(object map[string]any, key string) string) (undo func()) {
	all := steps.FindAllString(path, -1)
	var at any = document
	var list []any
	index := 0
	for _, step := range all[:len(all)-1] {
		if i, err := strconv.Atoi(strings.Trim(step, "[]")); err == nil && step[0] == '[' {
			at = at.([]any)[i]
			continue
		}
		object := at.(map[string]any)
		step = strings.Trim(step, "[]")
		if object[step] == nil {
			object[step] = map[string]any{}
		}
		at = object[step]
	}
	last := all[len(all)-1]
	if entries, ok := at.([]any); ok { // an entry of a list of words
		list, index = entries, must(strconv.Atoi(strings.Trim(last, "[]")))
		before, object := list[index], map[string]any{"entry": list[index]}
		change(object, "entry")
		list[index] = object["entry"]
		return func() { list[index] = before }
	}
	object, key := at.(map[string]any), strings.Trim(last, "[]")
	before, there := object[key]
	now := change(object, key)
	return func() {
		delete(object, now)
		if there {
			object[key] = before
		}
	}
}

func must(i int, err error) int {
	if err != nil {
		panic(err)
	}
	return i
}
