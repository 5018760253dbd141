package command

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// fleet is a ResourceList of n machines, each with two networks and two disks, the shape of what people write.
func fleet(n int) string {
	var b strings.Builder
	b.WriteString("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n")
	for i := range n {
		fmt.Fprintf(&b, `- apiVersion: vm.novasphere.dev/v1alpha1
  kind: Wukong
  metadata: # machine %[1]d
    name: m%05[1]d
    namespace: fleet
    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'm%05[1]d.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'm%05[1]d.yaml'
  spec:
    cpu: %[2]d
    memory: %[3]dGi
    disks:
    # to boot from
    - name: system
      size: 30Gi
      storageClassName: longhorn
      boot: true
      image: http://images.example.com/noble.img
    - name: data
      size: %[4]dGi
      storageClassName: longhorn
    networks:
    - name: mgmt
      type: bridge
      bridgeName: br-m%[5]d
      vlanId: %[6]d # management
      ipConfig:
        mode: static
        address: 10.%[7]d.%[8]d.10/24
        gateway: 10.%[7]d.%[8]d.1
        dnsServers:
        - 10.%[7]d.%[8]d.1
        - 9.9.9.9
    - name: ext
      type: bridge
      bridgeName: br-ext
      physicalInterface: ens192
      ipConfig:
        mode: dhcp
    cloudInitUser:
      name: ubuntu
      passwordHash: $6$rounds=4096$salt$hash
    startStrategy:
      autoStart: true
`, i, 1+i%8, 2*(1+i%8), 50+i%50, i%16, 100+i%16, i/256, i%256)
	}
	return b.String()
}

func BenchmarkFunction(b *testing.B) {
	for _, n := range []int{1, 100, 1000, 10000} {
		text := fleet(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if code := Run(nil, Process{In: strings.NewReader(text), Out: io.Discard, Err: io.Discard}); code != exitOK {
					b.Fatal("exit code", code)
				}
			}
			runtime.ReadMemStats(&after)
			per := float64(b.N) * float64(n)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/per, "ns/wukong")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/per, "allocs/wukong")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/per, "B/wukong")
		})
	}
}
