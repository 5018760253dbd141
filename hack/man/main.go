// Command man writes what there is to read about the commands of wukong-fn, from the commands themselves.
//
//	go run ./hack/man DIR           man pages, a file each
//	go run ./hack/man -page FILE    one page of Markdown: docs/cli.md
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/novasphere/wukong-fn/fn/command"
)

//go:generate go run . -page ../../docs/cli.md

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	tree := command.Tree(&command.Process{})
	switch {
	case len(args) == 2 && args[0] == "-page":
		return os.WriteFile(args[1], []byte(page(tree)), 0o644)
	case len(args) == 1:
		if err := os.MkdirAll(args[0], 0o755); err != nil {
			return err
		}
		tree.DisableAutoGenTag = true
		never := time.Unix(0, 0).UTC() // so that two builds give the same bytes
		return doc.GenManTree(tree, &doc.GenManHeader{Section: "1", Source: "wukong-fn", Manual: "wukong-fn", Date: &never}, args[0])
	}
	return errors.New("usage: man DIR, or man -page FILE")
}

// page describes all commands.
func page(tree *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# The commands of wukong-fn\n\n<!-- go generate ./hack/man writes this page. -->\n\n" +
		"`wukong-fn help COMMAND` prints the same. " +
		"`wukong-fn completion SHELL` prints a script with which bash, fish, PowerShell or zsh completes commands, flags and values.\n")
	describe(&b, tree)
	for _, c := range tree.Commands() {
		if c.IsAvailableCommand() {
			describe(&b, c)
		}
	}
	return b.String()
}

// describe appends the section of a command.
func describe(b *strings.Builder, c *cobra.Command) {
	about := c.Long
	if about == "" {
		about = c.Short + "."
	}
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```text\n%s\n```\n", c.CommandPath(), about, c.UseLine())
	if c.Example != "" {
		fmt.Fprintf(b, "\nExamples:\n\n```text\n%s\n```\n", c.Example)
	}
	c.InitDefaultHelpFlag()
	fmt.Fprintf(b, "\nFlags:\n\n```text\n%s```\n", c.Flags().FlagUsagesWrapped(120))
}
