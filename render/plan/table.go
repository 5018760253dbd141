package plan

import (
	"cmp"
	"strconv"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/finding"
)

// Table is a network whose policies come from a table of nodes, one from each entry. Each of them is a HostNetwork of its own:
// builders and rules need not know tables.
type Table struct {
	Origin
	// Policy begins the names of the policies.
	Policy string
	Nodes  []api.Node
	// Rollout is how many policies are applied at once, 0 for all.
	Rollout int
	// uplink is the one that stands for those of all entries: see resolver.uplink.
	uplink string
}

// step is which of the steps of the application an entry belongs to, from 0.
func (t *Table) step(entry int) int {
	if t == nil || t.Rollout == 0 {
		return 0
	}
	return entry / t.Rollout
}

// policies are the names of the policies of one step.
func (t *Table) policies(step int) []string {
	first, end := 0, len(t.Nodes)
	if t.Rollout > 0 {
		first = step * t.Rollout
		end = min(end, first+t.Rollout)
	}
	names := make([]string, 0, end-first)
	for i := first; i < end; i++ {
		names = append(names, api.NodePolicy(t.Policy, t.Nodes[i].Suffix()))
	}
	return names
}

// mostNames is how many policies an attachment waits for: the names stand in an annotation, which has an end. Those of a table
// without steps are applied together, so that to wait for some of them is nearly to wait for all.
const mostNames = 1000

// LastPolicies are the names of those policies of a table that are applied last.
func LastPolicies(policy string, s *api.NetworkSpec) []string {
	t := Table{Policy: policy, Nodes: s.More().Nodes, Rollout: api.Number(s.More().Rollout)}
	names := t.policies(t.step(len(s.More().Nodes) - 1))
	return names[max(0, len(names)-mostNames):]
}

// Step is which step of the application of its table a network belongs to, from 0; 0 also of one that has no table.
func (h *HostNetwork) Step() int { return h.Table.step(h.Entry) }

// After are the policies that must be ready before that of the network: those of the step before.
func (h *HostNetwork) After() []string {
	if step := h.Step(); step > 0 {
		return h.Table.policies(step - 1)
	}
	return nil
}

// entryFields are the fields of a table's entry, by those of a network that they stand for.
var entryFields = map[string]func(*api.Node) (field string, given bool){
	"":                  func(*api.Node) (string, bool) { return "", true },
	"nodeSelector":      func(*api.Node) (string, bool) { return "", true },
	"physicalInterface": func(n *api.Node) (string, bool) { return uplinkOf(n), n.Uplink() != "" },
	"bond":              func(n *api.Node) (string, bool) { return "bondPorts", len(n.BondPorts) > 0 },
	"nodeIP":            func(n *api.Node) (string, bool) { return "addresses", len(n.Addresses) > 0 },
	"mtu":               func(n *api.Node) (string, bool) { return "mtu", n.MTU != nil },
	"sriov.numVfs":      func(n *api.Node) (string, bool) { return "numVfs", n.NumVfs != nil },
}

func uplinkOf(n *api.Node) string {
	if n.MACAddress != "" {
		return "macAddress"
	}
	return "physicalInterface"
}

// At is the place of a field of the network: in the table's entry if it says so there, else in what all entries share.
func (h *HostNetwork) At(field string) finding.Place {
	if h.Table == nil {
		return h.Origin.At(field)
	}
	if of, known := entryFields[field]; known {
		if own, given := of(&h.Table.Nodes[h.Entry]); given {
			return h.Origin.At(own)
		}
	}
	return h.Table.At(field)
}

// table adds a policy for each entry of a network's table of nodes.
func (r *resolver) table(origin Origin, policy, network string, s *api.NetworkSpec) {
	if r.config.Delivery != api.DeliveryArgoCD && r.config.Delivery != api.DeliveryKpt && s.More().Rollout != nil {
		r.report(finding.New(finding.Contradiction, "", "rollout needs delivery: argocd or kpt, which apply policies of one stage one after the "+
			"other: remove it, or set that delivery in the WukongRender").Values(strconv.Itoa(*s.More().Rollout), ""), &origin, "rollout")
	}
	t := &Table{Origin: origin, Policy: policy, Nodes: s.More().Nodes, Rollout: api.Number(s.More().Rollout), uplink: r.uplink(s)}
	networks := make([]api.NetworkSpec, len(s.More().Nodes))
	for i := range s.More().Nodes {
		n := &s.More().Nodes[i]
		networks[i] = n.On(s)
		one := &networks[i]
		at := Origin{origin.Owner, strings.TrimPrefix(origin.Field+".nodes["+strconv.Itoa(i)+"]", ".")}
		r.host(at, api.NodePolicy(policy, n.Suffix()), network, one, r.link(one))
		h := &r.plan.HostNetworks[len(r.plan.HostNetworks)-1]
		h.Table, h.Entry, h.UplinkMAC = t, i, n.MACAddress
		if len(n.Addresses) > 0 {
			h.Addresses = prefixes(n.Addresses...)
		}
	}
}

// commonMTU is the MTU with which machines work on all nodes of a network: the smallest of its table, 0 where one is not known.
func commonMTU(s *api.NetworkSpec) int {
	smallest := api.Number(s.More().MTU)
	for i := range s.More().Nodes {
		mtu := api.Number(cmp.Or(s.More().Nodes[i].MTU, s.More().MTU))
		if i == 0 || mtu < smallest {
			smallest = mtu
		}
	}
	return smallest
}
