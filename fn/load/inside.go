package load

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"

	"github.com/novasphere/wukong-fn/fn/relay"
	"github.com/novasphere/wukong-fn/render"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
)

// Function runs the KRM function on a list that kustomize has built so far, and gives what the list becomes. in has all that is known
// of the list here.
type Function func(list *resourcelist.List, in render.Input) (*render.Result, []byte, error)

// answers are what the function said while kustomize was building.
type answers struct {
	found []finding.Finding
	said  map[string]int // which of them says what
	// last is the result of the last run, and config its WukongRender. made are the WukongRenders by what they make.
	last   *render.Result
	config *resource.Resource
	made   map[object.ID]*resource.Resource
	err    error
}

// inside has kustomize build the package and run our function where it stands.
func (v *view) inside(o Options) (*Package, error) {
	in := v.tree.inner
	if o.Function == nil || o.Program == "" {
		return nil, errors.New("a WukongRender in the middle of a kustomization needs the function and its program")
	}
	in.program = o.Program
	server, err := relay.New()
	if err != nil {
		return nil, err
	}
	in.args, in.factory = server.Args, resmap.NewFactory(provider.NewDefaultDepProvider().GetResourceFactory())
	in.names, in.answers.said, in.answers.made = map[string]bool{}, map[string]int{}, map[object.ID]*resource.Resource{}
	served := make(chan struct{})
	go func() {
		defer close(served)
		server.Serve(func(index int, list string) []byte { return v.answer(o.Function, index, list) })
	}()
	built, err := v.builtInside()
	closed := server.Close()
	<-served
	a := &in.answers
	switch {
	case a.err != nil:
		return nil, a.err
	case finding.AnyError(a.found):
		return refused(a.found...), nil
	case err != nil:
		if f, ok := a.twice(err); ok {
			return refused(append(a.found, f)...), nil
		}
		return nil, err
	case closed != nil:
		return nil, fmt.Errorf("close the pipes to the function: %w", closed)
	}
	return v.finished(built)
}

func (v *view) builtInside() (resmap.ResMap, error) {
	if err := v.tree.giveAll(); err != nil {
		return nil, err
	}
	if err := v.tree.taught.addSchema(); err != nil {
		return nil, err
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified
	options.PluginConfig = types.MakePluginConfig(types.PluginRestrictionsNone, types.BploUseStaticallyLinked)
	options.PluginConfig.FnpLoadingOptions.EnableExec = true
	return krusty.MakeKustomizer(options).Run(v, v.tree.root)
}

// answer runs the function on a list of kustomize's. It is nil where that failed.
func (v *view) answer(function Function, index int, text string) []byte {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	a := &v.tree.inner.answers
	list, err := resourcelist.Read(text)
	if err == nil && index >= len(v.tree.inner.renders) {
		err = fmt.Errorf("there is no WukongRender %d", index)
	}
	if err != nil {
		a.err = fmt.Errorf("read the list from kustomize: %w", err)
		return nil
	}
	list.FunctionConfig = v.tree.inner.renders[index]
	p := &Package{origins: map[finding.Place]origin{}, taught: &v.tree.taught}
	for i := range list.Items {
		r := &list.Items[i]
		r.Source.Line = 0 // of no file
		if written := v.source(r.Text); written != nil {
			p.origins[identity(placeIn(r))] = origin{written, r.Document()}
		}
	}
	result, out, err := function(list, render.Input{Resources: list.Items, Config: list.FunctionConfig, Locate: p.locateInList, Before: p.Before})
	if err != nil {
		a.err = err
		return nil
	}
	return a.take(list.FunctionConfig, result, out)
}

// take takes in what the function said, and passes on what the list becomes.
func (a *answers) take(config *resource.Resource, result *render.Result, out []byte) []byte {
	for _, f := range result.Findings { // of a resource in a base the layer above says it again, and may know more places
		what := fmt.Sprint(f.Code, f.Message, f.Place)
		if i, again := a.said[what]; again {
			a.found[i] = f
			continue
		}
		a.said[what] = len(a.found)
		a.found = append(a.found, f)
	}
	if result.Failed() {
		return nil
	}
	a.last, a.config = result, config
	for i := range result.Len() {
		if _, id := result.Identity(i); a.made[id.Scoped()] == nil {
			a.made[id.Scoped()] = config
		}
	}
	return out
}

// writtenMark finds our mark in a text that kustomize has written.
var writtenMark = regexp.MustCompile(regexp.QuoteMeta(sourceMark) + `: ["']?(\d+)`)

// source is the resource that a text of kustomize's was written as, nil where it is none of ours.
func (v *view) source(text string) *resource.Resource {
	mark := writtenMark.FindStringSubmatch(text)
	if mark == nil {
		return nil
	}
	i, err := strconv.Atoi(mark[1])
	if err != nil || i >= len(v.written) {
		return nil
	}
	return &v.written[i]
}

// placeIn is the place of a resource.
func placeIn(r *resource.Resource) finding.Place {
	return finding.Place{
		File: r.Source.File, APIVersion: r.Meta.APIVersion, Kind: r.Meta.Kind, Namespace: r.Meta.Namespace, Name: r.Meta.Name,
	}
}

// locateInList gives places in a list of kustomize's their files besides.
func (p *Package) locateInList(places []*finding.Place) {
	p.Locate(places)
	for _, place := range places {
		if o, ok := p.origins[identity(*place)]; ok {
			place.File, place.Index = o.written.Source.File, o.written.Source.Index
		}
	}
}

// registered is how kustomize names an object that comes twice.
var registered = regexp.MustCompile(`already registered id: (\S+)`)

// twice says in a finding that two WukongRenders make one object, if that is why kustomize failed.
func (a *answers) twice(err error) (finding.Finding, bool) {
	match := registered.FindStringSubmatch(err.Error())
	if match == nil || !strings.Contains(match[1], "/") {
		return finding.Finding{}, false
	}
	name := resid.FromString(strings.TrimRight(match[1], `'"`))
	id := object.ID{Group: name.Group, Kind: name.Kind, Namespace: name.Namespace, Name: name.Name}.Scoped()
	first := a.made[id]
	if first == nil || a.config == nil || first == a.config {
		return finding.Finding{}, false
	}
	field, remedy := "", "Render the resource that it comes from once, in a kustomization above both"
	if object.KindOf(id).Stage() <= object.Instance {
		field, remedy = "spec.nmstate.install", "Set nmstate.install: none in one of them"
	}
	f := finding.New(finding.Twice, field, fmt.Sprintf("two WukongRenders of the package both make %s %s, and kustomize takes no object twice. %s",
		id.Kind, id.Name, remedy))
	f.Place = placeIn(a.config)
	f.Place.Field = field
	if a.config.Source.Line > 0 {
		render.Locate(a.config, []*finding.Place{&f.Place})
	}
	other := placeIn(first)
	other.Line = first.Source.Line
	f.Other = &other
	return f, true
}

// finished is the package that kustomize and our function have built.
func (v *view) finished(built resmap.ResMap) (*Package, error) {
	a := &v.tree.inner.answers
	p := &Package{Finished: a.last, origins: map[finding.Place]origin{}, Files: len(v.ranks)}
	p.Found.Add(a.found...)
	for _, r := range built.Resources() {
		written, err := v.unmark(r)
		if err != nil {
			return nil, err
		}
		if group := r.GetGvk().Group; group == api.Group {
			p.Found.Add(unrendered(r.GetKind(), r.GetNamespace(), r.GetName(), written))
			continue
		}
		text, err := r.AsYAML()
		if err != nil {
			return nil, fmt.Errorf("print what kustomize has built: %w", err)
		}
		if err := p.addText("", string(text)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// unrendered says of a resource of ours that it came out of kustomize as it went in.
func unrendered(kind, namespace, name string, written *resource.Resource) finding.Finding {
	f := finding.New(finding.Unrendered, "", "no WukongRender renders this "+kind+": those of the package stand in kustomizations that do not "+
		"list it. List a WukongRender under transformers of the kustomization that lists it, or of one above")
	if written != nil {
		f.Place = placeIn(written)
		f.Place.Index, f.Place.Line = written.Source.Index, written.Source.Line
	}
	f.Place.Kind, f.Place.Namespace, f.Place.Name = kind, namespace, name
	return f
}
