package yaml

// flow reads the flow collection that opens at i, and returns its end, -1 where it is not certain. parent is the column
// of the block mapping or list around it.
func (r *reader) flow(i, parent int) (end int) {
	if r.depth++; r.depth > maxNesting {
		return -1
	}
	kind, closing := Sequence, byte(']')
	if r.text[i] == '{' {
		kind, closing = Mapping, '}'
	}
	open := r.push(i, 0, kind, plain, inFlow)
	for i = r.flowSpace(i + 1); i >= 0; i = r.flowSpace(i) {
		if r.text[i] == closing {
			r.close(open, i+1)
			r.depth--
			return i + 1
		}
		item, values, from := len(r.tokens), len(r.values), i
		if kind == Mapping {
			i = r.flowPair(i, parent, open == 0)
		} else {
			i = r.flowNode(i, parent)
		}
		if i < 0 {
			return -1
		}
		if open == r.list {
			if !r.each(&r.Document, item, from, i) {
				return -1
			}
			r.forget(item, values)
		}
		if i = r.flowSpace(i); i < 0 || r.text[i] != ',' && r.text[i] != closing {
			return -1
		}
		if r.text[i] == ',' {
			i++
		}
	}
	return -1
}

// flowNode reads a value in a flow collection.
func (r *reader) flowNode(i, parent int) int {
	switch c := r.text[i]; c {
	case '[', '{':
		return r.flow(i, parent)
	case '"', '\'':
		return r.quotedToken(i)
	case '*':
		return r.alias(i)
	case '&', '!':
		from, at := i, len(r.tokens)
		i, f := r.properties(i)
		if i >= 0 {
			i = r.flowSpace(i)
		}
		if i < 0 || r.text[i] == '*' || r.text[i] == '&' || r.text[i] == '!' {
			return -1
		}
		i = r.flowNode(i, parent)
		if i >= 0 {
			r.describe(at, from, f)
		}
		return i
	}
	return r.flowPlain(i, parent)
}

// flowPlain reads an unquoted scalar in a flow collection. It returns where the text goes on, which may be lines below.
func (r *reader) flowPlain(i, parent int) int {
	c := r.text[i]
	if !startsPlain[c] && !(c == '-' && i+1 < r.end && !isBlank(r.text[i+1]) && !flowIndicator(r.text[i+1])) {
		return -1
	}
	at := r.push(i, 0, Scalar, plain, 0)
	for {
		end := i
		for ; i < r.end; i++ {
			c := r.text[i]
			if c == '?' {
				return -1
			}
			if flowIndicator(c) || c == ':' && (i+1 == r.end || isBlank(r.text[i+1])) || c == '#' && isBlank(r.text[i-1]) {
				r.tokens[at].end = uint32(end)
				return i
			}
			if !isBlank(c) {
				end = i + 1
			}
		}
		r.tokens[at].end = uint32(end)
		for goesOn := false; !goesOn; goesOn = r.at < r.stop {
			if !r.load() || r.col == 0 && r.marker() {
				return -1
			}
			// A tab must not stand where the library wants indentation, and what is not deeper it sees as the same line.
			for i = r.at; r.at < r.stop && isBlank(r.text[r.at]); r.at++ {
				if r.text[i] == '\t' && r.col <= parent {
					return -1
				}
			}
		}
		if i = r.at; flowIndicator(r.text[i]) || r.text[i] == '#' {
			return i
		}
		r.tokens[at].flags |= work
	}
}

func flowIndicator(c byte) bool { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}' }

// flowSpace returns where the text goes on after blanks, line breaks and comments, -1 where it does not.
func (r *reader) flowSpace(i int) int {
	for {
		for i < r.end && isBlank(r.text[i]) {
			i++
		}
		if i < r.end && r.text[i] == '#' && (i == r.start || isBlank(r.text[i-1])) {
			i, r.comments = r.end, true
		}
		if i < r.end {
			return i
		}
		if !r.load() || r.col == 0 && r.marker() {
			return -1
		}
		i = r.start
	}
}

// flowPair reads a key of a flow mapping and its value. top is set in the document's own mapping.
func (r *reader) flowPair(i, parent int, top bool) int {
	from, line, key := i, r.start, len(r.tokens)
	quoted := r.text[i] == '"' || r.text[i] == '\''
	if quoted {
		i = r.quotedToken(i)
	} else {
		i = r.flowPlain(i, parent)
	}
	if i < 0 || r.tokens[key].flags&work != 0 && !quoted {
		return -1
	}
	for r.start == line && i < r.end && isBlank(r.text[i]) {
		i++
	}
	if r.start == line && i < r.end && r.text[i] == ':' {
		if i-from > maxKey {
			return -1
		}
		if top && r.each != nil {
			r.expectList()
		}
		if i = r.flowSpace(i + 1); i < 0 {
			return -1
		}
		if r.text[i] != ',' && r.text[i] != '}' {
			return r.flowNode(i, parent)
		}
	}
	r.push(i, i, Scalar, plain, 0)
	return i
}
