// Command wukong-fn turns Wukong and NetworkConfig resources into the NMState release, the hosts' network policies,
// attachments and virtual machines, as plain YAML.
//
// Without arguments it is a KRM function: a ResourceList on standard input, one on standard output. With arguments it is a
// command: see package command, which holds all that it does. What belongs to the process stands here and nowhere else.
package main

import (
	"log"
	"os"
	"runtime/debug"

	"golang.org/x/term"

	"github.com/novasphere/wukong-fn/fn/command"
	"github.com/novasphere/wukong-fn/fn/load"
)

// quickGC is the collector's pace: a run lives for a moment, and below 16 MB nothing is collected. load slows it down for a
// large input.
const quickGC = 400

func main() {
	debug.SetGCPercent(quickGC)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(load.NoLimit)
	}
	log.SetFlags(0)
	log.SetOutput(command.Log(os.Stderr))
	out, err := terminal(os.Stdout), terminal(os.Stderr)
	dumb := os.Getenv("TERM") == "dumb"
	plain := dumb || os.Getenv("NO_COLOR") != ""
	program, _ := os.Executable() // empty where the system does not know it: then whoever needs it says so
	os.Exit(command.Run(os.Args[1:], command.Process{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Network: command.Network, Version: version(), Program: program,
		Waits: len(os.Args) == 1 && terminal(os.Stdin), ColorOut: out && !plain, ColorErr: err && !plain, Progress: err && !dumb,
	}))
}

// terminal says whether a stream is one.
func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// releaseVersion is set at link time by the builds of images and releases.
var releaseVersion string

// version is the release, or what the Go toolchain knows of the build.
func version() string {
	if releaseVersion != "" {
		return releaseVersion
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
