package output

import (
	"path"
	"slices"

	"github.com/novasphere/wukong-fn/render"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/own"
	"github.com/novasphere/wukong-fn/render/yamlout"
)

// put takes a file: its path in OUT, which is DIRECTORY/FILE, and its text, which is good until the call returns.
type put func(name string, text []byte) error

// fluxDirectory holds the Kustomization objects of Flux beside the stages.
const fluxDirectory = "flux"

// files hands over everything that is to be applied, and what the delivery tool needs besides.
func files(result *render.Result, put put) error {
	var names []string
	one := func(name string, text []byte) error {
		names = append(names, name)
		return put(name, text)
	}
	var foreign []own.Foreign
	for i := range result.Kept {
		if k := &result.Kept[i]; !k.Local {
			m := &k.Meta
			foreign = append(foreign, own.Foreign{
				Group: kube.Group(m.APIVersion), Kind: m.Kind, Namespace: m.Namespace, Name: m.Name, Text: k.Document(),
			})
		}
	}
	for i, name := range own.ForeignPaths(foreign) {
		if err := one(name, []byte(foreign[i].Text)); err != nil {
			return err
		}
	}
	var buffer []byte
	err := result.Each(func(o render.Object) (err error) {
		if buffer, err = yamlout.Append(buffer[:0], o.Value, 0); err != nil {
			return err
		}
		return one(o.Path, buffer)
	})
	if err != nil || result.Config().Delivery != api.DeliveryFlux {
		return err
	}
	return flux(names, result.Config().Flux, put)
}

// flux hands over what makes Flux apply the stages one after the other: the list of each stage's files, and one
// Kustomization object a stage.
func flux(names []string, config api.Flux, put put) error {
	slices.Sort(names)
	var stages []own.Stage
	for _, s := range own.Stages() {
		var inStage []string
		for _, name := range names {
			if stage, file := path.Split(name); stage == s.Directory()+"/" {
				inStage = append(inStage, file)
			}
		}
		if len(inStage) == 0 {
			continue
		}
		stages = append(stages, s)
		text, err := yamlout.Append(nil, deliver.NewKustomization(inStage), 0)
		if err != nil {
			return err
		}
		if err := put(s.Directory()+"/kustomization.yaml", text); err != nil {
			return err
		}
	}
	var text []byte
	var err error
	for i, k := range deliver.FluxKustomizations(config, stages) {
		if i > 0 {
			text = append(text, "---\n"...)
		}
		if text, err = yamlout.Append(text, k, 0); err != nil {
			return err
		}
	}
	return put(fluxDirectory+"/kustomizations.yaml", text)
}
