// Package command holds what wukong-fn does: a KRM function where there are no arguments, else one of its commands. It
// reads and writes the streams that it is given, and files; the process itself is package main's.
package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/relay"
	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render/spell"
)

// The exit codes.
const (
	exitOK = 0
	// exitFindings: a finding of the input is an error, and nothing was generated.
	exitFindings = 1
	// exitUsage: the command line is wrong, or names something that may not be read or written.
	exitUsage = 2
	// exitInternal: the disk or we ourselves failed.
	exitInternal = 3
)

// Process is what a run has of its process.
type Process struct {
	In       io.Reader
	Out, Err io.Writer
	// Env reads the environment.
	Env func(string) string
	// Network opens or closes the network to packages.
	Network func(open bool) error
	// Version is the program's, and Program its file, which kustomize runs where it has to.
	Version, Program string
	// Waits says that there are no arguments, and somebody at a terminal on In who would wait for ever.
	Waits bool
	// ColorOut and ColorErr say whether Out and Err take colours, and Progress whether Err takes a line that changes.
	ColorOut, ColorErr, Progress bool
}

// Run does what the arguments say and returns the exit code.
func Run(args []string, p Process) int {
	switch {
	case len(args) == 0 && !p.Waits:
		return p.exitCode(p.function())
	case len(args) > 0 && args[0] == relay.Command: // kustomize runs us as the function, while a run of ours builds
		return p.exitCode(relay.Run(args[1:], p.In, p.Out))
	}
	return p.exitCode(p.execute(args))
}

// execute runs a command.
func (p *Process) execute(args []string) error {
	root := Tree(p)
	c, _, err := root.Find(args)
	switch {
	case len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd):
	case err != nil:
		return unknownCommand(root, args)
	default:
		if err := twoDashes(c, args); err != nil {
			return err
		}
	}
	root.SetArgs(append([]string{}, args...)) // not nil, which stands for the process's own
	return root.Execute()
}

// Tree is the command with all below it.
func Tree(p *Process) *cobra.Command {
	root := &cobra.Command{
		Use:   "wukong-fn",
		Short: "Virtual machines and their networks on Kubernetes, as plain YAML",
		Long:  about,
		Example: `  wukong-fn generate examples/guide
  wukong-fn validate . --format sarif
  wukong-fn < resourcelist.yaml`,
		SilenceErrors: true, SilenceUsage: true, DisableSuggestions: true,
	}
	version := root.Flags().Bool("version", false, "print the version")
	root.RunE = func(c *cobra.Command, _ []string) error {
		if *version {
			return p.version()
		}
		return c.Help()
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(p.generateCommand(), p.validateCommand(), p.discoverCommand(), p.healthCommand(), p.explainCommand(),
		p.versionCommand(), p.completionCommand())
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	return root
}

// about is the text that the container shows, too.
const about = `wukong-fn turns Wukong and NetworkConfig resources into the NMState release, host network policies,
attachments and virtual machines, as plain YAML.

Without arguments it is a KRM function: ResourceList on stdin, ResourceList on stdout. On a terminal it
prints this text instead.

Exit codes: 0 done; 1 a finding is an error and nothing was generated; 2 wrong usage, or a file or directory
that may not be read or written; 3 internal error (disk, memory, or ours).`

func (p *Process) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: none, ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error { return p.version() },
	}
}

func (p *Process) version() error {
	_, err := fmt.Fprintln(p.Out, "wukong-fn "+p.Version)
	return err
}

// helpCommand prints the help of a command.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Print the help of a command",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return names(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(c.Root(), args)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// names are the commands.
func names(root *cobra.Command) []string {
	var out []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			out = append(out, c.Name())
		}
	}
	return out
}

// unknownCommand says which command is not there, and which one was most likely meant.
func unknownCommand(root *cobra.Command, args []string) error {
	word := ""
	for _, word = range args {
		if !strings.HasPrefix(word, "-") {
			break
		}
	}
	return usageError{fmt.Sprintf("unknown command %q", word) + meant(spell.Nearest(word, names(root)))}
}

// meant proposes a word, if there is one.
func meant(word string) string {
	if word == "" {
		return ""
	}
	return ": did you mean " + word + "?"
}

// none refuses arguments.
func none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{c.Name() + " takes no arguments"}
	}
	return nil
}

// errFindings ends a run whose findings have been reported and have an error among them.
var errFindings = errors.New("the input has errors")

// usageError is a wrong command line.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// exitCode reports an error, unless it has been reported, and gives its code.
func (p *Process) exitCode(err error) int {
	var wrong usageError
	var noPackage load.PackageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings), errors.Is(err, relay.ErrFailed):
		return exitFindings
	case errors.As(err, &wrong), errors.As(err, &noPackage), errors.Is(err, relay.ErrUsage):
		_, _ = fmt.Fprintf(p.Err, "wukong-fn: %s\nRun \"wukong-fn help\" for usage.\n", report.Visible(err.Error()))
		return exitUsage
	}
	_, _ = fmt.Fprintf(p.Err, "wukong-fn: %s\n", report.Visible(err.Error()))
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return exitUsage
	}
	return exitInternal
}
