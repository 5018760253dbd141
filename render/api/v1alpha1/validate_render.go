package v1alpha1

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// severity reports an override of a rule that does not exist or that cannot be lowered.
func (c *checker) severity(path string, code finding.Code, severity string) {
	switch rule := finding.RuleOf(code); {
	case !finding.Known(code):
		c.add(finding.OutOfRange, path, "there is no finding of this code", string(code), "")
	case rule.Firm() && severity != string(finding.Error):
		c.add(finding.OutOfRange, path, "the finding cannot be lowered: what it is about cannot be generated", severity, string(finding.Error))
	default:
		c.oneOf(path, severity, string(finding.Error), string(finding.Warning), string(finding.Info))
	}
}

// Validate returns every mistake that the configuration makes by itself; versions are the NMState releases that are built
// in. What nmstate.instance may hold is checked where the releases' schemas are.
func (r *RenderSpec) Validate(versions []string) []finding.Finding {
	c := &checker{}
	n := &r.NMState
	c.oneOf("spec.nmstate.install", n.Install, InstallManifests, InstallOLM, InstallNone)
	if !slices.Contains(versions, n.Version) {
		c.add(finding.OutOfRange, "spec.nmstate.version", "is not built in; there are "+strings.Join(versions, ", "), n.Version, spell.Nearest(n.Version, versions))
	}
	c.label("spec.nmstate.namespace", n.Namespace, 63, "a namespace is a DNS label")
	if n.Registry == "" || strings.Contains(n.Registry, "://") || strings.HasSuffix(n.Registry, "/") || strings.ContainsAny(n.Registry, " \t\n@") {
		c.add(finding.OutOfRange, "spec.nmstate.registry", "must be HOST[:PORT]/PATH without a scheme and without a slash at the end", n.Registry, "")
	}
	c.upTo("spec.nmstate.operatorReplicas", n.OperatorReplicas, 16)
	c.interfaceName("spec.network.physicalInterface", r.Network.PhysicalInterface)
	for i, name := range r.Network.ManagementInterfaces {
		c.interfaceName(fmt.Sprintf("spec.network.managementInterfaces[%d]", i), name)
	}
	for i, v := range r.Network.VLANRanges {
		at := fmt.Sprintf("spec.network.vlanRanges[%d]", i)
		c.upTo(at+".min", v.Min, 4094)
		c.upTo(at+".max", v.Max, 4094)
		if v.Min > v.Max {
			c.add(finding.OutOfRange, at+".max", "must not be less than min", strconv.Itoa(v.Max), strconv.Itoa(v.Min))
		}
	}
	c.upTo("spec.vm.cpu", r.VM.CPU, 64)
	c.quantity("spec.vm.memory", r.VM.Memory)
	c.label("spec.flux.namespace", r.Flux.Namespace, 63, "a namespace is a DNS label")
	c.label("spec.flux.name", r.Flux.Name, 40, "the names of the Kustomization objects begin with it")
	c.oneOf("spec.flux.sourceKind", r.Flux.SourceKind, "OCIRepository", "GitRepository", "Bucket", "ExternalArtifact")
	c.label("spec.flux.sourceName", r.Flux.SourceName, 63, "a source's name is a DNS label")
	if strings.Contains(r.Flux.Path, "..") || strings.HasPrefix(r.Flux.Path, "/") {
		c.add(finding.Path, "spec.flux.path", "must be a path inside the source, without ..", r.Flux.Path, "")
	}
	for _, code := range sortedKeys(r.Findings) {
		c.severity("spec.findings."+code, finding.Code(code), r.Findings[code])
	}
	c.oneOf("spec.delivery", r.Delivery, DeliveryArgoCD, DeliveryFlux, DeliveryKpt, DeliveryNone)
	return c.found
}
