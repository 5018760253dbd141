package resourcelist

import "github.com/novasphere/wukong-fn/render/resource"

// AppendHead appends everything up to the first item. count is the number of items that will follow: with none the
// list is written as [].
func (l *List) AppendHead(dst []byte, count int) []byte {
	dst = append(dst, l.head...)
	if count == 0 {
		dst = append(dst, " []"...)
	}
	dst = append(dst, l.gap...)
	if count > 0 {
		dst = EndLine(dst)
	}
	return dst
}

// AppendItem appends an item of the list, with a change where there is one. An item in flow style gets a dash.
func (l *List) AppendItem(dst []byte, item *resource.Resource, change resource.Edit) []byte {
	dst = EndLine(dst)
	if !item.Item {
		for range l.Indent {
			dst = append(dst, ' ')
		}
		dst = append(dst, "- "...)
	}
	return change.Append(dst, item.Text)
}

// AppendTail appends what follows the items. results appends the entries of the new results to its argument, as a
// block list in column 0; those of the input are dropped then. Where it appends nothing the list has no results. A nil
// results leaves them as they were.
func (l *List) AppendTail(dst []byte, results func(dst []byte) []byte) []byte {
	if results == nil {
		return l.appendPart(l.appendPart(l.appendPart(dst, l.before), l.results), l.after)
	}
	dst = l.appendPart(l.appendPart(dst, l.before), l.after)
	length := len(dst)
	dst = append(EndLine(dst), "results:\n"...)
	begin := len(dst)
	if dst = results(dst); len(dst) == begin {
		return dst[:length]
	}
	return dst
}

func (l *List) appendPart(dst []byte, part string) []byte {
	if part == "" {
		return dst
	}
	return append(EndLine(dst), part...)
}

// EndLine makes sure that what is appended next starts a line.
func EndLine(dst []byte) []byte {
	if len(dst) > 0 && dst[len(dst)-1] != '\n' {
		dst = append(dst, '\n')
	}
	return dst
}

// Result is one entry of a list's results, in the shape of the KRM functions specification v1.
type Result struct {
	Message     string            `json:"message"`
	Severity    string            `json:"severity,omitempty"` // error, warning or info
	ResourceRef *ResourceRef      `json:"resourceRef,omitempty"`
	Field       *Field            `json:"field,omitempty"`
	File        *File             `json:"file,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
}

// ResourceRef names the resource that a result is about.
type ResourceRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Namespace  string `json:"namespace,omitempty"`
}

// Field names the field that a result is about.
type Field struct {
	Path          string `json:"path"`
	CurrentValue  any    `json:"currentValue,omitempty"`
	ProposedValue any    `json:"proposedValue,omitempty"`
}

// File is where the resource stands: a path relative to the package, with slashes, and the resource's index from 0.
type File struct {
	Path  string `json:"path"`
	Index int    `json:"index,omitempty"`
}
