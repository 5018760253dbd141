package yaml

// Item is an item of a list of resources.
type Item struct {
	Node Node // gone when the callback returns
	From int  // where the item's line starts in the list's text, or in flow style the item itself
	To   int  // where an item in flow style ends, 0 in block style
}

// ReadItems reads a mapping with a list under the key items, and hands out each item as it comes. The document that it
// returns lacks the items. No item may refer to anchors outside. It is read by our own reader; only an item that that one
// is not certain of is read by the library, alone. ok is false where more than an item is odd: then nothing that was handed
// out counts. Where each returns false it is not given any more, and ok is false, too.
func ReadItems(text string, each func(Item) bool) (d *Document, ok bool) {
	r := reader{each: func(d *Document, item, from, to int) bool { return each(Item{Node{d, item}, from, to}) }}
	ok = r.read(text)
	return &r.Document, ok
}

// Second is where a second document begins, -1 where there is none.
func (d *Document) Second() int {
	if !d.second {
		return -1
	}
	return d.ends
}

// End is where the document ends: at a line with --- or ..., or at the end of the text.
func (d *Document) End() int { return d.ends }

// Commented holds for a document with comments between the parts of a flow collection.
func (d *Document) Commented() bool { return d.comments }

// expectList notes that the value of the key that was read last is the list whose items each gets, where the key says so.
// No key's value may refer to the anchors of another.
func (r *reader) expectList() {
	r.anchors = nil
	if r.scalar(len(r.tokens)-1) == "items" {
		r.list = len(r.tokens)
	}
}

// listItem reads an item of the list that each gets. An item that the reader is not certain of is read by the library.
func (r *reader) listItem(i, col int) bool {
	item, values, from, depth := len(r.tokens), len(r.values), r.start, r.depth
	if r.item(i, col) && r.odd < 0 && r.col <= col {
		if !r.each(&r.Document, item, from, 0) {
			return false
		}
	} else if !r.oddItem(from, col) {
		return false
	}
	r.forget(item, values)
	r.depth = depth
	return true
}

// forget drops the tokens from an item on, which has been handed out. Another item must not refer to its anchors.
func (r *reader) forget(item, values int) {
	r.tokens, r.values, r.anchors = r.tokens[:item], r.values[:values], nil
}

// maxPieces is how many ends of an odd item are tried. Only inside of quotes and brackets a line may look like an end.
const maxPieces = 8

// oddItem has the library read the item whose line starts at from, the dash in column col. What ends the item for the
// library, read alone, ends it in the list too: quotes and brackets are closed, and nothing else reaches over a line that
// is not deeper.
func (r *reader) oddItem(from, col int) bool {
	if r.odd >= 0 && r.odd < from {
		return false
	}
	r.next = from
	r.load()
	for range maxPieces {
		end := len(r.text)
		for r.load() {
			if r.at < r.stop && r.col <= col && r.text[r.at] != '#' {
				end = r.start
				break
			}
		}
		if weight(r.text[from:end]) > mostValues {
			return false
		}
		docs, err := readLibrary(r.text[from:end])
		if err == nil && len(docs) == 1 && len(docs[0].Content[0].Content) == 1 {
			if !r.each(Convert(r.text[from:end], docs[0].Content[0]), 1, from, 0) {
				return false
			}
			r.next, r.last = end, end
			r.odd, r.second, r.ends = -1, false, len(r.text)
			r.advance()
			return true
		}
		if end == len(r.text) {
			break
		}
	}
	return false
}
