package render

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
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

// parts is a package sorted by what its resources are to us, and what was found on the way.
type parts struct {
	resources []resource.Resource
	roles     []role
	// functionConfig is the configuration that is no resource of the package, nil where there is none.
	functionConfig *resource.Resource
	reader         yaml.Reader

	found finding.List
	// severities are those that the configuration gives to findings, by code.
	severities map[string]string
	// reasons are the annotations that silence findings, by the resource that carries them.
	reasons map[finding.Place]map[finding.Code]string

	// claims are the owner annotations that are not to be believed, by the index of their resource.
	claims map[int]claim
	// installed are the namespaces of what a former run made of an NMState release.
	installed map[string]bool
	// listed are the objects inside foreign lists.
	listed []listed
	// broken are the names of NetworkConfigs that are there but cannot be used.
	broken []string
	// incomplete says that a part of the package could not be read.
	incomplete bool
}

func sortOut(resources []resource.Resource) *parts {
	p := &parts{resources: resources, roles: make([]role, len(resources)), reasons: map[finding.Place]map[finding.Code]string{}}
	for i := range resources {
		r := &resources[i]
		if p.roles[i] = kindRole(&r.Meta); p.roles[i] != foreign {
			p.checkVersion(r)
		}
		if annotation, _ := r.Meta.Annotation(object.OwnerAnnotation); annotation != "" {
			p.roles[i] = p.judge(i, annotation)
		}
		if p.roles[i] == foreign {
			p.checkKind(r)
			if isList(r.Meta.Kind) {
				p.takeList(r)
			}
		}
	}
	p.adoptNamespaces()
	return p
}

// has says whether a resource of the package has a role.
func (p *parts) has(r role) bool { return slices.Contains(p.roles, r) }

// checkPaths reports path annotations that lead out of the package, where an orchestrator would write.
func (p *parts) checkPaths() {
	for i := range p.resources {
		r := &p.resources[i]
		if file := r.Source.File; file != "" && (!filepath.IsLocal(file) || strings.Contains(file, "\\")) {
			p.say(at(finding.New(finding.Path, "metadata.annotations["+object.PathAnnotation+"]", "the path annotation leads out of the package: use a relative path without ..").Values(file, ""), r))
		}
	}
}

// placeOf is where a resource stands.
func placeOf(r *resource.Resource) finding.Place {
	return finding.Place{
		APIVersion: r.Meta.APIVersion, Kind: r.Meta.Kind, Namespace: r.Meta.Namespace, Name: r.Meta.Name,
		File: r.Source.File, Index: r.Source.Index, Line: r.Source.Line,
	}
}

// at puts a finding, which knows its field, on a resource.
func at(f finding.Finding, r *resource.Resource) finding.Finding {
	field := f.Place.Field
	f.Place = placeOf(r)
	f.Place.Field = field
	return f
}

// inputs are the decoded Wukongs and NetworkConfigs that are right by themselves.
type inputs struct {
	wukongs  []plan.Sourced[api.Wukong]
	networks []plan.Sourced[api.NetworkConfig]
}

// decode reads and validates the inputs. Every resource is looked at, whatever the others are like.
func (p *parts) decode() inputs {
	var in inputs
	wukongs, networks := p.count()
	seen := make(map[[3]string]*resource.Resource, wukongs+networks)
	room := make([]api.Wukong, wukongs)
	in.wukongs = make([]plan.Sourced[api.Wukong], 0, wukongs)
	for i := range p.resources {
		r := &p.resources[i]
		if p.roles[i] != input {
			continue
		}
		if r.Meta.Kind == api.KindWukong {
			w := &room[0]
			room = room[1:]
			ok, found := p.accept(r, w, w.Validate)
			p.takeReasons(r, w.Metadata.Annotations)
			p.report(r, found)
			if ok && p.unique(seen, r) {
				in.wukongs = append(in.wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: plan.NewOwner(placeOf(r))})
			}
			continue
		}
		n := &api.NetworkConfig{}
		ok, found := p.accept(r, n, n.Validate)
		p.takeReasons(r, n.Metadata.Annotations)
		p.report(r, found)
		if ok && p.unique(seen, r) {
			in.networks = append(in.networks, plan.Sourced[api.NetworkConfig]{Resource: n, Owner: plan.NewOwner(placeOf(r))})
		} else {
			p.broken = append(p.broken, r.Meta.Name)
		}
	}
	return in
}

// count is the number of Wukongs and of NetworkConfigs.
func (p *parts) count() (wukongs, networks int) {
	for i, role := range p.roles {
		switch {
		case role != input:
		case p.resources[i].Meta.Kind == api.KindWukong:
			wukongs++
		default:
			networks++
		}
	}
	return wukongs, networks
}

// accept decodes a resource, validates it and says whether it is without an error; found is what is wrong with it. What was
// not read is not judged.
func (p *parts) accept(r *resource.Resource, out any, validate func() []finding.Finding) (ok bool, found []finding.Finding) {
	m := p.into(r, out)
	ok = !m.any()
	found = m.join(validate())
	return ok && !finding.AnyError(found), found
}

// into decodes a resource strictly and gives the mistakes that it met.
func (p *parts) into(r *resource.Resource, out any) mistakes {
	var m mistakes
	err := r.Read(&p.reader, func(n yaml.Node) {
		m.add(n.Problems())
		m.add(n.Decode(out))
	})
	if err != nil {
		p.say(syntaxFinding(r, err))
		return unreadable()
	}
	return m
}

// syntaxFinding is that a resource is not YAML, at the line of the file or stream that it was read from.
func syntaxFinding(r *resource.Resource, err error) finding.Finding {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		return at(finding.New(finding.Syntax, "", "this is not YAML: "+err.Error()), r)
	}
	f := at(finding.New(finding.Syntax, "", "this is not YAML: "+syntax.Msg), r)
	if r.Source.Line > 0 {
		f.Place.Line, f.Place.Column = syntax.Line, syntax.Column
	} else { // the resource was rewritten on its way here: only its own lines can be counted
		f.Message = fmt.Sprintf("line %d of the resource is not YAML: %s", syntax.Line, syntax.Msg)
	}
	return f
}

// glance reads of an object that a former run made what out has fields for, and nothing where it cannot be read: it is
// made anew in any case.
func (p *parts) glance(r *resource.Resource, out any) {
	_ = r.Read(&p.reader, func(n yaml.Node) { n.Glance(out) })
}

func (p *parts) report(r *resource.Resource, found []finding.Finding) {
	for _, f := range found {
		p.say(at(f, r))
	}
}

// unique reports the second resource of one identity, and says whether this is the first.
func (p *parts) unique(seen map[[3]string]*resource.Resource, r *resource.Resource) bool {
	name := [3]string{r.Meta.Kind, r.Meta.Namespace, r.Meta.Name}
	if first, ok := seen[name]; ok {
		f := at(finding.New(finding.Twice, "metadata.name", fmt.Sprintf("%s stands in the package twice: rename or remove one", idOf(r))), r)
		other := placeOf(first)
		f.Other = &other
		p.say(f)
		return false
	}
	seen[name] = r
	return true
}

// instance is an NMState object that the package holds and we did not make.
func (p *parts) instance() *resource.Resource {
	for i := range p.resources {
		if m := &p.resources[i].Meta; p.roles[i] == foreign && m.Kind == "NMState" && object.Group(m.APIVersion) == "nmstate.io" {
			return &p.resources[i]
		}
	}
	return nil
}

// kept are the resources that stay: all but what a former run made.
func (p *parts) kept() ([]Kept, error) {
	out := make([]Kept, 0, len(p.resources))
	marker := resource.Marker{Key: object.LocalConfig, Value: "true"}
	for i := range p.resources {
		k := Kept{Resource: &p.resources[i], Local: p.resources[i].Meta.LocalConfig}
		switch p.roles[i] {
		case generated:
			continue
		case input, configuration:
			if k.Local {
				break
			}
			k.Local = true
			var err error
			if k.Mark, err = marker.Annotate(k.Resource); err != nil {
				return nil, fmt.Errorf("%s: %w", placeOf(k.Resource).Resource(), err)
			}
		case foreign:
		}
		out = append(out, k)
	}
	return out, nil
}
