package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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
		want[indexFile] = string(x.text())
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
		"a damaged index":            {before, file(indexFile, "<<<<<<< ours\n"), finding.BrokenIndex, indexFile, true},
		"an index that leads away":   {before, file(indexFile, strings.Repeat("0", 64)+"  ../x/y\n"), finding.BrokenIndex, indexFile, true},
		"an index without its end":   {nil, file(indexFile, strings.Repeat("0", 64)+"  40-machines/c"), finding.BrokenIndex, indexFile, true},
		"an index that names itself": {nil, file(indexFile, strings.Repeat("0", 64)+"  .wukong-fn/index\n"), finding.BrokenIndex, indexFile, true},
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
	require.Equal(t, "-rw-------", mode(indexFile))
	require.Equal(t, "drwx------", mode(private))

	require.NoError(t, os.Chmod(filepath.Join(real, "40-machines/c.yaml"), 0o664))
	require.NoError(t, os.Chmod(filepath.Join(real, "40-machines"), 0o750))
	mustRun(t, out, after)
	require.Equal(t, "-rw-rw-r--", mode("40-machines/c.yaml"), "a replaced file keeps its mode")
	require.Equal(t, "-rw-r-----", mode("40-machines/f.yaml"), "a new one may be seen by those who may look into the directory")
	require.Equal(t, "drwxr-x---", mode("40-machines"))
	require.Equal(t, "drwx------", mode("30-attachments"))
}

// TestStoppedAtEachStep stops a run before each change of the disk, as a kill would: from then on nothing happens. The file
// being written is half there.
func TestStoppedAtEachStep(t *testing.T) {
	for name, without := range map[string][]string{"": nil, "without swap": {"swap", "place"}, "without links": {"swap", "place", "keep"}} {
		t.Run(name, func(t *testing.T) {
			seen := map[string]int{}
			for n := 0; ; n++ {
				dir := scratch(t)
				fill(t, dir, others)
				mustRun(t, dir, before)
				k := &killer{dir: dir, left: n, without: without}
				_, err := run(dir, after, steps(k.step))
				if k.dead {
					require.True(t, err == nil || errors.Is(err, errKilled), err) // nil where it was all but done
					seen[k.last]++
					require.NoError(t, whole(dir, others, before, after), "stopped before step %d, %s", n, k.last)
				} else {
					require.NoError(t, err)
				}
				next := after
				if n%2 == 1 {
					next = before // the one that was killed is given up
				}
				mustRun(t, dir, next)
				require.NoError(t, holds(dir, next, others), "stopped before step %d, %s", n, k.last)
				require.NoError(t, os.RemoveAll(dir))
				if !k.dead {
					break
				}
			}
			for _, change := range []string{"mkdir", "lock", "create", "write", "sync", "rename", "remove", "remove all"} {
				require.Positive(t, seen[change], change)
			}
		})
	}
}

var errKilled = errors.New("killed")

// killer lets so many changes pass, and none after.
type killer struct {
	dir     string
	left    int
	without []string // changes that the system does not have
	dead    bool
	last    string // the change that was stopped
}

func (k *killer) step(change, name string) error {
	switch {
	case k.dead:
		return errKilled
	case k.left > 0:
		k.left--
		if slices.Contains(k.without, change) {
			return errors.ErrUnsupported
		}
		return nil
	}
	k.dead, k.last = true, change
	if change == "write" {
		if err := os.WriteFile(filepath.Join(k.dir, name), []byte("ha"), 0o644); err != nil {
			return err
		}
	}
	return errKilled
}

// TestStoppedAtRandom stops runs again and again, at any step, between any files, while others change some.
func TestStoppedAtRandom(t *testing.T) {
	const seed1, seed2 = 10, 2
	rnd := rand.New(rand.NewPCG(seed1, seed2))
	dir := scratch(t)
	fill(t, dir, others)
	history := []texts{{}}
	for kills := 0; kills < 300; {
		files := anyFiles(rnd)
		history = append(history, files)
		k := &killer{dir: dir, left: rnd.IntN(150)}
		found, err := run(dir, files, steps(k.step))
		require.Empty(t, found)
		require.NoError(t, whole(dir, others, history...))
		if k.dead {
			require.True(t, err == nil || errors.Is(err, errKilled), err) // nil where it was all but done
			kills++
		} else {
			require.NoError(t, err)
			require.NoError(t, holds(dir, files, others))
			history = []texts{files}
			continue
		}
		if rnd.IntN(4) == 0 {
			changeOne(t, rnd, dir, files)
		}
	}
	files := anyFiles(rnd)
	mustRun(t, dir, files)
	require.NoError(t, holds(dir, files, others))
}

func anyFiles(rnd *rand.Rand) texts {
	files := texts{"40-machines/always.yaml": "x\n"}
	for _, dir := range []string{"00-install", "20-host-networks", "40-machines", "flux"} {
		for i := range rnd.IntN(8) {
			files[fmt.Sprintf("%s/%d.yaml", dir, i)] = strings.Repeat("x", rnd.IntN(3)) + "\n"
		}
	}
	return files
}

// changeOne changes a file of ours after a kill as its user could. The next run must say so and leave it; then the change is
// taken back.
func changeOne(t *testing.T, rnd *rand.Rand, dir string, files texts) {
	t.Helper()
	var there []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			there = append(there, name)
		}
	}
	if len(there) == 0 {
		return
	}
	file := filepath.Join(dir, there[rnd.IntN(len(there))])
	was, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte("mine\n"), 0o644))
	found, err := run(dir, files)
	require.NoError(t, err)
	require.Len(t, found, 1)
	is, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "mine\n", string(is))
	require.NoError(t, os.WriteFile(file, was, 0o644))
}

// TestErrorAtEachStep lets each change fail once, as with a full disk or a directory that cannot be written. OUT is as it
// was then; only where it was the cleaning up that failed it may have what it should.
func TestErrorAtEachStep(t *testing.T) {
	for name, failure := range map[string]error{
		"disk full": syscall.ENOSPC, "no permission": syscall.EACCES, "read-only": syscall.EROFS, "broken disk": syscall.EIO,
	} {
		for when, first := range map[string]texts{"first run": {}, "later run": before} {
			t.Run(when+", "+name, func(t *testing.T) {
				steps := 0
				for failAtStep(t, first, steps, failure) {
					steps++
				}
				require.Greater(t, steps, 20)
			})
		}
	}
}

// failAtStep lets step n fail and says whether there was one.
func failAtStep(t *testing.T, first texts, n int, failure error) bool {
	t.Helper()
	dir := scratch(t)
	fill(t, dir, others)
	mustRun(t, dir, first)
	was, failed := snapshotOf(t, dir), ""
	_, err := run(dir, after, steps(func(change, name string) error {
		if n--; n != -1 {
			return nil
		}
		failed = change + " " + name
		return &fs.PathError{Op: change, Path: name, Err: failure}
	}))
	cleaning := strings.HasPrefix(failed, "remove")
	switch {
	case err == nil && !cleaning:
		require.NoError(t, holds(dir, after, others))
	case err == nil:
		require.NoError(t, whole(dir, others, after))
	default:
		require.ErrorIs(t, err, failure)
		require.Contains(t, err.Error(), dir)
		if cleaning {
			require.NoError(t, whole(dir, others, first, after))
		} else {
			require.Equal(t, was, snapshotOf(t, dir), "%s: %v", failed, err)
		}
	}
	mustRun(t, dir, after)
	require.NoError(t, holds(dir, after, others))
	require.NoError(t, os.RemoveAll(dir))
	return failed != ""
}

// TestFailedFirstRunLeavesNothing holds for a directory that is made for a run which then fails.
func TestFailedFirstRunLeavesNothing(t *testing.T) {
	dir := scratch(t)
	_, err := run(filepath.Join(dir, "deep", "out"), before, steps(func(change, _ string) error {
		if change == "sync" {
			return syscall.ENOSPC
		}
		return nil
	}))
	require.ErrorIs(t, err, syscall.ENOSPC)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}

// TestSomebodyElseAtTheSameTime holds that what appears, changes or goes between look and change is not lost.
func TestSomebodyElseAtTheSameTime(t *testing.T) {
	for name, tc := range map[string]struct{ file, text string }{
		"a changed file":           {"40-machines/c.yaml", "mine\n"},
		"a file to be removed":     {"40-machines/d.yaml", "mine\n"},
		"a new file":               {"40-machines/f.yaml", "mine\n"},
		"a file in a new stage":    {"30-attachments/e.yaml", "mine\n"},
		"a file that goes":         {"40-machines/c.yaml", ""},
		"a file that goes, unused": {"40-machines/d.yaml", ""},
	} {
		for _, without := range [][]string{nil, {"swap", "place"}, {"swap", "place", "keep"}} {
			t.Run(name+" "+strings.Join(without, " "), func(t *testing.T) {
				dir := scratch(t)
				mustRun(t, dir, before)
				file := filepath.Join(dir, tc.file)
				var was map[string]string
				_, err := run(dir, after, steps(func(change, name string) error {
					if change == "sync" {
						if tc.text == "" {
							require.NoError(t, os.Remove(file))
						} else {
							fill(t, dir, texts{tc.file: tc.text})
						}
						was = snapshotOf(t, dir)
						maps.DeleteFunc(was, func(name, _ string) bool { return name == lockFile || strings.HasPrefix(name, runDir) })
					}
					if slices.Contains(without, change) {
						return errors.ErrUnsupported
					}
					return nil
				}))
				require.ErrorContains(t, err, "run this again")
				require.ErrorContains(t, err, path.Dir(tc.file))
				require.Equal(t, was, snapshotOf(t, dir))
			})
		}
	}
}

func TestTwoAtOnce(t *testing.T) {
	dir := scratch(t)
	inside, go_on := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		_, err := run(dir, before, steps(func(change, _ string) error {
			if change == "sync" {
				close(inside)
				<-go_on
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
	close(go_on)
	require.NoError(t, <-done)
	require.NoError(t, <-done)
	require.NoError(t, holds(dir, after, nil), "the one that waited comes last")
}

func TestIndex(t *testing.T) {
	x := index{}
	x.add("40-machines/a.yaml", digestOf("1"))
	x.add("40-machines/a.yaml", digestOf("1"))
	x.add("40-machines/a.yaml", digestOf("2"))
	x.add("00-install/b.yaml", digestOf(""))
	read, broken := parseIndex(string(x.text()))
	require.Zero(t, broken)
	require.Equal(t, x, read)
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  00-install/b.yaml\n"
	require.Contains(t, string(x.text()), empty, "as sha256sum prints it")
	for _, line := range []string{
		"x\n",
		strings.Repeat("0", 64) + " 40-machines/a\n",
		strings.Repeat("g", 64) + "  40-machines/a\n",
		strings.Repeat("0", 64) + "  /a\n",
		strings.Repeat("0", 64) + "  a/b/c\n",
		strings.Repeat("0", 64) + "  ../c\n",
		strings.Repeat("0", 64) + "  a/..\n",
		strings.Repeat("0", 64) + "  a/b\\c\n",
		strings.Repeat("0", 64) + "  a/b",
	} {
		_, broken := parseIndex("# head\n" + line)
		require.Equal(t, 2, broken, line)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add(string(index{"40-machines/a.yaml": {digestOf("1"), digestOf("2")}}.text()))
	f.Add("<<<<<<< HEAD\n")
	f.Fuzz(func(t *testing.T, text string) {
		x, _ := parseIndex(text)
		for name := range x {
			require.True(t, validPath(name))
			require.True(t, filepath.IsLocal(name))
		}
		again, broken := parseIndex(string(x.text()))
		require.Zero(t, broken)
		require.Equal(t, x, again)
	})
}
