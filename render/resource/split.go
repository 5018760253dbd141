package resource

import (
	"errors"
	"iter"
	"slices"
	"strings"

	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/yaml"
)

// Split cuts a YAML file into its documents. Empty ones, and ones that hold nothing but comments, are left out; a
// comment above a document belongs to it. Each Text has the exact bytes between two separator lines, so that joining
// them with separators gives the same stream. A file with directives, document ends, content beside a separator or
// another encoding than UTF-8 is read and written anew by the library.
//
// Documents that are not YAML come back as one joined error, each part wrapping a *yaml.SyntaxError with its line in
// the file; the other documents are returned all the same.
func Split(file, text string) ([]Resource, error) {
	resources := make([]Resource, 0, Room(text))
	err := Each(file, text, func(r *Resource) { resources = append(resources, *r) })
	return resources, err
}

// Room is about how many resources are in a file, and never more than a small part of its length.
func Room(text string) int {
	const shortest = 64 // bytes of a resource, in general
	return min(1+strings.Count(text, "\n---"), 1+len(text)/shortest)
}

// mostFailed is how many documents of a file may be no YAML before the rest is not looked at.
const mostFailed = 100

// Each is Split for who looks at one document after the other: a file may have very many that are of no interest. use must
// not keep its argument.
func Each(file, text string, use func(*Resource)) error {
	text = strings.TrimPrefix(text, "\ufeff")
	parts := cut(text)
	if !separable(text) {
		written, err := reformat(text)
		if err != nil {
			return Source{File: file, Line: 1}.place(err)
		}
		parts = slices.Values(written)
	}
	var reader yaml.Reader
	var failed []error
	var r Resource
	index := 0
	for p := range parts {
		if blank(p.text) {
			continue
		}
		var err error
		if r, err = read(&reader, p.text, false, Source{File: file, Index: index, Line: p.line}); err == nil {
			use(&r)
			index++
		} else if failed = append(failed, err); len(failed) == mostFailed {
			break
		}
	}
	return errors.Join(failed...)
}

// part is the text of a document and the line where it starts.
type part struct {
	text string
	line int
}

// separable holds for a text that is only documents and separators.
func separable(text string) bool {
	if odd(text) {
		return false
	}
	for s := range separators(text) {
		if !s.clean {
			return false
		}
	}
	return true
}

// cut yields the documents between the separators.
func cut(text string) iter.Seq[part] {
	return func(yield func(part) bool) {
		start, line := 0, 1
		for s := range separators(text) {
			if !yield(part{text: text[start:s.start], line: line}) {
				return
			}
			line += strings.Count(text[start:s.end], "\n")
			start = s.end
		}
		yield(part{text: text[start:], line: line})
	}
}

// separator is a line that begins with ---, where a document ends. It is clean where nothing but a comment stands behind.
type separator struct {
	start, end int // with its line break
	clean      bool
}

// separators yields the separator lines. --- at the start of a line is one wherever it stands, for YAML forbids it inside
// scalars.
func separators(text string) iter.Seq[separator] {
	return func(yield func(separator) bool) {
		for from := 0; from < len(text); {
			at := from
			if from > 0 || !strings.HasPrefix(text, "---") {
				next := strings.Index(text[from:], "\n---")
				if next < 0 {
					return
				}
				at = from + next + 1
			}
			end := len(text)
			if length := strings.IndexByte(text[at:], '\n'); length >= 0 {
				end = at + length + 1
			}
			from = max(end-1, at+1)
			rest := strings.TrimRight(text[at+3:end], "\r\n")
			if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
				continue // a text that begins like one
			}
			if !yield(separator{at, end, rest == "" || rest[0] == ' ' && separatorRest(rest)}) {
				return
			}
		}
	}
}

// separatorRest holds for blanks, with a comment or without.
func separatorRest(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || rest[0] == '#'
}

// odd holds for a text with directives, document ends, line breaks other than LF and CRLF before a marker, or bytes of
// another encoding.
func odd(text string) bool {
	if strings.HasPrefix(text, "%") || strings.HasPrefix(text, "...") || strings.Contains(text, "\n%") {
		return true
	}
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") || strings.Contains(text, "\n...") {
		return true
	}
	if strings.IndexByte(text, '\r') >= 0 && strings.Count(text, "\r") != strings.Count(text, "\r\n") {
		return true
	}
	for _, lineBreak := range [...]string{"\u0085", "\u2028", "\u2029", "\ufeff"} {
		if !strings.Contains(text, lineBreak) {
			continue
		}
		for _, marker := range [...]string{"---", "...", "%"} {
			if strings.Contains(text, lineBreak+marker) {
				return true
			}
		}
	}
	return false
}

// blank holds for a document without content.
func blank(text string) bool {
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimLeft(line, " \t\r")
		if line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// reformat has the library read and write each document.
func reformat(text string) ([]part, error) {
	docs, err := yaml.Documents(text)
	if err != nil {
		return nil, err
	}
	parts := make([]part, 0, len(docs))
	for _, doc := range docs {
		if root := doc.Content[0]; root.Kind == goyaml.ScalarNode && root.Value == "" && root.Style == 0 {
			continue
		}
		line := doc.Content[0].Line
		body, err := Format(doc)
		if err != nil {
			return nil, &yaml.SyntaxError{Line: line, Msg: err.Error()}
		}
		parts = append(parts, part{text: body, line: line})
	}
	return parts, nil
}
