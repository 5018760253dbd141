package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/fn/command"
)

func TestPageIsCurrent(t *testing.T) {
	want, err := os.ReadFile("../../docs/cli.md")
	require.NoError(t, err)
	require.Equal(t, string(want), page(command.Tree(&command.Process{})), "go generate ./hack/man writes it")
}

func TestManPages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man")
	require.NoError(t, run([]string{dir}))
	pages, err := filepath.Glob(filepath.Join(dir, "*.1"))
	require.NoError(t, err)
	require.Len(t, pages, len(command.Tree(&command.Process{}).Commands()), "the program and each command, but not help")
	text, err := os.ReadFile(filepath.Join(dir, "wukong-fn-generate.1"))
	require.NoError(t, err)
	require.Contains(t, string(text), `.TH "WUKONG-FN-GENERATE" "1" "Jan 1970"`)
	require.Contains(t, string(text), `\fB--output\fP`)
}
