// Package resourcelist reads and writes ResourceLists, what kustomize and kpt hand to a function and take back
// (config.kubernetes.io/v1, v1beta1 and v1alpha1; the KRM functions specification v1).
//
// A list is cut into its items while it is read once. Items that nobody changes come back as the bytes they were, items in
// flow style (JSON) behind a dash each. Only a list that our reader does not know to the end is written anew by the
// library. The package knows no kinds.
//
// A list comes back as AppendHead, the items, AppendTail: for a list in block style that is the input byte for byte,
// unless results stand before the items; they always come last.
package resourcelist

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// Kind is the kind of every list.
const Kind = "ResourceList"

// Versions are the apiVersions that Read takes.
func Versions() []string {
	return []string{"config.kubernetes.io/v1", "config.kubernetes.io/v1beta1", "config.kubernetes.io/v1alpha1"}
}

// List is a ResourceList as it was read. Texts share memory with the input.
type List struct {
	APIVersion     string
	Items          []resource.Resource
	FunctionConfig *resource.Resource // nil where there is none
	Indent         int                // column of the items' dashes; new items are to have it too

	head    string // up to the colon of items:
	gap     string // from there, without [], up to the first item
	before  string // what follows the items and comes before the results
	results string // with their key
	after   string
}

// Error says why an input cannot be used as a ResourceList. Line counts from 1, 0 where none is to blame.
type Error struct {
	Line int
	Msg  string
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Msg)
	}
	return e.Msg
}

// Read reads a list. Errors are an *Error, or wrap a
// *yaml.SyntaxError, more than one joined where several items are at fault.
func Read(text string) (*List, error) {
	r := reading{text: strings.TrimPrefix(text, "\ufeff"), check: checkType}
	if err := r.read(); err != nil {
		return nil, err
	}
	return r.list()
}

// Expand is the items of a document that is a list of another kind, such as the List that kubectl prints. Their places are
// in the document's file, their lines counted from its first. Errors are those of Read.
func Expand(document *resource.Resource) ([]resource.Resource, error) {
	r := reading{text: document.Text, check: func(string, string) error { return nil }}
	r.above = document.Source
	r.above.Line = max(r.above.Line-1, 0)
	err := r.read()
	var e *Error
	if errors.As(err, &e) && e.Line > 0 {
		return nil, &Error{Line: e.Line + r.above.Line, Msg: e.Msg}
	}
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		return nil, syntax.Moved(r.above.Line)
	}
	return r.items, err
}

func checkType(version, kind string) error {
	switch {
	case kind == "":
		return &Error{Msg: "the input has no kind: a function reads a " + Kind}
	case kind != Kind:
		return &Error{Msg: "the input is of kind " + kind + ": a function reads a " + Kind}
	case !slices.Contains(Versions(), version):
		return &Error{Msg: fmt.Sprintf("the list has apiVersion %q: known are %s", version, strings.Join(Versions(), ", "))}
	}
	return nil
}
