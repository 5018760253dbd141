package yamlin

// locator follows a path down the lines of a text in block style.
type locator struct {
	text, path string
	at         int // the offset of the deepest part so far

	// The mapping or list that the path has led to: the column of its keys or dashes, and how many items were seen. While
	// it is opening, column and list are those of the key or item that it is the value of.
	column        int
	list, opening bool
	items         int
	root          bool
	below         bool // at waits for the line below a lone dash
}

// locateLine is Locate by a walk over the lines, with an offset. sure is false where the library has to look.
func locateLine(text, path string) (at int, sure bool) {
	l := locator{text: text, path: path, column: -1, opening: true, root: true, below: true}
	walk := WalkLines(text)
	var line Line
	for walk.Next(&line) {
		if line.Dashes > 1 || line.Dashes == 0 && !line.HasKey {
			return 0, false
		}
		if line.Dashes == 1 {
			if done, sure := l.entry(&line, line.Indent, true); done {
				return l.at, sure
			}
		}
		if line.HasKey {
			if done, sure := l.entry(&line, line.Column, false); done {
				return l.at, sure
			}
		}
	}
	return l.at, !walk.Odd() && !l.below
}

// entry takes in a list item or a key. done tells that the path leads no further.
func (l *locator) entry(line *Line, column int, item bool) (done, sure bool) {
	if l.opening {
		if column < l.column || column == l.column && (l.list || !item) {
			return true, !l.below // the value is empty
		}
		if l.below {
			l.at, l.below = line.Start+column, false
		}
		l.column, l.list, l.opening, l.items = column, item, false, 0
	}
	switch {
	case l.path == "" || column < l.column || column == l.column && l.list && !item:
		return true, true
	case column > l.column || item != l.list:
		return false, false // inside of what the path does not lead to
	}
	s := step{index: l.items}
	if l.items++; !item {
		key, ok := line.Key(l.text)
		if !ok {
			return true, false
		}
		s = step{key: key, index: -1}
	}
	rest, found := s.leads(l.path, l.root)
	if !found {
		return false, false
	}
	l.at, l.path, l.root, l.opening = line.Start+line.Column, rest, false, true
	if item && line.HasKey {
		return rest == "", true
	}
	l.below = item && line.Style == NoValue
	if line.Style != NoValue {
		return true, rest == "" || line.Style != FlowValue
	}
	return rest == "" && !l.below, true
}
