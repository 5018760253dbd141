package v1alpha1

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// severity reports an override of a rule that does not exist or that cannot be lowered.
func (c *checker) severity(at path, code finding.Code, severity string) {
	allowed := []string{string(finding.Error), string(finding.Warning), string(finding.Info)}
	switch rule := finding.RuleOf(code); {
	case !finding.Known(code):
		c.add(finding.OutOfRange, at, "is the code of no finding: remove it", "", "")
	case severity == "" || slices.Contains(allowed, severity) && !rule.Firm:
	case rule.Firm && severity != string(finding.Error):
		c.add(finding.OutOfRange, at, "must stay error: what the finding is about cannot be generated", severity, string(finding.Error))
	case !slices.Contains(allowed, severity):
		c.add(finding.OutOfRange, at, mustBeOneOf(allowed), severity, nearestSeverity(severity, allowed))
	}
}

// isRegistry holds for HOST[:PORT]/PATH.
func isRegistry(s string) bool {
	return s != "" && !strings.Contains(s, "://") && !strings.HasSuffix(s, "/") && !strings.ContainsAny(s, " \t\n@")
}

// isInside holds for a path that does not lead out of where it starts.
func isInside(s string) bool { return !strings.Contains(s, "..") && !strings.HasPrefix(s, "/") }

// Validate returns every mistake that the configuration makes by itself; versions are the NMState releases that are built
// in. What nmstate.instance may hold is checked where the releases' schemas are.
func (r *RenderSpec) Validate(versions []string) []finding.Finding {
	c := &checker{}
	n := &r.NMState
	c.oneOf(root("spec.nmstate.install"), n.Install, InstallManifests, InstallOLM, InstallNone)
	if !slices.Contains(versions, n.Version) {
		c.add(finding.OutOfRange, root("spec.nmstate.version"),
			mustBeOneOf(versions)+": these are built in", n.Version, nearestRelease(n.Version, versions))
	}
	c.label(root("spec.nmstate.namespace"), n.Namespace, 63, "a namespace is a DNS label")
	if !isRegistry(n.Registry) {
		c.add(finding.OutOfRange, root("spec.nmstate.registry"),
			"must be HOST[:PORT]/PATH without a scheme and without a slash at the end", n.Registry, nearestRegistry(n.Registry))
	}
	c.upTo(root("spec.nmstate.operatorReplicas"), n.OperatorReplicas, 16)
	c.interfaceName(root("spec.network.physicalInterface"), r.Network.PhysicalInterface)
	c.oneOf(root("spec.network.policyNames"), r.Network.PolicyNames, NamesPlain, NamesQualified)
	findings := root("spec.findings")
	interfaces, ranges := root("spec.network.managementInterfaces"), root("spec.network.vlanRanges")
	for i, name := range r.Network.ManagementInterfaces {
		c.interfaceName(interfaces.element(i), name)
	}
	for i, v := range r.Network.VLANRanges {
		at := ranges.element(i)
		least := 1
		if c.upTo(at.in("min"), v.Min, 4094) {
			least = v.Min
		}
		if v.Max < least || v.Max > 4094 {
			c.add(finding.OutOfRange, at.in("max"),
				fmt.Sprintf("must be %d to 4094, and not less than min", least), strconv.Itoa(v.Max), strconv.Itoa(min(max(v.Max, least), 4094)))
		}
	}
	cidrs := root("spec.network.clusterCIDRs")
	for i, subnet := range r.Network.ClusterCIDRs {
		c.subnet(cidrs.element(i), subnet)
	}
	c.within(root("spec.cluster.nodes"), r.Cluster.Nodes, 0, 100_000)
	c.upTo(root("spec.vm.cpu"), r.VM.CPU, 64)
	c.oneOf(root("spec.vm.cpuAs"), r.VM.CPUAs, AsCores, AsSockets)
	c.oneOf(root("spec.vm.placement"), r.VM.Placement, PlacementNetworks, PlacementNone)
	c.accessModes(root("spec.vm.accessModes"), r.VM.AccessModes)
	c.quantity(root("spec.vm.memory"), r.VM.Memory, memory())
	c.label(root("spec.flux.namespace"), r.Flux.Namespace, 63, "a namespace is a DNS label")
	c.label(root("spec.flux.name"), r.Flux.Name, 40, "the names of the Kustomization objects begin with it")
	c.oneOf(root("spec.flux.sourceKind"), r.Flux.SourceKind, "OCIRepository", "GitRepository", "Bucket", "ExternalArtifact")
	c.label(root("spec.flux.sourceName"), r.Flux.SourceName, 63, "a source's name is a DNS label")
	if !isInside(r.Flux.Path) {
		c.add(finding.Path, root("spec.flux.path"), "must be a path inside the source, without ..", r.Flux.Path, nearestInside(r.Flux.Path))
	}
	for _, code := range sortedKeys(r.Findings) {
		c.severity(findings.entry(code), finding.Code(code), r.Findings[code])
	}
	c.oneOf(root("spec.delivery"), r.Delivery, DeliveryArgoCD, DeliveryFlux, DeliveryKpt, DeliveryNone)
	return c.found.All()
}
