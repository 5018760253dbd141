package load

import (
	"io/fs"
	"path"
	"strings"

	"github.com/monochromegane/go-gitignore"
)

// ignoreFile names files that kpt and kustomize's libraries pass over, in the syntax of gitignore. It holds for its own
// directory and all below.
const ignoreFile = ".krmignore"

// ignored is what the ignore files on the way down to a directory say.
type ignored struct {
	matches  map[string]gitignore.IgnoreMatcher
	patterns int // of all files
}

// add takes in the ignore file of a directory. The library falls over patterns without a name, which match nothing.
func (g *ignored) add(dir, text string) {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.Trim(line, "!/") != "" {
			lines.WriteString(line + "\n")
			g.patterns++
		}
	}
	if g.matches == nil {
		g.matches = map[string]gitignore.IgnoreMatcher{}
	}
	g.matches[dir] = gitignore.NewGitIgnoreFromReader("/"+strings.TrimPrefix(dir, "."), strings.NewReader(lines.String()))
}

// has says whether an ignore file at or above a path names it.
func (g *ignored) has(name string, entry fs.DirEntry) bool {
	if len(g.matches) == 0 {
		return false
	}
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if m, ok := g.matches[dir]; ok && m.Match("/"+name, entry.IsDir()) {
			return true
		}
		if dir == "." {
			return false
		}
	}
}
