package output

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

// texts are files, by their paths in OUT.
type texts map[string]string

// run writes files to dir.
func run(dir string, files texts, options ...func(*writer)) ([]finding.Finding, error) {
	w := &writer{dir: dir, patience: time.Minute}
	for _, o := range options {
		o(w)
	}
	return w.write(func(put put) error {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if err := put(name, []byte(files[name])); err != nil {
				return err
			}
		}
		return nil
	})
}

func forced(w *writer) { w.force = true }

// steps asks f before each change of the disk.
func steps(f func(change, name string) error) func(*writer) {
	return func(w *writer) { w.step = f }
}

// mustRun is run that has to succeed.
func mustRun(t *testing.T, dir string, files texts, options ...func(*writer)) {
	t.Helper()
	found, err := run(dir, files, options...)
	require.NoError(t, err)
	require.Empty(t, found)
}

// scratch is an empty directory, in memory where there is such a file system: there are thousands of runs.
func scratch(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(memory(), "wukong-fn-output-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// fill writes what others have in a directory.
func fill(t *testing.T, dir string, files texts) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
}

// snapshot is all that there is in a directory: modes, and texts or the targets of links.
func snapshot(dir string) (map[string]string, error) {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		var text []byte
		switch {
		case info.Mode().IsRegular():
			text, err = os.ReadFile(file)
		case info.Mode()&fs.ModeSymlink != 0:
			var target string
			target, err = os.Readlink(file)
			text = []byte(target)
		}
		name, _ := filepath.Rel(dir, file)
		all[filepath.ToSlash(name)] = info.Mode().String() + " " + string(text)
		return err
	})
	return all, err
}

func snapshotOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	all, err := snapshot(dir)
	require.NoError(t, err)
	return all
}

// holds fails unless dir holds the files of ours and of others and nothing besides.
func holds(dir string, ours, others texts) error {
	want := maps.Clone(others)
	if want == nil {
		want = texts{}
	}
	maps.Copy(want, ours)
	x := index{}
	for name, text := range ours {
		x.add(name, digestOf(text))
	}
	if len(ours) > 0 {
		want[IndexFile] = string(x.text())
	}
	all, err := snapshot(dir)
	if err != nil {
		return err
	}
	for name, is := range all {
		if strings.HasPrefix(is, "d") {
			if name != "." && !slices.ContainsFunc(slices.Collect(maps.Keys(want)), func(w string) bool { return strings.HasPrefix(w, name+"/") }) {
				return fmt.Errorf("directory %s is left over", name)
			}
			continue
		}
		text, wanted := want[name]
		if !wanted {
			return fmt.Errorf("%s is left over", name)
		}
		if _, is, _ = strings.Cut(is, " "); is != text {
			return fmt.Errorf("%s is %q, not %q", name, is, text)
		}
	}
	for name := range want {
		if _, ok := all[name]; !ok {
			return fmt.Errorf("%s is missing", name)
		}
	}
	return nil
}

// whole fails unless each file of ours is one of the given ones, whole, and those of others are as they were.
func whole(dir string, others texts, ours ...texts) error {
	for name, text := range others {
		if is, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(is) != text {
			return fmt.Errorf("%s of somebody else is %q now: %w", name, is, err)
		}
	}
	all, err := snapshot(dir)
	if err != nil {
		return err
	}
	for name, is := range all {
		if _, other := others[name]; other || strings.HasPrefix(is, "d") || strings.HasPrefix(name, private+"/") {
			continue
		}
		_, is, _ = strings.Cut(is, " ")
		if !slices.ContainsFunc(ours, func(t texts) bool { text, ok := t[name]; return ok && text == is }) {
			return fmt.Errorf("%s is %q, which nobody wrote", name, is)
		}
	}
	return nil
}

func digestOf(text string) digest {
	w := &writer{}
	w.begin()
	_, _ = w.hash.Write([]byte(text))
	var sum digest
	w.hash.Sum(sum[:0])
	return sum
}

var (
	before = texts{
		"00-install/a.yaml": "a: 1\n", "20-host-networks/b.yaml": "b: 1\n", "40-machines/c.yaml": "c: 1\n", "40-machines/d.yaml": "d: 1\n",
		"flux/k.yaml": "k: 1\n",
	}
	after = texts{
		"00-install/a.yaml": "a: 1\n", "30-attachments/e.yaml": "e: 1\n", "40-machines/c.yaml": "c: 2\n", "40-machines/f.yaml": "f: 1\n",
		"flux/k.yaml": "k: 22\n",
	}
	others = texts{
		"README.md": "ours\n", "40-machines/my-vm.yaml": "x\n", "flux/gotk-sync.yaml": "x\n", "50-mine/y.yaml": "y\n",
		".hidden": "z\n",
	}
)
