package yaml

import (
	"fmt"
	"strconv"

	"github.com/novasphere/wukong-fn/render/yaml/scalar"
)

// maxDepth is how deep mappings and lists may nest. Kubernetes objects stay below 30.
const maxDepth = 100

// Reason is the sort of a Problem, for callers that number them.
type Reason uint8

// The reasons. All but UnknownField, WrongType, OutOfRange, NotFinite and Unsupported come from Problems.
const (
	UnknownField  Reason = iota + 1
	WrongType            // a number where a string is meant, a list where a mapping is meant
	OutOfRange           // a number that the Go type cannot hold
	DuplicateKey         // one key twice in a mapping
	Alias                // an anchor or an alias
	MergeKey             // <<
	Tag                  // !anything
	ComplexKey           // a key that is not a scalar
	TooDeep              // more than 100 levels
	TooLong              // more than 10,000 entries in a list
	ManyDocuments        // content after the first document
	Character            // one that does not come through YAML tools
	LongKey              // one that they do not find the end of
	NotFinite            // a number that JSON does not have: .inf or .nan
	Unsupported          // the Go type cannot be decoded into: our mistake, not the user's
)

// Problem is one mistake in a document. Message is a predicate whose subject is what Path leads to: "must be a string, not
// a number". Current and Proposed are YAML as it would be written. They and Path may hold a secret, which stands where it
// should not; Message repeats no value and no name of the document.
type Problem struct {
	Path              string
	Reason            Reason
	Message           string
	Current, Proposed string
	// Known says that it is certain what was meant, and that it was read as that.
	Known bool
	// More is more than 0 in a problem that stands for so many others of its reason, of which nothing else is kept.
	More int
}

// Problems are what is wrong with the node and all that is in it, whatever it is decoded into: we refuse to guess what is
// meant by a key that is given twice, and follow no alias. What a problem names is left out of the node from then on; of
// a key that is given twice the first value stays.
func (n Node) Problems() []Problem {
	c := checker{d: n.d}
	if n.d.second {
		c.problem(ManyDocuments, "holds more than one document: give each its own resource")
	}
	if !n.d.special && c.clean(n.at) {
		return c.all()
	}
	if !c.node(n.at) {
		c.drop(n.at)
	}
	return c.all()
}

type checker struct {
	problems

	d *Document
}

// hasAnchor leaves the value readable, as an alias does not.
const hasAnchor = "has an anchor: leave it out, aliases are not followed"

func (c *checker) problem(r Reason, message string) {
	known := r == Tag || r == Character || r == ManyDocuments || r == DuplicateKey || r == Alias && message == hasAnchor
	c.add(Problem{Reason: r, Message: message, Known: known})
}

// clean holds where nothing is wrong, which is the rule, for a node without anchors, aliases, tags and escapes of odd
// characters. It walks over the
// tokens without a trail.
func (c *checker) clean(at int) bool {
	deep := 0
	var ends [maxDepth]uint32
	for end := int(c.d.tokens[at].next); at < end; at++ {
		for deep > 0 && ends[deep-1] <= uint32(at) {
			deep--
		}
		t := &c.d.tokens[at]
		if t.kind == Scalar {
			continue
		}
		if deep == maxDepth || t.kind == Mapping && !c.distinct(at) {
			return false
		}
		ends[deep] = t.next
		deep++
	}
	return true
}

// distinct holds for a mapping whose keys differ, are no merge keys and not too long.
func (c *checker) distinct(mapping int) bool {
	var few [16]string
	keys := few[:0]
	end := int(c.d.tokens[mapping].next)
	for at := mapping + 1; at < end; at = int(c.d.tokens[at+1].next) {
		key := c.d.scalar(at)
		if len(keys) == len(few) || key == "<<" || !scalar.KeyFits(key) {
			return false
		}
		for _, other := range keys {
			if other == key {
				return false
			}
		}
		keys = append(keys, key)
	}
	return true
}

// node looks for problems; false where nothing of the node may be used.
func (c *checker) node(at int) bool {
	if !c.allowed(at) {
		return false
	}
	t := c.d.tokens[at]
	switch t.kind {
	case Mapping:
		c.mapping(at)
	case Sequence:
		i := 0
		for item := at + 1; item < int(t.next); item = int(c.d.tokens[item].next) {
			c.at.index(i)
			if !c.node(item) {
				c.drop(item)
			}
			c.at.up()
			i++
		}
	case Scalar:
		c.carried(c.d.scalar(at))
	}
	return true
}

// carried reports a character that does not come through YAML tools, and says whether there is none.
func (c *checker) carried(text string) bool {
	r, lost := scalar.Lost(text)
	if lost {
		c.problem(Character, fmt.Sprintf("has the character %U, which YAML tools refuse or change: leave it out", r))
	}
	return !lost
}

// drop makes null of a node.
func (c *checker) drop(at int) {
	t := &c.d.tokens[at]
	t.kind, t.style, t.flags = Scalar, plain, t.flags|bad
}

// allowed reports what must not be used of the node itself. A tag or an anchor alone leaves the value readable.
func (c *checker) allowed(at int) bool {
	t := &c.d.tokens[at]
	if t.flags&alias != 0 {
		c.problem(Alias, "is an alias: write the value out, aliases are not followed")
		return false
	}
	if t.flags&anchored != 0 {
		c.problem(Alias, hasAnchor)
	}
	if t.flags&tagged != 0 {
		c.problem(Tag, "has a tag: leave it out, tags are not read")
	}
	if t.kind != Scalar && len(c.at) >= maxDepth {
		c.problem(TooDeep, "is nested deeper than "+strconv.Itoa(maxDepth)+" levels")
		return false
	}
	return true
}

func (c *checker) mapping(at int) {
	seen := map[string]bool{}
	for key := at + 1; key < int(c.d.tokens[at].next); {
		k := &c.d.tokens[key]
		value, name := int(k.next), c.d.scalar(key)
		if k.kind != Scalar {
			c.problem(ComplexKey, "has a key that is a mapping or a list: keys are words")
			k.flags |= bad
			key = int(c.d.tokens[value].next)
			continue
		}
		c.at.key(name)
		ok := false
		switch {
		case !c.allowed(key), !c.carried(name):
		case !scalar.KeyFits(name):
			c.problem(LongKey, "has a key that is too long for YAML tools: a key has at most 1000 characters")
		case name == "<<" && k.style == plain && k.flags&tagged == 0:
			c.problem(MergeKey, "is a merge key: write the fields out, they are not merged")
		case seen[name]:
			c.problem(DuplicateKey, "is given twice in one mapping: remove one of the two")
		default:
			seen[name] = true
			ok = c.node(value)
		}
		if !ok {
			k.flags |= bad
		}
		c.at.up()
		key = int(c.d.tokens[value].next)
	}
}
