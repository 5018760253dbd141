// Package resourcelist reads and writes ResourceLists, what kustomize and kpt hand to a function and take back
// (config.kubernetes.io/v1, v1beta1 and v1alpha1; the KRM functions specification v1).
//
// A list is cut at its item boundaries. Items that nobody changes are never parsed and come back as the bytes they
// were. A line walk finds the boundaries; where it is not certain the library says where the items start, and only a
// list whose items do not start on lines of their own (JSON, flow style) is written anew. The package knows no kinds.
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
	"github.com/novasphere/wukong-fn/render/yamlin"
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

// Read reads a list. wanted are the annotations to keep in each item's Meta. Errors are an *Error, or wrap a
// *yamlin.SyntaxError, more than one joined where several items are at fault.
func Read(text string, wanted ...string) (*List, error) {
	l, text, numbers, err := laidOut(strings.TrimPrefix(text, "\ufeff"), checkType)
	if err != nil {
		return nil, err
	}
	return l.assemble(text, numbers, wanted)
}

// Expand is the items of a document that is a list of another kind, such as the List that kubectl prints. Their places are
// in the document's file, their lines counted from its first. Errors are those of Read.
func Expand(document *resource.Resource, wanted ...string) ([]resource.Resource, error) {
	anyType := func(string, string) error { return nil }
	l, text, numbers, err := laidOut(document.Text, anyType)
	above := document.Source
	above.Line = max(above.Line-1, 0)
	var e *Error
	if errors.As(err, &e) && e.Line > 0 {
		return nil, &Error{Line: e.Line + above.Line, Msg: e.Msg}
	}
	var syntax *yamlin.SyntaxError
	if errors.As(err, &syntax) {
		return nil, syntax.Moved(above.Line)
	}
	if err != nil {
		return nil, err
	}
	return l.readItems(text, numbers, above, wanted)
}

// layout is where the parts of a list stand in its text.
type layout struct {
	sections []section
	items    []int // where the items' first lines start
	indent   int   // column of their dashes
}

// section is a key of the list with its value.
type section struct {
	key        string
	start, end int // with comments above in column 0
	colon      int // behind the key's colon
	next       int // behind the key's line, or behind the items' [] on it
	line       yamlin.Line
	value      string // of a scalar
}

func (l *layout) find(key string) (section, bool) {
	i := slices.IndexFunc(l.sections, func(s section) bool { return s.key == key })
	if i < 0 {
		return section{}, false
	}
	return l.sections[i], true
}

// assemble makes the list of its parts. numbers are the items' line numbers where the text is not the input.
func (l *layout) assemble(text string, numbers []int, wanted []string) (*List, error) {
	version, _ := l.find("apiVersion")
	kind, _ := l.find("kind")
	if err := checkType(version.value, kind.value); err != nil {
		return nil, err
	}
	list := &List{APIVersion: version.value, Indent: l.indent}
	var err error
	if list.Items, err = l.readItems(text, numbers, resource.Source{}, wanted); err != nil {
		return nil, err
	}
	if err := l.readConfig(list, text, wanted); err != nil {
		return nil, err
	}
	l.frame(list, text)
	return list, nil
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

// readItems cuts the items out. above is where they come from, its Line the number of lines above the text.
func (l *layout) readItems(text string, numbers []int, above resource.Source, wanted []string) ([]resource.Resource, error) {
	if len(l.items) == 0 {
		return nil, nil
	}
	items, _ := l.find("items")
	list := make([]resource.Resource, 0, len(l.items))
	var failed []error
	line := 1 + strings.Count(text[:l.items[0]], "\n")
	for i, start := range l.items {
		end := items.end
		if i+1 < len(l.items) {
			end = l.items[i+1]
		}
		source := above
		if source.Line += line; numbers != nil {
			source.Line = above.Line + numbers[i]
		}
		r, err := resource.New(text[start:end], true, source, wanted...)
		if err != nil {
			failed = append(failed, err)
		}
		list = append(list, r)
		line += strings.Count(text[start:end], "\n")
	}
	return list, errors.Join(failed...)
}

func (l *layout) readConfig(list *List, text string, wanted []string) error {
	config, ok := l.find("functionConfig")
	if !ok || config.line.Style != yamlin.NoValue {
		return nil
	}
	body := text[config.next:config.end]
	source := resource.Source{Line: 1 + strings.Count(text[:config.next], "\n")}
	r, err := resource.New(body, false, source, wanted...)
	if err != nil {
		return fmt.Errorf("functionConfig: %w", err)
	}
	if n, _, err := r.Parse(); err == nil && n.IsNull() {
		return nil
	}
	list.FunctionConfig = &r
	return nil
}

// frame keeps what stands around the items, the results apart.
func (l *layout) frame(list *List, text string) {
	items, ok := l.find("items")
	if !ok {
		items = section{start: len(text), end: len(text)}
		list.gap = "\n"
	}
	var head, before, after strings.Builder
	if len(l.sections) > 0 {
		head.WriteString(text[:l.sections[0].start])
	}
	for _, s := range l.sections {
		part := text[s.start:s.end]
		switch {
		case s.key == "results":
			list.results = part
		case s.key == "items" && ok:
			head.WriteString(text[s.start:s.colon])
			first := s.end
			if len(l.items) > 0 {
				first = l.items[0]
			}
			list.gap = text[s.next:first]
		case s.start < items.start:
			head.WriteString(part)
		case list.results == "" || !l.resultsAfterItems(items):
			before.WriteString(part)
		default:
			after.WriteString(part)
		}
	}
	list.head, list.before, list.after = head.String(), before.String(), after.String()
	if !ok {
		list.head = string(EndLine([]byte(list.head))) + "items:"
	}
}

func (l *layout) resultsAfterItems(items section) bool {
	results, _ := l.find("results")
	return results.start > items.start
}
