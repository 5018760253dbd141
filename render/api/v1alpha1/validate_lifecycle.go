package v1alpha1

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
)

// lifecycle reports what is wrong with a machine's life beyond the forms of its values (KubeVirt 1.9's admission, and core/v1's).
func (c *checker) lifecycle(at path, l *MachineLifecycle) {
	c.dns(at, l)
	readiness, liveness := at.in("readinessProbe"), at.in("livenessProbe")
	c.probe(readiness, l.ReadinessProbe)
	c.probe(liveness, l.LivenessProbe)
	if p := l.LivenessProbe; p != nil && p.SuccessThreshold > 1 {
		c.add(finding.OutOfRange, liveness.in("successThreshold"), "must be 1 for a liveness probe, or left out", strconv.Itoa(p.SuccessThreshold), "1")
	}
	if l.Affinity != nil {
		c.affinity(at.in("affinity"), l.Affinity)
	}
	spread := at.in("topologySpreadConstraints")
	for i := range l.TopologySpreadConstraints {
		one, at := &l.TopologySpreadConstraints[i], spread.element(i)
		c.selector(at.in("labelSelector"), one.LabelSelector)
		if one.MinDomains != nil && one.WhenUnsatisfiable == "ScheduleAnyway" {
			c.add(finding.Contradiction, at.in("minDomains"), "needs whenUnsatisfiable: DoNotSchedule: remove it, or write that",
				strconv.Itoa(*one.MinDomains), "")
		}
	}
	services := at.in("services")
	for i := range l.Services {
		c.service(services.element(i), &l.Services[i])
	}
	if l.Template != nil {
		c.reserved(at.in("template.labels"), l.Template.Labels, carriesLabel)
		c.reserved(at.in("template.annotations"), l.Template.Annotations, carriesAnnotation)
	}
}

func (c *checker) service(at path, s *Service) {
	ports := at.in("ports")
	if len(s.Ports) == 0 && s.Type != "Headless" {
		c.add(finding.Required, ports, "is required: write the port that leads to the guest, or type: Headless", "", "")
	}
	for i := range s.Ports {
		p, at := &s.Ports[i], ports.element(i)
		if p.Name == "" && len(s.Ports) > 1 {
			c.add(finding.Required, at.in("name"), "is required where a Service has several ports: write a name", "", "")
		}
		if p.NodePort > 0 && s.Type != "NodePort" && s.Type != "LoadBalancer" {
			c.add(finding.Contradiction, at.in("nodePort"), "needs type: NodePort or LoadBalancer: remove it, or write one of them", strconv.Itoa(p.NodePort), "")
		}
		for j := range s.Ports[:i] {
			other := &s.Ports[j]
			switch first := ports.element(j); {
			case p.Name == other.Name && p.Name != "":
				c.twice(at, first, p.Name)
			case p.Port == other.Port && cmp.Or(p.Protocol, "TCP") == cmp.Or(other.Protocol, "TCP"):
				c.add(finding.Twice, at.in("port"), "is the port of "+first.String()+" already: write another, or remove one of the two", strconv.Itoa(p.Port), "")
			}
		}
	}
}

// reserved reports keys of labels or annotations that a pod cannot have from its Wukong.
func (c *checker) reserved(at path, set map[string]string, carries func(string) bool) {
	for _, k := range sortedKeys(set) {
		if !carries(k) {
			c.add(finding.Contradiction, at.entry(k), "is a key of KubeVirt, of a delivery tool or of ours, which a machine's pod has from those alone: remove it", "", "")
		}
	}
}

// The most that KubeVirt takes (1.9, vmi-create-admitter).
const (
	mostNameservers, mostSearches = 3, 6
	mostSearchCharacters          = 256
)

func (c *checker) dns(at path, l *MachineLifecycle) {
	config := l.DNSConfig
	if l.DNSPolicy == "None" && (config == nil || len(config.Nameservers) == 0) {
		c.add(finding.Required, at.in("dnsConfig.nameservers"), "is required with dnsPolicy: None: write the address of a resolver, or another policy", "", "")
	}
	if config == nil {
		return
	}
	if n := len(config.Nameservers); n > mostNameservers {
		c.add(finding.OutOfRange, at.in("dnsConfig.nameservers"), fmt.Sprintf("has %d entries, and at most %d are read: remove the others", n, mostNameservers), "", "")
	}
	switch n, length := len(config.Searches), len(strings.Join(config.Searches, " ")); {
	case n > mostSearches:
		c.add(finding.OutOfRange, at.in("dnsConfig.searches"), fmt.Sprintf("has %d entries, and KubeVirt takes at most %d: remove the others", n, mostSearches), "", "")
	case length > mostSearchCharacters:
		c.add(finding.OutOfRange, at.in("dnsConfig.searches"), fmt.Sprintf("has %d characters with the blanks between, and KubeVirt takes at most %d: "+
			"remove some", length, mostSearchCharacters), "", "")
	}
}

func (c *checker) probe(at path, p *Probe) {
	if p == nil {
		return
	}
	var given []string
	for _, way := range []struct {
		name string
		is   bool
	}{{"exec", p.Exec != nil}, {"guestAgentPing", p.GuestAgentPing != nil}, {"httpGet", p.HTTPGet != nil}, {"tcpSocket", p.TCPSocket != nil}} {
		if way.is {
			given = append(given, way.name)
		}
	}
	switch len(given) {
	case 1:
	case 0:
		c.add(finding.Required, at, "says not how to ask: write exec, guestAgentPing, httpGet or tcpSocket", "", "")
	default:
		c.add(finding.Contradiction, at.in(given[1]), "must not stand beside "+given[0]+", for a probe asks in one way: remove one of the two", "", "")
	}
}

func (c *checker) affinity(at path, a *Affinity) {
	if n := a.NodeAffinity; n != nil {
		preferred := at.in("nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution")
		for i := range n.Preferred {
			one := preferred.element(i)
			if term := n.Preferred[i].Preference; term != nil {
				c.nodeTerm(one.in("preference"), term)
			}
		}
		if n.Required != nil {
			terms := at.in("nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms")
			for i := range n.Required.Terms {
				c.nodeTerm(terms.element(i), &n.Required.Terms[i])
			}
		}
	}
	c.podAffinity(at.in("podAffinity"), a.PodAffinity)
	c.podAffinity(at.in("podAntiAffinity"), a.PodAntiAffinity)
}

func (c *checker) nodeTerm(at path, t *NodeTerm) {
	expressions, fields := at.in("matchExpressions"), at.in("matchFields")
	for i := range t.Expressions {
		e := &t.Expressions[i]
		c.operands(expressions.element(i), e.Operator, e.Values)
	}
	for i := range t.Fields {
		if at := fields.element(i); len(t.Fields[i].Values) > 1 {
			c.add(finding.OutOfRange, at.in("values"), "must be one name: write an entry of its own for each", "", "")
		}
	}
}

// operands reports values that an operator does not take.
func (c *checker) operands(at path, operator string, values []string) {
	switch operator {
	case "In", "NotIn":
		if len(values) == 0 {
			c.add(finding.Required, at.in("values"), "is required with operator "+operator+": write one value at least", "", "")
		}
	case "Exists", "DoesNotExist":
		if len(values) > 0 {
			c.add(finding.Contradiction, at.in("values"), "must not stand beside operator "+operator+": remove it", "", "")
		}
	case "Gt", "Lt":
		if len(values) != 1 || !isWhole(values[0]) {
			c.add(finding.OutOfRange, at.in("values"), "must be one whole number with operator "+operator, "", "")
		}
	}
}

func isWhole(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}

func (c *checker) podAffinity(at path, a *PodAffinity) {
	if a == nil {
		return
	}
	preferred, required := at.in("preferredDuringSchedulingIgnoredDuringExecution"), at.in("requiredDuringSchedulingIgnoredDuringExecution")
	for i := range a.Preferred {
		one := preferred.element(i)
		c.podTerm(one.in("podAffinityTerm"), &a.Preferred[i].Term)
	}
	for i := range a.Required {
		c.podTerm(required.element(i), &a.Required[i])
	}
}

func (c *checker) podTerm(at path, t *PodTerm) {
	c.selector(at.in("labelSelector"), t.LabelSelector)
	c.selector(at.in("namespaceSelector"), t.NamespaceSelector)
	for _, key := range t.MatchLabelKeys {
		if slices.Contains(t.MismatchLabelKeys, key) {
			c.add(finding.Contradiction, at.in("mismatchLabelKeys"), "names "+key+", which matchLabelKeys names, too: remove it from one", key, "")
		}
	}
}

func (c *checker) selector(at path, s *LabelSelector) {
	if s == nil {
		return
	}
	list := at.in("matchExpressions")
	for i := range s.MatchExpressions {
		e := &s.MatchExpressions[i]
		c.operands(list.element(i), e.Operator, e.Values)
	}
}
