package yaml

// Field is a field of a mapping that is put together.
type Field struct {
	Key   string
	Plain bool // the key has no quotes
	Value Node
}

// Compose makes a mapping of nodes of other documents. It has no places.
func Compose(fields []Field) Node {
	d := &Document{library: true}
	d.push(0, 0, Mapping, plain, 0)
	for _, f := range fields {
		written := doubleQuoted
		if f.Plain {
			written = plain
		}
		d.push(0, 0, Scalar, written, 0)
		d.store(f.Key)
		d.graft(f.Value)
	}
	d.close(0, 0)
	return d.Root()
}

// graft appends the tokens of a node of another document.
func (d *Document) graft(n Node) {
	base := len(d.tokens) - n.at
	for at := n.at; at < int(n.token().next); at++ {
		t := n.d.tokens[at]
		d.push(0, 0, t.kind, t.style, t.flags&^(work|stored))
		d.tokens[at+base].next = uint32(int(t.next) + base)
		if t.kind == Scalar {
			d.store(n.d.scalar(at))
		}
	}
	d.special = d.special || n.d.special
}
