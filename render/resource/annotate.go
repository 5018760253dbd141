package resource

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/yaml"
)

// Edit is a change of a text that waits until the text is written: Text[From:To] becomes Insert. The zero Edit changes
// nothing.
type Edit struct {
	From, To int
	Insert   string
}

// Append appends the changed text.
func (e Edit) Append(dst []byte, text string) []byte {
	return append(append(append(dst, text[:e.From]...), e.Insert...), text[e.To:]...)
}

// Marker sets one annotation in many resources. Most of them get the same lines, which it writes only once.
type Marker struct {
	Key, Value string

	reader yaml.Reader
	last   lines // that were written
	lines  string
}

// Annotate is the edit that sets the annotation in the resource's text. One line is replaced or added, two where the
// resource has no annotations yet, in flow style the same between its braces; every other byte stays: comments, quotes, line
// ends. Only a resource without metadata, or with an anchor or alias there, is written anew. A value that is there already
// asks for no change. The error tells that the metadata is no mapping.
func (m *Marker) Annotate(r *Resource) (edit Edit, err error) {
	known := false
	err = m.reader.ReadTo(r.Text, r.Item, []string{"metadata"}, func(d *yaml.Document) {
		n, _ := node(d, r.Item)
		edit, known = m.edit(n, r.Text)
	})
	if err == nil && known {
		return edit, nil
	}
	text, err := rewritten(*r, m.Key, m.Value)
	if err != nil {
		return Edit{}, fmt.Errorf("setting annotation %s: %w", m.Key, r.Source.place(err))
	}
	return Edit{To: len(r.Text), Insert: text}, nil
}

// edit is the edit of a resource's text. ok is false where none will do.
func (m *Marker) edit(n yaml.Node, text string) (edit Edit, ok bool) {
	key, metadata, found := field(n, "metadata")
	if !found || metadata.Kind() != yaml.Mapping {
		return Edit{}, false
	}
	above, annotations, found := field(metadata, "annotations")
	empty := annotations.IsNull() && annotations.Bare()
	switch {
	case !found && metadata.Flow():
		return m.inside(metadata, text, true)
	case !found:
		return m.below(key, lines{metadata: metadata.Column(), column: metadata.Column() + 2}, text)
	case empty && !metadata.Flow():
		return m.below(above, lines{column: metadata.Column() + 2}, text)
	case annotations.Kind() != yaml.Mapping:
		return Edit{}, false
	}
	if _, value, found := field(annotations, m.Key); found {
		return m.replace(value)
	}
	if annotations.Flow() {
		return m.inside(annotations, text, false)
	}
	return m.below(above, lines{column: annotations.Column()}, text)
}

// field finds a key of a mapping.
func field(n yaml.Node, name string) (key, value yaml.Node, found bool) {
	for key, value := range n.Fields() {
		if key.Text() == name {
			return key, value, true
		}
	}
	return n, n, false
}

// replace changes a value.
func (m *Marker) replace(value yaml.Node) (Edit, bool) {
	from, to, ok := value.Span()
	switch {
	case value.Kind() != yaml.Scalar || value.Block() || value.Alias() || !ok:
		return Edit{}, false
	case value.Value() == any(m.Value): // an unquoted true is not the string
		return Edit{}, true
	case from == to:
		return Edit{from, to, " " + quote(m.Value)}, true
	}
	return Edit{from, to, quote(m.Value)}, true
}

// inside adds the annotation behind the last field of a mapping in flow style: annotations, or metadata without any.
func (m *Marker) inside(n yaml.Node, text string, metadata bool) (Edit, bool) {
	name, _, ok := n.Span()
	at, comma, mark := name+1, "", plainScalar
	for key, value := range n.Fields() {
		var known bool
		if _, at, known = value.Span(); !known {
			return Edit{}, false
		}
		if comma = ", "; text[key.Start()] == '"' {
			mark = quote // as in JSON
		}
	}
	entry := mark(m.Key) + ": " + quote(m.Value)
	if metadata {
		entry = mark("annotations") + ": {" + entry + "}"
	}
	return Edit{at, at, comma + entry}, ok
}

// below adds lines below that of a key.
func (m *Marker) below(key yaml.Node, add lines, text string) (Edit, bool) {
	_, from, ok := key.Span()
	add.key, add.value, add.end = m.Key, m.Value, "\n"
	line := strings.IndexByte(text[from:], '\n')
	if from += line + 1; line < 0 {
		from = len(text)
	}
	if strings.HasSuffix(text[:from], "\r\n") {
		add.end = "\r\n"
	}
	if m.lines == "" || add != m.last {
		m.last, m.lines = add, add.String()
	}
	if line < 0 {
		return Edit{from, from, add.end + m.lines}, ok
	}
	return Edit{from, from, m.lines}, ok
}

// lines are the lines of an annotation that is new.
type lines struct {
	key, value string
	metadata   int // the column of the keys below metadata where there is no annotations key yet, else 0
	column     int // of the annotation
	end        string
}

func (l lines) String() string {
	head := ""
	if l.metadata > 0 {
		head = blanks(l.metadata) + "annotations:" + l.end
	}
	return head + blanks(l.column) + plainScalar(l.key) + ": " + quote(l.value) + l.end
}

// blanks are n spaces.
func blanks(n int) string { return strings.Repeat(" ", n) }

// plainScalar is a key without quotes where it can do without: a letter, then letters, digits, dots, slashes, dashes.
func plainScalar(s string) string {
	if slash := strings.IndexByte(s, '/'); slash > 0 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz.-/") == "" && s[0] >= 'a' {
		return s // the key of any annotation of ours, and neither a word nor a number to YAML
	}
	d, err := yaml.Parse("{" + s + ": }") // a key that can stand in flow style can stand everywhere
	if err != nil {
		return quote(s)
	}
	if key, _, found := field(d.Root(), s); found && key.Plain() && d.Root().Len() == 1 && yaml.Value(s) == any(s) {
		return s
	}
	return quote(s)
}

// quote writes a string in double quotes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r >= ' ' && r < 0x7f, r >= 0xa0 && r < 0x2000, r >= 0x3000 && r < 0xd800:
			b.WriteRune(r)
		case r == utf8.RuneError:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

var errMetadata = errors.New("metadata and its annotations must be mappings")

// rewritten sets the annotation through the library and writes the resource anew, in the shape it had.
func rewritten(r Resource, key, value string) (string, error) {
	docs, err := yaml.Documents(r.Body())
	if err != nil {
		return "", err
	}
	if len(docs) != 1 || docs[0].Content[0].Kind != goyaml.MappingNode {
		return "", errors.New("the resource is not a mapping")
	}
	metadata, err := childMapping(docs[0].Content[0], "metadata")
	if err != nil {
		return "", err
	}
	annotations, err := childMapping(metadata, "annotations")
	if err != nil {
		return "", err
	}
	quoted := &goyaml.Node{Kind: goyaml.ScalarNode, Tag: "!!str", Style: goyaml.DoubleQuotedStyle, Value: value}
	if at := lookup(annotations, key); at != nil {
		quoted.LineComment = at.LineComment
		*at = *quoted
	} else {
		name := &goyaml.Node{Kind: goyaml.ScalarNode, Tag: "!!str", Value: key}
		annotations.Content = append(annotations.Content, name, quoted)
	}
	body, err := Format(docs[0])
	if err != nil || !r.Item {
		return body, err
	}
	return Indented(body, r.Indent), nil
}

// childMapping returns the mapping under key in n, a new one where there is nothing or null.
func childMapping(n *goyaml.Node, key string) (*goyaml.Node, error) {
	at := lookup(n, key)
	if at == nil {
		at = &goyaml.Node{Kind: goyaml.MappingNode, Tag: "!!map"}
		n.Content = append(n.Content, &goyaml.Node{Kind: goyaml.ScalarNode, Tag: "!!str", Value: key}, at)
	}
	if at.Kind == goyaml.ScalarNode && at.Tag == "!!null" {
		*at = goyaml.Node{Kind: goyaml.MappingNode, Tag: "!!map", LineComment: at.LineComment}
	}
	if at.Kind != goyaml.MappingNode {
		return nil, errMetadata
	}
	return at, nil
}

func lookup(n *goyaml.Node, key string) *goyaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// Indented turns the text of a document into an item of a block list, its keys in column indent (2 or more).
func Indented(document string, indent int) string {
	var b strings.Builder
	pad := strings.Repeat(" ", indent)
	dashed := false
	for document != "" {
		line, after, broken := strings.Cut(document, "\n")
		switch {
		case line == "" || line == "\r":
		case !dashed:
			b.WriteString(pad[:indent-2] + "- ")
			dashed = true
		default:
			b.WriteString(pad)
		}
		b.WriteString(line)
		if document = after; broken {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
