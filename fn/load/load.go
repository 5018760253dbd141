// Package load reads a package: a stream, a directory of YAML files, or a kustomization, which it builds in process. What
// is wrong with the package is a finding; an error is the disk's, or a PackageError where the package is not there.
package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/monochromegane/go-gitignore"
	"sigs.k8s.io/kustomize/api/types"

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
	"github.com/novasphere/wukong-fn/render/yamlin"
)

// Package is a package as it was read.
type Package struct {
	Resources []resource.Resource
	Config    *resource.Resource
	Found     []finding.Finding
	// Files is how many files were read, 0 for a stream.
	Files int
	// Order is how a kustomization wants its output printed, nil for any other package.
	Order *types.SortOptions
}

// PackageError says that there is no package where the command line says.
type PackageError struct{ message string }

func (e PackageError) Error() string { return e.message }

// Load reads the package in dir: standard input for "-", else a kustomization where there is one, else YAML files.
func Load(dir string, in io.Reader) (*Package, error) {
	if dir == "-" {
		return loadStream(in)
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, PackageError{fmt.Sprintf("there is no directory %q", dir)}
	case err != nil:
		return nil, fmt.Errorf("look at the package: %w", err)
	case !info.IsDir():
		return nil, PackageError{fmt.Sprintf("%q is a file: name the directory that holds it, or - to read a stream", dir)}
	}
	if isKustomization(dir) {
		return loadKustomization(dir)
	}
	return loadFiles(dir)
}

// loadStream takes a stream of documents or one ResourceList.
func loadStream(in io.Reader) (*Package, error) {
	text, err := ReadAll(in, MaxInput)
	if err != nil {
		return asFinding("", err)
	}
	p := &Package{}
	list, err := resourcelist.Read(text, render.Annotations()...)
	if err == nil {
		p.Config = list.FunctionConfig
		err = p.add(list.Items)
	} else if resources, splitErr := resource.Split("", text, render.Annotations()...); splitErr != nil {
		err = splitErr
	} else if len(resources) != 1 || resources[0].Meta.Kind != resourcelist.Kind { // a list with a mistake is no stream
		err = p.add(resources)
	}
	if err != nil {
		return asFinding("", err)
	}
	return p, nil
}

// asFinding is a package that could not be read, with the reason.
func asFinding(file string, err error) (*Package, error) {
	f, ok := Finding(file, err)
	if !ok {
		return nil, err
	}
	return &Package{Found: []finding.Finding{f}}, nil
}

// loadFiles reads every YAML file below dir, in the order of their paths. Links are not followed out of the directory,
// hidden files and directories are passed over, and so are files that steer kpt and kustomize or that a .krmignore names.
func loadFiles(dir string) (*Package, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the package: %w", err)
	}
	defer func() { _ = root.Close() }()
	p, total := &Package{}, int64(0)
	ignore := &ignored{root: root, matches: map[string]gitignore.IgnoreMatcher{}}
	// Names come from the directory itself, which saves a look at each file: opening them is what must not lead out of it.
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") || ignore.has(name, entry)):
			return fs.SkipDir
		case entry.IsDir():
			return ignore.enter(name)
		case !isManifest(entry), ignore.has(name, entry):
			return nil
		}
		// Not to block changes nothing for a file, and saves the calls that would ask for it.
		f, err := root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		p.Files++
		text, err := ReadAll(f, MaxInput-total)
		if err == nil {
			before := total
			total += int64(len(text))
			pace(before, total)
			err = p.addText(name, text)
		}
		if err != nil {
			return p.fileError(name, err)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the package: %w", err)
	}
	return p, nil
}

// isManifest says whether a file can hold resources of the package.
func isManifest(entry fs.DirEntry) bool {
	name := entry.Name()
	if strings.HasPrefix(name, ".") || !entry.Type().IsRegular() || isKustomizationFile(name) {
		return false
	}
	ext := path.Ext(name)
	return ext == ".yaml" || ext == ".yml"
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
	return p.Resources, p.Found, err
}

func (p *Package) addText(file, text string) error {
	resources, err := resource.Split(file, text, render.Annotations()...)
	if err != nil {
		return err
	}
	return p.add(resources)
}

// add takes resources, leaves out documents that are none, and takes lists apart that hold resources of ours, as kubectl
// prints them. Other lists stay as they are.
func (p *Package) add(resources []resource.Resource) error {
	for i := range resources {
		m := &resources[i].Meta
		if isList(&resources[i]) {
			items, err := resourcelist.Expand(&resources[i], render.Annotations()...)
			if err == nil {
				err = p.add(items)
			}
			if err != nil {
				return err
			}
			continue
		}
		if m.APIVersion != "" && m.Kind != "" {
			p.Resources = append(p.Resources, resources[i])
			continue
		}
		f := finding.New(finding.NotResource, "", "the document has no apiVersion and kind, so it is left out: complete it, or move it out of the package")
		s := &resources[i].Source
		f.Place.File, f.Place.Index, f.Place.Line = s.File, s.Index, s.Line
		p.Found = append(p.Found, f)
	}
	return nil
}

// ourGroups ends the name of every API group of ours.
const ourGroups = ".novasphere.dev"

// isList says whether a document is a list that may hold resources of ours.
func isList(r *resource.Resource) bool {
	m := &r.Meta
	return !r.Item && (m.Kind == "List" && m.APIVersion == "v1" || Ours(m) && strings.HasSuffix(m.Kind, "List")) && strings.Contains(r.Text, ourGroups+"/")
}

// Ours says whether a resource is of a group of ours.
func Ours(m *resource.Meta) bool { return strings.HasSuffix(kube.Group(m.APIVersion), ourGroups) }

// fileError files what is the input's fault as a finding and passes other errors on.
func (p *Package) fileError(file string, err error) error {
	f, ok := Finding(file, err)
	if !ok {
		return err
	}
	p.Found = append(p.Found, f)
	return nil
}

// Finding says in a finding what a reader could not take; false for an error that is not the input's.
func Finding(file string, err error) (finding.Finding, bool) {
	f := finding.New(finding.Syntax, "", err.Error())
	var syntax *yamlin.SyntaxError
	var list *resourcelist.Error
	switch {
	case errors.As(err, &syntax):
		f.Message, f.Place.Line, f.Place.Column = "this is not YAML: "+syntax.Msg, syntax.Line, syntax.Column
	case errors.As(err, &list):
		f.Message, f.Place.Line = list.Msg, list.Line
	case errors.Is(err, ErrTooLarge):
		f = finding.New(finding.Limit, "", err.Error())
	default:
		return finding.Finding{}, false
	}
	f.Place.File = file
	return f, true
}
