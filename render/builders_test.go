package render

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/resource"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// allSorts are machines that have little in common, so that what a builder left behind of one would show in another.
const allSorts = `apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: bare, namespace: a}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: full, namespace: a}
spec:
  cpu: 4
  osImage: ubuntu
  sshKeySecret: keys
  cloudInitUser: {name: u, password: p, groups: [g], lockPasswd: true}
  disks:
  - {name: one, size: 1Gi, storageClassName: s, boot: true, image: "http://x/y"}
  - {name: two, size: 2Gi, storageClassName: s, image: q.io/a}
  - {name: three, size: 3Gi, storageClassName: s}
  networks:
  - {name: default}
  - {name: st, type: bridge, vlanId: 5, stp: true, nodeSelector: {zone: a}, ipConfig: {mode: static, address: 192.0.2.2/24, gateway: 192.0.2.1, dnsServers: [192.0.2.1]}}
  - {name: dh, type: ovs, bridgeName: ovs0, physicalInterface: e1, vlanId: 6, ipConfig: {mode: dhcp}}
  - {name: vf, type: sriov, physicalInterface: e2, sriov: {numVfs: 3, resourceName: x.io/vf}}
  - {name: bo, type: bridge, bond: {name: bond0, mode: broadcast, ports: [e3, e4], options: {miimon: 100}}}
  - {name: na, type: bridge, nodeAddress: dhcp, physicalInterface: e5}
  - {name: ex, type: bridge, nadName: b/lan}
  highAvailability: {antiAffinity: true, restartPolicy: Never, nodeSelector: {zone: a}, tolerations: [{key: k, operator: Exists}]}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: long, namespace: b}
spec:
  cloudInitUser: {name: u, passwordHash: %s}
  networks:
  - {name: x, type: bridge, physicalInterface: e7}
  - {name: gone, type: bridge, physicalInterface: e8, ensure: absent}
---
apiVersion: vm.novasphere.dev/v1alpha1
kind: Wukong
metadata: {name: plain, namespace: b}
spec:
  disks: [{name: d, size: 1Gi, storageClassName: s}]
  networks: [{name: o, type: ovs, physicalInterface: e9}]
  startStrategy: {autoStart: false}
`

// TestObjectsStayGood holds that an object is the same whether Each builds it in the memory of the one before or Object
// builds it alone, in any order, and that Object's stay what they were.
func TestObjectsStayGood(t *testing.T) {
	text := strings.Replace(allSorts, "%s", strings.Repeat("x", 2100), 1) // too long to stand in the machine
	resources, err := resource.Split("", text)
	require.NoError(t, err)
	for _, delivery := range []string{api.DeliveryArgoCD, api.DeliveryFlux, api.DeliveryKpt, api.DeliveryNone} {
		in := Input{Resources: resources, Set: map[string]string{"delivery": delivery}, Paths: true}
		result, err := Render(in)
		require.NoError(t, err)
		require.False(t, result.Failed(), result.Findings)
		written := func(o Object) string {
			out, err := encode.String(o.Value)
			require.NoError(t, err)
			return fmt.Sprintln(o.Path, o.Stage) + out
		}
		var want []string
		kinds := map[string]bool{}
		require.NoError(t, result.Each(func(o Object) error {
			version, id := result.Identity(len(want))
			require.Equal(t, object.IDOf(o.Value.Head()), id, "an object is known as what is written")
			require.Equal(t, o.Value.Head().APIVersion, version)
			kinds[id.Kind] = true
			want = append(want, written(o))
			return nil
		}))
		require.Len(t, want, result.Len())
		require.Len(t, kinds, 13, "all that we make: %v", kinds)
		objects := make([]Object, len(want))
		for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(len(want)) {
			objects[i], err = result.Object(i)
			require.NoError(t, err)
		}
		for i := range want {
			require.Equal(t, want[i], written(objects[i]), delivery)
		}
	}
}

// TestRenderTwiceAtOnce holds that nothing is shared by two runs on the same resources, or by two users of one result.
func TestRenderTwiceAtOnce(t *testing.T) {
	resources, err := resource.Split("", strings.Replace(allSorts, "%s", "x", 1))
	require.NoError(t, err)
	var texts [4]string
	var group sync.WaitGroup
	for run := range 2 {
		group.Go(func() {
			result, err := Render(Input{Resources: resources})
			assert.NoError(t, err)
			for user := range 2 {
				group.Go(func() {
					var text []byte
					assert.NoError(t, result.Each(func(o Object) (err error) {
						text, err = encode.Append(text, o.Value, 0)
						return err
					}))
					texts[2*run+user] = string(text)
				})
			}
		})
	}
	group.Wait()
	require.NotEmpty(t, texts[0])
	for _, text := range texts {
		require.Equal(t, texts[0], text)
	}
}
