package resourcelist

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yamlin"
)

// uncut says why a list is refused that is YAML, and yet its items cannot be told from their text.
const uncut = "the list is in a shape that cannot be cut into its items: write it in block style, without anchors on keys"

// laidOut finds the layout of a list. text is that of the list, or one that means the same and is in block style; numbers
// then are the lines of the items in the list. check refuses lists of the wrong kind.
func laidOut(list string, check func(version, kind string) error) (l *layout, text string, numbers []int, err error) {
	if l, ok := walk(list); ok {
		return l, list, nil, nil
	}
	root, err := listNode(list, check)
	if err != nil {
		return nil, "", nil, err
	}
	if l, ok := locate(list, root); ok {
		return l, list, nil, nil
	}
	if items := valueOf(root, "items"); items != nil {
		for _, item := range items.Content {
			numbers = append(numbers, item.Line)
		}
	}
	unflow(root)
	if text, err = resource.Format(root); err != nil {
		return nil, "", nil, &Error{Msg: uncut} // the library's emitter knows less than its reader
	}
	if l, ok := walk(text); ok {
		return l, text, numbers, nil
	}
	if root, err = listNode(text, check); err != nil {
		return nil, "", nil, err
	}
	l, ok := locate(text, root)
	if !ok {
		return nil, "", nil, &Error{Msg: uncut}
	}
	return l, text, numbers, nil
}

// listNode parses the list and reports what is wrong with it.
func listNode(text string, check func(version, kind string) error) (*yaml.Node, error) {
	docs, err := yamlin.Documents(text)
	if err != nil {
		return nil, err
	}
	switch {
	case len(docs) == 0:
		return nil, &Error{Msg: "the input is empty: a function reads a " + Kind}
	case len(docs) > 1:
		return nil, &Error{Line: docs[1].Content[0].Line, Msg: "the input has a second document: a function reads one " + Kind}
	}
	root := docs[0].Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, &Error{Line: root.Line, Msg: "the input is no mapping: a function reads a " + Kind}
	}
	if err := checkKeys(root); err != nil {
		return nil, err
	}
	if err := check(scalarOf(root, "apiVersion"), scalarOf(root, "kind")); err != nil {
		return nil, err
	}
	items := valueOf(root, "items")
	if items == nil || items.ShortTag() == "!!null" {
		return root, checkAliases(root)
	}
	if items.Kind != yaml.SequenceNode {
		return nil, &Error{Line: items.Line, Msg: "items is not a list"}
	}
	for i, item := range items.Content {
		if item.Kind != yaml.MappingNode {
			return nil, &Error{Line: item.Line, Msg: fmt.Sprintf("items[%d] is not a mapping", i)}
		}
	}
	return root, checkAliases(root)
}

func checkKeys(root *yaml.Node) error {
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key := root.Content[i]
		if key.Kind != yaml.ScalarNode || seen[key.Value] {
			return &Error{Line: key.Line, Msg: fmt.Sprintf("%s is given twice, or is no word", key.Value)}
		}
		seen[key.Value] = true
	}
	if config := valueOf(root, "functionConfig"); config != nil && config.Kind != yaml.MappingNode && config.ShortTag() != "!!null" {
		return &Error{Line: config.Line, Msg: "functionConfig is not a mapping"}
	}
	return nil
}

// checkAliases refuses aliases that lead out of their item or of their key's value: its text would not stand alone.
func checkAliases(root *yaml.Node) error {
	for i := 1; i < len(root.Content); i += 2 {
		parts := []*yaml.Node{root.Content[i]}
		if root.Content[i-1].Value == "items" {
			parts = root.Content[i].Content
		}
		for _, part := range parts {
			own := map[*yaml.Node]bool{}
			anchors(part, own)
			if alias := foreign(part, own); alias != nil {
				return &Error{Line: alias.Line, Msg: "an alias leads to another resource: write the value out"}
			}
		}
	}
	return nil
}

func anchors(n *yaml.Node, own map[*yaml.Node]bool) {
	if n.Anchor != "" {
		own[n] = true
	}
	for _, child := range n.Content {
		anchors(child, own)
	}
}

func foreign(n *yaml.Node, own map[*yaml.Node]bool) *yaml.Node {
	if n.Kind == yaml.AliasNode && !own[n.Alias] {
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
func unflow(root *yaml.Node) {
	root.Style &^= yaml.FlowStyle
	items := valueOf(root, "items")
	if items == nil {
		return
	}
	if items.Kind == yaml.ScalarNode {
		*items = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	}
	if len(items.Content) > 0 {
		items.Style &^= yaml.FlowStyle
	}
	for _, item := range items.Content {
		if item.Style&yaml.FlowStyle != 0 {
			unflowAll(item)
		}
	}
	if config := valueOf(root, "functionConfig"); config != nil && config.Style&yaml.FlowStyle != 0 {
		unflowAll(config)
	}
}

func unflowAll(n *yaml.Node) {
	if len(n.Content) > 0 {
		n.Style &^= yaml.FlowStyle
	}
	for _, child := range n.Content {
		unflowAll(child)
	}
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func scalarOf(n *yaml.Node, key string) string {
	if v := valueOf(n, key); v != nil && v.Kind == yaml.ScalarNode && v.ShortTag() != "!!null" {
		return v.Value
	}
	return ""
}

// locate finds the layout of a list by the positions that the library gives. ok is false where a part does not start on
// a line of its own.
func locate(text string, root *yaml.Node) (*layout, bool) {
	if root.Style&yaml.FlowStyle != 0 {
		return nil, false
	}
	starts := lineStarts(text)
	l := &layout{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		start, next := starts[key.Line-1], starts[key.Line]
		if key.Column != 1 || !startsLine(text, start) || !strings.HasPrefix(text[start:], key.Value+":") {
			return nil, false
		}
		s := section{key: key.Value, start: start, colon: start + len(key.Value) + 1, next: next, end: len(text)}
		if len(l.sections) > 0 {
			l.sections[len(l.sections)-1].end = start
		}
		switch key.Value {
		case "apiVersion", "kind":
			s.value = scalarOf(root, key.Value)
		case "items":
			end := len(text)
			if i+2 < len(root.Content) {
				end = starts[root.Content[i+2].Line-1]
			}
			length, none := noItems(text[s.colon:end], value)
			if s.next = s.colon + length; !none && !l.locateItems(text, starts, key, value) {
				return nil, false
			}
		case "functionConfig":
			if value.Kind == yaml.MappingNode && (value.Style&yaml.FlowStyle != 0 || value.Line == key.Line) {
				return nil, false
			}
		}
		l.sections = append(l.sections, s)
	}
	return l, true
}

// noItems holds for a list without items whose value, which starts rest, is [] or nothing. length is that of the value.
func noItems(rest string, items *yaml.Node) (length int, none bool) {
	value := strings.TrimLeft(rest, " ")
	switch {
	case len(items.Content) > 0:
		return 0, false
	case strings.HasPrefix(value, "[]"):
		return len(rest) - len(value) + len("[]"), true
	}
	for line := range strings.Lines(rest) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return 0, false // null, or a tag or an anchor with nothing behind it
		}
	}
	return 0, true
}

// locateItems checks that each item starts on a line of its own, behind a dash.
func (l *layout) locateItems(text string, starts []int, key, items *yaml.Node) bool {
	if items.Kind != yaml.SequenceNode || items.Style&yaml.FlowStyle != 0 || items.Line == key.Line {
		return false
	}
	l.indent = items.Column - 1
	for _, item := range items.Content {
		start := starts[item.Line-1]
		dash, content := start+l.indent, start+item.Column-1
		if !startsLine(text, start) || dash >= content || content > len(text) || strings.TrimRight(text[start:content], " ") != strings.Repeat(" ", l.indent)+"-" {
			return false
		}
		if len(l.items) > 0 && start <= l.items[len(l.items)-1] {
			return false
		}
		l.items = append(l.items, start)
	}
	return true
}

// startsLine holds at the start of what is a line for every reader.
func startsLine(text string, i int) bool { return i == 0 || text[i-1] == '\n' }

// lineStarts has the offset of each line as the library counts them, and of the end.
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
	return append(starts, len(text))
}
