package resourcelist

import (
	"math"
	"strings"

	"github.com/novasphere/wukong-fn/render/yamlin"
)

// walk finds the layout of a list in block style. ok is false where it is not certain of a boundary or where the list
// is not what it should be: the library then finds out what is wrong.
func walk(text string) (*layout, bool) {
	l := &layout{}
	lines := yamlin.WalkLines(text)
	var line yamlin.Line
	var at *section
	scalar := false       // the line before gave a value that must not go on
	column := math.MaxInt // how deep lines may be to matter
	for lines.NextWithin(column, &line) {
		if scalar && lines.Continued() {
			return nil, false
		}
		scalar = false
		switch {
		case line.Indent == 0 && line.Dashes == 0:
			start := line.Start
			if lines.Comment() >= 0 {
				start = lines.Comment()
			}
			if at != nil {
				at.end = start
			}
			s, ok := newSection(text, &line, start)
			if _, given := l.find(s.key); given || !ok {
				return nil, false
			}
			l.sections = append(l.sections, s)
			at, scalar, column = &l.sections[len(l.sections)-1], s.value != "", math.MaxInt
		case at == nil || at.value != "":
			return nil, false
		case at.key == "items":
			if at.line.Style != yamlin.NoValue || !l.itemLine(&line) {
				return nil, false
			}
			column = l.indent
		}
	}
	if at == nil || lines.Odd() || scalar && lines.Continued() {
		return nil, false
	}
	at.end = len(text)
	kind, ok := l.find("kind")
	return l, ok && kind.value != ""
}

// newSection starts the section of a key of the list. Only the shapes that matter are taken.
func newSection(text string, line *yamlin.Line, start int) (section, bool) {
	key, ok := line.Key(text)
	s := section{key: key, start: start, colon: line.KeyEnd + 1, next: line.Next, line: *line}
	switch key {
	case "apiVersion", "kind":
		n, _, simple := line.Scalar(text)
		s.value = n.Value
		return s, ok && simple
	case "functionConfig":
		return s, ok && line.Style == yamlin.NoValue
	case "items":
		s.next = s.colon
		if line.Style == yamlin.FlowValue && strings.HasPrefix(text[line.Value:line.End], "[]") {
			s.next = line.Value + len("[]")
			return s, ok
		}
		return s, ok && line.Style == yamlin.NoValue
	}
	return s, ok
}

// itemLine takes in a line below items.
func (l *layout) itemLine(line *yamlin.Line) bool {
	if len(l.items) == 0 {
		l.indent = line.Indent
	}
	switch {
	case line.Indent > l.indent:
		return true
	case line.Indent < l.indent || line.Dashes != 1 || !line.HasKey && line.Style != yamlin.NoValue:
		return false // a dash alone, or with a comment, is how kyaml writes an item with a comment above its first key
	}
	l.items = append(l.items, line.Start)
	return true
}
