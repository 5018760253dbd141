package yamlin

import (
	"strconv"
	"strings"
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
