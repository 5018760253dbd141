package load

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"

	"github.com/novasphere/wukong-fn/fn/output"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
)

// walker reads the manifests of a directory that is no kustomization.
type walker struct {
	dir    string // as the user named it
	prefix string // of a path in it, as the user finds it
	root   *os.Root
	ignore ignored
	chart  bool // the directory itself is a Helm chart
	// written are files that the package holds because its output is written into it.
	written map[string]bool
	found   finding.List
	// read takes a manifest. fs.SkipAll ends the walk.
	read  func(file, text string) error
	files int
	bytes int64
	// documents are those of the files so far.
	documents int
}

// loadFiles reads every manifest below dir, in the order of their paths.
func loadFiles(dir string, o Options) (*Package, error) {
	p := &Package{}
	found, err := walk(dir, func(file, text string) error {
		p.Files++
		o.Progress.Add()
		return p.addText(file, text)
	})
	p.Found.Add(found.All()...)
	return p, err
}

// walk reads manifests below dir up to the limits. Links are not followed, hidden files and directories are passed over,
// and so are files that steer kpt and kustomize or that a .krmignore names.
func walk(dir string, read func(file, text string) error) (finding.List, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return finding.List{}, fmt.Errorf("open the package: %w", err)
	}
	defer func() { _ = root.Close() }()
	w := &walker{dir: dir, prefix: path.Join(filepath.ToSlash(dir), "x"), root: root, read: read}
	w.prefix = strings.TrimSuffix(w.prefix, "x")
	// Names come from the directory itself, which saves a look at each file: opening them is what must not lead out of it.
	if err := fs.WalkDir(os.DirFS(dir), ".", w.visit); err != nil {
		return finding.List{}, fmt.Errorf("read the package: %w", err)
	}
	return w.found, nil
}

func (w *walker) visit(name string, entry fs.DirEntry, err error) error {
	hidden := name != "." && strings.HasPrefix(entry.Name(), ".")
	switch {
	case err != nil:
		return err
	case entry.IsDir() && (hidden || name != "." && w.ignore.has(name, entry)):
		return fs.SkipDir
	case entry.IsDir() && (w.chart && ofChart(name, entry) || name != "." && w.isChart(name)):
		return fs.SkipDir
	case entry.IsDir():
		return w.enter(name)
	case w.chart && ofChart(name, entry):
		return nil
	case hidden, isKustomizationFile(entry.Name()), w.ignore.has(name, entry):
		return nil
	case entry.Type() == fs.ModeSymlink:
		w.link(name)
		return nil
	case !isManifest(entry.Name()):
		return nil
	}
	if w.files++; w.files > maxFiles {
		return w.full(limited("the package has more than %d files: split it", maxFiles))
	}
	err = regular(entry.Type())
	var text string
	if err == nil {
		text, err = readRegular(w.root.OpenFile, name, MaxFile)
	}
	if err != nil {
		return w.fileError(name, err)
	}
	before := w.bytes
	if w.bytes += int64(len(text)); w.bytes > maxPackage {
		return w.full(limited("the files of the package are larger than %s together: split it", bytes(maxPackage)))
	}
	pace(before, w.bytes)
	spare(before, w.bytes)
	if w.documents += 1 + strings.Count(text, "\n---"); w.documents > maxDocuments {
		return w.full(limited("the files of the package have more than %d documents together: split it", maxDocuments))
	}
	if misnamed(name, text) {
		w.found.Add(misnamedFinding(w.shown(name)))
		return nil
	}
	if isJSON(name) && !strings.Contains(text, `"apiVersion"`) {
		return nil // somebody else's data
	}
	if w.written[name] && !strings.Contains(text, object.OwnerAnnotation) {
		return nil // a copy of what stands in the package, too, or for Flux
	}
	return w.read(w.shown(name), text)
}

// shown is a path below the directory as the user finds it from where they stand.
func (w *walker) shown(name string) string { return w.prefix + name }

// full ends the walk at a limit.
func (w *walker) full(f finding.Finding) error {
	f.Place.File = path.Clean(w.shown("."))
	w.found.Add(f)
	return fs.SkipAll
}

func (w *walker) fileError(name string, err error) error {
	f, ok := Finding(w.shown(name), err)
	if !ok {
		return fmt.Errorf("%s: %w", w.shown(name), err) // the error knows the name in the package only
	}
	w.found.Add(f)
	return nil
}

// enter reads what a directory says of the files in it and below: which are to be ignored, and which are output.
func (w *walker) enter(dir string) error {
	w.chart = w.chart || dir == "." && w.isChart(dir)
	text, err := w.optional(path.Join(dir, ignoreFile), maxIgnore)
	if err != nil {
		return err
	}
	if text != "" {
		w.ignore.add(dir, text)
	}
	if w.ignore.patterns > maxPatterns {
		return w.full(limited("the %s files of the package have more than %d patterns: remove some", ignoreFile, maxPatterns))
	}
	text, err = w.optional(path.Join(dir, output.IndexFile), MaxFile)
	for _, name := range output.Listed(text) {
		if w.written == nil {
			w.written = map[string]bool{}
		}
		w.written[path.Join(dir, name)] = true
	}
	return err
}

// optional reads a file, if there is one.
func (w *walker) optional(name string, limit int64) (string, error) {
	info, err := w.root.Lstat(name)
	if os.IsNotExist(err) {
		return "", nil
	}
	if err == nil {
		err = regular(info.Mode())
	}
	var text string
	if err == nil {
		text, err = readRegular(w.root.OpenFile, name, limit)
	}
	if err != nil {
		return "", w.fileError(name, err)
	}
	return text, nil
}

// link says of a link that would be read, were it a file or a directory, that it is not.
func (w *walker) link(name string) {
	if !isManifest(name) {
		if info, err := os.Stat(filepath.Join(w.dir, filepath.FromSlash(name))); err != nil || !info.IsDir() {
			return
		}
	}
	f := finding.New(finding.LeftOut, "",
		"links are not followed, so this one is left out: put a copy in its place, or list what it leads to in a kustomization")
	f.Place.File = w.shown(name)
	w.found.Add(f)
}

// isManifest says whether a file of this name can hold resources of the package.
func isManifest(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

func isJSON(name string) bool { return strings.EqualFold(path.Ext(name), ".json") }

// isKustomizationFile says whether a file of this name steers kustomize or kpt, and so holds no resource.
func isKustomizationFile(name string) bool {
	return name == "Kptfile" || slices.Contains(konfig.RecognizedKustomizationFileNames(), name)
}
