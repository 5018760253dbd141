package load

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"

	"github.com/novasphere/wukong-fn/kustomize"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/resource"
)

// kustomize is told of our kinds without being asked: by which names their lists merge, and what refers to what. See package
// kustomize. A package that neither patches nor renames does not pay for it.

// taught is what is found out of a tree for that.
type taught struct {
	// patches says that there is a strategic merge patch.
	patches bool
	// schemas are how many kustomizations name an OpenAPI file, which kustomize takes in place of all that it knows, and ours how
	// many of these files say how our lists merge.
	schemas, ours int
	// namespaces says that a namespace is set, and qualified that an attachment is referred to with one.
	namespaces, qualified bool
}

// qualifiedName finds a reference to an attachment with its namespace.
var qualifiedName = regexp.MustCompile(`nadName["']?\s*:\s*["']?[^\s"',}/]+/`)

// read notes what a text with resources of ours asks for.
func (t *taught) read(text string) {
	t.qualified = t.qualified || strings.Contains(text, "nadName") && qualifiedName.MatchString(text)
}

// renames says whether names change that kustomize does not follow by itself, and our function does.
func (t *taught) renames() bool { return t.namespaces && t.qualified }

// teach notes what a layer asks for. Beyond the limits nothing is read once more: the package is refused.
//
//nolint:staticcheck // kustomize still reads what is deprecated
func (t *tree) teach(l *layer, k *types.Kustomization) {
	if t.bytes > maxBuild || t.entries > maxEntries {
		return
	}
	strategic := len(k.PatchesStrategicMerge) > 0 || len(k.Transformers) > len(l.renders)
	for i := range k.Patches {
		text := k.Patches[i].Patch
		if text == "" {
			text = t.besides(l, k.Patches[i].Path)
		}
		t.taught.read(text)
		strategic = strategic || !isJSONPatch(text)
	}
	t.taught.patches = t.taught.patches || strategic
	t.taught.namespaces = t.taught.namespaces || k.Namespace != ""
	if path := k.OpenAPI["path"]; path != "" {
		t.taught.schemas++
		if text := t.besides(l, path); strings.Contains(text, api.Group) && strings.Contains(text, "x-kubernetes-patch-merge-key") {
			t.taught.ours++
		}
	}
}

// besides is the text of a file that a layer names, empty where it is not to be read: that is said elsewhere.
func (t *tree) besides(l *layer, name string) string {
	found, err := find(l.dir, name)
	if err != nil || found.file == "" || !within(l.dir, found.file) {
		return ""
	}
	text, err := readRegular(os.OpenFile, found.file, MaxFile)
	if err != nil {
		return ""
	}
	return text
}

// isJSONPatch says whether a patch is a list of operations. Any other is merged.
func isJSONPatch(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line == "---" || line[0] == '#' {
			continue
		}
		return line[0] == '[' || line[0] == '-'
	}
	return false
}

// merges says whether kustomize merges the entries of our lists.
func (t *taught) merges() bool { return t.schemas == t.ours }

// addSchema adds how our lists merge to what kustomize has built in, before a build. Where a kustomization names an OpenAPI file,
// nothing is added: then all is as in `kustomize build`.
func (t *taught) addSchema() error {
	if !t.patches && t.schemas == 0 {
		return nil
	}
	openapi.ResetOpenAPI() // of an earlier build
	if t.schemas > 0 {
		return nil
	}
	merging, err := kustomize.Merging()
	if err == nil {
		err = openapi.AddSchema(merging)
	}
	if err != nil {
		return fmt.Errorf("tell kustomize how lists merge: %w", err)
	}
	return nil
}

// referenceFile is the name of a file beside the root's kustomization that is on no disk.
const referenceFile = ".wukong-fn.references.yaml"

// addReferences has a kustomization read references, in a file that the view has.
func addReferences(k *types.Kustomization, whole map[string]any) {
	maps.DeleteFunc(whole, func(key string, _ any) bool { return strings.EqualFold(key, "configurations") }) // written in any case
	whole["configurations"] = append(slices.Clone(k.Configurations), referenceFile)
}

// isReferenceFile says whether kustomize asks for it.
func (t *tree) isReferenceFile(name string) bool { return name == filepath.Join(t.root, referenceFile) }

// CleanedAbs is the disk's, and knows the file of references.
func (v *view) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	if v.tree.isReferenceFile(name) {
		return filesys.ConfirmedDir(v.tree.root), referenceFile, nil
	}
	return v.FileSystem.CleanedAbs(name)
}

// Before is what a resource of ours was before its patches, nil where there are none. merged says that they were merged into the
// lists, entry by entry.
func (p *Package) Before(r *resource.Resource) (before *resource.Resource, merged bool) {
	if p.taught == nil || !p.taught.patches {
		return nil, false
	}
	o := p.origins[identity(placeIn(r))]
	return o.written, p.taught.merges()
}
