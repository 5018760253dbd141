package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/nmstate/release"
)

const (
	made   = "Made by hack/schemas (make golden) from render/api/v1alpha1. Do not edit."
	draft7 = "http://json-schema.org/draft-07/schema#"
)

// file is one that we write, with its path in the repository.
type file struct {
	path string
	text []byte
}

// kind is one that people write.
type kind struct {
	apiVersion, name string
	value            any
	inCluster        bool // where it makes sense
}

func kinds() []kind {
	return []kind{
		{api.APIVersion, api.KindWukong, api.Wukong{}, true},
		{api.APIVersion, api.KindNetwork, api.NetworkConfig{}, true},
		{api.RenderAPIVersion, api.KindRender, api.WukongRender{Spec: api.DefaultRenderSpec()}, false},
	}
}

// generate makes all files of the sources in the repository.
func generate(repository fs.FS) ([]file, error) {
	found, err := readComments(repository, "render/api/v1alpha1")
	if err != nil {
		return nil, err
	}
	b := &builder{comments: found, formats: formats(), rules: api.Between(), versions: release.Versions(), codes: finding.Rules()}
	var files []file
	for _, k := range kinds() {
		s, err := b.kind(k)
		if err != nil {
			return nil, err
		}
		if k.inCluster {
			text, err := definition(k.name, s)
			if err != nil {
				return nil, err
			}
			files = append(files, file{"schemas/crds/" + strings.ToLower(k.name) + ".yaml", text})
		}
		s.conditions()
		if files, err = write(files, strings.ToLower(k.name), s); err != nil {
			return nil, err
		}
	}
	merged, err := b.mergeFile()
	if err != nil {
		return nil, err
	}
	for _, f := range []file{merged, referenceFile()} { // the example has copies, for kustomize reads none from elsewhere
		files = append(files, f, file{"examples/kustomize/kustomize/" + path.Base(f.path), f.text})
	}
	return write(files, "all", whole())
}

func write(files []file, name string, s *schema) ([]file, error) {
	text, err := marshal(s)
	if err != nil {
		return nil, fmt.Errorf("writing the schema %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, fmt.Errorf("indenting the schema %s: %w", name, err)
	}
	out.WriteByte('\n')
	return append(files, file{"schemas/" + name + ".json", out.Bytes()}), nil
}

// kind makes the schema of a whole resource.
func (b *builder) kind(k kind) (*schema, error) {
	t, defaults := reflect.TypeOf(k.value), reflect.Value{}
	if k.name == api.KindRender {
		defaults = reflect.ValueOf(k.value)
	}
	s, err := b.object(t, defaults)
	if err != nil {
		return nil, err
	}
	s.Version, s.Comment, s.Title, s.Description = draft7, made, k.name, b.comments[t.Name()]
	s.Required = append([]string{"apiVersion", "kind"}, s.Required...)
	*s.Properties.get("apiVersion") = schema{Description: "The group and version of the kind.", Type: "string", Const: k.apiVersion}
	*s.Properties.get("kind") = schema{Description: "The kind of the resource.", Type: "string", Const: k.name}
	s.Properties.get("metadata").Description = "Name, namespace, labels and annotations of the resource."
	return s, nil
}

// whole takes any resource, and ours as their schemas do: for files that hold several kinds.
func whole() *schema {
	s := &schema{Version: draft7, Comment: made, Title: "Wukong package", Description: "Resources of a package: ours are checked, others are not."}
	for _, k := range kinds() {
		group, _, _ := strings.Cut(k.apiVersion, "/")
		s.AllOf = append(s.AllOf, &schema{
			If: &schema{Required: []string{"apiVersion", "kind"}, Properties: properties{
				{"apiVersion", &schema{Type: "string", Pattern: "^" + strings.ReplaceAll(group, ".", `\.`) + "/"}},
				{"kind", &schema{Const: k.name}},
			}},
			Then: &schema{Ref: strings.ToLower(k.name) + ".json"},
		})
	}
	return s
}
