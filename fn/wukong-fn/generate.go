package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/fn/load"
	"github.com/novasphere/wukong-fn/fn/output"
	"github.com/novasphere/wukong-fn/fn/report"
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// options are what generate and validate are told.
type options struct {
	dir, config, output, format string
	force                       bool
	set                         map[string]string
	verbose, remote             bool
	// most is how many findings are listed, 0 for the format's own number.
	most int
	// wrong is what a flag wants whose value cannot be used.
	wrong string
}

// parse reads arguments of a command, flags before or behind the directory; a command has an output or, without, a format.
func parse(command string, args []string, out bool, s streams) (options, error) {
	o := options{dir: ".", set: map[string]string{}}
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.config, "config", "", "")
	flags.BoolVar(&o.verbose, "verbose", false, "")
	flags.BoolVar(&o.remote, "allow-remote", false, "")
	flags.Func("set", "", o.setter("--set", func(value string) string { return value }))
	flags.Func("set-env", "", o.setter("--set-env", s.env))
	flags.Func("max-findings", "", o.setMost)
	if out {
		flags.StringVar(&o.output, "output", "", "")
		flags.StringVar(&o.output, "o", "", "")
		flags.BoolVar(&o.force, "force", false, "")
	} else {
		flags.StringVar(&o.format, "format", report.FormatText, "")
	}
	var positional []string
	for rest := args; ; {
		if err := flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				_, _ = io.WriteString(s.out, usage)
				return o, err
			}
			message, _, _ := strings.Cut(err.Error(), "=") // behind it stands a value
			return o, usageError{command + ": " + message}
		}
		if o.wrong != "" {
			return o, usageError{command + ": " + o.wrong}
		}
		if rest = flags.Args(); len(rest) == 0 {
			break
		}
		positional, rest = append(positional, rest[0]), rest[1:]
	}
	if o.force && o.output == "" {
		return o, usageError{command + ": --force is for --output"}
	}
	if len(positional) > 1 {
		return o, usageError{fmt.Sprintf("%s takes one directory, not %d", command, len(positional))}
	}
	if len(positional) == 1 {
		o.dir = positional[0]
	}
	return o, nil
}

// setter is a flag KEY=VALUE over the configuration, the value seen through read. An empty value leaves the field alone,
// so that callers can pass on what may not be set. It returns no error: package flag would print the value with it.
func (o *options) setter(flag string, read func(string) string) func(string) error {
	return func(text string) error {
		key, value, found := strings.Cut(text, "=")
		if !found || key == "" {
			o.wrong = flag + " wants KEY=VALUE"
			return nil
		}
		if value = read(value); value != "" {
			o.set[key] = value
		}
		return nil
	}
}

// setMost is the flag that says how many findings are listed. As setter it returns no error.
func (o *options) setMost(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > finding.Most {
		o.wrong = fmt.Sprintf("--max-findings wants a number from 1 to %d", finding.Most)
	}
	o.most = n
	return nil
}

// generate prints the package's manifests, or writes them to files. With an error among the findings it writes nothing.
func generate(args []string, s streams) error {
	o, err := parse("generate", args, true, s)
	if err != nil {
		return err
	}
	result, err := renderDir(o, s)
	if err != nil {
		return err
	}
	if err := report.New(result.Findings, cmp.Or(o.most, report.ForPeople)).Text(s.err, report.Options{Color: s.colorErr}); err != nil {
		return err
	}
	if err := failed(result.Findings); err != nil {
		return err
	}
	if o.output != "" {
		return writeFiles(o, result.Result, s)
	}
	return writeStream(s.out, result.Result, result.order)
}

// writeFiles writes what is to be applied to files, or says what is in the way.
func writeFiles(o options, result *render.Result, s streams) error {
	if info, err := os.Stat(o.output); err == nil && !info.IsDir() {
		return usageError{fmt.Sprintf("--output: %q is a file: name a directory", o.output)}
	}
	found, err := output.Write(o.output, result, o.force)
	if err != nil {
		return err
	}
	if err := report.New(found, cmp.Or(o.most, report.ForPeople)).Text(s.err, report.Options{Color: s.colorErr}); err != nil {
		return err
	}
	return failed(found)
}

// validate reports the package's findings.
func validate(args []string, s streams) error {
	o, err := parse("validate", args, false, s)
	if err != nil {
		return err
	}
	write := report.Format(o.format)
	if write == nil {
		return usageError{fmt.Sprintf("validate: there is no format %q, but text, json and sarif", o.format)}
	}
	result, err := renderDir(o, s)
	if err != nil {
		return err
	}
	if err := write(report.New(result.Findings, cmp.Or(o.most, report.Most(o.format))), s.out, report.Options{Dir: o.dir, Version: version(), Color: s.colorOut}); err != nil {
		return err
	}
	return failed(result.Findings)
}

// rendered is a package's result and the order in which it is printed, nil for the order of application.
type rendered struct {
	*render.Result
	order *ordering
}

// renderDir loads and renders a package. Findings of loading come with those of rendering; where loading found an error,
// rendering is still done, so that all mistakes are seen at once.
func renderDir(o options, s streams) (*rendered, error) {
	if err := s.network(o.remote); err != nil {
		return nil, fmt.Errorf("close the network: %w", err)
	}
	p, err := load.Load(o.dir, s.in, load.Options{Remote: o.remote})
	if err != nil {
		return nil, err
	}
	if o.config != "" {
		if p.Config, err = loadConfig(o.config, p); err != nil {
			return nil, err
		}
	}
	nothing := nothingOfOurs(o.dir, p)
	result, err := render.Render(render.Input{
		Resources: p.Resources, Config: p.Config, Set: o.set, Incomplete: p.Found.Failed(), Verbose: o.verbose, Locate: p.Locate,
		Nothing: &nothing,
	})
	if err != nil {
		return nil, err
	}
	var all finding.List
	all.Add(p.Found.All()...)
	all.Add(result.Findings...)
	result.Findings = all.All()
	finding.Sort(result.Findings)
	return &rendered{result, orderingOf(p.Order)}, nil
}

// nothingOfOurs says what was looked at in vain.
func nothingOfOurs(dir string, p *load.Package) finding.Finding {
	place := fmt.Sprintf("standard input (%d resources)", len(p.Resources))
	if dir != "-" {
		place = fmt.Sprintf("%s (%d files, %d resources)", dir, p.Files, len(p.Resources))
	}
	return finding.New(finding.NothingOfOurs, "", "there is no Wukong, NetworkConfig or WukongRender in "+place+
		": name the directory that holds them, or, for the NMState release alone, a WukongRender with --config")
}

// loadConfig reads the configuration that the command line names.
func loadConfig(file string, p *load.Package) (*resource.Resource, error) {
	resources, found, err := load.File(file)
	if err != nil {
		return nil, usageError{"--config: " + err.Error()}
	}
	p.Found.Add(found...)
	if len(resources) != 1 {
		if finding.AnyError(found) {
			return nil, nil // that is reported, and ends the run
		}
		return nil, usageError{fmt.Sprintf("--config: %s has %d resources, it must have one", file, len(resources))}
	}
	return &resources[0], nil
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
