package yaml

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/spell"
	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

// Decode fills the value that out points to from the node and returns all problems in one run. Names come from json tags;
// embedded structs are flattened, and pointers to them, which are made where one of their fields is read; json:"-" is never read. The tag yaml:"quantity" lets a string, or the strings of a
// list or map, take an unquoted decimal number as Kubernetes quantities do. A struct whose field has the tag yaml:"word" (and
// json:"-") may be written as a word alone, which that field takes. A list of texts with the tag yaml:"single" may be written
// as its only entry alone.
//
// A field that is absent or null keeps its value. A list or map replaces what was there; a pointer is filled in place,
// or made where it is nil. An any field takes Value.
//
// Where it is certain what a field with a problem is to be, it is read as that, and the problem is Known: a number in
// quotes, a misspelt name. So whoever judges the values sees all there is to say of them. Any other field with a problem
// keeps its value. In both cases the neighbours are read.
//
// Unquoted scalars that YAML 1.1 or 1.2 reads as something else (yes, on, 1e3, 2024-01-01) are refused for strings: in
// the cluster they would arrive as another text. Quoted numbers are refused for numbers.
func (n Node) Decode(out any) []Problem {
	var d decoder
	d.decode(n, out)
	return d.all()
}

// Glance reads of the node what out has fields for, and passes over all else: unknown fields, and what is of another type.
func (n Node) Glance(out any) {
	d := decoder{glance: true}
	d.decode(n, out)
}

func (d *decoder) decode(n Node, out any) {
	d.at = n.d.trail
	v := reflect.ValueOf(out)
	switch {
	case v.Kind() != reflect.Pointer || v.IsNil():
		d.problem(Problem{Reason: Unsupported, Message: "decoding needs a pointer to a value"})
	case !n.IsNull():
		d.value(planOf(v.Type().Elem()), n, v.Elem(), false)
	}
	n.d.trail = d.at
}

type decoder struct {
	problems

	glance bool // problems are of no interest
}

func (d *decoder) problem(p Problem) {
	if !d.glance {
		d.add(p)
	}
}

// wrong reports that n is not what is meant; hint says how to write that.
func (d *decoder) wrong(n Node, meant, hint string) {
	if !d.glance {
		d.add(Problem{Reason: WrongType, Message: "must be " + meant + ", not " + noun(n) + hint, Current: written(n)})
	}
}

// corrected reports that n is not what is meant, but read as what is proposed; hint says how to write it.
func (d *decoder) corrected(n Node, meant, hint, proposed string) {
	if !d.glance {
		d.add(Problem{
			Reason: WrongType, Message: "must be " + meant + ", not " + noun(n) + hint, Current: written(n), Proposed: proposed, Known: true,
		})
	}
}

// The hints of corrections.
const (
	inQuotes      = ": write it in quotes"
	withoutQuotes = ": write it without quotes"
)

// noun is what a node is, in words.
func noun(n Node) string {
	switch {
	case n.Kind() == Mapping:
		return "a mapping"
	case n.Kind() == Sequence:
		return "a list"
	case n.Plain():
		return scalar.Resolve(n.Text()).Type.Noun()
	}
	return scalar.Text.Noun()
}

// written is a scalar as it would be written; collections have no short form.
func written(n Node) string {
	if n.Kind() != Scalar || n.Plain() {
		return n.Text()
	}
	return strconv.Quote(n.Text())
}

// value decodes n, which is not null unless the type takes null, into v.
func (d *decoder) value(p *plan, n Node, v reflect.Value, quantity bool) {
	if p.unsupported {
		d.problem(Problem{Reason: Unsupported, Message: "cannot be read: no decoding into " + p.typ.String()})
		return
	}
	switch v.Kind() {
	case reflect.String:
		if s, ok := d.text(n, quantity); ok {
			v.SetString(s)
		}
	case reflect.Bool:
		d.boolean(n, v)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.whole(n, v)
	case reflect.Float32, reflect.Float64:
		d.float(n, v)
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(p.elem.typ))
		}
		d.value(p.elem, n, v.Elem(), quantity)
	case reflect.Slice:
		d.slice(p, n, v, quantity)
	case reflect.Map:
		d.table(p, n, v, quantity)
	case reflect.Struct:
		d.structure(p, n, v)
	case reflect.Interface:
		d.finite(n)
		if free := n.Value(); free != nil {
			v.Set(reflect.ValueOf(free))
		}
	}
}

// finite reports the numbers in a free value that JSON does not have, so that no API server takes them.
func (d *decoder) finite(n Node) {
	switch n.Kind() {
	case Mapping:
		for key, value := range n.Fields() {
			d.at.key(key.Text())
			d.finite(value)
			d.at.up()
		}
	case Sequence:
		i := 0
		for item := range n.Items() {
			d.at.index(i)
			d.finite(item)
			d.at.up()
			i++
		}
	case Scalar:
		if f, ok := n.Value().(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
			d.problem(Problem{Reason: NotFinite, Message: "must be a finite number", Current: n.Text()})
		}
	}
}

func (d *decoder) structure(p *plan, n Node, v reflect.Value) {
	switch {
	case n.Kind() == Scalar && p.word >= 0:
		if word, ok := d.text(n, false); ok {
			v.Field(p.word).SetString(word)
		}
		return
	case n.Kind() != Mapping && p.word >= 0:
		d.wrong(n, "a word or a mapping", "")
		return
	case n.Kind() != Mapping:
		d.wrong(n, "a mapping", "")
		return
	}
	hint := 0
	var free []string // names that the mapping does not have, once they are needed
	for key, value := range n.Fields() {
		name := key.Text()
		at := p.find(name, hint)
		d.at.key(name)
		if at >= 0 {
			hint = at + 1
		} else if !d.glance {
			if free == nil {
				free = p.namesWithout(n)
			}
			at = p.find(d.unknown(p, name, &free), 0)
		}
		if at >= 0 && !value.IsNull() {
			to := &p.fields[at]
			if to.single && value.Kind() == Scalar {
				d.alone(to.plan, value, to.of(v))
			} else {
				d.value(to.plan, value, to.of(v), to.quantity)
			}
		}
		d.at.up()
	}
}

// of is the field in a struct of the plan's type. Embedded pointers on the way to it are made where they are nil.
func (f *planField) of(v reflect.Value) reflect.Value {
	for n, i := range f.index {
		if n > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// unknown reports a field that there is not, and gives the name that was meant: one of those that are free, which it takes
// away, or none.
func (d *decoder) unknown(p *plan, name string, free *[]string) string {
	if d.full() {
		d.count(UnknownField)
		return ""
	}
	problem := Problem{Reason: UnknownField, Message: "is an unknown field: ", Current: short(name)}
	near := spell.Nearest(name, *free)
	switch {
	case near != "":
		problem.Message += "did you mean `" + near + "`?"
		problem.Proposed, problem.Known = near, true
		*free = slices.DeleteFunc(*free, func(other string) bool { return other == near })
	case len(p.fields) == 0:
		problem.Message += "this mapping has no fields"
	default:
		problem.Message += "the fields here are " + strings.Join(p.names(), ", ")
	}
	d.problem(problem)
	return near
}

// alone decodes a text in place of the list that it is the only entry of.
func (d *decoder) alone(p *plan, n Node, v reflect.Value) {
	if text, ok := d.text(n, false); ok {
		v.Set(reflect.MakeSlice(p.typ, 1, 1))
		v.Index(0).SetString(text)
	}
}

// mostEntries is how many entries of a list are decoded. Each may be a large struct, whatever is written.
const mostEntries = 10_000

func (d *decoder) slice(p *plan, n Node, v reflect.Value, quantity bool) {
	if n.Kind() != Sequence {
		hint := ""
		if n.Kind() == Scalar {
			hint = ": put each entry on a line of its own after a dash"
		}
		d.wrong(n, "a list", hint)
		return
	}
	i, length := 0, n.Len()
	if length > mostEntries {
		message := "has " + strconv.Itoa(length) + " entries: at most " + strconv.Itoa(mostEntries) + " are read"
		d.problem(Problem{Reason: TooLong, Message: message})
		return
	}
	if v.SetZero(); length == 0 {
		v.Set(reflect.MakeSlice(p.typ, 0, 0)) // which is not nil
	}
	// Unlike MakeSlice this allocates nothing but the entries.
	v.Grow(length)
	v.SetLen(length)
	for item := range n.Items() {
		d.at.index(i)
		d.element(p.elem, item, v.Index(i), quantity)
		d.at.up()
		i++
	}
}

// element decodes an entry of a list or map, where null does not mean absent.
func (d *decoder) element(p *plan, n Node, v reflect.Value, quantity bool) {
	switch {
	case !n.IsNull():
		d.value(p, n, v, quantity)
	case v.Kind() == reflect.String:
		d.emptyText()
	case v.Kind() != reflect.Interface && v.Kind() != reflect.Pointer: // to which null says something
		d.problem(Problem{Reason: WrongType, Message: "is empty: fill it in or remove it", Current: written(n)})
	}
}

func (d *decoder) emptyText() {
	d.problem(Problem{
		Reason: WrongType, Message: "must be a string and is empty: write an empty string in quotes", Proposed: `""`, Known: true,
	})
}

// table decodes a map.
func (d *decoder) table(p *plan, n Node, v reflect.Value, quantity bool) {
	if n.Kind() != Mapping {
		d.wrong(n, "a mapping", "")
		return
	}
	out := reflect.MakeMapWithSize(p.typ, n.Len())
	strings, _ := out.Interface().(map[string]string) // the most frequent one, which costs less without reflection
	for key, value := range n.Fields() {
		name := key.Text()
		d.at.key(name)
		d.wordKey(key)
		if strings != nil && !value.IsNull() {
			strings[name], _ = d.text(value, quantity)
		} else {
			entry := reflect.New(p.elem.typ).Elem()
			d.element(p.elem, value, entry, quantity)
			out.SetMapIndex(reflect.ValueOf(name).Convert(p.typ.Key()), entry)
		}
		d.at.up()
	}
	v.Set(out)
}

// wordKey reports a key that not every reader takes for a string.
func (d *decoder) wordKey(key Node) {
	name := key.Text()
	is := scalar.Resolve(name).Type
	if !key.Plain() || is == scalar.Text {
		return
	}
	d.problem(Problem{
		Reason: WrongType, Message: "has " + is.Noun() + " for its key: write the key in quotes",
		Current: name, Proposed: strconv.Quote(name), Known: true,
	})
}
