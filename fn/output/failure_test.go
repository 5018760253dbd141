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

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
)

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
	for kills := 0; kills < effort.Times(300); {
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
				_, err := run(dir, after, steps(func(change, _ string) error {
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
