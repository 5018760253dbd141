package resourcelist

import (
	"fmt"
	"strings"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// reading is a list on its way in.
type reading struct {
	text  string
	check func(version, kind string) error // refuses lists of the wrong kind
	above resource.Source                  // where the text comes from, its Line the number of lines above it
	lines []int                            // of the items in the input, where the text is not the input any more

	flow     bool // the list itself is in flow style
	sections []section
	version  string
	items    []resource.Resource
	starts   []int // of the items' texts
	full     bool  // there are more items than are read
	odd      int   // the index of the first item that is no mapping, -1 for none
	indent   int   // column of the items' dashes

	// What the reading has come to: an offset, how many lines lie before it, and where its line starts.
	at, passed, lineStart int
}

// section is a key of the list with its value, and the comments above it in column 0.
type section struct {
	key         string
	name, value yaml.Node
	start, end  int
}

// read cuts the text into items and sections.
func (r *reading) read() error {
	r.odd = -1
	d, ok := yaml.ReadItems(r.text, r.item)
	if r.full {
		return &Error{Msg: fmt.Sprintf("the list has more than %d items: split it", mostItems)}
	}
	if !ok {
		return r.readAnew()
	}
	if err := r.checkRoot(d); err != nil {
		return err
	}
	if at := d.Second(); at >= 0 {
		line, _ := d.Place(at)
		return &Error{Line: line + 1, Msg: second}
	}
	r.text = r.text[:d.End()] // what is written behind the list must not come behind a marker that ends it
	root := d.Root()
	if r.flow = root.Flow(); r.flow && d.Commented() || !r.flow && root.Column() > 0 {
		return r.readAnew()
	}
	for key, value := range root.Fields() {
		if r.flow && value.Kind() == yaml.Scalar && strings.Contains(r.text[value.Start():value.End()], "\n") {
			return r.readAnew()
		}
		r.sections = append(r.sections, section{key.Text(), key, value, key.Start(), value.End()})
	}
	if !r.flow {
		r.outline()
	}
	r.cut()
	return nil
}

// mostItems is how many items a list may have. The largest fleet that we know of has fewer.
const mostItems = 250_000

// item takes in an item while the list is read. In block style its text is cut later, for it ends where the next one
// starts.
func (r *reading) item(i yaml.Item) (more bool) {
	if len(r.items) == mostItems {
		r.full = true
		return false
	}
	between := r.text[r.at:i.From]
	if last := strings.LastIndexByte(between, '\n'); last >= 0 {
		r.passed += strings.Count(between, "\n")
		r.lineStart = r.at + last + 1
	}
	r.at = i.From
	source := r.above
	if source.Line += r.passed + 1; len(r.lines) > len(r.items) {
		source.Line = r.above.Line + r.lines[len(r.items)]
	}
	if i.Node.Kind() != yaml.Mapping && r.odd < 0 {
		r.odd = len(r.items)
	}
	if len(r.items) == 0 && i.To == 0 {
		r.indent = strings.IndexByte(r.text[i.From:], '-')
		r.expect(i.From)
	}
	text, column := "", 0
	if i.To > 0 {
		text, source.Column = r.text[i.From:i.To], i.From-r.lineStart
	} else {
		column = i.Node.Column()
	}
	r.items = append(r.items, resource.Of(i.Node, text, i.To == 0, column, source))
	r.starts = append(r.starts, i.From)
	return true
}

// shortest is how many bytes an item is thought to have at least, so that a hostile text gets no more room than it needs.
const shortest = 64

// sample is how many bytes tell how many items a text has.
const sample = 1 << 20

// expect makes room for the items: for as many as there would be if dashes stood in the column of the first one everywhere as
// often as in the beginning.
func (r *reading) expect(first int) {
	rest := r.text[first:]
	begin := rest[:min(len(rest), sample)]
	dashes := 1 + strings.Count(begin, "\n"+strings.Repeat(" ", min(r.indent, 16))+"- ")
	count := 1 + min(dashes*len(rest)/len(begin), len(rest)/shortest)
	r.items, r.starts = make([]resource.Resource, 0, count), make([]int, 0, count)
}

// outline gives the sections of a list in block style the comments above them: each ends where the next one starts.
func (r *reading) outline() {
	for i := range r.sections {
		s := &r.sections[i]
		s.end = len(r.text)
		if i == 0 {
			s.start = 0
			continue
		}
		above := &r.sections[i-1]
		from := above.value.End() - 1 // with the line break before a comment
		if comment := strings.Index(r.text[from:s.start], "\n#"); comment >= 0 {
			s.start = from + comment + 1
		}
		above.end = s.start
	}
}

// cut gives the items in block style their texts.
func (r *reading) cut() {
	end := len(r.text)
	if items, ok := r.find("items"); ok {
		end = items.end
	}
	for i := len(r.items) - 1; i >= 0 && r.items[i].Item; i-- {
		r.items[i].Text = r.text[r.starts[i]:end]
		end = r.starts[i]
	}
}

func (r *reading) find(key string) (*section, bool) {
	for i := range r.sections {
		if r.sections[i].key == key {
			return &r.sections[i], true
		}
	}
	return nil, false
}

const second = "the input has a second document: a function reads one " + Kind

var errEmpty = &Error{Msg: "the input is empty: a function reads a " + Kind}

// checkRoot reports what is wrong with the list as a whole.
func (r *reading) checkRoot(d *yaml.Document) error {
	root := d.Root()
	wrong := func(n yaml.Node, message string) error {
		line, _ := d.Place(n.Start())
		return &Error{Line: line, Msg: message}
	}
	if root.Bare() {
		return errEmpty
	}
	if root.Kind() != yaml.Mapping {
		return wrong(root, "the input is no mapping: a function reads a "+Kind)
	}
	var kind string
	seen := map[string]bool{}
	for key, value := range root.Fields() {
		name := key.Text()
		if seen[name] || key.Kind() != yaml.Scalar {
			return wrong(key, name+" is given twice, or is no word")
		}
		seen[name] = true
		switch {
		case name == "apiVersion":
			r.version = value.Word()
		case name == "kind":
			kind = value.Word()
		case name == "functionConfig" && value.Kind() != yaml.Mapping && !value.IsNull():
			return wrong(value, "functionConfig is not a mapping")
		}
	}
	if err := r.check(r.version, kind); err != nil {
		return err
	}
	if items, ok := root.Get("items"); ok && items.Kind() != yaml.Sequence && !items.IsNull() {
		return wrong(items, "items is not a list")
	}
	if r.odd >= 0 {
		return &Error{Line: r.items[r.odd].Source.Line - r.above.Line, Msg: fmt.Sprintf("items[%d] is not a mapping", r.odd)}
	}
	return nil
}

// list puts the list together of its sections.
func (r *reading) list() (*List, error) {
	l := &List{APIVersion: r.version, Items: r.items, Indent: r.indent}
	var head, before, after strings.Builder
	items, results := false, false
	for i := range r.sections {
		s := &r.sections[i]
		part := r.text[s.start:s.end]
		if r.flow {
			part = r.written(s.name) + ": " + r.written(s.value) + "\n"
		}
		switch {
		case s.key == "results":
			l.results, results = part, items
		case s.key == "items":
			items = true
			l.gap = r.around(s, &head)
		case !items:
			head.WriteString(part)
		case results:
			after.WriteString(part)
		default:
			before.WriteString(part)
		}
	}
	l.head, l.before, l.after = head.String(), before.String(), after.String()
	if !items {
		l.head, l.gap = string(EndLine([]byte(l.head)))+"items:", "\n"
	}
	config, ok := r.find("functionConfig")
	if !ok || config.value.IsNull() {
		return l, nil
	}
	var err error
	l.FunctionConfig, err = r.config(config)
	return l, err
}

func (r *reading) written(n yaml.Node) string { return r.text[n.Start():n.End()] }

// around writes the key of the items, and returns what stands between its colon and the first item, without [].
func (r *reading) around(s *section, head *strings.Builder) (gap string) {
	if r.flow {
		head.WriteString(r.written(s.name) + ":")
		return "\n"
	}
	colon := s.name.End() + strings.IndexByte(r.text[s.name.End():], ':') + 1
	head.WriteString(r.text[s.start:colon])
	if len(r.items) > 0 && r.items[0].Item {
		return r.text[colon:r.starts[0]]
	}
	return r.text[s.value.End():s.end]
}

// config is the resource of the functionConfig.
func (r *reading) config(s *section) (*resource.Resource, error) {
	from, to := s.value.Start(), s.value.End()
	source := resource.Source{Column: s.value.Column()}
	if !s.value.Flow() {
		from = s.name.End()
		from += strings.IndexByte(r.text[from:], '\n') + 1
		source.Column, to = 0, s.end
	}
	source.Line = 1 + strings.Count(r.text[:from], "\n")
	config, err := resource.New(r.text[from:to], false, source)
	if err != nil {
		return nil, fmt.Errorf("functionConfig: %w", err)
	}
	return &config, nil
}
