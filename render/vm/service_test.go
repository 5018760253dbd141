package vm

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestServices has the Services of a machine, in the order of their names, which select it by the label that its pod always has.
func TestServices(t *testing.T) {
	m := machine(t, `
services:
- {name: w-web, type: LoadBalancer, ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30080}, {name: dns, port: 53, protocol: UDP}]}
- {name: names, type: Headless}
networks: [{name: default}]
`)
	s := ServicesOf([]plan.Machine{*m})
	require.Equal(t, 2, s.Len())
	build := s.Builder()
	for i, want := range []string{`
apiVersion: v1
kind: Service
metadata: {name: names, namespace: ns}
spec: {type: ClusterIP, clusterIP: None, selector: {vm.novasphere.dev/wukong: w}}
`, `
apiVersion: v1
kind: Service
metadata: {name: w-web, namespace: ns}
spec:
  type: LoadBalancer
  selector: {vm.novasphere.dev/wukong: w}
  ports:
  - {name: http, port: 80, targetPort: 8080, nodePort: 30080, protocol: TCP}
  - {name: dns, port: 53, targetPort: 53, protocol: UDP}
`} {
		o, err := build(i)
		require.NoError(t, err)
		text, err := encode.String(o)
		require.NoError(t, err)
		require.YAMLEq(t, want, text)
		namespace, name := s.Name(i)
		require.Equal(t, o.Head().Metadata.Name, name)
		require.Equal(t, object.Service, s.Kind(i))
		require.Equal(t, i == 1, Gives(object.Owner{Kind: "Wukong", Namespace: "ns", Name: "w"}, object.Service.ID(namespace, name)))
	}
}
