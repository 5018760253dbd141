package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/novasphere/wukong-fn/render/finding"
	"github.com/novasphere/wukong-fn/render/kube"
	"github.com/novasphere/wukong-fn/render/resource"
)

// checkVanishing warns of policies that a former run made and this one does not, as far as their interfaces are in no
// other policy: with the object deleted they stay on the nodes.
func (p *parts) checkVanishing(r *Result) {
	var stays map[kube.ID]bool
	var used map[string]bool
	for i := range p.resources {
		former := &p.resources[i]
		if p.roles[i] != generated || former.Meta.Kind != "NodeNetworkConfigurationPolicy" {
			continue
		}
		if stays == nil {
			stays, used = map[kube.ID]bool{}, map[string]bool{}
			for j := range r.Len() {
				stays[r.id(j)] = true
			}
			for j := range r.plan.HostNetworks {
				for _, name := range r.plan.HostNetworks[j].Interfaces() {
					used[name] = true
				}
			}
		}
		if stays[idOf(former)] {
			continue
		}
		left := slices.DeleteFunc(made(former), func(name string) bool { return used[name] })
		if len(left) > 0 {
			p.found = append(p.found, at(finding.New(finding.Vanishes, "", fmt.Sprintf("the policy is no longer generated and goes, but %s stay on the nodes: to remove them, set ensure: absent on the network and let that be applied, before you delete it", strings.Join(left, ", "))), former))
		}
	}
}

// made are the interfaces that a policy of a former run brings about; none where it is not to be read.
func made(r *resource.Resource) []string {
	var former struct {
		Spec struct {
			DesiredState struct {
				Interfaces []struct {
					Name  string `json:"name"`
					Type  string `json:"type"`
					State string `json:"state"`
				} `json:"interfaces"`
			} `json:"desiredState"`
		} `json:"spec"`
	}
	glance(r, &former)
	var names []string
	for _, itf := range former.Spec.DesiredState.Interfaces {
		if itf.State == "up" && itf.Type != "ethernet" {
			names = append(names, itf.Name)
		}
	}
	return names
}
