package check

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// ofDisks is what the rules about disks find of machines m0, m1 and so on in namespace shop, given by their disks.
func ofDisks(t *testing.T, settings string, machines ...string) []string {
	t.Helper()
	in := plan.Input{Config: api.DefaultRenderSpec(), Say: func(finding.Finding) {}}
	require.NoError(t, yaml.Unmarshal([]byte(settings), &in.Config.VM))
	for i, disks := range machines {
		w := &api.Wukong{Metadata: api.ObjectMeta{Name: "m" + string(rune('0'+i)), Namespace: "shop"}}
		require.NoError(t, yaml.UnmarshalStrict([]byte("{disks: ["+disks+"]}"), &w.Spec))
		owner := plan.NewOwner(finding.Place{Kind: "Wukong", Namespace: "shop", Name: w.Metadata.Name})
		in.Wukongs = append(in.Wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: owner})
	}
	out := []string{}
	held := object.ConfigMap.ID("shop", "held")
	input := Input{Plan: plan.Resolve(in), Config: in.Config, Has: func(id object.ID) bool { return id == held }}
	for _, rule := range []func(*Input, report){bootDisks, onOneNode, cloneRights, references} {
		rule(&input, func(f finding.Finding, at finding.Place) { out = append(out, string(f.Code)+" "+at.Name+" "+at.Field) })
	}
	return out
}

func TestRulesOfDisks(t *testing.T) {
	for name, tc := range map[string]struct {
		settings string
		machines []string
		want     string
	}{
		"no disk":                         {"{}", []string{""}, "WK039 m0 spec"},
		"nothing to boot from":            {"{}", []string{"{name: a, configMap: held}"}, "WK039 m0 spec.disks"},
		"one to boot from and settings":   {"{}", []string{"{name: a, claimName: c}, {name: b, configMap: held}, {name: c, emptyDisk: 1Gi}"}, ""},
		"two to boot from":                {"{}", []string{"{name: a, claimName: c}, {name: b, claimName: d}"}, "WK038 m0 spec.disks"},
		"two, in order":                   {"{}", []string{"{name: a, claimName: c, bootOrder: 4}, {name: b, claimName: d}"}, ""},
		"modes of some":                   {"{}", []string{"{name: a, size: 1Gi, accessModes: [ReadWriteMany]}", "{name: a, size: 1Gi}", "{name: a, size: 1Gi}"}, "WK187 m1 spec.disks[0]"},
		"modes of none":                   {"{}", []string{"{name: a, size: 1Gi}", "{name: a, size: 1Gi}"}, ""},
		"modes of some, and the others'":  {"{accessModes: [ReadWriteOnce]}", []string{"{name: a, size: 1Gi, accessModes: [ReadWriteMany]}", "{name: a, size: 1Gi}"}, ""},
		"modes of some, the others made":  {"{}", []string{"{name: a, size: 1Gi, accessModes: [ReadWriteMany]}", "{name: a, claimName: c}"}, ""},
		"clone of another namespace":      {"{}", []string{"{name: a, image: 'pvc://images/x'}", "{name: a, image: 'snapshot://images/y'}"}, "WK188 m0 spec.disks[0].image"},
		"clone of two other namespaces":   {"{}", []string{"{name: a, image: 'pvc://images/x'}", "{name: a, dataSource: {name: x, namespace: more}}"}, "WK188 m0 spec.disks[0].image, WK188 m1 spec.disks[0].dataSource.namespace"},
		"clone of the same namespace":     {"{}", []string{"{name: a, image: 'pvc://shop/x'}", "{name: a, dataSource: {name: x}}", "{name: a, dataSource: {name: x, namespace: shop}}"}, ""},
		"references that the package has": {"{}", []string{"{name: a, size: 1Gi, image: 'https://x/y', imageCertConfigMap: held}"}, ""},
		"references that the package has not": {"{}", []string{"{name: a, size: 1Gi, image: 'https://x/y', imageSecret: s, imageCertConfigMap: c}, {name: b, secret: s}, {name: c, sysprep: {configMap: c}}"},
			"WK040 m0 spec.disks[0].imageSecret, WK040 m0 spec.disks[0].imageCertConfigMap, WK040 m0 spec.disks[1].secret, WK040 m0 spec.disks[2].sysprep.configMap"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, strings.Join(ofDisks(t, tc.settings, tc.machines...), ", "))
		})
	}
}

// TestVolumesOfDisksAlone has a volume that no disk makes: it can have another's name.
func TestVolumesOfDisksAlone(t *testing.T) {
	twice := func(second string) []string {
		in := plan.Input{Config: api.DefaultRenderSpec(), Say: func(finding.Finding) {}}
		for name, disk := range map[string]string{"a": "{name: b-c, size: 1Gi}", "a-b": second} {
			w := &api.Wukong{Metadata: api.ObjectMeta{Name: name}}
			require.NoError(t, yaml.Unmarshal([]byte("{disks: ["+disk+"]}"), &w.Spec))
			in.Wukongs = append(in.Wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: plan.NewOwner(finding.Place{Name: name})})
		}
		out := []string{}
		volumesTwice(&Input{Plan: plan.Resolve(in)}, func(f finding.Finding, at finding.Place) { out = append(out, string(f.Code)+" "+at.Name) })
		return out
	}
	require.Equal(t, []string{"WK011 a-b"}, twice("{name: c, size: 1Gi, standalone: true}"))
	require.Empty(t, twice("{name: c, emptyDisk: 1Gi}"))
}
