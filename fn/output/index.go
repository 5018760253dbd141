package output

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// digest is what is known of a file's content.
type digest = [sha256.Size]byte

// index says which files in OUT are ours: their paths, with the digests of what we wrote there. It is one digest, but for
// a run that was killed: then the file may have the content of before or that of after.
type index map[string][]digest

// IndexFile is the path of the index in OUT.
const IndexFile = private + "/index"

// Listed are the files that the text of an index lists, by their paths in OUT.
func Listed(text string) []string {
	x, _ := parseIndex(text)
	return slices.Collect(maps.Keys(x))
}

// indexHead begins the file. What follows is in the form of sha256sum, so that sha256sum -c can check it.
const indexHead = "# The files here that wukong-fn wrote. It replaces and removes these and no others: keep this list with them.\n"

// text is the index as a file, empty where nothing is ours.
func (x index) text() []byte {
	if len(x) == 0 {
		return nil
	}
	b := make([]byte, 0, len(indexHead)+len(x)*128)
	b = append(b, indexHead...)
	for _, name := range slices.Sorted(maps.Keys(x)) {
		for _, sum := range x[name] {
			b = hex.AppendEncode(b, sum[:])
			b = append(b, "  "...)
			b = append(b, name...)
			b = append(b, '\n')
		}
	}
	return b
}

// parseIndex reads an index. broken is the number of the first line that cannot be read, 0 where all can; such lines are
// left out.
func parseIndex(text string) (x index, broken int) {
	x = index{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, sum, ok := parseLine(line)
		if ok {
			x.add(name, sum)
		} else if broken == 0 {
			broken = n
		}
	}
	return x, broken
}

func parseLine(line string) (name string, sum digest, ok bool) {
	const digits = 2 * sha256.Size
	line, whole := strings.CutSuffix(line, "\n")
	if !whole || len(line) < digits || !strings.HasPrefix(line[digits:], "  ") {
		return "", sum, false
	}
	name = line[digits+2:]
	_, err := hex.Decode(sum[:], []byte(line[:digits]))
	return name, sum, err == nil && validPath(name)
}

// validPath says whether a path is of the form that we write: DIRECTORY/FILE, not hidden, of safe characters.
func validPath(name string) bool {
	dir, file, found := strings.Cut(name, "/")
	return found && validName(dir) && validName(file)
}

func validName(name string) bool {
	if name == "" || name[0] == '.' {
		return false
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_':
		default:
			return false
		}
	}
	return true
}

func (x index) has(name string, sum digest) bool { return slices.Contains(x[name], sum) }

func (x index) add(name string, sum digest) {
	if !x.has(name, sum) {
		x[name] = append(x[name], sum)
	}
}

// and is the index with the digests of another as well.
func (x index) and(other index) index {
	both := maps.Clone(x)
	for name, sums := range other {
		both[name] = slices.Clone(both[name])
		for _, sum := range sums {
			both.add(name, sum)
		}
	}
	return both
}
