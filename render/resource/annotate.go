package resource

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/yamlin"
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

	last  lines // that were written
	lines string
}

// Annotate is the edit that sets the annotation in the resource's text. One line is replaced or added, two where the
// resource has no annotations yet; every other byte stays: comments, quotes, line ends. Only a resource whose metadata is
// not in block style is written anew. A value that is there already asks for no change. The error tells that the metadata
// is no mapping; a text is not read beyond what it takes to know.
func (m *Marker) Annotate(r *Resource) (Edit, error) {
	p, ok := findPlace(r.Text, r.Item, m.Key)
	switch {
	case !ok:
		text, err := rewritten(*r, m.Key, m.Value)
		if err != nil {
			return Edit{}, fmt.Errorf("setting annotation %s: %w", m.Key, r.Source.place(err))
		}
		return Edit{To: len(r.Text), Insert: text}, nil
	case !p.found:
		return m.insert(&p, r.Text), nil
	case yamlin.Value(p.value) != any(m.Value): // an unquoted true is not the string
		return p.replace(m.Value), nil
	}
	return Edit{}, nil
}

// place is where an annotation stands in a text, or where it would.
type place struct {
	metadata, annotations             yamlin.Line // the lines of these keys, where there are any
	hasAnnotations                    bool
	metadataColumn, annotationsColumn int // of the keys below, 0 where there are none

	found bool
	line  yamlin.Line // of the annotation itself
	value yamlin.Node
	end   int // of its value
}

// findPlace walks the text. ok is false where the line walk does not know enough to change a line.
func findPlace(text string, item bool, key string) (p place, ok bool) {
	s := scanner{text: text, item: item, inside: -1, annotations: -1, labels: -1, placing: true, key: key}
	ok = s.lines() && s.place.metadataColumn > 0
	return s.place, ok
}

// empty holds for a line whose value is {}.
func empty(text string, line *yamlin.Line) bool {
	return line.Style == yamlin.FlowValue && strings.HasPrefix(text[line.Value:line.End], "{}")
}

// replace changes the value in its line.
func (p *place) replace(value string) Edit {
	if p.line.Style == yamlin.NoValue {
		return Edit{p.line.KeyEnd + 1, p.line.KeyEnd + 1, " " + quote(value)}
	}
	return Edit{p.line.Value, p.end, quote(value)}
}

// insert adds the annotation as the first one.
func (m *Marker) insert(p *place, text string) Edit {
	add := lines{key: m.Key, value: m.Value, end: "\n", metadata: p.metadataColumn, column: p.annotationsColumn}
	after := &p.metadata
	if p.hasAnnotations {
		after, add.metadata = &p.annotations, 0
	}
	if add.column == 0 {
		add.column = p.metadataColumn + 2
	}
	if strings.HasSuffix(text[:after.Next], "\r\n") {
		add.end = "\r\n"
	}
	if m.lines == "" || add != m.last {
		m.last, m.lines = add, add.String()
	}
	edit := Edit{From: after.Next, To: after.Next, Insert: m.lines}
	if !strings.HasSuffix(text[:after.Next], "\n") {
		edit.Insert = add.end + edit.Insert
	}
	if p.hasAnnotations && empty(text, after) {
		edit.From = after.KeyEnd + 1
		edit.Insert = text[after.Value+len("{}"):after.Next] + edit.Insert
	}
	return edit
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
	n, _, err := yamlin.Parse(s + ":")
	if err == nil && len(n.Fields) == 1 && n.Fields[0].Key == s && n.Fields[0].Plain && yamlin.Value(yamlin.Node{Plain: true, Value: s}) == any(s) {
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
	docs, err := yamlin.Documents(r.Body())
	if err != nil {
		return "", err
	}
	if len(docs) != 1 || docs[0].Content[0].Kind != yaml.MappingNode {
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
	quoted := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: value}
	if at := lookup(annotations, key); at != nil {
		quoted.LineComment = at.LineComment
		*at = *quoted
	} else {
		name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}
		annotations.Content = append(annotations.Content, name, quoted)
	}
	body, err := Format(docs[0])
	if err != nil || !r.Item {
		return body, err
	}
	return Indented(body, r.Indent), nil
}

// childMapping returns the mapping under key in n, a new one where there is nothing or null.
func childMapping(n *yaml.Node, key string) (*yaml.Node, error) {
	at := lookup(n, key)
	if at == nil {
		at = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, at)
	}
	if at.Kind == yaml.ScalarNode && at.Tag == "!!null" {
		*at = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", LineComment: at.LineComment}
	}
	if at.Kind != yaml.MappingNode {
		return nil, errMetadata
	}
	return at, nil
}

func lookup(n *yaml.Node, key string) *yaml.Node {
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
