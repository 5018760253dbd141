package load

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// kustomize holds each key of a mapping against all others of it.

// fewColons is how many colons a text, or keys a mapping, may have before it counts: so few cost kustomize nothing.
const fewColons = 250

// comparisons are how often kustomize compares two keys in a text. A text that cannot be read it does not get that far in.
func comparisons(text string) int64 {
	if strings.Count(text, ":") < fewColons {
		return 0
	}
	resources, err := resource.Split("", text)
	if err != nil {
		return 0
	}
	var total int64
	var reader yaml.Reader
	for i := range resources {
		err := resources[i].Read(&reader, func(n yaml.Node) { total += compared(n) })
		if err != nil {
			return 0
		}
	}
	return total
}

// compared are the comparisons in a value.
func compared(n yaml.Node) int64 {
	var total, fields int64
	for _, value := range n.Fields() {
		fields++
		total += compared(value)
	}
	for item := range n.Items() {
		total += compared(item)
	}
	if fields < fewColons {
		return total
	}
	return total + fields*fields
}
