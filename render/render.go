// Package render turns a package of resources into everything the cluster needs: it decodes our kinds, resolves them into
// a plan, and lets the builders make objects of it. What it is given it never changes, and it reads and writes nothing
// else: no files, clock, environment or network.
//
// A finding is the user's mistake and comes in Result.Findings, all of them at once; with an error among them there is
// nothing to write. A Go error is ours.
package render

import (
	"fmt"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
)

// Input is a package, in any order.
type Input struct {
	Resources []resource.Resource
	// Config is the functionConfig, nil where there is none; then the package's own WukongRender serves, if it has one.
	Config *resource.Resource
	// Set are settings over the configuration, by the dotted paths of its fields.
	Set map[string]string
	// Incomplete says that a part of the package could not be read: nothing follows from what is not there.
	Incomplete bool
	// Verbose asks for a finding on each object that is removed, not only for their number.
	Verbose bool
	// Locate gives a place in a resource that has no line of its own the position and the text there, where it knows them. It
	// may be nil.
	Locate func(*finding.Place)
	// Paths says whether objects carry the path annotations that an orchestrator needs to write them to files.
	Paths bool
}

// Result is what a package becomes.
type Result struct {
	Findings []finding.Finding
	// Kept are the input's resources that stay, in their order. Objects that a former run made are not among them.
	Kept []Kept
	// Asked says that there is something to render: an input of ours or a configuration.
	Asked bool

	paths   bool
	config  config
	release []fixed
	// secrets are the indexes of the machines whose cloud-init texts need one.
	secrets []int
	// instanceID is the NMState object's, none where none is made.
	instanceID []object.ID
	plan       *plan.Plan
	builders   builders
	// What this run makes, by identity, and its disks by their volumes; nil until they are asked for.
	made  map[object.ID]*plan.Origin
	disks map[[2]string]*plan.Origin
}

// Config is the configuration of the run.
func (r *Result) Config() api.RenderSpec { return r.config.spec }

// Kept is a resource of the input, foreign or ours.
type Kept struct {
	*resource.Resource
	// Local says that it is never applied: Mark makes that so of ours, some foreign ones say so themselves.
	Local bool
	Mark  resource.Edit
}

// Failed says whether an error was found, so that the package stays as it was.
func (r *Result) Failed() bool { return finding.AnyError(r.Findings) }

// Annotations are the keys that a reader has to keep of a resource's annotations.
func Annotations() []string { return []string{object.OwnerAnnotation} }

// Render does it all but the writing: see Result.Each for the objects.
func Render(in Input) (*Result, error) {
	p := sortOut(in.Resources)
	p.incomplete = in.Incomplete
	if in.Paths {
		p.checkPaths()
	}
	result := &Result{paths: in.Paths, Asked: in.Config != nil || p.has(input) || p.has(configuration), config: p.readConfig(in.Config, in.Set)}
	inputs := p.decode()
	p.settle()
	whole := !p.incomplete && !p.found.Failed()
	if result.Asked || p.has(generated) {
		if err := p.resolve(result, &inputs, whole); err != nil {
			return nil, err
		}
	}
	if whole && len(inputs.wukongs) == 0 && !p.found.Failed() {
		p.say(finding.New(finding.NoWukong, "", noWukong(result)))
	}
	whole = whole && !p.found.Failed()
	p.reportClaims(whole)
	if whole && result.plan != nil {
		p.checkLeaving(result, in.Verbose)
	}
	result.Findings = p.located(in.Locate)
	if result.Failed() {
		return result, nil
	}
	var err error
	if result.Kept, err = p.kept(); err != nil {
		return nil, fmt.Errorf("mark the inputs as local: %w", err)
	}
	return result, nil
}

// resolve makes the plan and lists what comes of it. whole says that all of the package could be read.
func (p *parts) resolve(r *Result, inputs *inputs, whole bool) error {
	r.plan = plan.Resolve(plan.Input{
		Say: p.sayOne, Config: r.config.spec, Wukongs: inputs.wukongs, NetworkConfigs: inputs.networks, Broken: p.broken,
		Incomplete: p.incomplete || slices.Contains(p.broken, ""),
	})
	p.check(r.plan, &r.config, whole)
	if r.config.broken {
		return nil
	}
	if err := r.list(p); err != nil {
		return fmt.Errorf("list the objects to generate: %w", err)
	}
	return nil
}

func noWukong(r *Result) string {
	if r.plan == nil {
		return "nothing of the package is ours: it comes back as it was"
	}
	return "the package has no Wukong: only the NMState part is generated"
}
