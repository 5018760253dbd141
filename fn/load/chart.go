package load

import (
	"io/fs"
	"path"
	"strings"
)

// The files of a Helm chart are templates, or data for them. helm makes manifests of them, and we read those alone.

// isChart says whether a directory holds a Helm chart.
func (w *walker) isChart(dir string) bool {
	file, err := w.root.Lstat(path.Join(dir, "Chart.yaml"))
	if err != nil || !file.Mode().IsRegular() {
		return false
	}
	templates, err := w.root.Lstat(path.Join(dir, "templates"))
	return err == nil && templates.IsDir()
}

// ofChart says whether an entry of the package's own directory, which is a chart, belongs to that.
func ofChart(name string, entry fs.DirEntry) bool {
	if entry.IsDir() {
		return name == "templates" || name == "charts" || name == "crds"
	}
	return name == "Chart.yaml" || strings.HasPrefix(name, "values")
}
