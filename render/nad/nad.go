// Package nad turns the attachments of a plan into NetworkAttachmentDefinitions, whose config is the CNI configuration as
// one canonical line of JSON with sorted keys. There is never any IPAM: KubeVirt gives a machine no address by CNI.
package nad

import (
	"bytes"
	"encoding/json"
	"strings"

	api "github.com/novasphere/wukong-fn/render/api/v1alpha1"
	"github.com/novasphere/wukong-fn/render/object"
	"github.com/novasphere/wukong-fn/render/plan"
)

// ResourceAnnotation names the device plugin's resource that Multus asks for on behalf of the pod.
const ResourceAnnotation = "k8s.v1.cni.cncf.io/resourceName"

// Attachment is a NetworkAttachmentDefinition.
type Attachment struct {
	object.Header
	Spec Spec `json:"spec"`
}

// Spec carries the CNI configuration as JSON text.
type Spec struct {
	Config string `json:"config"`
}

// version is the CNI version that every plugin in use speaks.
const version = "0.3.1"

// The configurations, one type a plugin, fields in the order of their JSON keys.

type bridgeConfig struct {
	Bridge     string `json:"bridge"`
	CNIVersion string `json:"cniVersion,omitempty"` // of the list, where the plugin is in one
	// DisableContainerInterface leaves the pod's end down: KubeVirt takes it over.
	DisableContainerInterface bool   `json:"disableContainerInterface"`
	HairpinMode               bool   `json:"hairpinMode,omitempty"`
	MACSpoofCheck             bool   `json:"macspoofchk,omitempty"`
	MTU                       int    `json:"mtu,omitempty"`
	Name                      string `json:"name,omitempty"` // of the list, where the plugin is in one
	PortIsolation             bool   `json:"portIsolation,omitempty"`
	// PreserveDefaultVLAN false keeps the port out of VLAN 1, which the plugin adds otherwise.
	PreserveDefaultVLAN bool   `json:"preserveDefaultVlan"`
	PromiscMode         bool   `json:"promiscMode,omitempty"`
	Type                string `json:"type"`
	// VLAN makes an access port, VLANTrunk a trunk into the guest.
	VLAN      int    `json:"vlan,omitempty"`
	VLANTrunk []tags `json:"vlanTrunk,omitempty"`
}

// configList runs one plugin after the other.
type configList struct {
	CNIVersion string `json:"cniVersion"`
	Name       string `json:"name"`
	Plugins    []any  `json:"plugins"`
}

// pluginAlone is a plugin without options.
type pluginAlone struct {
	Type string `json:"type"`
}

type ovsConfig struct {
	Bridge     string `json:"bridge"`
	CNIVersion string `json:"cniVersion"`
	MTU        int    `json:"mtu,omitempty"`
	Name       string `json:"name"`
	Trunk      []tags `json:"trunk,omitempty"`
	Type       string `json:"type"`
	VLAN       int    `json:"vlan,omitempty"`
}

type sriovConfig struct {
	CNIVersion string `json:"cniVersion"`
	Name       string `json:"name"`
	Type       string `json:"type"`
	VLAN       int    `json:"vlan,omitempty"`
}

// builder builds attachments, each in the memory of the one before. The zero builder is ready.
type builder struct {
	attachment Attachment
	text       bytes.Buffer
	json       *json.Encoder
	bridge     bridgeConfig
	ovs        ovsConfig
	sriov      sriovConfig
	ovn        OVNConfig
}

// attachmentOf is the object of one attachment. It is good until the next one is built.
func (b *builder) attachmentOf(a *plan.Attachment) (*Attachment, error) {
	if b.json == nil {
		b.json = json.NewEncoder(&b.text)
	}
	b.text.Reset()
	if err := b.json.Encode(b.config(a)); err != nil {
		return nil, err
	}
	b.attachment = Attachment{
		Header: object.NetworkAttachmentDefinition.Header(a.Namespace, a.Name),
		Spec:   Spec{Config: strings.TrimSuffix(b.text.String(), "\n")},
	}
	if a.ResourceName != "" {
		b.attachment.Metadata.Annotations = object.Strings{{Key: ResourceAnnotation, Value: a.ResourceName}}
	}
	return &b.attachment, nil
}

func (b *builder) config(a *plan.Attachment) any {
	switch a.Type {
	case api.TypeOVS:
		b.ovs = ovsConfig{Bridge: a.Bridge, CNIVersion: version, MTU: a.MTU, Name: a.Name, Trunk: trunk(a.Port), Type: "ovs", VLAN: a.VLAN}
		return &b.ovs
	case api.TypeSRIOV:
		b.sriov = sriovConfig{CNIVersion: version, Name: a.Name, Type: "sriov", VLAN: a.VLAN}
		return &b.sriov
	case api.TypeLocalnet, api.TypeLayer2:
		b.ovn = OVNConfigOf(a)
		return &b.ovn
	default:
		b.bridge = bridgeConfig{
			Bridge: a.Bridge, CNIVersion: version, DisableContainerInterface: true, MTU: a.MTU, Name: a.Name, Type: api.PluginBridge,
		}
		if a.Port != nil { // else the VLAN is that of the bridge's port
			b.bridge.VLAN, b.bridge.VLANTrunk = a.Port.VLAN, trunk(a.Port)
		}
		if options := a.More().Attachment; options != nil {
			return b.withOptions(options)
		}
		return &b.bridge
	}
}

// withOptions is the configuration of the bridge plugin with the options of a network, in a list where another plugin follows.
func (b *builder) withOptions(o *api.Attachment) any {
	c := &b.bridge
	c.HairpinMode, c.MACSpoofCheck, c.PortIsolation = o.Hairpin, o.MACSpoofCheck, o.PortIsolation
	c.PreserveDefaultVLAN, c.PromiscMode = o.PreserveDefaultVLAN, o.Promiscuous
	tuning := "tuning"
	if o.Plugin == api.PluginCNVBridge {
		c.Type, tuning = api.PluginCNVBridge, "cnv-tuning"
	}
	if o.Tuning == nil {
		return c
	}
	list := configList{CNIVersion: c.CNIVersion, Name: c.Name, Plugins: []any{c, pluginAlone{tuning}}}
	c.CNIVersion, c.Name = "", ""
	return &list
}

// tags are a VLAN, or those from one to another, as both plugins read them.
type tags struct {
	ID    int `json:"id,omitempty"`
	MaxID int `json:"maxID,omitempty"`
	MinID int `json:"minID,omitempty"`
}

// trunk are the VLANs whose frames a machine's own port gets with their tags.
func trunk(p *plan.GuestPort) []tags {
	if p == nil {
		return nil
	}
	var list []tags
	for _, t := range p.Trunk {
		if t.Min == t.Max {
			list = append(list, tags{ID: t.Min})
		} else {
			list = append(list, tags{MinID: t.Min, MaxID: t.Max})
		}
	}
	return list
}
