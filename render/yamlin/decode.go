package yamlin

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/spell"
)

// Decode fills the value that out points to from n and returns all problems in one run. Names come from json tags;
// embedded structs are flattened; json:"-" is never read. The tag yamlin:"quantity" lets a string, or the strings of a
// list or map, take an unquoted decimal number as Kubernetes quantities do.
//
// A field that is absent or null keeps its value. A list or map replaces what was there; a pointer is filled in place,
// or made where it is nil. A field with a problem keeps its value, its neighbours are still read. A Node field takes
// its subtree as it is, an any field takes Value.
//
// Unquoted scalars that YAML 1.1 or 1.2 reads as something else (yes, on, 1e3, 2024-01-01) are refused for strings: in
// the cluster they would arrive as another text. Quoted numbers are refused for numbers.
func Decode(n Node, out any) []Problem {
	v := reflect.ValueOf(out)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return []Problem{{Reason: Unsupported, Message: "decoding needs a pointer to a value"}}
	}
	var d decoder
	if !n.IsNull() {
		d.value(planOf(v.Type().Elem()), &n, memoryOf(v), false)
	}
	return d.problems
}

// decoder collects problems. Their paths start at the node that is being read: whoever reads a mapping or a list puts
// its key or index in front. So a document without problems pays for no path.
type decoder struct{ problems []Problem }

func (d *decoder) problem(r Reason, message, current, proposed string) {
	d.problems = append(d.problems, Problem{Reason: r, Message: message, Current: current, Proposed: proposed})
}

// under puts a step in front of the paths of the problems from number first on.
func (d *decoder) under(s step, first int) {
	if len(d.problems) > first {
		s.lead(d.problems[first:])
	}
}

// lead puts the step in front of the problems' paths.
func (s step) lead(problems []Problem) {
	for i := range problems {
		p := &problems[i]
		p.Path = s.before(p.Path)
		if secretKey(s.key) {
			p.Current, p.Proposed = "", ""
		}
	}
}

// wrong reports that n is not what is meant; hint says how to put it right.
func (d *decoder) wrong(n *Node, meant, hint, proposed string) {
	d.problem(WrongType, "is "+noun(n)+", wants "+meant+hint, written(n), proposed)
}

// noun is what a node is, in words.
func noun(n *Node) string {
	switch {
	case n.Kind == Mapping:
		return "a mapping"
	case n.Kind == Sequence:
		return "a list"
	case n.Plain:
		return typeOf(n.Value).noun()
	}
	return typeString.noun()
}

// written is a scalar as it would be written; collections have no short form.
func written(n *Node) string {
	if n.Kind != Scalar || n.Plain {
		return n.Value
	}
	return strconv.Quote(n.Value)
}

// value decodes n, which is not null unless the shape takes null, into v.
func (d *decoder) value(p *plan, n *Node, v memory, quantity bool) {
	switch p.shape {
	case wantString:
		if s, ok := d.text(n, quantity); ok {
			v.setString(s)
		}
	case wantBool:
		d.boolean(n, v)
	case wantInt, wantUint:
		d.whole(p, n, v)
	case wantFloat:
		d.float(p, n, v)
	case wantPointer:
		d.value(p.elem, n, v.pointed(p.elem.typ), quantity)
	case wantSlice:
		d.slice(p, n, v, quantity)
	case wantMap:
		d.table(p, n, v, quantity)
	case wantStrings:
		d.strings(n, v, quantity)
	case wantStruct:
		d.structure(p, n, v)
	case wantNode:
		v.setNode(n)
	case wantAny:
		if free := Value(*n); free != nil {
			v.setAny(free)
		}
	default:
		d.problem(Unsupported, "cannot be read: no decoding into "+p.typ.String(), "", "")
	}
}

// takesNull holds for shapes to which null says something.
func (p *plan) takesNull() bool {
	return p.shape == wantNode || p.shape == wantAny || p.shape == wantPointer
}

func (d *decoder) structure(p *plan, n *Node, v memory) {
	if n.Kind != Mapping {
		d.wrong(n, "a mapping", "", "")
		return
	}
	hint := 0
	for i := range n.Fields {
		f, before := &n.Fields[i], len(d.problems)
		if at := p.find(f.Key, hint); at < 0 {
			d.unknown(p, f.Key)
		} else {
			hint = at + 1
			to := &p.fields[at]
			if to.plan.shape == wantNode || !f.Value.IsNull() {
				d.value(to.plan, &f.Value, v.plus(to.offset), to.quantity)
			}
		}
		d.under(step{key: f.Key, index: -1}, before)
	}
}

func (d *decoder) unknown(p *plan, name string) {
	valid := p.names()
	if near := spell.Nearest(name, valid); near != "" {
		d.problem(UnknownField, "unknown field `"+name+"`: did you mean `"+near+"`?", name, near)
		return
	}
	if len(valid) == 0 {
		d.problem(UnknownField, "unknown field `"+name+"`: this mapping has no fields", name, "")
		return
	}
	d.problem(UnknownField, "unknown field `"+name+"`: valid here are "+strings.Join(valid, ", "), name, "")
}

func (d *decoder) slice(p *plan, n *Node, v memory, quantity bool) {
	if n.Kind != Sequence {
		hint := ""
		if n.Kind == Scalar {
			hint = ": put each entry on a line of its own after a dash"
		}
		d.wrong(n, "a list", hint, "")
		return
	}
	entry, size := v.makeSlice(p.typ, len(n.Items)), p.elem.typ.Size()
	for i := range n.Items {
		before := len(d.problems)
		d.element(p.elem, &n.Items[i], entry.plus(uintptr(i)*size), quantity)
		d.under(step{index: i}, before)
	}
}

// element decodes an entry of a list or map, where null does not mean absent.
func (d *decoder) element(p *plan, n *Node, v memory, quantity bool) {
	switch {
	case !n.IsNull():
		d.value(p, n, v, quantity)
	case p.shape == wantString:
		d.emptyText(n)
	case p.shape == wantNode:
		d.value(p, n, v, quantity)
	case !p.takesNull():
		d.problem(WrongType, "is empty: fill it in or remove it", written(n), "")
	}
}

func (d *decoder) emptyText(n *Node) {
	d.wrong(n, "a string", ": write the empty string in quotes", `""`)
}

// strings decodes a map of strings.
func (d *decoder) strings(n *Node, v memory, quantity bool) {
	if n.Kind != Mapping {
		d.wrong(n, "a mapping", "", "")
		return
	}
	out := make(map[string]string, len(n.Fields))
	for i := range n.Fields {
		f, before := &n.Fields[i], len(d.problems)
		switch {
		case !d.wordKey(f):
		case f.Value.IsNull():
			d.emptyText(&f.Value)
			out[f.Key] = ""
		default:
			out[f.Key], _ = d.text(&f.Value, quantity)
		}
		d.under(step{key: f.Key, index: -1}, before)
	}
	v.setStrings(out)
}

// table decodes any other map.
func (d *decoder) table(p *plan, n *Node, v memory, quantity bool) {
	if n.Kind != Mapping {
		d.wrong(n, "a mapping", "", "")
		return
	}
	out := reflect.MakeMapWithSize(p.typ, len(n.Fields))
	for i := range n.Fields {
		f, before := &n.Fields[i], len(d.problems)
		if d.wordKey(f) {
			entry := reflect.New(p.elem.typ)
			d.element(p.elem, &f.Value, memoryOf(entry), quantity)
			out.SetMapIndex(reflect.ValueOf(f.Key).Convert(p.typ.Key()), entry.Elem())
		}
		d.under(step{key: f.Key, index: -1}, before)
	}
	v.value(p.typ).Set(out)
}

// wordKey holds for a key that every reader takes for a string.
func (d *decoder) wordKey(f *Field) bool {
	if !f.Plain || typeOf(f.Key) == typeString {
		return true
	}
	d.problem(WrongType, "the key is "+typeOf(f.Key).noun()+", wants a string: write it in quotes", f.Key,
		strconv.Quote(f.Key))
	return false
}

// text is the string that n holds; ok is false where it holds none.
func (d *decoder) text(n *Node, quantity bool) (s string, ok bool) {
	switch {
	case n.Kind != Scalar:
		d.wrong(n, "a string", "", "")
	case n.Plain && typeOf(n.Value) != typeString && !(quantity && decimalNumber(n.Value)):
		d.wrong(n, "a string", ": write it in quotes", strconv.Quote(n.Value))
	default:
		return n.Value, true
	}
	return "", false
}

// decimalNumber holds for a number that is the same text in YAML and as a quantity: no octal, no underscore.
func decimalNumber(s string) bool {
	if t := typeOf(s); t != typeInt && t != typeFloat {
		return false
	}
	digits := strings.TrimLeft(s, "+-")
	return decimalFloat(s) && !(len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
}

func (d *decoder) boolean(n *Node, v memory) {
	if n.Kind != Scalar {
		d.wrong(n, "true or false", "", "")
		return
	}
	b, ok := parseBool(n.Value)
	switch {
	case ok && n.Plain:
		v.setBool(b)
	case ok:
		d.wrong(n, "true or false", ": write it without quotes", strconv.FormatBool(b))
	default:
		d.wrong(n, "true or false", "", spell.Nearest(n.Value, []string{"true", "false"}))
	}
}

// whole decodes into an integer of any size.
func (d *decoder) whole(p *plan, n *Node, v memory) {
	if n.Kind != Scalar {
		d.wrong(n, "a whole number", "", "")
		return
	}
	switch t := typeOf(n.Value); {
	case t == typeFloat && n.Plain:
		proposed := ""
		if f := floatValue(n.Value); f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			proposed = strconv.FormatInt(int64(f), 10)
		}
		d.problem(WrongType, "is a decimal number, wants a whole number", n.Value, proposed)
	case t != typeInt:
		d.wrong(n, "a whole number", "", "")
	case !n.Plain:
		d.wrong(n, "a whole number", ": write it without quotes", n.Value)
	default:
		d.setWhole(p, n, v)
	}
}

func (d *decoder) setWhole(p *plan, n *Node, v memory) {
	i, ok := parseInt(n.Value)
	unused := 64 - p.bits
	switch {
	case ok && p.shape == wantInt && i<<unused>>unused == i:
		v.setWhole(p.bits, i)
	case ok && p.shape == wantUint && i >= 0 && uint64(i)<<unused>>unused == uint64(i):
		v.setWhole(p.bits, i)
	default:
		d.problem(OutOfRange, "is out of range for a number of "+strconv.Itoa(p.bits)+" bits", n.Value, "")
	}
}

func (d *decoder) float(p *plan, n *Node, v memory) {
	if n.Kind != Scalar {
		d.wrong(n, "a number", "", "")
		return
	}
	switch t := typeOf(n.Value); {
	case t != typeInt && t != typeFloat:
		d.wrong(n, "a number", "", "")
	case !n.Plain:
		d.wrong(n, "a number", ": write it without quotes", n.Value)
	case t == typeInt:
		f := bigInt(n.Value)
		if i, ok := parseInt(n.Value); ok {
			f = float64(i)
		}
		v.setFloat(p.bits, f)
	default:
		v.setFloat(p.bits, floatValue(n.Value))
	}
}
