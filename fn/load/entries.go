package load

import (
	"fmt"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

// reach is what an entry of a kustomization may refer to.
type reach int

const (
	toFile       reach = iota // a file, or a URL of one
	toData                    // the same, and its content is not parsed
	toPatch                   // the same as a file, or the text of a patch
	toResources               // a file, a directory with a kustomization, a URL or a git repository
	toComponents              // a directory with a component, or a git repository
	toPlugins                 // as toResources, or the text of a plugin's configuration
)

// entry is a place in a kustomization that refers to something.
type entry struct {
	field, value string
	reach        reach
}

// told is the value as it may be shown. What a generator takes data from may be the data itself, put into the wrong list.
func (e entry) told() string {
	if e.reach == toData {
		return ""
	}
	return e.value
}

// layer says whether the entry may refer to another kustomization.
func (e entry) layer() bool { return e.reach >= toResources }

// inline says whether the value is the text itself.
func (e entry) inline() bool {
	return (e.reach == toPatch || e.reach == toPlugins) && strings.ContainsAny(e.value, "\n{")
}

// remote says whether kustomize would take the value for something on the network. Where it is in doubt, it is: a URL that
// kustomize goes on to refuse, or a directory of the name of a repository.
func (e entry) remote() bool {
	return isURL(e.value) || e.layer() && isRepository(e.value)
}

func isURL(value string) bool {
	value = strings.ToLower(strings.TrimSpace(value))
	return strings.HasPrefix(value, "http:") || strings.HasPrefix(value, "https:")
}

// repositories start what kustomize (api v0.21.2, internal/git) clones.
var repositories = regexp.MustCompile(`(?i)^\s*(git::|(ssh|https?|file)://|github\.com[:/]|[a-z][a-z0-9-]*@)`)

func isRepository(value string) bool { return repositories.MatchString(value) }

// entriesOf are the entries of a kustomization, in the order in which kustomize comes to them.
//
//nolint:staticcheck // kustomize still reads what is deprecated
func entriesOf(k *types.Kustomization) []entry {
	var all []entry
	list := func(field string, reach reach, values []string) {
		for i, value := range values {
			all = append(all, entry{fmt.Sprintf("%s[%d]", field, i), value, reach})
		}
	}
	one := func(field string, reach reach, value string) {
		if value != "" {
			all = append(all, entry{field, value, reach})
		}
	}
	one("openapi.path", toFile, k.OpenAPI["path"])
	list("resources", toResources, k.Resources)
	list("bases", toResources, k.Bases)
	list("configurations", toFile, k.Configurations)
	list("crds", toFile, k.Crds)
	sources := func(field string, s *types.KvPairSources) {
		files := make([]string, len(s.FileSources))
		for i, source := range s.FileSources {
			_, files[i], _ = strings.Cut(source, "=")
			if files[i] == "" || isURL(source) {
				files[i] = source
			}
		}
		list(field+".files", toData, files)
		list(field+".envs", toData, s.EnvSources)
		one(field+".env", toData, s.EnvSource)
	}
	for i := range k.ConfigMapGenerator {
		sources(fmt.Sprintf("configMapGenerator[%d]", i), &k.ConfigMapGenerator[i].KvPairSources)
	}
	for i := range k.SecretGenerator {
		sources(fmt.Sprintf("secretGenerator[%d]", i), &k.SecretGenerator[i].KvPairSources)
	}
	list("generators", toPlugins, k.Generators)
	list("components", toComponents, k.Components)
	for i := range k.PatchesStrategicMerge {
		one(fmt.Sprintf("patchesStrategicMerge[%d]", i), toPatch, string(k.PatchesStrategicMerge[i]))
	}
	patches := func(field string, patches []types.Patch) {
		for i := range patches {
			one(fmt.Sprintf("%s[%d].path", field, i), toFile, patches[i].Path)
		}
	}
	patches("patchesJson6902", k.PatchesJson6902)
	patches("patches", k.Patches)
	for i := range k.Replacements {
		one(fmt.Sprintf("replacements[%d].path", i), toFile, k.Replacements[i].Path)
	}
	list("transformers", toPlugins, k.Transformers)
	list("validators", toPlugins, k.Validators)
	return all
}
