package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/plan"
)

// volumes is what volumesTwice finds for machines NAMESPACE/NAME:DISK,DISK.
func volumes(machines ...string) []string {
	in := plan.Input{Config: api.DefaultRenderSpec()}
	for _, text := range machines {
		owner, disks, _ := strings.Cut(text, ":")
		namespace, name, _ := strings.Cut(owner, "/")
		w := &api.Wukong{Metadata: api.ObjectMeta{Name: name, Namespace: namespace}}
		for disk := range strings.SplitSeq(disks, ",") {
			w.Spec.Disks = append(w.Spec.Disks, api.Disk{Name: disk})
		}
		in.Wukongs = append(in.Wukongs, plan.Sourced[api.Wukong]{Resource: w, Owner: plan.NewOwner(finding.Place{Kind: "Wukong", Namespace: namespace, Name: name})})
	}
	p := plan.Resolve(in)
	found := []string{}
	volumesTwice(&Input{Plan: p}, func(f finding.Finding, at finding.Place) {
		found = append(found, fmt.Sprintf("%s %s %s / %s %s", f.Code, at.Resource(), at.Field, f.Other.Resource(), f.Other.Field))
	})
	return found
}

func TestVolumesTwice(t *testing.T) {
	for name, tc := range map[string]struct{ machines, want []string }{
		"one volume of two machines": {[]string{"s/a:x,b-c", "s/a-b:c"}, []string{"WK011 Wukong/s/a-b spec.disks[0].name / Wukong/s/a spec.disks[1].name"}},
		"another namespace":          {[]string{"s/a:b-c", "t/a-b:c"}, nil},
		"another disk":               {[]string{"s/a:b-d", "s/a-b:c"}, nil},
		"no dash between":            {[]string{"s/a:b-c", "s/ab:c"}, nil},
		"machines between them":      {[]string{"s/a:c-d", "s/a-b:d", "s/a-b-x:y", "s/a-c:d"}, []string{"WK011 Wukong/s/a-c spec.disks[0].name / Wukong/s/a spec.disks[0].name"}},
		"three machines": {[]string{"s/a:b-c-d", "s/a-b:c-d", "s/a-b-c:d"}, []string{
			"WK011 Wukong/s/a-b spec.disks[0].name / Wukong/s/a spec.disks[0].name",
			"WK011 Wukong/s/a-b-c spec.disks[0].name / Wukong/s/a spec.disks[0].name",
			"WK011 Wukong/s/a-b-c spec.disks[0].name / Wukong/s/a-b spec.disks[0].name",
		}},
	} {
		t.Run(name, func(t *testing.T) { require.ElementsMatch(t, tc.want, volumes(tc.machines...)) })
	}
}

// TestVolumesTwiceMissesNone compares all machines with all.
func TestVolumesTwiceMissesNone(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		parts := make([]string, 1+r.IntN(3))
		for i := range parts {
			parts[i] = []string{"a", "b", "0", "aa"}[r.IntN(4)]
		}
		return strings.Join(parts, "-")
	}
	hits := 0
	for range 500 {
		names := map[string][]string{}
		for range 6 {
			names[word()] = slices.Compact(slices.Sorted(slices.Values([]string{word(), word()})))
		}
		var machines []string
		makers := map[string]int{}
		for name, disks := range names {
			machines = append(machines, "s/"+name+":"+strings.Join(disks, ","))
			for _, d := range disks {
				makers[name+"-"+d]++
			}
		}
		want := 0
		for _, n := range makers {
			want += n * (n - 1) / 2
		}
		hits += want
		require.Len(t, volumes(machines...), want, machines)
	}
	require.Positive(t, hits)
}
