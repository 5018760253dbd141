package load

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	kresource "sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"

	"github.com/novasphere/wukong-fn/render"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/own"
	"github.com/novasphere/wukong-fn/render/resource"
)

// isKustomization says whether dir holds a kustomization file.
func isKustomization(dir string) bool {
	return slices.ContainsFunc(konfig.RecognizedKustomizationFileNames(), func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && info.Mode().IsRegular()
	})
}

func isKustomizationFile(name string) bool {
	return name == "Kptfile" || slices.Contains(konfig.RecognizedKustomizationFileNames(), name)
}

// loadKustomization builds a kustomization in process, up to where our transformer stands, and gives the result as the
// package. No plugin is run: our own entry under transformers is taken out and its WukongRender becomes the
// configuration; what kustomize would then have printed of our output is what we print.
func loadKustomization(dir string) (*Package, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the kustomization: %w", err)
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return nil, fmt.Errorf("find the kustomization: %w", err)
	}
	view := &packageView{FileSystem: filesys.MakeFsOnDisk(), root: abs}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(view, abs)
	if view.found != nil {
		return &Package{Found: view.found}, nil
	}
	if err != nil {
		message := strings.ReplaceAll(err.Error(), abs+string(filepath.Separator), "")
		f := finding.New(finding.Syntax, "", "kustomize: "+withoutValues(message, view.read))
		f.Place.File = konfig.DefaultKustomizationFileName()
		return &Package{Found: []finding.Finding{f}}, nil
	}
	return view.loaded(built)
}

// packageView is the disk as kustomize is to see it: without our transformers, and with our inputs not marked
// local-config, since it would drop them.
type packageView struct {
	filesys.FileSystem
	root   string
	read   []input
	config *resource.Resource
	found  []finding.Finding
	// origins says that the user's own kustomization asks for origin annotations.
	origins bool
	order   *types.SortOptions
}

// kustomization is the part of a kustomization file that we look at.
type kustomization struct {
	Transformers  []string           `json:"transformers"`
	SortOptions   *types.SortOptions `json:"sortOptions"`
	BuildMetadata []string           `json:"buildMetadata"`
}

// ReadFile reads through the view.
func (v *packageView) ReadFile(file string) ([]byte, error) {
	text, err := v.FileSystem.ReadFile(file)
	if err != nil {
		return nil, err
	}
	steers := slices.Contains(konfig.RecognizedKustomizationFileNames(), filepath.Base(file))
	v.read = append(v.read, input{text, steers})
	if steers {
		return v.kustomization(file, text)
	}
	if bytes.Contains(text, []byte(own.LocalConfig)) && bytes.Contains(text, []byte(api.Group)) {
		return unmarked(file, text), nil
	}
	return text, nil
}

// unmarked takes the local-config mark off our kinds. A file that cannot be split is left for kustomize to complain of.
func unmarked(file string, content []byte) []byte {
	resources, err := resource.Split(file, string(content), render.Annotations()...)
	if err != nil {
		return content
	}
	var b bytes.Buffer
	for i, r := range resources {
		if i > 0 {
			b.WriteString("---\n")
		}
		body := r.Document()
		if kube.Group(r.Meta.APIVersion) == api.Group {
			body = strings.ReplaceAll(body, own.LocalConfig, "fn.novasphere.dev/was-local-config")
		}
		b.WriteString(body)
	}
	return b.Bytes()
}

// kustomization takes our transformer out of a kustomization file, and asks for origins in the root's.
func (v *packageView) kustomization(file string, text []byte) ([]byte, error) {
	var k kustomization
	if yaml.Unmarshal(text, &k) != nil {
		return text, nil //nolint:nilerr // kustomize reports what is wrong with it
	}
	root := filepath.Dir(file) == v.root
	var rest []string
	var ours []*resource.Resource
	last := true // ours stand behind all others
	for _, entry := range k.Transformers {
		config, err := v.ourTransformer(filepath.Dir(file), entry)
		switch {
		case err != nil:
			return nil, err
		case config != nil:
			ours = append(ours, config)
		default:
			rest = append(rest, entry)
			last = len(ours) == 0
		}
	}
	for _, config := range ours {
		v.takeConfig(config, root, last, file)
	}
	if !root && len(ours) == 0 {
		return text, nil
	}
	var whole map[string]any
	if yaml.Unmarshal(text, &whole) != nil {
		return text, nil //nolint:nilerr // as above
	}
	if len(ours) > 0 {
		whole["transformers"] = rest
	}
	if root {
		v.order = cmp.Or(k.SortOptions, &types.SortOptions{Order: types.LegacySortOrder})
		v.origins = slices.Contains(k.BuildMetadata, "originAnnotations")
		if !v.origins {
			whole["buildMetadata"] = append(k.BuildMetadata, "originAnnotations")
		}
	}
	return yaml.Marshal(whole)
}

// ourTransformer is the WukongRender that an entry of transformers holds, nil where it holds something else.
func (v *packageView) ourTransformer(dir, entry string) (*resource.Resource, error) {
	file, text := konfig.DefaultKustomizationFileName(), entry
	if !strings.Contains(entry, "\n") {
		file = filepath.Join(dir, filepath.FromSlash(entry))
		if v.IsDir(file) || !v.Exists(file) {
			return nil, nil
		}
		content, err := v.FileSystem.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a transformer's configuration: %w", err)
		}
		text = string(content)
		file = v.relative(file)
	}
	resources, err := resource.Split(file, text, render.Annotations()...)
	if err == nil && len(resources) == 1 {
		if m := &resources[0].Meta; m.Kind == api.KindRender && kube.Group(m.APIVersion) == api.RenderGroup {
			return &resources[0], nil
		}
	}
	return nil, nil // something else, which is kustomize's business
}

func (v *packageView) relative(file string) string {
	if rel, err := filepath.Rel(v.root, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.Base(file)
}

// takeConfig keeps the configuration, or says why our transformer cannot stand where it does.
func (v *packageView) takeConfig(config *resource.Resource, root, last bool, file string) {
	var message string
	switch {
	case v.config != nil:
		message = "a second WukongRender stands under transformers, and only one can hold: remove one"
	case !root:
		message = "generate runs the WukongRender of the kustomization that it is given, and this one stands in a base or component below: list it under transformers there"
	case !last:
		message = "other transformers stand behind the WukongRender, and generate runs it last: move it to the end of the list"
	default:
		v.config = config
		return
	}
	f := finding.New(finding.TwoConfigs, "transformers", message)
	f.Place.File = v.relative(file)
	v.found = append(v.found, f)
}

// loaded is the package that kustomize built.
func (v *packageView) loaded(built resmap.ResMap) (*Package, error) {
	p := &Package{Config: v.config, Order: v.order}
	files := make([]string, built.Size())
	for i, r := range built.Resources() {
		files[i] = v.originOf(r)
	}
	p.Files = len(slices.Compact(slices.Sorted(slices.Values(files))))
	if !v.origins {
		if err := built.RemoveOriginAnnotations(); err != nil {
			return nil, fmt.Errorf("remove kustomize's origin annotations: %w", err)
		}
	}
	for i, r := range built.Resources() {
		text, err := r.AsYAML()
		if err != nil {
			return nil, fmt.Errorf("take over from kustomize: %w", err)
		}
		if err := p.addText(files[i], string(text)); err != nil {
			return nil, fmt.Errorf("take over from kustomize: %w", err)
		}
	}
	for i := range p.Resources {
		p.Resources[i].Source.Line = 0 // kustomize has rewritten it: the line would be of no file
	}
	return p, nil
}

// originOf is the file that a resource comes from, empty where kustomize does not know.
func (v *packageView) originOf(r *kresource.Resource) string {
	origin, err := r.GetOrigin()
	if err != nil || origin == nil {
		return ""
	}
	return origin.Path
}
