package output

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/internal/effort"
)

// Some tests need a process of their own: this program again, which is told by its environment what to do, and where.
const (
	roleVariable = "WUKONG_OUTPUT_TEST_ROLE"
	dirVariable  = "WUKONG_OUTPUT_TEST_DIR"
)

// roles are what such a process can do. It ends with the error.
var roles = map[string]func(dir string) error{
	"for ever":      func(dir string) error { return alternate(dir, -1) },
	"twenty times":  func(dir string) error { return alternate(dir, 20) },
	"full disk":     fullDisk,
	"mount point":   mountPoint,
	"no permission": noPermission,
}

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		if err := roles[role](os.Getenv(dirVariable)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child is this program in a role.
func child(role, dir string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), roleVariable+"="+role, dirVariable+"="+dir)
	c.Stderr = os.Stderr
	return c
}

// many are files enough for a run to take a moment.
func many(content string) texts {
	files := texts{}
	for i := range 60 {
		files["40-machines/"+strconv.Itoa(i)+".yaml"] = strings.Repeat(content, 2000)
	}
	files["20-host-networks/"+content+".yaml"] = content
	return files
}

// alternate writes two sets of files in turns and says so on standard output, so many times or until it is killed.
func alternate(dir string, times int) error {
	for i := 0; i != times; i++ {
		found, err := run(dir, many([]string{"a", "b"}[i%2]))
		if err != nil || len(found) > 0 {
			return fmt.Errorf("%v: %w", found, err)
		}
	}
	return nil
}

// TestKilledAtRandom kills processes while they write. What is there is whole then, and what is of others is untouched.
func TestKilledAtRandom(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 14))
	dir := scratch(t)
	fill(t, dir, others)
	mustRun(t, dir, many("a"))
	leftOver := 0
	for range effort.Times(100) {
		c := child("for ever", dir)
		require.NoError(t, c.Start())
		time.Sleep(time.Duration(rnd.IntN(20_000)) * time.Microsecond)
		require.NoError(t, c.Process.Kill())
		_ = c.Wait() // says that it was killed
		require.NoError(t, whole(dir, others, many("a"), many("b")))
		if _, err := os.Stat(filepath.Join(dir, runDir)); err == nil {
			leftOver++
		}
		if rnd.IntN(3) == 0 {
			files := many([]string{"a", "b"}[rnd.IntN(2)])
			mustRun(t, dir, files)
			require.NoError(t, holds(dir, files, others))
		}
	}
	require.Greater(t, leftOver, 10, "kills come in the midst of runs")
	mustRun(t, dir, many("b"))
	require.NoError(t, holds(dir, many("b"), others))
}

// TestTwoProcessesAtOnce lets processes write to one directory at once. What is there in the end is of one run.
func TestTwoProcessesAtOnce(t *testing.T) {
	dir := scratch(t)
	fill(t, dir, others)
	var children []*exec.Cmd
	for range 2 {
		c := child("twenty times", dir)
		require.NoError(t, c.Start())
		children = append(children, c)
	}
	for _, c := range children {
		require.NoError(t, c.Wait())
	}
	require.NoError(t, holds(dir, many("b"), others), "both write b last")
}
