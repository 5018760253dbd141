package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

func TestAttachmentOptions(t *testing.T) {
	for name, tc := range map[string]struct {
		spec string
		want []string
	}{
		"all of a Linux bridge": {"{type: bridge, attachment: {name: a.b, namespace: default, macSpoofCheck: true, promiscuous: true, " +
			"portIsolation: true, preserveDefaultVlan: true, plugin: cnv-bridge, tuning: {}, marker: true}}", nil},
		"hairpin alone":            {"{type: bridge, attachment: {hairpin: true, promiscuous: false}}", nil},
		"hairpin with promiscuous": {"{type: bridge, attachment: {hairpin: true, promiscuous: true}}", []string{"WK017 spec.attachment.hairpin"}},
		"name and home of any":     {"{type: ovs, attachment: {name: a, namespace: b}}", nil},
		"no options":               {"{type: ovs, attachment: {}}", nil},
		"options of another type": {"{type: ovs, attachment: {marker: true, tuning: {}, plugin: bridge, hairpin: false}}",
			[]string{"WK017 spec.attachment.marker", "WK017 spec.attachment.plugin", "WK017 spec.attachment.tuning"}},
		"of virtual functions": {"{type: sriov, sriov: {numVfs: 1, resourceName: a/b}, attachment: {macSpoofCheck: true}}",
			[]string{"WK017 spec.attachment.macSpoofCheck"}},
		"said once where the type is wrong": {"{type: brigde, attachment: {marker: true}}", []string{"WK007 spec.type -> bridge"}},
		"another plugin":                    {"{type: bridge, attachment: {plugin: cnv-bridg}}", []string{"WK007 spec.attachment.plugin -> cnv-bridge"}},
		"wrong names": {"{type: bridge, attachment: {name: A, namespace: b.c}}",
			[]string{"WK008 spec.attachment.name", "WK008 spec.attachment.namespace -> b-c"}},
		"an attachment that exists": {"{type: bridge, nadName: x, attachment: {name: z}}", []string{"WK017 spec.attachment"}},
	} {
		t.Run(name, func(t *testing.T) {
			n := NetworkConfig{Metadata: ObjectMeta{Name: "a"}}
			require.NoError(t, yaml.UnmarshalStrict([]byte(tc.spec), &n.Spec))
			require.ElementsMatch(t, append([]string{}, tc.want...), said(n.Validate()))
		})
	}
}
