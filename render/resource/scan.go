package resource

import (
	"github.com/novasphere/wukong-fn/render/yamlin"
)

// finding is what a scan found out about a resource.
type finding struct {
	meta   Meta
	column int // of the resource's own keys
	path   string
	index  int

	internalPath, internalIndex bool
}

// scan reads the metadata of the resource in text. It only looks at the lines that matter, and asks the parser where one
// of them is odd. wanted are the annotations to keep. The error is a *yamlin.SyntaxError.
func scan(text string, item bool, wanted []string) (finding, error) {
	s := scanner{text: text, item: item, wanted: wanted, inside: -1, annotations: -1, labels: -1}
	if s.quick() {
		return s.finding, nil
	}
	return parse(text, item, wanted)
}

// scanner walks the lines of a resource. inside, annotations and labels are the columns of the keys of metadata, of its
// annotations and of its labels: -1 while outside, 0 while the first key is still to come.
type scanner struct {
	finding

	text   string
	item   bool
	wanted []string

	inside, annotations, labels    int
	hasVersion, hasKind, hasMeta   bool
	hasName, hasNamespace, hasMark bool
	// oddLabels says that the labels are not what was expected, which matters only where they are asked for.
	hasLabels, oddLabels bool

	// Where an annotation is to be set its key, and its place.
	placing bool
	key     string
	place   place
}

// quick reads what a scan is for, and returns false where the parser has to.
func (s *scanner) quick() bool {
	if !s.lines() || s.oddLabels && len(s.meta.Annotations) > 0 {
		return false
	}
	s.settle()
	return true
}

// settle drops the label of a resource that has none of the annotations asked for: then nobody asks for the label.
func (f *finding) settle() {
	if len(f.meta.Annotations) == 0 {
		f.meta.ManagedBy = ""
	}
}

// lines returns false where a line that matters is not what was expected.
func (s *scanner) lines() bool {
	walk := yamlin.WalkLines(s.text)
	var line yamlin.Line
	open, first, dashed := false, true, false
	for walk.Next(&line) {
		if open && walk.Continued() {
			return false // the scalar that was read goes on
		}
		top := line.Indent == s.column && line.Dashes == 0
		if first {
			if s.item && line.Dashes == 1 && !line.HasKey && line.Style == yamlin.NoValue && !dashed {
				dashed = true // the mapping starts on the next line
				continue
			}
			if s.item != (dashed || line.Dashes == 1) || dashed && line.Dashes > 0 || line.Dashes > 1 {
				return false
			}
			s.column, first, top = line.Column, false, true
		}
		if top && s.hasMeta && (s.placing || s.hasVersion && s.hasKind) {
			return true
		}
		var ok bool
		if open, ok = s.line(&line, top); !ok {
			return false
		}
	}
	return !walk.Odd() && !first && !(open && walk.Continued())
}

// line takes in one line. read tells that its scalar was used.
func (s *scanner) line(line *yamlin.Line, top bool) (read, ok bool) {
	switch {
	case top:
		return s.top(line)
	case line.Indent < s.column:
		return false, false
	case s.inside < 0:
		return false, true
	case line.Dashes > 0:
		return false, s.inside > 0 && s.annotations < 0 && line.Indent >= s.inside
	case s.inside == 0:
		s.inside = line.Indent
		if s.placing {
			s.place.metadataColumn = line.Indent
		}
	}
	switch {
	case line.Indent == s.inside:
		return s.metadata(line)
	case line.Indent < s.inside:
		return false, false
	case s.labels >= 0:
		return s.label(line), true
	case s.annotations < 0:
		return false, true
	case s.annotations == 0:
		s.annotations = line.Indent
	}
	return s.annotation(line)
}

// top takes in a key of the resource itself.
func (s *scanner) top(line *yamlin.Line) (read, ok bool) {
	s.inside, s.annotations, s.labels = -1, -1, -1
	key, ok := line.Key(s.text)
	if !ok {
		return false, false
	}
	switch key {
	case "apiVersion":
		return s.scalar(line, &s.meta.APIVersion, &s.hasVersion)
	case "kind":
		return s.scalar(line, &s.meta.Kind, &s.hasKind)
	case "metadata":
		if s.hasMeta || line.Style != yamlin.NoValue {
			return false, false
		}
		s.hasMeta, s.inside = true, 0
		if s.placing {
			s.place.metadata = *line
		}
	}
	return false, true
}

// metadata takes in a key below metadata.
func (s *scanner) metadata(line *yamlin.Line) (read, ok bool) {
	s.annotations, s.labels = -1, -1
	key, ok := line.Key(s.text)
	if !ok {
		return false, false
	}
	switch key {
	case "name":
		return s.scalar(line, &s.meta.Name, &s.hasName)
	case "namespace":
		return s.scalar(line, &s.meta.Namespace, &s.hasNamespace)
	case "annotations":
		if s.hasMark || line.Style != yamlin.NoValue && !empty(s.text, line) {
			return false, false
		}
		s.hasMark, s.annotations = true, 0
		if s.placing {
			s.place.hasAnnotations, s.place.annotations = true, *line
		}
	case "labels":
		s.oddLabels = s.oddLabels || s.hasLabels || line.Style != yamlin.NoValue
		if s.hasLabels = true; !s.oddLabels && !s.placing {
			s.labels = 0
		}
	}
	return false, true
}

// label takes in a line below labels and tells whether its scalar was used.
func (s *scanner) label(line *yamlin.Line) (read bool) {
	if s.labels == 0 {
		s.labels = line.Indent
	}
	key, ok := line.Key(s.text)
	if !ok || line.Indent != s.labels {
		s.oddLabels = true
		return false
	}
	if key != ManagedByLabel {
		return false
	}
	n, _, ok := line.Scalar(s.text)
	s.oddLabels = s.oddLabels || !ok || s.meta.ManagedBy != ""
	s.meta.ManagedBy = word(n)
	return ok
}

func (s *scanner) annotation(line *yamlin.Line) (read, ok bool) {
	key, ok := line.Key(s.text)
	if !ok || line.Indent != s.annotations {
		return false, false
	}
	if s.placing {
		s.place.annotationsColumn = line.Indent
		return s.target(line, key)
	}
	if !matters(key, s.wanted) {
		return false, true
	}
	n, _, ok := line.Scalar(s.text)
	s.annotate(key, word(n), s.wanted)
	return true, ok
}

// target notes the annotation that is to be set.
func (s *scanner) target(line *yamlin.Line, key string) (read, ok bool) {
	p := &s.place
	if key != s.key {
		return false, true
	}
	if p.found {
		return false, false
	}
	p.line, p.found = *line, true
	p.value, p.end, ok = line.Scalar(s.text)
	return true, ok
}

// scalar keeps the value of a line whose key must come only once.
func (s *scanner) scalar(line *yamlin.Line, to *string, seen *bool) (read, ok bool) {
	n, _, ok := line.Scalar(s.text)
	if !ok || *seen {
		return false, false
	}
	*to, *seen = word(n), true
	return true, true
}

// word is the text of a scalar, empty for null and for what is no scalar.
func word(n yamlin.Node) string {
	if n.Kind != yamlin.Scalar || n.IsNull() {
		return ""
	}
	return n.Value
}

func matters(key string, wanted []string) bool {
	switch key {
	case PathAnnotation, LegacyPathAnnotation, IndexAnnotation, LegacyIndexAnnotation, LocalAnnotation:
		return true
	}
	for _, w := range wanted {
		if w == key {
			return true
		}
	}
	return false
}

// annotate takes in an annotation that matters.
func (f *finding) annotate(key, value string, wanted []string) {
	switch key {
	case PathAnnotation:
		f.path, f.internalPath = value, true
	case LegacyPathAnnotation:
		if !f.internalPath {
			f.path = value
		}
	case IndexAnnotation:
		f.index, f.internalIndex = number(value), true
	case LegacyIndexAnnotation:
		if !f.internalIndex {
			f.index = number(value)
		}
	case LocalAnnotation:
		f.meta.LocalConfig = value != "false" // as kustomize reads it
	}
	for _, w := range wanted {
		if w == key {
			f.meta.Annotations = append(f.meta.Annotations, Annotation{Key: key, Value: value})
		}
	}
}

// parse finds the same as a scan by reading all of the text.
func parse(text string, item bool, wanted []string) (finding, error) {
	var f finding
	n, _, err := yamlin.Parse(text)
	if err != nil {
		return f, err
	}
	if item {
		if len(n.Items) != 1 {
			return f, nil
		}
		n = n.Items[0]
	}
	f.column = column(text, item)
	f.meta.APIVersion, f.meta.Kind = child(&n, "apiVersion"), child(&n, "kind")
	metadata, ok := n.Get("metadata")
	if !ok {
		return f, nil
	}
	f.meta.Namespace, f.meta.Name = child(metadata, "namespace"), child(metadata, "name")
	if annotations, ok := metadata.Get("annotations"); ok {
		for _, a := range annotations.Fields {
			if matters(a.Key, wanted) {
				f.annotate(a.Key, word(a.Value), wanted)
			}
		}
	}
	if labels, ok := metadata.Get("labels"); ok {
		f.meta.ManagedBy = child(labels, ManagedByLabel)
	}
	f.settle()
	return f, nil
}

func child(n *yamlin.Node, key string) string {
	if v, ok := n.Get(key); ok {
		return word(*v)
	}
	return ""
}

// column is where the resource's own keys stand in a text that the line walk does not know.
func column(text string, item bool) int {
	path := ""
	if item {
		path = itemPath
	}
	return max(yamlin.Locate(text, path)[0].Column-1, 0)
}
