package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

func TestFilesOfOthersStay(t *testing.T) {
	dir := scratch(t)
	fill(t, dir, others)
	for _, files := range []texts{before, after, after, {}, before} {
		mustRun(t, dir, files)
		if len(files) > 0 {
			require.NoError(t, holds(dir, files, others))
		}
	}
}

func TestASecondRunTouchesNothing(t *testing.T) {
	dir := scratch(t)
	mustRun(t, dir, before)
	first := snapshotOf(t, dir)
	info, err := os.Stat(filepath.Join(dir, "40-machines/c.yaml"))
	require.NoError(t, err)
	mustRun(t, dir, before, steps(func(change, name string) error {
		require.NotContains(t, []string{"create", "write", "rename", "place", "swap", "keep", "sync"}, change, name)
		return nil
	}))
	require.Equal(t, first, snapshotOf(t, dir))
	again, err := os.Stat(filepath.Join(dir, "40-machines/c.yaml"))
	require.NoError(t, err)
	require.True(t, os.SameFile(info, again))
}

// TestInTheWay holds for each kind of thing that can be in the way, what is said of it and what --force does with it.
func TestInTheWay(t *testing.T) {
	const c = "40-machines/c.yaml"
	file := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			_ = os.Remove(filepath.Join(dir, name))
			fill(t, dir, texts{name: text})
		}
	}
	link := func(target, name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			_ = os.RemoveAll(filepath.Join(dir, name))
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
			require.NoError(t, os.Symlink(target, filepath.Join(dir, name)))
		}
	}
	for name, tc := range map[string]struct {
		first  texts // of a run before
		others func(*testing.T, string)
		code   finding.Code
		file   string
		force  bool // whether --force helps
	}{
		"a file of somebody else":               {nil, file(c, "x\n"), finding.NotOurs, c, true},
		"a file of the same size":               {nil, file(c, "c: 3\n"), finding.NotOurs, c, true},
		"an empty file":                         {nil, file(c, ""), finding.NotOurs, c, true},
		"a changed file that is replaced":       {before, file(c, "c: 1 # mine\n"), finding.NotOurs, c, true},
		"a changed file that stays as it is":    {before, file("00-install/a.yaml", "a: 1 # mine\n"), finding.NotOurs, "00-install/a.yaml", true},
		"a changed file that is removed":        {before, file("40-machines/d.yaml", "d: 1 # mine\n"), finding.NotOurs, "40-machines/d.yaml", true},
		"a link to a file":                      {nil, link("../README.md", c), finding.NotOurs, c, true},
		"a link that leads nowhere":             {nil, link("nowhere", c), finding.NotOurs, c, true},
		"a link out of the directory":           {nil, link("/etc/passwd", c), finding.NotOurs, c, true},
		"a link in the place of a removed file": {before, link("../README.md", "40-machines/d.yaml"), finding.NotOurs, "40-machines/d.yaml", true},
		"a directory":                           {nil, file(c+"/x.yaml", "x"), finding.Blocked, c, false},
		"a stage that is a file":                {nil, file("40-machines", "x"), finding.Blocked, "40-machines", false},
		"a stage that is a link":                {nil, link("50-mine", "40-machines"), finding.Blocked, "40-machines", false},
		"a stage that is a link out of it":      {nil, link("/tmp", "40-machines"), finding.Blocked, "40-machines", false},
		"a pipe": {nil, func(t *testing.T, dir string) {
			require.NoError(t, os.MkdirAll(filepath.Join(dir, "40-machines"), 0o755))
			require.NoError(t, syscall.Mkfifo(filepath.Join(dir, c), 0o644))
		}, finding.NotOurs, c, true},
		"a damaged index":            {before, file(IndexFile, "<<<<<<< ours\n"), finding.BrokenIndex, IndexFile, true},
		"an index that leads away":   {before, file(IndexFile, strings.Repeat("0", 64)+"  ../x/y\n"), finding.BrokenIndex, IndexFile, true},
		"an index without its end":   {nil, file(IndexFile, strings.Repeat("0", 64)+"  40-machines/c"), finding.BrokenIndex, IndexFile, true},
		"an index that names itself": {nil, file(IndexFile, strings.Repeat("0", 64)+"  .wukong-fn/index\n"), finding.BrokenIndex, IndexFile, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := scratch(t)
			fill(t, dir, texts{"README.md": "mine\n", "50-mine/y.yaml": "y\n"})
			mustRun(t, dir, tc.first)
			tc.others(t, dir)
			was := snapshotOf(t, dir)
			found, err := run(dir, after)
			require.NoError(t, err)
			require.Len(t, found, 1)
			require.Equal(t, tc.code, found[0].Code, found[0].Message)
			require.Equal(t, finding.Error, found[0].Severity)
			require.Equal(t, filepath.ToSlash(filepath.Join(dir, tc.file)), found[0].Place.File)
			require.Equal(t, was, snapshotOf(t, dir), "nothing is written")

			found, err = run(dir, after, forced)
			require.NoError(t, err)
			if !tc.force {
				require.Len(t, found, 1)
				require.Equal(t, was, snapshotOf(t, dir))
				return
			}
			require.Empty(t, found)
			for name, text := range after {
				is, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				require.Equal(t, text, string(is))
			}
			for name, text := range map[string]string{"README.md": "mine\n", "50-mine/y.yaml": "y\n"} {
				is, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				require.Equal(t, text, string(is), "what is in nobody's way stays")
			}
			_, err = os.Lstat(filepath.Join(dir, "40-machines/d.yaml"))
			require.True(t, errors.Is(err, fs.ErrNotExist) || tc.code == finding.BrokenIndex, "what an index named that is lost stays")
			mustRun(t, dir, after)
		})
	}
}

// TestOutputWithoutIndex holds for what releases wrote that had no index.
func TestOutputWithoutIndex(t *testing.T) {
	dir := scratch(t)
	mustRun(t, dir, before)
	require.NoError(t, os.RemoveAll(filepath.Join(dir, private)))
	mustRun(t, dir, before)
	require.NoError(t, holds(dir, before, nil), "what is equal is taken over")

	require.NoError(t, os.RemoveAll(filepath.Join(dir, private)))
	found, err := run(dir, after)
	require.NoError(t, err)
	require.Len(t, found, 2, "the two that differ")
	mustRun(t, dir, after, forced)
	left := texts{"20-host-networks/b.yaml": "b: 1\n", "40-machines/d.yaml": "d: 1\n"}
	require.NoError(t, holds(dir, after, left), "what only the old release knew stays")
}

func TestModesAndLinksStay(t *testing.T) {
	dir := scratch(t)
	real, out := filepath.Join(dir, "real"), filepath.Join(dir, "out")
	require.NoError(t, os.Mkdir(real, 0o700))
	require.NoError(t, os.Symlink("real", out))
	mode := func(name string) string {
		info, err := os.Lstat(filepath.Join(real, name))
		require.NoError(t, err)
		return info.Mode().String()
	}
	mustRun(t, out, before)
	target, err := os.Readlink(out)
	require.NoError(t, err)
	require.Equal(t, "real", target)
	require.Equal(t, "drwx------", mode("."))
	require.Equal(t, "drwx------", mode("40-machines"))
	require.Equal(t, "-rw-------", mode("40-machines/c.yaml"))
	require.Equal(t, "-rw-------", mode(IndexFile))
	require.Equal(t, "drwx------", mode(private))

	require.NoError(t, os.Chmod(filepath.Join(real, "40-machines/c.yaml"), 0o664))
	require.NoError(t, os.Chmod(filepath.Join(real, "40-machines"), 0o750))
	mustRun(t, out, after)
	require.Equal(t, "-rw-rw-r--", mode("40-machines/c.yaml"), "a replaced file keeps its mode")
	require.Equal(t, "-rw-r-----", mode("40-machines/f.yaml"), "a new one may be seen by those who may look into the directory")
	require.Equal(t, "drwxr-x---", mode("40-machines"))
	require.Equal(t, "drwx------", mode("30-attachments"))
}

func TestTwoAtOnce(t *testing.T) {
	dir := scratch(t)
	inside, goOn := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		_, err := run(dir, before, steps(func(change, _ string) error {
			if change == "sync" {
				close(inside)
				<-goOn
			}
			return nil
		}))
		done <- err
	}()
	<-inside
	_, err := run(dir, after, func(w *writer) { w.patience = 0 })
	require.ErrorIs(t, err, errLocked)
	require.ErrorContains(t, err, dir)
	go func() {
		_, err := run(dir, after)
		done <- err
	}()
	close(goOn)
	require.NoError(t, <-done)
	require.NoError(t, <-done)
	require.NoError(t, holds(dir, after, nil), "the one that waited comes last")
}
