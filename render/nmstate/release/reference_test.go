package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

var update = flag.Bool("update", false, "rewrite testdata/digests.json from the upstream files")

const digestsFile = "testdata/digests.json"

// digests are SHA-256 sums of canonical objects: by version, by Kind/name.
type digests map[string]map[string]string

func TestDigests(t *testing.T) {
	if *update {
		writeDigests(t)
	}
	data, err := os.ReadFile(digestsFile)
	require.NoError(t, err)
	var want digests
	require.NoError(t, json.Unmarshal(data, &want))
	require.ElementsMatch(t, Versions(), slices.Collect(maps.Keys(want)))

	for _, version := range Versions() {
		t.Run(version, func(t *testing.T) {
			require.Len(t, want[version], 11)
			require.Equal(t, want[version], sums(t, ours(t, upstreamOptions(version))))
		})
	}
}

func TestAgainstReference(t *testing.T) {
	for _, version := range Versions() {
		t.Run(version, func(t *testing.T) {
			dir := referenceDir(version)
			if _, err := os.Stat(dir); err != nil {
				t.Skipf("not compared object by object, no upstream files in %s (set WUKONG_SHARED); "+
					"TestDigests holds the same property", dir)
			}
			want, got := reference(t, dir), ours(t, upstreamOptions(version))
			require.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
			for _, id := range slices.Sorted(maps.Keys(want)) {
				require.Empty(t, differences(want[id], got[id], ""), "%s: path, upstream value, our value", id)
			}
		})
	}
}

// TestStripping makes sure that leaving descriptions aside leaves nothing else aside.
func TestStripping(t *testing.T) {
	object := decode(t, []byte(`{
		"kind": "CustomResourceDefinition",
		"metadata": {"name": "x", "annotations": {"controller-gen.kubebuilder.io/version": "v1"}},
		"spec": {"versions": [{
			"additionalPrinterColumns": [{"name": "c", "description": "gone"}],
			"schema": {"openAPIV3Schema": {"description": "gone", "properties": {
				"description": {"type": "string", "description": "gone"},
				"list": {"items": {"type": "object", "description": "gone", "default": {"description": "stays"}}},
				"map": {"additionalProperties": {"description": "gone", "anyOf": [{"description": "gone"}]}}
			}}}
		}]}
	}`))
	want := decode(t, []byte(`{
		"kind": "CustomResourceDefinition",
		"metadata": {"name": "x"},
		"spec": {"versions": [{
			"additionalPrinterColumns": [{"name": "c"}],
			"schema": {"openAPIV3Schema": {"properties": {
				"description": {"type": "string"},
				"list": {"items": {"type": "object", "default": {"description": "stays"}}},
				"map": {"additionalProperties": {"anyOf": [{}]}}
			}}}
		}]}
	}`))
	strip(object)
	require.Empty(t, differences(want, object, ""))
}

func TestDifferences(t *testing.T) {
	want := map[string]any{"a": []any{"x"}, "b": map[string]any{"c": true}, "gone": nil}
	got := map[string]any{"a": []any{"y", "z"}, "b": map[string]any{"c": true, "d": ""}}
	require.Equal(t, []string{
		".a: 1 items, 2 items",
		".a[0]: x, y",
		".b.d: missing, ",
		".gone: <nil>, missing",
	}, differences(want, got, ""))
}

func upstreamOptions(version string) Options {
	return Options{Version: version, Namespace: "nmstate", Registry: "quay.io/nmstate", OperatorReplicas: 1}
}

func referenceDir(version string) string {
	shared := os.Getenv("WUKONG_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	return filepath.Join(shared, "upstream", "nmstate", version)
}

// writeDigests reads the upstream files only, so that our own output never becomes what it is compared with.
func writeDigests(t *testing.T) {
	t.Helper()
	all := digests{}
	for _, version := range Versions() {
		all[version] = sums(t, reference(t, referenceDir(version)))
	}
	data, err := json.MarshalIndent(all, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(digestsFile, append(data, '\n'), 0o644))
}

var separator = regexp.MustCompile(`(?m)^---$`)

// reference reads the upstream objects of a directory, stripped, by Kind/name.
func reference(t *testing.T, dir string) map[string]map[string]any {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no upstream files in %s", dir)

	objects := map[string]map[string]any{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, document := range separator.Split(string(data), -1) {
			if strings.TrimSpace(document) == "" {
				continue
			}
			asJSON, err := yaml.YAMLToJSON([]byte(document))
			require.NoError(t, err, file)
			add(t, objects, decode(t, asJSON))
		}
	}
	return objects
}

// ours are the objects of Manifests, stripped in the same way, by Kind/name.
func ours(t *testing.T, o Options) map[string]map[string]any {
	t.Helper()
	manifests, err := Manifests(o)
	require.NoError(t, err)
	objects := map[string]map[string]any{}
	for _, object := range built(manifests) {
		add(t, objects, tree(t, object))
	}
	return objects
}

func tree(t *testing.T, object object.Object) map[string]any {
	t.Helper()
	return decode(t, written(t, object))
}

// written is an object as users get it, as JSON.
func written(t *testing.T, object object.Object) []byte {
	t.Helper()
	text, err := encode.String(object)
	require.NoError(t, err)
	data, err := yaml.YAMLToJSON([]byte(text))
	require.NoError(t, err)
	return data
}

func add(t *testing.T, objects map[string]map[string]any, object map[string]any) {
	t.Helper()
	strip(object)
	id := fmt.Sprintf("%s/%s", object["kind"], field(object, "metadata")["name"])
	require.NotContains(t, objects, id)
	objects[id] = object
}

func decode(t *testing.T, data []byte) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var object map[string]any
	require.NoError(t, decoder.Decode(&object))
	return object
}

func sums(t *testing.T, objects map[string]map[string]any) map[string]string {
	t.Helper()
	byID := map[string]string{}
	for id, object := range objects {
		var canonical bytes.Buffer
		encoder := json.NewEncoder(&canonical)
		encoder.SetEscapeHTML(false)
		require.NoError(t, encoder.Encode(object))
		sum := sha256.Sum256(bytes.TrimSuffix(canonical.Bytes(), []byte("\n")))
		byID[id] = hex.EncodeToString(sum[:])
	}
	return byID
}

// strip takes away the descriptions of a CRD and the note of the tool that generated it.
func strip(object map[string]any) {
	metadata := field(object, "metadata")
	if annotations := field(metadata, "annotations"); annotations != nil {
		delete(annotations, "controller-gen.kubebuilder.io/version")
		if len(annotations) == 0 {
			delete(metadata, "annotations")
		}
	}
	if object["kind"] != "CustomResourceDefinition" {
		return
	}
	for _, version := range items(field(object, "spec"), "versions") {
		stripSchema(field(field(version, "schema"), "openAPIV3Schema"))
		for _, column := range items(version, "additionalPrinterColumns") {
			delete(column, "description")
		}
	}
}

// stripSchema goes where schemas are and nowhere else: a property or a default may be called description.
func stripSchema(schema map[string]any) {
	if schema == nil {
		return
	}
	delete(schema, "description")
	for name := range field(schema, "properties") {
		stripSchema(field(field(schema, "properties"), name))
	}
	stripSchema(field(schema, "items"))
	stripSchema(field(schema, "additionalProperties"))
	stripSchema(field(schema, "not"))
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		for _, alternative := range items(schema, keyword) {
			stripSchema(alternative)
		}
	}
}

func field(object map[string]any, name string) map[string]any {
	value, _ := object[name].(map[string]any)
	return value
}

func items(object map[string]any, name string) []map[string]any {
	list, _ := object[name].([]any)
	var objects []map[string]any
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

// differences are lines of a path, the value wanted and the value found.
func differences(want, got any, path string) []string {
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return fieldDifferences(w, g, path)
		}
	case []any:
		if g, ok := got.([]any); ok {
			return itemDifferences(w, g, path)
		}
	default:
		if want == got {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: %v, %v", path, want, got)}
}

func fieldDifferences(want, got map[string]any, path string) []string {
	both := maps.Clone(want)
	maps.Copy(both, got)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(both)) {
		w, wanted := want[name]
		g, given := got[name]
		switch at := path + "." + name; {
		case !wanted:
			found = append(found, fmt.Sprintf("%s: missing, %v", at, g))
		case !given:
			found = append(found, fmt.Sprintf("%s: %v, missing", at, w))
		default:
			found = append(found, differences(w, g, at)...)
		}
	}
	return found
}

func itemDifferences(want, got []any, path string) []string {
	var found []string
	if len(want) != len(got) {
		found = append(found, fmt.Sprintf("%s: %d items, %d items", path, len(want), len(got)))
	}
	for i := range min(len(want), len(got)) {
		found = append(found, differences(want[i], got[i], fmt.Sprintf("%s[%d]", path, i))...)
	}
	return found
}
