package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/novasphere/wukong-fn/fn/report"
)

// Log takes what libraries log, kustomize above all, with names from the input in it.
func Log(w io.Writer) io.Writer { return logged{w} }

type logged struct{ w io.Writer }

func (l logged) Write(text []byte) (int, error) {
	_, err := fmt.Fprintf(l.w, "wukong-fn: %s\n", report.Visible(strings.TrimSpace(string(text))))
	return len(text), err
}
