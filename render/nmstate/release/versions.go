package release

import (
	"fmt"
	"slices"
	"strings"
)

// release is what tells one version's objects from another's.
type release struct {
	version string

	// The operator's Deployment.
	operatorMemory           string   // memory limit
	operatorNamespaceEnv     bool     // the operator is told its own namespace, too
	preferredNodes           []string // node role labels, the most wanted first
	terminationMessagePolicy string   // empty: the API server's default

	// The operator's ClusterRole.
	networkPolicies   bool // may manage NetworkPolicies
	admissionPolicies bool // may manage ValidatingAdmissionPolicies and their bindings
	prometheusRules   bool // may manage PrometheusRules beside ServiceMonitors

	// The CRDs.
	instanceLogLevel   bool // NMState.spec.logLevel
	instanceMetrics    bool // NMState.spec.metricsConfiguration
	instanceStatus     bool // NMState has a status subresource and prints its conditions
	retryCount         bool // an enactment counts its retries
	unavailableByNode  bool // a policy counts unavailable nodes by name
	nodeSelectorLimits bool // a policy's node selector keys are checked by the API server
}

const (
	controlPlane = "node-role.kubernetes.io/control-plane"
	master       = "node-role.kubernetes.io/master"
)

// releases are the built-in ones, oldest first. A new release is one more entry, with the digests of its objects.
var releases = [...]release{
	{
		version:        "v0.84.0",
		operatorMemory: "128Mi",
		preferredNodes: []string{controlPlane, master},
	},
	{
		version:              "v0.85.0",
		operatorMemory:       "1Gi",
		operatorNamespaceEnv: true,
		preferredNodes:       []string{controlPlane, master},
		networkPolicies:      true,
		instanceLogLevel:     true,
		instanceMetrics:      true,
		instanceStatus:       true,
		retryCount:           true,
		unavailableByNode:    true,
	},
	{ // as v0.85.0 but for the images
		version:              "v0.85.1",
		operatorMemory:       "1Gi",
		operatorNamespaceEnv: true,
		preferredNodes:       []string{controlPlane, master},
		networkPolicies:      true,
		instanceLogLevel:     true,
		instanceMetrics:      true,
		instanceStatus:       true,
		retryCount:           true,
		unavailableByNode:    true,
	},
	{
		version:                  "v0.86.0",
		operatorMemory:           "1Gi",
		operatorNamespaceEnv:     true,
		preferredNodes:           []string{controlPlane},
		terminationMessagePolicy: "FallbackToLogsOnError",
		networkPolicies:          true,
		admissionPolicies:        true,
		prometheusRules:          true,
		instanceLogLevel:         true,
		instanceMetrics:          true,
		instanceStatus:           true,
		retryCount:               true,
		unavailableByNode:        true,
		nodeSelectorLimits:       true,
	},
}

// Versions are the releases that are built in, oldest first.
func Versions() []string {
	versions := make([]string, len(releases))
	for i, r := range releases {
		versions[i] = r.version
	}
	return versions
}

func find(version string) (release, error) {
	i := slices.IndexFunc(releases[:], func(r release) bool { return r.version == version })
	if i < 0 {
		return release{}, fmt.Errorf("unknown NMState version %q: the built-in ones are %s",
			version, strings.Join(Versions(), ", "))
	}
	return releases[i], nil
}
