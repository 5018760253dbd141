package command

import (
	"bytes"
	"fmt"
	"io"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// function is the KRM function (functions specification v1). With an error among the findings the list comes back as it
// was, with results, and the run fails. Findings also go to stderr, because kustomize drops results.
func (p *Process) function() error {
	text, err := load.ReadAll(p.In, load.MaxInput)
	if err != nil {
		return p.reportReadError(err)
	}
	list, err := resourcelist.Read(text)
	if err != nil {
		return p.reportReadError(err)
	}
	result, err := render.Render(render.Input{Resources: list.Items, Config: list.FunctionConfig, Paths: true, NoLines: true})
	if err != nil {
		return err
	}
	if err := writeList(p.Out, list, result); err != nil {
		return fmt.Errorf("write the ResourceList: %w", err)
	}
	return p.reportLines(result.Findings)
}

// inside is the function where kustomize runs it while a command builds a kustomization, with the command's options.
func (p *Process) inside(o *options, config *resource.Resource) load.Function {
	return func(list *resourcelist.List, in render.Input) (*render.Result, []byte, error) {
		in.Set, in.Paths, in.Verbose = o.set, true, o.verbose
		if config != nil {
			in.Config = config
		}
		result, err := render.Render(in)
		if err != nil {
			return nil, nil, err
		}
		var out bytes.Buffer
		if err := writeList(&out, list, result); err != nil {
			return nil, nil, fmt.Errorf("write the ResourceList: %w", err)
		}
		return result, out.Bytes(), nil
	}
}

// writeList writes the list with what was kept, what was generated and what was found.
func writeList(w io.Writer, list *resourcelist.List, result *render.Result) error {
	out := newFlusher(w)
	kept, generated := result.Kept, result.Len()
	if result.Failed() {
		kept, generated = make([]render.Kept, len(list.Items)), 0
		for i := range list.Items {
			kept[i].Resource = &list.Items[i]
		}
	}
	out.buffer = list.AppendHead(out.buffer, len(kept)+generated)
	for i := range kept { // the last one stays in the buffer: only there it is seen whether its line has ended
		if err := out.flushFull(); err != nil {
			return err
		}
		out.buffer = list.AppendItem(out.buffer, kept[i].Resource, kept[i].Mark)
	}
	if generated > 0 {
		out.buffer = resourcelist.EndLine(out.buffer)
	}
	if !result.Failed() {
		err := result.Each(func(o render.Object) (err error) {
			if out.buffer, err = encode.AppendItem(out.buffer, o.Value, list.Indent); err != nil {
				return err
			}
			return out.flushFull()
		})
		if err != nil {
			return err
		}
	}
	entries, err := resultEntries(result.Findings)
	if err != nil {
		return err
	}
	out.buffer = list.AppendTail(out.buffer, entries)
	return out.flush()
}

// resultEntries appends the findings as results; nil, which leaves the list's results alone, where there are none.
func resultEntries(found []finding.Finding) (func([]byte) []byte, error) {
	var text []byte
	var err error
	for _, r := range report.New(found, report.ForPeople).Results() {
		if text, err = encode.AppendItem(text, r, 0); err != nil {
			return nil, err
		}
	}
	if text == nil {
		return nil, nil
	}
	return func(dst []byte) []byte { return append(dst, text...) }, nil
}
