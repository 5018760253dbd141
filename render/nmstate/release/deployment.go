package release

import "github.com/novasphere/wukong-fn/render/object"

// deployment is the part of apps/v1 Deployment that the operator uses.
type deployment struct {
	object.Header
	Spec deploymentSpec `json:"spec"`
}

type deploymentSpec struct {
	Replicas int           `json:"replicas"`
	Selector labelSelector `json:"selector"`
	Template podTemplate   `json:"template"`
}

type labelSelector struct {
	MatchLabels map[string]string `json:"matchLabels"`
}

type podTemplate struct {
	Metadata object.Meta `json:"metadata"`
	Spec     podSpec     `json:"spec"`
}

type podSpec struct {
	Affinity           affinity           `json:"affinity"`
	Containers         []container        `json:"containers"`
	PriorityClassName  string             `json:"priorityClassName"`
	SecurityContext    podSecurityContext `json:"securityContext"`
	ServiceAccountName string             `json:"serviceAccountName"`
	Tolerations        []toleration       `json:"tolerations"`
}

type podSecurityContext struct {
	RunAsNonRoot   bool           `json:"runAsNonRoot"`
	SeccompProfile seccompProfile `json:"seccompProfile"`
}

type seccompProfile struct {
	Type string `json:"type"`
}

type affinity struct {
	NodeAffinity nodeAffinity `json:"nodeAffinity"`
}

type nodeAffinity struct {
	Preferred []preferredNodes `json:"preferredDuringSchedulingIgnoredDuringExecution"`
}

type preferredNodes struct {
	Preference nodeSelectorTerm `json:"preference"`
	Weight     int              `json:"weight"`
}

type nodeSelectorTerm struct {
	MatchExpressions []requirement `json:"matchExpressions"`
}

type requirement struct {
	Key      string `json:"key"`
	Operator string `json:"operator"`
}

type toleration struct {
	Effect   string `json:"effect"`
	Key      string `json:"key"`
	Operator string `json:"operator"`
}

func newDeployment(r release, o Options) *deployment {
	d := &deployment{
		Header: object.Deployment.Header(o.Namespace, operatorName),
		Spec: deploymentSpec{
			Replicas: o.OperatorReplicas,
			Selector: labelSelector{MatchLabels: map[string]string{"name": operatorApp}},
			Template: podTemplate{
				Metadata: object.Meta{
					// A hint for OpenShift's workload partitioning, which reads this text as JSON.
					Annotations: object.Strings{{
						Key: "target.workload.openshift.io/management", Value: "{\"effect\": \"PreferredDuringScheduling\"}\n",
					}},
					Labels: object.Strings{{Key: "app", Value: operatorApp}, {Key: "name", Value: operatorApp}},
				},
				Spec: operatorPod(r, o),
			},
		},
	}
	d.Metadata.Labels = object.Strings{{Key: "app", Value: operatorApp}}
	return d
}

func operatorPod(r release, o Options) podSpec {
	return podSpec{
		Affinity:          affinity{NodeAffinity: nodeAffinity{Preferred: preferring(r.preferredNodes)}},
		Containers:        []container{operatorContainer(r, o)},
		PriorityClassName: "system-cluster-critical",
		SecurityContext: podSecurityContext{
			RunAsNonRoot:   true,
			SeccompProfile: seccompProfile{Type: "RuntimeDefault"},
		},
		ServiceAccountName: operatorName,
		Tolerations: []toleration{
			{Effect: "NoSchedule", Key: controlPlane, Operator: "Exists"},
			{Effect: "NoSchedule", Key: master, Operator: "Exists"},
		},
	}
}

// preferring weighs the first label 10 and every other 1.
func preferring(labels []string) []preferredNodes {
	preferred := make([]preferredNodes, len(labels))
	for i, label := range labels {
		weight := 1
		if i == 0 {
			weight = 10
		}
		preferred[i] = preferredNodes{
			Preference: nodeSelectorTerm{MatchExpressions: []requirement{{Key: label, Operator: "Exists"}}},
			Weight:     weight,
		}
	}
	return preferred
}
