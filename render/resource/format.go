package resource

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/yaml"
)

// Format writes a node as a document in kustomize's style: two columns, lists at their key's column, comments kept. The
// text is read back and compared, for the library's emitter loses some comments' places and some block scalars.
func Format(n *goyaml.Node) (string, error) {
	text, err := emit(n)
	if err == nil && readsAs(text, n) {
		return text, nil
	}
	text, err = emit(bare(n))
	if err != nil {
		return "", fmt.Errorf("writing YAML: %w", err)
	}
	if !readsAs(text, n) {
		return "", errors.New("writing YAML: the text does not read back as it was")
	}
	return text, nil
}

func emit(n *goyaml.Node) (string, error) {
	var b bytes.Buffer
	encoder := goyaml.NewEncoder(&b)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(n); err != nil {
		return "", err
	}
	if err := encoder.Close(); err != nil {
		return "", err
	}
	return b.String(), nil
}

func readsAs(text string, n *goyaml.Node) bool {
	var doc goyaml.Node
	if err := goyaml.Unmarshal([]byte(text), &doc); err != nil || len(doc.Content) != 1 {
		return false
	}
	if n.Kind == goyaml.DocumentNode {
		n = n.Content[0]
	}
	return same(doc.Content[0], n)
}

// same compares what two nodes mean, anchors included. The library takes an unquoted yes for a string and may quote it;
// kubectl reads it as true, so there the quotes count.
func same(a, b *goyaml.Node) bool {
	if a.Kind == goyaml.ScalarNode && plain(a) != plain(b) {
		if _, text := yaml.Value(a.Value).(string); !text {
			return false
		}
	}
	if a.Kind != b.Kind || a.ShortTag() != b.ShortTag() || a.Value != b.Value || a.Anchor != b.Anchor ||
		len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !same(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

func plain(n *goyaml.Node) bool {
	const marked = goyaml.DoubleQuotedStyle | goyaml.SingleQuotedStyle | goyaml.LiteralStyle | goyaml.FoldedStyle
	return n.Style&marked == 0
}

// bare copies a tree without comments, what was not plain in double quotes: dull, but nothing can go wrong with it.
func bare(n *goyaml.Node) *goyaml.Node {
	c := *n
	c.HeadComment, c.LineComment, c.FootComment = "", "", ""
	c.Style &= goyaml.TaggedStyle
	if c.Kind == goyaml.ScalarNode && (!plain(n) || strings.Contains(n.Value, "\n")) {
		c.Style |= goyaml.DoubleQuotedStyle
	}
	c.Content = make([]*goyaml.Node, len(n.Content))
	for i, child := range n.Content {
		c.Content[i] = bare(child)
	}
	return &c
}
