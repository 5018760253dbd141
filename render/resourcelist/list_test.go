package resourcelist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
	"github.com/novasphere/wukong-fn/render/yaml"
)

const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"

// written puts a list together again.
func written(l *resourcelist.List, results func([]byte) []byte) string {
	out := l.AppendHead(nil, len(l.Items))
	for i := range l.Items {
		out = l.AppendItem(out, &l.Items[i], resource.Edit{})
	}
	return string(l.AppendTail(out, results))
}

func names(l *resourcelist.List) []string {
	var out []string
	for _, item := range l.Items {
		out = append(out, item.Meta.Kind+"/"+item.Meta.Name)
	}
	return out
}

func TestReadKeepsEveryByte(t *testing.T) {
	const a, b = "- kind: A\n  metadata:\n    name: a\n", "- kind: B # c\n  metadata: {name: b}\n"
	tests := []struct {
		name, text string
		items      []string
		config     string
	}{
		{"plain", head + "items:\n" + a + b, []string{"A/a", "B/b"}, ""},
		{"indented items", head + "items:\n  - kind: A\n    metadata:\n      name: a\n  # c\n  - kind: B\n", []string{"A/a", "B/"}, ""},
		{"comments", "# x\n---\n# y\n" + head + "# z\nitems: # q\n# first\n" + a + "# second\n\n" + b + "# end\n", []string{"A/a", "B/b"}, ""},
		{"config after", head + "items:\n" + a + "# config\nfunctionConfig:\n  kind: C\n", []string{"A/a"}, "C"},
		{"config before", head + "functionConfig:\n    # x\n    kind: C\nitems:\n" + a, []string{"A/a"}, "C"},
		{"null config", head + "functionConfig:\nitems:\n" + a, []string{"A/a"}, ""},
		{"null config, spelt", head + "functionConfig: null\nitems:\n" + a, []string{"A/a"}, ""},
		{"results and more", head + "items:\n" + a + "results:\n- message: x\n  kind: D\nextra: y\n", []string{"A/a"}, ""},
		{"empty", head + "items: [] # c\nfunctionConfig:\n  kind: C\n", nil, "C"},
		{"empty, with a tab", head + "functionConfig:\n  kind: C # x\ty\nitems: []\n", nil, "C"},
		{"windows", strings.ReplaceAll(head+"items:\n"+a+b, "\n", "\r\n"), []string{"A/a", "B/b"}, ""},
		{"flow config", head + "items:\n" + a + "functionConfig: {kind: C}\n", []string{"A/a"}, "C"},
		{"anchors around", head + "functionConfig: &x\n  kind: C\nitems: &y\n" + a, []string{"A/a"}, "C"},
		{"CR, then CRLF, in an item", head + "items:\n" + a + "- kind: B\r\r\n", []string{"A/a", "B/"}, ""},
		{"tabs", head + "items:\t# c\n- kind:\tA\t# d\n  x: \"y\tz\"\n" + b, []string{"A/", "B/b"}, ""},
		{"no line break at the end", head + "items:\n" + a + "  spec: x", []string{"A/a"}, ""},
		{"text at the end", head + "items:\n" + a + "  spec: |\n    x", []string{"A/a"}, ""},
		{"dash in quotes", head + "items:\n" + a + "  spec: \"x\n- kind: X\n  y: z\"\n" + b, []string{"A/a", "B/b"}, ""},
		{"dash in a flow list", head + "items:\n" + a + "  spec: [x,\n\n    y, {kind: X}]\n" + b, []string{"A/a", "B/b"}, ""},
		{"dash in text", head + "items:\n" + a + "  spec: |\n    - kind: X\n   \n    items:\n" + b, []string{"A/a", "B/b"}, ""},
		{"plain text over lines", head + "items:\n" + a + "  spec: x\n    - kind X\n    'y\n" + b, []string{"A/a", "B/b"}, ""},
		{"own anchor", head + "items:\n" + a + "  x: &x y\n  z: *x\n" + b, []string{"A/a", "B/b"}, ""},
		{"tab", head + "items:\n" + a + "  x:\ty\n" + b, []string{"A/a", "B/b"}, ""},
		{"list at the item's column", head + "items:\n- kind: A\n  spec:\n  - x\n  - kind: X\n" + b, []string{"A/", "B/b"}, ""},
		{"dash alone", head + "items:\n-\n  kind: A\n  metadata:\n    name: a\n" + b, []string{"A/a", "B/b"}, ""},
		{"comment behind the dash, as kyaml writes it", head + "items:\n- # why\n  kind: A\n  metadata:\n    name: a\n" + b, []string{"A/a", "B/b"}, ""},
		{"wide dash", head + "items:\n-   kind: A\n    spec: x\n-   kind: B\n", []string{"A/", "B/"}, ""},
		{"flow item", head + "items:\n- {kind: A}\n" + b, []string{"A/", "B/b"}, ""},
		{"line separator", head + "items:\n- kind: A\n  x: \"\u2028\"\n  y: \"\u0085- kind: z\"\n" + b, []string{"A/", "B/b"}, ""},
		{"older version", strings.Replace(head, "v1", "v1alpha1", 1) + "items:\n" + a, []string{"A/a"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l, err := resourcelist.Read(test.text)
			require.NoError(t, err)
			assert.Equal(t, test.items, names(l))
			assert.Equal(t, test.text, written(l, nil))
			if test.config == "" {
				assert.Nil(t, l.FunctionConfig)
				return
			}
			require.NotNil(t, l.FunctionConfig)
			assert.Equal(t, test.config, l.FunctionConfig.Meta.Kind)
			n, err := l.FunctionConfig.Parse()
			require.NoError(t, err)
			assert.Empty(t, n.Problems())
			assert.Equal(t, map[string]any{"kind": test.config}, n.Value())
		})
	}
}

func TestReadPutsFlowItemsBehindDashes(t *testing.T) {
	const items = "- {kind: A, metadata: {name: a}}\n- {kind: B}\n"
	tests := []struct{ name, text, want string }{
		{"flow", "{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [{kind: A, metadata: {name: a}}, {kind: B}], functionConfig: {kind: C}}",
			head + "items:\n" + items + "functionConfig: {kind: C}\n"},
		{"flow items", head + "items: [{kind: A, metadata: {name: a}}, {kind: B}] # c\nfunctionConfig:\n  kind: C\n",
			head + "items: # c\n" + items + "functionConfig:\n  kind: C\n"},
		{"JSON", "{\n\t\"kind\": \"ResourceList\", \"apiVersion\": \"config.kubernetes.io/v1\", \"results\": [],\n\t\"functionConfig\": {\"kind\": \"C\"},\n" +
			"\t\"items\": [{\"kind\": \"A\", \"metadata\": {\"name\": \"a\"}}, {\n\t\"kind\": \"B\"}]}",
			"\"kind\": \"ResourceList\"\n\"apiVersion\": \"config.kubernetes.io/v1\"\n\"functionConfig\": {\"kind\": \"C\"}\n\"items\":\n" +
				"- {\"kind\": \"A\", \"metadata\": {\"name\": \"a\"}}\n- {\n\t\"kind\": \"B\"}\n\"results\": []\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l, err := resourcelist.Read(test.text)
			require.NoError(t, err)
			assert.Equal(t, []string{"A/a", "B/"}, names(l))
			assert.Equal(t, "C", l.FunctionConfig.Meta.Kind)
			assert.Equal(t, test.want, written(l, nil))
			again, err := resourcelist.Read(test.want)
			require.NoError(t, err)
			assert.Equal(t, names(l), names(again))
			assert.Equal(t, test.want, written(again, nil))
		})
	}
}

func TestReadWritesOddListsAnew(t *testing.T) {
	want := head + "items:\n- kind: A\n  metadata:\n    name: a\n- kind: B\nfunctionConfig:\n  kind: C\n"
	tests := []struct{ name, text string }{
		{"old line breaks", strings.ReplaceAll(want, "\n", "\r")},
		{"CR, then CRLF", strings.Replace(want, "List\n", "List\r\r\n", 1)},
		{"indented list", strings.ReplaceAll("\n"+want[:len(want)-1], "\n", "\n ")},
		{"complex key", strings.Replace(want, "kind: Res", "? kind\n: Res", 1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l, err := resourcelist.Read(test.text)
			require.NoError(t, err)
			assert.Equal(t, want, written(l, nil))
			assert.Equal(t, "C", l.FunctionConfig.Meta.Kind)
		})
	}
}

// TestMarkersBehindTheList has lists that end in a marker: what is written behind the items must not come behind it.
func TestMarkersBehindTheList(t *testing.T) {
	for _, list := range []string{"items:\n- kind: A\n", "items:\n- kind: A\n  x: |\n    y\n", "items:\n- &a kind: A\nextra: [x]\n", "items: []\n"} {
		for _, marker := range []string{"...\n", "---\n", "---", "... # c\n# d\n\n", "---\r\n"} {
			l, err := resourcelist.Read(head + list + marker)
			require.NoError(t, err)
			got := written(l, func(dst []byte) []byte { return append(dst, "- message: m\n"...) })
			require.Equal(t, head+list+"results:\n- message: m\n", got, "%q", marker)
		}
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "the input is empty: a function reads a ResourceList"},
		{"another kind", "apiVersion: apps/v1\nkind: Deployment\n", "the input is of kind Deployment: a function reads a ResourceList"},
		{"no kind", "a: b\n", "the input has no kind: a function reads a ResourceList"},
		{"another version", "apiVersion: v1\nkind: ResourceList\nitems: []\n", `the list has apiVersion "v1": known are config.kubernetes.io/v1, config.kubernetes.io/v1beta1, config.kubernetes.io/v1alpha1`},
		{"scalar", "hello\n", "line 1: the input is no mapping: a function reads a ResourceList"},
		{"two documents", head + "items: []\n---\na: b\n", "line 5: the input has a second document: a function reads one ResourceList"},
		{"items no list", head + "items:\n  a: b\n", "line 4: items is not a list"},
		{"item no mapping", head + "items:\n- kind: A\n- x\n", "line 5: items[1] is not a mapping"},
		{"item a list", head + "items:\n- - kind: A\n", "line 4: items[0] is not a mapping"},
		{"key twice", head + "items: []\nkind: ResourceList\n", "line 4: kind is given twice, or is no word"},
		{"config no mapping", head + "items: []\nfunctionConfig: x\n", "line 4: functionConfig is not a mapping"},
		{"alias to another item", head + "items:\n- kind: &x A\n- kind: *x\n", "line 5: an alias leads to another resource: write the value out"},
		{"syntax", head + "items:\n- kind: A\n- kind: [\n", "line 5: not valid YAML: a value is missing before a bracket, a brace or the end: add the value, or write the text in quotes"},
		{"dash below a word", head + "-\n", "line 3: not valid YAML: the line does not go on with the mapping above it: correct its indentation, or the quotes before it"},
		{"what the library reads and cannot write", head + "&0000:\n", "the list is in a shape that cannot be cut into its items: write it in block style, without anchors on keys"},
		{"broken line", head + "items:\n- kind: A\n  x: \"\n- kind: B\n", "line 5: not valid YAML: a text that begins with a quote is not closed: add the quote"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := resourcelist.Read(test.text)
			require.Error(t, err)
			assert.Equal(t, test.want, err.Error())
		})
	}
}

func TestItemsKnowTheirLines(t *testing.T) {
	l, err := resourcelist.Read(head + "items:\n- kind: A\n  metadata:\n    annotations:\n      internal.config.kubernetes.io/path: a.yaml\n      fn.novasphere.dev/owner: y\n- kind: B\n")
	require.NoError(t, err)
	assert.Equal(t, resource.Source{File: "a.yaml", Line: 4}, l.Items[0].Source)
	assert.Equal(t, resource.Source{Line: 9}, l.Items[1].Source)
	assert.Equal(t, "y", l.Items[0].Meta.Owner)
	assert.Equal(t, []yaml.Position{{Line: 9, Column: 3}}, l.Items[1].Locate("kind"))

	const text = `{"kind": "ResourceList", "apiVersion": "config.kubernetes.io/v1", "items": [{"a": 1}, {"b": 2,
 "c": 3}, {"d": 4}]}`
	l, err = resourcelist.Read(text)
	require.NoError(t, err)
	assert.Equal(t, []yaml.Position{{Line: 1, Column: 78}}, l.Items[0].Locate("a"))
	assert.Equal(t, []yaml.Position{{Line: 1, Column: 88}, {Line: 2, Column: 2}}, l.Items[1].Locate("b", "c"))
	assert.Equal(t, []yaml.Position{{Line: 2, Column: 12}}, l.Items[2].Locate("d"))
}

func TestWriteChangesOnlyWhatIsNew(t *testing.T) {
	entry := func(dst []byte) []byte { return append(dst, "- message: new\n"...) }
	nothing := func(dst []byte) []byte { return dst }
	l, err := resourcelist.Read(head + "items: # c\n- kind: A\nresults:\n- message: old\nfunctionConfig:\n  kind: C")
	require.NoError(t, err)

	assert.Equal(t, head+"items: # c\n- kind: A\nfunctionConfig:\n  kind: C\nresults:\n- message: new\n", written(l, entry))
	assert.Equal(t, head+"items: # c\n- kind: A\nfunctionConfig:\n  kind: C", written(l, nothing))
	l.Items = nil
	assert.Equal(t, head+"items: [] # c\nfunctionConfig:\n  kind: C\nresults:\n- message: new\n", written(l, entry))

	l, err = resourcelist.Read(head + "items: []")
	require.NoError(t, err)
	l.Items = []resource.Resource{{Text: "- kind: B\n", Item: true}}
	assert.Equal(t, head+"items:\n- kind: B\n", written(l, nil))

	for _, text := range []string{head, head + "items:\n", head + "items: ~\n", head + "items:", head + "items: []\n"} {
		l, err = resourcelist.Read(text)
		require.NoError(t, err, text)
		assert.Equal(t, head+"items: []\n", string(l.AppendTail(l.AppendHead(nil, 0), nothing))+missing(text), text)
	}
}

// missing is the line break that a text without one keeps lacking.
func missing(text string) string {
	if strings.HasSuffix(text, "\n") {
		return ""
	}
	return "\n"
}

// generated is a list of n Deployments as kustomize writes it.
func generated(n int) string {
	var b strings.Builder
	b.WriteString(head + "items:\n")
	for i := range n {
		fmt.Fprintf(&b, `- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: app-%05[1]d
    namespace: default
    labels:
      app: app-%05[1]d
    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'app-%05[1]d.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'app-%05[1]d.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
  spec:
    replicas: 3 # keep odd
    selector:
      matchLabels:
        app: app-%05[1]d
    template:
      metadata:
        labels:
          app: app-%05[1]d
      spec:
        containers:
        - name: main
          image: registry.example.com/app:%05[1]d
          ports:
          - containerPort: 8080
            name: http
          env:
          - name: A
            value: "1"
          - name: B
            value: two
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
`, i)
	}
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	text := generated(5000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		l, err := resourcelist.Read(text)
		if err != nil || len(l.Items) != 5000 || l.Items[4999].Source.File != "app-04999.yaml" {
			b.Fatal(err)
		}
	}
}
