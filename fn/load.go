package main

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

	"github.com/novasphere/wukong-fn/render"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
)

// loaded is a package as it was read.
type loaded struct {
	resources []resource.Resource
	config    *resource.Resource
	found     []finding.Finding
	// order is how a kustomization wants its output printed, nil for the order of application.
	order *ordering
}

// load reads the package in dir: standard input for "-", else a kustomization where there is one, else YAML files.
func load(dir string, in io.Reader) (*loaded, error) {
	if dir == "-" {
		return loadStream(in)
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usageError{fmt.Sprintf("there is no directory %q", dir)}
	case err != nil:
		return nil, fmt.Errorf("look at the package: %w", err)
	case !info.IsDir():
		return nil, usageError{fmt.Sprintf("%q is a file: name the directory that holds it, or - to read a stream", dir)}
	}
	if isKustomization(dir) {
		return loadKustomization(dir)
	}
	return loadFiles(dir)
}

// loadStream takes a stream of documents or one ResourceList.
func loadStream(in io.Reader) (*loaded, error) {
	text, err := readAll(in, maxInput)
	if err != nil {
		return asFinding("", err)
	}
	if list, err := resourcelist.Read(text, render.Annotations()...); err == nil {
		return &loaded{resources: list.Items, config: list.FunctionConfig}, nil
	}
	resources, err := resource.Split("", text, render.Annotations()...)
	if err != nil {
		return asFinding("", err)
	}
	p := &loaded{}
	if err := p.add(resources); err != nil {
		return asFinding("", err)
	}
	return p, nil
}

// asFinding is a package that could not be read, with the reason.
func asFinding(file string, err error) (*loaded, error) {
	f, ok := readFinding(file, err)
	if !ok {
		return nil, err
	}
	return &loaded{found: []finding.Finding{f}}, nil
}

// loadFiles reads every YAML file below dir, in the order of their paths. Links are not followed out of the directory,
// hidden files and directories are passed over, and so are files that steer kpt and kustomize or that a .krmignore names.
func loadFiles(dir string) (*loaded, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the package: %w", err)
	}
	defer func() { _ = root.Close() }()
	p, total := &loaded{}, int64(0)
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
		text, err := readAll(f, maxInput-total)
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

// readFile reads the resources of one file.
func readFile(file string) ([]resource.Resource, []finding.Finding, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	p := &loaded{}
	text, err := readAll(f, maxInput)
	if err == nil {
		err = p.addText(file, text)
	}
	if err != nil {
		err = p.fileError(file, err)
	}
	return p.resources, p.found, err
}

func (p *loaded) addText(file, text string) error {
	resources, err := resource.Split(file, text, render.Annotations()...)
	if err != nil {
		return err
	}
	return p.add(resources)
}

// add takes resources, leaves out documents that are none, and takes lists apart that hold resources of ours, as kubectl
// prints them. Other lists stay as they are.
func (p *loaded) add(resources []resource.Resource) error {
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
			p.resources = append(p.resources, resources[i])
			continue
		}
		f := finding.New(finding.NotResource, "", "the document has no apiVersion and kind, so it is left out: complete it, or move it out of the package")
		s := &resources[i].Source
		f.Place.File, f.Place.Index, f.Place.Line = s.File, s.Index, s.Line
		p.found = append(p.found, f)
	}
	return nil
}

// ourGroups ends the name of every API group of ours.
const ourGroups = ".novasphere.dev"

// isList says whether a document is a list that may hold resources of ours.
func isList(r *resource.Resource) bool {
	m := &r.Meta
	return !r.Item && (m.Kind == "List" && m.APIVersion == "v1" || ours(m) && strings.HasSuffix(m.Kind, "List")) && strings.Contains(r.Text, ourGroups+"/")
}

func ours(m *resource.Meta) bool { return strings.HasSuffix(kube.Group(m.APIVersion), ourGroups) }

// fileError files what is the input's fault as a finding and passes other errors on.
func (p *loaded) fileError(file string, err error) error {
	f, ok := readFinding(file, err)
	if !ok {
		return err
	}
	p.found = append(p.found, f)
	return nil
}
