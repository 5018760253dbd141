package render

import (
	"fmt"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
)

// config is the configuration of a run with where it comes from.
type config struct {
	spec api.RenderSpec
	// uplinkDeclared says that somebody chose the default uplink.
	uplinkDeclared bool
	broken         bool
	origin         plan.Origin
}

// readConfig reads the functionConfig or else the package's own WukongRender, over the defaults, and settings over both.
func (p *contents) readConfig(set map[string]string) config {
	c := config{spec: api.DefaultRenderSpec()}
	c.origin.Owner = &plan.Owner{Text: plan.OwnerText(api.KindRender, "", "wukong")}
	r := p.functionConfig
	if r == nil {
		r = p.ownConfig()
	}
	uplink := c.spec.Network.PhysicalInterface
	c.spec.Network.PhysicalInterface = ""
	own, given := settings{field: inConfigMap}, settings{values: set, field: onCommandLine}
	if r != nil {
		c.origin.Owner = &plan.Owner{Place: placeOf(r), Text: plan.OwnerText(api.KindRender, r.Meta.Namespace, r.Meta.Name)}
		p.intoConfig(r, &c.spec, &own)
	}
	given.into(&c.spec)
	if c.uplinkDeclared = c.spec.Network.PhysicalInterface != ""; !c.uplinkDeclared {
		c.spec.Network.PhysicalInterface = uplink
	}
	var ofOwn, ofGiven []finding.Finding
	for _, f := range append(c.spec.Validate(release.Versions()), instanceFindings(&c.spec)...) {
		switch {
		case own.follows(&f) || given.follows(&f):
		case given.sets(f.Place.Field):
			ofGiven = append(ofGiven, f)
		default:
			ofOwn = append(ofOwn, f)
		}
	}
	c.broken = own.any() || given.any()
	for _, f := range own.join(ofOwn) {
		c.forget(&f)
		if f = own.place(f); r != nil {
			f = placed(f, r)
		}
		p.say(f)
	}
	for _, f := range given.join(ofGiven) {
		c.forget(&f)
		p.say(given.place(f))
	}
	if own.without("") {
		c.spec, c.uplinkDeclared = api.DefaultRenderSpec(), true
	}
	if p.functionConfig != nil {
		p.checkIdleConfigs(c.broken)
	}
	p.severities = c.spec.Findings
	return c
}

// forget gives what has an error its default, or that around it, so that nothing is said of the package that only follows
// from the error.
func (c *config) forget(f *finding.Finding) {
	if f.Severity != finding.Error {
		return
	}
	c.broken = true
	defaults, path := api.DefaultRenderSpec(), f.Place.Field
	about := func(field string) bool { return path == field || within(path, field) || within(field, path) }
	if about("spec.network") {
		c.spec.Network, c.uplinkDeclared = defaults.Network, true
	}
	if about("spec.vm") {
		c.spec.VM = defaults.VM
	}
	delete(c.spec.Findings, strings.TrimPrefix(path, "spec.findings."))
}

// within says whether a path leads to a part of a field.
func within(path, field string) bool {
	rest, found := strings.CutPrefix(path, field)
	return found && rest != "" && (rest[0] == '.' || rest[0] == '[')
}

// ownConfig is the package's one WukongRender, nil where it has none.
func (p *contents) ownConfig() *resource.Resource {
	var first *resource.Resource
	for i := range p.resources {
		r := &p.resources[i]
		switch {
		case p.roles[i] != configuration:
		case first == nil:
			first = r
		default:
			f := placed(finding.New(finding.TwoConfigs, "", "the package has another WukongRender already, and only one can hold: remove one"), r)
			other := placeOf(first)
			f.Other = &other
			p.say(f)
		}
	}
	return first
}

// checkIdleConfigs reads the package's WukongRenders where a functionConfig holds instead of them. A mistake in a kind of
// ours is one all the same, and what cannot be read cannot be marked as local. kpt gives the functionConfig among the
// package's resources once more: its mistakes are reported once.
func (p *contents) checkIdleConfigs(broken bool) {
	for i := range p.resources {
		r := &p.resources[i]
		if p.roles[i] != configuration || broken && idOf(r) == idOf(p.functionConfig) {
			continue
		}
		m := p.into(r, &api.WukongRender{Spec: api.DefaultRenderSpec()})
		p.report(r, m.found)
	}
}

// intoConfig decodes any of the forms of a functionConfig.
func (p *contents) intoConfig(r *resource.Resource, spec *api.RenderSpec, s *settings) {
	switch {
	case object.Group(r.Meta.APIVersion) == api.RenderGroup && r.Meta.Kind == api.KindRender:
		whole := api.WukongRender{Spec: *spec}
		s.mistakes = p.into(r, &whole)
		*spec = whole.Spec
	case r.Meta.APIVersion == "v1" && r.Meta.Kind == "ConfigMap":
		var m configMap
		s.mistakes = p.into(r, &m)
		s.values = m.Data
		s.into(spec)
	default:
		s.mistakes = unreadable()
		s.found = append(s.found, finding.New(finding.WrongConfig, "kind", "the functionConfig must be a "+
			"WukongRender of "+api.RenderAPIVersion+", or a ConfigMap of v1 whose data keys are dotted paths of its fields").
			Values(r.Meta.Kind, api.KindRender))
	}
}

// configMap is what we read of a ConfigMap.
type configMap struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Metadata   api.ObjectMeta    `json:"metadata"`
	Data       map[string]string `json:"data,omitempty"`
}

// instanceFindings holds nmstate.instance against the schema of the chosen release.
func instanceFindings(spec *api.RenderSpec) []finding.Finding {
	n := &spec.NMState
	if len(n.Instance) == 0 {
		return nil
	}
	s, err := release.InstanceSchema(n.Version)
	if err != nil {
		return nil // an unknown version has its own finding
	}
	var found []finding.Finding
	for _, v := range s.Check(n.Instance, "spec.nmstate.instance") {
		message := fmt.Sprintf("%s %s (NMState %s)", v.Path, v.Message, n.Version)
		found = append(found, finding.New(finding.InstanceField, v.Path, message).Values(v.Current, v.Proposed))
	}
	return found
}
