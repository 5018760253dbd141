// Command wukong-fn turns Wukong and NetworkConfig resources into the NMState release, the hosts' network policies,
// attachments and virtual machines, as plain YAML.
//
// Without arguments it is a KRM function: a ResourceList on standard input, one on standard output. With arguments it is a
// command: see usage. Standard streams, directories and exit codes are this package's business and no other's.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
)

// The exit codes.
const (
	exitOK = 0
	// exitFindings: a finding of the input is an error, and nothing was generated.
	exitFindings = 1
	// exitUsage: the command line is wrong.
	exitUsage = 2
	// exitInternal: the disk or we ourselves failed.
	exitInternal = 3
)

const usage = `wukong-fn turns Wukong and NetworkConfig resources into the NMState release, host network policies,
attachments and virtual machines, as plain YAML.

Usage:
  wukong-fn                                 KRM function: ResourceList on stdin, ResourceList on stdout
  wukong-fn generate [DIR] [--config FILE]  manifests of the package in DIR (default: this directory) on stdout
  wukong-fn generate [DIR] --output OUT [--force]
                                            the same as files, one directory a stage; other files in OUT stay,
                                            with --force those in the way are replaced
  wukong-fn validate [DIR] [--config FILE] [--format text|json|sarif]
                                            findings only, on stdout; nothing is generated
  wukong-fn discover [DIR]                  a file that holds a resource of ours, none for a package of somebody else's
  wukong-fn health argocd                   health checks that Argo CD lacks, as a patch of argocd-cm
  wukong-fn explain CODE                    what a finding such as WK012 means
  wukong-fn version                         the version
  wukong-fn help                            this text

DIR is a kustomization, a kpt package or a directory of YAML files; "-" is a YAML stream or ResourceList on stdin.
FILE is a WukongRender or a ConfigMap with dotted keys; without it the WukongRender of the package serves.
--set KEY=VALUE, any number of times, sets a field over it by its dotted path, such as nmstate.version=v0.86.0.
--verbose names each object of an earlier run that is removed, not only their number.
--allow-remote lets a kustomization fetch files and git repositories: only where you trust the package.
--set-env KEY=VARIABLE does so from the environment, where no shell expands arguments; an empty variable leaves the field alone.

Findings go to stderr, but those of validate. --max-findings N lists at most so many, errors before others, and counts the rest:
100 by default, 5000 in JSON and SARIF, which is also the most.

Exit codes: 0 done, 1 a finding is an error and nothing was generated, 2 wrong usage, 3 internal error (disk, memory, or ours).
`

// streams are what a run reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
	// env reads the environment.
	env func(string) string
	// network opens or closes the network to packages.
	network func(open bool) error
	// color says of out and err whether they take colours.
	colorOut, colorErr bool
}

func main() {
	debug.SetGCPercent(quickGC)
	log.SetFlags(0)
	log.SetOutput(logged{os.Stderr})
	plain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	os.Exit(run(os.Args[1:], streams{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, network: network,
		colorOut: !plain && terminal(os.Stdout), colorErr: !plain && terminal(os.Stderr),
	}))
}

// logged takes what libraries log, kustomize above all, with names from the input in it.
type logged struct{ w io.Writer }

func (l logged) Write(text []byte) (int, error) {
	_, err := fmt.Fprintf(l.w, "wukong-fn: %s\n", report.Visible(strings.TrimSpace(string(text))))
	return len(text), err
}

// quickGC is the collector's pace: a run lives for a moment, and below 16 MB nothing is collected. load slows it down for a
// large input.
const quickGC = 400

// terminal says whether a stream is one.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// run does what the arguments say and returns the exit code.
func run(args []string, s streams) int {
	if len(args) == 0 {
		return exitCode(function(s), s)
	}
	switch command := args[0]; command {
	case "generate":
		return exitCode(generate(args[1:], s), s)
	case "validate":
		return exitCode(validate(args[1:], s), s)
	case "discover":
		return exitCode(discover(args[1:], s), s)
	case "health":
		return exitCode(health(args[1:], s), s)
	case "explain":
		return exitCode(explain(args[1:], s), s)
	case "version", "--version":
		_, err := fmt.Fprintln(s.out, "wukong-fn "+version())
		return exitCode(err, s)
	case "help", "--help", "-h", "-help":
		_, err := io.WriteString(s.out, usage)
		return exitCode(err, s)
	default:
		return exitCode(usageError{fmt.Sprintf("unknown command %q", command)}, s)
	}
}

// errFindings ends a run whose findings have been reported and have an error among them.
var errFindings = errors.New("the input has errors")

// usageError is a wrong command line.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// exitCode reports an error, unless it has been reported, and gives its code.
func exitCode(err error, s streams) int {
	var wrong usageError
	var noPackage load.PackageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &wrong), errors.As(err, &noPackage):
		_, _ = fmt.Fprintf(s.err, "wukong-fn: %s\nRun \"wukong-fn help\" for usage.\n", report.Visible(err.Error()))
		return exitUsage
	}
	_, _ = fmt.Fprintf(s.err, "wukong-fn: %s\n", report.Visible(err.Error()))
	return exitInternal
}

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
