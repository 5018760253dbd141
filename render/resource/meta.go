package resource

import (
	"strings"

	"github.com/novasphere/wukong-fn/render/yaml"
)

// Of is New for a resource whose text was read already: n is its node, at the column of the resource's own keys.
func Of(n yaml.Node, text string, item bool, column int, source Source) Resource {
	r := Resource{Text: text, Indent: column, Item: item, Source: source}
	var p path
	for key, value := range n.Fields() {
		switch key.Text() {
		case "apiVersion":
			first(&r.Meta.APIVersion, value)
		case "kind":
			first(&r.Meta.Kind, value)
		case "metadata":
			if !p.seen {
				p.seen = true
				r.metadata(value, &p)
			}
		}
	}
	if source.File == "" && p.file != "" {
		r.Source.File, r.Source.Index = p.file, p.index
	}
	return r
}

// path is where annotations say that a resource belongs. The internal ones win.
type path struct {
	file  string
	index int

	seen, internalFile, internalIndex bool
}

// metadata takes in what is below metadata.
func (r *Resource) metadata(n yaml.Node, p *path) {
	seen, managedBy := false, ""
	for key, value := range n.Fields() {
		switch key.Text() {
		case "name":
			first(&r.Meta.Name, value)
		case "namespace":
			first(&r.Meta.Namespace, value)
		case "annotations":
			if seen {
				continue
			}
			seen = true
			for key, value := range value.Fields() {
				r.annotation(key.Text(), value, p)
			}
		case "labels":
			if label, ok := value.Get(ManagedByLabel); ok {
				first(&managedBy, label)
			}
		}
	}
	if r.Meta.Owner != "" { // of other resources nobody asks for the label
		r.Meta.ManagedBy = managedBy
	}
}

// annotation takes in an annotation that matters.
func (r *Resource) annotation(key string, value yaml.Node, p *path) {
	if strings.Contains(key, "config.kubernetes.io/") {
		switch key {
		case PathAnnotation:
			p.file, p.internalFile = value.Word(), true
		case LegacyPathAnnotation:
			if !p.internalFile {
				p.file = value.Word()
			}
		case IndexAnnotation:
			p.index, p.internalIndex = number(value.Word()), true
		case LegacyIndexAnnotation:
			if !p.internalIndex {
				p.index = number(value.Word())
			}
		case LocalAnnotation:
			r.Meta.LocalConfig = value.Word() != "false" // as kustomize reads it
		case earlierNames, earlierNamespaces, earlierPrefixes, earlierSuffixes:
			r.Meta.earlier(key, strings.Split(value.Word(), ","))
		}
	}
	if key == OwnerAnnotation {
		first(&r.Meta.Owner, value)
	}
}

// earlier takes in what kustomize has written down of names.
func (m *Meta) earlier(key string, values []string) {
	if m.Earlier == nil {
		m.Earlier = &Earlier{}
	}
	switch key {
	case earlierNames:
		m.Earlier.Names = values
	case earlierNamespaces:
		m.Earlier.Namespaces = values
	case earlierPrefixes:
		m.Earlier.Prefixes = values
	case earlierSuffixes:
		m.Earlier.Suffixes = values
	}
}

// first keeps the value of a key where it has none yet.
func first(to *string, value yaml.Node) {
	if *to == "" {
		*to = value.Word()
	}
}
