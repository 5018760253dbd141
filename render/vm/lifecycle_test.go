package vm

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/novasphere/wukong-fn/render/plan"
	"github.com/novasphere/wukong-fn/render/yaml/encode"
)

// TestLifecycle has each field in the place that KubeVirt 1.9 has for it.
func TestLifecycle(t *testing.T) {
	m := machine(t, `
vmName: db
evictionStrategy: LiveMigrateIfPossible
updateVolumesStrategy: Migration
terminationGracePeriodSeconds: 0
priorityClassName: high
schedulerName: mine
hostname: host
subdomain: sub
dnsPolicy: None
dnsConfig: {nameservers: [192.0.2.1], searches: [example.com], options: [{name: ndots, value: '2'}, {name: rotate}]}
readinessProbe: {httpGet: {port: 80, path: /up, scheme: HTTPS, host: h, httpHeaders: [{name: A, value: b}]}, initialDelaySeconds: 5, periodSeconds: 6, timeoutSeconds: 7, successThreshold: 2, failureThreshold: 4}
livenessProbe: {exec: {command: [a, b]}}
topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2, labelSelector: {matchLabels: {app: db}}}]
template: {labels: {tier: db}, annotations: {a: b}}
networks: [{name: default}]
`)
	v, err := new(builder).machineOf(m)
	require.NoError(t, err)
	v.Spec.Template.Spec.Domain = Domain{}
	v.Spec.Template.Spec.Networks = nil
	text, err := encode.String(v)
	require.NoError(t, err)
	require.YAMLEq(t, `
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: db, namespace: ns}
spec:
  runStrategy: Always
  updateVolumesStrategy: Migration
  template:
    metadata:
      labels: {tier: db, vm.novasphere.dev/wukong: w}
      annotations: {a: b, kubevirt.io/pci-topology-version: v3}
    spec:
      architecture: amd64
      domain: {devices: {}, firmware: {serial: '', uuid: ''}, machine: {type: ''}, resources: {}}
      evictionStrategy: LiveMigrateIfPossible
      terminationGracePeriodSeconds: 0
      priorityClassName: high
      schedulerName: mine
      hostname: host
      subdomain: sub
      dnsPolicy: None
      dnsConfig: {nameservers: [192.0.2.1], searches: [example.com], options: [{name: ndots, value: '2'}, {name: rotate}]}
      readinessProbe:
        httpGet: {port: 80, path: /up, scheme: HTTPS, host: h, httpHeaders: [{name: A, value: b}]}
        initialDelaySeconds: 5
        periodSeconds: 6
        timeoutSeconds: 7
        successThreshold: 2
        failureThreshold: 4
      livenessProbe: {exec: {command: [a, b]}}
      topologySpreadConstraints:
      - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2, labelSelector: {matchLabels: {app: db}}}
`, text)
}

// TestAffinity joins what the Wukong asks for with what follows from its networks and from antiAffinity.
func TestAffinity(t *testing.T) {
	m := machine(t, `
networks: [{name: default}]
highAvailability: {antiAffinity: true}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}, {matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: b, operator: Exists}]}}]
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, podAffinityTerm: {topologyKey: zone}}]
`)
	own := *m.Spec.More().Affinity
	m.Where = []plan.Term{{{Label: "x", Values: []string{"1"}}}, {{Label: "x", Values: []string{"2"}}}}
	for range 2 { // what the Wukong says is not changed by it
		text, err := encode.String(affinity(m))
		require.NoError(t, err)
		require.YAMLEq(t, `
nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
    - matchExpressions: [{key: a, operator: Exists}, {key: x, operator: In, values: ['1']}]
    - matchExpressions: [{key: a, operator: Exists}, {key: x, operator: In, values: ['2']}]
    - {matchExpressions: [{key: x, operator: In, values: ['1']}], matchFields: [{key: metadata.name, operator: In, values: [n1]}]}
    - {matchExpressions: [{key: x, operator: In, values: ['2']}], matchFields: [{key: metadata.name, operator: In, values: [n1]}]}
  preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: b, operator: Exists}]}}]
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
  - {weight: 5, podAffinityTerm: {topologyKey: zone}}
  - {weight: 100, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {fn.novasphere.dev/anti-affinity: 'true'}}}}
`, text)
	}
	require.Equal(t, own, *m.Spec.More().Affinity)
}
