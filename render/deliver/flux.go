package deliver

import (
	"path"
	"slices"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
)

// flux applies one Kustomization object a stage, each once the one before is ready.
var flux = Tool{Name: api.DeliveryFlux, Mark: markFlux, Files: fluxFiles, Directory: fluxDirectory}

const (
	fluxDirectory = "flux"

	fluxPrune = "kustomize.toolkit.fluxcd.io/prune"
	fluxSSA   = "kustomize.toolkit.fluxcd.io/ssa"
	// operatorKinds begins the names of the definitions that NMState's operator applies itself.
	operatorKinds = "nodenetwork"
)

// markFlux keeps what holds data from being pruned, and leaves the definitions that the operator applies with its own
// descriptions alone once they are there: Flux would revert them at each reconciliation (Flux 1.9.5).
func markFlux(h *object.Header, _ object.Stage, hints object.Hints) {
	switch {
	case h.Kind == object.CustomResourceDefinition.String() && strings.HasPrefix(h.Metadata.Name, operatorKinds):
		h.Metadata.Annotations.Set(fluxSSA, "IfNotPresent")
	case hints.Precious, hints.Kept:
		h.Metadata.Annotations.Set(fluxPrune, "disabled")
	}
}

// fluxFiles are the list of each stage's files, and the Kustomization objects.
func fluxFiles(config *api.RenderSpec, names []string) []File {
	names = slices.Sorted(slices.Values(names))
	var files []File
	var stages []object.Stage
	for _, s := range object.Stages() {
		var inStage []string
		for _, name := range names {
			if file, found := strings.CutPrefix(name, s.Directory()+"/"); found {
				inStage = append(inStage, file)
			}
		}
		if len(inStage) > 0 {
			stages = append(stages, s)
			files = append(files, File{s.Directory() + "/kustomization.yaml", []any{NewKustomization(inStage)}})
		}
	}
	var kustomizations []any
	for _, k := range FluxKustomizations(config.Flux, stages) {
		if k.Metadata.Name == config.Flux.Name+"-"+object.Machines.Directory() && slices.ContainsFunc(names, isVolume) {
			k.Spec.HealthCheckExprs = append(k.Spec.HealthCheckExprs, volumeHealth)
		}
		kustomizations = append(kustomizations, k)
	}
	return append(files, File{fluxDirectory + "/kustomizations.yaml", kustomizations})
}

// FluxKustomization is the part of kustomize.toolkit.fluxcd.io/v1 that we write (Flux 1.9).
type FluxKustomization struct {
	object.Header
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

// volumeHealth calls a volume that stands alone ready where it waits for its machine, which may be stopped: Flux would wait for it
// in vain.
var volumeHealth = FluxHealth{
	APIVersion: object.DataVolume.APIVersion(), Kind: object.DataVolume.String(),
	Current: "status.phase in ['Succeeded', 'WaitForFirstConsumer', 'PendingPopulation']", Failed: "status.phase == 'Failed'",
}

// isVolume says whether a file is that of a DataVolume of ours.
func isVolume(file string) bool {
	start, _ := strings.CutSuffix(object.DataVolume.Path("", ""), ".yaml")
	return strings.HasPrefix(file, start)
}

// fluxHealth are the checks of a stage. Without them Flux takes a policy without status for ready (Flux 1.9.5).
func fluxHealth(s object.Stage) []FluxHealth {
	condition := func(types string) string {
		return "status.conditions.exists(c, c.type in [" + types + "] && c.status == 'True')"
	}
	switch s {
	case object.HostNetworks:
		return []FluxHealth{{
			APIVersion: object.NodeNetworkConfigurationPolicy.APIVersion(), Kind: object.NodeNetworkConfigurationPolicy.String(),
			Current: condition("'Available', 'Ignored'"), Failed: condition("'Degraded'"),
		}}
	case object.Machines:
		return []FluxHealth{{
			APIVersion: object.VirtualMachine.APIVersion(), Kind: object.VirtualMachine.String(),
			Current: "status.printableStatus == 'Running' || (status.printableStatus == 'Stopped' && spec.runStrategy != 'Always')",
			Failed:  "status.printableStatus in ['CrashLoopBackOff', 'ErrorUnschedulable', 'DataVolumeError', 'ErrorPvcNotFound']",
		}}
	case object.Install, object.Instance, object.Attachments:
	}
	return nil
}

// FluxKustomizations are the objects that apply the given stages one after the other, each once the one before is ready.
func FluxKustomizations(f api.Flux, stages []object.Stage) []*FluxKustomization {
	out := make([]*FluxKustomization, 0, len(stages))
	for _, s := range stages {
		k := &FluxKustomization{
			Header: object.Header{APIVersion: "kustomize.toolkit.fluxcd.io/v1", Kind: "Kustomization", Metadata: object.Meta{
				Name: f.Name + "-" + s.Directory(), Namespace: f.Namespace, Labels: object.Strings{{Key: object.ManagedByLabel, Value: object.ManagedBy}},
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
