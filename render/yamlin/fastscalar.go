package yamlin

import (
	"strings"
	"unicode/utf8"
)

// scalar reads the scalar or flow collection that starts at i into n, which is null, and goes on to the line after it.
// parent is the column of the mapping or list that it belongs to.
func (r *reader) scalar(i, parent int, n *Node) bool {
	var end int
	switch c := r.text[i]; {
	case plainStart[c] || c == '-' && i+1 < r.end && keyStart[r.text[i+1]]:
		if n.Value, n.Plain = r.plain(i); !n.Plain {
			return false
		}
		end = r.end
	case c == '"' || c == '\'':
		if end = r.quoted(i); end < 0 {
			return false
		}
		n.Value = r.text[i+1 : end-1]
	case c == '[' || c == '{':
		if end = r.flow(i, n); end < 0 {
			return false
		}
	case c == '|':
		return r.literal(i, parent, n)
	default:
		return false
	}
	ok := r.restBlank(end)
	r.advance()
	return ok && r.col <= parent // a deeper line would go on with the scalar, or be wrong
}

// plain reads an unquoted scalar.
func (r *reader) plain(i int) (s string, ok bool) {
	s = r.text[i:r.end]
	for from := 0; ; {
		hash := strings.IndexByte(s[from:], '#')
		if hash < 0 {
			break
		}
		from += hash
		if s[from-1] == ' ' {
			s = strings.TrimRight(s[:from], " ")
			break
		}
		from++
	}
	for from := 0; ; {
		colon := strings.IndexByte(s[from:], ':')
		if colon < 0 {
			return s, true
		}
		from += colon + 1
		if from == len(s) || s[from] == ' ' {
			return "", false
		}
	}
}

// flow reads [], {} and lists of simple scalars on one line. It returns their end, -1 for anything else.
func (r *reader) flow(i int, n *Node) (end int) {
	n.Kind = Sequence
	if r.text[i] == '{' {
		n.Kind = Mapping
	}
	if rest := r.text[i:r.end]; strings.HasPrefix(rest, "[]") || strings.HasPrefix(rest, "{}") {
		return i + 2
	} else if rest[0] == '{' {
		return -1
	}
	base := len(r.itemStack)
	for {
		for i++; i < r.end && r.text[i] == ' '; i++ {
		}
		item, after := r.flowScalar(i)
		if after < 0 {
			return -1
		}
		r.itemStack = append(r.itemStack, item)
		for i = after; i < r.end && r.text[i] == ' '; i++ {
		}
		if i == r.end || r.text[i] != ',' && r.text[i] != ']' {
			return -1
		}
		if r.text[i] == ']' {
			n.Items = r.takeItems(base)
			return i + 1
		}
	}
}

// flowScalar reads one scalar of a flow list; end is -1 where it is not a simple one.
func (r *reader) flowScalar(i int) (n Node, end int) {
	if i >= r.end {
		return n, -1
	}
	if c := r.text[i]; c == '"' || c == '\'' {
		if end = r.quoted(i); end < 0 {
			return n, -1
		}
		return Node{Value: r.text[i+1 : end-1]}, end
	}
	end = i
	for end < r.end && entryByte[r.text[end]] {
		end++
	}
	if end == i || !keyStart[r.text[i]] {
		return n, -1
	}
	return Node{Plain: true, Value: r.text[i:end]}, end
}

// literal reads a block scalar in literal style without an indentation indicator; the first line gives its column.
func (r *reader) literal(i, parent int, n *Node) bool {
	chomp := r.text[i:r.end]
	if chomp != "|" && chomp != "|-" && chomp != "|+" {
		return false
	}
	var body strings.Builder
	indent, kept := -1, 0 // kept: the length up to the last line that has content
	for r.next < len(r.text) {
		before := r.next
		start, end := r.line()
		if end == len(r.text) {
			return false // a scalar that the text's end cuts off has no line break to keep
		}
		line := r.text[start:end]
		blanks := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case indent < 0:
			if blanks == len(line) || blanks <= parent {
				return false
			}
			indent = blanks
		case blanks == len(line) && blanks <= indent:
			body.WriteByte('\n')
			continue
		case blanks < indent:
			r.next = before // this line is not of the scalar
			n.Value = chomped(body.String(), kept, chomp)
			r.advance()
			return r.col <= parent
		}
		body.WriteString(line[indent:])
		kept = body.Len()
		body.WriteByte('\n')
	}
	if indent < 0 {
		return false
	}
	n.Value = chomped(body.String(), kept, chomp)
	r.advance()
	return true
}

// chomped drops the line breaks after the content as the header of a block scalar says.
func chomped(body string, kept int, header string) string {
	switch header {
	case "|+":
		return body
	case "|-":
		return body[:kept]
	}
	return body[:kept+1]
}

// quoted returns the end of a quoted scalar that closes on this line and holds nothing to unescape, else -1.
func (r *reader) quoted(i int) int {
	quote := r.text[i]
	end := strings.IndexByte(r.text[i+1:r.end], quote)
	if end < 0 {
		return -1
	}
	end += i + 2
	if quote == '\'' {
		if end < r.end && r.text[end] == quote {
			return -1
		}
	} else if strings.IndexByte(r.text[i+1:end-1], '\\') >= 0 {
		return -1
	}
	return end
}

// keyStart, entryByte and plainStart say which bytes the fast reader takes at the start of a key or of an entry of a flow
// list, in such an entry, and at the start of an unquoted value. YAML allows more.
var keyStart, entryByte, plainStart = func() (start, inner, plain [256]bool) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
	for _, c := range []byte(letters) {
		start[c], inner[c], plain[c] = true, true, true
	}
	for _, c := range []byte("./-") {
		inner[c] = true
	}
	for _, c := range []byte("./+($~<=^\\;") {
		plain[c] = true
	}
	for c := utf8.RuneSelf; c < 256; c++ {
		plain[c] = true
	}
	return start, inner, plain
}()
