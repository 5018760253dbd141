package change

import (
	"encoding/json"
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Attachment is what changes look for in the configuration of an attachment.
type Attachment struct {
	Bridge string `json:"bridge"`
	VLAN   int    `json:"vlan"`
}

// ReadAttachment reads a configuration: that of a plugin, or of the first in a list that has a bridge. Of what is none it reads
// nothing.
func ReadAttachment(config string) Attachment {
	var read struct {
		Attachment
		Plugins []Attachment `json:"plugins"`
	}
	if json.Unmarshal([]byte(config), &read) != nil {
		return Attachment{}
	}
	for _, plugin := range read.Plugins {
		if read.Bridge == "" {
			read.Attachment = plugin
		}
	}
	return read.Attachment
}

var vlanOfAttachment = Row{
	Name: "VLAN of an attachment", Code: finding.Restarts, Field: "vlanId", Lost: Later, Source: kubevirt,
	Happens: "the attachment leads to VLAN %[2]s, before %[1]s",
	Do:      "Restart or migrate them when the switches carry the VLAN",
}

// Since are the changes that replace an attachment of before by that of now. Another bridge is a change of the policy.
func (a Attachment) Since(was Attachment) []Change {
	d := differ{}
	if was.VLAN != a.VLAN {
		d.add(&vlanOfAttachment, "", vlanText(was.VLAN), vlanText(a.VLAN)).Attached = true
	}
	return d.changes
}

func vlanText(vlan int) string {
	if vlan == 0 {
		return "none"
	}
	return strconv.Itoa(vlan)
}
