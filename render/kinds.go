package render

import (
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/spell"
)

// ourDomain ends every API group of ours, and is the one that people write who forget the rest.
const ourDomain = "novasphere.dev"

// kindSnapshot is a kind of the VM operator's that stands in our group and is not rendered.
const kindSnapshot = "WukongSnapshot"

// ourKinds are the kinds that we read.
func ourKinds() []string { return []string{api.KindWukong, api.KindNetwork, api.KindRender} }

// versionOf is the apiVersion of one of our kinds.
func versionOf(kind string) string {
	if kind == api.KindRender {
		return api.RenderAPIVersion
	}
	return api.APIVersion
}

// kindRole is what a resource is by its kind, of whatever version.
func kindRole(m *resource.Meta) role {
	switch group := object.Group(m.APIVersion); {
	case group == api.Group && (m.Kind == api.KindWukong || m.Kind == api.KindNetwork):
		return input
	case group == api.RenderGroup && m.Kind == api.KindRender:
		return configuration
	}
	return foreign
}

// checkKind reports a resource that is not of our kinds but nearly so: it would pass as foreign.
func (p *contents) checkKind(r *resource.Resource) {
	group, kind := object.Group(r.Meta.APIVersion), r.Meta.Kind
	near := group == ourDomain || strings.HasSuffix(group, "."+ourDomain)
	switch {
	case near && isList(kind): // what is in it tells
	case near && group == api.Group && kind == kindSnapshot:
		p.say(placed(finding.New(finding.NotRendered, "kind", "a WukongSnapshot is for the VM operator: it stays as it is, "+
			"and nothing is rendered of it"), r))
	case near, slices.ContainsFunc(ourKinds(), func(k string) bool { return strings.EqualFold(k, kind) }) &&
		(group == "" || spell.Nearest(group, []string{api.Group, api.RenderGroup}) != ""):
		p.misspelt(r, group)
	}
}

// isList says whether a kind is that of a list, by Kubernetes' custom.
func isList(kind string) bool { return strings.HasSuffix(kind, "List") }

// checkVersion reports a version of one of our kinds that we do not know.
func (p *contents) checkVersion(r *resource.Resource) {
	if want := versionOf(r.Meta.Kind); r.Meta.APIVersion != want {
		p.say(placed(finding.New(finding.OutOfRange, "apiVersion", "this version of the kind is not known").Values(r.Meta.APIVersion, want), r))
	}
}

// misspelt reports a resource whose kind or group is nearly one of ours. In a group that only resembles ours, a kind that
// resembles none of ours is somebody else's.
func (p *contents) misspelt(r *resource.Resource, group string) {
	kind := spell.Nearest(r.Meta.Kind, ourKinds())
	if kind == api.KindNetwork {
		p.broken = append(p.broken, r.Meta.Name)
	}
	var f finding.Finding
	switch {
	case kind == "" && group != api.Group && group != api.RenderGroup:
		return
	case kind == "":
		f = finding.New(finding.UnknownKind, "kind", "group "+group+" has no kind of this name that we read: "+
			"known are Wukong and NetworkConfig of "+api.APIVersion+", and WukongRender of "+api.RenderAPIVersion).
			Values(r.Meta.Kind, "")
	case kind == r.Meta.Kind:
		f = finding.New(finding.UnknownKind, "apiVersion", "a "+kind+" is of "+versionOf(kind)+": of another group it would "+
			"pass unread").Values(r.Meta.APIVersion, versionOf(kind))
	default:
		f = finding.New(finding.UnknownKind, "kind", "there is no such kind, "+
			"and the resource would pass unread: write "+kind+" of "+versionOf(kind)).Values(r.Meta.Kind, kind)
	}
	p.say(placed(f, r))
}
