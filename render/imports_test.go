package render

import (
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// layers say which of our packages each package may import: the arrows of ARCHITECTURE.md. Anything that is not listed
// is forbidden, and so is a package that has no row.
var layers = map[string]string{
	".":               "api/v1alpha1 change check deliver disclose finding inventory nad nmstate nmstate/release object patch plan resource spell vm yaml yaml/encode",
	"api/v1alpha1":    "finding spell",
	"change":          "api/v1alpha1 finding nmstate plan vm",
	"check":           "api/v1alpha1 finding nad nmstate object plan vm",
	"deliver":         "api/v1alpha1 object",
	"disclose":        "api/v1alpha1 finding",
	"finding":         "",
	"inventory":       "api/v1alpha1 finding spell",
	"nad":             "api/v1alpha1 object patch plan",
	"nmstate":         "api/v1alpha1 object patch plan",
	"nmstate/release": "api/v1alpha1 nmstate/schema object plan",
	"nmstate/schema":  "spell",
	"object":          "api/v1alpha1 resource yaml/encode",
	"patch":           "api/v1alpha1 object spell yaml yaml/encode",
	"plan":            "api/v1alpha1 finding spell",
	"resource":        "yaml",
	"resourcelist":    "resource yaml",
	"spell":           "",
	"vm":              "api/v1alpha1 object patch plan yaml/encode",
	"yaml":            "spell yaml/scalar",
	"yaml/encode":     "yaml/scalar",
	"yaml/scalar":     "",
}

// TestEveryPackageIsExplained holds that ARCHITECTURE.md names them all.
func TestEveryPackageIsExplained(t *testing.T) {
	text, err := os.ReadFile("../ARCHITECTURE.md")
	require.NoError(t, err)
	for name := range layers {
		if parent, child := path.Split(name); parent == "nmstate/" {
			require.Contains(t, string(text), "`"+child+"/`")
		} else {
			require.Contains(t, string(text), "`"+path.Join("render", name)+"`")
		}
	}
}

func TestImports(t *testing.T) {
	const module = "github.com/novasphere/wukong-fn/"
	require.NoError(t, filepath.WalkDir(".", func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || entry.Name() == "testdata" {
			return err
		}
		p, err := build.ImportDir(dir, 0)
		if _, empty := err.(*build.NoGoError); empty { //nolint:errorlint // build documents the bare type
			return nil
		}
		require.NoError(t, err, dir)
		allowed, known := layers[filepath.ToSlash(dir)]
		require.True(t, known, "render/%s has no row in layers", dir)
		for _, imported := range p.Imports {
			if ours, found := strings.CutPrefix(imported, module); found {
				require.Contains(t, strings.Fields(allowed), strings.TrimPrefix(ours, "render/"), "render/%s imports %s", dir, imported)
			}
			if imported == "sigs.k8s.io/kustomize/kyaml/yaml" || strings.HasPrefix(imported, "sigs.k8s.io/kustomize") {
				require.Contains(t, []string{"resource", "resourcelist"}, filepath.ToSlash(dir), "kyaml is for the edge: %s", dir)
			}
		}
		return nil
	}))
}

// TestNothingIsUnsafe holds that nothing looks past Go's types, in the library and in the process.
func TestNothingIsUnsafe(t *testing.T) {
	files := 0
	for _, dir := range []string{".", "../fn"} {
		require.NoError(t, filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			require.NoError(t, err)
			for _, i := range file.Imports {
				require.NotEqual(t, `"unsafe"`, i.Path.Value, name)
			}
			files++
			return nil
		}))
	}
	require.Greater(t, files, 100)
}
