package yamlin

import (
	"reflect"
	"unsafe"
)

// memory is the address of a value that Decode fills. All of the package's unsafe is here: reflect's setters cost more
// than the decoding itself.
//
// It is right because an address never leaves its value. It is that of the value which Decode was given or of one that
// reflect has made, or of a field or an entry of such a value, at the offset that reflect tells; the pointer keeps the
// value alive. The plan knows the value's type, and every store is one of Go's own types with the same layout (named
// types have that of the type they are made of), so that the compiler adds the garbage collector's write barriers.
type memory struct{ at unsafe.Pointer }

// memoryOf is the address that v, a pointer, holds.
func memoryOf(v reflect.Value) memory { return memory{v.UnsafePointer()} }

// plus is the address of a field or an entry of the value.
func (m memory) plus(offset uintptr) memory { return memory{unsafe.Add(m.at, offset)} }

// value is reflect's view of the value, which is of type t.
func (m memory) value(t reflect.Type) reflect.Value { return reflect.NewAt(t, m.at).Elem() }

func (m memory) setString(s string)             { *(*string)(m.at) = s }
func (m memory) setStrings(s map[string]string) { *(*map[string]string)(m.at) = s }
func (m memory) setBool(b bool)                 { *(*bool)(m.at) = b }
func (m memory) setNode(n *Node)                { *(*Node)(m.at) = *n }
func (m memory) setAny(v any)                   { *(*any)(m.at) = v }

// setWhole sets an integer, signed or not, that has room for i.
func (m memory) setWhole(bits int, i int64) {
	switch bits {
	case 8:
		*(*int8)(m.at) = int8(i)
	case 16:
		*(*int16)(m.at) = int16(i)
	case 32:
		*(*int32)(m.at) = int32(i)
	case 64:
		*(*int64)(m.at) = i
	}
}

func (m memory) setFloat(bits int, f float64) {
	if bits == 32 {
		*(*float32)(m.at) = float32(f)
		return
	}
	*(*float64)(m.at) = f
}

// pointed is what a pointer points to, made where it is nil. t is the type that it points to.
func (m memory) pointed(t reflect.Type) memory {
	to := (*unsafe.Pointer)(m.at)
	if *to == nil {
		*to = reflect.New(t).UnsafePointer()
	}
	return memory{*to}
}

// makeSlice sets a slice of type t to one of n zero entries and returns the address of the first.
func (m memory) makeSlice(t reflect.Type, n int) memory {
	v := m.value(t)
	if n == 0 {
		v.Set(reflect.MakeSlice(t, 0, 0))
		return m
	}
	// Unlike MakeSlice this allocates nothing but the entries.
	v.SetZero()
	v.Grow(n)
	v.SetLen(n)
	v.SetCap(n)
	return memory{v.UnsafePointer()}
}
