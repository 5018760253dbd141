package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"

	"github.com/novasphere/wukong-fn/kustomize"
)

// mergeRules are what definitions say of merging, by kind and path. A definition that contains itself is followed once.
func mergeRules(all spec.Definitions) map[string]string {
	rules := map[string]string{}
	var walk func(path string, s *spec.Schema, above []string)
	walk = func(path string, s *spec.Schema, above []string) {
		if ref := s.Ref.String(); ref != "" {
			name := ref[strings.LastIndexByte(ref, '/')+1:]
			if d, ok := all[name]; ok && !slices.Contains(above, name) {
				walk(path, &d, append(above, name))
			}
			return
		}
		strategy, keys := (&openapi.ResourceSchema{Schema: s}).PatchStrategyAndKeyList()
		if strategy != "" {
			rules[path] = fmt.Sprint(strategy, keys)
		}
		if s.Items != nil && s.Items.Schema != nil && len(s.Type) == 1 && s.Type[0] == "array" {
			walk(path+"[]", s.Items.Schema, above)
		}
		if s.AdditionalProperties != nil && s.AdditionalProperties.Schema != nil {
			walk(path+"{}", s.AdditionalProperties.Schema, above)
		}
		for name, p := range s.Properties {
			walk(path+"."+name, &p, above)
		}
	}
	for _, d := range all {
		if kinds, ok := d.Extensions[ofKind]; ok {
			walk(fmt.Sprint(kinds), &d, nil)
		}
	}
	return rules
}

// TestKindsOfKubernetesMergeAsEver holds that our file says of Kubernetes' own kinds what kustomize has built in: it takes the
// file in place of that.
func TestKindsOfKubernetesMergeAsEver(t *testing.T) {
	text, err := os.ReadFile(repository + "/kustomize/openapi.json")
	require.NoError(t, err)
	var file spec.Swagger
	require.NoError(t, json.Unmarshal(text, &file))
	ours := file.Definitions
	maps.DeleteFunc(ours, func(name string, _ spec.Schema) bool { return !strings.HasPrefix(name, "io.k8s.") })
	want := mergeRules(openapi.Schema().Definitions)
	require.Equal(t, want, mergeRules(ours))
	require.Equal(t, "merge[name]", want["[map[group:apps kind:Deployment version:v1]].spec.template.spec.containers"])
}

// TestPatchesOfOneEntry has kustomize patch one entry of a list of each kind that the file names, and a Deployment beside it.
func TestPatchesOfOneEntry(t *testing.T) {
	text, err := os.ReadFile(repository + "/kustomize/openapi.json")
	require.NoError(t, err)
	build := func(kind, list, openAPI string) string {
		t.Helper()
		disk := filesys.MakeFsInMemory()
		version, kind, _ := strings.Cut(kind, ":")
		body := func(entries string) string {
			value := entries
			path := strings.Split(list, ".")
			for _, key := range slices.Backward(path) {
				value = "{" + key + ": " + value + "}"
			}
			return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: x}\nspec: %s\n", version, kind, value)
		}
		for name, text := range map[string]string{
			"openapi.json": string(text), "patch.yaml": body("[{name: b, more: 1}]"), "all.yaml": body("[{name: a}, {name: b}, {name: c}]"),
			"kustomization.yaml": openAPI + "resources: [all.yaml]\npatches: [{path: patch.yaml}]\n",
		} {
			require.NoError(t, disk.WriteFile(name, []byte(text)))
		}
		openapi.ResetOpenAPI()
		t.Cleanup(openapi.ResetOpenAPI)
		if openAPI == "" {
			merging, err := kustomize.Merging()
			require.NoError(t, err)
			require.NoError(t, openapi.AddSchema(merging))
		}
		built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(disk, ".")
		require.NoError(t, err)
		out, err := built.AsYaml()
		require.NoError(t, err)
		return string(out)
	}
	lists := map[string]string{
		"vm.novasphere.dev/v1alpha1:Wukong networks": "networks",
		"vm.novasphere.dev/v1alpha1:Wukong disks":    "disks",
		"apps/v1:Deployment":                         "template.spec.containers",
	}
	for _, o := range mergedObjects() {
		for _, list := range o.lists {
			lists[o.kind.APIVersion()+":"+o.kind.String()+" "+list] = strings.TrimPrefix(list, "spec.")
		}
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			kind, _, _ := strings.Cut(name, " ")
			out := build(kind, list, "openapi: {path: openapi.json}\n")
			for _, entry := range []string{"name: a\n", "more: 1\n", "name: b\n", "name: c\n"} {
				require.Contains(t, out, entry)
			}
			require.Equal(t, out, build(kind, list, ""), "added to what is built in, ours mean the same")
		})
	}
}
