package resourcelist

import (
	"fmt"

	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// uncut says why a list is refused that is YAML, and yet its items cannot be told from their text.
const uncut = "the list is in a shape that cannot be cut into its items: write it in block style, without anchors on keys"

// readAnew has the library write a list in block style that our reader does not know or that cannot be taken apart, and
// reads what it has written. The items keep their lines in the input.
func (r *reading) readAnew() error {
	if r.lines != nil {
		return &Error{Msg: uncut} // it was written anew already
	}
	docs, err := yaml.Documents(r.text)
	if err != nil {
		return err
	}
	if len(docs) == 0 {
		return errEmpty
	}
	root := docs[0].Content[0]
	block := reading{check: r.check, above: r.above, lines: []int{}, odd: -1}
	if err := block.checkRoot(yaml.Convert(r.text, root)); err != nil {
		return err
	}
	if len(docs) > 1 {
		return &Error{Line: docs[1].Content[0].Line, Msg: second}
	}
	if items := valueOf(root, "items"); items != nil {
		for i, item := range items.Content {
			if item.Kind != goyaml.MappingNode {
				return &Error{Line: item.Line, Msg: fmt.Sprintf("items[%d] is not a mapping", i)}
			}
			block.lines = append(block.lines, item.Line)
		}
	}
	if err := checkAliases(root); err != nil {
		return err
	}
	unflow(root)
	if block.text, err = resource.Format(root); err != nil {
		return &Error{Msg: uncut} // the library's emitter knows less than its reader
	}
	if err := block.read(); err != nil {
		return &Error{Msg: uncut}
	}
	*r = block
	return nil
}

// checkAliases refuses aliases that lead out of their item or of their key's value: its text would not stand alone.
func checkAliases(root *goyaml.Node) error {
	for i := 1; i < len(root.Content); i += 2 {
		parts := []*goyaml.Node{root.Content[i]}
		if root.Content[i-1].Value == "items" {
			parts = root.Content[i].Content
		}
		for _, part := range parts {
			if alias := foreign(part, map[*goyaml.Node]bool{}); alias != nil {
				return &Error{Line: alias.Line, Msg: "an alias leads to another resource: write the value out"}
			}
		}
	}
	return nil
}

// foreign is the first alias below n that leads to none of the anchors before it.
func foreign(n *goyaml.Node, own map[*goyaml.Node]bool) *goyaml.Node {
	if n.Anchor != "" {
		own[n] = true
	}
	if n.Kind == goyaml.AliasNode && !own[n.Alias] {
		return n
	}
	for _, child := range n.Content {
		if alias := foreign(child, own); alias != nil {
			return alias
		}
	}
	return nil
}

// unflow turns the list, and the items that are in flow style, to block style.
func unflow(root *goyaml.Node) {
	root.Style &^= goyaml.FlowStyle
	items := valueOf(root, "items")
	if items == nil {
		return
	}
	if items.Kind == goyaml.ScalarNode {
		*items = goyaml.Node{Kind: goyaml.SequenceNode, Tag: "!!seq"}
	}
	if len(items.Content) > 0 {
		items.Style &^= goyaml.FlowStyle
	}
	for _, item := range items.Content {
		if item.Style&goyaml.FlowStyle != 0 {
			unflowAll(item)
		}
	}
	if config := valueOf(root, "functionConfig"); config != nil && config.Style&goyaml.FlowStyle != 0 {
		unflowAll(config)
	}
}

func unflowAll(n *goyaml.Node) {
	if len(n.Content) > 0 {
		n.Style &^= goyaml.FlowStyle
	}
	for _, child := range n.Content {
		unflowAll(child)
	}
}

func valueOf(n *goyaml.Node, key string) *goyaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
