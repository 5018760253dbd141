package load

import (
	"regexp"

	goyaml "go.yaml.in/yaml/v3"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// kustomize writes out every alias before it does anything else. It follows one into itself until the stack is used up,
// which no program survives, and aliases of aliases fill any memory.

// aliasMark is where an alias may be, or a time of cron's, or Markdown.
var aliasMark = regexp.MustCompile(`(^|[\s\[{,:-])\*[^\s*]`)

// aliases are what is wrong with the aliases of a text that kustomize is to read, nil where nothing is.
func aliases(text string) *finding.Finding {
	if !aliasMark.MatchString(text) {
		return nil
	}
	documents, err := yaml.Documents(text)
	if err != nil {
		return nil // kustomize does not get as far as the aliases
	}
	e := expansion{sizes: map[*goyaml.Node]int64{}}
	for _, d := range documents {
		e.size(d)
	}
	switch {
	case e.loop > 0:
		f := finding.New(finding.Alias, "", "the alias stands inside of what it stands for: write the value out")
		f.Place.Line, f.Place.Column = e.loop, e.column
		return &f
	case e.more > maxExpanded:
		f := limited("aliases stand for more than %d values: write fewer of them", maxExpanded)
		return &f
	}
	return nil
}

// expansion counts the values that a text has once its aliases are written out.
type expansion struct {
	// sizes are the values below an anchor, 0 while they are counted.
	sizes map[*goyaml.Node]int64
	// more is how many values the aliases stand for.
	more int64
	// loop and column are where an alias stands inside of its own anchor.
	loop, column int
}

func (e *expansion) size(n *goyaml.Node) int64 {
	if n.Kind == goyaml.AliasNode {
		size, counted := e.sizes[n.Alias]
		if counted && size == 0 {
			e.loop, e.column = n.Line, n.Column
		}
		e.more = min(e.more+size, 2*maxExpanded)
		return size
	}
	if n.Anchor != "" {
		e.sizes[n] = 0
	}
	size := int64(1)
	for _, child := range n.Content {
		size = min(size+e.size(child), 2*maxExpanded)
	}
	if n.Anchor != "" {
		e.sizes[n] = size
	}
	return size
}
