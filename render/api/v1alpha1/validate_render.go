package v1alpha1

import (
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/spell"
)

// severity reports an override of a rule that does not exist or that cannot be lowered.
func (c *checker) severity(at path, code finding.Code, severity string) {
	switch rule := finding.RuleOf(code); {
	case !finding.Known(code):
		c.add(finding.OutOfRange, at, "there is no finding of this code", string(code), "")
	case rule.Firm && severity != string(finding.Error):
		c.add(finding.OutOfRange, at, "the finding cannot be lowered: what it is about cannot be generated", severity, string(finding.Error))
	default:
		c.oneOf(at, severity, string(finding.Error), string(finding.Warning), string(finding.Info))
	}
}

// Validate returns every mistake that the configuration makes by itself; versions are the NMState releases that are built
// in. What nmstate.instance may hold is checked where the releases' schemas are.
func (r *RenderSpec) Validate(versions []string) []finding.Finding {
	c := &checker{}
	n := &r.NMState
	c.oneOf(root("spec.nmstate.install"), n.Install, InstallManifests, InstallOLM, InstallNone)
	if !slices.Contains(versions, n.Version) {
		c.add(finding.OutOfRange, root("spec.nmstate.version"), "is not built in; there are "+strings.Join(versions, ", "), n.Version, spell.Nearest(n.Version, versions))
	}
	c.label(root("spec.nmstate.namespace"), n.Namespace, 63, "a namespace is a DNS label")
	if n.Registry == "" || strings.Contains(n.Registry, "://") || strings.HasSuffix(n.Registry, "/") || strings.ContainsAny(n.Registry, " \t\n@") {
		c.add(finding.OutOfRange, root("spec.nmstate.registry"), "must be HOST[:PORT]/PATH without a scheme and without a slash at the end", n.Registry, "")
	}
	c.upTo(root("spec.nmstate.operatorReplicas"), n.OperatorReplicas, 16)
	c.interfaceName(root("spec.network.physicalInterface"), r.Network.PhysicalInterface)
	interfaces, ranges := root("spec.network.managementInterfaces"), root("spec.network.vlanRanges")
	for i, name := range r.Network.ManagementInterfaces {
		c.interfaceName(interfaces.element(i), name)
	}
	for i, v := range r.Network.VLANRanges {
		at := ranges.element(i)
		c.upTo(at.in("min"), v.Min, 4094)
		c.upTo(at.in("max"), v.Max, 4094)
		if v.Min > v.Max {
			c.add(finding.OutOfRange, at.in("max"), "must not be less than min", strconv.Itoa(v.Max), strconv.Itoa(v.Min))
		}
	}
	c.upTo(root("spec.vm.cpu"), r.VM.CPU, 64)
	c.quantity(root("spec.vm.memory"), r.VM.Memory)
	c.label(root("spec.flux.namespace"), r.Flux.Namespace, 63, "a namespace is a DNS label")
	c.label(root("spec.flux.name"), r.Flux.Name, 40, "the names of the Kustomization objects begin with it")
	c.oneOf(root("spec.flux.sourceKind"), r.Flux.SourceKind, "OCIRepository", "GitRepository", "Bucket", "ExternalArtifact")
	c.label(root("spec.flux.sourceName"), r.Flux.SourceName, 63, "a source's name is a DNS label")
	if strings.Contains(r.Flux.Path, "..") || strings.HasPrefix(r.Flux.Path, "/") {
		c.add(finding.Path, root("spec.flux.path"), "must be a path inside the source, without ..", r.Flux.Path, "")
	}
	for _, code := range sortedKeys(r.Findings) {
		c.severity(root("spec.findings."+code), finding.Code(code), r.Findings[code])
	}
	c.oneOf(root("spec.delivery"), r.Delivery, DeliveryArgoCD, DeliveryFlux, DeliveryKpt, DeliveryNone)
	return c.found.All()
}
