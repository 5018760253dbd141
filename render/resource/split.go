package resource

import (
	"errors"
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
	text = strings.TrimPrefix(text, "\ufeff")
	parts, ok := cut(text)
	if !ok {
		var err error
		if parts, err = reformat(text); err != nil {
			return nil, Source{File: file, Line: 1}.place(err)
		}
	}
	var reader yaml.Reader
	resources := make([]Resource, 0, len(parts))
	var failed []error
	for _, p := range parts {
		if blank(p.text) {
			continue
		}
		source := Source{File: file, Index: len(resources), Line: p.line}
		r, err := read(&reader, p.text, false, source)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		resources = append(resources, r)
	}
	return resources, errors.Join(failed...)
}

// part is the text of a document and the line where it starts.
type part struct {
	text string
	line int
}

// cut finds the separator lines. --- at the start of a line is one wherever it stands, for YAML forbids it inside
// scalars. ok is false for a text that is not only documents and separators.
func cut(text string) (parts []part, ok bool) {
	if odd(text) {
		return nil, false
	}
	start, line, from := 0, 1, 0
	for from < len(text) {
		at := from
		if from > 0 || !strings.HasPrefix(text, "---") {
			next := strings.Index(text[from:], "\n---")
			if next < 0 {
				break
			}
			at = from + next + 1
		}
		end := len(text)
		if length := strings.IndexByte(text[at:], '\n'); length >= 0 {
			end = at + length + 1
		}
		from = max(end-1, at+1)
		switch rest := strings.TrimRight(text[at+3:end], "\r\n"); {
		case rest == "" || rest[0] == ' ' && separatorRest(rest):
			if !blank(text[start:at]) {
				parts = append(parts, part{text: text[start:at], line: line})
			}
			line += strings.Count(text[start:end], "\n")
			start = end
		case rest[0] == ' ' || rest[0] == '\t':
			return nil, false
		}
	}
	return append(parts, part{text: text[start:], line: line}), true
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
