package resource_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

const owner = resource.OwnerAnnotation

func TestNewReadsItems(t *testing.T) {
	const text = `  - apiVersion: apps/v1
    kind: Deployment # c
    metadata:
      annotations:
        config.kubernetes.io/path: 'old.yaml'
        internal.config.kubernetes.io/path: "dir/a.yaml"
        internal.config.kubernetes.io/index: '2'
        fn.novasphere.dev/owner: Wukong/default/a
      name: app
    spec:
      text: |
        kind: no
          more

      done: true
`
	r, err := resource.New(text, true, resource.Source{Line: 10})
	require.NoError(t, err)
	assert.Equal(t, resource.Resource{Text: text, Indent: 4, Item: true,
		Source: resource.Source{File: "dir/a.yaml", Index: 2, Line: 10},
		Meta: resource.Meta{APIVersion: "apps/v1", Kind: "Deployment", Name: "app",
			Owner: "Wukong/default/a"},
	}, r)
	assert.Equal(t, `apiVersion: apps/v1
kind: Deployment # c
metadata:
  annotations:
    config.kubernetes.io/path: 'old.yaml'
    internal.config.kubernetes.io/path: "dir/a.yaml"
    internal.config.kubernetes.io/index: '2'
    fn.novasphere.dev/owner: Wukong/default/a
  name: app
spec:
  text: |
    kind: no
      more

  done: true
`, r.Body())

	n, err := r.Parse()
	require.NoError(t, err)
	assert.Empty(t, n.Problems())
	assert.Equal(t, 4, n.Len())
	assert.Equal(t, []yaml.Position{{Line: 24, Column: 7}, {Line: 10, Column: 5}}, r.Locate("spec.done", ""))
}

// TestBodyOfOddLines has an item with line breaks of every sort: as a document of its own it means the same.
func TestBodyOfOddLines(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		lines := []string{"- kind: A", "    metadata: {x: y}", "    spec:", "      a: |", "        b", "", "        c", "    # d", "    z: \"e", "  f\"", "\n"}
		text := "  " + strings.Join(lines, end)
		r, err := resource.New(text, true, resource.Source{})
		require.NoError(t, err, "%q", end)
		n, err := r.Parse()
		require.NoError(t, err, "%q", end)
		body, err := yaml.Parse(r.Body())
		require.NoError(t, err, "%q", end)
		require.Equal(t, n.Value(), body.Root().Value(), "%q", r.Body())
		require.Len(t, body.Root().Value(), 4)
	}
}

func TestItemProblemsHavePathsOfTheResource(t *testing.T) {
	_, err := resource.New("- a: 1\n  a: 2\n  b:\n    c: *x\n    d: &x 1\n", true, resource.Source{File: "f.yaml", Line: 5})
	require.ErrorContains(t, err, "f.yaml: line 8: not valid YAML: a value that begins with * is an alias")
	var syntax *yaml.SyntaxError
	require.ErrorAs(t, err, &syntax)
	assert.Equal(t, 8, syntax.Line)

	r, err := resource.New("- a: 1\n  a: 2\n  b:\n    c: &x 1\n", true, resource.Source{File: "f.yaml"})
	require.NoError(t, err)
	n, err := r.Parse()
	require.NoError(t, err)
	problems := n.Problems()
	require.Len(t, problems, 2)
	assert.Equal(t, "a", problems[0].Path)
	assert.Equal(t, "b.c", problems[1].Path)
}

// marked is a resource with an annotation that is asked for.
const marked = "kind: A\nmetadata:\n  annotations:\n    " + owner + ": x\n"

func managed(by string) resource.Meta {
	return resource.Meta{Kind: "A", ManagedBy: by, Owner: "x"}
}

func TestMeta(t *testing.T) {
	tests := []struct {
		name, text string
		want       resource.Meta
	}{
		{"plain", "apiVersion: v1\nkind: A\nmetadata:\n  name: b\n  namespace: c\n", resource.Meta{APIVersion: "v1", Kind: "A", Name: "b", Namespace: "c"}},
		{"any order", "metadata:\n    namespace: c\n    name: b # d\nspec:\n  kind: x\nkind: 'A'\napiVersion: \"v1\"\n", resource.Meta{APIVersion: "v1", Kind: "A", Name: "b", Namespace: "c"}},
		{"flow", "{apiVersion: v1, kind: A, metadata: {name: b}}", resource.Meta{APIVersion: "v1", Kind: "A", Name: "b"}},
		{"kind hidden in quotes", "apiVersion: v1\nspec: \"x\nkind: B\n\"\nkind: A\nmetadata: {name: b}\n", resource.Meta{APIVersion: "v1", Kind: "A", Name: "b"}},
		{"kind hidden in text", "apiVersion: v1\nspec: |\n kind: B\nkind: A\n", resource.Meta{APIVersion: "v1", Kind: "A"}},
		{"name over lines", "kind: A\nmetadata:\n  name: b\n    c\n", resource.Meta{Kind: "A", Name: "b c"}},
		{"null name", "kind: A\nmetadata:\n  name: ~\n", resource.Meta{Kind: "A"}},
		{"local", "kind: A\nmetadata:\n  annotations:\n    config.kubernetes.io/local-config: \"true\"\n", resource.Meta{Kind: "A", LocalConfig: true}},
		{"not local", "kind: A\nmetadata:\n  annotations:\n    config.kubernetes.io/local-config: \"false\"\n", resource.Meta{Kind: "A"}},
		{"owner among labels", "kind: A\nmetadata:\n  labels:\n    " + owner + ": x\n", resource.Meta{Kind: "A"}},
		{"label of who manages it", marked + "  labels:\n    a: b\n    " + resource.ManagedByLabel + ": 'me' # c\n", managed("me")},
		{"labels first", "kind: A\nmetadata:\n  labels:\n    " + resource.ManagedByLabel + ": me\n  annotations:\n    " + owner + ": x\n", managed("me")},
		{"labels in flow style", marked + "  labels: {" + resource.ManagedByLabel + ": me}\n", managed("me")},
		{"label over lines", marked + "  labels:\n    " + resource.ManagedByLabel + ": me\n      too\n", managed("me too")},
		{"label among annotations", marked + "    " + resource.ManagedByLabel + ": me\n", managed("")},
		{"label deeper", marked + "  labels:\n    a:\n      " + resource.ManagedByLabel + ": me\n", managed("")},
		{"label that nobody asks for", "kind: A\nmetadata:\n  labels:\n    " + resource.ManagedByLabel + ": me\n", resource.Meta{Kind: "A"}},
		{"no mapping", "- kind: A\n", resource.Meta{}},
		{"lists in metadata", "kind: A\nmetadata:\n  finalizers:\n  - name: x\n  ownerReferences:\n  - kind: B\n    name: c\n  name: d\n", resource.Meta{Kind: "A", Name: "d"}},
		{"separator above", "# c\n---\nkind: A\n", resource.Meta{Kind: "A"}},
		{"windows", "kind: A\r\nmetadata:\r\n  name: b\r\n", resource.Meta{Kind: "A", Name: "b"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := resource.New(test.text, false, resource.Source{})
			require.NoError(t, err)
			assert.Equal(t, test.want, got.Meta)
		})
	}
	_, err := resource.New("kind: A\nspec: [\n", false, resource.Source{})
	assert.Error(t, err)
}

// annotated is the resource with an annotation set.
func annotated(t *testing.T, r resource.Resource, key, value string) resource.Resource {
	t.Helper()
	m := resource.Marker{Key: key, Value: value}
	edit, err := m.Annotate(&r)
	require.NoError(t, err)
	after, err := resource.New(string(edit.Append(nil, r.Text)), r.Item, r.Source)
	require.NoError(t, err)
	return after
}

func TestAnnotate(t *testing.T) {
	const local = resource.LocalAnnotation
	tests := []struct {
		name       string
		item       bool
		text, want string
	}{
		{"no annotations", false, "kind: A # c\nmetadata:   # d\n    name: b\n", "kind: A # c\nmetadata:   # d\n    annotations:\n      " + local + ": \"true\"\n    name: b\n"},
		{"among others", false, "metadata:\n  annotations:\n  # c\n     x: 'y'\nkind: A\n", "metadata:\n  annotations:\n     " + local + ": \"true\"\n  # c\n     x: 'y'\nkind: A\n"},
		{"replaced", false, "metadata:\n  annotations:\n    " + local + ": 'false' # c\n", "metadata:\n  annotations:\n    " + local + ": \"true\" # c\n"},
		{"a boolean", false, "metadata:\n  annotations:\n    " + local + ": true\n", "metadata:\n  annotations:\n    " + local + ": \"true\"\n"},
		{"nothing", false, "metadata:\n  annotations:\n    " + local + ":\n", "metadata:\n  annotations:\n    " + local + ": \"true\"\n"},
		{"there already", false, "metadata:\n  annotations:\n    '" + local + "': 'true'\n", "metadata:\n  annotations:\n    '" + local + "': 'true'\n"},
		{"empty braces", false, "metadata:\n  annotations: {} # c\n  name: b\n", "metadata:\n  annotations: {" + local + ": \"true\"} # c\n  name: b\n"},
		{"annotations of nothing", false, "metadata:\n  annotations:\n  name: b\n", "metadata:\n  annotations:\n    " + local + ": \"true\"\n  name: b\n"},
		{"list item", true, "- kind: A\n  metadata:\n    name: b\n", "- kind: A\n  metadata:\n    annotations:\n      " + local + ": \"true\"\n    name: b\n"},
		{"metadata on the dash", true, "  - metadata:\n      name: b\n    kind: A\n", "  - metadata:\n      annotations:\n        " + local + ": \"true\"\n      name: b\n    kind: A\n"},
		{"windows", false, "metadata:\r\n  name: b\r\n", "metadata:\r\n  annotations:\r\n    " + local + ": \"true\"\r\n  name: b\r\n"},
		{"no line break", false, "metadata:\n  name: b\n  annotations:", "metadata:\n  name: b\n  annotations:\n    " + local + ": \"true\"\n"},
		{"no metadata", false, "kind: A # c\n", "kind: A # c\nmetadata:\n  annotations:\n    " + local + ": \"true\"\n"},
		{"flow", false, "{kind: A, metadata: {name: b}}\n", "{kind: A, metadata: {name: b, annotations: {" + local + ": \"true\"}}}\n"},
		{"flow metadata in an item", true, "- kind: A\n  metadata: {name: b} # c\n", "- kind: A\n  metadata: {name: b, annotations: {" + local + ": \"true\"}} # c\n"},
		{"JSON", false, "{\"metadata\": {\"name\": \"b\"}}\n", "{\"metadata\": {\"name\": \"b\", \"annotations\": {\"" + local + "\": \"true\"}}}\n"},
		{"JSON with others", false, "{\"metadata\":\n{\"annotations\":\n{\"b\":\n\"c\"\n}}}", "{\"metadata\":\n{\"annotations\":\n{\"b\":\n\"c\", \"" + local + "\": \"true\"\n}}}"},
		{"in flow style, replaced", false, "metadata: {annotations: {" + local + ": false, a: b}}", "metadata: {annotations: {" + local + ": \"true\", a: b}}"},
		{"flow annotations", false, "metadata:\n  annotations: {a: b, } # c\n", "metadata:\n  annotations: {a: b, " + local + ": \"true\", } # c\n"},
		{"question marks in metadata", false, "metadata:\n  ? name\n  : b\n", "metadata:\n  annotations:\n    " + local + ": \"true\"\n  ? name\n  : b\n"},
		{"a question mark before metadata", false, "? metadata\n: name: b\n", "metadata:\n  name: b\n  annotations:\n    " + local + ": \"true\"\n"},
		{"a question mark before annotations", false, "metadata:\n  ? annotations\n  : a: b\n", "metadata:\n  annotations:\n    a: b\n    " + local + ": \"true\"\n"},
		{"value over lines", false, "metadata:\n  annotations:\n    " + local + ": |\n      x\n    a: b\n", "metadata:\n  annotations:\n    " + local + ": \"true\"\n    a: b\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before, err := resource.New(test.text, test.item, resource.Source{})
			require.NoError(t, err)
			after := annotated(t, before, local, "true")
			assert.Equal(t, test.want, after.Text)
			assert.True(t, after.Meta.LocalConfig)
			assert.Equal(t, test.text, before.Text)

			assert.Equal(t, after, annotated(t, after, local, "true"))
		})
	}
	for _, text := range []string{"metadata: x\n", "metadata:\n  annotations: [a]\n", "- a\n", "a\n"} {
		m := resource.Marker{Key: local, Value: "true"}
		_, err := m.Annotate(&resource.Resource{Text: text})
		assert.Error(t, err, text)
	}
}

func TestAnnotateWritesAnyValue(t *testing.T) {
	for _, value := range []string{"", "a: b", "\"quoted\"\\", "line\nbreak\r\ttab", "\x01\x7f\u0085\u2028\ufeff", "ü 😀", "yes", "'"} {
		for _, key := range []string{"a/b", "yes", "1", "x y", "a: b", "#", "-"} {
			r := annotated(t, resource.Resource{Text: "metadata:\n  name: x\n"}, key, value)
			n, err := r.Parse()
			require.NoError(t, err, r.Text)
			for _, p := range n.Problems() {
				require.Equal(t, yaml.Character, p.Reason, "what is written is read, though not as an input of ours")
			}
			metadata, _ := n.Get("metadata")
			annotations, _ := metadata.Get("annotations")
			got, ok := annotations.Get(key)
			require.True(t, ok, r.Text)
			assert.Equal(t, any(value), got.Value(), r.Text)
		}
	}
}

func TestGlanceReadsUpToTheField(t *testing.T) {
	type wanted struct {
		Spec struct {
			B []string `json:"b"`
		} `json:"spec"`
	}
	for name, tc := range map[string]struct {
		text string
		item bool
		want []string
	}{
		"a document":              {text: "b: 1\nspec:\n  a: x\n  b: [y]\n  c: z\n", want: []string{"y"}},
		"an item":                 {text: "- spec:\n    b:\n    - y\n    c: z\n", item: true, want: []string{"y"}},
		"broken behind the field": {text: "spec:\n  b: [y]\n  c: [z\n", want: []string{"y"}},
		"flow style":              {text: `{"spec": {"b": ["y"], "c": "z"}}`, want: []string{"y"}},
		"the field is missing":    {text: "spec:\n  a: {b: x}\n  c: z\nb: 1\n"},
		"quotes":                  {text: "\"spec\":\n  b: [y]\n  c: z\n", want: []string{"y"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got wanted
			resource.Resource{Text: tc.text, Item: tc.item}.Glance(new(yaml.Reader), &got, "spec", "b")
			require.Equal(t, tc.want, got.Spec.B)
		})
	}
}
