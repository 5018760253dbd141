package nad

import (
	"cmp"
	"encoding/json"
	"errors"

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
	existing := plan.Existing{}
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
