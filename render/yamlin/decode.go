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
	var way [12]step // deeper than our kinds go
	d := decoder{at: way[:0]}
	if !n.IsNull() {
		d.value(planOf(v.Type().Elem()), &n, v.Elem(), false)
	}
	return d.problems
}

type decoder struct {
	at       trail
	problems []Problem
}

func (d *decoder) problem(r Reason, message, current, proposed string) {
	if d.at.secret() {
		current, proposed = "", ""
	}
	d.problems = append(d.problems, Problem{
		Path: d.at.String(), Reason: r, Message: message, Current: current, Proposed: proposed,
	})
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
func (d *decoder) value(p *plan, n *Node, v reflect.Value, quantity bool) {
	switch p.shape {
	case wantString:
		d.text(n, v, quantity)
	case wantBool:
		d.boolean(n, v)
	case wantInt, wantUint:
		d.whole(p, n, v)
	case wantFloat:
		d.float(n, v)
	case wantPointer:
		if v.IsNil() {
			v.Set(reflect.New(p.typ.Elem()))
		}
		d.value(p.elem, n, v.Elem(), quantity)
	case wantSlice:
		d.slice(p, n, v, quantity)
	case wantMap:
		d.table(p, n, v, quantity)
	case wantStruct:
		d.structure(p, n, v)
	case wantNode:
		if target, ok := v.Addr().Interface().(*Node); ok {
			*target = *n
		}
	case wantAny:
		if free := Value(*n); free != nil {
			v.Set(reflect.ValueOf(free))
		}
	default:
		d.problem(Unsupported, "cannot be read: no decoding into "+p.typ.String(), "", "")
	}
}

// takesNull holds for shapes to which null says something.
func (p *plan) takesNull() bool {
	return p.shape == wantNode || p.shape == wantAny || p.shape == wantPointer
}

func (d *decoder) structure(p *plan, n *Node, v reflect.Value) {
	if n.Kind != Mapping {
		d.wrong(n, "a mapping", "", "")
		return
	}
	hint := 0
	for i := range n.Fields {
		f := &n.Fields[i]
		d.at.key(f.Key)
		if at := p.find(f.Key, hint); at < 0 {
			d.unknown(p, f.Key)
		} else {
			hint = at + 1
			to := &p.fields[at]
			if to.plan.shape == wantNode || !f.Value.IsNull() {
				d.value(to.plan, &f.Value, field(v, to.index), to.quantity)
			}
		}
		d.at.up()
	}
}

// field saves reflect's own loop for the usual index of one number.
func field(v reflect.Value, index []int) reflect.Value {
	if len(index) == 1 {
		return v.Field(index[0])
	}
	return v.FieldByIndex(index)
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

func (d *decoder) slice(p *plan, n *Node, v reflect.Value, quantity bool) {
	if n.Kind != Sequence {
		hint := ""
		if n.Kind == Scalar {
			hint = ": put each entry on a line of its own after a dash"
		}
		d.wrong(n, "a list", hint, "")
		return
	}
	out := reflect.MakeSlice(p.typ, len(n.Items), len(n.Items))
	for i := range n.Items {
		d.at.index(i)
		d.element(p.elem, &n.Items[i], out.Index(i), quantity)
		d.at.up()
	}
	v.Set(out)
}

// element decodes an entry of a list or map, where null does not mean absent.
func (d *decoder) element(p *plan, n *Node, v reflect.Value, quantity bool) {
	switch {
	case !n.IsNull():
		d.value(p, n, v, quantity)
	case p.shape == wantString:
		d.wrong(n, "a string", ": write the empty string in quotes", `""`)
	case p.shape == wantNode:
		d.value(p, n, v, quantity)
	case !p.takesNull():
		d.problem(WrongType, "is empty: fill it in or remove it", written(n), "")
	}
}

func (d *decoder) table(p *plan, n *Node, v reflect.Value, quantity bool) {
	if n.Kind != Mapping {
		d.wrong(n, "a mapping", "", "")
		return
	}
	out := reflect.MakeMapWithSize(p.typ, len(n.Fields))
	for i := range n.Fields {
		f := &n.Fields[i]
		d.at.key(f.Key)
		if f.Plain && typeOf(f.Key) != typeString {
			d.problem(WrongType, "the key is "+typeOf(f.Key).noun()+", wants a string: write it in quotes", f.Key,
				strconv.Quote(f.Key))
		} else {
			entry := reflect.New(p.elem.typ).Elem()
			d.element(p.elem, &f.Value, entry, quantity)
			out.SetMapIndex(reflect.ValueOf(f.Key).Convert(p.typ.Key()), entry)
		}
		d.at.up()
	}
	v.Set(out)
}

func (d *decoder) text(n *Node, v reflect.Value, quantity bool) {
	switch {
	case n.Kind != Scalar:
		d.wrong(n, "a string", "", "")
	case n.Plain && typeOf(n.Value) != typeString && !(quantity && decimalNumber(n.Value)):
		d.wrong(n, "a string", ": write it in quotes", strconv.Quote(n.Value))
	default:
		v.SetString(n.Value)
	}
}

// decimalNumber holds for a number that is the same text in YAML and as a quantity: no octal, no underscore.
func decimalNumber(s string) bool {
	if t := typeOf(s); t != typeInt && t != typeFloat {
		return false
	}
	digits := strings.TrimLeft(s, "+-")
	return decimalFloat(s) && !(len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
}

func (d *decoder) boolean(n *Node, v reflect.Value) {
	if n.Kind != Scalar {
		d.wrong(n, "true or false", "", "")
		return
	}
	b, ok := parseBool(n.Value)
	switch {
	case ok && n.Plain:
		v.SetBool(b)
	case ok:
		d.wrong(n, "true or false", ": write it without quotes", strconv.FormatBool(b))
	default:
		d.wrong(n, "true or false", "", spell.Nearest(n.Value, []string{"true", "false"}))
	}
}

// whole decodes into an integer of any size.
func (d *decoder) whole(p *plan, n *Node, v reflect.Value) {
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

func (d *decoder) setWhole(p *plan, n *Node, v reflect.Value) {
	i, ok := parseInt(n.Value)
	switch {
	case ok && p.shape == wantInt && !v.OverflowInt(i):
		v.SetInt(i)
	case ok && p.shape == wantUint && i >= 0 && !v.OverflowUint(uint64(i)):
		v.SetUint(uint64(i))
	default:
		d.problem(OutOfRange, "is out of range for a number of "+strconv.Itoa(p.typ.Bits())+" bits", n.Value, "")
	}
}

func (d *decoder) float(n *Node, v reflect.Value) {
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
		i, ok := parseInt(n.Value)
		if v.SetFloat(float64(i)); !ok {
			v.SetFloat(bigInt(n.Value))
		}
	default:
		v.SetFloat(floatValue(n.Value))
	}
}
