// Package processor offers the function to Go programs that chain KRM functions in one process (Porch, Nephio, kpt's own
// runtime), as the kpt functions SDK has it.
//
// Objects cross the border as texts, because the SDK sends typed values through float64. The SDK sorts items when it prints
// a list, and its reader panics at YAML aliases: both happen outside of this package.
package processor

import (
	"fmt"

	"github.com/GoogleContainerTools/kpt-functions-sdk/go/fn"

	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// New is the function. It appends its findings to the list's results. With an error among them it answers false and leaves
// the items as they were. It may be used by several goroutines, each with a list of its own.
func New() fn.ResourceListProcessor { return fn.ResourceListProcessorFunc(process) }

func process(list *fn.ResourceList) (success bool, err error) {
	in := render.Input{Resources: make([]resource.Resource, len(list.Items)), Paths: true, NoLines: true}
	for i, item := range list.Items {
		if in.Resources[i], err = read(item); err != nil {
			return false, fmt.Errorf("read items[%d]: %w", i, err)
		}
	}
	if c := list.FunctionConfig; c != nil && c.GetKind() != "" { // the SDK's empty object stands for none
		config, err := read(c)
		if err != nil {
			return false, fmt.Errorf("read the functionConfig: %w", err)
		}
		in.Config = &config
	}
	result, err := render.Render(in)
	if err != nil {
		return false, err
	}
	if !result.Failed() {
		items, err := output(list.Items, in.Resources, result)
		if err != nil {
			return false, err
		}
		list.Items = items
	}
	list.Results = append(list.Results, results(result.Findings)...)
	return !result.Failed(), nil
}

func read(o *fn.KubeObject) (resource.Resource, error) {
	return resource.New(o.String(), false, resource.Source{})
}

// output are the items that stay, those of our kinds marked local, and the generated objects behind them.
func output(items fn.KubeObjects, resources []resource.Resource, result *render.Result) (fn.KubeObjects, error) {
	out := make(fn.KubeObjects, 0, len(result.Kept)+result.Len())
	kept := result.Kept
	for i := range resources {
		if len(kept) == 0 || kept[0].Resource != &resources[i] {
			continue
		}
		item := items[i]
		if mark := kept[0].Mark; mark != (resource.Edit{}) {
			var err error
			if item, err = fn.ParseKubeObject(mark.Append(nil, resources[i].Text)); err != nil {
				return nil, fmt.Errorf("mark items[%d] as local: %w", i, err)
			}
		}
		out, kept = append(out, item), kept[1:]
	}
	var text []byte
	err := result.Each(func(o render.Object) (err error) {
		if text, err = encode.Append(text[:0], o.Value, 0); err != nil {
			return err
		}
		item, err := fn.ParseKubeObject(text)
		out = append(out, item)
		return err
	})
	return out, err
}

// results are the findings in the SDK's types, as many as the binary's own list of results has.
func results(found []finding.Finding) fn.Results {
	var out fn.Results
	for _, r := range report.New(found, report.ForPeople).Results() {
		converted := &fn.Result{Message: r.Message, Severity: fn.Severity(r.Severity), Tags: r.Tags}
		if ref := r.ResourceRef; ref != nil {
			converted.ResourceRef = &fn.ResourceRef{APIVersion: ref.APIVersion, Kind: ref.Kind, Name: ref.Name, Namespace: ref.Namespace}
		}
		if f := r.Field; f != nil {
			converted.Field = &fn.Field{Path: f.Path, CurrentValue: f.CurrentValue, ProposedValue: f.ProposedValue}
		}
		if f := r.File; f != nil {
			converted.File = &fn.File{Path: f.Path, Index: f.Index}
		}
		out = append(out, converted)
	}
	return out
}
