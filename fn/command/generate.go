package command

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/output"
	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// generateCommand prints the package's manifests, or writes them to files. With an error among the findings it writes
// nothing.
func (p *Process) generateCommand() *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "generate [PATH...]",
		Short: "Print the manifests of a package, or write them to files",
		Long: `Prints the manifests of a package, in the order in which they can be applied, or writes them to files.
Findings go to stderr.

` + aboutPaths,
		Example: `  wukong-fn generate                                     # the package in this directory
  wukong-fn generate clusters/prod --output rendered     # as files, one directory a stage
  wukong-fn generate networks machines/web.yaml          # several as one package
  kubectl get wukongs -A -o yaml | wukong-fn generate -
  wukong-fn generate . --set nmstate.version=v0.86.0 --set delivery=flux`,
		ValidArgsFunction: completePaths,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := o.take(args); err != nil {
				return err
			}
			return p.generate(&o)
		},
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", "write files below the directory `OUT`, one directory a stage; other files there stay")
	c.Flags().BoolVar(&o.force, "force", false, "with --output: replace files and links of others that are in the way")
	complete(c, "output", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	})
	p.flags(c, &o)
	return c
}

// aboutPaths says what packages are.
const aboutPaths = `PATH is a kustomization, a kpt package, a directory of YAML files, a file of one, or - for a YAML stream or
ResourceList on stdin; without one it is this directory. Several are read one after the other, each as it
would be alone, and then rendered together as one package: they may hold one WukongRender between them, and
what is generated is in the order of application, whatever the kustomizations among them ask for.`

func (p *Process) generate(o *options) error {
	result, err := p.render(o)
	if err != nil {
		return err
	}
	if err := p.report(o, result.Findings); err != nil {
		return err
	}
	if err := failed(result.Findings); err != nil {
		return err
	}
	if o.output != "" {
		return p.writeFiles(o, result.Result)
	}
	return writeStream(p.Out, result.Result, result.order)
}

// report tells people on stderr what was found.
func (p *Process) report(o *options, found []finding.Finding) error {
	return report.New(found, cmp.Or(o.most, report.ForPeople)).Text(p.Err, report.Options{Color: p.ColorErr})
}

// writeFiles writes what is to be applied to files, or says what is in the way.
func (p *Process) writeFiles(o *options, result *render.Result) error {
	if info, err := os.Stat(o.output); err == nil && !info.IsDir() {
		return usageError{fmt.Sprintf("--output: %q is a file: name a directory", o.output)}
	}
	line := p.progress(o)
	done, found, err := output.Write(o.output, result, output.Options{Force: o.force, Progress: line})
	line.Stop()
	if err != nil {
		return err
	}
	if err := p.report(o, found); err != nil {
		return err
	}
	if err := failed(found); err != nil || o.quiet {
		return err
	}
	if _, err := fmt.Fprintf(p.Err, "%s in %s\n", done, report.Visible(o.output)); err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	return nil
}

// rendered is a package's result and the order in which it is printed, nil for the order of application.
type rendered struct {
	*render.Result
	order *ordering
}

// render loads and renders a package. Findings of loading come with those of rendering; where loading found an error,
// rendering is still done, so that all mistakes are seen at once.
func (p *Process) render(o *options) (*rendered, error) {
	line := p.progress(o)
	defer line.Stop()
	if err := p.Network(o.remote); err != nil {
		return nil, fmt.Errorf("close the network: %w", err)
	}
	var config *resource.Resource
	var found []finding.Finding
	if o.config != "" {
		var err error
		if config, found, err = loadConfig(o.config); err != nil {
			return nil, err
		}
	}
	pkg, err := load.Load(o.paths, p.In, load.Options{
		Remote: o.remote, Progress: line, Function: p.inside(o, config), Program: p.Program,
	})
	if err != nil {
		return nil, err
	}
	pkg.Found.Add(found...)
	if o.config != "" {
		pkg.Config = config
	}
	if pkg.Finished != nil {
		return &rendered{render.Finished(pkg.Finished, pkg.Resources, pkg.Found.All()), nil}, nil
	}
	nothing := nothingOfOurs(pkg)
	line.Step("rendering the resources of the package", 0)
	result, err := render.Render(render.Input{
		Resources: pkg.Resources, Config: pkg.Config, Set: o.set, Incomplete: pkg.Found.Failed(), Verbose: o.verbose, Locate: pkg.Locate,
		Before:  pkg.Before,
		Nothing: &nothing,
	})
	if err != nil {
		return nil, err
	}
	var all finding.List
	all.Add(pkg.Found.All()...)
	all.Add(result.Findings...)
	result.Findings = all.All()
	finding.Sort(result.Findings)
	return &rendered{result, orderingOf(pkg.Order)}, nil
}

// nothingOfOurs says what was looked at in vain.
func nothingOfOurs(p *load.Package) finding.Finding {
	return finding.New(finding.NothingOfOurs, "", "there is no Wukong, NetworkConfig or WukongRender in "+strings.Join(p.Looked, ", ")+
		": name the directory that holds them, or, for the NMState release alone, a WukongRender with --config")
}

// loadConfig reads the configuration that the command line names. It is nil with an error among the findings.
func loadConfig(file string) (*resource.Resource, []finding.Finding, error) {
	resources, found, err := load.File(file)
	switch {
	case err != nil:
		return nil, nil, usageError{"--config: " + err.Error()}
	case len(resources) == 1:
		return &resources[0], found, nil
	case finding.AnyError(found):
		return nil, found, nil // that is reported, and ends the run
	}
	return nil, nil, usageError{fmt.Sprintf("--config: %s has %d resources, it must have one", file, len(resources))}
}

// writeStream prints what is to be applied as a stream of documents: foreign resources first, or in the order of a
// kustomization.
func writeStream(w io.Writer, result *render.Result, order *ordering) error {
	out := documents{flusher: newFlusher(w)}
	err := out.writeAll(result, order)
	if err == nil {
		err = out.flush()
	}
	if err != nil {
		return fmt.Errorf("write the manifests: %w", err)
	}
	return nil
}

// documents writes a stream of documents.
type documents struct {
	*flusher
	begun bool
}

func (d *documents) writeAll(result *render.Result, order *ordering) error {
	if order != nil {
		for _, e := range order.of(result) {
			if err := d.writeEntry(result, &e); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range result.Kept {
		if k := &result.Kept[i]; !k.Local {
			if err := d.foreign(k.Resource); err != nil {
				return err
			}
		}
	}
	return result.Each(d.object)
}

func (d *documents) writeEntry(result *render.Result, e *entry) error {
	if e.foreign != nil {
		return d.foreign(e.foreign)
	}
	o, err := result.Object(e.generated)
	if err != nil {
		return err
	}
	return d.object(o)
}

func (d *documents) foreign(r *resource.Resource) error {
	d.separate()
	return d.write(r.Document())
}

func (d *documents) object(o render.Object) (err error) {
	d.separate()
	if d.buffer, err = encode.Append(d.buffer, o.Value, 0); err != nil {
		return err
	}
	return d.flushFull()
}

// separate begins a document behind another.
func (d *documents) separate() {
	if d.begun {
		d.buffer = append(d.buffer, "---\n"...)
	}
	d.begun = true
}
