package yaml

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
	case s.key == "" || strings.ContainsAny(short(s.key), "./[] \t\n"):
		dst = append(dst, '[')
		dst = append(dst, short(s.key)...)
		return append(dst, ']')
	case len(dst) > 0:
		dst = append(dst, '.')
	}
	return append(dst, short(s.key)...)
}

// AppendKey appends a mapping's key to a path.
func AppendKey(path []byte, key string) []byte { return step{key: key, index: -1}.append(path) }

// AppendIndex appends the index of a list's item to a path.
func AppendIndex(path []byte, i int) []byte { return step{index: i}.append(path) }

// longestKey is how many bytes of a key stand in a path. No key of a field or label is longer (63 and 317 bytes), and a
// long one would otherwise be repeated in the path of everything below it.
const longestKey = 400

// short is a key as it stands in paths and messages.
func short(key string) string {
	if len(key) <= longestKey {
		return key
	}
	return strings.ToValidUTF8(key[:longestKey], "") + "…"
}
