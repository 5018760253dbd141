package render

import (
	"errors"
	"fmt"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// inputs are the decoded Wukongs and NetworkConfigs that are right by themselves.
type inputs struct {
	wukongs  []plan.Sourced[api.Wukong]
	networks []plan.Sourced[api.NetworkConfig]
}

// decode reads and validates the inputs. Every resource is looked at, whatever the others are like.
func (p *contents) decode() inputs {
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
			p.order(r, w)
			if ok && p.unique(seen, r) {
				p.follow(r, w)
				if !p.tablesOf(r, w) {
					continue
				}
				in.wukongs = append(in.wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: ownerOf(r, &w.Metadata)})
			}
			continue
		}
		n := &api.NetworkConfig{}
		ok, found := p.accept(r, n, n.Validate)
		p.takeReasons(r, n.Metadata.Annotations)
		p.report(r, found)
		if ok = ok && p.unique(seen, r); ok {
			p.follow(r, n)
			ok = p.readTable(r, &n.Spec, "spec")
		}
		if !ok {
			p.broken = append(p.broken, r.Meta.Name)
			continue
		}
		in.networks = append(in.networks, plan.Sourced[api.NetworkConfig]{Resource: n, Owner: ownerOf(r, &n.Metadata)})
	}
	return in
}

// ownerOf is an input as the owner of what is made from it.
func ownerOf(r *resource.Resource, m *api.ObjectMeta) *plan.Owner {
	o := plan.NewOwner(placeOf(r))
	o.Labels, o.Annotations = m.Carried()
	return o
}

// count is the number of Wukongs and of NetworkConfigs.
func (p *contents) count() (wukongs, networks int) {
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
func (p *contents) accept(r *resource.Resource, out any, validate func() []finding.Finding) (ok bool, found []finding.Finding) {
	m := p.into(r, out)
	ok = !m.any()
	found = m.join(validate())
	return ok && !finding.AnyError(found), found
}

// mostBytes is how long a resource of ours may be. Kubernetes would not keep a longer one (etcd takes 1.5 MiB).
const mostBytes = 1 << 20

// into decodes a resource strictly and gives the mistakes that it met.
func (p *contents) into(r *resource.Resource, out any) mistakes {
	if len(r.Text) > mostBytes {
		p.say(placed(finding.New(finding.Limit, "", fmt.Sprintf("the resource has %d bytes, "+
			"and at most %d are read: split it", len(r.Text), mostBytes)), r))
		return unreadable()
	}
	var m mistakes
	err := r.Read(&p.reader, func(n yaml.Node) {
		m.add(n.Problems())
		m.add(n.Decode(out))
	})
	if err != nil {
		p.say(p.syntaxFinding(r, err))
		return unreadable()
	}
	return m
}

// syntaxFinding is that a resource is not YAML, at the line of the file or stream that it was read from.
func (l *ledger) syntaxFinding(r *resource.Resource, err error) finding.Finding {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		return placed(finding.New(finding.Syntax, "", "this is not YAML: "+err.Error()), r)
	}
	f := placed(finding.New(finding.Syntax, "", "this is not YAML: "+syntax.Msg), r)
	if above := r.Source.Line - 1; above >= 0 && !l.noLines {
		f.Place.Line, f.Place.Column = syntax.Line, syntax.Column
	} else { // the resource was rewritten on its way here: only its own lines can be counted
		f.Message = fmt.Sprintf("line %d of the resource is not YAML: %s", syntax.Line-max(above, 0), syntax.Msg)
	}
	return f
}

func (p *contents) report(r *resource.Resource, found []finding.Finding) {
	for _, f := range found {
		p.say(placed(f, r))
	}
}

// unique reports the second resource of one identity, and says whether this is the first.
func (p *contents) unique(seen map[[3]string]*resource.Resource, r *resource.Resource) bool {
	name := [3]string{r.Meta.Kind, r.Meta.Namespace, r.Meta.Name}
	if first, ok := seen[name]; ok {
		f := placed(finding.New(finding.Twice, "metadata.name", fmt.Sprintf("%s stands in the package twice: rename or remove one", idOf(r))), r)
		other := placeOf(first)
		f.Other = &other
		p.say(f)
		return false
	}
	seen[name] = r
	return true
}
