package encode

import "reflect"

// Open is a value as plain Go values, one level deep: what is written as a mapping is a map[string]any, as a list a []any, as a number an
// int64 or float64. What stands in it is as it was, or a pointer to it, and not copied: so it changes with v. It is written in the same
// bytes as v.
func Open(v any) (any, error) {
	switch v.(type) {
	case nil, map[string]any, []any, string, bool, int64, float64:
		return v, nil
	}
	in := reflect.ValueOf(v)
	p, err := planOf(in.Type())
	if err != nil {
		return nil, err
	}
	for p.kind == reflect.Pointer {
		if in.IsNil() {
			return nil, nil //nolint:nilnil // which is what is written
		}
		in, p = in.Elem(), p.elem
	}
	return openedOf(in, p), nil
}

// openedOf is the value that a plan is for, opened.
func openedOf(v reflect.Value, p *plan) any {
	switch {
	case p.kind == reflect.Struct:
		fields := p.present(v)
		out := make(map[string]any, len(fields))
		for i := range fields {
			f := &fields[i]
			if in := v.FieldByIndex(f.index); !f.omitempty || !f.plan.isEmpty(in) {
				out[f.name] = held(in)
			}
		}
		return out
	case (p.kind == reflect.Map || p.kind == reflect.Slice) && v.IsNil():
		return nil
	case p.kind == reflect.Map || p.pairs:
		out := make(map[string]any, v.Len())
		for _, entry := range (&encoder{}).entriesOf(v, p, nil) {
			out[entry.key] = held(entry.value)
		}
		return out
	case p.kind == reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = held(v.Index(i))
		}
		return out
	case p.kind == reflect.String:
		return v.String()
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint()) //nolint:gosec // no number of ours is larger
	case v.CanFloat():
		return v.Float()
	}
	return v.Bool()
}

// held is a value, by a pointer where that spares a copy.
func held(v reflect.Value) any {
	if v.Kind() == reflect.Struct && v.CanAddr() {
		return v.Addr().Interface()
	}
	return v.Interface()
}
