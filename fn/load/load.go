// Package load reads a package: a stream, a directory of YAML files, or a kustomization, which it builds in process. What
// is wrong with the package is a finding; an error is the disk's, or a PackageError where the package is not there.
package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/novasphere/wukong-fn/fn/progress"
	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// Package is a package as it was read.
type Package struct {
	Resources []resource.Resource
	Config    *resource.Resource
	Found     finding.List
	// Files is how many files were read, 0 for a stream.
	Files int
	// Looked are the places that were looked at, with how much was found in each.
	Looked []string
	// Order is how a kustomization wants its output printed, nil for any other package.
	Order *types.SortOptions

	// Finished is the result of the last run of the function where kustomize has run it while it built the package: then
	// Resources are what comes out, and nothing is to be rendered. Else it is nil.
	Finished *render.Result

	// origins are where the resources of a kustomization were written, by their places.
	origins map[finding.Place]origin
	// taught is what concerns patches of a kustomization.
	taught *taught
}

// Options are what the command line says about reading.
type Options struct {
	// Remote allows a kustomization to refer to the network.
	Remote bool
	// Progress is told how far the reading is.
	Progress *progress.Line
	// Function is the KRM function, for kustomizations that have it run while they are built.
	Function Function
	// Program is the program of this process, which kustomize runs in its place: see relay.
	Program string
}

// PackageError says that there is no package where the command line says.
type PackageError struct{ message string }

func (e PackageError) Error() string { return e.message }

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Load reads packages as one.
func Load(paths []string, in io.Reader, o Options) (*Package, error) {
	if len(paths) == 1 {
		return loadOne(paths[0], in, o)
	}
	all := &Package{}
	for _, path := range paths {
		p, err := loadOne(path, in, o)
		if err != nil {
			return nil, err
		}
		if p.Finished != nil {
			p.Found.Add(finishedAlone(path))
		}
		all.join(p)
	}
	return all, nil
}

// finishedAlone says of a package that comes out of kustomize rendered that it cannot be rendered together with others.
func finishedAlone(path string) finding.Finding {
	f := finding.New(finding.TwoConfigs, "", "this kustomization is rendered while kustomize builds it, and not together with other packages: "+
		"name it alone, or make the others bases of it")
	f.Place.File = path
	return f
}

// join adds another package. Its WukongRender becomes a resource among the others, so that two of them are noticed.
func (p *Package) join(other *Package) {
	switch {
	case other.Config == nil:
	case Ours(&other.Config.Meta):
		p.Resources = append(p.Resources, *other.Config)
	default:
		p.Config = other.Config // a ConfigMap in the ResourceList on standard input
	}
	p.Resources = append(p.Resources, other.Resources...)
	p.Found.Add(other.Found.All()...)
	p.Looked = append(p.Looked, other.Looked...)
	if other.taught != nil && other.taught.patches {
		p.taught = other.taught
	}
	for place, o := range other.origins {
		if p.origins == nil {
			p.origins = map[finding.Place]origin{}
		}
		p.origins[place] = o
	}
}

// loadOne reads a package: standard input for "-", else a kustomization where there is one, else YAML files, or one.
func loadOne(path string, in io.Reader, o Options) (*Package, error) {
	if path == Stdin {
		o.Progress.Step("reading standard input", 0)
		p, err := loadStream(in)
		p.Looked = []string{fmt.Sprintf("standard input (%d resources)", len(p.Resources))}
		return p, err
	}
	p, err := loadPath(path, o)
	if err == nil {
		p.Looked = []string{fmt.Sprintf("%s (%d files, %d resources)", path, p.Files, len(p.Resources))}
	}
	return p, err
}

func loadPath(path string, o Options) (*Package, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, PackageError{fmt.Sprintf("there is no file or directory %q", path)}
	case err != nil:
		return nil, fmt.Errorf("look at the package: %w", err)
	case !info.IsDir():
		return loadFile(path)
	case kustomizationFile(path) != "":
		o.Progress.Step("looking at the files of the kustomization", 0)
		return loadKustomization(path, o)
	}
	o.Progress.Step("reading files", 0)
	return loadFiles(path, o)
}

// loadFile reads a package of one file.
func loadFile(file string) (*Package, error) {
	p := &Package{Files: 1}
	text, err := readRegular(os.OpenFile, file, MaxFile)
	if err != nil {
		return p, p.fileError(file, err)
	}
	return p, p.addText(file, text)
}

// loadStream takes a stream of documents or one ResourceList.
func loadStream(in io.Reader) (*Package, error) {
	p := &Package{}
	text, err := ReadAll(in, MaxInput)
	if err != nil {
		return p, p.fileError("", err)
	}
	var noList error
	if strings.Contains(text, resourcelist.Kind) {
		var list *resourcelist.List
		if list, noList = resourcelist.Read(text); noList == nil {
			p.Config = list.FunctionConfig
			return p, p.filed("", p.addAll(list.Items))
		}
	}
	if err := p.addText("", text); err != nil {
		return p, err
	}
	if len(p.Resources) == 1 && p.Resources[0].Meta.Kind == resourcelist.Kind { // a list with a mistake is no stream
		p.Resources = nil
		return p, p.filed("", noList)
	}
	return p, nil
}

// File reads the resources of one file.
func File(file string) ([]resource.Resource, []finding.Finding, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	p := &Package{}
	text, err := ReadAll(f, MaxInput)
	if err == nil {
		err = p.addText(file, text)
	}
	if err != nil {
		err = p.fileError(file, err)
	}
	return p.Resources, p.Found.All(), err
}

// addText adds the resources of a file, and says of each document that is no YAML that it is not.
func (p *Package) addText(file, text string) error {
	p.Resources = slices.Grow(p.Resources, resource.Room(text))
	var failed error
	err := resource.Each(file, text, func(r *resource.Resource) {
		if failed == nil {
			failed = p.add(r)
		}
	})
	if err := p.filed(file, err); err != nil {
		return err
	}
	return p.filed(file, failed)
}

// filed files each of the errors that were joined into one, and passes on what is not the input's fault.
func (p *Package) filed(file string, err error) error {
	for _, err := range each(err) {
		if err := p.fileError(file, err); err != nil {
			return err
		}
	}
	return nil
}

// each is the errors that were joined into one.
func each(err error) []error {
	var joined interface{ Unwrap() []error }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &joined):
		return joined.Unwrap()
	}
	return []error{err}
}

func (p *Package) addAll(resources []resource.Resource) error {
	p.Resources = slices.Grow(p.Resources, len(resources))
	for i := range resources {
		if err := p.add(&resources[i]); err != nil {
			return err
		}
	}
	return nil
}

// add takes a resource, leaves out a document that is none, and takes a list apart that holds resources of ours, as kubectl
// prints them. Other lists stay as they are.
func (p *Package) add(r *resource.Resource) error {
	if isList(r) {
		items, err := resourcelist.Expand(r)
		if err != nil {
			return err
		}
		return p.addAll(items)
	}
	if r.Meta.APIVersion != "" && r.Meta.Kind != "" {
		p.Resources = append(p.Resources, *r)
		return nil
	}
	f := finding.New(finding.NotResource, "",
		"the document has no apiVersion and kind, so it is left out: complete it, or move it out of the package")
	f.Place.File, f.Place.Index, f.Place.Line = r.Source.File, r.Source.Index, r.Source.Line
	p.Found.Add(f)
	return nil
}

// ourGroups ends the name of every API group of ours.
const ourGroups = ".novasphere.dev"

// isList says whether a document is a list that may hold resources of ours.
func isList(r *resource.Resource) bool {
	m := &r.Meta
	lists := m.Kind == "List" && m.APIVersion == "v1" || Ours(m) && strings.HasSuffix(m.Kind, "List")
	return !r.Item && lists && strings.Contains(r.Text, ourGroups+"/")
}

// Ours says whether a resource is of a group of ours.
func Ours(m *resource.Meta) bool { return strings.HasSuffix(object.Group(m.APIVersion), ourGroups) }

// fileError files what is the input's fault as a finding and passes other errors on.
func (p *Package) fileError(file string, err error) error {
	f, ok := Finding(file, err)
	if !ok {
		return err
	}
	p.Found.Add(f)
	return nil
}

// Finding says in a finding what a reader could not take; false for an error that is not the input's.
func Finding(file string, err error) (finding.Finding, bool) {
	f := finding.New(finding.Syntax, "", err.Error())
	var syntax *yaml.SyntaxError
	var list *resourcelist.Error
	var limit LimitError
	var kind kindError
	switch {
	case errors.As(err, &syntax):
		f.Message, f.Place.Line, f.Place.Column = "this is not YAML: "+syntax.Msg, syntax.Line, syntax.Column
	case errors.As(err, &list):
		f.Message, f.Place.Line = list.Msg, list.Line
	case errors.As(err, &limit):
		f = finding.New(finding.Limit, "", err.Error())
	case errors.As(err, &kind):
		f = finding.New(finding.NotRegular, "", err.Error())
	default:
		return finding.Finding{}, false
	}
	f.Place.File = file
	return f, true
}
