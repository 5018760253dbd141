package load

import (
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// almost are file names that people give kustomizations and that kustomize does not know.
var almost = regexp.MustCompile(`(?i)^kustomi[sz](e|ations?)(\.ya?ml|\.json)?$`)

// steering finds the apiVersion of a kustomization in its text.
var steering = regexp.MustCompile(`(?m)^"?apiVersion"?: *["']?kustomize\.config\.k8s\.io/`)

// misnamed says whether a file that is read for its resources is a kustomization under a name that kustomize does not know.
func misnamed(name, text string) bool {
	if almost.MatchString(path.Base(name)) {
		return true
	}
	return strings.Contains(text, "kustomize.config.k8s.io/") && steering.MatchString(text) // few texts need the slow look
}

// misnamedIn is the name of such a file in a directory, empty where there is none.
func misnamedIn(dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "" // whoever reads the directory says so
	}
	for _, entry := range entries {
		if almost.MatchString(entry.Name()) && entry.Type().IsRegular() {
			return entry.Name()
		}
	}
	return ""
}

func misnamedFinding(file string) finding.Finding {
	f := finding.New(finding.Misnamed, "", "this is a kustomization under a name that kustomize does not know, so it is left out, and the files "+
		"around it are read as they are: rename it to kustomization.yaml")
	f.Place.File = file
	return f
}
