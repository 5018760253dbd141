// Package render turns a package of resources into everything the cluster needs: it decodes our kinds, resolves them into
// a plan, and lets the builders make objects of it. What it is given it never changes, and it reads and writes nothing
// else: no files, clock, environment or network.
//
// Resources are read by resource.Split from files and by resourcelist.Read from lists; yaml/encode writes objects.
//
// A finding is the user's mistake and comes in Result.Findings, all of them at once; with an error among them there is
// nothing to write. A Go error is ours.
//
// Render may run several times at once, also on the same resources, and a Result may be used by several goroutines. The names
// of this package may change with a release as long as the module has no version 1; CHANGELOG.md says so. The same input gives
// the same bytes in one release, and what changes them in the next stands there, too.
package render

import (
	"fmt"
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/finding"
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
	// Locate gives places in resources that have no lines of their own the positions and the texts there, where it knows them.
	// It may be nil.
	Locate func([]*finding.Place)
	// Before gives what a resource of ours was before it was patched, for callers that know, and whether the patches were merged
	// into its lists, entry by entry. It may be nil, and gives nil where nothing was patched.
	Before func(*resource.Resource) (before *resource.Resource, merged bool)
	// Nothing is what to say of a package that has nothing of ours, for callers that know where they looked; it may be nil.
	Nothing *finding.Finding
	// NoLines says that the lines of the resources are those of no file that anybody sees: findings have none.
	NoLines bool
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

	config  api.RenderSpec
	paths   bool
	tool    deliver.Tool
	sources []source
	later   int // see made
}

// Config is the configuration of the run.
func (r *Result) Config() api.RenderSpec { return r.config }

// Kept is a resource of the input, foreign or ours.
type Kept struct {
	*resource.Resource
	// Local says that it is never applied: Mark makes that so of ours, some foreign ones say so themselves.
	Local bool
	Mark  resource.Edit
	// Path is its file where it was made in the middle of a build, else empty: see Finished.
	Path string
}

// Failed says whether an error was found, so that the package stays as it was.
func (r *Result) Failed() bool { return finding.AnyError(r.Findings) }

// Render does it all but the writing: see Result.Each for the objects. Each step is told what the steps before it found out.
// They report to one ledger, which decides what counts.
func Render(in Input) (*Result, error) {
	// Read the package: whose is each resource, what is configured, what do the inputs say?
	p := sortOut(&in)
	p.before = in.Before
	config := p.readConfig(in.Set)
	inputs := p.decode()
	p.settle()

	// Resolve it into a plan, check the plan, and list the objects that come of it.
	asked := in.Config != nil || p.has(input) || p.has(configuration)
	whole := p.whole()
	var model *plan.Plan
	var made made
	if asked || p.has(generated) {
		var err error
		model = p.resolve(&inputs, &config)
		if err = p.merge(model); err != nil {
			return nil, fmt.Errorf("merge patches: %w", err)
		}
		p.check(model, &config, whole)
		if made, err = p.list(model, &config); err != nil {
			return nil, fmt.Errorf("list the objects to generate: %w", err)
		}
	}

	// Hold what is made against what is there.
	p.adoptRenamed(&made)
	p.checkIdentities(&made)
	if p.whole() && len(inputs.wukongs) == 0 {
		p.sayNoWukong(&in, asked, model)
	}
	p.reportClaims(p.whole())
	if whole = p.whole(); model != nil && p.has(generated) {
		if whole {
			p.checkLeaving(&made, in.Verbose)
		}
		p.checkChanges(&made, model, whole)
	}

	// Nothing is kept or made of a package with an error.
	result := &Result{Findings: p.located(in.Locate), Asked: asked, config: config.spec}
	if result.Failed() {
		return result, nil
	}
	var err error
	if result.Kept, err = p.kept(); err != nil {
		return nil, fmt.Errorf("mark the inputs as local: %w", err)
	}
	result.sources, result.tool, result.paths, result.later = made.sources, deliver.Of(config.spec.Delivery), in.Paths, made.later
	return result, nil
}

// resolve makes the plan.
func (p *contents) resolve(in *inputs, c *config) *plan.Plan {
	return plan.Resolve(plan.Input{
		Say: p.sayOne, Config: c.spec, Wukongs: in.wukongs, NetworkConfigs: in.networks, Broken: p.broken,
		Incomplete: p.incomplete || slices.Contains(p.broken, ""), FormerBridge: p.formerBridges(), Existing: p.existingAttachment,
	})
}

// sayNoWukong reports a package without a Wukong, in the caller's words where it has nothing of ours and they have some.
func (p *contents) sayNoWukong(in *Input, asked bool, model *plan.Plan) {
	switch {
	case !asked && in.Nothing != nil:
		p.say(*in.Nothing)
	case model == nil:
		p.say(finding.New(finding.NoWukong, "", "nothing of the package is ours: it comes back as it was"))
	default:
		p.say(finding.New(finding.NoWukong, "", "the package has no Wukong: only the NMState part is generated"))
	}
}
