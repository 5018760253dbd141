// Package output writes what is to be applied to files, one directory a stage.
package output

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/novasphere/wukong-fn/render"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/deliver"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/own"
	"github.com/novasphere/wukong-fn/render/yamlout"
)

// OccupiedError says that the output directory holds something that we did not write.
type OccupiedError struct{ message string }

func (e OccupiedError) Error() string { return e.message }

// Write writes what is to be applied to files in one directory a stage, and puts the whole in the place of dir at
// once: it is written beside dir first, so that an error leaves dir as it was.
func Write(dir string, result *render.Result) (err error) {
	if err := mayReplace(dir); err != nil {
		return err
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make the directory above %s: %w", dir, err)
	}
	staging, err := os.MkdirTemp(parent, ".wukong-fn-")
	if err != nil {
		return fmt.Errorf("make a directory beside %s: %w", dir, err)
	}
	defer func() {
		if removeErr := os.RemoveAll(staging); err == nil && removeErr != nil {
			err = fmt.Errorf("clean up: %w", removeErr)
		}
	}()
	next := filepath.Join(staging, "new")
	if err := fill(next, result); err != nil {
		return err
	}
	old := filepath.Join(staging, "old")
	if err := os.Rename(dir, old); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("set %s aside: %w", dir, err)
	}
	if err := os.Rename(next, dir); err != nil {
		_ = os.Rename(old, dir)
		return fmt.Errorf("put the new %s in place: %w", dir, err)
	}
	return nil
}

// fluxDirectory holds the Kustomization objects of Flux beside the stages.
const fluxDirectory = "flux"

// mayReplace refuses a directory that holds something we did not write: it would be lost.
func mayReplace(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the output directory: %w", err)
	}
	known := []string{fluxDirectory}
	for _, s := range own.Stages() {
		known = append(known, s.Directory())
	}
	for _, e := range entries {
		if !e.IsDir() || !slices.Contains(known, e.Name()) {
			return OccupiedError{fmt.Sprintf("the output directory %s holds %q, which wukong-fn did not write: name a new or empty directory", dir, e.Name())}
		}
	}
	return nil
}

// treeWriter writes files below a directory, each once, and knows which it has written.
type treeWriter struct {
	dir   string
	files map[string]bool
}

func (w *treeWriter) write(name string, text []byte) error {
	if w.files[name] {
		return fmt.Errorf("two objects would be written to %s", name)
	}
	w.files[name] = true
	file := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("make a stage's directory: %w", err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return fmt.Errorf("write an object: %w", err)
	}
	return nil
}

// fill writes all files below dir.
func fill(dir string, result *render.Result) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the output directory: %w", err)
	}
	w := &treeWriter{dir: dir, files: map[string]bool{}}
	var foreign []own.Foreign
	for i := range result.Kept {
		if k := &result.Kept[i]; !k.Local {
			m := &k.Meta
			foreign = append(foreign, own.Foreign{Group: kube.Group(m.APIVersion), Kind: m.Kind, Namespace: m.Namespace, Name: m.Name, Text: k.Document()})
		}
	}
	for i, name := range own.ForeignPaths(foreign) {
		if err := w.write(name, []byte(foreign[i].Text)); err != nil {
			return err
		}
	}
	var buffer []byte
	err := result.Each(func(o render.Object) (err error) {
		if buffer, err = yamlout.Append(buffer[:0], o.Value, 0); err != nil {
			return err
		}
		return w.write(o.Path, buffer)
	})
	if err != nil || result.Config().Delivery != api.DeliveryFlux {
		return err
	}
	return w.flux(result.Config().Flux)
}

// flux writes what makes Flux apply the stages one after the other: the list of each stage's files, and one Kustomization
// object a stage.
func (w *treeWriter) flux(config api.Flux) error {
	var stages []own.Stage
	for _, s := range own.Stages() {
		var files []string
		for _, name := range slices.Sorted(maps.Keys(w.files)) {
			if stage, file := path.Split(name); stage == s.Directory()+"/" {
				files = append(files, file)
			}
		}
		if len(files) == 0 {
			continue
		}
		stages = append(stages, s)
		text, err := yamlout.Append(nil, deliver.NewKustomization(files), 0)
		if err != nil {
			return err
		}
		if err := w.write(s.Directory()+"/kustomization.yaml", text); err != nil {
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
	return w.write(fluxDirectory+"/kustomizations.yaml", text)
}
