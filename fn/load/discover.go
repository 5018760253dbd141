package load

import (
	"io/fs"
	"os"
	"strings"
)

// Mentioned says whether a manifest below dir names a group of ours. What cannot be read names none.
func Mentioned(dir string) bool {
	found := false
	root := os.DirFS(dir)
	_ = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !isManifest(entry) {
			return nil // the next file may be readable
		}
		f, err := root.Open(name)
		if err != nil {
			return nil // as above
		}
		defer func() { _ = f.Close() }()
		text, err := ReadAll(f, MaxInput)
		if err == nil && strings.Contains(text, ourGroups+"/") {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
