package main

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/openapi"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// kustomize is told in two files how our kinds, and those that we make, are patched and refer to each other:
//
//   - openapi.json for `openapi: {path: …}` says by which key a list merges. kustomize takes such a file instead of what it has
//     built in, so the file says the same of Kubernetes' own kinds, too, and nothing else of them.
//   - references.yaml for `configurations:` says which fields hold names of other resources.

// merging is what an OpenAPI definition says of merging, in the words of the file.
type merging map[string]any

const (
	mergeStrategy = "x-kubernetes-patch-strategy"
	mergeKey      = "x-kubernetes-patch-merge-key"
	mergeKeys     = "x-kubernetes-list-map-keys"
	ofKind        = "x-kubernetes-group-version-kind"
)

// mergeFile is openapi.json.
func (b *builder) mergeFile() (file, error) {
	definitions := builtin()
	for _, k := range kinds() {
		s, err := b.kind(k)
		if err != nil {
			return file{}, err
		}
		m, _ := s.merging()
		define(definitions, k.apiVersion, k.name, m)
	}
	for _, o := range mergedObjects() {
		m := merging{}
		for _, path := range o.lists {
			m.list(strings.Split(path, "."))
		}
		define(definitions, o.kind.APIVersion(), o.kind.String(), m)
	}
	var out bytes.Buffer
	title, err := marshal(strings.Replace(made, "render/api/v1alpha1", "render/api/v1alpha1 and the schema that kyaml has built in", 1))
	if err != nil {
		return file{}, err
	}
	fmt.Fprintf(&out, "{\n  \"swagger\": \"2.0\",\n  \"info\": {\"title\": %s, \"version\": \"1\"},\n  \"paths\": {},\n  \"definitions\": {", title)
	for i, name := range slices.Sorted(maps.Keys(definitions)) { // a line each
		text, err := marshal(definitions[name])
		if err != nil {
			return file{}, fmt.Errorf("writing the definition of %s: %w", name, err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "\n    %q: %s", name, text)
	}
	out.WriteString("\n  }\n}\n")
	return file{"kustomize/openapi.json", out.Bytes()}, nil
}

// define adds the definition of a kind under the name that Kubernetes' custom gives it.
func define(definitions map[string]merging, apiVersion, kind string, m merging) {
	group, version, _ := strings.Cut(apiVersion, "/")
	parts := strings.Split(group, ".")
	slices.Reverse(parts)
	m[ofKind] = []any{map[string]any{"group": group, "version": version, "kind": kind}}
	definitions[strings.Join(append(parts, version, kind), ".")] = m
}

// mergedObjects are the lists of what we make whose entries have names, for patches behind the rendering.
func mergedObjects() []struct {
	kind  object.Kind
	lists []string
} {
	return []struct {
		kind  object.Kind
		lists []string
	}{
		{object.VirtualMachine, []string{
			"spec.template.spec.domain.devices.disks", "spec.template.spec.domain.devices.interfaces",
			"spec.template.spec.networks", "spec.template.spec.volumes",
		}},
		{object.NodeNetworkConfigurationPolicy, []string{"spec.desiredState.interfaces"}},
	}
}

// list adds a list that merges by name at a path.
func (m merging) list(path []string) {
	if len(path) == 0 {
		m["type"], m[mergeStrategy], m[mergeKey] = "array", "merge", "name"
		m["items"] = merging{"type": "object"}
		return
	}
	m["type"] = "object"
	fields, ok := m["properties"].(merging)
	if !ok {
		fields = merging{}
		m["properties"] = fields
	}
	next, ok := fields[path[0]].(merging)
	if !ok {
		next = merging{}
		fields[path[0]] = next
	}
	next.list(path[1:])
}

// merging is what a schema of ours says of merging; false where it says nothing.
func (s *schema) merging() (merging, bool) {
	m, says := merging{"type": s.Type}, s.key != ""
	if says {
		m[mergeStrategy], m[mergeKey] = "merge", s.key
	}
	if s.Items != nil {
		items, below := s.Items.merging()
		m["items"], says = items, says || below
	}
	fields := merging{}
	for _, p := range s.Properties {
		if field, below := p.merging(); below {
			fields[p.name], says = field, true
		}
	}
	if len(fields) > 0 {
		m["properties"] = fields
	}
	return m, says
}

// builtin is what the definitions that kyaml has built in say of merging.
func builtin() map[string]merging {
	b := reduction{all: openapi.Schema().Definitions, says: map[string]bool{}}
	out := map[string]merging{}
	for name, d := range b.all {
		if m, says := b.of(&d); says {
			if kinds, ok := d.Extensions[ofKind]; ok {
				m[ofKind] = kinds
			}
			out[name] = m
		}
	}
	return out
}

// reduction leaves of definitions what they say of merging. says are the definitions that say something, as far as it is known.
type reduction struct {
	all  spec.Definitions
	says map[string]bool
}

func (r *reduction) of(s *spec.Schema) (merging, bool) {
	if ref := s.Ref.String(); ref != "" {
		return merging{"$ref": ref}, r.refers(ref[strings.LastIndexByte(ref, '/')+1:])
	}
	m, says := merging{}, false
	for _, key := range []string{mergeStrategy, mergeKey, mergeKeys} {
		if value, ok := s.Extensions[key]; ok {
			m[key], says = value, true
		}
	}
	below := func(key string, s *spec.Schema) {
		if s == nil {
			return
		}
		if part, ok := r.of(s); ok {
			m[key], says = part, true
		}
	}
	if s.Items != nil {
		below("items", s.Items.Schema)
	}
	if s.AdditionalProperties != nil {
		below("additionalProperties", s.AdditionalProperties.Schema)
	}
	fields := merging{}
	for name, p := range s.Properties {
		if field, ok := r.of(&p); ok {
			fields[name], says = field, true
		}
	}
	if len(fields) > 0 {
		m["properties"] = fields
	}
	if len(s.Type) == 1 && s.Type[0] == "array" { // else the entries are not looked at
		m["type"] = "array"
	}
	return m, says
}

// refers says whether a definition says something of merging. One that refers to itself says what the rest of it does.
func (r *reduction) refers(name string) bool {
	says, known := r.says[name]
	if !known {
		r.says[name] = false
		d := r.all[name]
		_, says = r.of(&d)
		r.says[name] = says
	}
	return says
}

// reference is a field that holds the name of another resource.
type reference struct{ to, from, path string }

// references are those of our kinds, by the tag `refers` of their fields, and those of what we make.
func references() []reference {
	var all []reference
	for _, k := range kinds() {
		all = append(all, referencesIn(reflect.TypeOf(k.value), k.name, "")...)
	}
	machine, volume := object.VirtualMachine.String(), object.DataVolume.String()
	const pod = "spec/template/spec/"
	for _, o := range []struct {
		to    object.Kind
		paths []string
	}{
		{object.Secret, []string{
			"accessCredentials/sshPublicKey/source/secret/secretName", "accessCredentials/userPassword/source/secret/secretName",
			"volumes/cloudInitNoCloud/secretRef/name", "volumes/cloudInitNoCloud/networkDataSecretRef/name",
			"volumes/cloudInitConfigDrive/secretRef/name", "volumes/cloudInitConfigDrive/networkDataSecretRef/name",
			"volumes/containerDisk/imagePullSecret", "volumes/secret/secretName", "volumes/sysprep/secret/name",
		}},
		{object.NetworkAttachmentDefinition, []string{"networks/multus/networkName"}},
		{object.DataVolume, []string{"volumes/dataVolume/name"}},
		{object.PersistentVolumeClaim, []string{
			"volumes/persistentVolumeClaim/claimName", "volumes/dataVolume/name", "volumes/ephemeral/persistentVolumeClaim/claimName",
		}},
		{object.ConfigMap, []string{"volumes/configMap/name", "volumes/sysprep/configMap/name"}},
		{object.ServiceAccount, []string{"volumes/serviceAccount/serviceAccountName"}},
	} {
		for _, path := range o.paths {
			all = append(all, reference{o.to.String(), machine, pod + path})
		}
	}
	for _, o := range []struct {
		to    object.Kind
		paths []string
	}{
		{object.Secret, []string{"source/http/secretRef", "source/registry/secretRef", "source/s3/secretRef", "source/gcs/secretRef"}},
		{object.ConfigMap, []string{"source/http/certConfigMap", "source/registry/certConfigMap", "source/s3/certConfigMap"}},
		{object.DataSource, []string{"sourceRef"}}, // a mapping of name and namespace
	} {
		for _, path := range o.paths {
			all = append(all, reference{o.to.String(), volume, "spec/" + path},
				reference{o.to.String(), machine, "spec/dataVolumeTemplates/spec/" + path})
		}
	}
	return all
}

func referencesIn(t reflect.Type, kind, above string) []reference {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var all []reference
	for i := range t.NumField() {
		f := t.Field(i)
		path := above
		if !f.Anonymous {
			path = strings.TrimPrefix(above+"/"+jsonName(f), "/")
		}
		if to := f.Tag.Get("refers"); to != "" {
			all = append(all, reference{to, kind, path})
		}
		all = append(all, referencesIn(f.Type, kind, path)...)
	}
	return all
}

// referenceFile is references.yaml.
func referenceFile() file {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\nnameReference:\n", made)
	all := references()
	for _, to := range []string{api.KindNetwork, "ConfigMap", object.Secret.String(), object.NetworkAttachmentDefinition.String(),
		object.DataVolume.String(), object.PersistentVolumeClaim.String(), object.ServiceAccount.String(),
		object.DataSource.String()} {
		out.WriteString("- kind: " + to + "\n")
		if version := coreVersion(to); version != "" { // as kustomize's own has it: the two become one
			out.WriteString("  version: " + version + "\n")
		}
		out.WriteString("  fieldSpecs:\n")
		for _, r := range all {
			if r.to == to {
				fmt.Fprintf(&out, "  - {kind: %s, path: %s}\n", r.from, r.path)
			}
		}
	}
	return file{"kustomize/references.yaml", out.Bytes()}
}

// coreVersion is the version of the kinds of which kustomize names one.
func coreVersion(kind string) string {
	switch kind {
	case "ConfigMap", object.Secret.String(), object.PersistentVolumeClaim.String(), object.ServiceAccount.String():
		return "v1"
	}
	return ""
}
