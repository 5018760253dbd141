// Package disclose decides what of an input may be told to whoever reads a report. A value is told only where its field
// cannot hold a secret, which follows from the field's type and tags in api/v1alpha1: numbers, truth values, and texts of a
// closed form (one of a list, names, addresses, quantities). Names that the input makes up, unknown fields and the keys of
// mappings, are told where they look like what belongs there. What is not told is left out; the place is known without it.
//
// The tag `shown` says what the type does not: "value" opens a text, "names" lets names below be told, and "never" closes
// a field with all below it but the names that we know.
package disclose

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// longest is how long a value may be to be told, in bytes: longer ones are no names, numbers or addresses.
const longest = 100

// Finding takes out of a finding what may not be told: the values, the end of the field's path, the line of the input, and
// both of the other place.
func Finding(f *finding.Finding) {
	at := lead(&f.Place)
	told, open := at.follow()
	meant := ""
	switch {
	case f.Code == finding.UnknownField:
		meant = f.Proposed
		if len(told) < len(at.path) {
			f.Current = ""
		}
	case !open || at.setting || len(f.Current) > longest || strings.ContainsAny(f.Current, "\n\\"):
		if derived(f.Current, f.Proposed) {
			f.Proposed = ""
		}
		f.Current = ""
	}
	field := f.Place.Field
	conceal(&f.Place, meant)
	if rest, found := strings.CutPrefix(f.Message, field+" "); found { // the message begins with the field
		subject := f.Place.Field
		if len(told) < len(at.path) {
			subject = "a key of " + cmp.Or(subject, "the resource")
		}
		f.Message = subject + " " + rest
	}
	if f.Other != nil {
		other := *f.Other
		conceal(&other, "")
		f.Other = &other
	}
	f.Also = slices.Clone(f.Also)
	for i := range f.Also {
		conceal(&f.Also[i], "")
	}
}

// conceal takes out of a place what may not be told.
func conceal(p *finding.Place, meant string) {
	at := lead(p)
	told, _ := at.follow()
	p.Text = line(at, meant, p.Text)
	p.Field = at.field(told)
	for _, text := range []*string{&p.APIVersion, &p.Kind, &p.Namespace, &p.Name} {
		*text = firstLine(*text)
	}
}

// derived says whether a proposal is made of the value that is there; others are words of ours.
func derived(current, proposed string) bool {
	current, proposed = strings.Trim(current, `"`), strings.Trim(proposed, `"`)
	return current != "" && (strings.Contains(current, proposed) || strings.Contains(proposed, current))
}

// firstLine is what is told of a name that has several lines, as no name has.
func firstLine(name string) string {
	first, _, more := strings.Cut(name, "\n")
	if more {
		return first + "…"
	}
	return name
}

// line is the line of the deepest part of a path that is there, as it may be told, empty where it may not: a key of the
// path, or the first one of an item on it, with nothing behind it or a value that may be told. A comment is left out. For an
// unknown field, meant is the one that was meant.
func line(at start, meant, text string) string {
	key, value, end := parse(text)
	whole := at.path
	for ; at.path != ""; at.path = above(at.path) {
		last := name(at.path)
		switch {
		case key == last:
		case last == "": // the item's first field
			at.path += "." + key
		default:
			continue
		}
		told, open := at.follow()
		if len(told) < len(at.path) {
			return ""
		}
		if meant != "" && at.path == whole && last != "" {
			at.path = above(whole) + "." + meant
			_, open = at.follow()
		}
		if key+value == "" || value != "" && !(open && simple(value)) {
			return ""
		}
		return text[:end]
	}
	return ""
}

// parse takes a line of block style apart: a key with what stands behind its colon, or an item's value. end is where both
// end, before a comment.
func parse(line string) (key, value string, end int) {
	if comment := strings.Index(line, " #"); comment >= 0 {
		line = line[:comment]
	}
	line = strings.TrimRight(line, " \r")
	rest := strings.TrimLeft(line, " ")
	for {
		item, found := strings.CutPrefix(rest, "- ")
		if !found {
			break
		}
		rest = strings.TrimLeft(item, " ")
	}
	key, value, found := strings.Cut(rest, ":")
	switch {
	case !found || value != "" && value[0] != ' ':
		return "", rest, len(line)
	default:
		return key, strings.TrimLeft(value, " "), len(line)
	}
}

// simple holds for a scalar that is whole on its line, with or without quotes.
func simple(value string) bool {
	if n := len(value); n > 1 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		value = value[1 : n-1]
	}
	return len(value) <= longest && !strings.ContainsFunc(value, func(r rune) bool {
		return !isLetter(r) && (r < '0' || r > '9') && !strings.ContainsRune("._:/+-", r)
	})
}

// start is where a path begins: the type there, and what stands around the path in a finding's field.
type start struct {
	root          reflect.Type
	before, after string
	path          string
	// setting: the value came from the command line or the environment.
	setting bool
}

// Setting is what the field of a finding about a setting of the command line begins with.
const Setting = "--set "

// other is what is known of a resource of another kind.
type other struct {
	APIVersion string         `json:"apiVersion" shown:"value"`
	Kind       string         `json:"kind" shown:"value"`
	Metadata   api.ObjectMeta `json:"metadata"`
}

// configMap is a ConfigMap that is no configuration: of its data the keys are told, if they look like names of files, and no values.
type configMap struct {
	other
	Data map[string]struct{} `json:"data" schema:"labels"`
}

// isSetting says whether the field of a ConfigMap is the key of a setting of WukongRender.
func isSetting(field string) bool {
	key, some := strings.CutPrefix(field, "data[")
	if !some || !strings.HasSuffix(key, "]") {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimSuffix(key, "]"), ".")
	_, known := fieldOf(reflect.TypeFor[api.RenderSpec](), first)
	return known
}

// lead is the start for the path of a place.
func lead(p *finding.Place) start {
	group, _, _ := strings.Cut(p.APIVersion, "/")
	at := start{root: reflect.TypeFor[other](), path: p.Field}
	switch {
	case p.Kind == "" && strings.HasPrefix(p.Field, Setting):
		return start{root: reflect.TypeFor[api.RenderSpec](), before: Setting, path: p.Field[len(Setting):], setting: true}
	case p.Kind == "ConfigMap" && isSetting(p.Field):
		return start{root: reflect.TypeFor[api.RenderSpec](), before: "data[", path: p.Field[len("data[") : len(p.Field)-1], after: "]"}
	case p.Kind == "ConfigMap":
		at.root = reflect.TypeFor[configMap]()
	case group == api.Group && p.Kind == api.KindWukong:
		at.root = reflect.TypeFor[api.Wukong]()
	case group == api.Group && p.Kind == api.KindNetwork:
		at.root = reflect.TypeFor[api.NetworkConfig]()
	case group == api.RenderGroup && p.Kind == api.KindRender, p.Kind == "":
		at.root = reflect.TypeFor[api.WukongRender]()
	}
	return at
}

// field is a finding's field whose path is told so far.
func (at *start) field(told string) string {
	if told == "" {
		return strings.TrimSpace(strings.TrimSuffix(at.before, "["))
	}
	return at.before + told + at.after
}

// follow walks the types along the path, as far as that may be told, and says whether the value at its end may.
func (at *start) follow() (told string, open bool) {
	f := reach{typ: at.root}
	rest := at.path
	for rest != "" {
		step, after, index := next(rest)
		if !f.enter(step, index) {
			break
		}
		rest = after
	}
	told = at.path[:len(at.path)-len(rest)]
	return told, rest == "" && f.open()
}

// next is the first step of a path, and whether it is an index.
func next(path string) (step, rest string, index bool) {
	if path[0] != '[' {
		path = strings.TrimPrefix(path, ".")
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		return path[:end], path[end:], false
	}
	end := strings.IndexByte(path, ']')
	if end < 0 {
		return path, "", false
	}
	step = path[1:end]
	return step, path[end+1:], step != "" && strings.Trim(step, "0123456789") == ""
}

// name is the last step of a path, empty for an index.
func name(path string) string {
	if path == "" {
		return ""
	}
	step, _, index := next(path[len(above(path)):])
	if index {
		return ""
	}
	return step
}

// above is a path without its last step.
func above(path string) string {
	end := 0
	for {
		_, rest, _ := next(path[end:])
		if rest == "" {
			return path[:end]
		}
		end = len(path) - len(rest)
	}
}

// reach is where a path has led to.
type reach struct {
	typ reflect.Type
	// words are those of the field's tags: of schema, with the form that yaml names.
	words  []string
	shown  string
	closed bool
	// unknown: the last step was a name that we do not know.
	unknown bool
}

// enter takes a step of the path, and says whether that may be told.
func (f *reach) enter(step string, index bool) bool {
	if f.typ.Kind() == reflect.Pointer {
		f.typ = f.typ.Elem()
	}
	switch {
	case f.unknown:
		return false
	case f.typ.Kind() == reflect.Struct && !index:
		if field, found := fieldOf(f.typ, step); found {
			words := field.Tag.Get("schema") + "," + field.Tag.Get("yaml")
			*f = reach{typ: field.Type, words: strings.Split(words, ","), shown: field.Tag.Get("shown"), closed: f.closed}
			f.closed = f.closed || f.shown == "never"
			return true
		}
		f.unknown = true
		return !f.closed && (isIdentifier(step) || step == "<<")
	case f.typ.Kind() == reflect.Slice && index:
		f.typ = f.typ.Elem()
		return true
	case f.typ.Kind() == reflect.Map:
		f.typ = f.typ.Elem()
		return f.tellsKey(step)
	case f.typ.Kind() == reflect.Interface && f.shown == "names":
		return index || f.tellsKey(step)
	}
	return false
}

// fieldOf is a field of a struct, or of the structs that it embeds, by the name that it has in YAML.
func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	if t.Kind() == reflect.Pointer { // embedded
		t = t.Elem()
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			if inner, found := fieldOf(f.Type, name); found {
				return inner, true
			}
			continue
		}
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name && tag != "" {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// tellsKey says whether a mapping's key may be told: one that has a domain in front, and where the keys are of a closed form,
// one that looks like it.
func (f *reach) tellsKey(key string) bool {
	domain, rest, found := strings.Cut(key, "/")
	switch {
	case f.closed:
		return false
	case found:
		return strings.Contains(domain, ".") && isName(domain) && isName(rest)
	case f.is("labels"):
		return isName(key)
	}
	return (f.is("codes") || f.is("scalars") || f.shown == "names") && isIdentifier(key)
}

// closedForms are the words for texts that cannot hold a secret: what they take is too narrow.
var closedForms = []string{
	"label", "labels", "qualified", "mac", "address", "address6", "prefix", "nad", "interface", "resource", "version", "codes", "quantity", "uuid",
}

// open says whether the value may be told.
func (f *reach) open() bool {
	if f.closed || f.unknown {
		return false
	}
	t := f.typ
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int64:
		return true
	case reflect.String:
		return f.shown == "value" || slices.ContainsFunc(closedForms, f.is) ||
			slices.ContainsFunc(f.words, func(w string) bool { return strings.HasPrefix(w, "enum=") })
	}
	return false
}

func (f *reach) is(word string) bool { return slices.Contains(f.words, word) }

// isIdentifier holds for what looks like the name of a field.
func isIdentifier(s string) bool {
	return s != "" && len(s) <= 40 && isLetter(rune(s[0])) && isName(s) && !strings.Contains(s, ".")
}

// isName holds for what looks like the key of a label.
func isName(s string) bool {
	return s != "" && len(s) <= 63 && !strings.ContainsFunc(s, func(r rune) bool {
		return !isLetter(r) && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	})
}

func isLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }
