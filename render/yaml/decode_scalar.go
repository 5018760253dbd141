package yaml

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/spell"
	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

// text is the string that n holds; ok is false where it holds none.
func (d *decoder) text(n Node, quantity bool) (s string, ok bool) {
	if n.Kind() != Scalar {
		d.wrong(n, "a string", "")
		return "", false
	}
	s = n.Text()
	if n.Plain() && !scalar.IsText(s) && !(quantity && decimalNumber(s)) {
		d.corrected(n, "a string", inQuotes, strconv.Quote(s))
	}
	return s, true
}

// decimalNumber holds for a number that is the same text in YAML and as a quantity: no octal, no underscore.
func decimalNumber(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	octal := len(digits) > 1 && digits[0] == '0' && scalar.IsDigits(digits[1:2])
	return isNumber(scalar.Resolve(s)) && scalar.Decimal(s) && !octal
}

func isNumber(r scalar.Resolved) bool { return r.Type == scalar.Int || r.Type == scalar.Float }

func (d *decoder) boolean(n Node, v reflect.Value) {
	const meant = "true or false"
	r := scalar.Resolve(n.Text())
	given := r.Type == scalar.Bool
	if !given && n.Kind() == Scalar {
		r = scalar.Resolve(spell.Nearest(n.Text(), []string{"true", "false"}))
	}
	switch {
	case n.Kind() != Scalar || r.Type != scalar.Bool:
		d.wrong(n, meant, "")
		return
	case !n.Plain():
		d.corrected(n, meant, withoutQuotes, strconv.FormatBool(r.Bool))
	case !given:
		d.corrected(n, meant, "", strconv.FormatBool(r.Bool))
	}
	v.SetBool(r.Bool)
}

// whole decodes into an integer of any size.
func (d *decoder) whole(n Node, v reflect.Value) {
	const meant = "a whole number"
	r := scalar.Resolve(n.Text())
	switch {
	case n.Kind() != Scalar || !isNumber(r):
		d.wrong(n, meant, "")
	case r.Type == scalar.Float && strings.ContainsAny(n.Text(), ".eE"):
		d.decimal(n, v, r.Float)
	case r.Type == scalar.Float || r.Big || !setWhole(r.Int, v):
		d.problem(Problem{Reason: OutOfRange, Message: "is out of range for a number of " + strconv.Itoa(v.Type().Bits()) + " bits", Current: written(n)})
	case !n.Plain():
		d.corrected(n, meant, withoutQuotes, n.Text())
	}
}

// decimal is a number with a fraction or an exponent where a whole one is meant, which it may still be.
func (d *decoder) decimal(n Node, v reflect.Value, f float64) {
	problem := Problem{Reason: WrongType, Message: "must be a whole number, not a decimal number", Current: written(n)}
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 && setWhole(int64(f), v) {
		problem.Proposed, problem.Known = strconv.FormatInt(int64(f), 10), true
	}
	d.problem(problem)
}

// setWhole sets an integer that has room for i.
func setWhole(i int64, v reflect.Value) bool {
	if v.CanUint() {
		if i < 0 || v.OverflowUint(uint64(i)) {
			return false
		}
		v.SetUint(uint64(i))
		return true
	}
	if v.OverflowInt(i) {
		return false
	}
	v.SetInt(i)
	return true
}

func (d *decoder) float(n Node, v reflect.Value) {
	r := scalar.Resolve(n.Text())
	if n.Kind() != Scalar || !isNumber(r) {
		d.wrong(n, "a number", "")
		return
	}
	if !n.Plain() {
		d.corrected(n, "a number", withoutQuotes, n.Text())
	}
	v.SetFloat(r.Float)
}
