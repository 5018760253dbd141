package load

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	kresource "sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/novasphere/wukong-fn/kustomize"
	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/resourcelist"
)

// loadKustomization builds a kustomization in process. Where our transformer is the last one it is taken out and its
// WukongRender becomes the configuration; what kustomize would then have printed of our output is what we print. Where it
// stands elsewhere kustomize runs it, and the package is finished: see inner.go.
func loadKustomization(dir string, o Options) (*Package, error) {
	t, err := lookAt(dir, o)
	if err != nil {
		return nil, fmt.Errorf("look at the kustomization: %w", err)
	}
	if finding.AnyError(t.found) {
		return refused(t.found...), nil
	}
	v := &view{FileSystem: filesys.MakeFsOnDisk(), tree: t, options: o}
	o.Progress.Step("kustomize builds the package, files read", len(t.looked))
	t.building = true
	most := bounds{cpuTime, buildTime, buildMemory}
	if o.Remote {
		most.clock = wallTime
	}
	p, err := watched(v.build, most)
	var limit LimitError
	if errors.As(err, &limit) { // the build may still be running, and add to what was found
		p := &Package{}
		return p, p.fileError(t.shown(t.layers[t.root].file), err)
	}
	if finding.AnyError(t.found) { // on the way, and the reason of the error
		return refused(t.found...), nil
	}
	if err != nil {
		if broken := v.broken(); broken != nil {
			return refused(broken...), nil
		}
		return refused(v.failure(err)), nil
	}
	p.Found.Add(t.found...)
	return p, nil
}

// refused is a package of which nothing could be read.
func refused(found ...finding.Finding) *Package {
	p := &Package{}
	p.Found.Add(found...)
	return p
}

// bounds are what a build may take. Time is that of clock.
type bounds struct {
	clock  func() time.Duration
	time   time.Duration
	memory int64
}

// watched runs a build up to its bounds, with a quarter more memory for what the collector has not got to. A build beyond
// them is left to itself: kustomize cannot be stopped, and the program is about to end.
func watched(build func() (*Package, error), most bounds) (*Package, error) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(most.memory + most.memory/4))
	type outcome struct {
		p   *Package
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				done <- outcome{err: fmt.Errorf("kustomize fails on this package: %v", cause)}
			}
		}()
		p, err := build()
		done <- outcome{p, err}
	}()
	start, tick := most.clock(), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case o := <-done:
			return o.p, o.err
		case <-tick.C:
			if most.clock()-start > most.time {
				return nil, LimitError{fmt.Sprintf("kustomize takes more than %v for this package: make it smaller, or split it", most.time)}
			}
			if live() > uint64(most.memory) {
				return nil, LimitError{fmt.Sprintf("kustomize takes more than %s of memory for this package: make it smaller, or split it",
					bytes(most.memory))}
			}
		}
	}
}

// cpuTime is the CPU time of the process and of those that it has started: a busy machine is no fault of the package's.
func cpuTime() time.Duration {
	var all int64
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var used syscall.Rusage
		if syscall.Getrusage(who, &used) == nil {
			all += used.Utime.Nano() + used.Stime.Nano()
		}
	}
	return time.Duration(all)
}

// wallTime counts the waiting, too.
func wallTime() time.Duration { return time.Duration(time.Now().UnixNano()) }

// live is how many bytes of memory were in use when the collector last looked.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// broken are the places where files of the package are no YAML.
func (v *view) broken() []finding.Finding {
	p := &Package{}
	for _, name := range slices.Sorted(maps.Keys(v.tree.parsed)) {
		if text, err := readRegular(os.OpenFile, name, MaxFile); err == nil {
			_, err := resource.Split(v.tree.shown(name), text)
			_ = p.filed(v.tree.shown(name), err)
		}
	}
	return p.Found.All()
}

// failure says in a finding why kustomize does not build the package.
func (v *view) failure(err error) finding.Finding {
	t := v.tree
	message := strings.ReplaceAll(err.Error(), t.root+string(filepath.Separator), "")
	f := finding.New(finding.Unbuildable, "", inOurWords(strings.ReplaceAll(message, t.root, "."), v.read))
	f.Place.File = t.shown(t.layers[t.root].file)
	return f
}

// view is the disk as kustomize is to see it: regular files of bounded size, without our transformers, with our inputs not
// marked local-config, since it would drop them, and marked with where they come from.
type view struct {
	filesys.FileSystem
	tree    *tree
	options Options
	// read is what kustomize was given of files, and written are the resources that were marked in it, as they were written.
	read    []input
	written []resource.Resource

	// apart says that files with resources of ours alone are read apart, and alone are these. ranks tell the order of reading.
	apart bool
	alone []aloneFile
	ranks map[string]int

	// mutex is of all that reading and the function's answers leave behind.
	mutex sync.Mutex
}

// errRefused makes kustomize stop. The reason is a finding.
var errRefused = errors.New("refused")

// ReadFile reads through the view.
func (v *view) ReadFile(name string) ([]byte, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	t := v.tree
	t.progress.Add()
	if t.isReferenceFile(name) {
		return kustomize.References(), nil
	}
	l := t.files[name]
	if l == nil && slices.Contains(konfig.RecognizedKustomizationFileNames(), filepath.Base(name)) { // it came over the network
		before := len(t.found)
		var err error
		if l = t.look(filepath.Dir(name), nothing); l != nil {
			t.bound(l)
			if !finding.AnyError(t.found[before:]) {
				err = t.give(l)
			}
		}
		if t.err != nil || err != nil || finding.AnyError(t.found[before:]) {
			return nil, errors.Join(errRefused, t.err, err)
		}
	}
	if l != nil {
		v.read = append(v.read, input{l.given, true})
		return l.given, nil
	}
	text, err := readRegular(os.OpenFile, name, MaxFile)
	if err != nil {
		if f, ok := Finding(t.shown(name), err); ok {
			t.found = append(t.found, f)
		}
		return nil, err
	}
	v.ranks[name] = len(v.read)
	ours := false
	if t.manifests[name] {
		text, ours = v.marked(name, text)
	}
	v.read = append(v.read, input{[]byte(text), false})
	if ours && v.apart {
		v.alone = append(v.alone, aloneFile{name, text, v.ranks[name]})
		return nil, nil
	}
	return v.read[len(v.read)-1].text, nil
}

// sourceMark is the annotation that says which of the written resources one is.
const sourceMark = "internal.fn.novasphere.dev/written"

// marked takes the local-config mark off our inputs and marks them with where they were written. A text that cannot be
// split is left for kustomize to complain of. ours says that all resources were marked.
func (v *view) marked(name, text string) (marked string, ours bool) {
	resources, err := resource.Split(v.tree.shown(name), text)
	if err != nil {
		return text, false
	}
	var b strings.Builder
	written, all := len(v.written), 0
	for i := range resources {
		items := resources[i : i+1]
		if isList(&resources[i]) {
			if items, err = resourcelist.Expand(&resources[i]); err != nil {
				return text, false
			}
		}
		all += len(items)
		for j := range items {
			if b.Len() > 0 {
				b.WriteString("---\n")
			}
			b.WriteString(v.mark(items[j], !v.tree.others[name]))
		}
	}
	return b.String(), len(v.written)-written == all
}

// mark is a resource as a document for kustomize.
func (v *view) mark(r resource.Resource, source bool) string {
	if object.Group(r.Meta.APIVersion) != api.Group {
		return r.Document()
	}
	if source {
		marker := resource.Marker{Key: sourceMark, Value: strconv.Itoa(len(v.written))}
		if edit, err := marker.Annotate(&r); err == nil {
			v.written = append(v.written, r)
			r.Text = string(edit.Append(nil, r.Text))
		}
	}
	if v.tree.inner != nil { // kustomize gives the function what is marked as local, too
		return r.Document()
	}
	return strings.ReplaceAll(r.Document(), object.LocalConfig, "fn.novasphere.dev/was-local-config")
}

// build has kustomize build the package, our resources apart where that is the same.
func (v *view) build() (*Package, error) {
	if v.tree.inner != nil {
		v.ranks = map[string]int{}
		return v.inside(v.options)
	}
	if err := v.tree.giveAll(); err != nil {
		return nil, err
	}
	if v.apart = v.tree.lists; v.apart {
		p, err := v.once()
		if err == nil || finding.AnyError(v.tree.found) {
			return p, err
		}
		v.apart = false
	}
	return v.once()
}

func (v *view) once() (*Package, error) {
	v.read, v.written, v.alone, v.ranks = nil, nil, nil, map[string]int{}
	if err := v.tree.taught.addSchema(); err != nil {
		return nil, err
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // the kustomization says it
	built, err := krusty.MakeKustomizer(options).Run(v, v.tree.root)
	if err != nil {
		return nil, err
	}
	return v.taken(built)
}

// taken is the package that kustomize built.
func (v *view) taken(built resmap.ResMap) (*Package, error) {
	p := &Package{Config: v.tree.config, Order: v.tree.order, origins: map[finding.Place]origin{}, taught: &v.tree.taught}
	files, paths := make([]string, built.Size()), make([]string, built.Size())
	for i, r := range built.Resources() {
		origin, err := r.GetOrigin()
		switch {
		case err != nil, origin == nil, origin.Path == "":
		case origin.Repo != "":
			files[i] = origin.Repo + "//" + strings.TrimPrefix(origin.Path, "notCloned/") // of kustomize's own directory
		default:
			paths[i], files[i] = origin.Path, v.tree.shown(filepath.Join(v.tree.root, origin.Path))
		}
	}
	p.Files = len(slices.Compact(slices.Sorted(slices.Values(files)))) + len(v.alone)
	if !v.tree.origins {
		if err := built.RemoveOriginAnnotations(); err != nil {
			return nil, fmt.Errorf("remove kustomize's origin annotations: %w", err)
		}
	}
	v.tree.progress.Step("reading what kustomize has built", len(v.alone)+built.Size())
	take := func(file string, r *kresource.Resource) error {
		v.tree.progress.Add()
		return v.take(p, file, r)
	}
	j := newJoiner(v)
	for i, r := range built.Resources() {
		if err := j.before(r, paths[i], take); err != nil {
			return nil, err
		}
		if err := take(files[i], r); err != nil {
			return nil, err
		}
	}
	return p, j.upTo(math.MaxInt, take)
}

// take adds a resource that kustomize built.
func (v *view) take(p *Package, file string, r *kresource.Resource) error {
	written, err := v.unmark(r)
	if err != nil {
		return err
	}
	text, err := r.AsYAML()
	if err != nil {
		return err
	}
	before := len(p.Resources)
	if err := p.addText(file, string(text)); err != nil {
		return err
	}
	for j := before; j < len(p.Resources); j++ {
		p.from(&p.Resources[j], written)
	}
	return nil
}
