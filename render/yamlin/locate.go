package yamlin

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Position is where a field stands in a text: line and column, from 1, of its key or list item. The zero Position is none.
type Position struct{ Line, Column int }

// Locate finds the fields at paths. Where a path leads further than the document does its position is that of the deepest
// part that exists. The positions are zero for a text that is empty, or not YAML as far as it had to be read. However many
// paths there are, the text is read once.
func Locate(text string, paths ...string) []Position {
	w := newWanted(paths)
	if !w.locateLines(text) {
		w = newWanted(paths)
		w.locateLibrary(text)
	}
	positions := make([]Position, len(paths))
	for i, path := range paths {
		positions[i] = w.deepest(path)
	}
	return positions
}

// wanted are the parts that lead to the paths to be located: for metadata.labels.a these are the empty path, metadata,
// metadata.labels and the whole. Of several places with one path the first counts.
type wanted struct {
	parts map[string]*part
	left  int // parts that have no position yet
}

// part is one of them.
type part struct {
	Position

	deeper bool // a path leads further
}

func newWanted(paths []string) *wanted {
	w := &wanted{parts: map[string]*part{"": {}}}
	for _, path := range paths {
		w.parts[""].deeper = w.parts[""].deeper || path != ""
		for end := range pathEnds(path) {
			p := w.parts[path[:end]]
			if p == nil {
				p = &part{}
				w.parts[path[:end]] = p
			}
			p.deeper = p.deeper || end < len(path)
		}
	}
	w.left = len(w.parts)
	return w
}

// pathEnds yields the lengths of what leads to a path, the whole last; nothing for the empty path.
func pathEnds(path string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 1; i <= len(path); i++ {
			if (i == len(path) || path[i] == '.' || path[i] == '[') && !yield(i) {
				return
			}
		}
	}
}

// deepest is the position of the deepest part of a path that has one.
func (w *wanted) deepest(path string) Position {
	at := w.parts[""].Position
	for end := range pathEnds(path) {
		if p := w.parts[path[:end]].Position; p.Line > 0 {
			at = p
		}
	}
	return at
}

// find is the part at a path that has no position yet, nil for any other.
func (w *wanted) find(path []byte) *part {
	p := w.parts[string(path)]
	if p == nil || p.Line > 0 {
		return nil
	}
	return p
}

func (w *wanted) set(p *part, at Position) {
	p.Position = at
	w.left--
}

// locateLibrary locates what is wanted in any YAML text.
func (w *wanted) locateLibrary(text string) {
	docs, err := readLibrary(text)
	if err != nil || len(docs) == 0 || len(docs[0].Content) == 0 {
		return
	}
	root := docs[0].Content[0]
	w.set(w.parts[""], Position{root.Line, root.Column})
	w.descend(root, nil, 0)
}

func (w *wanted) descend(n *yaml.Node, path []byte, depth int) {
	if depth > maxDepth {
		return
	}
	visit := func(s step, mark, value *yaml.Node) {
		path := s.append(path)
		if p := w.find(path); p != nil {
			w.set(p, Position{mark.Line, mark.Column})
			if p.deeper {
				w.descend(value, path, depth+1)
			}
		}
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			visit(step{key: n.Content[i].Value, index: -1}, n.Content[i], n.Content[i+1])
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			visit(step{index: i}, item, item)
		}
	}
}

// locator walks down the lines of a text in block style. It knows the mappings and lists on the way to what is wanted.
type locator struct {
	*wanted

	text    string
	levels  []level
	path    []byte
	line    int // of the offset counted
	counted int
}

// level is a mapping or list that is being walked: the column of its keys or dashes. While it is opening, column and list
// are those of the key or item that it is the value of.
type level struct {
	column        int
	list, opening bool
	items         int
	path          int   // the length of the locator's path up to here
	waits         *part // has the position of the level's first line: the root, or an item that is a lone dash
}

// locateLines locates what is wanted by a walk over the lines; false where the library has to look.
func (w *wanted) locateLines(text string) bool {
	l := locator{wanted: w, text: text, line: 1, levels: []level{{column: -1, opening: true, waits: w.parts[""]}}}
	walk := WalkLines(text)
	var line Line
	for w.left > 0 && len(l.levels) > 0 && walk.Next(&line) {
		if line.Dashes > 1 || line.Dashes == 0 && !line.HasKey {
			return false
		}
		if line.Dashes == 1 && !l.entry(&line, line.Indent, true) || line.HasKey && !l.entry(&line, line.Column, false) {
			return false
		}
	}
	return !walk.Odd() && !l.waiting(0)
}

// waiting holds where one of the levels from number first on has not met its first line.
func (l *locator) waiting(first int) bool {
	for i := first; i < len(l.levels); i++ {
		if l.levels[i].waits != nil {
			return true
		}
	}
	return false
}

// entry takes in a list item or a key; false where the library has to look.
func (l *locator) entry(line *Line, column int, item bool) bool {
	for ; ; l.levels = l.levels[:len(l.levels)-1] {
		if len(l.levels) == 0 {
			return true
		}
		at := &l.levels[len(l.levels)-1]
		if column > at.column || column == at.column && item && !at.list && at.opening {
			break // inside
		}
		if column == at.column && !at.opening && (item || !at.list) {
			break // the next one
		}
		if at.waits != nil {
			return false
		}
	}
	at := &l.levels[len(l.levels)-1]
	if at.opening {
		if at.waits != nil {
			l.place(at.waits, line.Start+column)
		}
		*at = level{column: column, list: item, path: at.path}
	}
	if column > at.column || item != at.list {
		return true // inside of what is not wanted
	}
	s := step{index: at.items}
	if at.items++; !item {
		key, ok := line.Key(l.text)
		if !ok {
			return false
		}
		s = step{key: key, index: -1}
	}
	l.path = s.append(l.path[:at.path])
	p := l.find(l.path)
	if p == nil {
		return true
	}
	below := level{column: column, list: item, opening: true, path: len(l.path)}
	if item && !line.HasKey && line.Style == NoValue {
		below.waits = p
	} else {
		l.place(p, line.Start+line.Column)
	}
	if item && line.HasKey || line.Style == NoValue {
		l.levels = append(l.levels, below)
		return true
	}
	return !p.deeper || line.Style != FlowValue
}

// place sets the position of a part, which stands behind all that have one.
func (l *locator) place(p *part, offset int) {
	l.line += strings.Count(l.text[l.counted:offset], "\n")
	l.counted = offset
	l.set(p, Position{l.line, offset - strings.LastIndexByte(l.text[:offset], '\n')})
}
