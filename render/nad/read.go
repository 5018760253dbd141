package nad

import (
	"cmp"
	"encoding/json"
	"errors"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/plan"
)

// plugin is what we read of the configuration of one plugin.
type plugin struct {
	Bridge string `json:"bridge"`
	IPAM   struct {
		Type string `json:"type"`
	} `json:"ipam"`
	Type string `json:"type"`
	VLAN int    `json:"vlan"`
	// OVN is the VLAN as OVN-Kubernetes names it.
	OVN int `json:"vlanID"`
	// These name a network of OVN's.
	Name                string `json:"name"`
	PhysicalNetworkName string `json:"physicalNetworkName"`
	Topology            string `json:"topology"`
}

// network is a network of OVN's as a segment, empty for other plugins.
func (p *plugin) network() string {
	switch {
	case p.Type != OVNPlugin || p.Name == "":
		return ""
	case p.Topology == api.TypeLocalnet:
		return p.Topology + " " + cmp.Or(p.PhysicalNetworkName, p.Name)
	}
	return p.Topology + " " + plan.SameToOVN(p.Name)
}

// Read reads the configuration of an attachment: that of a plugin, or of a list of them. An empty one says nothing, for then the
// nodes have a file of its name. Fields of unexpected types are none.
func Read(config string) plan.Existing {
	var read struct {
		plugin
		Plugins []plugin `json:"plugins"`
	}
	if config == "" {
		return plan.Existing{}
	}
	var wrong *json.UnmarshalTypeError
	switch err := json.Unmarshal([]byte(config), &read); {
	case errors.As(err, &wrong) && wrong.Field != "":
	case err != nil:
		return plan.Existing{Problem: "its config is no mapping in JSON, so Multus cannot read it and the pod does not start"}
	}
	existing := plan.Existing{Network: read.network()}
	for _, one := range append([]plugin{read.plugin}, read.Plugins...) {
		if existing.Type == "" {
			existing.Type = one.Type
		}
		if existing.Bridge == "" && (one.Bridge != "" || existing.VLAN == 0) {
			existing.Bridge, existing.VLAN = one.Bridge, cmp.Or(one.VLAN, one.OVN)
		}
		if existing.IPAM == "" {
			existing.IPAM = one.IPAM.Type
		}
	}
	return existing
}
