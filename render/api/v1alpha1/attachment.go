package v1alpha1

import (
	"reflect"
	"slices"

	"github.com/novasphere/wukong-fn/render/finding"
)

// The CNI plugins of a Linux bridge.
const (
	PluginBridge    = "bridge"
	PluginCNVBridge = "cnv-bridge"
)

// Attachment is what the attachment of a network is called and how the CNI plugin connects machines. The tag `network` of a
// field says which types of network have it.
type Attachment struct {
	// Name of the attachment, {network}-nad or {wukong}-{network}-nad when absent: so one that is on a cluster keeps its name.
	Name string `json:"name,omitempty" schema:"subdomain" shown:"value"`
	// Namespace of one attachment for the machines of all namespaces. When absent there is one in the namespace of each machine.
	Namespace string `json:"namespace,omitempty" schema:"label"`
	// MACSpoofCheck drops frames of a guest from another MAC address than its own.
	MACSpoofCheck bool `json:"macSpoofCheck,omitempty" network:"types=bridge"`
	// Promiscuous gives the bridge every frame of the link, also those for other MAC addresses. Not beside hairpin.
	Promiscuous bool `json:"promiscuous,omitempty" network:"types=bridge"`
	// Hairpin lets a frame go back out of the port that it came in by. Not beside promiscuous.
	Hairpin bool `json:"hairpin,omitempty" network:"types=bridge"`
	// PortIsolation lets a machine reach the uplink and no other machine with portIsolation.
	PortIsolation bool `json:"portIsolation,omitempty" network:"types=bridge"`
	// PreserveDefaultVLAN leaves the machine in VLAN 1 of a bridge that filters VLANs.
	PreserveDefaultVLAN bool `json:"preserveDefaultVlan,omitempty" network:"types=bridge"`
	// Plugin is bridge, or cnv-bridge on nodes that have it under this name, as OpenShift Virtualization's do.
	Plugin string `json:"plugin,omitempty" schema:"enum=bridge|cnv-bridge" network:"types=bridge" default:"bridge"`
	// Tuning runs the tuning plugin behind the bridge plugin, cnv-tuning behind cnv-bridge.
	Tuning *Tuning `json:"tuning,omitempty" network:"types=bridge"`
	// Marker lets pods land only on nodes that have the bridge. The nodes must run KubeVirt's bridge-marker.
	Marker bool `json:"marker,omitempty" network:"types=bridge"`
}

// Tuning has no options: it is there or not.
type Tuning struct{}

// attachmentFields are the fields of Attachment in order.
var attachmentFields = fieldsOf(reflect.TypeFor[Attachment]())

// attachmentUnfit are the names of the fields that the attachments of a type of network do not have.
func attachmentUnfit(networkType string) []string {
	var names []string
	for i := range attachmentFields {
		if f := &attachmentFields[i]; f.types != nil && !slices.Contains(f.types, networkType) {
			names = append(names, f.name)
		}
	}
	return names
}

// attachmentOptions reports what is wrong with how machines are attached.
func (c *checker) attachmentOptions(at path, s *NetworkSpec) {
	v := reflect.ValueOf(s.More().Attachment).Elem()
	for i := range attachmentFields {
		f := &attachmentFields[i]
		switch {
		case empty(v.Field(i)):
		case f.types != nil && !slices.Contains(f.types, s.Type) && slices.Contains(networkTypes, s.Type):
			c.add(finding.Contradiction, at.in(f.name), f.unfit(s.Type), textOf(v.Field(i)), "")
		default:
			c.value(at.in(f.name), f, v.Field(i))
		}
	}
	if s.More().Attachment.Hairpin && s.More().Attachment.Promiscuous {
		c.add(finding.Contradiction, at.in("hairpin"), "must not stand beside promiscuous, with which the bridge plugin refuses it: remove one of the two",
			"true", "")
	}
}
