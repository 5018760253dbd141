package deliver

import (
	"path"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/own"
)

// FluxKustomization is the part of kustomize.toolkit.fluxcd.io/v1 that we write (Flux 1.9).
type FluxKustomization struct {
	kube.Header
	Spec FluxSpec `json:"spec"`
}

// FluxSpec of a stage.
type FluxSpec struct {
	DependsOn        []FluxName   `json:"dependsOn,omitempty"`
	HealthCheckExprs []FluxHealth `json:"healthCheckExprs,omitempty"`
	Interval         string       `json:"interval"`
	Path             string       `json:"path"`
	Prune            bool         `json:"prune"`
	RetryInterval    string       `json:"retryInterval"`
	SourceRef        FluxSource   `json:"sourceRef"`
	Timeout          string       `json:"timeout"`
	Wait             bool         `json:"wait"`
}

// FluxName refers to another Kustomization of the namespace.
type FluxName struct {
	Name string `json:"name"`
}

// FluxSource is where the output is found.
type FluxSource struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// FluxHealth is a health check in CEL for a kind.
type FluxHealth struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Current    string `json:"current"`
	Failed     string `json:"failed,omitempty"`
	InProgress string `json:"inProgress,omitempty"`
}

// Kustomization is kustomize's own, the list of a stage's files.
type Kustomization struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Resources  []string `json:"resources"`
}

// fluxHealth are the checks of a stage. Without them Flux takes a policy without status for ready (Flux 1.9.5).
func fluxHealth(s own.Stage) []FluxHealth {
	condition := func(types string) string {
		return "status.conditions.exists(c, c.type in [" + types + "] && c.status == 'True')"
	}
	switch s {
	case own.HostNetworks:
		return []FluxHealth{{
			APIVersion: "nmstate.io/v1", Kind: "NodeNetworkConfigurationPolicy",
			Current: condition("'Available', 'Ignored'"), Failed: condition("'Degraded'"),
		}}
	case own.Machines:
		return []FluxHealth{{
			APIVersion: "kubevirt.io/v1", Kind: "VirtualMachine",
			Current: "status.printableStatus == 'Running' || (status.printableStatus == 'Stopped' && spec.runStrategy != 'Always')",
			Failed:  "status.printableStatus in ['CrashLoopBackOff', 'ErrorUnschedulable', 'DataVolumeError', 'ErrorPvcNotFound']",
		}}
	case own.Install, own.Instance, own.Attachments:
	}
	return nil
}

// FluxKustomizations are the objects that apply the given stages one after the other, each once the one before is ready.
func FluxKustomizations(f api.Flux, stages []own.Stage) []*FluxKustomization {
	out := make([]*FluxKustomization, 0, len(stages))
	for _, s := range stages {
		k := &FluxKustomization{
			Header: kube.Header{APIVersion: "kustomize.toolkit.fluxcd.io/v1", Kind: "Kustomization", Metadata: kube.Meta{
				Name: f.Name + "-" + s.Directory(), Namespace: f.Namespace, Labels: kube.Strings{{Key: own.ManagedByLabel, Value: own.ManagedBy}},
			}},
			Spec: FluxSpec{
				HealthCheckExprs: fluxHealth(s), Interval: "10m", RetryInterval: "1m", Timeout: "10m", Prune: true, Wait: true,
				Path: "./" + path.Join(f.Path, s.Directory()), SourceRef: FluxSource{f.SourceKind, f.SourceName},
			},
		}
		if n := len(out); n > 0 {
			k.Spec.DependsOn = []FluxName{{out[n-1].Metadata.Name}}
		}
		out = append(out, k)
	}
	return out
}

// NewKustomization lists a stage's files.
func NewKustomization(files []string) *Kustomization {
	return &Kustomization{APIVersion: "kustomize.config.k8s.io/v1beta1", Kind: "Kustomization", Resources: files}
}
