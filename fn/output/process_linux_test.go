package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// inMounts starts a process that may mount file systems, which nobody else sees and which go with it.
func inMounts(t *testing.T, role string) {
	t.Helper()
	c := child(role, scratch(t))
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	err := c.Start()
	if errors.Is(err, fs.ErrPermission) {
		t.Skip("only root may mount; TestErrorAtEachStep has the same errors, injected")
	}
	require.NoError(t, err)
	require.NoError(t, c.Wait())
}

func mount(dir, options string, flags uintptr) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keep mounts to ourselves: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", flags, options); err != nil {
		return fmt.Errorf("mount on %s: %w", dir, err)
	}
	return nil
}

// TestFullDisk holds that a run for which there is no room changes nothing, wherever the room ends.
func TestFullDisk(t *testing.T) { inMounts(t, "full disk") }

func fullDisk(dir string) error {
	page := os.Getpagesize()
	outcomes := map[bool]int{}
	for _, options := range []string{"size=" + strconv.Itoa(96*page), "nr_inodes=40"} {
		if err := mount(dir, options, 0); err != nil {
			return err
		}
		for room := range 40 {
			out := filepath.Join(dir, "out")
			if _, err := run(out, before); err != nil {
				return err
			}
			if err := fillUp(filepath.Join(dir, "others"), room, page); err != nil {
				return err
			}
			was, err := snapshot(out)
			if err != nil {
				return err
			}
			_, err = run(out, after)
			outcomes[err == nil]++
			is, snapErr := snapshot(out)
			switch {
			case snapErr != nil:
				return snapErr
			case err == nil:
				err = holds(out, after, nil)
			case !errors.Is(err, syscall.ENOSPC):
			case !maps.Equal(was, is):
				err = fmt.Errorf("with room for %d more it is %v now, not %v", room, is, was)
			default:
				err = nil
			}
			if err != nil {
				return err
			}
			if err := errors.Join(os.RemoveAll(out), os.RemoveAll(filepath.Join(dir, "others"))); err != nil {
				return err
			}
		}
		if err := syscall.Unmount(dir, 0); err != nil {
			return err
		}
	}
	if outcomes[true] == 0 || outcomes[false] < 10 {
		return fmt.Errorf("not what was to be tested: %v", outcomes)
	}
	return nil
}

// fillUp fills a file system but for so many files.
func fillUp(dir string, room, page int) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	n := 0
	for ; ; n++ {
		err := os.WriteFile(filepath.Join(dir, strconv.Itoa(n)), make([]byte, page), 0o644)
		if errors.Is(err, syscall.ENOSPC) {
			break
		}
		if err != nil {
			return err
		}
	}
	for i := range room {
		if err := os.Remove(filepath.Join(dir, strconv.Itoa(i))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// TestMountPoint holds that a mount point will do, also where nothing can be written beside it.
func TestMountPoint(t *testing.T) { inMounts(t, "mount point") }

func mountPoint(dir string) error {
	if err := mount(dir, "", 0); err != nil {
		return err
	}
	out := filepath.Join(dir, "out")
	if err := mount(out, "", 0); err != nil {
		return err
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "x"), nil, 0o644); !errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("the parent can be written: %w", err)
	}
	for _, files := range []texts{before, after} {
		if _, err := run(out, files); err != nil {
			return err
		}
		if err := holds(out, files, nil); err != nil {
			return err
		}
	}
	if err := syscall.Mount("", out, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		return err
	}
	if _, err := run(out, before); !errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("writing to a read-only file system: %w", err)
	}
	return holds(out, after, nil)
}

// TestNoPermission holds for directories that the user may not write to, in whole or in part.
func TestNoPermission(t *testing.T) {
	dir := scratch(t)
	require.NoError(t, os.Chmod(dir, 0o755))
	out := filepath.Join(dir, "out")
	fill(t, out, others)
	mustRun(t, out, before)
	program := copyOfProgram(t, dir)
	for name, prepare := range map[string]func(){
		"the directory": func() { require.NoError(t, os.Chmod(out, 0o555)) },
		"a stage": func() {
			open := func(name string, _ fs.DirEntry, err error) error { return errors.Join(err, os.Chmod(name, 0o777)) }
			require.NoError(t, filepath.WalkDir(out, open))
			require.NoError(t, os.Chmod(filepath.Join(out, "40-machines"), 0o555))
		},
	} {
		t.Run(name, func(t *testing.T) {
			prepare()
			was := snapshotOf(t, out)
			c := child("no permission", out)
			c.Path = program
			if os.Getuid() == 0 {
				const nobody = 65534
				c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
			}
			require.NoError(t, c.Run())
			require.Equal(t, was, snapshotOf(t, out))
		})
	}
	require.NoError(t, os.Chmod(out, 0o755)) // so that it can be removed
	require.NoError(t, os.Chmod(filepath.Join(out, "40-machines"), 0o755))
}

func noPermission(dir string) error {
	_, err := run(dir, after)
	want := fmt.Sprintf("write to %s, as user %d of group %d: ", dir, os.Getuid(), os.Getgid())
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), want) {
		return fmt.Errorf("writing without permission: %w", err)
	}
	return nil
}

// copyOfProgram is this program where everybody may start it.
func copyOfProgram(t *testing.T, dir string) string {
	t.Helper()
	program := filepath.Join(dir, "program")
	from, err := os.Open(os.Args[0])
	require.NoError(t, err)
	defer func() { _ = from.Close() }()
	to, err := os.OpenFile(program, os.O_WRONLY|os.O_CREATE, 0o755)
	require.NoError(t, err)
	_, err = io.Copy(to, from)
	require.NoError(t, err)
	require.NoError(t, to.Close())
	return program
}
