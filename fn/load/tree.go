package load

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"

	"github.com/novasphere/wukong-fn/fn/progress"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml"
)

// tree is a kustomization with all that it refers to. It is looked at before kustomize does anything, because kustomize
// fetches, runs and reads whatever it is told to, and as often as it is told.
type tree struct {
	dir  string // as the user named it
	root string // the same, absolute and without links
	// remote says that entries may refer to the network.
	remote bool
	// progress is told of each file, and looked are the files that were looked at.
	progress *progress.Line
	looked   map[string]bool

	layers, files map[string]*layer // by directory, and by file
	// manifests are the files that are read as resources, and others those that are read as something else, too.
	manifests, others map[string]bool
	// parsed are all of them but those whose content is data.
	parsed map[string]bool
	// config is the WukongRender that the root lists last under transformers, where nothing that follows concerns our output.
	config *resource.Resource
	// inner says that kustomize has to run our function in the middle of its build: see inner.go. Else we render what it builds.
	inner *inner
	// order is what the root says of the order of the output, and origins that it asks for origin annotations.
	order   *types.SortOptions
	origins bool
	// lists says that no kustomization of the tree does more than list resources and our transformer.
	lists bool
	// hidden says that a WukongRender is among several plugins of a file, or in a kustomization of plugins.
	hidden bool
	// later says that kustomize does something after the transformers that may concern our output: see later.go.
	later bool

	// taught is what concerns what kustomize is told of our kinds.
	taught taught

	// building says that kustomize is at work: what is looked at now came over the network, and is soon gone.
	building bool
	// entries and bytes are what was looked at so far.
	entries int
	bytes   int64

	found []finding.Finding
	err   error // the disk's
}

// layer is one kustomization of a tree.
type layer struct {
	dir, file string // absolute and without links
	text      string
	says      *types.Kustomization          // nil where it cannot be read
	given     []byte                        // what kustomize is given for the file
	renders   map[string]*resource.Resource // the WukongRenders under transformers, by field
	open      bool                          // while the layers below are looked at
	remote    bool                          // came over the network
	total     work
}

// work is what kustomize has to do for a layer and all below, each counted as often as it is mentioned.
type work struct{ layers, bytes, documents, comparisons, copies int64 }

func (w *work) add(more work) {
	const most = 1 << 40
	w.layers = min(w.layers+more.layers, most)
	w.bytes = min(w.bytes+more.bytes, most)
	w.documents = min(w.documents+more.documents, most)
	w.comparisons = min(w.comparisons+more.comparisons, most)
	w.copies = min(w.copies+more.copies, most)
}

// lookAt looks at the kustomization in dir.
func lookAt(dir string, o Options) (*tree, error) {
	root, err := rootOf(dir)
	if err != nil {
		return nil, err
	}
	t := &tree{
		dir: dir, root: root, remote: o.Remote, progress: o.Progress, looked: map[string]bool{},
		layers: map[string]*layer{}, files: map[string]*layer{}, lists: true,
		manifests: map[string]bool{}, others: map[string]bool{}, parsed: map[string]bool{},
	}
	if l := t.look(root, nothing); l != nil {
		t.bound(l)
	}
	if t.err == nil && !finding.AnyError(t.found) {
		t.decide()
	}
	return t, t.err
}

// rootOf is a directory as kustomize names it: absolute and without links.
func rootOf(dir string) (string, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(root)
}

// bound says what is too much for kustomize in a layer and all below.
func (t *tree) bound(l *layer) {
	say := func(beyond bool, format string, limit any) {
		if beyond {
			t.find(l, limited(format, limit))
		}
	}
	say(t.entries > maxEntries, "the kustomizations of the package have more than %d entries: split it", maxEntries)
	say(l.total.layers-int64(len(t.layers)) > maxAgain,
		"kustomizations that several others refer to are built anew for each, here more than %d times: refer to each once", maxAgain)
	say(max(l.total.bytes, t.bytes) > maxBuild, "the kustomization reads more than %s: split it", bytes(maxBuild))
	say(l.total.documents > maxBuilt,
		"the kustomization has more than %d resources, and kustomize holds each against all others: split it, "+
			"or leave the kustomization out", maxBuilt)
	say(l.total.comparisons > maxKeys*maxKeys,
		"kustomize holds each key of a mapping against all others: one mapping may have %d keys, several fewer. Split the large ones", maxKeys)
	say(l.total.copies > maxCopies,
		"kustomize copies each mapping once for each one that it is in, here more than %d values: nest them less", maxCopies)
}

// kustomizationFile is the name of the kustomization file in a directory, empty where there is none.
func kustomizationFile(dir string) string {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.IsDir() {
			continue
		}
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return name
		}
	}
	return ""
}

// look looks at the kustomization in a directory, which is nil where there is none that can be read. The resources of a
// plugin's layer are configurations of plugins of one kind.
func (t *tree) look(dir string, of plugin) *layer {
	if l := t.layers[dir]; l != nil {
		return l
	}
	name := kustomizationFile(dir)
	if name == "" {
		return nil
	}
	l := &layer{
		dir: dir, file: filepath.Join(dir, name), renders: map[string]*resource.Resource{}, remote: t.building, total: work{layers: 1},
	}
	t.layers[dir] = l
	target, ok := t.resolve(l, entry{value: name})
	if !ok {
		return nil
	}
	l.file = target.file
	t.files[l.file] = l
	t.several(l, name)
	t.count(l.file)
	if l.text, ok = t.read(l, entry{}, target.file, maxKustomization); !ok {
		return nil
	}
	l.given = []byte(l.text)
	if l.total.add(effort(l.text)); l.total.comparisons > maxKeys*maxKeys {
		t.bound(l)
		return l
	}
	var k types.Kustomization
	if err := k.Unmarshal([]byte(l.text)); err != nil {
		t.unreadable(l, err)
		return l
	}
	l.says, l.open = &k, true
	t.programs(l, &k)
	t.inline(l, &k)
	remote := false
	for _, e := range entriesOf(&k) {
		remote = remote || e.remote()
		t.entry(l, e, of)
	}
	l.open = false
	t.lists = t.lists && !remote && onlyLists(k, l)
	t.later = t.later || remote || changesNames(&k)
	t.teach(l, &k)
	return l
}

// several says of a directory with more than one kustomization file that kustomize takes none of them.
func (t *tree) several(l *layer, name string) {
	for _, other := range konfig.RecognizedKustomizationFileNames() {
		if info, err := os.Lstat(filepath.Join(l.dir, other)); err == nil && other != name && !info.IsDir() {
			t.find(l, finding.New(finding.Unbuildable, "", "the directory has "+name+" and "+other+", and kustomize wants one alone: remove one"))
		}
	}
}

// unknownField is how kustomize names a field that there is not.
var unknownField = regexp.MustCompile(`unknown field "([^"]*)"`)

// unreadable says what is wrong with a kustomization file.
func (t *tree) unreadable(l *layer, err error) {
	if _, broken := yaml.Parse(l.text); broken != nil {
		if f, ok := Finding("", broken); ok {
			f.Place.File = t.shown(l.file)
			t.found = append(t.found, f)
			return
		}
	}
	f := finding.New(finding.Unbuildable, "", "kustomize: "+withoutValues(err.Error(), []input{{[]byte(l.text), true}}))
	f.Place.File = t.shown(l.file)
	if name := unknownField.FindStringSubmatch(err.Error()); name != nil { // the name itself may be a secret out of its place
		at := yaml.Locate(l.text, name[1])[0]
		f.Place.Line, f.Place.Column = at.Line, at.Column
	}
	t.found = append(t.found, f)
}

// entry looks at what an entry refers to.
func (t *tree) entry(l *layer, e entry, of plugin) {
	if t.entries++; t.entries > maxEntries {
		return // that is said of the root
	}
	switch {
	case e.remote():
		t.refuse(l, e)
		return
	case e.inline():
		if e.reach == toPlugins {
			t.plugins(l, e, pluginOf(e.field), l.file, e.value)
		}
		return
	}
	if e.reach == toPlugins {
		of = pluginOf(e.field)
	}
	target, ok := t.resolve(l, e)
	switch {
	case !ok:
	case target.dir != "":
		t.below(l, e, target.dir, of)
	case e.reach == toComponents:
		t.find(l, finding.New(finding.Unbuildable, e.field, "a component is a directory with a kustomization, and "+
			"this is a file").Values(e.told(), ""))
	default:
		t.file(l, e, target, of)
	}
}

// refuse refuses an entry that refers to the network.
func (t *tree) refuse(l *layer, e entry) {
	if !t.remote {
		address, _, _ := strings.Cut(e.value, "?") // behind it may be a token
		t.find(l, finding.New(finding.Remote, e.field,
			"this would be fetched over the network: put a copy into the package, "+
				"or use --allow-remote where you trust the package").Values(address, ""))
	}
}

// below looks at a layer that another one refers to.
func (t *tree) below(l *layer, e entry, dir string, of plugin) {
	if !e.layer() {
		t.find(l, finding.New(finding.NotRegular, e.field, kindError{"a directory"}.Error()).Values(e.told(), ""))
		return
	}
	next := t.look(dir, of)
	switch {
	case next == nil:
		if kustomizationFile(dir) == "" {
			remedy := "list its files"
			if name := misnamedIn(dir); name != "" {
				remedy = "rename its " + name
			}
			t.find(l, finding.New(finding.Unbuildable, e.field, "the directory has no kustomization.yaml: "+remedy).Values(e.told(), ""))
		}
	case next.open:
		t.find(l, finding.New(finding.Unbuildable, e.field, "the kustomization refers to itself, "+
			"here or by way of others: remove the entry").Values(e.told(), ""))
	default:
		l.total.add(next.total)
	}
}

// file looks at a file that an entry refers to.
func (t *tree) file(l *layer, e entry, target target, of plugin) {
	l.total.add(work{bytes: target.size})
	t.count(target.file)
	if t.bytes += target.size; t.bytes > maxBuild {
		return // that is said of the root
	}
	if e.reach != toResources || t.building {
		t.others[target.file] = true
	}
	if e.reach == toData {
		return
	}
	text, ok := t.read(l, e, target.file, MaxFile)
	if !ok {
		return
	}
	if f := aliases(text); f != nil {
		f.Place.File = t.shown(target.file)
		t.found = append(t.found, *f)
	}
	t.parsed[target.file] = true
	l.total.add(effort(text))
	t.later = t.later || asksForHash(text)
	switch {
	case e.reach == toPlugins, of != nothing && e.reach == toResources:
		t.plugins(l, e, of, target.file, text)
	case e.reach == toResources:
		l.total.add(work{documents: int64(strings.Count(text, "\n---")) + 1})
		if strings.Contains(text, api.Group) {
			t.manifests[target.file] = true
			t.taught.read(text)
		}
	}
}

// count tells how far the look is.
func (t *tree) count(file string) {
	if !t.looked[file] {
		t.looked[file] = true
		t.progress.Add()
	}
}

// target is what an entry refers to: a directory, or a file with its size.
type target struct {
	dir, file string
	size      int64
	mode      fs.FileMode // its type
}

// resolve finds what an entry refers to, and holds kustomize's rule that a file lies in its kustomization's directory or
// below, links followed. What is wrong is a finding.
func (t *tree) resolve(l *layer, e entry) (target, bool) {
	refuse := func(code finding.Code, message string) (target, bool) {
		f := finding.New(code, e.field, message)
		if e.field != "" {
			f.Current = e.told()
		}
		t.find(l, f)
		return target{}, false
	}
	found, err := find(l.dir, e.value)
	switch {
	case err != nil && missing(err):
		return refuse(finding.Unbuildable, "there is no file or directory of this name")
	case err != nil:
		t.err = err
		return target{}, false
	case found.dir != "":
		return found, true
	case !within(l.dir, found.file):
		return refuse(finding.Outside, "the file lies outside of the directory of the kustomization that refers to it, "+
			"and kustomize reads none there: put a copy below "+t.shown(l.dir))
	case found.mode != 0:
		return refuse(finding.NotRegular, regular(found.mode).Error())
	}
	return found, true
}

// find finds what a name leads to from a directory, links followed.
func find(dir, name string) (target, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	file, err := filepath.EvalSymlinks(name)
	if err != nil {
		return target{}, err
	}
	info, err := os.Lstat(file)
	switch {
	case err != nil:
		return target{}, err
	case info.IsDir():
		return target{dir: file}, nil
	}
	return target{file: file, size: info.Size(), mode: info.Mode().Type()}, nil
}

// missing says whether a path leads nowhere.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG) ||
		errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ELOOP) || err.Error() == "EvalSymlinks: too many links"
}

// within says whether a path leads into a directory or below. Both are absolute and without links.
func within(dir, file string) bool {
	return dir == string(filepath.Separator) || strings.HasPrefix(file, dir+string(filepath.Separator))
}

// read reads a file that was found to be one.
func (t *tree) read(l *layer, e entry, file string, limit int64) (string, bool) {
	text, err := readRegular(os.OpenFile, file, limit)
	if err == nil {
		return text, true
	}
	if f, ok := Finding("", err); ok {
		f.Place.Field = e.field
		t.find(l, f)
	} else {
		t.err = err
	}
	return "", false
}

// find adds a finding about an entry of a layer, with the place of the entry.
func (t *tree) find(l *layer, f finding.Finding) {
	f.Place.File = t.shown(l.file)
	if f.Place.Field != "" {
		at := yaml.Locate(l.text, f.Place.Field)[0]
		f.Place.Line, f.Place.Column = at.Line, at.Column
	}
	t.found = append(t.found, f)
}

// shown is a path as the user finds it from where they stand.
func (t *tree) shown(file string) string {
	rel, err := filepath.Rel(t.root, file)
	if err != nil {
		return file
	}
	return path.Join(filepath.ToSlash(t.dir), filepath.ToSlash(rel))
}
