package vm

import (
	"slices"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// Lifecycle are the fields of an instance that say how it lives, which few machines have.
type Lifecycle struct {
	DNSConfig                     *api.DNSConfig                 `json:"dnsConfig,omitempty"`
	DNSPolicy                     string                         `json:"dnsPolicy,omitempty"`
	EvictionStrategy              string                         `json:"evictionStrategy,omitempty"`
	Hostname                      string                         `json:"hostname,omitempty"`
	LivenessProbe                 *api.Probe                     `json:"livenessProbe,omitempty"`
	PriorityClassName             string                         `json:"priorityClassName,omitempty"`
	ReadinessProbe                *api.Probe                     `json:"readinessProbe,omitempty"`
	SchedulerName                 string                         `json:"schedulerName,omitempty"`
	Subdomain                     string                         `json:"subdomain,omitempty"`
	TerminationGracePeriodSeconds *int                           `json:"terminationGracePeriodSeconds,omitempty"`
	TopologySpreadConstraints     []api.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
}

// lifecycle is what the Wukong says of how its machine lives, nil where it says nothing beyond what all do.
func lifecycle(s *api.WukongSpec) *Lifecycle {
	m := s.MachineMore
	if m == nil {
		return nil
	}
	grace := m.TerminationGracePeriodSeconds
	if seconds := s.Profile().GracePeriod; grace == nil && seconds > 0 {
		grace = &seconds
	}
	return &Lifecycle{
		DNSConfig: m.DNSConfig, DNSPolicy: m.DNSPolicy, EvictionStrategy: m.EvictionStrategy, Hostname: m.Hostname,
		LivenessProbe: m.LivenessProbe, PriorityClassName: m.PriorityClassName, ReadinessProbe: m.ReadinessProbe,
		SchedulerName: m.SchedulerName, Subdomain: m.Subdomain, TerminationGracePeriodSeconds: grace,
		TopologySpreadConstraints: m.TopologySpreadConstraints,
	}
}

// affinity joins what the Wukong asks for, what keeps machines of one namespace apart, and the nodes that the machine's networks are
// on; nil where there is nothing of it.
func affinity(m *plan.Machine) *api.Affinity {
	own := m.Spec.More().Affinity
	if own == nil && !antiAffinity(m) && len(m.Where) == 0 {
		return nil
	}
	a := &api.Affinity{}
	if own != nil {
		*a = *own
	}
	if antiAffinity(m) {
		a.PodAntiAffinity = apart(a.PodAntiAffinity)
	}
	if len(m.Where) > 0 {
		a.NodeAffinity = onNodes(a.NodeAffinity, m.Where)
	}
	return a
}

// apart is an affinity that keeps machines which ask for it on different nodes by preference: a fleet larger than the nodes
// still runs.
func apart(own *api.PodAffinity) *api.PodAffinity {
	var a api.PodAffinity
	if own != nil {
		a = *own
	}
	a.Preferred = append(slices.Clip(a.Preferred), api.WeightedPods{
		Term: api.PodTerm{
			LabelSelector: &api.LabelSelector{MatchLabels: map[string]string{AntiAffinityLabel: "true"}}, TopologyKey: api.HostnameLabel,
		},
		Weight: 100,
	})
	return &a
}

// onNodes is an affinity that also asks for one of the groups of nodes. A node must be in one of the terms of each.
func onNodes(own *api.NodeAffinity, where []plan.Term) *api.NodeAffinity {
	var a api.NodeAffinity
	if own != nil {
		a = *own
	}
	terms := []api.NodeTerm{{}}
	if a.Required != nil {
		terms = a.Required.Terms
	}
	both := make([]api.NodeTerm, 0, len(terms)*len(where))
	for _, t := range terms {
		for _, group := range where {
			one := api.NodeTerm{Expressions: slices.Clip(t.Expressions), Fields: t.Fields}
			for _, label := range group {
				one.Expressions = append(one.Expressions, api.NodeExpression{Key: label.Label, Operator: "In", Values: label.Values})
			}
			both = append(both, one)
		}
	}
	a.Required = &api.NodeSelector{Terms: both}
	return &a
}

// podMeta adds labels and annotations of the machine's pod alone.
func podMeta(meta *object.Meta, t *api.PodTemplate) {
	if t != nil {
		meta.Labels.AddAll(t.Labels)
		meta.Annotations.AddAll(t.Annotations)
	}
}
