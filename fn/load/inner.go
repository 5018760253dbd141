package load

import (
	"errors"
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
	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
)

// A WukongRender may stand in a base, or other transformers behind it. Then kustomize itself runs our function, so that
// all around it is as in `kustomize build`. kustomize runs functions as programs, and the only one that it is allowed to
// run is our own, as a relay back to this process.
//
// For that plugins have to be enabled, and then kustomize would run whatever a package names. So no layer is given to it
// with a plugin that was not seen here: the entries of generators, transformers and validators are read first, as kustomize
// reads them, and written into the kustomization as texts, each of a plugin of kustomize's own or of a WukongRender whose
// program is ours. Nothing is left that kustomize would look up.

// inner is what is needed for that.
type inner struct {
	program string // our own
	args    func(index int) []string
	factory *resmap.Factory
	// renders are the WukongRenders, by the index that the relay is started with.
	renders []*resource.Resource
	names   map[string]bool // of those of each layer

	answers answers
}

// pluginLists are the fields of a kustomization that lead to plugins.
var pluginLists = []plugin{"generators", transformers, "validators"}

// seal replaces the lists of plugins.
func (in *inner) seal(t *tree, l *layer, whole map[string]any) {
	for key := range whole { // encoding/json takes fields in any case
		if slices.ContainsFunc(pluginLists, func(list plugin) bool { return strings.EqualFold(key, string(list)) }) {
			delete(whole, key)
		}
	}
	for i, values := range [][]string{l.says.Generators, l.says.Transformers, l.says.Validators} {
		if texts := in.texts(t, l, pluginLists[i], values); len(texts) > 0 {
			whole[string(pluginLists[i])] = texts
		}
	}
}

// texts are the plugins of a list, in the order in which kustomize takes them: those that are written out first.
func (in *inner) texts(t *tree, l *layer, of plugin, values []string) []string {
	var direct, referred []string
	for i, value := range values {
		e := entry{fmt.Sprintf("%s[%d]", of, i), value, toPlugins}
		if m, err := in.factory.NewResMapFromBytes([]byte(value)); err == nil {
			direct = append(direct, in.allowed(t, l, e, of, l.file, value, m)...)
			continue
		}
		file, text, m, err := in.read(t, l, e)
		if err != nil {
			t.fail(l, e, err)
			continue
		}
		referred = append(referred, in.allowed(t, l, e, of, file, text, m)...)
	}
	return append(direct, referred...)
}

// read reads what an entry refers to: a file, or a directory with a kustomization, which is built without plugins.
func (in *inner) read(t *tree, l *layer, e entry) (file, text string, m resmap.ResMap, err error) {
	if e.remote() {
		return "", "", nil, errors.New("plugins that come over the network are not run beside a WukongRender: put a copy into the package")
	}
	found, err := find(l.dir, e.value)
	switch {
	case err != nil:
		return "", "", nil, err
	case found.dir != "":
		options := krusty.MakeDefaultOptions()
		options.Reorder = krusty.ReorderOptionNone
		m, err = krusty.MakeKustomizer(options).Run(plain{filesys.MakeFsOnDisk(), t}, found.dir)
		return found.dir, "", m, err
	case !within(l.dir, found.file):
		return "", "", nil, errRefused
	}
	if text, err = readRegular(os.OpenFile, found.file, MaxFile); err != nil {
		return "", "", nil, err
	}
	m, err = in.factory.NewResMapFromBytes([]byte(text))
	return found.file, text, m, err
}

// allowed are the texts of plugins that may be run. Any other is refused.
func (in *inner) allowed(t *tree, l *layer, e entry, of plugin, file, text string, m resmap.ResMap) []string {
	var out []string
	written, err := resource.Split(t.shown(file), text)
	if err != nil || len(written) != m.Size() {
		written = nil
	}
	for i, r := range m.Resources() {
		text, err := r.AsYAML()
		if err != nil {
			t.fail(l, e, err)
			continue
		}
		gvk := r.GetGvk()
		switch {
		case gvk.Kind == api.KindRender && gvk.Group == api.RenderGroup:
			var config *resource.Resource
			if written != nil {
				config = &written[i]
			} else if built, err := resource.Split(t.shown(file), string(text)); err == nil && len(built) == 1 {
				config = &built[0]
				config.Source.Line = 0
			} else {
				t.fail(l, e, errRefused)
				continue
			}
			switch name := fmt.Sprintf("%s %s", r.CurId(), l.file); {
			case of != transformers:
				t.find(l, misplaced(e.field, of))
			case in.names[name]:
				t.find(l, finding.New(finding.TwoConfigs, e.field, "a second WukongRender of this name stands under transformers, and kustomize "+
					"refuses that: give it another name, or remove one"))
			default:
				in.names[name] = true
			}
			text, err = in.call(r, config)
		case builtin(r):
			for _, url := range urls(string(text)) {
				t.refuse(l, entry{e.field, url, toFile})
			}
		default:
			t.find(l, program(e.field, gvk.Kind))
			continue
		}
		if err != nil {
			t.fail(l, e, err)
			continue
		}
		out = append(out, string(text))
	}
	return out
}

// builtin says whether a plugin is one of kustomize's own that runs nothing.
func builtin(r *kresource.Resource) bool {
	gvk := r.GetGvk()
	return gvk.Group == "" && gvk.Version == konfig.BuiltinPluginApiVersion && gvk.Kind != helmGenerator
}

// call is the text of a WukongRender for kustomize: its identity, and the relay to be run. What it says stays here.
func (in *inner) call(r *kresource.Resource, config *resource.Resource) ([]byte, error) {
	run, err := yaml.Marshal(map[string]any{"exec": map[string]any{"path": in.program, "args": in.args(len(in.renders))}})
	if err != nil {
		return nil, fmt.Errorf("write the function's annotation: %w", err)
	}
	in.renders = append(in.renders, config)
	metadata := map[string]any{"name": r.GetName(), "annotations": map[string]string{runtimeutil.FunctionAnnotationKey: string(run)}}
	if r.GetNamespace() != "" {
		metadata["namespace"] = r.GetNamespace()
	}
	return yaml.Marshal(map[string]any{"apiVersion": r.GetApiVersion(), "kind": r.GetKind(), "metadata": metadata})
}

// sealed holds that kustomize, reading what it is given for a layer, finds no plugin but those that may be run.
func (t *tree) sealed(l *layer) error {
	if t.inner == nil {
		return nil // plugins are not enabled
	}
	var k types.Kustomization
	if err := k.Unmarshal(l.given); err != nil {
		return fmt.Errorf("read the kustomization for kustomize: %w", err)
	}
	k.FixKustomization()
	if len(k.HelmCharts) > 0 {
		return fmt.Errorf("%s: helm would be run", l.file)
	}
	for _, text := range slices.Concat(k.Generators, k.Transformers, k.Validators) {
		m, err := t.inner.factory.NewResMapFromBytes([]byte(text))
		if err != nil {
			return fmt.Errorf("%s: a plugin that was not seen: %w", l.file, err)
		}
		for _, r := range m.Resources() {
			if !builtin(r) && !t.inner.runsUs(r) {
				return fmt.Errorf("%s: %s would be run", l.file, r.OrgId())
			}
		}
	}
	return nil
}

// runsUs says whether kustomize, asked for the program of a plugin, finds the relay.
func (in *inner) runsUs(r *kresource.Resource) bool {
	spec, err := runtimeutil.GetFunctionSpec(&r.RNode)
	if err != nil || spec == nil || spec.Container.Image != "" || spec.Exec.Path != in.program || len(spec.Exec.Env) > 0 {
		return false
	}
	for i := range in.renders {
		if slices.Equal(spec.Exec.Args, in.args(i)) {
			return true
		}
	}
	return false
}

// fail says in a finding what is wrong with the plugins of an entry.
func (t *tree) fail(l *layer, e entry, err error) {
	f, ok := Finding("", err)
	if !ok {
		message := strings.ReplaceAll(err.Error(), t.root+string(filepath.Separator), "")
		f = finding.New(finding.Unbuildable, "", inOurWords(message, []input{{[]byte(l.text), true}}))
	}
	f.Place.Field = e.field
	t.find(l, f)
}

// plain is the disk as kustomize reads it for a kustomization of plugins, whose marks as local do not count.
type plain struct {
	filesys.FileSystem
	tree *tree
}

// ReadFile reads what was looked at.
func (p plain) ReadFile(name string) ([]byte, error) {
	if l := p.tree.files[name]; l != nil {
		return []byte(l.text), nil
	}
	if slices.Contains(konfig.RecognizedKustomizationFileNames(), filepath.Base(name)) {
		if _, err := os.Lstat(name); err == nil {
			return nil, errRefused // nobody has looked at it
		}
	}
	text, err := readRegular(os.OpenFile, name, MaxFile)
	return []byte(strings.ReplaceAll(text, object.LocalConfig, "fn.novasphere.dev/was-local-config")), err
}
