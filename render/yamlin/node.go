// Package yamlin reads the YAML text of one document into a small tree, and from there strictly into Go structs.
//
// There are two readers. The fast one knows the block style that people and serializers write and gives up on anything
// it is not sure of; the library (go.yaml.in/yaml/v3) then reads the text instead. The two cannot be told apart by
// their result: a fuzz test holds them against each other. Nodes share memory with the text they were read from.
//
// Input may be hostile: anchors, aliases, merge keys and tags are refused, never followed, and nesting is limited to
// 100 levels. A user's mistake is a Problem, and all of them come in one run; only a text that is not YAML is an error.
//
// A field path joins keys with dots and indexes with brackets: spec.networks[0].vlanId. A key that holds a dot, slash,
// bracket or blank stands in brackets itself: metadata.annotations[example.com/x].
package yamlin

// maxDepth is how deep mappings and lists may nest. Kubernetes objects stay below 30.
const maxDepth = 100

// Kind tells what a Node is.
type Kind uint8

// The kinds of a Node. Null is a plain Scalar whose value is empty, ~ or null.
const (
	Scalar Kind = iota
	Mapping
	Sequence
)

// Node is one value of a document. The zero Node is null without its Plain mark.
type Node struct {
	Kind   Kind
	Plain  bool    // a scalar without quotes and not in block style: its type is open
	Value  string  // of a Scalar
	Fields []Field // of a Mapping, in the order of the text, each key once
	Items  []Node  // of a Sequence
}

// Field is one entry of a mapping.
type Field struct {
	Key   string
	Plain bool // the key has no quotes: it might be a number or a boolean
	Value Node
}

// IsNull tells whether the node is YAML's null: nothing, ~ or the word.
func (n *Node) IsNull() bool {
	return n.Kind == Scalar && n.Plain && null(n.Value)
}

// Get returns the value of a mapping's key.
func (n *Node) Get(key string) (*Node, bool) {
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return &n.Fields[i].Value, true
		}
	}
	return nil, false
}

// Reason is the sort of a Problem, for callers that number them.
type Reason uint8

// The reasons. All but UnknownField, WrongType and OutOfRange come from Parse.
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
	ManyDocuments        // content after the first document
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

// Parse reads the one document in text. An empty text is null. The error is always a *SyntaxError. What a Problem names
// is left out of the tree; of a key that is given twice the first value stays.
func Parse(text string) (Node, []Problem, error) { return new(Parser).Parse(text) }

// Parser reads many documents and uses the memory of one for the next: the nodes that it returns are good until its next
// Parse. The zero Parser is ready.
type Parser struct{ r reader }

// Parse is Parse.
func (p *Parser) Parse(text string) (Node, []Problem, error) {
	if n, ok := p.r.parse(text); ok {
		return n, nil, nil
	}
	return parseLibrary(text)
}
