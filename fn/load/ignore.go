package load

import (
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/monochromegane/go-gitignore"
)

// ignoreFile names files that kpt and kustomize's libraries pass over, in the syntax of gitignore. It holds for its own
// directory and all below.
const ignoreFile = ".krmignore"

// ignored is what the ignore files on the way down to a directory say.
type ignored struct {
	root    *os.Root
	matches map[string]gitignore.IgnoreMatcher
}

// enter reads the ignore file of a directory, if it has one.
func (g *ignored) enter(dir string) error {
	f, err := g.root.Open(path.Join(dir, ignoreFile))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	text, err := ReadAll(f, 1<<20)
	if err != nil {
		return err
	}
	g.matches[dir] = gitignore.NewGitIgnoreFromReader("/"+strings.TrimPrefix(dir, "."), strings.NewReader(text))
	return nil
}

// has says whether an ignore file at or above a path names it.
func (g *ignored) has(name string, entry fs.DirEntry) bool {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if m, ok := g.matches[dir]; ok && m.Match("/"+name, entry.IsDir()) {
			return true
		}
		if dir == "." {
			return false
		}
	}
}
