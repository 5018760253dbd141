package v1alpha1

import (
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// TestLifecycle has what no machine's life can be, and the nearest that it can.
func TestLifecycle(t *testing.T) {
	const node = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, "
	pods := func(term string) string {
		return "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a" + term + "}]}}"
	}
	spread := func(more string) string {
		return "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone" + more + "}]"
	}
	for spec, want := range map[string]string{
		"vmName: Db":                                             "WK008 spec.vmName",
		"vmName: db":                                             "",
		"evictionStrategy: Live":                                 "WK007 spec.evictionStrategy",
		"evictionStrategy: LiveMigrate":                          "",
		"terminationGracePeriodSeconds: -1":                      "WK007 spec.terminationGracePeriodSeconds",
		"terminationGracePeriodSeconds: 0":                       "",
		"updateVolumesStrategy: Copy":                            "WK007 spec.updateVolumesStrategy",
		"priorityClassName: A B":                                 "WK008 spec.priorityClassName",
		"priorityClassName: system-critical":                     "",
		"hostname: a.b":                                          "WK008 spec.hostname",
		"dnsPolicy: None":                                        "WK006 spec.dnsConfig.nameservers",
		"dnsPolicy: Default":                                     "",
		"dnsPolicy: None, dnsConfig: {nameservers: [192.0.2.1]}": "",
		"dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]}":                              "WK007 spec.dnsConfig.nameservers",
		"dnsConfig: {nameservers: [192.0.2.1, 192.0.2.1]}":                                                    "WK011 spec.dnsConfig.nameservers[1]",
		"dnsConfig: {nameservers: [ns.example]}":                                                              "WK024 spec.dnsConfig.nameservers[0]",
		"dnsConfig: {searches: [a, b, c, d, e, f, g]}":                                                        "WK007 spec.dnsConfig.searches",
		"dnsConfig: {searches: [a, b, c, d, e, f], options: [{name: ndots, value: '2'}]}":                     "",
		"dnsConfig: {options: [{value: '2'}]}":                                                                "WK006 spec.dnsConfig.options[0].name",
		"readinessProbe: {}":                                                                                  "WK006 spec.readinessProbe",
		"readinessProbe: {guestAgentPing: {}}":                                                                "",
		"readinessProbe: {guestAgentPing: {}, tcpSocket: {port: 1}}":                                          "WK017 spec.readinessProbe.tcpSocket",
		"readinessProbe: {tcpSocket: {port: 65536}}":                                                          "WK007 spec.readinessProbe.tcpSocket.port",
		"readinessProbe: {httpGet: {path: /}}":                                                                "WK006 spec.readinessProbe.httpGet.port",
		"readinessProbe: {httpGet: {port: 80, scheme: http}}":                                                 "WK007 spec.readinessProbe.httpGet.scheme",
		"readinessProbe: {httpGet: {port: 80}, successThreshold: 2}":                                          "",
		"livenessProbe: {httpGet: {port: 80}, successThreshold: 2}":                                           "WK007 spec.livenessProbe.successThreshold",
		"livenessProbe: {exec: {command: []}}":                                                                "WK006 spec.livenessProbe.exec.command",
		node + "operator: In, values: [x]}]}]}}}":                                                             "",
		node + "operator: In}]}]}}}":                                                                          "WK006 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values",
		node + "operator: Exists, values: [x]}]}]}}}":                                                         "WK017 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values",
		node + "operator: Gt, values: [x]}]}]}}}":                                                             "WK007 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values",
		node + "operator: Gt, values: ['4']}]}]}}}":                                                           "",
		node + "operator: in, values: [x]}]}]}}}":                                                             "WK007 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator",
		"affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}": "WK006 spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
		pods(", labelSelector: {matchLabels: {a: b}}"):                                                        "",
		pods(", labelSelector: {matchLabels: {a: b c}}"):                                                      "WK008 spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.a",
		pods(", labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [a]"):                              "WK017 spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys",
		spread(", whenUnsatisfiable: DoNotSchedule, minDomains: 2"):                                           "",
		spread(", whenUnsatisfiable: ScheduleAnyway, minDomains: 2"):                                          "WK017 spec.topologySpreadConstraints[0].minDomains",
		spread(""):                              "WK006 spec.topologySpreadConstraints[0].whenUnsatisfiable",
		"services: [{name: s}]":                 "WK006 spec.services[0].ports",
		"services: [{name: s, type: Headless}]": "",
		"services: [{name: s, type: External, ports: [{port: 80}]}]":                                    "WK007 spec.services[0].type",
		"services: [{ports: [{port: 80}]}]":                                                             "WK006 spec.services[0].name",
		"services: [{name: s, ports: [{port: 80}]}, {name: s, ports: [{port: 81}]}]":                    "WK011 spec.services[1].name",
		"services: [{name: s, ports: [{port: 80}, {port: 81, name: b}]}]":                               "WK006 spec.services[0].ports[0].name",
		"services: [{name: s, ports: [{port: 80, name: a}, {port: 81, name: a}]}]":                      "WK011 spec.services[0].ports[1].name",
		"services: [{name: s, ports: [{port: 80, name: a}, {port: 80, name: b, protocol: TCP}]}]":       "WK011 spec.services[0].ports[1].port",
		"services: [{name: s, ports: [{port: 53, name: a}, {port: 53, name: b, protocol: UDP}]}]":       "",
		"services: [{name: s, ports: [{port: 80, nodePort: 30080}]}]":                                   "WK017 spec.services[0].ports[0].nodePort",
		"services: [{name: s, type: NodePort, ports: [{port: 80, nodePort: 30080, targetPort: 8080}]}]": "",
		"template: {labels: {kubevirt.io/x: z}}":                                                        "WK017 spec.template.labels[kubevirt.io/x]",
		"template: {labels: {app: db}}":                                                                 "",
		"template: {annotations: {argocd.argoproj.io/sync-wave: '1'}}":                                  "WK017 spec.template.annotations[argocd.argoproj.io/sync-wave]",
		"template: {annotations: {prometheus.io/scrape: 'true', kubevirt.io/x: z}}":                     "",
		"template: {annotations: {'a b': c}}":                                                           "WK008 spec.template.annotations[a b]",
	} {
		t.Run(spec, func(t *testing.T) {
			w := Wukong{Metadata: ObjectMeta{Name: "w"}}
			require.NoError(t, yaml.UnmarshalStrict([]byte("{"+spec+"}"), &w.Spec))
			found := ""
			for _, f := range w.Validate() {
				found += string(f.Code) + " " + f.Place.Field
				require.Contains(t, f.Message, f.Place.Field)
			}
			require.Equal(t, want, found)
		})
	}
}
