package release

import "slices"

// container is the part of core/v1 Container that the operator uses.
type container struct {
	Args                     []string        `json:"args"`
	Command                  []string        `json:"command"`
	Env                      []variable      `json:"env"`
	Image                    string          `json:"image"`
	ImagePullPolicy          string          `json:"imagePullPolicy"`
	LivenessProbe            probe           `json:"livenessProbe"`
	Name                     string          `json:"name"`
	Ports                    []containerPort `json:"ports"`
	ReadinessProbe           probe           `json:"readinessProbe"`
	Resources                resources       `json:"resources"`
	SecurityContext          securityContext `json:"securityContext"`
	TerminationMessagePolicy string          `json:"terminationMessagePolicy,omitempty"`
}

// variable keeps an empty value: to the operator it says something else than a missing one.
type variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type probe struct {
	FailureThreshold    int     `json:"failureThreshold"`
	HTTPGet             httpGet `json:"httpGet"`
	InitialDelaySeconds int     `json:"initialDelaySeconds"`
	PeriodSeconds       int     `json:"periodSeconds"`
	SuccessThreshold    int     `json:"successThreshold"`
	TimeoutSeconds      int     `json:"timeoutSeconds"`
}

type httpGet struct {
	Path string `json:"path"`
	Port string `json:"port"`
}

type containerPort struct {
	ContainerPort int    `json:"containerPort"`
	Name          string `json:"name"`
}

type resources struct {
	Limits   quantities `json:"limits"`
	Requests quantities `json:"requests"`
}

type quantities struct {
	CPU    string `json:"cpu"`
	Memory string `json:"memory"`
}

type securityContext struct {
	AllowPrivilegeEscalation bool         `json:"allowPrivilegeEscalation"`
	Capabilities             capabilities `json:"capabilities"`
}

type capabilities struct {
	Drop []string `json:"drop"`
}

const (
	healthPort = "healthprobe"
	pullPolicy = "IfNotPresent"
	// rbacProxy comes from another project, so a mirror registry for NMState's images does not move it.
	rbacProxy = "quay.io/openshift/origin-kube-rbac-proxy:4.10.0"
)

func operatorContainer(r release, o Options) container {
	return container{
		Args:            []string{"--zap-time-encoding=iso8601"},
		Command:         []string{"manager"},
		Env:             operatorEnv(r, o),
		Image:           image(o, "operator"),
		ImagePullPolicy: pullPolicy,
		LivenessProbe:   probing("/healthz"),
		Name:            operatorName,
		Ports:           []containerPort{{ContainerPort: 8081, Name: healthPort}},
		ReadinessProbe:  probing("/readyz"),
		Resources: resources{
			Limits:   quantities{CPU: "500m", Memory: r.operatorMemory},
			Requests: quantities{CPU: "60m", Memory: "30Mi"},
		},
		SecurityContext:          securityContext{Capabilities: capabilities{Drop: []string{"ALL"}}},
		TerminationMessagePolicy: r.terminationMessagePolicy,
	}
}

func operatorEnv(r release, o Options) []variable {
	return slices.Concat(
		[]variable{
			{Name: "WATCH_NAMESPACE"}, // empty: all of them
			{Name: "OPERATOR_NAME", Value: operatorApp},
			{Name: "ENABLE_PROFILER", Value: "False"},
			{Name: "PROFILER_PORT", Value: "6060"},
			{Name: "RUN_OPERATOR"},
			{Name: "RELATED_IMAGE_HANDLER_IMAGE", Value: image(o, "handler")},
			{Name: "HANDLER_IMAGE_PULL_POLICY", Value: pullPolicy},
			{Name: "HANDLER_NAMESPACE", Value: o.Namespace},
			{Name: "MONITORING_NAMESPACE", Value: "monitoring"},
		},
		only(r.operatorNamespaceEnv, variable{Name: "OPERATOR_NAMESPACE", Value: o.Namespace}),
		[]variable{{Name: "KUBE_RBAC_PROXY_IMAGE", Value: rbacProxy}},
	)
}

func image(o Options, component string) string {
	return o.Registry + "/kubernetes-nmstate-" + component + ":" + o.Version
}

func probing(path string) probe {
	return probe{
		FailureThreshold:    3,
		HTTPGet:             httpGet{Path: path, Port: healthPort},
		InitialDelaySeconds: 10,
		PeriodSeconds:       10,
		SuccessThreshold:    1,
		TimeoutSeconds:      1,
	}
}
