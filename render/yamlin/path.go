package yamlin

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// step is one part of a path: a key, or an index where index >= 0.
type step struct {
	key   string
	index int
}

// trail is the way from the root to where a reader is now. Its text is only built for a problem.
type trail []step

func (t *trail) key(k string)  { *t = append(*t, step{key: k, index: -1}) }
func (t *trail) index(i int)   { *t = append(*t, step{index: i}) }
func (t *trail) up()           { *t = (*t)[:len(*t)-1] }
func (t trail) String() string { return string(t.append(nil)) }

func (t trail) append(dst []byte) []byte {
	for _, s := range t {
		dst = s.append(dst)
	}
	return dst
}

func (s step) append(dst []byte) []byte {
	switch {
	case s.index >= 0:
		dst = append(dst, '[')
		dst = strconv.AppendInt(dst, int64(s.index), 10)
		return append(dst, ']')
	case s.key == "" || strings.ContainsAny(s.key, "./[] \t\n"):
		dst = append(dst, '[')
		dst = append(dst, s.key...)
		return append(dst, ']')
	case len(dst) > 0:
		dst = append(dst, '.')
	}
	return append(dst, s.key...)
}

// before is the path that leads over the step to where path starts.
func (s step) before(path string) string {
	first := string(s.append(nil))
	if path == "" || path[0] == '[' {
		return first + path
	}
	return first + "." + path
}

// secretKey holds for a key that names a secret: no value below it may be shown.
func secretKey(key string) bool {
	if len(key) < len("token") {
		return false
	}
	key = strings.ToLower(key)
	for _, word := range [...]string{"passw", "secret", "token", "credential", "private", "apikey"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// Locate finds the field at path: line and column, from 1, of its key or list item in text. Where the path leads
// further than the document does it is the position of the deepest part that exists. ok is false for a text that is
// empty, or not YAML as far as it had to be read.
func Locate(text, path string) (line, column int, ok bool) {
	if at, sure := locateLine(text, path); sure {
		return strings.Count(text[:at], "\n") + 1, at - strings.LastIndexByte(text[:at], '\n'), true
	}
	return locateLibrary(text, path)
}

// locateLibrary is Locate for all of YAML.
func locateLibrary(text, path string) (line, column int, ok bool) {
	doc, err := readLibrary(text)
	if err != nil || len(doc) == 0 || len(doc[0].Content) == 0 {
		return 0, 0, false
	}
	at := doc[0].Content[0]
	line, column = at.Line, at.Column
	for depth := 0; path != "" && depth <= maxDepth; depth++ {
		mark, next, rest, found := descend(at, path, depth == 0)
		if !found {
			break
		}
		line, column, at, path = mark.Line, mark.Column, next, rest
	}
	return line, column, true
}

// descend follows the first step of path from n: mark is the key or item, next the value, rest the path after it.
func descend(n *yaml.Node, path string, root bool) (mark, next *yaml.Node, rest string, found bool) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if rest, found = (step{key: n.Content[i].Value, index: -1}).leads(path, root); found {
				return n.Content[i], n.Content[i+1], rest, true
			}
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if rest, found = (step{index: i}).leads(path, root); found {
				return item, item, rest, true
			}
		}
	}
	return nil, nil, "", false
}

// leads says whether path starts with the step, and what comes after it.
func (s step) leads(path string, root bool) (rest string, ok bool) {
	var room [64]byte
	before := room[:0]
	if !root {
		before = append(before, 'x') // what stands before a key decides whether it gets a dot
	}
	text := s.append(before)[len(before):]
	if len(path) < len(text) || path[:len(text)] != string(text) {
		return "", false
	}
	rest = path[len(text):]
	return rest, rest == "" || rest[0] == '.' || rest[0] == '['
}
