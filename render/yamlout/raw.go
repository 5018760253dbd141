package yamlout

import (
	"reflect"
	"unsafe"
)

// ref is the address of a value. A value is walked from address to address, led by the shape of its type, which costs a
// fraction of the same walk with reflect. All that is unsafe about it is in this file.
//
// Why it is right: the first address is what a pointer points to, or a copy that reflect made (refTo). Every other one
// comes from one that is right, by an offset or a size that reflect gave for the type at hand, or is a pointer that lies
// there; a shape is only ever used with values of the type that it was made from. Being an unsafe.Pointer, a ref keeps
// its value alive. Nothing is written through one.
type ref struct{ p unsafe.Pointer }

// refTo is the address of what v points to, nil when v is, or of a copy of v when it is no pointer.
func refTo(v reflect.Value) ref {
	if v.Kind() != reflect.Pointer {
		c := reflect.New(v.Type())
		c.Elem().Set(v)
		v = c
	}
	return ref{v.UnsafePointer()}
}

func refToItems[T any](items []T) ref { return ref{unsafe.Pointer(unsafe.SliceData(items))} }

func (r ref) isNil() bool { return r.p == nil }

// at is the address of a field or an item.
func (r ref) at(offset uintptr) ref { return ref{unsafe.Add(r.p, offset)} }

// target is what the pointer at r points to. A map is a pointer, too.
func (r ref) target() ref { return ref{*(*unsafe.Pointer)(r.p)} }

// value is for what only reflect can do.
func (r ref) value(t reflect.Type) reflect.Value { return reflect.NewAt(t, r.p).Elem() }

// list is the slice at r, of whatever items: the first of them, nil for the nil slice, and their number.
func (r ref) list() (items ref, n int) {
	s := (*struct {
		items    unsafe.Pointer
		len, cap int
	})(r.p)
	return ref{s.items}, s.len
}

const (
	wordSize = unsafe.Sizeof(uintptr(0))
	// lengthOffset is where strings and slices have their length.
	lengthOffset = wordSize
)

// word is the word at r: a length, a pointer, or an integer of that size.
func (r ref) word() uintptr { return *(*uintptr)(r.p) }

func (r ref) text() string { return *(*string)(r.p) }

func (r ref) truth() bool { return *(*bool)(r.p) }

func (r ref) float() float64 { return *(*float64)(r.p) }

func (r ref) integer(size uintptr) int64 {
	switch size {
	case 1:
		return int64(*(*int8)(r.p))
	case 2:
		return int64(*(*int16)(r.p))
	case 4:
		return int64(*(*int32)(r.p))
	}
	return *(*int64)(r.p)
}

func (r ref) natural(size uintptr) uint64 {
	switch size {
	case 1:
		return uint64(*(*uint8)(r.p))
	case 2:
		return uint64(*(*uint16)(r.p))
	case 4:
		return uint64(*(*uint32)(r.p))
	}
	return *(*uint64)(r.p)
}

// anything is an interface without methods; others have another layout.
func (r ref) anything() any { return *(*any)(r.p) }

func (r ref) pairs() []Pair { return *(*[]Pair)(r.p) }

func (r ref) texts() map[string]string { return *(*map[string]string)(r.p) }

func (r ref) anythings() map[string]any { return *(*map[string]any)(r.p) }
