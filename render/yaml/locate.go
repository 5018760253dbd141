package yaml

import (
	"strings"
	"unicode/utf8"
)

// Position is where a field stands in a text: line and column, from 1, of its key or list item. The zero Position is none.
type Position struct{ Line, Column int }

// Locate is Node.Locate for a text that is read for it; the positions are zero where it cannot be read.
func Locate(text string, paths ...string) []Position {
	d, err := Parse(text)
	if err != nil {
		return make([]Position, len(paths))
	}
	return d.Root().Locate(paths...)
}

// Locate finds the fields at paths below the node. Where a path leads further than the document does its position is that
// of the deepest part that exists. However many paths there are, the document is walked once.
func (n Node) Locate(paths ...string) []Position {
	w := wanted{parts: map[string]Position{"": {}}, Position: Position{1, 1}}
	for _, path := range paths {
		for end := range PathEnds(path) {
			w.parts[path[:end]] = Position{}
		}
	}
	w.place(n, nil, n.Start())
	w.descend(n, nil, 0)
	positions := make([]Position, len(paths))
	for i, path := range paths {
		positions[i] = w.deepest(path)
	}
	return positions
}

// wanted are the positions of all parts that lead to the paths to be located: for metadata.labels.a these are the empty path,
// metadata, metadata.labels and the whole. Of several places with one path the first counts.
type wanted struct {
	parts map[string]Position

	// What the walk has come to: an offset, and its place.
	at int
	Position
}

// PathEnds yields the lengths of what leads to a path, the whole last; nothing for the empty path.
func PathEnds(path string) func(yield func(int) bool) {
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
	at := w.parts[""]
	for end := range PathEnds(path) {
		if p := w.parts[path[:end]]; p.Line > 0 {
			at = p
		}
	}
	return at
}

// descend walks down from a node at a path.
func (w *wanted) descend(n Node, path []byte, depth int) {
	if depth > maxDepth {
		return
	}
	visit := func(s step, mark int, value Node) {
		path := s.append(path)
		if p, found := w.parts[string(path)]; found && p.Line == 0 {
			w.place(n, path, mark)
			w.descend(value, path, depth+1)
		}
	}
	for key, value := range n.fields(0) {
		visit(step{key: n.d.scalar(key.at), index: -1}, key.Start(), value)
	}
	i := 0
	for item := range n.Items() {
		visit(step{index: i}, item.Start(), item)
		i++
	}
}

// place sets the position of the part at a path, which stands behind all that have one. The columns of a text's places count
// characters.
func (w *wanted) place(n Node, path []byte, offset int) {
	passed := n.d.text[w.at:offset]
	if newline := strings.LastIndexByte(passed, '\n'); newline >= 0 {
		w.Line += strings.Count(passed, "\n")
		w.Column, passed = 1, passed[newline+1:]
	}
	w.Column += utf8.RuneCountInString(passed)
	w.at = offset
	w.parts[string(path)] = w.Position
}
