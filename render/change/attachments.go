package change

import (
	"strconv"

	"github.com/novasphere/wukong-fn/render/finding"
)

// Attachment is what changes look for in the configuration of an attachment.
type Attachment struct{ VLAN int }

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
