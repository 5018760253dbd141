package yaml

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parseLibrary is Parse by the library.
func parseLibrary(text string) (*Document, error) {
	docs, err := Documents(text)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return &Document{text: text, tokens: []token{{next: 1}}}, nil
	}
	d := Convert(text, docs[0].Content[0])
	for _, more := range docs[1:] {
		// A separator at the end of a text starts an empty document, which kubectl and kustomize pass over.
		if root := more.Content[0]; root.Kind != yaml.ScalarNode || root.Value != "" || root.Style != 0 {
			d.second = true
		}
	}
	return d, nil
}

// Convert makes a document of the library's nodes, with all that is wrong with them.
func Convert(text string, root *yaml.Node) *Document {
	c := converter{Document: Document{text: text, special: true, library: true}, lines: lineStarts(text)}
	c.node(root)
	return &c.Document
}

type converter struct {
	Document
	lines []int
	last  struct{ line, column, at int } // the place that was looked up last
}

func (c *converter) node(n *yaml.Node) {
	t := token{start: uint32(c.offset(n.Line, n.Column))}
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		t.style = doubleQuoted
	case n.Style&yaml.SingleQuotedStyle != 0:
		t.style = singleQuoted
	case n.Style&yaml.LiteralStyle != 0:
		t.style = literal
	case n.Style&yaml.FoldedStyle != 0:
		t.style = folded
	}
	if n.Anchor != "" {
		t.flags |= anchored
	}
	if n.Style&yaml.TaggedStyle != 0 {
		t.flags |= tagged
	}
	switch n.Kind {
	case yaml.MappingNode:
		t.kind = Mapping
	case yaml.SequenceNode:
		t.kind = Sequence
	case yaml.AliasNode:
		t.flags |= alias
	}
	if n.Style&yaml.FlowStyle != 0 {
		t.flags |= inFlow
	}
	at := c.push(int(t.start), 0, t.kind, t.style, t.flags)
	if t.kind == Scalar {
		c.store(n.Value)
		return
	}
	for _, child := range n.Content {
		c.node(child)
	}
	c.close(at, 0)
}

// offset is where a line and column of the library are in the text. Its columns count characters; places come in the
// order of the text, so that a long line is walked once.
func (c *converter) offset(line, column int) int {
	if line < 1 || line > len(c.lines) {
		return 0
	}
	l := &c.last
	if l.line != line || l.column > column {
		l.line, l.column, l.at = line, 1, c.lines[line-1]
	}
	for ; l.column < column && l.at < len(c.text); l.column++ {
		_, size := utf8.DecodeRuneInString(c.text[l.at:])
		l.at += size
	}
	return l.at
}

// lineStarts has the offset of each line as the library counts them.
func lineStarts(text string) []int {
	starts := []int{0}
	for i, r := range text {
		switch r {
		case '\r':
			if !strings.HasPrefix(text[i+1:], "\n") {
				starts = append(starts, i+1)
			}
		case '\n', '\u0085', '\u2028', '\u2029':
			starts = append(starts, i+utf8.RuneLen(r))
		}
	}
	return starts
}

// readLibrary returns the documents of text as the library sees them.
func readLibrary(text string) (docs []*yaml.Node, err error) {
	// The library raises its own inner errors as panics of any type: a hostile text must not end the process.
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, fmt.Errorf("the YAML library failed: %v", r)
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		doc := new(yaml.Node)
		err := decoder.Decode(doc)
		if errors.Is(err, io.EOF) {
			return docs, nil
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
}

// mostValues is how many values the library is given: it takes some 400 bytes of memory for each.
const mostValues = 1 << 18

// weight is about the number of values in a text, rather too high than too low.
func weight(text string) int {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case ':':
			n += 2
		case ',', '[', '{':
			n++
		case '-', '?':
			if i+1 < len(text) && text[i+1] <= ' ' {
				n++
			}
		}
	}
	return n
}

// tooMany is the error for a text that is too much for the library: at the line that our reader does not know.
func tooMany(text string, n int) *SyntaxError {
	return &SyntaxError{Line: unknownLine(text), Msg: fmt.Sprintf(
		"this is wrong or written in an unusual way, and the text is too long to find out (about %d values, %d at most): "+
			"correct the line, or split the text", n, mostValues)}
}

// unknownLine is the line with which our reader gives up, the first one where it does not.
func unknownLine(text string) int {
	text = strings.TrimPrefix(text, "\ufeff")
	r, at := new(reader), 0
	if !r.read(text) {
		if at = r.start; r.odd >= 0 {
			at = r.odd
		}
	}
	return 1 + strings.Count(text[:min(at, len(text))], "\n")
}

// Documents reads all documents of text with the library, for callers that need comments and positions. The error is
// always a *SyntaxError.
func Documents(text string) ([]*yaml.Node, error) {
	if n := weight(text); n > mostValues {
		return nil, tooMany(text, n)
	}
	docs, err := readLibrary(text)
	if err != nil {
		return nil, syntaxError(text, err)
	}
	return docs, nil
}
