// Package resource holds one resource of a package as it was written: its bytes, where they come from, and the little
// metadata that tells resources apart. It splits YAML files into resources and sets annotations without touching any
// other byte. It knows Kubernetes' metadata and the annotations of kustomize and kpt, but no kind.
//
// Texts are slices of the input. Resources are values: what changes one returns a new one.
package resource

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/yaml"
)

// Annotations of kustomize and kpt that say where a resource belongs. The internal ones win over the older ones.
const (
	PathAnnotation        = "internal.config.kubernetes.io/path"
	IndexAnnotation       = "internal.config.kubernetes.io/index"
	LegacyPathAnnotation  = "config.kubernetes.io/path"
	LegacyIndexAnnotation = "config.kubernetes.io/index"
	LocalAnnotation       = "config.kubernetes.io/local-config"

	earlierNames      = "internal.config.kubernetes.io/previousNames"
	earlierNamespaces = "internal.config.kubernetes.io/previousNamespaces"
	earlierPrefixes   = "internal.config.kubernetes.io/prefixes"
	earlierSuffixes   = "internal.config.kubernetes.io/suffixes"
	// OwnerAnnotation is KIND/NAMESPACE/NAME of the input that an object is generated from. It and the label of the tool that
	// manages an object say which objects are ours.
	OwnerAnnotation = "fn.novasphere.dev/owner"
	ManagedByLabel  = "app.kubernetes.io/managed-by"
)

// Resource is one resource and its text.
type Resource struct {
	Text   string // exactly as in the input, comments and all; of a list item with its dash and indentation
	Indent int    // columns by which the mapping is indented in Text: 0 for a document, 2 or more for a list item
	Item   bool   // Text is an item of a block list
	Source Source
	Meta   Meta
}

// Source is where a resource was read, or in a ResourceList where its annotations say that it belongs.
type Source struct {
	File  string // relative to the package, with slashes; empty where nothing tells
	Index int    // of the resource in its file, from 0
	Line  int    // of Text's first line in the file or stream that was read, from 1

	Column int // of Text's first byte in that line, from 0
}

// Meta is what tells resources apart. Fields that are missing, or are no scalars, are empty.
type Meta struct {
	APIVersion, Kind, Namespace, Name string

	Owner       string // the annotation of our objects
	ManagedBy   string // the label, of a resource with an owner
	LocalConfig bool   // marked so that kustomize and kpt never apply it
	// Earlier is what kustomize has written down of a resource whose name or namespace it changed, nil for any other.
	Earlier *Earlier
}

// Earlier are the names and namespaces that a resource had, the oldest first, and what was put before and behind its name. Until
// all is built kustomize keeps them in annotations, so that references can follow.
type Earlier struct{ Names, Namespaces, Prefixes, Suffixes []string }

// New makes a resource of its text. An empty source.File is filled in from the path and index annotations. An error
// wraps a *yaml.SyntaxError whose line is in the file or stream.
func New(text string, item bool, source Source) (Resource, error) {
	return read(new(yaml.Reader), text, item, source)
}

func read(reader *yaml.Reader, text string, item bool, source Source) (r Resource, err error) {
	err = reader.Read(text, func(d *yaml.Document) {
		n, column := node(d, item)
		r = Of(n, text, item, column, source)
	})
	if err != nil {
		return Resource{}, source.place(err)
	}
	return r, nil
}

// node is the node of a resource in its document, with the column of its keys.
func node(d *yaml.Document, item bool) (n yaml.Node, column int) {
	n = d.Root()
	if item && n.Len() == 1 {
		for i := range n.Items() {
			n = i
		}
	}
	return n, n.Column()
}

// place moves the line of a syntax error from the resource's text to the file.
func (s Source) place(err error) error {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && s.Line > 0 {
		err = syntax.Moved(s.Line - 1)
	}
	if s.File != "" {
		return fmt.Errorf("%s: %w", s.File, err)
	}
	return err
}

// Body is the resource as a document of its own, without dash and indentation.
func (r Resource) Body() string {
	if r.Indent == 0 {
		return r.Text
	}
	var b strings.Builder
	b.Grow(len(r.Text))
	line, rest := firstLine(r.Text)
	if dash := strings.IndexByte(line, '-'); r.Item && dash >= 0 && dash < r.Indent {
		line = unindented(line[dash+1:], r.Indent-dash-1)
		b.WriteString(line)
		line, rest = firstLine(rest)
	}
	for ; line != ""; line, rest = firstLine(rest) {
		// Only blank lines, comments and lines inside quotes may be less indented; there it does not count.
		b.WriteString(unindented(line, r.Indent))
	}
	return b.String()
}

// unindented is a line without the blanks that it starts with, up to a number.
func unindented(line string, blanks int) string {
	drop := 0
	for drop < blanks && drop < len(line) && line[drop] == ' ' {
		drop++
	}
	return line[drop:]
}

// firstLine cuts a text behind its first line break, of all those that YAML 1.1 has.
func firstLine(text string) (line, rest string) {
	end := strings.IndexByte(text, '\n') + 1
	if end == 0 {
		end = len(text)
	}
	if at := strings.IndexByte(text[:end], '\r'); at >= 0 && !strings.HasPrefix(text[at+1:], "\n") {
		end = at + 1
	}
	for _, odd := range [...]string{"\u0085", "\u2028", "\u2029"} {
		if at := strings.Index(text[:end], odd); at >= 0 {
			end = at + len(odd)
		}
	}
	return text[:end], text[end:]
}

// Document is Body with a line break at the end.
func (r Resource) Document() string {
	body := r.Body()
	if !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	return body
}

// Parse reads the resource. Lines of errors are in the file or stream. Its texts share memory with Text.
func (r Resource) Parse() (yaml.Node, error) {
	d, err := yaml.Parse(r.Text)
	if err != nil {
		return yaml.Node{}, r.Source.place(err)
	}
	n, _ := node(d, r.Item)
	return n, nil
}

// Read is Parse for a node that is gone when use returns: the reader uses its memory for the next one.
func (r Resource) Read(reader *yaml.Reader, use func(yaml.Node)) error {
	err := reader.Read(r.Text, func(d *yaml.Document) {
		n, _ := node(d, r.Item)
		use(n)
	})
	if err != nil {
		return r.Source.place(err)
	}
	return nil
}

// Glance reads of the field at a path of keys what out has fields for, and nothing where the text cannot be read. What follows
// the field is not read at all. out is for the whole resource.
func (r Resource) Glance(reader *yaml.Reader, out any, path ...string) {
	_ = reader.ReadTo(r.Text, r.Item, path, func(d *yaml.Document) {
		n, _ := node(d, r.Item)
		n.Glance(out)
	})
}

// Locate are the lines and columns of fields, from 1, in the file or stream that the resource was read from; zero where the
// text cannot be read. It reads the text once.
func (r Resource) Locate(paths ...string) []yaml.Position {
	n, err := r.Parse()
	if err != nil {
		return make([]yaml.Position, len(paths))
	}
	positions := n.Locate(paths...)
	for i := range positions {
		if positions[i].Line == 1 {
			positions[i].Column += r.Source.Column
		}
		positions[i].Line += max(r.Source.Line, 1) - 1
	}
	return positions
}

// number reads an index annotation.
func number(s string) int {
	i, err := strconv.Atoi(s)
	if err != nil || i < 0 {
		return 0
	}
	return i
}
