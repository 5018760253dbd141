package load

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/finding"
)

const wukong = "apiVersion: vm.novasphere.dev/v1alpha1\nkind: Wukong\nmetadata:\n  name: db\nspec:\n  cpu: 2\n"

// write makes files below a directory. What starts with an arrow is a link, and a bar stands for a named pipe.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		target, link := strings.CutPrefix(text, "-> ")
		switch {
		case link:
			require.NoError(t, os.Symlink(target, file))
		case text == "|":
			require.NoError(t, syscall.Mkfifo(file, 0o644))
		case text == "socket":
			address, err := net.Listen("unix", file)
			require.NoError(t, err)
			t.Cleanup(func() { _ = address.Close() })
		case text == "directory":
			require.NoError(t, os.Mkdir(file, 0o755))
		default:
			require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		}
	}
}

// soon fails where a package takes long or much memory to be refused.
func soon(t *testing.T, work func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan bool)
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		require.Fail(t, "it hangs")
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(200<<20), "bytes allocated")
}

// laughs are aliases of aliases that stand for 10^n values.
func laughs(n int) string {
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < n; i++ {
		text += fmt.Sprintf("  a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10))
	}
	return text
}

// keys are lines of a mapping.
func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  k%d: v\n", i)
	}
	return b.String()
}

// diamond are n levels of two kustomizations that both refer to both of the next level.
func diamond(n int) map[string]string {
	files := map[string]string{"p/kustomization.yaml": "resources: [../0a, ../0b]\n"}
	for i := range n {
		for _, side := range []string{"a", "b"} {
			text := fmt.Sprintf("namePrefix: %s-\nresources: [../%da, ../%db]\n", side, i+1, i+1)
			if i == n-1 {
				text = "namePrefix: " + side + "-\nresources: [w.yaml]\n"
				files[fmt.Sprintf("%d%s/w.yaml", i, side)] = wukong
			}
			files[fmt.Sprintf("%d%s/kustomization.yaml", i, side)] = text
		}
	}
	return files
}

// hostile are packages in the directory p, each with the code and place of its finding.
var hostile = map[string]struct {
	files map[string]string
	want  string
}{
	"an endless transformer": {map[string]string{"p/kustomization.yaml": "transformers: [../../../../../../../../../../dev/zero]\n"}, "WK055 p/kustomization.yaml:1:16 transformers[0]"},
	"an endless resource":    {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": "-> /dev/zero"}, "WK055 p/kustomization.yaml:1:13 resources[0]"},
	"a transformer outside":  {map[string]string{"p/kustomization.yaml": "transformers:\n- ../outside.yaml\n", "outside.yaml": wukong}, "WK055 p/kustomization.yaml:2:3 transformers[0]"},
	"a link outside":         {map[string]string{"p/kustomization.yaml": "transformers: [x/a.yaml]\n", "p/x": "-> ../p2", "p2/a.yaml": wukong}, "WK055 p/kustomization.yaml:1:16 transformers[0]"},
	"a link to outside":      {map[string]string{"p/kustomization.yaml": "transformers: [a.yaml]\n", "p/a.yaml": "-> ../outside.yaml", "outside.yaml": wukong}, "WK055 p/kustomization.yaml:1:16 transformers[0]"},
	"a kustomization that is a link to outside": {
		map[string]string{"p/kustomization.yaml": "-> ../k.yaml", "k.yaml": "resources: [a.yaml]\n"}, "WK055 p/kustomization.yaml ",
	},
	"files of the system":     {map[string]string{"p/kustomization.yaml": "configMapGenerator:\n- name: a\n  files: [x=/etc/passwd]\n"}, "WK055 p/kustomization.yaml:3:11 configMapGenerator[0].files[0]"},
	"a link to itself":        {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": "-> a.yaml"}, "WK058 p/kustomization.yaml:1:13 resources[0]"},
	"an empty kustomization":  {map[string]string{"p/kustomization.yaml": ""}, "WK058 p/kustomization.yaml "},
	"a pipe to build":         {map[string]string{"p/kustomization.yaml": "|"}, "WK053 p/kustomization.yaml "},
	"a pipe to read":          {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": "|"}, "WK053 p/kustomization.yaml:1:13 resources[0]"},
	"a pipe to configure":     {map[string]string{"p/kustomization.yaml": "transformers: [a.yaml]\n", "p/a.yaml": "|"}, "WK053 p/kustomization.yaml:1:16 transformers[0]"},
	"a pipe in a base":        {map[string]string{"p/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [a.yaml]\n", "b/a.yaml": "|"}, "WK053 b/kustomization.yaml:1:13 resources[0]"},
	"a socket to read":        {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": "socket"}, "WK053 p/kustomization.yaml:1:13 resources[0]"},
	"a directory to patch":    {map[string]string{"p/kustomization.yaml": "patches:\n- path: a\n", "p/a": "directory"}, "WK053 p/kustomization.yaml:2:3 patches[0].path"},
	"nothing to read":         {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n"}, "WK058 p/kustomization.yaml:1:13 resources[0]"},
	"a pipe in a directory":   {map[string]string{"p/a.yaml": "|"}, "WK053 p/a.yaml "},
	"a socket":                {map[string]string{"p/a.yaml": "socket"}, "WK053 p/a.yaml "},
	"a pipe to ignore":        {map[string]string{"p/.krmignore": "|"}, "WK053 p/.krmignore "},
	"a directory to ignore":   {map[string]string{"p/.krmignore": "directory"}, "WK053 p/.krmignore "},
	"a link to ignore":        {map[string]string{"p/.krmignore": "-> /dev/zero"}, "WK053 p/.krmignore "},
	"a link left out":         {map[string]string{"p/a.yaml": "-> /dev/zero"}, "WK056 p/a.yaml "},
	"a directory left out":    {map[string]string{"p/a": "-> .."}, "WK056 p/a "},
	"an endless ignore file":  {map[string]string{"p/.krmignore": strings.Repeat("x", maxIgnore+1)}, "WK014 p/.krmignore "},
	"many patterns":           {map[string]string{"p/a.yaml": wukong, "p/.krmignore": strings.Repeat("*a\n", maxPatterns+1)}, "WK014 p "},
	"documents":               {map[string]string{"p/a.yaml": strings.Repeat("---\n", maxDocuments+1)}, "WK014 p "},
	"documents to build":      {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": strings.Repeat("---\na: b\n", maxBuilt+1)}, "WK014 p/kustomization.yaml "},
	"keys":                    {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": "a:\n" + keys(maxKeys+1)}, "WK014 p/kustomization.yaml "},
	"nested mappings":         {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": strings.Repeat("{a: ", 9000) + "b" + strings.Repeat("}", 9000)}, "WK014 p/kustomization.yaml "},
	"keys of a patch":         {map[string]string{"p/kustomization.yaml": "patches:\n- patch: |\n    a:\n" + indented(keys(maxKeys+1), "    ")}, "WK014 p/kustomization.yaml "},
	"keys of a kustomization": {map[string]string{"p/kustomization.yaml": "commonLabels:\n" + keys(maxKeys+1)}, "WK014 p/kustomization.yaml "},
	"entries":                 {map[string]string{"p/kustomization.yaml": "configMapGenerator:\n- name: a\n  files:\n" + strings.Repeat("  - x\n", maxEntries+1), "p/x": ""}, "WK014 p/kustomization.yaml "},
	"a large kustomization":   {map[string]string{"p/kustomization.yaml": "# " + strings.Repeat("x", maxKustomization)}, "WK014 p/kustomization.yaml "},
	"a diamond":               {diamond(10), "WK014 p/kustomization.yaml "},
	"a cycle": {
		map[string]string{"p/kustomization.yaml": "resources: [../a]\n", "a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources:\n- ../a\n"},
		"WK058 b/kustomization.yaml:2:3 resources[0]",
	},
	"a base without a kustomization": {map[string]string{"p/kustomization.yaml": "resources: [a]\n", "p/a/w.yaml": wukong}, "WK058 p/kustomization.yaml:1:13 resources[0]"},
	"aliases of aliases":             {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": laughs(8)}, "WK014 p/a.yaml "},
	"aliases in a patch":             {map[string]string{"p/kustomization.yaml": "patches:\n- patch: |\n" + indented(laughs(8), "    ")}, "WK014 p/kustomization.yaml "},
	"an alias of itself":             {map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\n", "p/a.yaml": "a: &a\n- *a\n"}, "WK005 p/a.yaml:2:3 "},
	"helm": {
		map[string]string{"p/kustomization.yaml": "resources: [a.yaml]\nhelmCharts:\n- name: x\n  repo: https://127.0.0.1\n", "p/a.yaml": wukong},
		"WK057 p/kustomization.yaml:2:1 helmCharts",
	},
	"a plugin": {
		map[string]string{"p/kustomization.yaml": "transformers: [a.yaml]\n", "p/a.yaml": "apiVersion: x/v1\nkind: X\nmetadata:\n  name: x\n  annotations: {config.kubernetes.io/function: 'exec: {path: ./x}'}\n"},
		"WK057 p/kustomization.yaml:1:16 transformers[0]",
	},
	"helm as a plugin": {
		map[string]string{"p/kustomization.yaml": "generators:\n- |\n  apiVersion: builtin\n  kind: HelmChartInflationGenerator\n  metadata: {name: x}\n"},
		"WK057 p/kustomization.yaml:2:3 generators[0]",
	},
}

func indented(text, by string) string { return by + strings.ReplaceAll(text, "\n", "\n"+by) + "\n" }

func TestHostilePackagesAreRefused(t *testing.T) {
	for name, tc := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, ".", tc.files)
			soon(t, func() {
				p, err := Load([]string{"p"}, nil, Options{})
				require.NoError(t, err)
				require.Contains(t, places(p.Found.All()), tc.want)
				_, _, err = Discover("p", nil)
				require.NoError(t, err)
			})
		})
	}
}

// places are findings as CODE FILE:LINE:COLUMN FIELD.
func places(found []finding.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s %s\n", f.Code, f.Place.Position(), f.Place.Field)
	}
	return b.String()
}

// A limit is said in the message, so that people know how far they are from it.
func TestLimitsAreSaid(t *testing.T) {
	sparse := func(name string, size int64) {
		f, err := os.Create(name)
		require.NoError(t, err)
		require.NoError(t, f.Truncate(size))
		require.NoError(t, f.Close())
	}
	for name, tc := range map[string]struct {
		prepare func()
		want    string
	}{
		"a large file":                      {func() { sparse("a.yaml", MaxFile+1) }, "larger than 64 MiB"},
		"a large kustomization":             {func() { sparse("kustomization.yaml", MaxFile+1) }, "larger than 1 MiB"},
		"a large resource":                  {func() { sparse("a.yaml", MaxFile+1); list(t, "a.yaml") }, "more than 32 MiB"},
		"a large build":                     {func() { sparse("a.bin", maxBuild+1); generate(t, "a.bin") }, "more than 32 MiB"},
		"a large ignore file":               {func() { sparse(".krmignore", maxIgnore+1) }, "larger than 64 KiB"},
		"many documents":                    {func() { write(t, ".", hostile["documents"].files); require.NoError(t, os.Chdir("p")) }, "more than 250000 documents"},
		"a kustomization of many documents": {func() { write(t, ".", hostile["documents to build"].files); require.NoError(t, os.Chdir("p")) }, "more than 5000 resources"},
		"a diamond":                         {func() { write(t, ".", diamond(10)); require.NoError(t, os.Chdir("p")) }, "more than 1000 times"},
		"nested mappings":                   {func() { write(t, ".", hostile["nested mappings"].files); require.NoError(t, os.Chdir("p")) }, "more than 25000000 values"},
		"keys":                              {func() { write(t, ".", hostile["keys"].files); require.NoError(t, os.Chdir("p")) }, "may have 20000 keys"},
		"aliases":                           {func() { write(t, ".", hostile["aliases of aliases"].files); require.NoError(t, os.Chdir("p")) }, "more than 100000 values"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			tc.prepare()
			soon(t, func() {
				p, err := Load([]string{"."}, nil, Options{})
				require.NoError(t, err)
				found := p.Found.All()
				require.Len(t, found, 1)
				require.Equal(t, finding.Limit, found[0].Code)
				require.Contains(t, found[0].Message, tc.want)
			})
		})
	}
}

func list(t *testing.T, file string) {
	t.Helper()
	require.NoError(t, os.WriteFile("kustomization.yaml", []byte("resources: ["+file+"]\n"), 0o644))
}

func generate(t *testing.T, file string) {
	t.Helper()
	require.NoError(t, os.WriteFile("kustomization.yaml", []byte("configMapGenerator:\n- name: a\n  files: ["+file+"]\n"), 0o644))
}

func TestWatchedBuilds(t *testing.T) {
	p := &Package{}
	var now atomic.Int64
	most := bounds{func() time.Duration { return time.Duration(now.Load()) }, time.Minute, buildMemory}
	got, err := watched(func() (*Package, error) { return p, nil }, most)
	require.NoError(t, err)
	require.Same(t, p, got)

	end := make(chan bool)
	defer close(end)
	_, err = watched(func() (*Package, error) {
		time.Sleep(50 * time.Millisecond)
		now.Add(int64(time.Minute))
		return p, nil
	}, most)
	require.NoError(t, err, "just in time")
	_, err = watched(func() (*Package, error) {
		time.Sleep(50 * time.Millisecond)
		now.Add(int64(time.Minute) + 1)
		<-end
		return p, nil
	}, most)
	require.ErrorAs(t, err, new(LimitError))
	require.ErrorContains(t, err, "more than 1m0s")

	_, err = watched(func() (*Package, error) {
		room := make([]byte, 32<<20)
		runtime.GC()
		<-end
		runtime.KeepAlive(room)
		return p, nil
	}, bounds{most.clock, most.time, 16 << 20})
	require.ErrorAs(t, err, new(LimitError))
	require.ErrorContains(t, err, "more than 16 MiB of memory")

	_, err = watched(func() (*Package, error) { var none []int; return nil, errors.New(string(rune(none[len(p.Resources)]))) }, most)
	require.ErrorContains(t, err, "out of range", "a library that falls over its input takes nothing with it")

	before := cpuTime()
	for range 1 << 24 {
		now.Add(1)
	}
	require.Greater(t, cpuTime(), before)
	require.Positive(t, wallTime())
}

func TestWhatIsRead(t *testing.T) {
	t.Chdir(t.TempDir())
	machine := func(name string) string { return strings.Replace(wukong, "db", name, 1) }
	write(t, ".", map[string]string{
		"a.yaml": machine("a"), "b.YAML": machine("b"), "c.Yml": machine("c"), "e/.krmignore": "/\n!\nf.yaml\n", "e/f.yaml": "[",
		"d.json":       "{\n\t\"apiVersion\": \"vm.novasphere.dev/v1alpha1\", \"kind\": \"Wukong\",\n\t\"metadata\": {\"name\": \"d\"}\n}\n",
		"package.json": `{"name": "somebody else's"}`, "notes.txt": "[", ".hidden/x.yaml": "[", ".x.yaml": "[", "Kptfile": "[",
	})
	p, err := Load([]string{"."}, nil, Options{})
	require.NoError(t, err)
	require.Empty(t, p.Found.All())
	var got []string
	for _, r := range p.Resources {
		got = append(got, r.Source.File+" "+r.Meta.Name)
	}
	require.Equal(t, []string{"a.yaml a", "b.YAML b", "c.Yml c", "d.json d"}, got)

	write(t, ".", map[string]string{"x.yaml": machine("x") + "---\na: [\n---\nb: c\n---\nd: ]\n", "y.json": `{"apiVersion": `})
	p, err = Load([]string{"."}, nil, Options{})
	require.NoError(t, err)
	require.Regexp(t, `^WK009 x\.yaml:\d+\S* \nWK001 x\.yaml:\d+\S* \nWK001 x\.yaml:\d+\S* \nWK001 y\.json\S* \n$`, places(p.Found.All()), "each document that is no YAML is named")
}

// What is no YAML is named with its line, whoever reads it.
func TestBrokenFilesOfAKustomization(t *testing.T) {
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a resource":                {map[string]string{"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": "# x\n" + wukong + "---\na: b\nc: d: e\n"}, "WK001 a.yaml:10"},
		"two resources":             {map[string]string{"kustomization.yaml": "resources: [a.yaml, b.yaml]\n", "a.yaml": "a: [\n", "b.yaml": "\na: ]\n"}, "WK001 b.yaml:2"},
		"a patch":                   {map[string]string{"kustomization.yaml": "resources: [w.yaml]\npatches: [{path: a.yaml}]\n", "w.yaml": wukong, "a.yaml": "a: b\nc: d: e\n"}, "WK001 a.yaml:2"},
		"the kustomization":         {map[string]string{"kustomization.yaml": "resources: [w.yaml]\nnamePrefix: a: b\n", "w.yaml": wukong}, "WK001 kustomization.yaml:2"},
		"a field that there is not": {map[string]string{"kustomization.yaml": "resources: [w.yaml]\nnamePrefixes: a\n", "w.yaml": wukong}, "WK058 kustomization.yaml:2:1 "},
		"a base's kustomization":    {map[string]string{"kustomization.yaml": "resources: [b]\n", "b/kustomization.yaml": "# x\nresource: []\n"}, "WK058 b/kustomization.yaml:2:1 "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, ".", tc.files)
			p, err := Load([]string{"."}, nil, Options{})
			require.NoError(t, err)
			require.Contains(t, places(p.Found.All()), tc.want)
		})
	}
}
