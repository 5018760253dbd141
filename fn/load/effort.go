package load

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// kustomize holds each key of a mapping against all others of it, and copies each mapping once for each one that it is in.

// fewColons is how many colons a text, or keys a mapping, may have before it counts: so few cost kustomize nothing.
const fewColons = 100

// effort is what kustomize does with the mappings of a text. In a text that cannot be read it does not get that far.
func effort(text string) work {
	if strings.Count(text, ":") < fewColons {
		return work{}
	}
	resources, err := resource.Split("", text)
	if err != nil {
		return work{}
	}
	var all work
	var reader yaml.Reader
	for i := range resources {
		if resources[i].Read(&reader, func(n yaml.Node) { all.mappings(n) }) != nil {
			return work{}
		}
	}
	return all
}

// mappings adds the work on the mappings in a value, and returns how many values there are in it.
func (w *work) mappings(n yaml.Node) (values int64) {
	values = 1
	var fields int64
	for _, value := range n.Fields() {
		fields++
		values += 1 + w.mappings(value)
	}
	for item := range n.Items() {
		values += w.mappings(item)
	}
	if fields > 0 {
		w.copies += values
	}
	if fields > fewColons {
		w.comparisons += fields * fields
	}
	return values
}
