package yamlin

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readLibrary returns the documents of text as the library sees them.
func readLibrary(text string) (docs []*yaml.Node, err error) {
	return decodeAll(strings.NewReader(text))
}

func decodeAll(text io.Reader) (docs []*yaml.Node, err error) {
	// The library raises its own inner errors as panics of any type: a hostile text must not end the process.
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, fmt.Errorf("the YAML library failed: %v", r)
		}
	}()
	decoder := yaml.NewDecoder(text)
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

// Documents reads all documents of text with the library, for callers that need comments and positions. The error is
// always a *SyntaxError.
func Documents(text string) ([]*yaml.Node, error) {
	docs, err := readLibrary(text)
	if err != nil {
		return nil, syntaxError(text, err)
	}
	return docs, nil
}

// parseLibrary is the slow reader: exact for all of YAML.
func parseLibrary(text string) (Node, []Problem, error) {
	docs, err := Documents(text)
	if err != nil {
		return Node{}, nil, err
	}
	null := Node{Kind: Scalar, Plain: true}
	if len(docs) == 0 {
		return null, nil, nil
	}
	var c converter
	for _, more := range docs[1:] {
		// A separator at the end of a text starts an empty document, which kubectl and kustomize pass over.
		if root := more.Content[0]; root.Kind != yaml.ScalarNode || root.Value != "" || root.Style != 0 {
			c.problem(ManyDocuments, "holds more than one document: give each its own resource")
			break
		}
	}
	n, ok := c.node(docs[0].Content[0])
	if !ok {
		n = null
	}
	return n, c.all(), nil
}

// converter turns the library's nodes into ours and refuses what we do not take.
type converter struct {
	problems

	at trail
}

// hasAnchor leaves the value readable, as an alias does not.
const hasAnchor = "has an anchor: leave it out, aliases are not followed"

func (c *converter) problem(r Reason, message string) {
	known := r == Tag || r == ManyDocuments || r == DuplicateKey || r == Alias && message == hasAnchor
	if c.full() {
		c.count(r)
		return
	}
	c.add(Problem{Path: c.at.String(), Reason: r, Message: message, Known: known})
}

// node converts n; ok is false where nothing of it may be used.
func (c *converter) node(n *yaml.Node) (out Node, ok bool) {
	if !c.allowed(n) {
		return Node{}, false
	}
	switch n.Kind {
	case yaml.MappingNode:
		return c.mapping(n), true
	case yaml.SequenceNode:
		out = Node{Kind: Sequence, Items: make([]Node, 0, len(n.Content))}
		for i, item := range n.Content {
			c.at.index(i)
			v, ok := c.node(item)
			if !ok {
				v = Node{Kind: Scalar, Plain: true}
			}
			out.Items = append(out.Items, v)
			c.at.up()
		}
		return out, true
	default:
		return Node{Kind: Scalar, Plain: plain(n), Value: n.Value}, true
	}
}

// allowed reports what must not be used of n itself. A tag or an anchor alone leaves the value readable.
func (c *converter) allowed(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode {
		c.problem(Alias, "is an alias: write the value out, aliases are not followed")
		return false
	}
	if n.Anchor != "" {
		c.problem(Alias, hasAnchor)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		c.problem(Tag, "has a tag: leave it out, tags are not read")
	}
	if n.Kind != yaml.ScalarNode && len(c.at) >= maxDepth {
		c.problem(TooDeep, "is nested deeper than "+strconv.Itoa(maxDepth)+" levels")
		return false
	}
	return true
}

func (c *converter) mapping(n *yaml.Node) Node {
	out := Node{Kind: Mapping, Fields: make([]Field, 0, len(n.Content)/2)}
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode && key.Kind != yaml.AliasNode {
			c.problem(ComplexKey, "has a key that is a mapping or a list: keys are words")
			continue
		}
		c.at.key(key.Value)
		switch {
		case !c.allowed(key):
		case key.Tag == "!!merge":
			c.problem(MergeKey, "is a merge key: write the fields out, they are not merged")
		case seen[key.Value]:
			c.problem(DuplicateKey, "is given twice in one mapping: remove one of the two")
		default:
			seen[key.Value] = true
			if v, ok := c.node(value); ok {
				out.Fields = append(out.Fields, Field{Key: key.Value, Plain: plain(key), Value: v})
			}
		}
		c.at.up()
	}
	return out
}

func plain(n *yaml.Node) bool {
	const marked = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Style&marked == 0
}
