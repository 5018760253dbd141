package render

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// machines are n Wukongs, each a document of its own.
func machines(tb testing.TB, n int) []resource.Resource {
	tb.Helper()
	out := make([]resource.Resource, n)
	for i := range out {
		text := fmt.Sprintf(`apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata:
  name: m%05[1]d
  namespace: fleet
spec:
  memory: 4Gi
  sshKeySecret: keys
  networks:
  - name: mgmt
    type: bridge
    bridgeName: br-m%[2]d
    vlanId: %[3]d
    ipConfig:
      mode: static
      address: 10.%[4]d.%[5]d.10/8
      gateway: 10.0.0.1
  - name: ext
    type: bridge
    bridgeName: br-ext
    physicalInterface: ens192
  disks:
  - name: system
    size: 30Gi
    storageClassName: longhorn
    boot: true
`, i, i%16, 100+i%16, i/256, i%256)
		r, err := resource.New(text, false, resource.Source{File: fmt.Sprintf("m%05d.yaml", i), Line: 1})
		require.NoError(tb, err)
		out[i] = r
	}
	return out
}

// BenchmarkChecks reports what the rules over the whole package cost, alone and as a share of rendering without them.
func BenchmarkChecks(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			resources := machines(b, n)
			var checks, all time.Duration
			for b.Loop() {
				start := time.Now()
				result, err := Render(Input{Resources: resources})
				require.NoError(b, err)
				require.False(b, result.Failed(), "%v", result.Findings)
				var buffer []byte
				require.NoError(b, result.Each(func(o Object) (err error) {
					buffer, err = encode.Append(buffer[:0], o.Value, 0)
					return err
				}))
				all += time.Since(start)

				p := sortOut(&Input{Resources: resources})
				in := p.decode()
				spec := api.DefaultRenderSpec()
				pl := plan.Resolve(plan.Input{Say: p.sayOne, Config: spec, Wukongs: in.wukongs})
				start = time.Now()
				p.check(pl, &config{spec: spec}, true)
				checks += time.Since(start)
			}
			b.ReportMetric(float64(checks.Nanoseconds())/float64(b.N)/float64(n), "checks-ns/wukong")
			b.ReportMetric(float64(checks)/float64(all-checks), "share-of-rendering")
		})
	}
}
