package yaml

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/spell"
)

// text is the string that n holds; ok is false where it holds none.
func (d *decoder) text(n Node, quantity bool) (s string, ok bool) {
	if n.Kind() != Scalar {
		d.wrong(n, "a string", "")
		return "", false
	}
	if n.Plain() && typeOf(n.Text()) != typeString && !(quantity && decimalNumber(n.Text())) {
		d.corrected(n, "a string", inQuotes, strconv.Quote(n.Text()))
	}
	return n.Text(), true
}

// decimalNumber holds for a number that is the same text in YAML and as a quantity: no octal, no underscore.
func decimalNumber(s string) bool {
	if t := typeOf(s); t != typeInt && t != typeFloat {
		return false
	}
	digits := strings.TrimLeft(s, "+-")
	return decimalFloat(s) && !(len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
}

func (d *decoder) boolean(n Node, v reflect.Value) {
	const meant = "true or false"
	b, ok := parseBool(n.Text())
	if n.Kind() == Scalar && !ok {
		b, ok = parseBool(spell.Nearest(n.Text(), []string{"true", "false"}))
	} else if n.Plain() && ok {
		v.SetBool(b)
		return
	}
	switch {
	case n.Kind() != Scalar || !ok:
		d.wrong(n, meant, "")
		return
	case n.Plain():
		d.corrected(n, meant, "", strconv.FormatBool(b))
	default:
		d.corrected(n, meant, withoutQuotes, strconv.FormatBool(b))
	}
	v.SetBool(b)
}

// whole decodes into an integer of any size.
func (d *decoder) whole(p *plan, n Node, v reflect.Value) {
	const meant = "a whole number"
	t := typeOf(n.Text())
	switch {
	case n.Kind() != Scalar || t != typeInt && t != typeFloat:
		d.wrong(n, meant, "")
	case t == typeFloat && strings.ContainsAny(n.Text(), ".eE"):
		d.decimal(p, n, v)
	default:
		if d.setWhole(p, n, v) && !n.Plain() {
			d.corrected(n, meant, withoutQuotes, n.Text())
		}
	}
}

// decimal is a number with a fraction or an exponent where a whole one is meant, which it may still be.
func (d *decoder) decimal(p *plan, n Node, v reflect.Value) {
	problem := Problem{Reason: WrongType, Message: "must be a whole number, not a decimal number", Current: written(n)}
	if f := floatValue(n.Text()); f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		text := strconv.FormatInt(int64(f), 10)
		if p.setWhole(text, v) {
			problem.Proposed, problem.Known = text, true
		}
	}
	d.problem(problem)
}

// setWhole sets an integer, and reports one that has no room.
func (d *decoder) setWhole(p *plan, n Node, v reflect.Value) bool {
	if !p.setWhole(n.Text(), v) {
		d.problem(Problem{Reason: OutOfRange, Message: "is out of range for a number of " + strconv.Itoa(p.bits) + " bits", Current: written(n)})
		return false
	}
	return true
}

func (p *plan) setWhole(text string, v reflect.Value) bool {
	i, ok := parseInt(text)
	unused := 64 - p.bits
	fits := i<<unused>>unused == i
	if p.shape == wantUint {
		fits = i >= 0 && uint64(i)<<unused>>unused == uint64(i)
	}
	switch {
	case !ok || !fits:
		return false
	case p.shape == wantUint:
		v.SetUint(uint64(i))
	default:
		v.SetInt(i)
	}
	return true
}

func (d *decoder) float(n Node, v reflect.Value) {
	t := typeOf(n.Text())
	if n.Kind() != Scalar || t != typeInt && t != typeFloat {
		d.wrong(n, "a number", "")
		return
	}
	if !n.Plain() {
		d.corrected(n, "a number", withoutQuotes, n.Text())
	}
	f := floatValue(n.Text())
	if t == typeInt {
		f = bigInt(n.Text())
		if i, ok := parseInt(n.Text()); ok {
			f = float64(i)
		}
	}
	v.SetFloat(f)
}
