package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yamlin"
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
func (p *parts) readConfig(functionConfig *resource.Resource, set map[string]string) config {
	c := config{spec: api.DefaultRenderSpec()}
	c.origin.Owner = &plan.Owner{Text: plan.OwnerText(api.KindRender, "", "wukong")}
	r := functionConfig
	for i := range p.resources {
		if p.roles[i] != configuration {
			continue
		}
		switch own := &p.resources[i]; {
		case r == nil:
			r = own
		case r != functionConfig:
			f := at(finding.New(finding.TwoConfigs, "", "the package has another WukongRender already, and only one can hold: remove one"), own)
			other := placeOf(r)
			f.Other = &other
			p.found = append(p.found, f)
		}
	}
	uplink := c.spec.Network.PhysicalInterface
	c.spec.Network.PhysicalInterface = ""
	if r != nil {
		c.origin.Owner = &plan.Owner{Place: placeOf(r), Text: plan.OwnerText(api.KindRender, r.Meta.Namespace, r.Meta.Name)}
		c.broken = !p.intoConfig(r, &c.spec)
	}
	if found := dotted(set, &c.spec, func(key string) string { return "--set " + key }); len(found) > 0 {
		p.found = append(p.found, found...)
		c.broken = true
	}
	if c.uplinkDeclared = c.spec.Network.PhysicalInterface != ""; !c.uplinkDeclared {
		c.spec.Network.PhysicalInterface = uplink
	}
	if !c.broken {
		found := append(c.spec.Validate(release.Versions()), instanceFindings(&c.spec)...)
		c.broken = finding.AnyError(found)
		for _, f := range found {
			if r != nil {
				f = at(f, r)
			}
			p.found = append(p.found, f)
		}
	}
	return c
}

// intoConfig decodes any of the forms of a functionConfig.
func (p *parts) intoConfig(r *resource.Resource, spec *api.RenderSpec) bool {
	switch {
	case kube.Group(r.Meta.APIVersion) == api.RenderGroup && r.Meta.Kind == api.KindRender:
		whole := api.WukongRender{Spec: *spec}
		ok := p.into(r, &whole)
		*spec = whole.Spec
		return ok
	case r.Meta.APIVersion == "v1" && r.Meta.Kind == "ConfigMap":
		return p.intoConfigMap(r, spec)
	}
	p.found = append(p.found, at(finding.New(finding.WrongConfig, "kind", "the functionConfig must be a WukongRender of "+api.RenderAPIVersion+", or a ConfigMap of v1 whose data keys are dotted paths of its fields").
		Values(r.Meta.Kind, api.KindRender), r))
	return false
}

// configMap is what we read of a ConfigMap.
type configMap struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Metadata   api.ObjectMeta    `json:"metadata"`
	Data       map[string]string `json:"data,omitempty"`
}

// intoConfigMap decodes dotted keys.
func (p *parts) intoConfigMap(r *resource.Resource, spec *api.RenderSpec) bool {
	var m configMap
	if !p.into(r, &m) {
		return false
	}
	found := dotted(m.Data, spec, func(key string) string { return "data[" + key + "]" })
	p.report(r, found)
	return len(found) == 0
}

// dotted decodes settings by the dotted paths of their fields. Each value is read as YAML, so that 2 is a number and
// [ens160] a list. field says how a key is called in findings.
func dotted(settings map[string]string, spec *api.RenderSpec, field func(key string) string) []finding.Finding {
	var found []finding.Finding
	root := yamlin.Node{Kind: yamlin.Mapping}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		node, problems, err := yamlin.Parse(settings[key])
		if err != nil {
			problems = append(problems, yamlin.Problem{Message: "the value is no YAML: " + err.Error()})
		}
		for _, problem := range problems {
			problem.Path = field(key)
			found = append(found, problemFinding(problem))
		}
		if !put(&root, strings.Split(key, "."), node) {
			found = append(found, finding.New(finding.Contradiction, field(key), "another key sets a part of this one, or the whole that it is a part of"))
		}
	}
	for _, problem := range yamlin.Decode(root, spec) {
		problem.Path = field(problem.Path)
		found = append(found, problemFinding(problem))
	}
	return found
}

// put sets the node at a path of keys, false where something else stands there.
func put(into *yamlin.Node, path []string, node yamlin.Node) bool {
	for i := range into.Fields {
		f := &into.Fields[i]
		if f.Key == path[0] {
			return len(path) > 1 && f.Value.Kind == yamlin.Mapping && put(&f.Value, path[1:], node)
		}
	}
	if len(path) == 1 {
		into.Fields = append(into.Fields, yamlin.Field{Key: path[0], Value: node})
		return true
	}
	child := yamlin.Node{Kind: yamlin.Mapping}
	put(&child, path[1:], node)
	into.Fields = append(into.Fields, yamlin.Field{Key: path[0], Value: child})
	return true
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
		found = append(found, finding.New(finding.InstanceField, v.Path, fmt.Sprintf("NMState %s: %s", n.Version, v.Message)).Values(v.Current, v.Proposed))
	}
	return found
}
