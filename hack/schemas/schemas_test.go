package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

const repository = "../.."

// TestInSync holds the files that are checked in against the sources that they are made of.
func TestInSync(t *testing.T) {
	files, err := generate(os.DirFS(repository))
	require.NoError(t, err)
	var made []string
	for _, f := range files {
		if strings.HasPrefix(f.path, "schemas/") {
			made = append(made, f.path)
		}
		text, err := os.ReadFile(filepath.Join(repository, f.path))
		require.NoError(t, err, "make golden writes it")
		require.Equal(t, string(f.text), string(text), "%s: make golden writes it", f.path)
	}
	var there []string
	require.NoError(t, filepath.WalkDir(filepath.Join(repository, "schemas"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			there = append(there, filepath.ToSlash(strings.TrimPrefix(path, repository+string(filepath.Separator))))
		}
		return err
	}))
	require.ElementsMatch(t, made, there, "a schema that nobody makes any more")
}

// compiled are the schemas as checked in, by file name without ending. Compiling holds them against the meta-schema.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	files, err := filepath.Glob(repository + "/schemas/*.json")
	require.NoError(t, err)
	require.Len(t, files, len(kinds())+1)
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{"file": jsonschema.FileLoader{}}) // nothing from the network
	all := map[string]*jsonschema.Schema{}
	for _, file := range files {
		s, err := c.Compile(file)
		require.NoError(t, err)
		require.Equal(t, 7, s.DraftVersion)
		all[strings.TrimSuffix(filepath.Base(file), ".json")] = s
	}
	return all
}

// documents are the resources in YAML files, as JSON values with their numbers as written.
func documents(t *testing.T, files ...string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for document := range strings.SplitSeq(string(text), "\n---\n") {
			all = append(all, parse(t, document))
		}
	}
	return all
}

func parse(t *testing.T, document string) map[string]any {
	t.Helper()
	text, err := yaml.YAMLToJSON([]byte(document))
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	m, ok := value.(map[string]any)
	require.True(t, ok, "a resource is a mapping")
	return m
}

func TestExamplesFit(t *testing.T) {
	schemas := compiled(t)
	files, err := filepath.Glob(repository + "/examples/*/*.yaml")
	require.NoError(t, err)
	ours := map[string]int{}
	for _, document := range documents(t, files...) {
		require.NoError(t, schemas["all"].Validate(document))
		kind, ok := document["kind"].(string)
		require.True(t, ok)
		if s := schemas[strings.ToLower(kind)]; s != nil {
			require.NoError(t, s.Validate(document))
			ours[kind]++
			document["sepc"] = map[string]any{}
			require.Error(t, s.Validate(document))
			require.Error(t, schemas["all"].Validate(document), "the schema of all kinds takes the kind's")
		}
	}
	require.Len(t, ours, len(kinds()), "an example of each kind")
}

// TestEveryFieldIsDescribed wants words for everything that an editor proposes.
func TestEveryFieldIsDescribed(t *testing.T) {
	b := testBuilder(t)
	for _, k := range kinds() {
		s, err := b.kind(k)
		require.NoError(t, err)
		var walk func(path string, s *schema)
		walk = func(path string, s *schema) {
			for _, p := range s.Properties {
				require.NotEmpty(t, p.Description, "%s.%s has no comment in render/api/v1alpha1", path, p.name)
				walk(path+"."+p.name, p.schema)
			}
			if s.Items != nil {
				walk(path+"[]", s.Items)
			}
		}
		require.NotEmpty(t, s.Description)
		walk(k.name, s)
	}
}

func TestTagMistakes(t *testing.T) {
	for name, value := range map[string]any{
		"unknown word": struct {
			A string `json:"a" schema:"lable"`
		}{},
		"limit is no digit": struct {
			A int `json:"a" schema:"min=one"`
		}{},
		"no schema": struct {
			A complex64 `json:"a"`
		}{},
		"default": struct {
			A *bool `json:"a" default:"ja"`
		}{},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := testBuilder(t).kind(kind{name: "K", value: value})
			require.Error(t, err)
		})
	}
}

// text is a value as JSON.
func text(t *testing.T, value any) string {
	t.Helper()
	out, err := json.Marshal(value)
	require.NoError(t, err)
	return string(out)
}
