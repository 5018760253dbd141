package render

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// role is what a resource is to us.
type role uint8

const (
	foreign role = iota
	input
	configuration
	generated
)

// contents is a package sorted by what its resources are to us.
type contents struct {
	ledger

	resources []resource.Resource
	roles     []role
	// functionConfig is the configuration that is no resource of the package, nil where there is none.
	functionConfig *resource.Resource
	reader         yaml.Reader

	// claims are the owner annotations that are not to be believed, by the index of their resource.
	claims map[int]claim
	// policies are the policies of a former run by name, nil until they are asked for.
	policies map[string]int
	// installed are the namespaces of what a former run made of an NMState release.
	installed map[string]bool
	// listed are the objects inside foreign lists.
	listed []listed
	// broken are the names of NetworkConfigs that are there but cannot be used.
	broken []string
	// incomplete says that a part of the package could not be read.
	incomplete bool
	// renamed says that kustomize has changed names in the package, and names are then those of its resources.
	renamed bool
	names   *names
	// existing are the attachments that are not ours, nil until one is asked for.
	existing *existingIndex
	// inventories are the tables of nodes that stand in ConfigMaps, nil until one is asked for.
	inventories *inventories
	// before is Input's.
	before func(*resource.Resource) (before *resource.Resource, merged bool)
}

// sortOut finds out whose each resource is.
func sortOut(in *Input) *contents {
	p := &contents{
		ledger:    ledger{reasons: map[finding.Place]map[finding.Code]string{}, noLines: in.NoLines},
		resources: in.Resources, roles: make([]role, len(in.Resources)), functionConfig: in.Config, incomplete: in.Incomplete,
	}
	for i := range p.resources {
		r := &p.resources[i]
		p.renamed = p.renamed || r.Meta.Earlier != nil
		if p.roles[i] = kindRole(&r.Meta); p.roles[i] != foreign {
			p.checkVersion(r)
		}
		if r.Meta.Owner != "" {
			p.roles[i] = p.judge(i, r.Meta.Owner)
		}
		if p.roles[i] == foreign {
			p.checkKind(r)
			if isList(r.Meta.Kind) {
				p.takeList(r)
			}
		}
	}
	p.adoptNamespaces()
	if in.Paths {
		p.checkPaths()
	}
	return p
}

// whole says whether all of the package could be read, and no error was found. Only then anything follows from what is not
// there.
func (p *contents) whole() bool { return !p.incomplete && !p.found.Failed() }

// has says whether a resource of the package has a role.
func (p *contents) has(r role) bool { return slices.Contains(p.roles, r) }

// checkPaths reports path annotations that lead out of the package, where an orchestrator would write.
func (p *contents) checkPaths() {
	for i := range p.resources {
		r := &p.resources[i]
		if file := r.Source.File; file != "" && (!filepath.IsLocal(file) || strings.Contains(file, "\\")) {
			p.say(placed(finding.New(finding.Path, "metadata.annotations["+object.PathAnnotation+"]", "the path annotation leads out of the "+
				"package: use a relative path without ..").Values(file, ""), r))
		}
	}
}

// kept are the resources that stay: all but what a former run made. Ours, and the tables of nodes that they refer to, are never applied.
func (p *contents) kept() ([]Kept, error) {
	out := make([]Kept, 0, len(p.resources))
	marker := resource.Marker{Key: object.LocalConfig, Value: "true"}
	for i := range p.resources {
		k := Kept{Resource: &p.resources[i], Local: p.resources[i].Meta.LocalConfig}
		switch p.roles[i] {
		case generated:
			continue
		case input, configuration:
			if err := k.keepLocal(&marker); err != nil {
				return nil, err
			}
		case foreign:
			if p.inventories.holds(k.Resource) {
				if err := k.keepLocal(&marker); err != nil {
					return nil, err
				}
			}
		}
		out = append(out, k)
	}
	return out, nil
}

// keepLocal marks a resource that is never applied, unless it is marked already.
func (k *Kept) keepLocal(marker *resource.Marker) (err error) {
	if k.Local {
		return nil
	}
	k.Local = true
	if k.Mark, err = marker.Annotate(k.Resource); err != nil {
		return fmt.Errorf("%s: %w", placeOf(k.Resource).Resource(), err)
	}
	return nil
}
