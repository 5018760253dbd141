package main

import (
	"errors"
	"flag"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

// TestMain makes the test program stand in for wukong-fn where a script runs that.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wukong-fn": main})
}

// TestCommands runs the scripts of testdata/commands: each is a package, the commands over it, and what they print.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/commands", UpdateScripts: *update, RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits CODE PROGRAM [ARGUMENT...] runs a program that has to exit with a code other than 0.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENT...]")
	}
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	var failed *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); !errors.As(err, &failed) || failed.ExitCode() != code {
		ts.Fatalf("%v, and not exit status %d", err, code)
	}
}
