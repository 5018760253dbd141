package resource_test

import (
	"testing"

	"github.com/novasphere/wukong-fn/render/resource"
)

// machine is the head of an item as kpt and kustomize hand it over, and the first line below.
const machine = `- apiVersion: vm.novasphere.dev/v1alpha1
  kind: Wukong
  metadata: # vm-00001
    name: vm-00001
    namespace: default
    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'vm-00001.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'vm-00001.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
  spec:
    cpu: 2
`

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if r, err := resource.New(machine, true, resource.Source{}); err != nil || r.Meta.Name != "vm-00001" {
			b.Fatal(r, err)
		}
	}
}

func BenchmarkMarker(b *testing.B) {
	b.ReportAllocs()
	r := resource.Resource{Text: machine, Item: true, Indent: 2}
	m := resource.Marker{Key: resource.LocalAnnotation, Value: "true"}
	for b.Loop() {
		if edit, err := m.Annotate(&r); err != nil || edit.Insert == "" {
			b.Fatal(edit, err)
		}
	}
}
